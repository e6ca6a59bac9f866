package news

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// PlainText is what a reader would see of some HTML, in one line, as [Clean] leaves
// it. Only a beginning long enough for a summary is read. Tags that HTML does not know
// are taken for text.
func PlainText(markup string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	var hidden atom.Atom // the element whose content is not shown, while in one
	for b.Len() < 20*maxText {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		tok := z.Token()
		switch {
		case hidden != 0:
			if kind == html.EndTagToken && tok.DataAtom == hidden {
				hidden = 0
			}
		case kind == html.TextToken:
			b.WriteString(tok.Data)
		case kind == html.CommentToken || kind == html.DoctypeToken:
		case tok.DataAtom == 0:
			b.WriteString(raw)
		case kind == html.StartTagToken && unshown[tok.DataAtom]:
			hidden = tok.DataAtom
		case !inline[tok.DataAtom]:
			b.WriteByte(' ')
		}
	}
	return Clean(b.String())
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
	var b strings.Builder
	var last rune // written before, 0 at the beginning
	space, marks := false, 0
	in := []rune(norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
	for i, r := range in {
		switch {
		case unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Z):
			space = last != 0
			continue
		case r == zwj && i+1 < len(in) && emoji(last) && emoji(in[i+1]):
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) || blank(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > 3 || last == 0 && !space {
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
	return norm.NFC.String(b.String()) // dropping a character can leave two that compose
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
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		runes := len([]rune(cluster))
		if count += runes; count > n-1 && (rest != "" || count > n) {
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
