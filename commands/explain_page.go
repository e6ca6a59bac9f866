package commands

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"magpie/phrase"
	"magpie/slash"
)

// A section is a part of an explanation: entries under a heading, which may be nil.
type section struct {
	head    slash.Content
	entries []slash.Content
}

// sections are everything that is said, the most helpful first: of all words, or of
// those alone that the reader may not know.
func (x *explanation) sections(all bool) []section {
	sections := []section{
		{x.T("explain.phrase"), x.phraseEntries()},
		{x.T("explain.notices"), x.noticeEntries()},
		{x.T("explain.terms"), x.termEntries()},
		{x.T("explain.slang"), x.slangEntries()},
	}
	if x.Lang == phrase.Traditional {
		sections = append(sections, section{x.T("explain.regional"), x.regionalEntries()})
	}
	if x.Lang != phrase.English {
		head := x.T("explain.hard")
		if all {
			head = x.T("explain.every")
		}
		sections = append(sections, section{head, x.englishEntries(all)})
	}
	if x.chinese && (all || x.Lang == phrase.English) {
		sections = append(sections, section{x.T("explain.gloss"), x.glossEntries()})
	}
	sections = slices.DeleteFunc(sections, func(s section) bool { return len(s.entries) == 0 })
	if len(sections) == 0 {
		nothing := "explain.nothing_hard"
		if x.ownLanguage() {
			nothing = "explain.nothing_special"
		}
		return []section{{entries: []slash.Content{x.T(nothing)}}}
	}
	return sections
}

// more names the button that shows every word, "" if there is nothing more to show.
func (x *explanation) more() string {
	switch {
	case x.Lang == phrase.English:
		return ""
	case !x.ownLanguage():
		return "explain.every_word"
	}
	return "explain.word_by_word"
}

// How long a page is, in characters: about two screens of a phone, or one. The room that
// a line takes counts.
const (
	pageLength      = 1500
	plainPageLength = 700
	lineRoom        = 15
)

// paged divides sections into pages of blocks. A section that goes on is headed again.
func paged(v slash.Voice, sections []section, plain bool) [][]slash.Block {
	limit := pageLength
	if plain {
		limit = plainPageLength
	}
	var pages [][]slash.Block
	var page []slash.Block
	var lines []slash.Content // of the block that is being filled
	used := 0
	endBlock := func() {
		if len(lines) > 0 {
			page = append(page, slash.Text{Body: slash.Lines(lines...)})
		}
		lines = nil
	}
	for _, s := range sections {
		for i, entry := range s.entries {
			length := utf8.RuneCountInString(entry.Markup().String()) + lineRoom
			if used > 0 && used+length > limit {
				endBlock()
				pages, page, used = append(pages, page), nil, 0
			}
			if s.head != nil && (i == 0 || used == 0) {
				lines = append(lines, s.head)
			}
			lines = append(lines, entry)
			used += length
		}
		endBlock()
	}
	pages = append(pages, page)
	if len(pages) > 1 {
		for i := range pages {
			pages[i] = append(pages[i], slash.Text{Body: v.T("explain.page", strconv.Itoa(i+1), strconv.Itoa(len(pages)))})
		}
	}
	return pages
}
