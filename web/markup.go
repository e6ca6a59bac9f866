package web

import (
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"magpie/slash"
)

// A printer prints content as HTML. All that it did not make itself is escaped.
type printer struct {
	lang    string // of the text around, BCP 47
	names   names
	heading int  // the level of the last heading printed, so that none is skipped
	bare    bool // for a page without scripts, on which nothing can be pressed
	b       strings.Builder
}

// names say what mentions are called.
type names interface {
	command(full string) string
	channel(id string) (name, address string)
	person(id string) string
	role(id string) string
}

// HTML prints c.
func (p *printer) HTML(c slash.Content) template.HTML {
	p.b.Reset()
	lines := c.Markup().Lines()
	for i := 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && together(lines[i], lines[i+n]) {
			n++
		}
		p.group(lines[i : i+n])
		i += n
	}
	return template.HTML(p.b.String()) // every part is escaped where it is written
}

// together reports whether b stands in the same HTML block as a.
func together(a, b slash.Line) bool {
	return a.Kind == b.Kind && a.Kind != slash.HeadingLine && (len(a.Spans) == 0) == (len(b.Spans) == 0)
}

func (p *printer) group(lines []slash.Line) {
	switch lines[0].Kind {
	case slash.HeadingLine:
		p.heading = min(lines[0].Level, p.heading+1)
		if p.bare {
			p.heading = lines[0].Level - 1 // its texts are written for the page they stand on
		}
		p.element("h"+strconv.Itoa(p.heading+1), lines)
	case slash.QuoteLine:
		p.b.WriteString("<blockquote>")
		p.element("p", lines)
		p.b.WriteString("</blockquote>")
	case slash.BulletLine:
		p.list("<ul>", "</ul>", lines)
	case slash.NumberLine:
		p.list(`<ol start="`+strconv.Itoa(lines[0].Level)+`">`, "</ol>", lines)
	default:
		if len(lines[0].Spans) > 0 {
			p.element("p", lines)
		}
	}
}

// element prints lines below each other in one element. A line all in italics is
// an aside, which is set apart by more than the slant that Chinese does not have.
func (p *printer) element(tag string, lines []slash.Line) {
	p.b.WriteString("<" + tag + ">")
	for i, l := range lines {
		if i > 0 {
			p.b.WriteString("<br>")
		}
		if len(l.Spans) == 1 && l.Spans[0].Kind == slash.ItalicSpan {
			p.wrap(`<em class="aside">`, "</em>", l.Spans[0].Spans)
			continue
		}
		p.spans(l.Spans)
	}
	p.b.WriteString("</" + tag + ">")
}

func (p *printer) list(open, end string, lines []slash.Line) {
	p.b.WriteString(open)
	for i := range lines {
		p.element("li", lines[i:i+1])
	}
	p.b.WriteString(end)
}

func (p *printer) spans(spans []slash.Span) {
	for _, s := range spans {
		p.span(s)
	}
}

func (p *printer) span(s slash.Span) {
	switch s.Kind {
	case slash.TextSpan:
		p.text(s.Text)
	case slash.BoldSpan:
		p.wrap("<strong>", "</strong>", s.Spans)
	case slash.ItalicSpan:
		p.wrap("<em>", "</em>", s.Spans)
	case slash.CodeSpan:
		p.b.WriteString("<code>")
		p.text(s.Text)
		p.b.WriteString("</code>")
	case slash.LinkSpan:
		p.wrap(`<a href="`+escape(s.Target)+`"`+p.aside()+`>`, "</a>", s.Spans)
	case slash.LangSpan:
		p.foreign(s)
	case slash.TimeSpan:
		at := s.At.UTC()
		p.b.WriteString(`<time datetime="` + at.Format(time.RFC3339) + `" data-style="` + escape(string(s.Style)) + `">` +
			at.Format("2006-01-02 15:04") + " UTC</time>")
	default:
		p.mention(s)
	}
}

// aside has a link open beside the page, where what is going on would end with it.
func (p *printer) aside() string {
	if p.bare {
		return ""
	}
	return ` target="_blank" rel="noopener noreferrer"`
}

func (p *printer) mention(s slash.Span) {
	if p.bare {
		p.b.WriteString(`<span class="command">`)
		p.text("/" + p.names.command(s.Target))
		p.b.WriteString("</span>")
		return
	}
	switch s.Kind {
	case slash.CommandSpan:
		p.b.WriteString(`<button type="button" class="mention" data-command="` + escape(s.Target) + `">`)
		p.text("/" + p.names.command(s.Target))
		p.b.WriteString("</button>")
	case slash.ChannelSpan:
		name, address := p.names.channel(s.Target)
		p.b.WriteString(`<a class="mention" href="` + escape(address) + `">`)
		p.text("#" + name)
		p.b.WriteString("</a>")
	case slash.UserSpan, slash.RoleSpan:
		name := p.names.role(s.Target)
		if s.Kind == slash.UserSpan {
			name = p.names.person(s.Target)
		}
		p.b.WriteString(`<span class="mention">`)
		p.text("@" + name)
		p.b.WriteString("</span>")
	}
}

func (p *printer) wrap(open, end string, spans []slash.Span) {
	p.b.WriteString(open)
	p.spans(spans)
	p.b.WriteString(end)
}

// text prints plain text, marking what is in another language than that around.
func (p *printer) text(s string) {
	for _, r := range runs(s, p.lang) {
		if r.Lang == "" {
			p.b.WriteString(escape(r.Text))
			continue
		}
		p.b.WriteString(`<span lang="` + r.Lang + `"` + p.whole(r) + `>` + escape(r.Text) + `</span>`)
	}
}

// longestWord is how many Chinese characters within another language stay on one line.
const longestWord = 6

// whole is the class of a run that is one Chinese word, such as a name, which a
// line of another language does not break.
func (p *printer) whole(r run) string {
	if n := utf8.RuneCountInString(strings.TrimSpace(r.Text)); n < 2 || n > longestWord || chinese(p.lang) {
		return ""
	}
	return ` class="whole"`
}

// foreign prints text in a named language, with its reading above it.
func (p *printer) foreign(s slash.Span) {
	lang := s.Lang
	if lang == "zh" {
		lang = scriptOf(s.Text)
	}
	if s.Reading == "" {
		p.b.WriteString(`<span lang="` + escape(lang) + `">` + escape(s.Text) + `</span>`)
		return
	}
	p.b.WriteString(`<ruby lang="` + escape(lang) + `">`)
	for _, pair := range rubyPairs(s.Text, s.Reading) {
		if pair.Reading == "" {
			p.b.WriteString(escape(pair.Base) + "<rt></rt>")
			continue
		}
		if n := utf8.RuneCountInString(pair.Base); n > 1 && n <= longestWord {
			p.b.WriteString(`<span class="whole">` + escape(pair.Base) + `</span>`)
		} else {
			p.b.WriteString(escape(pair.Base))
		}
		p.b.WriteString(`<rp> (</rp><rt lang="` + readingLang(pair.Reading) + `">` + escape(pair.Reading) + `</rt><rp>) </rp>`)
	}
	p.b.WriteString(`</ruby>`)
}

func readingLang(reading string) string {
	if strings.ContainsFunc(reading, func(r rune) bool { return unicode.Is(unicode.Bopomofo, r) }) {
		return "zh-Bopo"
	}
	return "zh-Latn-pinyin"
}

func escape(s string) string { return template.HTMLEscapeString(s) }
