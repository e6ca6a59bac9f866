package lexicon

import (
	"cmp"
	_ "embed"
	"strings"
	"sync"
)

// Simplify writes a text in simplified characters. What is simplified already, or not Chinese, stays.
func (d *Dictionary) Simplify(text string) string {
	if s := ScriptOf(text); s == None || s == Simplified {
		return text
	}
	return d.convert(text, simplifiedOf)
}

// Traditional writes a text in the traditional characters that are standard in Taiwan. Words stay as they are:
// [Dictionary.Regional] finds those that Taiwan has another word for.
func (d *Dictionary) Traditional(text string) string {
	if s := ScriptOf(text); s == None || s == Traditional {
		return text
	}
	return d.convert(text, traditionalOf)
}

// convert replaces each word by its other form, and what is no word character by character.
func (d *Dictionary) convert(text string, form func(b *book, word string) string) string {
	books := append([]*book{d.script.forms()}, d.books...)
	other := func(word string) string {
		for _, b := range books {
			if f := form(b, fold(word)); f != "" {
				return unfold(word, f)
			}
		}
		return ""
	}
	var out strings.Builder
	out.Grow(len(text) + len(text)/16)
	for _, t := range segment(books, text) {
		if t.kind != Hanzi && t.kind != Number {
			out.WriteString(t.text)
		} else if f := other(t.text); f != "" {
			out.WriteString(f)
		} else {
			for _, r := range t.text {
				out.WriteString(cmp.Or(other(string(r)), string(r)))
			}
		}
	}
	return out.String()
}

// traditionalOf is the traditional form of a simplified word; empty if the book has none.
func traditionalOf(b *book, word string) string {
	for _, i := range b.numbersOf(b.heads.find(word)) {
		if simplified, traditional := b.pair(i); string(simplified) == word {
			return string(traditional)
		}
	}
	return ""
}

// simplifiedOf is the simplified form of a traditional word; empty if the book has none. One that differs is rather
// meant: 乾 by itself is 干, though it stays in 乾坤.
func simplifiedOf(b *book, word string) string {
	form := ""
	for _, i := range b.numbersOf(b.heads.find(word)) {
		if simplified, traditional := b.pair(i); string(traditional) == word && (form == "" || form == word) {
			form = string(simplified)
		}
	}
	return form
}

// unfold gives a form the capitals of the word that it is a form of, as in 卡拉OK.
func unfold(word, form string) string {
	if len(form) != len(word) || fold(word) == word {
		return form
	}
	out := []byte(form)
	for i := range out {
		if 'A' <= word[i] && word[i] <= 'Z' && out[i] == word[i]+'a'-'A' {
			out[i] = word[i]
		}
	}
	return string(out)
}

// scripts are our own lists for the change from one script to the other, made into books when they are first used.
type scripts struct {
	forms    func() *book
	regional func() *book
}

//go:embed data/regional.txt
var regionalText string

func newScripts(base *book) *scripts {
	s := &scripts{}
	s.forms = sync.OnceValue(func() *book { return formsBook(base) })
	s.regional = sync.OnceValue(func() *book { return s.regionalBook(base) })
	return s
}

func formsBook(base *book) *book {
	var l list
	for simplified, fields := range lines(traditionalText) {
		w := listedWeight(base, simplified)
		l.add(Entry{Simplified: simplified, Traditional: fields[0]}, w, w)
	}
	return newBook(Release{Entries: len(l.entries)}, pack(l))
}

// listedWeight is how common a word of our lists is taken to be.
func listedWeight(base *book, word string) uint8 {
	if w := base.headWeight(base.heads.find(fold(word))); w > 0 {
		return uint8(w)
	}
	return 64
}

// A Regional is a word that Taiwan has another word for.
type Regional struct {
	Start, Length int    // in code points of the text
	Mainland      string // as the text has it
	Taiwan        string // in traditional characters
	Note          string // when the two are not quite alike; may be empty
}

// Regional finds the words of mainland China in a text, of either script, that Taiwan has another word for.
func (d *Dictionary) Regional(text string) []Regional {
	listed := d.script.regional()
	var out []Regional
	for _, t := range segment(append([]*book{listed}, d.books...), text) {
		if t.book == listed {
			e := listed.lookup(t.head)[0]
			out = append(out, Regional{Start: t.at, Length: t.length, Mainland: t.text, Taiwan: e.ID, Note: strings.Join(e.Glosses, "")})
		}
	}
	return out
}

func (s *scripts) regionalBook(base *book) *book {
	var l list
	d := &Dictionary{books: []*book{base}, script: s}
	for mainland, fields := range lines(regionalText) {
		e := Entry{ID: fields[0], Simplified: mainland, Traditional: d.Traditional(mainland)}
		if fields[1] != "" {
			e.Glosses = []string{fields[1]}
		}
		w := listedWeight(base, mainland)
		l.add(e, w, w)
	}
	return newBook(Release{Entries: len(l.entries)}, pack(l))
}
