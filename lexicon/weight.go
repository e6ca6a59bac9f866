package lexicon

import (
	"math"
	"strconv"
	"strings"

	"github.com/go-ego/gse"
)

// How common a word is, is 16 times the natural logarithm of how often it would be met in a text of 60 million words,
// from 1 (once or less, or in a list of words at all) to 255; 0 if nothing is known of it.
const (
	weightStep = 16
	weightAll  = 286 // of the whole text: 16 × ln 60,000,000
)

// commonness reads how common words are from the list that comes with go-ego/gse: in how few of many documents each was
// found, by inverse document frequency. The lines below are the best straight ones from there to the logarithm of
// counts, for single characters, which recur within a document, and for longer words.
func commonness(wanted map[string]uint8) {
	for line := range strings.Lines(gse.ZhIdf) {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, want := wanted[word]; !want {
			continue
		}
		idf, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue
		}
		log := 13.67 - 0.917*idf
		if hanziIn(word) == 1 {
			log = 14.5 - 0.956*idf
		}
		wanted[word] = weightOf(log)
	}
}

// weightOf turns the natural logarithm of a count into a weight.
func weightOf(log float64) uint8 {
	return uint8(min(max(math.Round(weightStep*log), 1), 255))
}

// bandOf makes six bands of weights, the first about 1,000 words wide, each of the next about twice the one before.
func bandOf(weight uint8) int {
	for i, floor := range []uint8{134, 125, 114, 101, 80} {
		if weight >= floor {
			return i + 1
		}
	}
	return 6
}
