package slash

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Cut shortens s to at most n characters at a grapheme border, ending in "…" if
// anything was left out.
func Cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	var kept strings.Builder
	used := 1 // for the ellipsis
	for g := uniseg.NewGraphemes(s); g.Next(); {
		cluster := g.Runes()
		if used+len(cluster) > n {
			break
		}
		used += len(cluster)
		kept.WriteString(string(cluster))
	}
	return strings.TrimRight(kept.String(), " \n\t") + "…"
}

// Pages divides the reply into messages that each fit, in order, between blocks;
// a text too long for any message is divided between its lines, and a line too
// long for any message is cut.
func (r Reply) Pages() []Reply {
	page := Reply{Shown: r.Shown, Roles: r.Roles}
	var pages []Reply
	var used size
	add := func(b Block) {
		s := blockSize(b)
		if len(page.Blocks) > 0 && !used.plus(s).fits() {
			pages = append(pages, page)
			page, used = Reply{Shown: r.Shown}, size{}
		}
		page.Blocks = append(page.Blocks, b)
		used = used.plus(s)
	}
	for _, b := range r.Blocks {
		if t, long := b.(Text); long && !blockSize(b).fits() {
			for _, part := range splitText(t.Body.Markup()) {
				add(Text{part})
			}
			continue
		}
		add(b)
	}
	return append(pages, page)
}

// splitText divides m between lines into parts that fit a message each.
func splitText(m Markup) []Markup {
	var parts []Markup
	var part Markup
	for _, l := range m.lines {
		if !textSize(Markup{[]Line{l}}).fits() {
			l = Line{Spans: []Span{{Kind: TextSpan, Text: Cut(Markup{[]Line{l}}.String(), MaxCharacters/3)}}}
		}
		longer := Markup{append(part.lines[:len(part.lines):len(part.lines)], l)}
		if len(part.lines) > 0 && !textSize(longer).fits() {
			parts = append(parts, part)
			longer = Markup{[]Line{l}}
		}
		part = longer
	}
	return append(parts, part)
}
