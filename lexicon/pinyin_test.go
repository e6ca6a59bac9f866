package lexicon

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ syllables, apart, joined, numbers, zhuyin string }{
		{"ni3 hao3 ma5", "nǐ hǎo ma", "nǐhǎoma", "ni3 hao3 ma5", "ㄋㄧˇ ㄏㄠˇ ˙ㄇㄚ"},
		{"Xi1 an1", "Xī ān", "Xī'ān", "Xi1 an1", "ㄒㄧ ㄢ"},
		{"nv3 er2", "nǚ ér", "nǚ'ér", "nü3 er2", "ㄋㄩˇ ㄦˊ"},
		{"Lv3 shun4", "Lǚ shùn", "Lǚshùn", "Lü3 shun4", "ㄌㄩˇ ㄕㄨㄣˋ"},
		{"lve4 duo2", "lüè duó", "lüèduó", "lüe4 duo2", "ㄌㄩㄝˋ ㄉㄨㄛˊ"},
		{"wan2 r5", "wánr", "wánr", "wan2 r5", "ㄨㄢˊ ㄦ"},
		{"liu2 shui3 gui1 gou1", "liú shuǐ guī gōu", "liúshuǐguīgōu", "liu2 shui3 gui1 gou1", "ㄌㄧㄡˊ ㄕㄨㄟˇ ㄍㄨㄟ ㄍㄡ"},
		{"xiong2 mao1 yuan2", "xióng māo yuán", "xióngmāoyuán", "xiong2 mao1 yuan2", "ㄒㄩㄥˊ ㄇㄠ ㄩㄢˊ"},
		{"zhi1 shi5 chi1 ri4 zi4 ci2 si1", "zhī shi chī rì zì cí sī", "zhīshichīrìzìcísī", "zhi1 shi5 chi1 ri4 zi4 ci2 si1",
			"ㄓ ˙ㄕ ㄔ ㄖˋ ㄗˋ ㄘˊ ㄙ"},
		{"ju2 quan2 xun4 xue2", "jú quán xùn xué", "júquánxùnxué", "ju2 quan2 xun4 xue2", "ㄐㄩˊ ㄑㄩㄢˊ ㄒㄩㄣˋ ㄒㄩㄝˊ"},
		{"weng1 dong1 wen2", "wēng dōng wén", "wēngdōngwén", "weng1 dong1 wen2", "ㄨㄥ ㄉㄨㄥ ㄨㄣˊ"},
		{"ê4 m2 ng2 hm5", "ề ḿ ńg hm", "ề'ḿ'ńg'hm", "ê4 m2 ng2 hm5", "ㄝˋ ㄇˊ ㄫˊ ˙ㄏㄇ"},
		{"san1 D da3 yin4", "sān D dǎ yìn", "sān D dǎyìn", "san1 D da3 yin4", "ㄙㄢ D ㄉㄚˇ ㄧㄣˋ"},
		{"xx5 21 A V", "xx5 21 A V", "xx5 21 A V", "xx5 21 A V", "xx5 21 A V"},
	} {
		syllables := strings.Fields(test.syllables)
		for _, got := range []struct{ name, got, want string }{
			{"Marks", Marks(syllables), test.apart},
			{"JoinMarks", JoinMarks(syllables), test.joined},
			{"Numbers", Numbers(syllables), test.numbers},
			{"Zhuyin", Zhuyin(syllables), test.zhuyin},
		} {
			if got.got != got.want {
				t.Errorf("%s(%q) = %q, want %q", got.name, syllables, got.got, got.want)
			}
		}
	}
}

func TestSyllables(t *testing.T) {
	t.Parallel()
	for pinyin, want := range map[string]string{
		"nǐ hǎo":         "ni3 hao3",
		"Nǐhǎo!":         "ni3 hao3",
		"ni3hao3":        "ni3 hao3",
		"nihao":          "ni hao",
		"ni3 hao":        "ni3 hao",
		"māma":           "ma1 ma5",
		"Xī'ān":          "xi1 an1",
		"xi’an":          "xi an",
		"xian":           "xian",
		"fāng'àn":        "fang1 an4",
		"fǎngǎn":         "fan3 gan3",
		"tianan men":     "tian an men",
		"wánr":           "wan2 r5",
		"wan2r5":         "wan2 r5",
		"nǚ'ér":          "nv3 er2",
		"nu:3 er2":       "nv3 er2",
		"lv4se4":         "lv4 se4",
		"lüèduó":         "lve4 duo2",
		"ńg":             "ng2",
		"ế":              "ê2",
		"zhōngguórén":    "zhong1 guo2 ren2",
		"zhong1guo2-ren": "zhong1 guo2 ren",
		"xia4ba0":        "xia4 ba5",
		"hăo":            "hao3",
		"n\u030ci":       "",
		"hello":          "",
		"3c":             "",
		"ni9":            "",
		"nǐ3":            "",
		"你好":             "",
		"":               "",
		"r5":             "",
	} {
		if got := strings.Join(Syllables(pinyin), " "); got != want {
			t.Errorf("Syllables(%q) = %q, want %q", pinyin, got, want)
		}
	}
}

