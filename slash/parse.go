package slash

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Parse reads authored text: words of a catalogue, a guide's step. Text from
// outside is [Plain] instead. What looks like formatting but is not well-formed
// stays text, so Parse never fails.
//
//	**bold** *italic* `code`  [label](https://…)
//	# to ### heading          > quote
//	- item                    1. item
//	{你好|nǐ hǎo}              Chinese with its reading
//	{zh-TW:網路} {zh-TW:你好|ㄋㄧˇ ㄏㄠˇ}   text in a language
//	</digest create>          a command to tap
//	<t:1735689600:R> <#1> <@1> <@&1>   a time, a channel, a person, a role
//	{}                        nothing, between marks that would touch: **a**{}*b*
//	\                         the next character as it is
func Parse(src string) Markup {
	var m Markup
	for raw := range strings.SplitSeq(strings.ReplaceAll(src, "\r", ""), "\n") {
		line, rest := parseLine(raw)
		line.Spans = parseSpans(rest, 0)
		m.lines = append(m.lines, line)
	}
	return m
}

func parseLine(s string) (Line, string) {
	for level := 1; level <= 3; level++ {
		if rest, ok := strings.CutPrefix(s, strings.Repeat("#", level)+" "); ok {
			return Line{Kind: HeadingLine, Level: level}, rest
		}
	}
	if rest, ok := strings.CutPrefix(s, "> "); ok {
		return Line{Kind: QuoteLine}, rest
	}
	if rest, ok := strings.CutPrefix(s, "- "); ok {
		return Line{Kind: BulletLine}, rest
	}
	if digits, rest, ok := strings.Cut(s, ". "); ok {
		if n, err := strconv.Atoi(digits); err == nil && len(digits) <= 3 && digits[0] != '+' && digits[0] != '-' {
			return Line{Kind: NumberLine, Level: n}, rest
		}
	}
	return Line{}, s
}

// maxNesting bounds how deep bold, italic and links stand in each other.
const maxNesting = 4

// parseSpans reads one line's text.
func parseSpans(s string, depth int) []Span {
	var spans []Span
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			spans = append(spans, Span{Kind: TextSpan, Text: text.String()})
			text.Reset()
		}
	}
	for s != "" {
		if s[0] == '\\' && len(s) > 1 {
			_, n := utf8.DecodeRuneInString(s[1:])
			text.WriteString(s[1 : 1+n])
			s = s[1+n:]
			continue
		}
		if rest, ok := strings.CutPrefix(s, "{}"); ok {
			s = rest
			continue
		}
		if span, n := parseSpan(s, depth); n > 0 {
			flush()
			spans = append(spans, span)
			s = s[n:]
			continue
		}
		_, n := utf8.DecodeRuneInString(s)
		text.WriteString(s[:n])
		s = s[n:]
	}
	flush()
	return spans
}

// parseSpan reads the span that s starts with, and its length, 0 if there is none.
func parseSpan(s string, depth int) (Span, int) {
	nested := func(kind SpanKind, mark string) (Span, int) {
		end := closing(s[len(mark):], mark)
		if end <= 0 || depth >= maxNesting {
			return Span{}, 0
		}
		inner := parseSpans(s[len(mark):len(mark)+end], depth+1)
		if len(inner) == 0 {
			return Span{}, 0
		}
		return Span{Kind: kind, Spans: inner}, end + 2*len(mark)
	}
	switch {
	case strings.HasPrefix(s, "**"):
		return nested(BoldSpan, "**")
	case s[0] == '*':
		return nested(ItalicSpan, "*")
	case s[0] == '`':
		if end := strings.IndexByte(s[1:], '`'); end > 0 {
			return Span{Kind: CodeSpan, Text: s[1 : 1+end]}, end + 2
		}
	case s[0] == '[':
		return parseLink(s, depth)
	case s[0] == '{':
		return parseLang(s)
	case s[0] == '<':
		return parseAngle(s)
	}
	return Span{}, 0
}

