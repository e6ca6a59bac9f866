package lexicon

import "time"

// An Entry is what a dictionary says of one word with one reading.
type Entry struct {
	ID          string    // overlay entries: what the caller knows it by, such as the id of a slang term; else empty
	Simplified  string    // never empty
	Traditional string    // never empty
	Pinyin      []string  // numbered syllables: "ni3", "hao3"; ü is v, the neutral tone 5, erhua "r5"; a Latin letter stands as it is
	Taiwan      []string  // how it is read in Taiwan where that differs, else nil
	Also        []string  // another reading that is heard as well, else nil
	Glosses     []string  // short English senses, the best first
	Measures    []Measure // its measure words
	Band        int       // how common it is, from 1, the most common, to 6; 0 if not known
	Mark        Mark      // why it is never volunteered; empty for most
	Source      Source
}

// A Measure is a word that counts others, such as 只 for animals.
type Measure struct {
	Simplified, Traditional string
	Pinyin                  []string
}

// A Mark says why an entry is shown only to those who ask for exactly it.
type Mark string

// The marks.
const (
	Vulgar     Mark = "vulgar"
	Derogatory Mark = "derogatory"
	Sexual     Mark = "sexual"
)

// A Source is the book an entry stands in.
type Source string

// The sources.
const (
	CEDICT   Source = "cc-cedict" // CC-CEDICT, CC BY-SA 4.0
	Own      Source = "core"      // our core lexicon
	Slang    Source = "slang"     // of the caller's overlay
	Glossary Source = "glossary"  // of the caller's overlay: a server's own words
)

// A Release says which edition of which data a dictionary was made from.
type Release struct {
	Source  Source
	Date    time.Time // of the upstream release; zero for the core lexicon
	Entries int
}
