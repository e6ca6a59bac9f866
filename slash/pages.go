package slash

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Pages divides the reply into messages that each fit, in order, between blocks. A
// text too long for any message is divided between its lines, and a line too long
// for any message between its spans, then its characters. The roles to notify are
// notified by the first page alone.
func (r Reply) Pages() []Reply {
	if r.Form != nil {
		return []Reply{r}
	}
	page := Reply{Shown: r.Shown, Roles: r.Roles}
	var pages []Reply
	var used size
	for _, b := range divided(r.Blocks) {
		s := blockSize(b)
		if len(page.Blocks) > 0 && !used.plus(s).fits() {
			pages = append(pages, page)
			page, used = Reply{Shown: r.Shown}, size{}
		}
		page.Blocks = append(page.Blocks, b)
		used = used.plus(s)
	}
	return append(pages, page)
}

// divided are blocks that each fit a message.
func divided(blocks []Block) []Block {
	var all []Block
	for _, b := range blocks {
		if blockSize(b).fits() {
			all = append(all, b)
			continue
		}
		switch b := b.(type) {
		case Text:
			for _, part := range splitText(b.Body.Markup()) {
				all = append(all, Text{part})
			}
		case Section:
			for i, part := range splitText(b.Body.Markup()) {
				if i > 0 {
					all = append(all, Text{part})
				} else {
					all = append(all, Section{part, b.Button, b.Picture})
				}
			}
		default:
			all = append(all, b)
		}
	}
	return all
}

// alone reports whether lines of a size fit a message, even in a section.
func alone(lines size) bool { return blockSize(Section{Body: Markup{}}).plus(lines).fits() }

// splitText divides m into parts that fit a message each, even in a section.
func splitText(m Markup) []Markup {
	var parts []Markup
	var part Markup
	var used size
	end := func() {
		if !part.Empty() {
			parts = append(parts, part)
		}
		part, used = Markup{}, size{}
	}
	for _, whole := range m.lines {
		for _, l := range splitLine(whole) {
			s := lineSize(l)
			if !alone(used.plus(s)) {
				end()
			}
			part.lines = append(part.lines, l)
			used = used.plus(s)
		}
	}
	end()
	return parts
}

// splitLine divides a line into lines that fit a message each. What follows the
// first one of a list or a heading is text.
func splitLine(l Line) []Line {
	if alone(lineSize(l)) {
		return []Line{l}
	}
	var lines []Line
	part := Line{Kind: l.Kind, Level: l.Level}
	for _, whole := range l.Spans {
		for _, piece := range splitSpan(whole) {
			longer := Line{part.Kind, part.Level, append(part.Spans, piece)}
			if !alone(lineSize(longer)) {
				lines = append(lines, part)
				longer = Line{Spans: []Span{piece}}
				if l.Kind == QuoteLine {
					longer.Kind = QuoteLine
				}
			}
			part = longer
		}
	}
	return append(lines, part)
}

// maxPiece is the length of the pieces of a divided span, small enough for any
// message whatever they consist of.
const maxPiece = 500

// splitSpan divides a long span into pieces of its text, at grapheme borders.
func splitSpan(s Span) []Span {
	if n := spanSize(s); n.characters <= 2*maxPiece && n.bytes <= 6*maxPiece {
		return []Span{s}
	}
	var text, piece strings.Builder
	writeText(&text, []Span{s})
	var pieces []Span
	used := 0
	end := func() {
		if piece.Len() > 0 {
			pieces = append(pieces, Span{Kind: TextSpan, Text: piece.String()})
		}
		piece.Reset()
		used = 0
	}
	for g := uniseg.NewGraphemes(text.String()); g.Next(); {
		if used+len(g.Runes()) > maxPiece {
			end()
		}
		for _, r := range g.Runes() { // nothing keeps a cluster short
			if used == maxPiece {
				end()
			}
			piece.WriteRune(r)
			used++
		}
	}
	end()
	return pieces
}
