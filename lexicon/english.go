package lexicon

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldEnglish brings English to the form in which it is looked up: lower case, without accents and apostrophes, runs
// of anything but letters and digits as one space.
func foldEnglish(s string) string {
	if !isASCII(s) {
		s = norm.NFD.String(s)
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// stopWords are too common to lead to a word of Chinese from within a longer text.
var stopWords = wordSet(`a an the to of in on at by for with from as and or but if is are was were be been being am it its
	this that these those i you he she we they me him her us them my your his our their do does did not no so too very
	can could will would shall should may might must have has had what which who whom how when where why there here
	im youre hes shes theyre isnt arent wasnt werent ive youve weve theyve havent hasnt hadnt dont doesnt didnt cant cannot
	couldnt wont wouldnt shouldnt thats whats lets youll theyll
	sb sth sbs ones oneself etc eg ie esp one`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

//go:embed data/english.txt
var englishText string

// An englishLine is a line of our word list: an English word or phrase, how hard it is, and what it is in Chinese.
type englishLine struct {
	level   int // 1: a beginner knows it; 2: common; 3: harder
	english string
	chinese []string // simplified, best first
	key     string   // english folded
}

// englishList returns the lines of our word list in the order of their keys.
var englishList = sync.OnceValue(func() []englishLine {
	var all []englishLine
	for text := range strings.Lines(englishText) {
		fields := strings.Split(strings.TrimSpace(text), "\t")
		if len(fields) != 3 || len(fields[0]) != 1 {
			continue // a comment; a test reads the file more strictly
		}
		all = append(all, englishLine{
			level: int(fields[0][0] - '0'), english: fields[1], chinese: strings.Fields(fields[2]), key: foldSense(fields[1]),
		})
	}
	slices.SortStableFunc(all, func(a, b englishLine) int { return strings.Compare(a.key, b.key) })
	return all
})

// findEnglish returns what our word list says of a folded word.
func findEnglish(key string) (englishLine, bool) {
	list := englishList()
	i, found := slices.BinarySearchFunc(list, key, func(l englishLine, key string) int { return strings.Compare(l.key, key) })
	if !found {
		return englishLine{}, false
	}
	return list[i], true
}

// An englishAnswer is a Chinese word of our word list.
type englishAnswer struct{ line, place uint16 }

func (a englishAnswer) compare(b englishAnswer) int {
	return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.place, b.place))
}

func (a englishAnswer) word() string { return englishList()[a.line].chinese[a.place] }

// englishAnswers are all Chinese words of our word list, in their own order.
var englishAnswers = sync.OnceValue(func() []englishAnswer {
	var all []englishAnswer
	for line, l := range englishList() {
		for place := range l.chinese {
			all = append(all, englishAnswer{uint16(line), uint16(place)})
		}
	}
	slices.SortFunc(all, func(a, b englishAnswer) int { return strings.Compare(a.word(), b.word()) })
	return all
})

// englishFor returns where our word list has a Chinese word.
func englishFor(word string) []englishAnswer {
	all := englishAnswers()
	from, _ := slices.BinarySearchFunc(all, word, func(a englishAnswer, word string) int { return strings.Compare(a.word(), word) })
	to := from
	for to < len(all) && all[to].word() == word {
		to++
	}
	return all[from:to]
}

// listScore is the score of an answer of our word list, above all others.
func listScore(place int) int { return 255 - 2*min(place, 7) }

// Hard reports whether an English word may be new to a learner: neither it nor what it is a form of is among the basic
// words. Numbers are not hard; whether a word is a name is for the caller to know.
func Hard(english string) bool {
	key := foldEnglish(english)
	if key == "" || strings.ContainsFunc(key, unicode.IsDigit) {
		return false
	}
	basic := func(word string) bool {
		line, ok := findEnglish(word)
		return stopWords[word] || len(word) == 1 || ok && line.level == 1
	}
	return !basic(key) && !slices.ContainsFunc(lemmas(key), func(l lemma) bool { return basic(l.word) })
}
