package lexicon

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// What [Open] and [Verify] may say of a file, wrapped.
var (
	ErrNotBuilt = errors.New("the dictionary has not been built") // there is no file (it comes with fs.ErrNotExist), or one of an older version
	ErrCorrupt  = errors.New("the dictionary file is damaged")
	ErrNewer    = errors.New("the dictionary file was built by a newer version of Magpie")
)

// A Dictionary answers questions about words. It is safe for use by many goroutines at once.
type Dictionary struct {
	books    []*book // overlays, the nearest first, then the dictionary itself
	readings *readings
	script   *scripts
	close    func() error
}

// Open opens a dictionary that [Build] has written, with words of the caller's own on top of it.
// The error is ErrNotBuilt, ErrCorrupt or ErrNewer, or what the system said.
//
// The file is mapped into memory where the system can do that: it may be replaced while it is open, as Build does, but
// not written to.
func Open(file string, overlay ...Entry) (*Dictionary, error) {
	data, close, err := mapFile(file)
	if err != nil {
		return nil, opening(file, err)
	}
	release, parts, err := readSections(data)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", file, err), close())
	}
	d := newDictionary(newBook(release, parts), close)
	if _, err := d.books[0].search(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w: %w", file, ErrCorrupt, err), close())
	}
	return d.With(overlay...), nil
}

// Core is the lexicon that comes with Magpie, small and of our own wording, for when no dictionary has been built.
func Core(overlay ...Entry) (*Dictionary, error) {
	core, err := ownDictionary()
	if err != nil {
		return nil, fmt.Errorf("core lexicon: %w", err)
	}
	return core.With(overlay...), nil
}

// ownDictionary is made once; it never changes.
var ownDictionary = sync.OnceValues(func() (*Dictionary, error) {
	l, err := coreEntries()
	if err != nil {
		return nil, err
	}
	release := Release{Source: Own, Entries: len(l.entries)}
	return newDictionary(newBook(release, pack(l)), func() error { return nil }), nil
})

func newDictionary(b *book, close func() error) *Dictionary {
	return &Dictionary{books: []*book{b}, readings: newReadings(), script: newScripts(b), close: close}
}

// With is the dictionary with more words on top of it. It is cheap, and d stays as it is.
// Close d only, after all that was made from it is no longer used.
func (d *Dictionary) With(overlay ...Entry) *Dictionary {
	if len(overlay) == 0 {
		return d
	}
	var l list
	l.grow(len(overlay))
	for _, e := range overlay {
		w := d.overlayWeight(e.Simplified)
		l.add(e, max(w, lettersWeight(e.Simplified)), w)
	}
	more := *d
	more.books = append([]*book{newBook(Release{Entries: len(overlay)}, pack(l))}, d.books...)
	return &more
}

// overlayWeight is how common an overlay's word is taken to be: as common as the dictionary has it, and common enough
// to be found in running text.
func (d *Dictionary) overlayWeight(word string) uint8 {
	weight := 0
	for _, b := range d.books {
		weight = max(weight, b.headWeight(b.heads.find(fold(word))))
	}
	if weight > 0 {
		return uint8(max(weight, 48))
	}
	return uint8(min(80+16*max(0, hanziIn(word)-2), 128))
}

// lettersWeight is what makes an overlay's word without hanzi, such as yyds or 666, likelier in a text than letters or
// digits that mean nothing; 0 for any other word.
func lettersWeight(word string) uint8 {
	if HasHanzi(word) {
		return 0
	}
	return weightAll + scoreLetters + 4
}

// Close gives back the file. Nothing may be asked of d, or of what [Dictionary.With] made from it, afterwards.
func (d *Dictionary) Close() error { return d.close() }

// Release says what the dictionary was made from.
func (d *Dictionary) Release() Release { return d.books[len(d.books)-1].release }

// Lookup returns the entries of a word in either script, the best reading first, those with a mark last. Overlays come
// before the dictionary. ASCII letters match in either case. A word that is not known has none.
func (d *Dictionary) Lookup(word string) []Entry {
	var out []Entry
	word = fold(word)
	for _, b := range d.books {
		if head := b.heads.find(word); head >= 0 {
			out = append(out, b.lookup(head)...)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Compare(markLast(a), markLast(b)) })
	return out
}

func markLast(e Entry) int {
	if e.Mark != "" {
		return 1
	}
	return 0
}
