package commands

import (
	"context"
	"fmt"
	"strings"

	"magpie/community"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

// dailyEntry names what was posted: "phrase.<id>", "slang.<id>" or "question.<id>".
// Nonce tells the post from all others.
type dailyEntry struct{ Name, Nonce string }

const questionKey = "question."

// pool are the names of what a kind of daily post chooses from. What is hidden, must be
// handled with care, or waits for somebody to confirm it is in none.
func (d *Daily) pool(kind string) ([]string, error) {
	var names []string
	switch kind {
	case community.DailyPhrase:
		for _, s := range d.Book.Situations() {
			for _, p := range d.Book.Phrases(s.ID) {
				names = append(names, entryName(phrase.Match{Phrase: &p}))
			}
		}
	case community.DailySlang:
		for _, s := range d.Book.Slang() {
			if s.Safety == phrase.OK && !s.Confirm && s.Pair.Simplified != "" {
				names = append(names, entryName(phrase.Match{Slang: &s}))
			}
		}
	case community.DailyQuestion:
		questions, err := d.Questions()
		if err != nil {
			return nil, fmt.Errorf("read questions: %w", err)
		}
		for _, q := range questions {
			names = append(names, questionKey+q.ID)
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("there is nothing to post of kind %q", kind)
	}
	return names, nil
}

// compose makes the next post of a daily, of an outbox group.
func (d *Daily) compose(daily community.Daily, server community.Server, group string) (slash.Reply, error) {
	kind, n := daily.Next()
	pool, err := d.pool(kind)
	if err != nil {
		return slash.Reply{}, err
	}
	entry := dailyEntry{pool[daily.Pick(kind, n, len(pool))], outbox.Nonce(group, 1)}
	voices := make([]slash.Voice, len(server.Languages))
	for i, lang := range server.Languages {
		voices[i] = slash.NewVoice(d.Words, lang)
	}
	if kind == community.DailyQuestion {
		return d.askQuestion(voices, entry)
	}
	m, ok := entryNamed(d.Book, entry.Name)
	if !ok {
		return slash.Reply{}, fmt.Errorf("no entry %s", entry.Name)
	}
	texts := []slash.Content{said(voices, "daily.title."+kind)}
	if m.Phrase != nil {
		texts = append(texts, phraseOfTheDay(voices, *m.Phrase)...)
	} else {
		texts = append(texts, slangOfTheDay(voices, *m.Slang)...)
	}
	return slash.Say(texts...).With(slash.Row{Buttons: []slash.Button{
		d.more.Button(labels(voices, "daily.more"), entry), saveCard(labels(voices, "cards.save"), entry.Name),
	}}), nil
}

// phraseOfTheDay shows a phrase in both languages and when to say it, for every voice.
func phraseOfTheDay(voices []slash.Voice, p phrase.Phrase) []slash.Content {
	chinese := phrase.Simplified
	for _, v := range voices {
		if v.Lang == phrase.Traditional {
			chinese = phrase.Traditional
		}
	}
	lines := []slash.Content{
		slash.Heading(2, slash.Read(chinese, p.Chinese().In(chinese), p.Reading(chinese))),
		slash.Bold(slash.In(phrase.English, p.En)),
	}
	for _, v := range voices {
		lines = append(lines, slash.Plain(p.When.In(v.Lang)))
	}
	return []slash.Content{slash.Lines(lines...)}
}

// slangOfTheDay shows a term, what it means and what the other side says, for every voice.
func slangOfTheDay(voices []slash.Voice, s phrase.Slang) []slash.Content {
	card := slangCard(voices[0], s)
	for _, v := range voices[1:] {
		lines := []slash.Content{slash.Bold(slash.In(v.Lang, s.Term.In(v.Lang))), slash.Plain(s.Meaning.In(v.Lang))}
		if pair := s.Pair.In(v.Lang); pair != "" {
			lines = append(lines, v.T("slang.pair", pair))
		}
		card = append(card, slash.Lines(lines...))
	}
	return card
}

// askQuestion puts a question to a channel, in its languages.
func (d *Daily) askQuestion(voices []slash.Voice, entry dailyEntry) (slash.Reply, error) {
	q, ok, err := d.question(entry.Name)
	if err != nil || !ok {
		return slash.Reply{}, fmt.Errorf("no question %s: %w", entry.Name, err)
	}
	lines := []slash.Content{said(voices, "daily.title.question")}
	for _, v := range voices {
		lines = append(lines, slash.Heading(3, slash.In(v.Lang, q.Text.In(v.Lang))))
	}
	lines = append(lines, said(voices, "daily.answer_below"))
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		d.starter.Button(labels(voices, "daily.starter"), entry),
	}}), nil
}

func (d *Daily) question(name string) (phrase.Question, bool, error) {
	id, ok := strings.CutPrefix(name, questionKey)
	if !ok {
		return phrase.Question{}, false, nil
	}
	all, err := d.Questions()
	for _, q := range all {
		if q.ID == id {
			return q, true, nil
		}
	}
	return phrase.Question{}, false, err
}

// showMore tells one person all about what was posted.
func (d *Daily) showMore(_ context.Context, c *slash.Call, in dailyEntry) (slash.Reply, error) {
	m, err := findEntry(c, d.Book, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(entryCard(c.Voice, m)...)
	return r.With(slash.Row{Buttons: []slash.Button{saveCardButton(c, in.Name)}}).As(slash.Anew), nil
}

// showStarter helps one person to answer in the other side's language.
func (d *Daily) showStarter(ctx context.Context, c *slash.Call, in dailyEntry) (slash.Reply, error) {
	q, ok, err := d.question(in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("daily.question_gone"), c.T("safe.nothing_changed"), slash.Try("phrase"))
	}
	r, err := readerOf(ctx, c, d.People)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{slash.In(c.Lang, q.Text.In(c.Lang))}
	theirs := otherSide(c, r)
	lines = append(lines, slash.In(theirs, q.Text.In(theirs)), c.T("daily.start_with"),
		slash.Quote(slash.In(theirs, q.Starter.In(theirs))), c.T("daily.means", slash.In(c.Lang, q.Starter.In(c.Lang))))
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		d.copy.Button(c.Label("phrase.copy"), in),
	}}).As(slash.Anew), nil
}

// otherSide is the language of those whom the caller writes to.
func otherSide(c *slash.Call, r reader) string {
	if c.Lang == phrase.English {
		return r.lang()
	}
	return phrase.English
}

// copyStarter answers with the bare starter, for people to copy.
func (d *Daily) copyStarter(ctx context.Context, c *slash.Call, in dailyEntry) (slash.Reply, error) {
	q, ok, err := d.question(in.Name)
	if err != nil || !ok {
		return slash.Reply{}, c.Sorry(c.T("daily.question_gone"), c.T("safe.nothing_changed"), slash.Try("phrase"))
	}
	r, err := readerOf(ctx, c, d.People)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(slash.Plain(q.Starter.In(otherSide(c, r)))).As(slash.Anew), nil
}
