package news

import (
	"container/list"
	"hash/maphash"
	"slices"
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
	idle   []*vocabulary            // that nobody reads with
	topics map[uint64]*compiled     // by hash of what they were compiled from
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
	return &Reader{dictionary: dictionary, seed: maphash.MakeSeed(), known: map[uint64]*list.Element{}, topics: map[uint64]*compiled{}}
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

	features  []feature
	shortened bool // Title lacks something of the item's
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
	whole := unify(it.Title)
	title, roundup := headline(whole, unify(it.Publisher))
	text := title + "\n" + unify(it.Summary)
	end := min(len(text), maxRead)
	for end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	text = text[:end]
	concepts := r.Concepts()
	out := &Reading{Title: title, Text: text, Mentions: concepts.Find(text), Roundup: roundup, shortened: title != whole}
	words := r.borrow()
	words.use(d)
	s := scanner{text: text, words: words, mentions: out.Mentions, out: out, nature: concepts.nature}
	s.scan()
	out.features = slices.Clip(s.features)
	r.giveBack(words)
	return out
}

// maxTopics is how many topics are kept compiled before all are forgotten: those that come with
// Magpie, and those of servers whose digests are due.
const maxTopics = 100

// compile prepares a topic for judging, unless it did so before.
func (r *Reader) compile(t Topic) *compiled {
	var h maphash.Hash
	h.SetSeed(r.seed)
	for _, list := range slices.Concat([][]string{{t.Name}, t.Should, t.Against, t.Despite, t.Not, t.Patterns}, t.Must) {
		for _, s := range list {
			h.WriteString(s)
			h.WriteByte(0xFE) // which is in no text
		}
		h.WriteByte(0xFF)
	}
	key := h.Sum64()
	r.mu.Lock()
	known := r.topics[key]
	r.mu.Unlock()
	if known != nil {
		return known
	}
	made := compileTopic(r.Concepts(), t)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.topics) >= maxTopics {
		clear(r.topics)
	}
	r.topics[key] = made
	return made
}

// borrow hands a vocabulary to a goroutine, for it alone until it gives it back.
func (r *Reader) borrow() *vocabulary {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.idle)
	if n == 0 {
		return &vocabulary{stems: map[string]string{}, glossed: map[string][]gloss{}}
	}
	v := r.idle[n-1]
	r.idle = r.idle[:n-1]
	return v
}

func (r *Reader) giveBack(v *vocabulary) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.idle = append(r.idle, v)
}

// A vocabulary remembers the stems of words, and a dictionary's glosses of them.
type vocabulary struct {
	dictionary *lexicon.Dictionary
	stems      map[string]string
	glossed    map[string][]gloss
}

// maxWords is how many words' stems, and glosses, are remembered before all are forgotten.
const maxWords = 20000

// use changes to a dictionary, if there is another now.
func (v *vocabulary) use(d *lexicon.Dictionary) {
	if v.dictionary != d {
		v.dictionary = d
		clear(v.glossed)
	}
}

func (v *vocabulary) stem(word string) string {
	known, ok := v.stems[word]
	if ok {
		return known
	}
	if len(v.stems) >= maxWords {
		clear(v.stems)
	}
	found := stem(word)
	v.stems[strings.Clone(word)] = found
	return found
}

func (v *vocabulary) glosses(word string) []gloss {
	known, ok := v.glossed[word]
	if ok {
		return known
	}
	if len(v.glossed) >= maxWords {
		clear(v.glossed)
	}
	found := glossesOf(v.dictionary, word)
	v.glossed[strings.Clone(word)] = found
	return found
}
