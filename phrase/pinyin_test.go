package phrase

import (
	"strings"
	"testing"
)

func TestSyllables(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pinyin, want string }{
		{"nǐ hǎo", "nǐ hǎo"},
		{"Zhōngwén", "zhōng wén"},
		{"nǚ'ér", "nǚ ér"},
		{"Xī'ān", "xī ān"},
		{"xiān", "xiān"},
		{"fāngàn", "fān gàn"}, // fāng'àn would need its apostrophe
		{"fāng'àn", "fāng àn"},
		{"shēngrì", "shēng rì"},
		{"dàngrán", "dàng rán"},
		{"nǎr", "nǎ r"},
		{"huār", "huā r"},
		{"Éhài'é", "é hài é"},
		{"lüè", "lüè"},
		{"lüe", "lüe"},
		{"Duìbuqǐ!", "duì bu qǐ"},
		{"", ""},
		{"nh", "not pinyin"},
		{"nǐhǎox", "not pinyin"},
		{"nǐhaó", "nǐ haó"}, // the mark on the wrong vowel is forgiven
		{"hāǎo", "not pinyin"},
		{"你好", "not pinyin"},
	} {
		parts, ok := Syllables(test.pinyin)
		got := strings.Join(parts, " ")
		if !ok {
			got = "not pinyin"
		}
		if got != test.want {
			t.Errorf("Syllables(%q) = %q, want %q", test.pinyin, got, test.want)
		}
	}
}

func TestTones(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pinyin, stripped, numbered string }{
		{"nǐ hǎo ma?", "ni hao ma?", "ni3 hao3 ma5?"},
		{"Nǚ'ér", "Nü'er", "nü3'er2"},
		{"gàosu", "gaosu", "gao4su5"},
		{"zhèr", "zher", "zhe4r5"},
		{"666", "666", "666"},
		{"TikTok nànmín", "TikTok nanmin", "tiktok nan4min2"},
	} {
		if got := StripTones(test.pinyin); got != test.stripped {
			t.Errorf("StripTones(%q) = %q, want %q", test.pinyin, got, test.stripped)
		}
		if got := Numbered(test.pinyin); got != test.numbered {
			t.Errorf("Numbered(%q) = %q, want %q", test.pinyin, got, test.numbered)
		}
	}
}

func FuzzSyllables(f *testing.F) {
	for _, seed := range []string{"nǐ hǎo", "nǚ'ér", "zhuāngzhuāngzhuāng", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\xff", "r"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parts, ok := Syllables(s)
		if !ok {
			return
		}
		letters := strings.Join(parts, "")
		var want strings.Builder
		for piece, is := range runs(strings.ToLower(s)) {
			if is {
				want.WriteString(piece)
			}
		}
		if letters != want.String() {
			t.Errorf("the syllables of %q are %q", s, parts)
		}
	})
}
