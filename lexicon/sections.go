package lexicon

// An entrySource is a book as its index sees it: entries known by number, those of one headword together, the best first.
type entrySource interface {
	entry(i int) Entry  // the zero Entry if there is no such entry
	weight(i int) uint8 // how common it is, see weight.go; 0 if that is not known
	len() int
}
