package lexicon

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readQueries reads a file of queries and acceptable answers.
func readQueries(t testing.TB, file string) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	queries := map[string][]string{}
	for query, fields := range lines(string(text)) {
		queries[query] = strings.Fields(fields[0])
	}
	if len(queries) < 150 {
		t.Fatalf("%s has %d queries", file, len(queries))
	}
	return queries
}

// TestEnglishQueries counts how often the first answer, or one of the first five, is acceptable.
func TestEnglishQueries(t *testing.T) {
	t.Parallel()
	d := builtDictionary(t)
	queries := readQueries(t, "testdata/english_queries.txt")
	first, five := 0, 0
	for query, wanted := range queries {
		got := wordsOf(d.Chinese(query, 5))
		wants := func(word string) bool { return slices.Contains(wanted, word) }
		if len(got) > 0 && wants(got[0]) {
			first++
		} else {
			t.Logf("%s: %v, want %v", query, got, wanted)
		}
		if slices.ContainsFunc(got, wants) {
			five++
		}
	}
	hit1, hit5 := 100*float64(first)/float64(len(queries)), 100*float64(five)/float64(len(queries))
	t.Logf("hit@1 %.1f %%, hit@5 %.1f %% of %d queries", hit1, hit5, len(queries))
	if hit1 < 95 || hit5 < 98 {
		t.Errorf("hit@1 %.1f %%, hit@5 %.1f %%, want 95 and 98", hit1, hit5)
	}
}

func TestChinese(t *testing.T) {
	t.Parallel()
	d := builtDictionary(t)
	for english, want := range map[string]string{
		"London": "伦敦", "london": "伦敦", "LONDON": "伦敦", "china": "中国", "john": "约翰", "monday": "星期一",
		"to water": "浇水", "a cat": "猫", "the cats": "猫", "went": "去", "running": "跑", "tired": "累", "building": "建筑", "evening": "晚上",
		"colour": "颜色", "organisation": "组织", "teeth": "牙齿", "wolves": "狼", "don't": "不要", "take a photo": "拍照", "ice cream": "冰淇淋",
	} {
		got := d.Chinese(english, 5)
		if len(got) == 0 || got[0].Simplified != want {
			t.Errorf("%s is %v, want %s first", english, wordsOf(got), want)
		}
		if words := wordsOf(got); len(slices.Compact(slices.Sorted(slices.Values(words)))) != len(words) {
			t.Errorf("%s: a word comes twice in %v", english, words)
		}
	}
	for _, english := range []string{"", "xqzt", "…", "fuck"} {
		if got := append(d.Chinese(english, 5), d.Search(english, 5)...); len(got) > 0 {
			t.Errorf("%q is %v", english, wordsOf(got))
		}
	}
}

func TestSenses(t *testing.T) {
	t.Parallel()
	for gloss, want := range map[string][]string{
		"cat":                           {"cat"},
		"to wait (for sb)":              {"+wait"},
		"to be happy":                   {"happy"},
		"taxes":                         {"taxes", "tax"},
		"a flower; blossom":             {"flower", "blossom"},
		"king or monarch":               {"king or monarch", "king", "monarch"},
		"London, capital of England":    {"^london capital of england", "^london"},
		"to listen to":                  {"+listen to", "+listen"},
		"(literary) the sea":            {"sea"},
		"Monday":                        {"^monday"},
		"DNA":                           {"dna"},
		"surname Li":                    {"^li"},
		"variant of 你":                  nil,
		"(vulgar) thing":                nil,
		"to fuck":                       nil,
		"classifier for animals":        nil,
		"(used after a verb)":           nil,
		"one two three four five six 7": nil,
		"café":                          {"cafe"},
		"sb's own":                      {"sbs own"},
		"((nested) label) word)":        {"word"},
	} {
		var got []string
		for _, s := range senses(&Entry{Glosses: []string{gloss}}) {
			mark := map[kind]string{isVerb: "+", isName: "^"}[s.kind]
			got = append(got, mark+s.key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", gloss, diff)
		}
	}
}

func TestLemmas(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{
		"children": "child", "went": "go", "better": "good", "cities": "city", "knives": "knife", "boxes": "box", "cats": "cat",
		"stopped": "stop", "making": "make", "tried": "try", "dying": "die", "biggest": "big", "happier": "happy", "faster": "fast",
		"quickly": "quick", "happily": "happy", "possibly": "possible", "colour": "color", "realise": "realize", "centre": "center",
		"took off": "take off", "ice creams": "ice cream", "used": "use", "buses": "bus",
	} {
		if !slices.ContainsFunc(lemmas(form), func(l lemma) bool { return l.word == want }) {
			t.Errorf("%s may be a form of %v, want %s among them", form, lemmas(form), want)
		}
	}
	for _, word := range []string{"", "a", "is", "us", "cat"} {
		for _, l := range lemmas(word) {
			if l.word == "" || l.word == word {
				t.Errorf("%q is a form of %q", word, l.word)
			}
		}
	}
}

func TestHard(t *testing.T) {
	t.Parallel()
	for _, easy := range []string{"cat", "Cats", "the", "children", "went", "running", "I", "don't", "happy", "happier", "2024", "1st", "", "!", "it's", "we're"} {
		if Hard(easy) {
			t.Errorf("%q is hard", easy)
		}
	}
	for _, hard := range []string{"refugee", "refugees", "algorithm", "throttled", "serendipity", "delulu"} {
		if !Hard(hard) {
			t.Errorf("%q is not hard", hard)
		}
	}
}

var englishShape = regexp.MustCompile(`^[123]\t[A-Za-zé][A-Za-zé0-9' .&/-]*\t\S+( \S+){0,4}$`)

// The word list has one line a word, in the format that its head tells.
func TestEnglishList(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(englishText) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		n++
		if !englishShape.MatchString(line) {
			t.Errorf("%q is not level, English and up to five words of Chinese", line)
			continue
		}
		fields := strings.Split(line, "\t")
		if key := strings.ToLower(fields[1]); seen[key] {
			t.Errorf("%s stands there twice", fields[1])
		} else {
			seen[key] = true
		}
		for _, word := range strings.Fields(fields[2]) {
			if ScriptOf(word) == Traditional || !HasHanzi(word) && foldEnglish(word) == "" {
				t.Errorf("%s: %s is not simplified Chinese", fields[1], word)
			}
		}
	}
	if n != len(englishList()) || n < 5000 {
		t.Errorf("%d lines, %d of them read, want all of at least 5,000", n, len(englishList()))
	}
}

func TestFormsList(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^(#.*|[a-z]+( [a-z]+)+)$`)
	for line := range strings.Lines(formsText) {
		if line = strings.TrimSuffix(line, "\n"); !shape.MatchString(line) {
			t.Errorf("%q is not a word and its forms", line)
		}
	}
	if n := len(irregular()); n < 250 {
		t.Errorf("%d irregular forms, want at least 250", n)
	}
}
