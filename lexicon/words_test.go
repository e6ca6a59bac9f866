package lexicon

import (
	"strings"
	"testing"
)

// TestWords reads and glosses with the core lexicon.
func TestWords(t *testing.T) {
	t.Parallel()
	d := coreDictionary(t, Entry{ID: "cat-tax", Simplified: "猫税", Traditional: "貓稅", Pinyin: []string{"mao1", "shui4"}, Glosses: []string{"cat tax (a joke)"}, Source: Slang})
	tests := []struct{ text, want string }{
		{"你好", "你好 ni3 hao3 = hello"},
		{"看猫税", "看 kan4 = to look|猫税 mao1 shui4 = cat tax"},
		{"二十五", "二十五 er4 shi2 wu3 = 25"},
		{"试试", "试试 shi4 shi5 = to have a try"},
		{"高高兴兴", "高高兴兴 gao1 gao1 xing4 xing4 = glad"},
		{"张伟明", "张 Zhang1 = surname Zhāng|伟明 Wei3 ming2 = (a name)"},
		{"两张", "两 liang3 = two|张 zhang1 = (measure for flat things)"},
		{"三分之一", "三分之一 san1 fen1 zhi1 yi1 = 1/3"},
		{"hi 5 😂", "hi|5|😂"},
	}
	for _, test := range tests {
		var got []string
		for _, w := range d.Words(test.text) {
			if w.Kind == Space {
				continue
			}
			s := strings.TrimSpace(w.Text + " " + strings.Join(w.Pinyin, " "))
			if w.Gloss != "" {
				s += " = " + w.Gloss
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "|"); s != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.text, s, test.want)
		}
	}
}

// TestLetters finds an overlay's words without hanzi, and not within longer words and numbers.
func TestLetters(t *testing.T) {
	t.Parallel()
	var slang []Entry
	for _, word := range []string{"yyds", "xswl", "666", "emo", "u1s1", "no cap"} {
		slang = append(slang, Entry{ID: word, Simplified: word, Traditional: word, Glosses: []string{"slang"}, Source: Slang})
	}
	for name, d := range map[string]*Dictionary{"core": coreDictionary(t, slang...), "glossary": coreDictionary(t).With(slang...)} {
		for text, want := range map[string]string{
			"yyds": "yyds", "YYDS!": "YYDS", "你yyds吗": "yyds", "xswl 666": "xswl|666", "我emo了": "emo", "u1s1,好": "u1s1", "that is No Cap": "No Cap",
			"emote": "", "16660": "", "666.5": "", "yydsx": "", "no captain": "", "xyyds": "", "666元": "666",
		} {
			var got []string
			for _, w := range d.Words(text) {
				if w.Entry.Source == Slang {
					got = append(got, w.Text)
				}
			}
			if s := strings.Join(got, "|"); s != want {
				t.Errorf("%s: slang in %q is %q, want %q", name, text, s, want)
			}
		}
	}
}

func TestBriefSense(t *testing.T) {
	t.Parallel()
	tests := []struct {
		glosses []string
		want    string
	}{
		{[]string{"to see; to look at", "to read"}, "to see"},
		{[]string{"cat (the animal)"}, "cat"},
		{[]string{"(coll.) to chat"}, "to chat"},
		{[]string{"(counts animals)"}, "(counts animals)"},
		{[]string{"(marks a question)", "huh"}, "(marks a question)"},
		{[]string{"Xinhua News Agency, the press agency of the state"}, "Xinhua News Agency"},
		{[]string{"Donald Trump (born 1946), American businessman and president"}, "Donald Trump"},
		{[]string{"lit. to paint a dragon", "fig. to give the last touch"}, "to give the last touch"},
		{[]string{"surname Li", "plum"}, "plum"},
		{[]string{"(old) prince", "king"}, "king"},
		{[]string{"surname Li"}, "surname Li"},
		{nil, ""},
	}
	for _, test := range tests {
		if got := briefSense(test.glosses); got != test.want {
			t.Errorf("%q in brief is %q, want %q", test.glosses, got, test.want)
		}
	}
}

func TestNumeralValue(t *testing.T) {
	t.Parallel()
	for numeral, want := range map[string]string{
		"二十五": "25", "十": "10", "一百零五": "105", "三千": "3000", "两万五千": "25000", "一百二十万": "1200000", "三亿": "300000000",
		"二〇二六": "2026", "一二三": "123", "五": "5", "兩百": "200", "第一": "no. 1", "十几": "", "百分之五": "5%", "三分之一": "1/3", "12": "", "": "", "第": "", "千万亿亿亿亿亿": "",
	} {
		if got := numeralValue(numeral); got != want {
			t.Errorf("%s is %q, want %q", numeral, got, want)
		}
	}
}
