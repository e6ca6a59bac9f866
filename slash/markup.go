package slash

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Content is text that can be shown: [Plain] or [Markup].
type Content interface {
	// Markup is the text with its formatting.
	Markup() Markup
}

// Plain is text shown exactly as it is, whoever wrote it.
type Plain string

// Markup is p without any formatting. Carriage returns are dropped.
func (p Plain) Markup() Markup {
	var m Markup
	for line := range strings.SplitSeq(strings.ReplaceAll(string(p), "\r", ""), "\n") {
		m.lines = append(m.lines, one(Span{Kind: TextSpan, Text: line}).lines...)
	}
	return m
}

// Markup is formatted text: lines of spans. Only [Parse], [Voice.T] and the
// functions of this package make one, so that text from outside cannot format.
type Markup struct{ lines []Line }

// Markup is m itself.
func (m Markup) Markup() Markup { return m }

// Lines are the lines of m, not to be changed.
func (m Markup) Lines() []Line { return m.lines }

// Empty reports whether m has no text.
func (m Markup) Empty() bool { return strings.TrimSpace(m.String()) == "" }

// A LineKind is what a line is.
type LineKind int

// The kinds of line.
const (
	TextLine LineKind = iota
	HeadingLine
	QuoteLine
	BulletLine
	NumberLine
)

// A Line is one line of text.
type Line struct {
	Kind  LineKind
	Level int // HeadingLine: 1 to 3; NumberLine: the number
	Spans []Span
}

// A SpanKind is what a span is.
type SpanKind int

// The kinds of span.
const (
	TextSpan    SpanKind = iota
	BoldSpan             // Spans
	ItalicSpan           // Spans
	CodeSpan             // Text
	LinkSpan             // Spans, Target an https or http address
	LangSpan             // Text in the language Lang, with its Reading if it has one
	TimeSpan             // At, Style
	CommandSpan          // Target the command's full name
	UserSpan             // Target an id
	ChannelSpan          // Target an id
	RoleSpan             // Target an id
)

// A Span is a run of text within a line.
type Span struct {
	Kind    SpanKind
	Text    string
	Spans   []Span
	Target  string
	Lang    string // BCP 47
	Reading string // pinyin or zhuyin of Text
	At      time.Time
	Style   TimeStyle
}

// A TimeStyle is how a point in time is shown to a reader, in their own zone.
type TimeStyle string

// The styles, by Discord's letters.
const (
	ClockTime    TimeStyle = "t" // 16:20
	Date         TimeStyle = "D" // 20 April 2026
	DateTime     TimeStyle = "f" // 20 April 2026 16:20
	LongDateTime TimeStyle = "F" // Monday, 20 April 2026 16:20
	Relative     TimeStyle = "R" // in 2 hours
)

// Time is a point in time, shown in each reader's own zone.
func Time(at time.Time, style TimeStyle) Markup {
	return one(Span{Kind: TimeSpan, At: time.Unix(at.Unix(), 0).UTC(), Style: style})
}

// Mention is a command that a reader can tap, by its full name ("digest create").
func Mention(command string) Markup { return one(Span{Kind: CommandSpan, Target: command}) }

// ChannelMention is a channel that a reader can tap. Ids are numbers, as Discord's.
func ChannelMention(id string) Markup { return one(Span{Kind: ChannelSpan, Target: id}) }

// UserMention names a person; it does not notify them.
func UserMention(id string) Markup { return one(Span{Kind: UserSpan, Target: id}) }

// RoleMention names a role; it notifies only if the Reply lists it in Roles.
func RoleMention(id string) Markup { return one(Span{Kind: RoleSpan, Target: id}) }

// In is text, on one line, in a language other than that around it: "en", "zh" or
// one of "zh-CN", "zh-TW", "zh-Hans", "zh-Hant". In any other it is only text.
func In(lang, text string) Markup { return Read(lang, text, "") }

// Read is like In, for Chinese text with its reading.
func Read(lang, text, reading string) Markup {
	text, reading = oneLine(text), oneLine(reading)
	if !knownTag(lang) {
		return one(Span{Kind: TextSpan, Text: text})
	}
	return one(Span{Kind: LangSpan, Lang: lang, Text: text, Reading: reading})
}

