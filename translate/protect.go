package translate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stays is what no engine should touch: code; Discord's mentions, emoji, times and
// commands; addresses; names that begin with @ or #; emoji; and what looks like a mark.
const stays = "(?s:```.*?```)|`[^`\n]+`" +
	`|<(?:@[!&]?|#|a?:\w+:|t:-?|id:|/[\w -]+:)[\w:]*>` +
	`|https?://[^\s<>\p{Han}，。！？、；：（）「」]+` +
	`|[@#][\w\p{L}.-]*[\w\p{L}]` +
	`|:\w{2,}:` +
	`|[\p{So}\x{1F3FB}-\x{1F3FF}\x{200D}\x{FE0F}\x{20E3}]+` +
	`|` + marked

// marked is a mark as an engine may give it back.
const marked = `[{｛]\s*[{｛]\s*(\d+)\s*[}｝]\s*[}｝]`

var marks = regexp.MustCompile(marked)

// mark stands for the nth piece that stays.
func mark(n int) string { return "{{" + strconv.Itoa(n) + "}}" }

// A protected text is words to translate and, between them, pieces that stay as they are.
type protected struct {
	words []string // one more than stay; may be empty
	stay  []string
}

// protect divides a text. Words to keep are found as they are written, the longest first,
// but not within longer Latin words.
func protect(text string, keep []string) protected {
	shapes := []string{stays}
	keep = slices.Clone(keep)
	slices.SortStableFunc(keep, func(a, b string) int { return len(b) - len(a) })
	for _, word := range keep {
		if word != "" && utf8.ValidString(word) {
			shapes = append(shapes, regexp.QuoteMeta(word))
		}
	}
	var p protected
	at := 0
	for _, found := range regexp.MustCompile(strings.Join(shapes, "|")).FindAllStringIndex(text, -1) {
		start, end := found[0], found[1]
		if inWord(text, start) || inWord(text, end) {
			continue
		}
		p.words, p.stay = append(p.words, text[at:start]), append(p.stay, text[start:end])
		at = end
	}
	p.words = append(p.words, text[at:])
	return p
}

// inWord reports whether a place is between two Latin letters.
func inWord(text string, at int) bool {
	latin := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }
	return at > 0 && at < len(text) && latin(text[at-1]) && latin(text[at])
}

// wordy reports whether there is anything to translate.
func (p protected) wordy() bool { return slices.ContainsFunc(p.words, wordy) }

func wordy(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// text is the whole with marks for what stays.
func (p protected) text() string {
	var b strings.Builder
	for i, words := range p.words {
		b.WriteString(words)
		if i < len(p.stay) {
			b.WriteString(mark(i))
		}
	}
	return b.String()
}

// restore puts what stays back in place of its marks, and reports whether each mark was
// there once and no other.
func (p protected) restore(translated string) (string, bool) {
	seen := make([]bool, len(p.stay))
	sound := true
	text := marks.ReplaceAllStringFunc(translated, func(m string) string {
		n, err := strconv.Atoi(marks.FindStringSubmatch(m)[1])
		if err != nil || n >= len(seen) || seen[n] {
			sound = false
			return m
		}
		seen[n] = true
		return p.stay[n]
	})
	return text, sound && !slices.Contains(seen, false)
}

// pieces are the words between what stays, without the space around them, as far as
// there is anything to translate.
func (p protected) pieces() []string {
	var pieces []string
	for _, words := range p.words {
		if wordy(words) {
			pieces = append(pieces, strings.TrimSpace(words))
		}
	}
	return pieces
}

// join puts translated pieces between what stays.
func (p protected) join(pieces []string) string {
	var b strings.Builder
	for i, words := range p.words {
		if wordy(words) {
			inner := strings.TrimSpace(words)
			before, after, _ := strings.Cut(words, inner)
			b.WriteString(before + strings.TrimSpace(pieces[0]) + after)
			pieces = pieces[1:]
		} else {
			b.WriteString(words)
		}
		if i < len(p.stay) {
			b.WriteString(p.stay[i])
		}
	}
	return b.String()
}