// Every word of random syllables must come back from every spelling.
func TestSpellingsRoundTrip(t *testing.T) {
	t.Parallel()
	letters := make([]string, 0, len(sounds))
	for s := range sounds {
		if s != "r" && !nasal(s) {
			letters = append(letters, s)
		}
	}
	slices.Sort(letters)
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		word := make([]string, 1+random.IntN(4))
		for i := range word {
			tone := 1 + random.IntN(5)
			if i == 0 {
				tone = 1 + random.IntN(4) // at least one mark tells marks from no tones
			}
			word[i] = letters[random.IntN(len(letters))] + strconv.Itoa(tone)
		}
		for _, spelling := range []string{Marks(word), JoinMarks(word), Numbers(word), strings.Join(word, "")} {
			if got := Syllables(spelling); !slices.Equal(got, word) {
				t.Fatalf("Syllables(%q) = %q, want %q", spelling, got, word)
			}
		}
	}
}

func TestZhuyinIsUnique(t *testing.T) {
	t.Parallel()
	if len(sounds) < 410 {
		t.Errorf("%d syllables, want at least 410", len(sounds))
	}
	seen := map[string]string{}
	for letters, symbols := range sounds {
		if other, ok := seen[symbols]; ok && letters != "r" && other != "r" {
			t.Errorf("%s and %s are both %s", letters, other, symbols)
		}
		seen[symbols] = letters
	}
}

func TestSandhi(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ hanzi, syllables, want string }{
		{"你好", "ni3 hao3", "ni2 hao3"},
		{"展览馆", "zhan3 lan3 guan3", "zhan2 lan2 guan3"},
		{"小 老虎", "xiao3 lao3 hu3", "xiao3 lao2 hu3"},
		{"我 很 好", "wo3 hen3 hao3", "wo2 hen2 hao3"},
		{"我 想 买 水果", "wo3 xiang3 mai3 shui3 guo3", "wo2 xiang2 mai3 shui2 guo3"},
		{"我想买水果", "wo3 xiang3 mai3 shui3 guo3", "wo2 xiang3 mai2 shui2 guo3"},
		{"一个", "yi1 ge5", "yi2 ge5"},
		{"一起", "yi1 qi3", "yi4 qi3"},
		{"一定", "yi1 ding4", "yi2 ding4"},
		{"一天", "yi1 tian1", "yi4 tian1"},
		{"统一", "tong3 yi1", "tong3 yi1"},
		{"第一次", "di4 yi1 ci4", "di4 yi1 ci4"},
		{"十一个", "shi2 yi1 ge4", "shi2 yi1 ge4"},
		{"一月", "yi1 yue4", "yi1 yue4"},
		{"看一看", "kan4 yi1 kan4", "kan4 yi5 kan4"},
		{"一天一天", "yi1 tian1 yi1 tian1", "yi4 tian1 yi4 tian1"},
		{"不是", "bu4 shi4", "bu2 shi4"},
		{"不好", "bu4 hao3", "bu4 hao3"},
		{"是不是", "shi4 bu4 shi4", "shi4 bu5 shi4"},
		{"我不", "wo3 bu4", "wo3 bu4"},
		{"", "ni3 hao3", "ni2 hao3"},
		{"一", "A", "A"},
	} {
		before := strings.Fields(test.syllables)
		syllables := slices.Clone(before)
		if diff := cmp.Diff(strings.Fields(test.want), Sandhi(syllables, test.hanzi)); diff != "" {
			t.Errorf("Sandhi of %s (-want +got):\n%s", test.hanzi, diff)
		}
		if !slices.Equal(before, syllables) {
			t.Errorf("Sandhi of %s changed its argument", test.hanzi)
		}
	}
}

// FuzzSyllables checks that what parses is made of syllables and that writing it out and parsing again gives the same.
func FuzzSyllables(f *testing.F) {
	for _, seed := range []string{"nǐ hǎo", "xi1an1", "wánr", "ü", "u:", "ê̌", "hng", "n\u0308", "1", "r r", "aaaaaaaaaaaaaaaaaaaaa"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pinyin string) {
		parsed := Syllables(pinyin)
		for i, s := range parsed {
			if sounds[strings.TrimRight(s, "12345")] == "" {
				t.Fatalf("Syllables(%q)[%d] = %q", pinyin, i, s)
			}
		}
		if got := Syllables(Numbers(parsed)); !slices.Equal(got, parsed) {
			t.Errorf("Syllables(%q) = %q, and of that again %q", pinyin, parsed, got)
		}
		Marks(parsed)
		JoinMarks(parsed)
		Zhuyin(parsed)
		Sandhi(parsed, pinyin)
	})
}