// Bold is c in bold, on one line.
func Bold(c Content) Markup {
	return one(Span{Kind: BoldSpan, Spans: without(BoldSpan, c.Markup().inline())})
}

// Code is s as code, on one line. Code cannot hold a backtick, so that an
// apostrophe stands for it.
func Code(s string) Markup {
	return one(Span{Kind: CodeSpan, Text: strings.ReplaceAll(oneLine(s), "`", "'")})
}

// Link is c, on one line, leading to an http or https address; without such an
// address it is c alone.
func Link(c Content, address string) Markup {
	if !webAddress(address) {
		return c.Markup()
	}
	return one(Span{Kind: LinkSpan, Spans: without(LinkSpan, c.Markup().inline()), Target: linkEscaper.Replace(address)})
}

// Heading is c as a heading of level 1 to 3.
func Heading(level int, c Content) Markup {
	return Markup{[]Line{{Kind: HeadingLine, Level: min(max(level, 1), 3), Spans: c.Markup().inline()}}}
}

// Bullet is c as one item of a list.
func Bullet(c Content) Markup {
	return Markup{[]Line{{Kind: BulletLine, Spans: c.Markup().inline()}}}
}

// Quote is c as quoted lines.
func Quote(c Content) Markup {
	var m Markup
	for _, l := range c.Markup().lines {
		spans := slices.Concat(Plain(l.sign()).Markup().inline(), l.Spans)
		m.lines = append(m.lines, Line{Kind: QuoteLine, Spans: spans})
	}
	return m
}

// Lines puts contents below each other, a line each at least.
func Lines(cs ...Content) Markup {
	var m Markup
	for _, c := range cs {
		m.lines = append(m.lines, c.Markup().lines...)
	}
	return m
}

// Join puts contents behind each other on one line, separated by sep.
func Join(sep string, cs ...Content) Markup {
	var l Line
	for i, c := range cs {
		if i > 0 {
			l.Spans = append(l.Spans, Plain(sep).Markup().inline()...)
		}
		l.Spans = append(l.Spans, c.Markup().inline()...)
	}
	return Markup{[]Line{l}}
}

// one is a line of s alone, or an empty line if s shows nothing.
func one(s Span) Markup {
	if s.Text != "" || len(s.Spans) > 0 || s.Target != "" && s.Kind != LinkSpan || s.Kind == TimeSpan {
		return Markup{[]Line{{Spans: []Span{s}}}}
	}
	return Markup{[]Line{{}}}
}

var lineBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

func oneLine(s string) string { return lineBreaks.Replace(s) }

// without unwraps all spans of a kind, since bold within bold and a link within a
// link cannot be shown.
func without(kind SpanKind, spans []Span) []Span {
	var all []Span
	for _, s := range spans {
		s.Spans = without(kind, s.Spans)
		if s.Kind == kind {
			all = append(all, s.Spans...)
		} else {
			all = append(all, s)
		}
	}
	return all
}

// inline is the spans of all lines in one.
func (m Markup) inline() []Span {
	var all []Span
	for i, l := range m.lines {
		if i > 0 {
			all = append(all, Span{Kind: TextSpan, Text: " "})
		}
		all = append(all, l.Spans...)
	}
	return all
}

// String is the text alone, without formatting: what [Copy] and logs show.
func (m Markup) String() string {
	var b strings.Builder
	for i, l := range m.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.sign())
		writeText(&b, l.Spans)
	}
	return b.String()
}

// sign is what stands before an item of a list.
func (l Line) sign() string {
	switch l.Kind {
	case BulletLine:
		return "• "
	case NumberLine:
		return strconv.Itoa(l.Level) + ". "
	default:
		return ""
	}
}

func writeText(b *strings.Builder, spans []Span) {
	for _, s := range spans {
		switch s.Kind {
		case TextSpan, CodeSpan:
			b.WriteString(s.Text)
		case LangSpan:
			b.WriteString(s.Text)
			if s.Reading != "" {
				b.WriteString(" (" + s.Reading + ")")
			}
		case TimeSpan:
			b.WriteString(s.At.UTC().Format("2006-01-02 15:04 UTC"))
		case CommandSpan:
			b.WriteString("/" + s.Target)
		case UserSpan, ChannelSpan, RoleSpan:
			b.WriteString(s.Target)
		default:
			writeText(b, s.Spans)
		}
	}
}
