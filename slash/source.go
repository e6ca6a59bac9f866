package slash

import (
	"strconv"
	"strings"
)

// Source is text that [Parse] reads as m again.
func (m Markup) Source() string {
	var b strings.Builder
	for i, l := range m.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch l.Kind {
		case HeadingLine:
			b.WriteString(strings.Repeat("#", l.Level) + " ")
		case QuoteLine:
			b.WriteString("> ")
		case BulletLine:
			b.WriteString("- ")
		case NumberLine:
			b.WriteString(strconv.Itoa(l.Level) + ". ")
		}
		line := spansSource(l.Spans)
		if kind, _ := parseLine(line); l.Kind == TextLine && kind.Kind != TextLine {
			line = guardLine(line)
		}
		b.WriteString(line)
	}
	return b.String()
}

// guardLine escapes what would make a line more than text: a number's dot, or the
// first character.
func guardLine(line string) string {
	if i := strings.IndexByte(line, '.'); line[0] >= '0' && line[0] <= '9' {
		return line[:i] + `\` + line[i:]
	}
	return `\` + line
}

func spansSource(spans []Span) string {
	var all string
	for _, s := range spans {
		all = beside(all, s.source())
	}
	return all
}

// beside puts sources behind each other, and keeps their asterisks apart.
func beside(a, b string) string {
	if strings.HasSuffix(a, "*") && strings.HasPrefix(b, "*") {
		return a + "{}" + b
	}
	return a + b
}

func (s Span) source() string {
	switch s.Kind {
	case BoldSpan:
		return beside(beside("**", spansSource(s.Spans)), "**")
	case ItalicSpan:
		return beside(beside("*", spansSource(s.Spans)), "*")
	case CodeSpan:
		return "`" + s.Text + "`"
	case LinkSpan:
		return "[" + spansSource(s.Spans) + "](" + s.Target + ")"
	case LangSpan:
		return s.langSource()
	case TimeSpan:
		return "<t:" + strconv.FormatInt(s.At.Unix(), 10) + ":" + string(s.Style) + ">"
	case CommandSpan:
		return "</" + s.Target + ">"
	case UserSpan:
		return "<@" + s.Target + ">"
	case ChannelSpan:
		return "<#" + s.Target + ">"
	case RoleSpan:
		return "<@&" + s.Target + ">"
	default:
		return escape(s.Text)
	}
}

func (s Span) langSource() string {
	tag, reading := "", ""
	if s.Lang != "zh" || s.Reading == "" || strings.Contains(s.Text, ":") {
		tag = s.Lang + ":"
	}
	if s.Reading != "" {
		reading = "|" + escape(s.Reading)
	}
	return "{" + tag + escape(s.Text) + reading + "}"
}

var escaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "`", "\\`",
	"[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`, "|", `\|`, "<", `\<`, ">", `\>`)

// escape makes text read as itself within a line.
func escape(s string) string { return escaper.Replace(s) }

// argument is the source of m to be set into a catalogue's words, where an asterisk
// may stand before or behind it.
func (m Markup) argument() string {
	src := m.Source()
	if strings.HasPrefix(src, "*") {
		src = "{}" + src
	}
	if strings.HasSuffix(src, "*") {
		src += "{}"
	}
	return src
}

var argumentEscaper = strings.NewReplacer("#", `\#`, "-", `\-`, ".", `\.`)

// escapeArgument makes text read as itself wherever it is set into a catalogue's
// words, even where it starts a line.
func escapeArgument(s string) string { return argumentEscaper.Replace(escape(s)) }
