package slash

import (
	"unicode"
	"unicode/utf8"
)

// A size is what of a message's limits something takes.
type size struct{ components, characters, bytes int }

func (s size) plus(t size) size {
	return size{s.components + t.components, s.characters + t.characters, s.bytes + t.bytes}
}

func (s size) fits() bool {
	return s.components <= MaxComponents && s.characters <= MaxCharacters && s.bytes <= MaxBytes
}

// textSize measures a text as an edge may print it at most.
func textSize(c Content) size {
	s := size{components: 1, bytes: 12} // which Discord adds for each text
	for _, l := range c.Markup().lines {
		s = s.plus(lineSize(l))
	}
	return s
}

// lineSize measures a line with its break and what it starts with.
func lineSize(l Line) size {
	start := "\n"
	if l.Kind != TextLine {
		start = "\n999. "
	}
	return printed(start).plus(spansSize(l.Spans))
}

func spansSize(spans []Span) size {
	var s size
	for _, sp := range spans {
		s = s.plus(spanSize(sp))
	}
	return s
}

// spanSize measures a span with the longest marks that it is printed between.
func spanSize(s Span) size {
	var marks string
	switch s.Kind {
	case BoldSpan, ItalicSpan, CodeSpan:
		marks = "\u200b****\u200b"
	case LinkSpan:
		marks = "[](<>)"
	case LangSpan:
		marks = ` \(\)`
	case TimeSpan:
		marks = "<t:-1099511627776:R>"
	case CommandSpan:
		marks = "</:18446744073709551615>"
	case UserSpan, ChannelSpan, RoleSpan:
		marks = "<@&>"
	}
	all := printed(marks).plus(printed(s.Target)).plus(spansSize(s.Spans))
	return all.plus(escaped(s.Text)).plus(escaped(s.Reading))
}

func printed(s string) size {
	return size{characters: utf8.RuneCountInString(s), bytes: len(s)}
}

// escaped measures text, each of whose marks may be printed with a backslash or a
// zero-width space, which is one character of three bytes, as is what is printed for
// a byte that is no UTF-8.
func escaped(s string) size {
	var all size
	for _, r := range s {
		all = all.plus(size{characters: 1, bytes: utf8.RuneLen(r)})
		if r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			all = all.plus(size{characters: 1, bytes: 3})
		}
	}
	return all
}

func blockSize(b Block) size {
	switch b := b.(type) {
	case Text:
		return textSize(b.Body)
	case Section:
		return textSize(b.Body).plus(size{components: 2})
	case Image:
		return size{components: 2}
	case Row:
		return size{components: 1 + len(b.Buttons)}
	case Menu:
		return size{components: 2}
	default:
		return size{components: 1}
	}
}

func (r Reply) size() size {
	var s size
	for _, b := range r.Blocks {
		s = s.plus(blockSize(b))
	}
	return s
}
