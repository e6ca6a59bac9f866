package lexicon

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Syllables parses pinyin of any spelling into lower-case syllables: with marks ("nǐ hǎo", "nǐhǎo", "xī'ān"), with
// numbers ("ni3 hao3", "ni3hao3") or with neither ("nihao" becomes ["ni" "hao"]). ü may be written ü, u: or v and comes
// back as v; beside tone marks a syllable without one is neutral, so that "māma" is ["ma1" "ma5"]. A joined word is read
// by the rule of the orthography that only an apostrophe starts a syllable without a consonant, failing that without
// the rule: "fangan" is ["fan" "gan"], "tianan" is ["tian" "an"]. It returns nil if any letter or digit is not pinyin.
func Syllables(pinyin string) []string {
	runs, ok := letterRuns(pinyin)
	if !ok {
		return nil
	}
	var all []string
	anyMark := false
	for _, run := range runs {
		lengths := run.split(len(all) > 0)
		if lengths == nil {
			return nil
		}
		for _, n := range lengths {
			tone := run.mark(0, n)
			anyMark = anyMark || tone > 0
			if run.digit > 0 && n == len(run.letters) {
				if tone > 0 {
					return nil
				}
				tone = run.digit
			}
			all = append(all, run.plain(0, n)+toneDigit(tone))
			run.letters = run.letters[n:]
		}
	}
	for i, s := range all {
		if anyMark && !unicode.IsDigit(rune(s[len(s)-1])) {
			all[i] = s + "5"
		}
	}
	return all
}

// toneDigit writes a tone, and nothing for none.
func toneDigit(tone int) string {
	if tone == 0 {
		return ""
	}
	return strconv.Itoa(tone)
}

// A letterRun is some letters of pinyin up to a digit or to what is neither.
type letterRun struct {
	letters []letter
	digit   int // the tone that follows the last letter, or 0
}

// A letter is a letter in lower case, ü as v, and the tone that its mark stands for, or 0.
type letter struct {
	rune
	tone int
}

// letterRuns parts pinyin into its runs of letters. It reports false if a digit stands where none can.
func letterRuns(pinyin string) ([]letterRun, bool) {
	var runs []letterRun
	open := false // whether the last run goes on
	for _, r := range norm.NFD.String(strings.ReplaceAll(strings.ToLower(pinyin), "u:", "v")) {
		switch {
		case unicode.IsDigit(r):
			if !open || r < '0' || r > '5' {
				return nil, false
			}
			runs[len(runs)-1].digit = int("512345"[r-'0'] - '0')
			open = false
		case unicode.IsLetter(r):
			if !open {
				runs, open = append(runs, letterRun{}), true
			}
			run := &runs[len(runs)-1]
			run.letters = append(run.letters, letter{rune: lookalike(r)})
		case unicode.Is(unicode.Mn, r):
			if !open || !runs[len(runs)-1].compose(r) {
				return nil, false
			}
		default:
			open = false
		}
	}
	return runs, true
}

// lookalike returns the plain form of two letters that schoolbook fonts of pinyin prefer.
func lookalike(r rune) rune {
	switch r {
	case 'ɑ':
		return 'a'
	case 'ɡ':
		return 'g'
	}
	return r
}

// compose puts a combining mark on the last letter, and reports whether it can bear it. A breve counts as the mark of
// the third tone, which many keyboards lack.
func (run *letterRun) compose(mark rune) bool {
	last := &run.letters[len(run.letters)-1]
	switch {
	case mark == '\u0308' && last.rune == 'u' && last.tone == 0:
		last.rune = 'v'
		return true
	case mark == '\u0302' && last.rune == 'e' && last.tone == 0:
		last.rune = 'ê'
		return true
	case mark == '\u0306':
		mark = '\u030c'
	}
	for tone, m := range marks {
		if m == string(mark) && last.tone == 0 {
			last.tone = tone
			return true
		}
	}
	return false
}

// split returns the lengths of the syllables of a run, nil if it is not pinyin. An r by itself is a syllable only at the
// end of a run, after another syllable.
func (run *letterRun) split(follows bool) []int {
	if len(run.letters) == 1 && run.letters[0].rune == 'r' && !follows {
		return nil
	}
	if lengths := run.longest(false); lengths != nil {
		return lengths
	}
	return run.longest(true)
}

// longest splits a run into the longest syllables first, as far as the rest allows. Unless lenient, a later syllable
// starts with a consonant.
func (run *letterRun) longest(lenient bool) []int {
	const longestSyllable = len("zhuang")
	end := len(run.letters)
	step := make([]int, end+1) // how long the syllable is that starts here; 0 if the rest cannot be split
	step[end] = 1
	for i := end - 1; i >= 0; i-- {
		for n := min(longestSyllable, end-i); n > 0 && step[i] == 0; n-- {
			if step[i+n] > 0 && run.syllable(i, n) && (i == 0 || lenient || !run.bare(i, n)) {
				step[i] = n
			}
		}
	}
	if step[0] == 0 {
		return nil
	}
	var lengths []int
	for i := 0; i < end; i += step[i] {
		lengths = append(lengths, step[i])
	}
	return lengths
}

// syllable reports whether n letters from i on are a syllable with at most one mark, and that on a vowel if it has any.
func (run *letterRun) syllable(i, n int) bool {
	letters := run.plain(i, n)
	if sounds[letters] == "" || run.mark(i, n) < 0 || letters == "r" && i+n < len(run.letters) {
		return false
	}
	return nasal(letters) || !slices.ContainsFunc(run.letters[i:i+n], func(l letter) bool {
		return l.tone > 0 && !strings.ContainsRune("aeiouvê", l.rune)
	})
}

// bare reports whether the syllable of n letters from i on starts without a consonant.
func (run *letterRun) bare(i, n int) bool {
	letters := run.plain(i, n)
	return strings.IndexAny(letters, "aeoê") == 0 || nasal(letters)
}

// plain returns n letters from i on without their tones.
func (run *letterRun) plain(i, n int) string {
	var b strings.Builder
	for _, l := range run.letters[i : i+n] {
		b.WriteRune(l.rune)
	}
	return b.String()
}

// mark returns the tone that n letters from i on are marked with, 0 for none, -1 for more than one mark.
func (run *letterRun) mark(i, n int) int {
	tone := 0
	for _, l := range run.letters[i : i+n] {
		switch {
		case l.tone == 0:
		case tone > 0:
			return -1
		default:
			tone = l.tone
		}
	}
	return tone
}
