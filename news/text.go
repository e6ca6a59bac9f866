package news

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// maxMarkup is how many bytes of a text are looked at, which is enough for a summary.
const maxMarkup = 64 << 10

// PlainText is what a reader would see of some HTML, in one line, as [Clean] leaves
// it. Only a beginning long enough for a summary is read. Tags that HTML does not know
// are taken for text, unless they look like those of an office program or a component.
func PlainText(markup string) string {
	markup = head(markup, maxMarkup)
	if !strings.ContainsAny(markup, "<&") {
		return Clean(head(markup, maxPlain))
	}
	b := plainText{markup: markup}
	z := html.NewTokenizer(strings.NewReader(markup))
	for b.Len() < maxPlain {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return Clean(b.String())
		case html.TextToken:
			b.text(z.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			b.tag(string(z.Raw()), z.Token())
		}
	}
	return Clean(b.String())
}

// maxPlain is how many bytes of plain text a summary is made from.
const maxPlain = 10 * maxText

// A plainText is what a reader would see of some HTML, as it is read.
type plainText struct {
	strings.Builder
	markup string
	hidden atom.Atom // the element whose content is not shown, while in one
	spaced bool      // what was written last is a space
}

func (p *plainText) text(data []byte) {
	if p.hidden != 0 {
		return
	}
	rest := bytes.TrimLeft(data, " \t\r\n")
	if len(rest) < len(data) {
		p.space()
	}
	if len(rest) > 0 {
		p.WriteString(head(string(rest[:min(len(rest), maxPlain+utf8.UTFMax)]), maxPlain))
		p.spaced = false
	}
}

func (p *plainText) space() {
	if !p.spaced {
		p.WriteByte(' ')
	}
	p.spaced = true
}

func (p *plainText) tag(raw string, tok html.Token) {
	switch {
	case p.hidden != 0:
		if tok.Type == html.EndTagToken && tok.DataAtom == p.hidden {
			p.hidden = 0
		}
	case tok.DataAtom == 0:
		if !customTag(tok, p.markup) {
			p.WriteString(raw)
			p.spaced = false
		}
	case tok.Type == html.StartTagToken && unshown[tok.DataAtom]:
		p.hidden = tok.DataAtom
	case !inline[tok.DataAtom]:
		p.space()
	}
}

// customTag reports whether a tag that HTML does not know is markup all the same, by its
// name, its attributes, or an end tag in the same text.
func customTag(tok html.Token, markup string) bool {
	return strings.ContainsAny(tok.Data, ":-") || tok.Attr != nil || tok.Type == html.EndTagToken ||
		strings.Contains(markup, "</"+tok.Data+">")
}

// head is the beginning of a text, whole characters of at most n bytes.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var unshown = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Template: true, atom.Iframe: true, atom.Noscript: true,
	atom.Object: true, atom.Svg: true, atom.Select: true, atom.Textarea: true, atom.Figcaption: true,
}

var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true, atom.Code: true,
	atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Mark: true,
	atom.Q: true, atom.Rp: true, atom.Rt: true, atom.Ruby: true, atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true,
	atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true,
	atom.Var: true, atom.Wbr: true,
}

// Clean makes untrusted text safe to set in one line among other text: in NFC,
// with single spaces, without control characters and those that are invisible or turn
// the direction of writing, and with at most three combining marks in a row.
// A zero-width joiner stays inside an emoji.
func Clean(s string) string {
	if tidy(s) {
		return strings.Clone(s) // lest it keep what it is a part of
	}
	var b strings.Builder
	var last rune // written before, 0 at the beginning
	space, marks, dropped := false, 0, false
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case ordinary(r):
			marks = 0
		case unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Z):
			space = last != 0
			continue
		case r == zwj && emoji(last) && emoji(following(s, i)):
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) || blank(r):
			dropped = true
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > 3 || last == 0 && !space {
				dropped = true
				continue
			}
		default:
			marks = 0
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
		last = r
	}
	if dropped {
		return norm.NFC.String(b.String()) // what was apart can compose now
	}
	return b.String()
}

// following is the character after the one at i, or U+FFFD.
func following(s string, i int) rune {
	_, size := utf8.DecodeRuneInString(s[i:])
	r, _ := utf8.DecodeRuneInString(s[i+size:])
	return r
}

// ordinary reports whether a character is one of the many that need no closer look.
func ordinary(r rune) bool {
	return ' ' < r && r < 0x7F || 'ぁ' <= r && r <= 'ん' || '一' <= r && r <= '\u9FFF'
}

// tidy reports whether text is plain ASCII in which there is nothing to clean.
func tidy(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7F || s[i] == ' ' && last == ' ' {
			return false
		}
		last = s[i]
	}
	return s == "" || last != ' '
}

const zwj = '\u200D'

// blank reports whether a letter or symbol shows nothing, or is no character at all.
func blank(r rune) bool {
	switch r {
	case '\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u2800', '\u3164', '\uFFA0':
		return true
	}
	return r&0xFFFE == 0xFFFE || 0xFDD0 <= r && r <= 0xFDEF
}

// emoji reports whether a joiner makes sense beside r.
func emoji(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk) || r == '\uFE0F'
}

// maxText is how many characters a title or a summary has at most.
const maxText = 200

// cut shortens cleaned text to at most n characters: after a sentence if one ends in
// the second half, else after a word, with an ellipsis. It never divides what a reader
// sees as one character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count, sentence, word, end := 0, 0, 0, 0 // the last three are offsets into s
	rest, state := s, -1
	for rest != "" {
		var cluster string
		if size := alone(rest); size > 0 {
			cluster, rest, state = rest[:size], rest[size:], -1
		} else {
			cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		}
		if count += runes(cluster); count > n-1 && (rest != "" || count > n) {
			break
		}
		at := len(s) - len(rest)
		switch {
		case rest == "":
			return s
		case endsSentence(cluster, rest):
			if count > n/2 {
				sentence = at
			}
			word = at
		case rest[0] == ' ', cluster == "，", cluster == "、":
			word = at
		}
		end = at
	}
	switch {
	case sentence > 0:
		return s[:sentence]
	case word > end/2:
		return strings.TrimRight(s[:word], " ,;:，、；：") + "…"
	}
	return s[:end] + "…"
}

// alone is the length of the first character of a text if it can be seen at once that the
// next is no part of it, else 0.
func alone(s string) int {
	first, size := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[size:])
	if (first == ' ' || ordinary(first)) && (next == ' ' || ordinary(next)) {
		return size
	}
	return 0
}

// endsSentence reports whether a cluster ends a sentence, given what comes after.
func endsSentence(cluster, after string) bool {
	switch cluster {
	case "。", "！", "？", "…":
		return true
	case ".", "!", "?":
		return after[0] == ' '
	}
	return false
}
