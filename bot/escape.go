package bot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escape makes s read as itself in Discord's Markdown, inside a line. It escapes
// only what would otherwise be taken for formatting, since people copy messages
// with their escapes.
func escape(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	var b strings.Builder
	prev := rune(0)
	for i, r := range s {
		if mustEscape(s[i:], prev, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		prev = r
	}
	return b.String()
}

// mustEscape reports whether r, which rest begins with, could begin or end
// formatting behind prev (0 at the start).
func mustEscape(rest string, prev, r rune) bool {
	next, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):])
	last := len(rest) == utf8.RuneLen(r)
	if last {
		next = 0
	}
	switch r {
	case '*', '`':
		return true
	case '\\': // would escape what follows
		return last || next == '_' || !isWord(next) && !unicode.IsSpace(next)
	case '_': // italics begin and end at the border of a word
		return !isWord(prev) || !isWord(next) || prev == '_' || next == '_'
	case '~', '|': // only twice
		return prev == r || next == r
	case '(': // the address of a link
		return prev == ']'
	case '<': // a mention, a time, an emoji, a link
		return last || strings.ContainsRune("@#:/+", next) || unicode.IsLetter(next)
	case '@':
		return strings.HasPrefix(rest, "@everyone") || strings.HasPrefix(rest, "@here")
	case ':':
		return strings.HasPrefix(rest, "://") || emoji.MatchString(rest)
	}
	return false
}

// isWord reports whether Discord counts r as part of a word, as \w does.
func isWord(r rune) bool {
	return r == '_' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// emoji matches the name of an emoji between colons.
var emoji = regexp.MustCompile(`^:[\w+~-]+:`)

// blockStart matches what makes a line more than text: a heading, small text, a
// quote or a list.
var blockStart = regexp.MustCompile(`^\s*(?:#{1,6}\s|-#\s|[-+]\s|>|\d+\.\s|(?:#{1,6}|[-+]|-#|\d+\.)$)`)

var listNumber = regexp.MustCompile(`^\s*\d+`)

// guardStart escapes what would make text at the start of a line more than text.
func guardStart(line string) string {
	if !blockStart.MatchString(line) {
		return line
	}
	at := len(listNumber.FindString(line))
	if at == 0 {
		at = len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
	}
	return line[:at] + `\` + line[at:]
}
