package bot

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A mark is something that Discord's Markdown makes of text.
type mark struct{ kind, text string }

// rules are Discord's Markdown as its clients read it, tried in this order where a
// piece of text begins. They were written from its help page and from what clients
// do, apart from the printer; in doubt they see a mark.
var rules = []struct {
	kind string
	re   *regexp.Regexp
}{
	{"code block", regexp.MustCompile("(?s)^```.+?```")},
	{"code", regexp.MustCompile("^(?:``.+?``|`[^`]+`)")},
	{"bold", regexp.MustCompile(`(?s)^\*\*(?:\\.|[^\\])+?\*\*`)},
	{"italic", regexp.MustCompile(`(?s)^\*(?:\\.|[^\\*\s])(?:\\.|\*\*|[^\\*])*?\*`)},
	{"underline", regexp.MustCompile(`(?s)^__(?:\\.|[^\\])+?__`)},
	{"italic", regexp.MustCompile(`(?s)^_(?:\\.|[^\\_])+?_(?:\W|$)`)},
	{"strike", regexp.MustCompile(`(?s)^~~(?:\\.|[^\\])+?~~`)},
	{"spoiler", regexp.MustCompile(`(?s)^\|\|(?:\\.|[^\\])+?\|\|`)},
	{"link", regexp.MustCompile(`(?s)^\[(?:\\.|[^\\])*?\]\([^)]*\)`)},
	{"mention", regexp.MustCompile(`^<(?:@[!&]?\d+|#\d+|/[^:>]+:\d+|id:\w+)>`)},
	{"time", regexp.MustCompile(`^<t:-?\d+(?::\w)?>`)},
	{"custom emoji", regexp.MustCompile(`^<a?:\w+:\d+>`)},
	{"address", regexp.MustCompile(`(?i)^<(?:\w+://|mailto:|tel:|sms:|\+\d|[^\s@>]+@)[^>\s]*>`)},
	{"address", regexp.MustCompile(`(?i)^[a-z]+://[^\s<]+`)},
	{"mention", regexp.MustCompile(`^@(?:everyone|here)`)},
	{"emoji", regexp.MustCompile(`^:[\w+~-]+:`)},
}

var blockRule = regexp.MustCompile(`^ *(?:#{1,3}|-#|[-*+]|\d+\.|>|>>>)\s`)

// scan reads Discord's Markdown: what is left as text, and the marks in it.
func scan(s string) (text string, marks []mark) {
	var b strings.Builder
	start := true
	for s != "" {
		if start && blockRule.MatchString(s) {
			m := blockRule.FindString(s)
			marks = append(marks, mark{"block", m})
			s = s[len(m):]
		}
		start = false
		r, n := utf8.DecodeRuneInString(s)
		if m, ok := firstMark(s); ok {
			marks = append(marks, m)
			s = s[len(m.text):]
			continue
		}
		if r == '\\' && n < len(s) {
			if next, size := utf8.DecodeRuneInString(s[n:]); escapable(next) {
				b.WriteRune(next)
				s = s[n+size:]
				continue
			}
		}
		b.WriteString(s[:n])
		start = r == '\n'
		s = s[n:]
	}
	return b.String(), marks
}

var alnumOrSpace = regexp.MustCompile(`^[0-9A-Za-z\s]`)

// escapable reports whether a backslash takes the meaning of r away and vanishes.
func escapable(r rune) bool { return !alnumOrSpace.MatchString(string(r)) }

func firstMark(s string) (mark, bool) {
	for _, rule := range rules {
		if m := rule.re.FindString(s); m != "" {
			return mark{rule.kind, m}, true
		}
	}
	return mark{}, false
}
