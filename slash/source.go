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

// guardLine escapes what would make a line more than text.
func guardLine(line string) string {
	if i := strings.IndexByte(line, '.'); line[0] >= '0' && line[0] <= '9' {
		return line[:i] + `\` + line[i:]
	}
	return `\` + line
}

func spansSource(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		writeSource(&b, s)
	}
	return b.String()
}

func writeSource(b *strings.Builder, s Span) {
	nested := func(open, end string) { b.WriteString(open + spansSource(s.Spans) + end) }
	switch s.Kind {
	case TextSpan:
		b.WriteString(escape(s.Text))
	case BoldSpan:
		nested("**", "**")
	case ItalicSpan:
		nested("*", "*")
	case CodeSpan:
		b.WriteString("`" + strings.ReplaceAll(s.Text, "`", "'") + "`")
	case LinkSpan:
		nested("[", "]("+s.Target+")")
	case LangSpan:
		writeLang(b, s)
	case TimeSpan:
		b.WriteString("<t:" + strconv.FormatInt(s.At.Unix(), 10) + ":" + string(s.Style) + ">")
	case CommandSpan:
		b.WriteString("</" + s.Target + ">")
	case UserSpan:
		b.WriteString("<@" + s.Target + ">")
	case ChannelSpan:
		b.WriteString("<#" + s.Target + ">")
	case RoleSpan:
		b.WriteString("<@&" + s.Target + ">")
	}
}

func writeLang(b *strings.Builder, s Span) {
	b.WriteByte('{')
	if s.Lang != "zh" || s.Reading == "" || strings.Contains(s.Text, ":") {
		b.WriteString(s.Lang + ":")
	}
	b.WriteString(escape(s.Text))
	if s.Reading != "" {
		b.WriteString("|" + escape(s.Reading))
	}
	b.WriteByte('}')
}

// escape makes text read as itself, wherever in a line it stands.
func escape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("\\*`[]{}|<>", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
