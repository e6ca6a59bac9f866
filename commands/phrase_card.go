package commands

import (
	"context"
	"strings"

	"magpie/phrase"
	"magpie/slash"
)

// An entry of the phrasebook is named "phrase.<id>", "slang.<id>" or "notice.<id>"
// in custom ids and completed options.

// entryName names what a search found.
func entryName(m phrase.Match) string {
	switch {
	case m.Phrase != nil:
		return "phrase." + m.Phrase.ID
	case m.Slang != nil:
		return "slang." + m.Slang.ID
	default:
		return "notice." + m.Notice.ID
	}
}

// entryNamed is the entry of a name.
func entryNamed(book *phrase.Book, name string) (phrase.Match, bool) {
	kind, id, _ := strings.Cut(name, ".")
	switch kind {
	case "phrase":
		p, ok := book.Phrase(id)
		return phrase.Match{Phrase: &p}, ok
	case "slang":
		s, ok := book.SlangByID(id)
		return phrase.Match{Slang: &s}, ok
	case "notice":
		n, ok := book.Notice(id)
		return phrase.Match{Notice: &n}, ok
	}
	return phrase.Match{}, false
}

// findEntry is the entry that a button names.
func findEntry(c *slash.Call, book *phrase.Book, name string) (phrase.Match, error) {
	m, ok := entryNamed(book, name)
	if !ok {
		return m, c.Sorry(c.T("phrase.gone"), c.T("safe.nothing_changed"), slash.Try("phrase"))
	}
	return m, nil
}

// sharedEntry is the entry that a button names, for everyone.
func sharedEntry(ctx context.Context, c *slash.Call, book *phrase.Book, servers Servers, name string) (slash.Reply, error) {
	m, err := findEntry(c, book, name)
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, servers)
	if err != nil {
		return slash.Reply{}, err
	}
	return shared(c, v, slash.Say(entryCard(v, m)...)), nil
}

// entryTitle is one line that tells an entry from others, for menus and completion.
func entryTitle(v slash.Voice, m phrase.Match) string {
	switch {
	case m.Phrase != nil:
		return m.Phrase.En + " — " + m.Phrase.Chinese().In(v.Lang)
	case m.Slang != nil:
		return m.Slang.Term.In(v.Lang) + " — " + m.Slang.Meaning.In(v.Lang)
	default:
		return m.Notice.Text.In(v.Lang) + " — " + m.Notice.Meaning.In(v.Lang)
	}
}

// entryCard shows all there is to know of an entry, to everyone.
func entryCard(v slash.Voice, m phrase.Match) []slash.Content {
	return entryCardFor(v, readerIn(v.Lang), m)
}

// entryCardFor is like entryCard, for one reader.
func entryCardFor(v slash.Voice, r reader, m phrase.Match) []slash.Content {
	switch {
	case m.Phrase != nil:
		return phraseCard(v, r, *m.Phrase)
	case m.Slang != nil:
		return slangCardFor(v, r, *m.Slang)
	default:
		return noticeCard(v, r, *m.Notice)
	}
}

// pasteable is what of an entry people paste elsewhere: what they would say to the
// other side.
func pasteable(v slash.Voice, r reader, m phrase.Match) string {
	switch {
	case m.Phrase != nil && v.Lang == phrase.English:
		return r.wording(m.Phrase.Chinese())
	case m.Phrase != nil:
		return m.Phrase.En
	case m.Slang != nil:
		return r.wording(m.Slang.Term)
	default:
		return r.wording(m.Notice.Text)
	}
}

func phraseCard(v slash.Voice, r reader, p phrase.Phrase) []slash.Content {
	var lines []slash.Content
	chinese := func(r reader) slash.Markup {
		text := r.wording(p.Chinese())
		return slash.Read(r.lang(), text, r.spelled(p.Reading(r.lang()), text))
	}
	if v.Lang == phrase.English {
		lines = append(lines, slash.Heading(2, chinese(r)), slash.Plain(p.En))
		switch other := r.as(r.otherScript()); {
		case p.PinyinTW != "" && r.lang() == phrase.Simplified: // other words, not only other characters
			lines = append(lines, v.T("phrase.in_taiwan", chinese(other)))
		case p.PinyinTW != "":
			lines = append(lines, v.T("phrase.on_the_mainland", chinese(other)))
		case p.Traditional != p.Simplified && r.lang() == phrase.Simplified:
			lines = append(lines, v.T("phrase.traditional", slash.In(phrase.Traditional, p.Traditional)))
		case p.Traditional != p.Simplified:
			lines = append(lines, v.T("phrase.simplified", slash.In(phrase.Simplified, p.Simplified)))
		}
		if p.Literal != "" {
			lines = append(lines, v.T("phrase.literally", p.Literal))
		}
	} else {
		lines = append(lines, slash.Heading(2, slash.In(phrase.English, p.En)),
			chinese(r))
		if about := p.English.In(v.Lang); about != "" {
			lines = append(lines, slash.Plain(about))
		}
	}
	notes := []slash.Content{v.T("phrase.register", v.T("register."+string(p.Register)))}
	if when := p.When.In(v.Lang); when != "" {
		notes = append(notes, slash.Plain(when))
	}
	return []slash.Content{slash.Lines(lines...), slash.Lines(notes...)}
}

// slangCard shows a slang term to everyone.
func slangCard(v slash.Voice, s phrase.Slang) []slash.Content {
	return slangCardFor(v, readerIn(v.Lang), s)
}

func slangCardFor(v slash.Voice, r reader, s phrase.Slang) []slash.Content {
	term := slash.In(phrase.English, s.Term.In(v.Lang))
	if s.Direction == phrase.ChineseSlang {
		text := r.wording(s.Term)
		term = slash.Read(r.lang(), text, r.spelled(s.Pinyin, text))
	}
	lines := []slash.Content{slash.Heading(2, term), slash.Plain(s.Meaning.In(v.Lang))}
	if s.Literal != "" && v.Lang == phrase.English {
		lines = append(lines, v.T("phrase.literally", s.Literal))
	}
	if len(s.Forms) > 0 {
		lines = append(lines, v.T("slang.forms", strings.Join(s.Forms, v.Label("list.separator"))))
	}
	notes := []slash.Content{v.T("phrase.register", v.T("register."+string(s.Register)))}
	if s.Safety != phrase.OK {
		notes = append(notes, v.T("slang.safety", v.T("safety."+string(s.Safety)), s.Caution.In(v.Lang)))
	}
	if pair := s.Pair.In(v.Lang); pair != "" {
		notes = append(notes, v.T("slang.pair", pair))
	}
	if s.Confirm {
		notes = append(notes, v.T("slang.confirm"))
	}
	example := slash.Quote(slash.Lines(slash.Plain(s.Example.Text.In(v.Lang)), slash.Plain(s.Example.Means.In(v.Lang))))
	return []slash.Content{slash.Lines(lines...), example, slash.Lines(notes...)}
}

func noticeCard(v slash.Voice, r reader, n phrase.Notice) []slash.Content {
	text := r.wording(n.Text)
	lines := []slash.Content{
		slash.Heading(2, slash.Read(r.lang(), text, r.spelled(n.Reading(r.lang()), text))),
		slash.Plain(n.Meaning.In(v.Lang)),
		v.T("notice.do", n.Do.In(v.Lang)),
	}
	if n.Confirm {
		lines = append(lines, v.T("notice.confirm"))
	}
	return []slash.Content{slash.Lines(lines...)}
}