// closing is where mark stands in s, outside escapes and code, or -1.
func closing(s, mark string) int {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '`':
			if end := strings.IndexByte(s[i+1:], '`'); end >= 0 {
				i += end + 1
			}
		case mark == "*" && strings.HasPrefix(s[i:], "**"):
			i++ // the border of bold text within italic
		case strings.HasPrefix(s[i:], mark):
			return i
		}
	}
	return -1
}

func parseLink(s string, depth int) (Span, int) {
	label := closing(s[1:], "]")
	if label <= 0 || depth >= maxNesting || !strings.HasPrefix(s[1+label:], "](") {
		return Span{}, 0
	}
	start := label + len("[](")
	end := strings.IndexByte(s[start:], ')')
	if end <= 0 {
		return Span{}, 0
	}
	target, inner := s[start:start+end], parseSpans(s[1:1+label], depth+1)
	if len(inner) == 0 || !webAddress(target) || linkEscaper.Replace(target) != target {
		return Span{}, 0
	}
	return Span{Kind: LinkSpan, Spans: inner, Target: target}, start + end + 1
}

// linkEscaper replaces what cannot stand in the address of a link.
var linkEscaper = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "*", "%2A", "`", "%60", `\`, "%5C")

// webAddress reports whether s is an http or https address.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

func parseLang(s string) (Span, int) {
	end := closing(s[1:], "}")
	if end <= 0 {
		return Span{}, 0
	}
	body := s[1 : 1+end]
	span := Span{Kind: LangSpan, Lang: "zh"}
	lang, rest, tagged := strings.Cut(body, ":")
	tagged = tagged && knownTag(lang)
	if tagged {
		span.Lang, body = lang, rest
	}
	bar := closing(body, "|")
	if bar < 0 && !tagged || bar == 0 || body == "" {
		return Span{}, 0
	}
	if bar > 0 {
		span.Reading = unescape(body[bar+1:])
		body = body[:bar]
	}
	span.Text = unescape(body)
	return span, end + 2
}

func knownTag(s string) bool {
	return slices.Contains([]string{"en", "zh", "zh-CN", "zh-TW", "zh-Hans", "zh-Hant"}, s)
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func parseAngle(s string) (Span, int) {
	end := strings.IndexByte(s, '>')
	if end < 2 {
		return Span{}, 0
	}
	body := s[1:end]
	switch {
	case strings.HasPrefix(body, "/") && commandName(body[1:]):
		return Span{Kind: CommandSpan, Target: body[1:]}, end + 1
	case strings.HasPrefix(body, "@&") && snowflake(body[2:]):
		return Span{Kind: RoleSpan, Target: body[2:]}, end + 1
	case strings.HasPrefix(body, "@") && snowflake(body[1:]):
		return Span{Kind: UserSpan, Target: body[1:]}, end + 1
	case strings.HasPrefix(body, "#") && snowflake(body[1:]):
		return Span{Kind: ChannelSpan, Target: body[1:]}, end + 1
	case strings.HasPrefix(body, "t:"):
		return parseTime(body[2:], end+1)
	}
	return Span{}, 0
}

func parseTime(body string, n int) (Span, int) {
	digits, style, ok := strings.Cut(body, ":")
	sec, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || strconv.FormatInt(sec, 10) != digits || sec < -1<<40 || sec > 1<<40 ||
		!slices.Contains([]TimeStyle{ClockTime, Date, DateTime, LongDateTime, Relative}, TimeStyle(style)) {
		return Span{}, 0
	}
	return Span{Kind: TimeSpan, At: time.Unix(sec, 0).UTC(), Style: TimeStyle(style)}, n
}

func snowflake(s string) bool {
	return len(s) > 0 && len(s) <= 20 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// commandName reports whether s is a command's full name: one to three words of
// lower-case letters, digits, - and _.
func commandName(s string) bool {
	words := strings.Split(s, " ")
	return len(words) <= 3 && !slices.ContainsFunc(words, func(w string) bool { return !validName(w) })
}

func validName(w string) bool {
	return w != "" && len(w) <= 32 && !strings.ContainsFunc(w, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}
