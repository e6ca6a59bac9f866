package lexicon

import (
	"os"
	"strings"
	"testing"
)

// Sentences of testdata/polyphones.txt are read right this often, with CC-CEDICT and without it.
const (
	polyphonesAim     = .98
	polyphonesCoreAim = .97
)

func TestPolyphones(t *testing.T) {
	t.Parallel()
	for name, test := range dictionaries(t, polyphonesAim, polyphonesCoreAim) {
		t.Run(name, func(t *testing.T) {
			right, all := 0, 0
			for sentence, want := range dataLines(readTestdata(t, "polyphones.txt")) {
				before, rest, _ := strings.Cut(sentence, "[")
				char, after, _ := strings.Cut(rest, "]")
				got := readingAt(test.dictionary.Words(before+char+after), len([]rune(before)))
				all++
				if got == want {
					right++
				} else {
					t.Logf("%s: %s, want %s", sentence, got, want)
				}
			}
			t.Logf("%d of %d right", right, all)
			if share := float64(right) / float64(all); share < test.aim {
				t.Errorf("%.1f%% right, want %.1f%%", 100*share, 100*test.aim)
			}
		})
	}
}

// readingAt returns the syllable of the hanzi that is the n-th code point of the text.
func readingAt(words []Word, n int) string {
	for _, w := range words {
		syllable := 0
		for i, c := range []rune(w.Text) {
			if !isHan(c) {
				continue
			}
			if w.Start+i == n && syllable < len(w.Pinyin) {
				return strings.ToLower(w.Pinyin[syllable])
			}
			syllable++
		}
	}
	return ""
}

type dictionaryTest struct {
	dictionary *Dictionary
	aim        float64
}

// dictionaries returns the core lexicon and, if it has been built, the real dictionary, each with what is asked of it.
func dictionaries(t *testing.T, aim, coreAim float64) map[string]dictionaryTest {
	t.Helper()
	core, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]dictionaryTest{"core": {core, coreAim}}
	const file = "../build/data/dictionary.magpie"
	switch d, err := Open(file); {
	case err == nil:
		t.Cleanup(func() { d.Close() })
		all["cc-cedict"] = dictionaryTest{d, aim}
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Logf("without CC-CEDICT: %v", err)
	}
	return all
}

func readTestdata(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRead(t *testing.T) {
	t.Parallel()
	r := newReadings()
	entry := func(source Source, pinyin string) Entry { return Entry{Source: source, Pinyin: strings.Fields(pinyin)} }
	for _, test := range []struct {
		name, tokens string // the last of the tokens but those behind a bar is read
		candidates   []Entry
		want         string
		which        int
	}{
		{"the default of a character", "曾", []Entry{entry(CEDICT, "Zeng1"), entry(CEDICT, "ceng2")}, "ceng2", 1},
		{"the only entry of a word", "哈囉", []Entry{entry(CEDICT, "ha1 luo5")}, "ha1 luo5", 0},
		{"a word of ours", "东西", []Entry{entry(CEDICT, "dong1 xi1"), entry(CEDICT, "dong1 xi5")}, "dong1 xi5", 1},
		{"a rule before it", "东西|走向", []Entry{entry(CEDICT, "dong1 xi1"), entry(CEDICT, "dong1 xi5")}, "dong1 xi1", 0},
		{"a phrase before both", "洪 洞|县", nil, "tong2", -1},
		{"a capital stays", "重庆", []Entry{entry(CEDICT, "Chong2 qing4")}, "Chong2 qing4", 0},
		{"the caller's word before all", "东西", []Entry{entry(Glossary, "dong1 xi1"), entry(CEDICT, "dong1 xi5")}, "dong1 xi1", 0},
		{"the nearest entry", "谁", []Entry{entry(CEDICT, "shei2")}, "shui2", 0},
		{"an unknown word", "曌曌", nil, "zhao4 zhao4", -1},
		{"an unknown character", "々", nil, "?", -1},
		{"only the hanzi", "3D打印", []Entry{entry(CEDICT, "san1 D da3 yin4")}, "da3 yin4", 0},
		{"letters are none", "卡拉OK", []Entry{entry(CEDICT, "ka3 la1 O K")}, "ka3 la1", 0},
		{"a space does not part", "20   只", nil, "zhi1", -1},
		{"traditional context", "還 沒 乾", nil, "gan1", -1},
		{"simplified context", "年号 乾", nil, "qian2", -1},
	} {
		before, after, _ := strings.Cut(test.tokens, "|")
		tokens := tokensOf(before)
		got, which := r.read(append(tokens, tokensOf(after)...), len(tokens)-1, test.candidates)
		if strings.Join(got, " ") != test.want || which != test.which {
			t.Errorf("%s: %s is %q (candidate %d), want %q (%d)", test.name, test.tokens, got, which, test.want, test.which)
		}
	}
}

func tokensOf(text string) []token {
	var all []token
	for _, word := range strings.Fields(text) {
		all = append(all, token{text: word, kind: Hanzi})
	}
	return all
}

// TestReadingsData checks the form of the data files and of the rules.
func TestReadingsData(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, text := range []string{readingsText, wordsText} {
		for line := range strings.Lines(text) {
			forms, pinyin, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
			if strings.HasPrefix(line, "#") {
				continue
			}
			if !ok {
				t.Errorf("%q has no tab", line)
			}
			for _, word := range strings.Fields(forms) {
				if seen[word] {
					t.Errorf("%s stands twice", word)
				}
				seen[word] = true
				checkReading(t, word, pinyin)
			}
		}
	}
	for _, rules := range [][]rule{grammarRules, charRules, surnameRules, wordRules} {
		for _, r := range rules {
			for _, word := range strings.Fields(r.words) {
				checkReading(t, word, r.reading)
			}
		}
	}
}

// checkReading checks that a reading has a syllable for each hanzi.
func checkReading(t *testing.T, word, pinyin string) {
	t.Helper()
	syllables := strings.Fields(pinyin)
	if len(syllables) != len([]rune(word)) {
		t.Errorf("%s is read %q", word, pinyin)
	}
	for _, s := range syllables {
		if _, _, ok := cut(s); !ok {
			t.Errorf("%s: %q is no syllable", word, s)
		}
	}
	if strings.ContainsFunc(word, func(c rune) bool { return !isHan(c) }) {
		t.Errorf("%q is not all hanzi", word)
	}
}
