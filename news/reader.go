package news

import (
	"container/list"
	"hash/maphash"
	"strings"
	"sync"
	"unicode/utf8"

	"magpie/lexicon"
)

// A Reader reads items: it finds in a text what does not depend on how, or in which
// language, it is said. It remembers what it read last, and is safe for concurrent use.
// Make one with [NewReader].
type Reader struct {
	dictionary func() *lexicon.Dictionary

	mu     sync.Mutex
	seed   maphash.Seed
	known  map[uint64]*list.Element // of *remembered, by hash of what was read
	recent list.List                // the one read last first

	stems   map[string]string
	glossed map[string][]gloss
	glosser *lexicon.Dictionary // that the glosses are from
}

type remembered struct {
	hash    uint64
	reading *Reading
}

// maxReadings is how many readings are remembered: the items of three days in most servers.
const maxReadings = 4000

// NewReader returns a Reader that cuts Chinese into the words of the dictionary that is there at
// the time.
func NewReader(dictionary func() *lexicon.Dictionary) *Reader {
	return &Reader{
		dictionary: dictionary, seed: maphash.MakeSeed(),
		known: map[uint64]*list.Element{}, stems: map[string]string{}, glossed: map[string][]gloss{},
	}
}

// Concepts are those that the reader knows. They are read when they are first needed, not at
// every start.
func (r *Reader) Concepts() *Concepts {
	c, err := LoadConcepts()
	if err != nil {
		panic("read the concepts that come with Magpie: " + err.Error()) // unreachable: a test reads them
	}
	return c
}

// A Reading is what an item says. Texts are folded: in lower case, in one width, and in simplified
// characters. It belongs to the reader and must not be changed.
type Reading struct {
	Title    string    // folded, without the names of its publisher and of the section it stands in
	Text     string    // folded: Title, a line break, the summary
	Mentions []Mention // of concepts in Text, in order
	Amounts  []Amount  // numbers in Text, in order, but for days
	Days     []Day     // in Text, in order
	Roundup  bool      // it is a briefing on many things, and no report of a story

	features []feature
}

// Read returns what an item says.
func (r *Reader) Read(it Item) *Reading {
	d := r.dictionary()
	key := maphash.Comparable(r.seed, question{d, it.Lang, it.Title, it.Summary, it.Publisher})
	if known := r.recall(key); known != nil {
		return known
	}
	reading := r.read(d, it)
	r.remember(key, reading)
	return reading
}

// A question is all that a reading depends on.
type question struct {
	dictionary                      *lexicon.Dictionary
	lang, title, summary, publisher string
}

func (r *Reader) recall(hash uint64) *Reading {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.known[hash]
	if !ok {
		return nil
	}
	r.recent.MoveToFront(e)
	return e.Value.(*remembered).reading
}

func (r *Reader) remember(hash uint64, reading *Reading) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.known[hash]; ok {
		return // another goroutine read the same meanwhile
	}
	r.known[hash] = r.recent.PushFront(&remembered{hash, reading})
	if r.recent.Len() > maxReadings {
		oldest := r.recent.Remove(r.recent.Back()).(*remembered)
		delete(r.known, oldest.hash)
	}
}

func (r *Reader) read(d *lexicon.Dictionary, it Item) *Reading {
	title, roundup := headline(unify(it.Title), unify(it.Publisher))
	text := title + "\n" + unify(it.Summary)
	end := min(len(text), maxRead)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	text = text[:end]
	concepts := r.Concepts()
	out := &Reading{Title: title, Text: text, Mentions: concepts.Find(text), Roundup: roundup}
	s := scanner{
		text: text, dictionary: d, mentions: out.Mentions, out: out, nature: concepts.nature,
		stem: r.stem, glosses: func(word string) []gloss { return r.glosses(d, word) },
	}
	s.scan()
	return out
}

// maxWords is how many words' stems and glosses are remembered before all are forgotten.
const maxWords = 20000

// stem is the stem of a word, remembered.
func (r *Reader) stem(word string) string {
	r.mu.Lock()
	known, ok := r.stems[word]
	r.mu.Unlock()
	if ok {
		return known
	}
	found := stem(word)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.stems) >= maxWords {
		clear(r.stems)
	}
	r.stems[strings.Clone(word)] = found
	return found
}

// glosses are a dictionary's glosses of a word, remembered until there is another dictionary.
func (r *Reader) glosses(d *lexicon.Dictionary, word string) []gloss {
	r.mu.Lock()
	if r.glosser != d || len(r.glossed) >= maxWords {
		clear(r.glossed)
		r.glosser = d
	}
	known, ok := r.glossed[word]
	r.mu.Unlock()
	if ok {
		return known
	}
	found := glossesOf(d, word)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.glosser == d {
		r.glossed[strings.Clone(word)] = found
	}
	return found
}
