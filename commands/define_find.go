package commands

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// A searcher looks a word up in all books for somebody.
type searcher struct {
	slash.Voice
	reader reader
	book   *phrase.Book
	terms  []community.Term // of the server
	words  *lexicon.Dictionary
}

// searcher looks words up for the caller.
func (d *defineFeature) searcher(ctx context.Context, c *slash.Call) (*searcher, error) {
	r, err := readerOf(ctx, c, d.People)
	if err != nil {
		return nil, err
	}
	s := &searcher{Voice: c.Voice, reader: r, book: d.Book, words: d.Dictionary()}
	if !c.Place.Direct() {
		s.terms, err = d.Glossary.Terms(ctx, c.Place.Server)
	}
	return s, err
}

// found is one thing that a search finds: a term of the server's glossary, an entry of
// the phrasebook, a Chinese word of the dictionary, or an English word for readers of Chinese.
type found struct {
	term    *community.Term
	entry   phrase.Match
	word    string // simplified
	english string
}

const (
	termKey    = "term."
	englishKey = "english."
)

// key names it in custom ids and completed options: "term.<id>", "word.<simplified>",
// "english.<word>", or as [entryName] does.
func (f found) key() string {
	switch {
	case f.term != nil:
		return termKey + f.term.ID
	case f.word != "":
		return wordKey + f.word
	case f.english != "":
		return englishKey + f.english
	}
	return entryName(f.entry)
}

// book is which book it stands in: glossary, dictionary, phrase, slang or notice.
func (f found) book() string {
	switch kind, _, _ := strings.Cut(f.key(), "."); kind {
	case "term":
		return "glossary"
	case "word", "english":
		return "dictionary"
	default:
		return kind
	}
}

// named is what a key names.
func (s *searcher) named(key string) (found, bool) {
	kind, rest, _ := strings.Cut(key, ".")
	switch kind + "." {
	case termKey:
		i := slices.IndexFunc(s.terms, func(t community.Term) bool { return t.ID == rest })
		if i < 0 {
			return found{}, false
		}
		return found{term: &s.terms[i]}, true
	case wordKey:
		return found{word: rest}, len(s.lookup(rest)) > 0
	case englishKey:
		return found{english: rest}, len(s.words.Chinese(rest, 1)) > 0
	}
	m, ok := entryNamed(s.book, key)
	return found{entry: m}, ok
}

// find answers a query, best first: what is exactly that, by the nearness of its book,
// then the dictionary, then what only resembles it.
func (s *searcher) find(query string) []found {
	var exact, similar []found
	for _, t := range termsFor(s.terms, query) {
		exact = append(exact, found{term: &t})
	}
	for _, m := range s.book.Find(s.Lang, query, maxDefined) {
		if f := (found{entry: m}); f.is(s, query) {
			exact = append(exact, f)
		} else {
			similar = append(similar, f)
		}
	}
	for i := range s.terms {
		if s.terms[i].Has(query) {
			similar = append(similar, found{term: &s.terms[i]})
		}
	}
	return distinct(slices.Concat(exact, s.inDictionary(query), similar), maxDefined)
}

// inDictionary are the words of the dictionary for a query.
func (s *searcher) inDictionary(query string) []found {
	var all []found
	if s.Lang != phrase.English && !lexicon.HasHanzi(query) && len(s.words.Chinese(query, 1)) > 0 {
		all = append(all, found{english: strings.ToLower(oneLine(query))})
	}
	return append(all, s.fromEntries(s.words.Search(query, maxDefined))...)
}

// fromEntries are the words of entries, each once.
func (s *searcher) fromEntries(entries []lexicon.Entry) []found {
	var all []found
	for _, e := range entries {
		f := found{word: e.Simplified}
		if e.Source == lexicon.Slang {
			slang, ok := s.book.SlangByID(e.ID)
			if !ok || slang.Hidden() {
				continue
			}
			f = found{entry: phrase.Match{Slang: &slang}}
		}
		all = append(all, f)
	}
	return all
}

// complete is what may be meant while somebody types.
func (s *searcher) complete(typed string) []found {
	const ofTerms, ofBook = 5, 10
	var terms, book []found
	for i := range s.terms {
		if typed != "" && s.terms[i].Has(typed) && len(terms) < ofTerms {
			terms = append(terms, found{term: &s.terms[i]})
		}
	}
	for _, m := range s.book.Find(s.Lang, typed, ofBook) {
		book = append(book, found{entry: m})
	}
	words := s.fromEntries(s.words.Complete(typed, slash.MaxChoices))
	if len(book) > 0 && !book[0].is(s, typed) { // the dictionary has the better guess
		words, book = slices.Concat(words[:min(len(words), ofBook)], book), words[min(len(words), ofBook):]
		return distinct(slices.Concat(terms, words, book), slash.MaxChoices)
	}
	return distinct(slices.Concat(terms, book, words), slash.MaxChoices)
}

