// Package lexicon is a dictionary of Chinese and English and what can be done with one: cutting a text into words,
// reading them, glossing them, changing between the two scripts, and looking words up.
//
// [Build] makes one compact file of a CC-CEDICT text; [Open] opens it in a few milliseconds and reads straight from it,
// so that it costs little memory. Without it there is [Core], a lexicon of our own of some 2,500 words, which does all the
// same. Both take an overlay of the caller's words, such as slang, and [Dictionary.With] lays a server's glossary on top.
//
//	d, err := lexicon.Open(file, slang...)
//	if errors.Is(err, lexicon.ErrNotBuilt) {
//		d, err = lexicon.Core(slang...)
//	}
//	for _, w := range d.Words("今天天气真好") { … }
//
// # What it knows
//
// Entries, senses and measure words are those of CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0), edited when it is built:
// a sense that only refers to another entry is given that entry's senses; notes on measure words and readings become
// fields; rare readings of a word come last; what is vulgar, derogatory or sexual is marked, and found only by those who
// ask for exactly it. How common words are comes from the document frequencies in go-ego/gse (Apache-2.0). Everything
// in the folder data is our own.
//
// # How it works
//
// A dictionary is a stack of books: overlays on top, the dictionary at the bottom. A book is a few sections of bytes, the
// same in a file and in memory (see file.go and pack.go): headwords of both scripts in order, the entries of each, and
// an index for searching. [Dictionary.Words] finds the likeliest path through all headwords of all books (segment.go),
// and knows how names, numerals and doubled words are made (names.go). Change of script takes the words so found, with
// the lists traditional.txt and regional.txt as two more books on top.
//
// Texts come from strangers: none makes it fail, and all take time in proportion to their length. A damaged file is
// refused, and nothing in one can make it panic.
package lexicon
