package lexicon

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestSegment cuts the sentences of testdata/segment.txt with the whole dictionary. A line is the words of a sentence
// with a bar between them; spaces are words.
func TestSegment(t *testing.T) {
	t.Parallel()
	d := builtDictionary(t)
	for _, want := range sentences(t, "testdata/segment.txt") {
		text := strings.ReplaceAll(want, "|", "")
		if got := bars(d, text); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// TestSegmentCore cuts with our core lexicon alone.
func TestSegmentCore(t *testing.T) {
	t.Parallel()
	d := coreDictionary(t)
	for _, want := range sentences(t, "testdata/segment_core.txt") {
		text := strings.ReplaceAll(want, "|", "")
		if got := bars(d, text); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

func sentences(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\n"); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

func bars(d *Dictionary, text string) string {
	var words []string
	for _, t := range segment(d.books, text) {
		words = append(words, t.text)
	}
	return strings.Join(words, "|")
}

func coreDictionary(t testing.TB, overlay ...Entry) *Dictionary {
	t.Helper()
	d, err := Core(overlay...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestKinds scans what is not Chinese.
func TestKinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Kind
	}{
		{"hello", Latin}, {"I'm", Latin}, {"café", Latin}, {"e-mail", Latin}, {"GPT4", Latin}, {"3D", Latin}, {"10km", Latin}, {"привет", Latin},
		{"12", Number}, {"1,000", Number}, {"3.5", Number}, {"50%", Number}, {"12:30", Number}, {"2026-09-10", Number}, {"１９９８", Number}, {"５０％", Number},
		{"😂", Emoji}, {"👩‍👩‍👧", Emoji}, {"👍🏽", Emoji}, {"🇹🇼", Emoji}, {"❤️", Emoji}, {"1️⃣", Emoji}, {"<:cat:123>", Emoji}, {"<a:dance:123>", Emoji},
		{" ", Space}, {" \n\t", Space}, {"　", Space},
		{"，", Other}, {"……", Other}, {"！！！", Other}, {"——", Other}, {"~~~", Other}, {"<@123>", Other}, {"<@!123>", Other}, {"<#9>", Other}, {"</digest create:1>", Other},
		{"<t:1700000000:R>", Other}, {"@magpie_bot", Other}, {"https://example.org/a?b=1&c", Other}, {"www.example.org", Other}, {"カタカナ", Other}, {"한국어", Other}, {"\xff", Other},
		{"葛\U000E0100", Hanzi}, {"猫", Hanzi}, {"〇", Hanzi}, {"𠮷", Hanzi},
	}
	for _, test := range tests {
		atoms := scan(test.text, nil)
		if len(atoms) != 1 || atoms[0].kind != test.want {
			t.Errorf("%q is %v, want one %s", test.text, atoms, test.want)
		}
	}
}

// TestScan cuts what stands together.
func TestScan(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"2026年", "2026|年"},
		{"看https://example.org/猫。", "看|https://example.org/|猫|。"},
		{"(https://example.org).", "(|https://example.org|)|."},
		{"@小红 你", "@小红| |你"},
		{"@小红你好吗", "@|小|红|你|好|吗"},
		{"@bob你好", "@bob|你|好"},
		{"a@b.org", "a|@b.org"},
		{"1, 2,34", "1|,| |2|,|34"},
		{"第3.名", "第|3|.|名"},
		{"T恤", "T|恤"},
		{"<3<<@1>", "<|3|<<|@1|>"},
		{"😂😂", "😂|😂"},
		{"a\u0301\u0302b", "a\u0301\u0302b"},
		{"\xed\xa0\x80猫", "\xed|\xa0|\x80|猫"},
	}
	for _, test := range tests {
		var got []string
		atoms := append(scan(test.text, nil), atom{start: int32(len(test.text))})
		for i := range len(atoms) - 1 {
			got = append(got, test.text[atoms[i].start:atoms[i+1].start])
		}
		if s := strings.Join(got, "|"); s != test.want {
			t.Errorf("%q is %s, want %s", test.text, s, test.want)
		}
	}
}

// FuzzSegment cuts any text: the pieces are the text, and places are counted right.
func FuzzSegment(f *testing.F) {
	d := coreDictionary(f, Entry{Simplified: "卡拉OK", Traditional: "卡拉OK", Pinyin: []string{"ka3", "la1", "O", "K"}, Glosses: []string{"karaoke"}})
	for _, text := range []string{
		"", prose, "卡拉ok", strings.Repeat("\u0301", 300), "猫" + strings.Repeat("\u0301", 300), "\xed\xa0\x80", "\U00030000\U0010FFFF", "\x00",
		"一二三四五六七八九十百千万亿〇零两几", "第第第一分之百分之", "要不要不要不要", "看看看看看看看", "<@<:<a:1>>", "@@@", "1.2.3,4:5%％", "\u200d\ufe0f\u20e3",
		"张伟明李强王秀英马斯克扎克伯格", "https://", "www.", "开开心心心心",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 { // more of the same
			return
		}
		at := 0
		var all strings.Builder
		for _, w := range d.Words(text) {
			if w.Start != at || w.Length != utf8.RuneCountInString(w.Text) || w.Text == "" {
				t.Fatalf("word %q of %q stands at %d, length %d; want %d", w.Text, text, w.Start, w.Length, at)
			}
			if n := hanziIn(w.Text); len(w.Pinyin) != 0 && len(w.Pinyin) != n {
				t.Errorf("word %q of %q is read %v", w.Text, text, w.Pinyin)
			}
			at += w.Length
			all.WriteString(w.Text)
		}
		if all.String() != text {
			t.Errorf("the words of %q are %q", text, all.String())
		}
		d.Traditional(text)
		d.Simplify(text)
		d.Regional(text)
		ScriptOf(text)
	})
}