// distinct are the first n of what was found, each once.
func distinct(all []found, n int) []found {
	seen := map[string]bool{}
	var kept []found
	for _, f := range all {
		if key := f.key(); !seen[key] && len(kept) < n {
			seen[key] = true
			kept = append(kept, f)
		}
	}
	return kept
}

// is reports whether it is exactly what was asked for.
func (f found) is(s *searcher, query string) bool {
	var names []string
	switch {
	case f.term != nil:
		return f.term.Is(query)
	case f.word != "":
		names = []string{f.word, s.words.Traditional(f.word)}
		for _, e := range s.lookup(f.word) {
			names = append(names, e.Traditional)
		}
	case f.english != "":
		names = []string{f.english}
	case f.entry.Phrase != nil:
		p := f.entry.Phrase
		names = []string{p.En, p.Simplified, p.Traditional}
	case f.entry.Slang != nil:
		t := f.entry.Slang
		names = append([]string{t.Term.Simplified, t.Term.Traditional}, t.Forms...)
	case f.entry.Notice != nil:
		names = []string{f.entry.Notice.Text.Simplified, f.entry.Notice.Text.Traditional}
	}
	return slices.ContainsFunc(names, func(name string) bool { return bare(name) == bare(query) })
}

// bare is a text as people take it for the same: letters and digits in one case.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// lookup are the dictionary's entries of a word, without those of slang.
func (s *searcher) lookup(word string) []lexicon.Entry {
	return slices.DeleteFunc(s.words.Lookup(word), func(e lexicon.Entry) bool {
		return e.Source == lexicon.Slang || len(e.Glosses) == 0
	})
}

// hanzi are its Chinese characters, "" if it has none.
func (f found) hanzi(s *searcher) string {
	text := f.word
	switch {
	case f.term != nil:
		text = f.term.Simplified
	case f.entry.Phrase != nil:
		text = f.entry.Phrase.Simplified
	case f.entry.Slang != nil:
		text = f.entry.Slang.Term.Simplified
	case f.entry.Notice != nil:
		text = f.entry.Notice.Text.Simplified
	}
	if s.reader.script() == community.TraditionalScript && f.word != "" {
		if found := s.lookup(f.word); len(found) > 0 {
			text = found[0].Traditional
		}
	} else if s.reader.script() == community.TraditionalScript {
		text = s.words.Traditional(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) {
			return r
		}
		return -1
	}, text)
}

// cardKey names it for a card.
func (f found) cardKey(s *searcher) string {
	if found := s.lookup(f.word); f.word != "" && len(found) > 0 {
		return wordCardKey(found[0])
	}
	return f.key()
}

// choices are what was found, for menus and completion.
func (s *searcher) choices(all []found) []slash.Choice {
	var choices []slash.Choice
	for _, f := range all {
		choices = append(choices, slash.Choice{
			Name: slash.Cut(s.title(f), slash.MaxChoiceText), Value: f.key(), About: s.Label("define." + f.book()),
		})
	}
	return choices
}

// title is one line that tells what was found from others.
func (s *searcher) title(f found) string {
	switch {
	case f.term != nil:
		return termTitle(s.reader, *f.term)
	case f.english != "":
		var chinese []string
		for _, e := range s.words.Chinese(f.english, 3) {
			chinese = append(chinese, s.reader.wording(phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional}))
		}
		return f.english + " — " + strings.Join(chinese, s.Label("list.separator"))
	case f.word == "":
		return entryTitle(s.Voice, f.entry)
	}
	entries := s.lookup(f.word)
	if len(entries) == 0 {
		return f.word
	}
	e := entries[0]
	word := s.reader.wording(phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional})
	reading := cmp.Or(s.reader.reading(e.Pinyin, e.Simplified), lexicon.JoinMarks(e.Pinyin))
	return word + " " + reading + " — " + strings.Join(e.Glosses[:min(len(e.Glosses), 3)], "; ")
}

// as is s for somebody who reads as flags say this once.
func (s *searcher) as(flags string) *searcher {
	other := *s
	other.reader = s.reader.as(flags)
	return &other
}
