package news

import "magpie/lexicon"

// A Reader reads items: it finds in a text what does not depend on how, or in which
// language, it is said. It remembers what it read last, and is safe for concurrent use.
// Make one with [NewReader].
type Reader struct {
	dictionary func() *lexicon.Dictionary
	concepts   *Concepts
}

// NewReader returns a Reader that cuts Chinese into the words of the dictionary that is there at
// the time.
func NewReader(dictionary func() *lexicon.Dictionary) (*Reader, error) {
	concepts, err := LoadConcepts()
	if err != nil {
		return nil, err
	}
	return &Reader{dictionary: dictionary, concepts: concepts}, nil
}
