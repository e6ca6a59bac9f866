package lexicon

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// marks holds the combining mark of each tone. The neutral tone has none.
var marks = [...]string{1: "\u0304", 2: "\u0301", 3: "\u030c", 4: "\u0300", 5: ""}

// Marks writes numbered syllables with tone marks and spaces: ["ni3" "hao3"] becomes "nǐ hǎo". The r of 儿 joins the
// syllable before it. What is no numbered syllable, such as a Latin letter, stands as it is.
func Marks(syllables []string) string {
	var b strings.Builder
	for i, s := range syllables {
		if i > 0 && s != "r5" {
			b.WriteByte(' ')
		}
		b.WriteString(marked(s))
	}
	return b.String()
}

// JoinMarks writes the syllables of one word with tone marks and without spaces: ["xi1" "an1"] becomes "xī'ān", with
// the apostrophe that the orthography puts before a syllable without a consonant.
func JoinMarks(syllables []string) string {
	var b strings.Builder
	for i, s := range syllables {
		if i > 0 {
			b.WriteString(joint(syllables[i-1], s))
		}
		b.WriteString(marked(s))
	}
	return b.String()
}

// joint returns what stands between two neighbours within a word.
func joint(left, right string) string {
	_, _, leftOK := cut(left)
	letters, _, rightOK := cut(right)
	switch {
	case right == "r5", right == ",", right == "·", left == "·":
		return ""
	case !leftOK, !rightOK:
		return " "
	case strings.IndexAny(letters, "aeoê") == 0, nasal(letters):
		return "'"
	}
	return ""
}

// Numbers writes numbered syllables with spaces: ["nv3" "er2"] becomes "nü3 er2".
func Numbers(syllables []string) string {
	out := make([]string, len(syllables))
	for i, s := range syllables {
		if _, _, ok := cut(s); ok {
			s = umlaut.Replace(s)
		}
		out[i] = s
	}
	return strings.Join(out, " ")
}

var umlaut = strings.NewReplacer("v", "ü", "V", "Ü")

// marked writes one numbered syllable with its tone mark.
func marked(s string) string {
	letters, tone, ok := cut(s)
	if !ok {
		return s
	}
	end := bearer(letters)
	_, size := utf8.DecodeLastRuneInString(s[:end])
	from := end - size
	accented, ok := accents()[tone][s[from:end]]
	if !ok {
		return s // unreachable, except for letters that only look like ours
	}
	return umlaut.Replace(s[:from]) + accented + umlaut.Replace(s[end:len(s)-1])
}

// accents are the letters that bear marks, as they are written with that of each tone.
var accents = sync.OnceValue(func() (all [len(marks)]map[string]string) {
	for tone, mark := range marks {
		all[tone] = map[string]string{}
		for _, letter := range strings.Split("a e i o u v ê m n r A E I O U V Ê M N R", " ") {
			all[tone][letter] = norm.NFC.String(umlaut.Replace(letter) + mark)
		}
	}
	return all
})

// bearer returns where the letter ends that bears the tone mark: an a or e, the o of ou, else the last vowel, and the
// m or n of a syllable without one.
func bearer(letters string) int {
	for _, v := range []string{"a", "e", "ê", "ou"} {
		if at := strings.Index(letters, v); at >= 0 {
			return at + len(strings.TrimSuffix(v, "u"))
		}
	}
	if at := strings.LastIndexAny(letters, "iouv"); at >= 0 {
		return at + 1
	}
	return strings.IndexAny(letters, "mnr") + 1
}

// cut parts a numbered syllable into its letters, in lower case, and its tone, and reports whether it is one.
func cut(s string) (letters string, tone int, ok bool) {
	if s == "" {
		return "", 0, false
	}
	last := len(s) - 1
	letters, tone = strings.ToLower(s[:last]), int(s[last])-'0'
	return letters, tone, tone >= 1 && tone <= 5 && sounds[letters] != ""
}

// nasal reports whether a syllable, without its tone, has no vowel, as those of 嗯 and 哼.
func nasal(letters string) bool { return letters != "r" && !strings.ContainsAny(letters, "aeiouvê") }
