package lexicon

import (
	"regexp"
	"slices"
	"strings"
)

// A draft is an entry on its way from a raw line to the dictionary.
type draft struct {
	*Entry
	refs []reference // to other entries, in place of senses
	cost int         // of its headword's readings, the cheapest comes first
	last bool        // proper name, surname, variant, or used in other words only: it ranks after other readings
}

var (
	spokenShape  = regexp.MustCompile(`(?:^|[;,] )?\(?(Taiwan|also|colloquial(?:ly)?|old|PRC|Mainland|often|sometimes|usually)(?: also)? pr\. \[([^\]]*)\](?: or \[[^\]]*\])?([^;)]*)\)?`)
	mentionShape = regexp.MustCompile(`([^\s\[\]|(),;"“”']+?)(?:\|([^\s\[\]|]+))?\[[^\]]*\]`)
	bracketShape = regexp.MustCompile(`\s*\[[^\]]*[1-5][^\]]*\]`)
	spacesShape  = regexp.MustCompile(` {2,}`)
)

// newDraft makes an entry of a line: measure words, readings and references are taken out of its senses.
func newDraft(r raw, e *Entry) draft {
	*e = Entry{Simplified: r.simplified, Traditional: r.traditional, Pinyin: r.pinyin, Source: CEDICT}
	d := draft{Entry: e}
	for _, sense := range r.senses {
		if strings.HasPrefix(sense, "CL:") {
			d.Measures = append(d.Measures, measuresIn(sense)...)
			continue
		}
		if ref, ok := readReference(sense); ok {
			d.refs = append(d.refs, ref)
			continue
		}
		gloss := d.spoken(sense)
		if gloss = cleanGloss(gloss); gloss != "" {
			d.Glosses = append(d.Glosses, gloss)
		}
	}
	d.Mark = markOf(labelsOf(d.Glosses))
	sortGlosses(d.Glosses)
	d.last = d.ranksLast()
	return d
}

// measuresIn reads "CL:個|个[ge4],位[wei4]".
func measuresIn(sense string) []Measure {
	var out []Measure
	for part := range strings.SplitSeq(strings.TrimPrefix(sense, "CL:"), ",") {
		word, rest, _ := strings.Cut(strings.TrimSpace(part), "[")
		traditional, simplified, two := strings.Cut(word, "|")
		if !two {
			simplified = traditional
		}
		if simplified != "" {
			out = append(out, Measure{simplified, traditional, readSyllables(strings.TrimSuffix(rest, "]"))})
		}
	}
	return out
}

// spoken takes the notes on readings out of a sense. Those that hold for the whole entry stand in a sense of their own.
func (d *draft) spoken(sense string) string {
	if !strings.Contains(sense, "pr. [") {
		return sense
	}
	for _, m := range spokenShape.FindAllStringSubmatch(sense, -1) {
		syllables := readSyllables(m[2])
		if m[0] != sense && strings.Contains(m[0], "(") || len(syllables) != len(d.Pinyin) {
			continue // of one sense only
		}
		switch m[1] {
		case "Taiwan":
			d.Taiwan = syllables
		case "also", "colloquial", "colloquially", "often", "sometimes":
			d.Also = syllables
		}
	}
	return strings.TrimSpace(spokenShape.ReplaceAllString(sense, ""))
}

// cleanGloss shortens what it says of other words: 上聲|上声[shang3 sheng1] is 上声.
func cleanGloss(gloss string) string {
	if !strings.ContainsRune(gloss, '[') {
		return gloss
	}
	gloss = mentionShape.ReplaceAllStringFunc(gloss, func(m string) string {
		part := mentionShape.FindStringSubmatch(m)
		if !HasHanzi(part[1]) {
			return m
		}
		if part[2] != "" {
			return part[2]
		}
		return part[1]
	})
	gloss = bracketShape.ReplaceAllString(gloss, "")
	return strings.Trim(spacesShape.ReplaceAllString(gloss, " "), " ;,")
}

// sortGlosses puts what a reader seldom wants last.
func sortGlosses(glosses []string) {
	if len(glosses) < 2 {
		return
	}
	costs := make(map[string]int, len(glosses))
	for _, g := range glosses {
		costs[g] = glossCost(g)
	}
	slices.SortStableFunc(glosses, func(a, b string) int { return costs[a] - costs[b] })
}

