package bot

import (
	"regexp"
	"strconv"
	"strings"

	"magpie/slash"
)

// A printer prints formatted text in Discord's Markdown. Plain text in it is read
// as itself: it mentions nobody, links nowhere and formats nothing.
type printer struct {
	command func(full string) (id string) // "" if unknown
	b       strings.Builder
}

// markdown is c in Discord's Markdown; ids are those of commands.
func markdown(c slash.Content, ids func(string) string) string {
	p := &printer{command: ids}
	for i, l := range c.Markup().Lines() {
		if i > 0 {
			p.b.WriteByte('\n')
		}
		p.line(l)
	}
	return p.b.String()
}

func (p *printer) line(l slash.Line) {
	switch l.Kind {
	case slash.HeadingLine:
		p.b.WriteString(strings.Repeat("#", l.Level) + " ")
	case slash.QuoteLine:
		p.b.WriteString("> ")
	case slash.BulletLine:
		p.b.WriteString("- ")
	case slash.NumberLine:
		p.b.WriteString(strconv.Itoa(l.Level) + ". ")
	}
	p.b.WriteString(guardStart(p.inside(l.Spans)))
}

// inside is spans printed on their own.
func (p *printer) inside(spans []slash.Span) string {
	inner := printer{command: p.command}
	inner.spans(spans)
	return inner.b.String()
}

// spans prints runs of plain text as one, so that nothing forms across their borders.
func (p *printer) spans(spans []slash.Span) {
	var text strings.Builder
	for _, s := range spans {
		if s.Kind == slash.TextSpan || s.Kind == slash.LangSpan {
			text.WriteString(plainText(s))
			continue
		}
		p.b.WriteString(escape(text.String()))
		text.Reset()
		p.span(s)
	}
	p.b.WriteString(escape(text.String()))
}

// plainText is a span's text, on one line; a reading stands behind what it reads.
func plainText(s slash.Span) string {
	text := s.Text
	if s.Reading != "" {
		text += " (" + s.Reading + ")"
	}
	return oneLine.Replace(text)
}

var oneLine = strings.NewReplacer("\n", " ", "\r", " ")

func (p *printer) span(s slash.Span) {
	switch s.Kind {
	case slash.BoldSpan:
		p.wrap("**", s.Spans)
	case slash.ItalicSpan:
		p.wrap("*", s.Spans)
	case slash.CodeSpan:
		if text := strings.ReplaceAll(plainText(s), "`", "'"); strings.TrimSpace(text) != "" {
			p.b.WriteString("`" + text + "`")
		}
	case slash.LinkSpan:
		p.link(s)
	case slash.TimeSpan:
		p.b.WriteString("<t:" + strconv.FormatInt(s.At.Unix(), 10) + ":" + string(s.Style) + ">")
	case slash.CommandSpan:
		p.mentionCommand(s.Target)
	case slash.UserSpan:
		p.mention("<@", s.Target)
	case slash.ChannelSpan:
		p.mention("<#", s.Target)
	case slash.RoleSpan:
		p.mention("<@&", s.Target)
	}
}

// wrap prints spans between marks. Discord does not take marks beside white space,
// so that stays outside, nor marks around nothing.
func (p *printer) wrap(mark string, spans []slash.Span) {
	text := p.inside(spans)
	core := strings.TrimSpace(text)
	if core == "" {
		p.b.WriteString(text)
		return
	}
	before, after, _ := strings.Cut(text, core)
	if before == "" && strings.HasSuffix(p.b.String(), "*") {
		before = "\u200b" // keeps the asterisks of neighbours apart
	}
	p.b.WriteString(before + mark + core + mark + after)
}

// link prints a masked link. Discord shows escapes in its label as they are, and
// refuses a label that looks like an address; such a label stands before the
// address instead.
func (p *printer) link(s slash.Span) {
	var label strings.Builder
	for _, inner := range s.Spans {
		label.WriteString(linkText(inner))
	}
	text := label.String()
	switch {
	case strings.TrimSpace(text) == "":
		p.b.WriteString("<" + s.Target + ">")
	case looksLikeAddress.MatchString(text):
		p.b.WriteString(escape(text) + " <" + s.Target + ">")
	default:
		p.b.WriteString("[" + lookalikes.Replace(text) + "](" + s.Target + ")")
	}
}

func linkText(s slash.Span) string {
	switch s.Kind {
	case slash.TextSpan, slash.LangSpan, slash.CodeSpan:
		return plainText(s)
	case slash.CommandSpan:
		return "/" + s.Target
	}
	var b strings.Builder
	for _, inner := range s.Spans {
		b.WriteString(linkText(inner))
	}
	return b.String()
}

// looksLikeAddress matches text that could be taken for where a link leads.
var looksLikeAddress = regexp.MustCompile(`(?i)://|^\s*(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:[/?#:]\S*)?\s*$`)

// lookalikes stand in for characters that cannot be escaped in a label.
var lookalikes = strings.NewReplacer(
	`\`, "＼", "*", "＊", "_", "＿", "~", "～", "`", "＇", "|", "｜", "[", "［", "]", "］", "<", "＜", ">", "＞", "@", "＠", ":", "：",
)

var snowflake = regexp.MustCompile(`^\d{1,20}$`)

func (p *printer) mention(open, id string) {
	if snowflake.MatchString(id) {
		p.b.WriteString(open + id + ">")
	} else {
		p.b.WriteString(escape(id))
	}
}

// mentionCommand prints a command that can be tapped, or its name while Discord's
// id for it is not known.
func (p *printer) mentionCommand(full string) {
	if id := p.command(full); id != "" {
		p.b.WriteString("</" + full + ":" + id + ">")
	} else {
		p.b.WriteString("`/" + strings.ReplaceAll(full, "`", "'") + "`")
	}
}
