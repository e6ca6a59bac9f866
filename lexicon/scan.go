package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// An atom is a piece of text that no word divides: a hanzi with its marks, a word in letters, a number, a link, an emoji.
type atom struct {
	start int32 // byte offset
	at    int32 // code points before it
	kind  Kind
}

// scan appends the atoms of text. It takes time in proportion to the text.
func scan(text string, atoms []atom) []atom {
	at := int32(0)
	for i := 0; i < len(text); {
		kind, size := next(text, i)
		atoms = append(atoms, atom{int32(i), at, kind})
		if kind == Hanzi && size == 3 {
			at++
		} else {
			at += int32(utf8.RuneCountInString(text[i : i+size]))
		}
		i += size
	}
	return atoms
}

// next tells the kind and the size in bytes of the atom of text that begins at i.
func next(text string, i int) (Kind, int) {
	s := text[i:]
	r, size := rune(s[0]), 1
	if r >= utf8.RuneSelf {
		r, size = utf8.DecodeRuneInString(s)
	}
	switch {
	case isHan(r):
		return Hanzi, size + marksIn(s[size:])
	case r == '<':
		if n := discordIn(s); n > 0 {
			return discordKind(s[:n]), n
		}
	case r == '@':
		if n := mentionIn(s); n > 0 {
			return Other, n
		}
	case unicode.IsSpace(r):
		return Space, spanIn(s, unicode.IsSpace)
	case isDigit(r):
		if !strings.HasPrefix(s[size:], "\uFE0F") && !strings.HasPrefix(s[size:], "\u20E3") { // not a keycap
			return numberIn(s)
		}
	case unicode.IsLetter(r):
		return lettersIn(s, r)
	}
	if r < utf8.RuneSelf || unicode.IsPunct(r) {
		if n := repeatedIn(s, r, size); n > size || r < utf8.RuneSelf && !strings.HasPrefix(s[size:], "\uFE0F") {
			return Other, n
		}
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s, -1)
	if isEmoji(cluster, r) {
		return Emoji, len(cluster)
	}
	return Other, len(cluster)
}

// marksIn is the length of the combining marks and variation selectors that s begins with.
func marksIn(s string) int {
	if s == "" || s[0] < 0xCC { // the first mark is U+0300
		return 0
	}
	return spanIn(s, func(r rune) bool { return r >= 0x300 && unicode.Is(unicode.M, r) })
}

// spanIn is the length of the beginning of s that consists of such runes only.
func spanIn(s string, is func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !is(r) }); i >= 0 {
		return i
	}
	return len(s)
}

func repeatedIn(s string, r rune, size int) int {
	n := size
	for r != utf8.RuneError && strings.HasPrefix(s[n:], s[:size]) {
		n += size
	}
	return n
}

// discordIn is the length of what Discord writes in angle brackets, such as <@123> and <:name:123>; 0 if s begins with nothing of the kind.
func discordIn(s string) int {
	end := strings.IndexByte(s[:min(len(s), 100)], '>')
	if end < 3 || !strings.ContainsRune("@#:/ati", rune(s[1])) {
		return 0
	}
	body := s[1:end]
	if strings.ContainsAny(body, "< \n") && body[0] != '/' {
		return 0
	}
	switch {
	case body[0] == '@', body[0] == '#', body[0] == ':', body[0] == '/':
	case strings.HasPrefix(body, "a:"), strings.HasPrefix(body, "t:"), strings.HasPrefix(body, "id:"):
	default:
		return 0
	}
	return end + 1
}

func discordKind(s string) Kind {
	if s[1] == ':' || s[1] == 'a' {
		return Emoji
	}
	return Other
}

// mentionIn is the length of an @name; 0 if s does not begin with one. A name in hanzi ends with a space, else nobody could tell.
func mentionIn(s string) int {
	inName := func(r rune) bool {
		return r == '_' || r == '.' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	n := spanIn(s[1:], func(r rune) bool { return inName(r) && !isHan(r) })
	if n == 0 {
		if n = spanIn(s[1:], inName); n > 48 || 1+n == len(s) || !strings.ContainsAny(s[1+n:2+n], " \n\t") {
			return 0
		}
	}
	if n == 0 {
		return 0
	}
	return 1 + n
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || '０' <= r && r <= '９' }

// numberIn measures a number: 1,000 3.5 50% 12:30. Letters right after it make it a word, as in 3D and 5G.
func numberIn(s string) (Kind, int) {
	n := spanIn(s, isDigit)
	for {
		joint, size := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune(".,:/-．，：／－·", joint) || size == 0 {
			break
		}
		more := spanIn(s[n+size:], isDigit)
		if more == 0 || (joint == ',' || joint == '，') && more%3 != 0 {
			break
		}
		n += size + more
	}
	if r, size := utf8.DecodeRuneInString(s[n:]); size > 0 && strings.ContainsRune("%％‰℃°", r) {
		return Number, n + size
	} else if r == '_' || !isHan(r) && unicode.IsLetter(r) {
		_, more := lettersIn(s[n:], r)
		return Latin, n + more
	}
	return Number, n
}

// lettersIn measures a word in letters of any script but hanzi, or a link.
func lettersIn(s string, first rune) (Kind, int) {
	if n := linkIn(s); n > 0 {
		return Other, n
	}
	kind := Latin
	if unicode.In(first, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
		kind = Other
	}
	n := 0
	for n < len(s) {
		more := spanIn(s[n:], func(r rune) bool {
			return r == '_' || !isHan(r) && (unicode.IsLetter(r) || unicode.Is(unicode.M, r) || unicode.IsDigit(r))
		})
		if n += more; more == 0 || n >= len(s) {
			break
		}
		joint, size := utf8.DecodeRuneInString(s[n:])
		after, _ := utf8.DecodeRuneInString(s[n+size:])
		if !strings.ContainsRune("'’-&.", joint) || joint == '.' && !isDigit(after) || isHan(after) || !unicode.IsLetter(after) && !unicode.IsDigit(after) {
			break
		}
		n += size
	}
	return kind, n
}

// linkIn is the length of a web address, without the punctuation of the sentence after it; 0 if s does not begin with one.
func linkIn(s string) int {
	scheme := 0
	for _, prefix := range []string{"https://", "http://", "www."} {
		if len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
			scheme = len(prefix)
			break
		}
	}
	if scheme == 0 {
		return 0
	}
	n := scheme + spanIn(s[scheme:], func(r rune) bool {
		return r > ' ' && r < utf8.RuneSelf && !strings.ContainsRune("<>\"`|", r)
	})
	return max(len(strings.TrimRight(s[:n], ".,;:!?)'*_~")), scheme)
}

// isEmoji tells whether a grapheme cluster is a picture. r is its first rune.
func isEmoji(cluster string, r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B05 && r <= 0x2B55 ||
		strings.Contains(cluster, "\uFE0F") || strings.Contains(cluster, "\u20E3")
}
