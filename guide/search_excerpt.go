package guide

import (
	"iter"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Excerpt returns a sentence that has the most of the words, plain text: of a step that only another language's words found,
// the first; of a guide, its summary.
func (h Hit) Excerpt() string {
	if h.Step < 0 {
		return h.Guide.Summary
	}
	return h.query.excerpt(h.Guide.Steps[h.Step].Body)
}

// Opening returns the first sentence of a step, plain text.
func Opening(s Step) string { return query{}.excerpt(s.Body) }

// excerpt is the sentence of a text that has the most of the terms, the first if none has any.
func (q query) excerpt(body string) string {
	best, most := "", -1
	for paragraph := range strings.Lines(plainText(body)) {
		for s := range sentences(paragraph) {
			if n := q.within(s); n > most {
				best, most = s, n
			}
			if most == len(q) {
				return best
			}
		}
	}
	return best
}

// within is how many of the terms stand in a text.
func (q query) within(text string) int {
	var had uint64 // a bit for each term: there are at most mostTerms
	for token := range tokens(text, true) {
		if i, ok := slices.BinarySearch(q, newTerm(token)); ok {
			had |= 1 << i
		}
	}
	return bits.OnesCount64(had)
}

// sentences yields the sentences of a paragraph.
func sentences(paragraph string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := 0
		for i, r := range paragraph {
			end := i + utf8.RuneLen(r)
			ends := end == len(paragraph)
			switch r {
			case '。', '！', '？':
				ends = true
			case '.', '!', '?':
				ends = ends || paragraph[end] == ' '
			}
			if ends {
				if s := strings.TrimSpace(paragraph[from:end]); s != "" && !yield(s) {
					return
				}
				from = end
			}
		}
	}
}

// plainText is a step's text without its formatting and readings.
func plainText(body string) string {
	var b strings.Builder
	b.Grow(len(body))
	for line := range strings.Lines(body) {
		line = withoutMark(line)
		for {
			i := strings.IndexAny(line, "*`[{<\\")
			if i < 0 {
				break
			}
			shown, length := shownOf(line[i:])
			if last, _ := utf8.DecodeLastRuneInString(line[:i]); strings.ContainsRune("，。、：；！？）」”", last) && strings.HasPrefix(line[i:], "** ") {
				length = len("** ") // only the formatting needs this space
			}
			b.WriteString(line[:i] + shown)
			line = line[i+length:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// withoutMark takes the mark of an item, a quotation or a heading off a line.
func withoutMark(line string) string {
	mark, text, ok := strings.Cut(line, " ")
	if ok && (strings.Trim(mark, "-#>") == "" || strings.TrimLeft(mark, "0123456789") == ".") {
		return text
	}
	return line
}

// shownOf is what a reader sees of the formatting that text begins with, and how much of the text that is.
func shownOf(text string) (shown string, length int) {
	inside := func(end string) (string, bool) {
		in, _, ok := strings.Cut(text[1:], end)
		return in, ok
	}
	switch text[0] {
	case '[':
		if label, ok := inside("]("); ok && !strings.Contains(label, "]") {
			if address, _, ok := strings.Cut(text[len(label)+len("[]("):], ")"); ok {
				return label, len("[]()") + len(label) + len(address)
			}
		}
		return "[", 1
	case '{':
		if in, ok := inside("}"); ok {
			if hanzi, _, ok := strings.Cut(in, "|"); ok {
				return hanzi, len(in) + 2
			}
		}
		return "{", 1
	case '<':
		if in, ok := inside(">"); ok && strings.HasPrefix(in, "/") {
			return in, len(in) + 2
		}
		return "<", 1
	case '\\':
		if len(text) > 1 {
			return text[1:2], 2
		}
	}
	return "", 1
}

// readings yields how Chinese is read, where a text says so.
func readings(body string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, after := range strings.Split(body, "{")[1:] {
			in, _, _ := strings.Cut(after, "}")
			if _, reading, ok := strings.Cut(in, "|"); ok && !yield(reading) {
				return
			}
		}
	}
}