// lateLabels begin senses that are seldom meant, worst last.
var lateLabels = [][]string{
	{"(old)", "(archaic)", "(arch.)", "(classical)", "(literary)", "(historical)", "(in former times)", "(dialect)", "(Tw)", "(honorific)", "(humble)"},
	{"surname ", "two-character surname", "used in ", "(used in ", "Kangxi radical", "(Buddhism)"},
	{"(vulgar", "(derog", "(taboo", "(offensive", "(pejorative"},
}

func glossCost(gloss string) int {
	for i, labels := range lateLabels {
		for _, label := range labels {
			if strings.HasPrefix(gloss, label) {
				return i + 1
			}
		}
	}
	if labelOf(gloss) != "" {
		return len(lateLabels)
	}
	return 0
}

// ranksLast reports whether an entry comes after other readings of its headword.
func (d *draft) ranksLast() bool {
	if len(d.Glosses) == 0 {
		return true // only refers to others
	}
	if properName(d.Pinyin) || strings.HasPrefix(d.Glosses[0], "variant of ") {
		return true
	}
	cost := glossCost(d.Glosses[0])
	return cost >= 1
}

func properName(pinyin []string) bool {
	for _, s := range pinyin {
		if len(s) > 1 && 'A' <= s[0] && s[0] <= 'Z' && s[len(s)-1] <= '5' {
			return true
		}
	}
	return false
}

// labelStems begin labels in brackets that say why a sense is not for everyone.
var labelStems = []struct {
	stem string
	mark Mark
}{
	{"vulgar", Vulgar}, {"taboo", Vulgar}, {"obscene", Vulgar}, {"crude", Vulgar}, {"coarse", Vulgar},
	{"derog", Derogatory}, {"pejorative", Derogatory}, {"offensive", Derogatory}, {"racist", Derogatory},
	{"slur", Derogatory}, {"insulting", Derogatory}, {"disparaging", Derogatory},
	{"sexual", Sexual}, {"sex act", Sexual}, {"sex)", Sexual}, {"slang for sex", Sexual},
}

// labelWords say so by themselves.
var labelWords = map[string]Mark{
	"fuck": Vulgar, "fucking": Vulgar, "fucker": Vulgar, "motherfucker": Vulgar, "cunt": Vulgar, "shit": Vulgar, "bullshit": Vulgar,
	"masturbate": Sexual, "masturbation": Sexual, "fellatio": Sexual, "cunnilingus": Sexual, "ejaculate": Sexual,
	"ejaculation": Sexual, "orgasm": Sexual, "pornography": Sexual, "pornographic": Sexual, "dildo": Sexual, "whore": Sexual,
	"prostitute": Sexual, "prostitution": Sexual, "brothel": Sexual, "threesome": Sexual, "derogatory": Derogatory, "slur": Derogatory,
}

// labelOf is why a sense is not for everyone, as far as its own words say.
func labelOf(gloss string) Mark {
	for rest := gloss; ; {
		from := strings.IndexByte(rest, '(')
		if from < 0 {
			break
		}
		rest = rest[from:]
		to := strings.IndexByte(rest, ')') + 1
		if to == 0 {
			to = len(rest)
		}
		for _, l := range labelStems {
			if i := strings.Index(rest[:to], l.stem); i > 0 && !isLower(rest[i-1]) {
				return l.mark
			}
		}
		rest = rest[to:]
	}
	for word := range strings.FieldsFuncSeq(gloss, func(r rune) bool { return r < 'A' || r > 'z' }) {
		if mark, ok := labelWords[word]; ok {
			return mark
		}
	}
	return ""
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func labelsOf(glosses []string) []Mark {
	labels := make([]Mark, len(glosses))
	for i, g := range glosses {
		labels[i] = labelOf(g)
	}
	return labels
}

// markOf marks an entry whose first sense, or most of them, is marked.
func markOf(labels []Mark) Mark {
	n := 0
	mark := Mark("")
	for _, l := range labels {
		if l != "" {
			n++
			if mark == "" {
				mark = l
			}
		}
	}
	if n > 0 && (labels[0] != "" || 2*n > len(labels)) {
		return mark
	}
	return ""
}
