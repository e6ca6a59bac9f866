package lexicon

import (
	"slices"
	"strings"
)

// Sandhi returns the syllables as they are said: 你好 ni2 hao3, 一个 yi2 ge5, 不是 bu2 shi4, 好不好 hao3 bu5 hao3. Hanzi
// has one character a syllable; spaces in it may part the words, which makes rows of third tones come out better. If
// hanzi does not fit the syllables, only third tones change.
func Sandhi(syllables []string, hanzi string) []string {
	said := slices.Clone(syllables)
	if chars := []rune(strings.ReplaceAll(hanzi, " ", "")); len(chars) == len(said) {
		for i, c := range chars {
			switch c {
			case '一':
				said[i] = sayYi(said, chars, i)
			case '不':
				said[i] = sayBu(said, chars, i)
			}
		}
	}
	thirds(said, feet(said, hanzi))
	return said
}

// sayYi returns the syllable of 一 at i: the second tone before a fourth, the fourth before the others, neutral in
// 看一看; the first wherever it counts or ends a word.
func sayYi(said []string, chars []rune, i int) string {
	const (
		counting = "第初十百零〇○一二三四五六七八九期周週之唯统統专專单單万萬划劃惟均归歸" // before it: 十一, 统一
		counted  = "月号號楼樓零〇○一二三四五六七八九"                   // behind it: 一月, 一九八四
	)
	switch {
	case said[i] != "yi1", i+1 == len(said):
		return said[i]
	case i > 0 && chars[i-1] == chars[i+1] && (i == 1 || chars[i-2] != '一'):
		return "yi5"
	case i > 0 && strings.ContainsRune(counting, chars[i-1]), strings.ContainsRune(counted, chars[i+1]):
		return said[i]
	}
	switch spokenTone(said[i+1]) {
	case 1, 2, 3:
		return "yi4"
	case 4, 5: // the neutral 个 of 一个 has been a fourth tone
		return "yi2"
	}
	return said[i]
}

// sayBu returns the syllable of 不 at i: the second tone before a fourth, neutral in 好不好.
func sayBu(said []string, chars []rune, i int) string {
	switch {
	case said[i] != "bu4", i+1 == len(said):
		return said[i]
	case i > 0 && chars[i-1] == chars[i+1]:
		return "bu5"
	case spokenTone(said[i+1]) == 4:
		return "bu2"
	}
	return said[i]
}

// spokenTone returns the tone of a numbered syllable, 0 if it has none.
func spokenTone(s string) int {
	_, tone, ok := cut(s)
	if !ok {
		return 0
	}
	return tone
}

// feet returns where the rhythmic groups of a text end: words of two syllables and more are groups, single ones go in
// pairs, and so does everything if hanzi does not tell the words.
func feet(said []string, hanzi string) []int {
	var ends []int
	at, single := 0, false // single: the last group is one syllable that may still find a partner
	for _, word := range strings.Fields(hanzi) {
		n := len([]rune(word))
		at += n
		if n == 1 && single {
			ends[len(ends)-1] = at
			single = false
			continue
		}
		single = n == 1
		ends = append(ends, at)
	}
	if at == len(said) && len(ends) > 1 || at == len(said) && at <= 3 {
		return ends
	}
	ends = nil
	for at := 2; at < len(said); at += 2 {
		ends = append(ends, at)
	}
	return append(ends, len(said))
}

// thirds turns third tones before third tones into second ones, first inside each group, then from one to the next.
func thirds(said []string, ends []int) {
	start := 0
	for _, end := range ends {
		for i := start; i+1 < end; i++ {
			if spokenTone(said[i]) == 3 && spokenTone(said[i+1]) == 3 {
				said[i] = said[i][:len(said[i])-1] + "2"
			}
		}
		start = end
	}
	for i := len(ends) - 2; i >= 0; i-- {
		last := ends[i] - 1
		if spokenTone(said[last]) == 3 && spokenTone(said[last+1]) == 3 {
			said[last] = said[last][:len(said[last])-1] + "2"
		}
	}
}
