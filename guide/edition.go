package guide

import (
	"path"
	"slices"
	"strings"
	"time"
)

// Languages are those that a server's own guides can be in.
var Languages = []string{English, "zh-CN", "zh-TW"}

// OwnPrefix begins the names of a server's own guides, and the ids of the steps that it adds to ours, so that neither is ever
// taken for one of the library.
const OwnPrefix = "own-"

// IsOwn reports whether a name is one that only guides of servers have.
func IsOwn(name string) bool { return strings.HasPrefix(name, OwnPrefix) }

// ownName is a name as a server's own have it.
func ownName(name string) string { return OwnPrefix + strings.TrimPrefix(name, OwnPrefix) }

// ReadOwn reads a file that moderators of a server wrote: a guide of their own, or, with the field adds-to, steps for one of
// the library. It may lack dates and sources, and @ stays plain text. The front matter has, besides the fields of a library's
// guide,
//
//	name: nest-rules     which becomes own-nest-rules
//	language: zh-TW      one of [Languages]
//	adds-to: rednote     instead of name, title, summary and so on
//
// and a step that is added may say beside which it stands, "after: profile" or "before: profile". What name and lang say
// counts more than the fields, and these more than the file's own name, such as nest-rules.zh-TW.md. Dates after now are
// mistakes. The error is [Mistakes] as from [Parse].
func ReadOwn(file string, src []byte, name, lang string, now time.Time) (Guide, error) {
	p := parser{file: file, now: now, own: true}
	p.guide = Guide{Name: name, Lang: lang, Own: true, Audience: Everyone}
	p.parse(src)
	return p.result()
}

// parseOwnField reads a field of the front matter that only a server's file has, and reports whether it is one.
func (p *parser) parseOwnField(at int, key, text string) bool {
	switch key {
	case "name":
		if p.guide.Name == "" {
			p.guide.Name = text
		}
	case "language":
		if p.guide.Lang == "" {
			p.guide.Lang = text
		}
	case "adds-to":
		p.guide.Name, p.guide.Adds = text, true
	default:
		return false
	}
	return true
}

// settle decides what a server's file is, once its front matter was read, from the file's name if that does not say.
func (p *parser) settle() {
	g := &p.guide
	dir, base := path.Split(strings.TrimSuffix(p.file, ".md"))
	name, lang, dotted := strings.Cut(base, ".")
	if !dotted && slices.Contains(Languages, base) {
		name, lang = path.Base(dir), base
	}
	if g.Lang == "" {
		g.Lang = lang
	}
	switch {
	case g.Lang == "":
		p.fail(0, NoLanguage)
	case !slices.Contains(Languages, g.Lang):
		p.fail(0, BadLanguage, g.Lang, strings.Join(Languages, ", "))
	}
	if g.Name == "" && nameForm.MatchString(name) {
		g.Name = name
	}
	if !g.Adds && g.Name != "" {
		g.Name = ownName(g.Name)
	}
	switch {
	case g.Name == "":
		p.fail(0, NoName)
	case !nameForm.MatchString(g.Name) || g.Name == OwnPrefix || IsOwn(g.Name) == g.Adds:
		p.fail(0, BadName, g.Name)
	}
}

// ReadStep reads a step as it was typed into the fields of a form. Lines of mistakes are those of the text, 0 for the other
// fields; File is empty.
func ReadStep(id, title, body, sources, checked string, now time.Time) (Step, error) {
	p := parser{now: now, own: true}
	s := Step{ID: id, Own: true, Title: strings.Join(strings.Fields(title), " ")}
	p.checkLine(0, "title", s.Title, maxTitle)
	if r := firstHidden(s.Title); r != 0 {
		p.fail(0, Hidden, quote(r))
	}
	lines := p.split([]byte(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body)))
	for _, l := range lines {
		if strings.HasPrefix(l.text, "## ") {
			p.fail(l.number, BadLevel)
		}
	}
	s.Body = p.parseBody(0, s.Title, lines)
	for l := range strings.Lines(sources) {
		if l = strings.TrimSpace(l); l != "" {
			s.Sources = p.addSource(s.Sources, 0, l)
		}
	}
	if checked = strings.TrimSpace(checked); checked != "" {
		s.Checked = p.parseDay(0, checked)
	}
	s.Hash = hash(s.Title, s.Body)
	_, err := p.result()
	return s, err
}
