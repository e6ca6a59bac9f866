package lexicon

// A token is one word of a segmented text.
type token struct {
	text   string
	start  int // byte offset in the whole text
	at     int // code points before it
	length int // its code points
	kind   Kind
	book   *book // where its headword stands; nil if it is not known
	head   int   // number of its headword in the book; negative if it is not known
	form   form
}

// A form is what a token is made like, if it does not just stand in a dictionary.
type form uint8

const (
	formPlain   form = iota
	formName         // a surname, a given name, or a name from another language by its sound
	formDoubled      // a word said twice, whose headword is the word said once: 试试, 开开心心
)
