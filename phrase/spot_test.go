package phrase

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSpot(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, test := range []struct {
		text string
		want []string // "what stands there=entry"
	}{
		{"我被这支口红种草了，yyds！", []string{"种草=zhongcao", "yyds=yyds"}},
		{"我被這支口紅種草了", []string{"種草=zhongcao"}},
		{"家人们谁懂啊", []string{"家人们谁懂啊=jiarenmen"}}, // the longest
		{"永远的神YYDS啊", []string{"永远的神=yyds", "YYDS=yyds"}},
		{"hhhhhhhh 2333333 66666", []string{"hhhhhhhh=hahaha", "2333333=hahaha", "66666=liuliuliu"}},
		{"哈哈哈哈哈哈哈太好笑", []string{"哈哈哈哈哈哈哈=hahaha"}},
		{"6", []string{"6=liu"}},
		{"又迟到，6。", []string{"6=liu"}},
		{"给我6个", nil},
		{"做完试卷了", nil},
		{"好，卷！", []string{"卷=neijuan"}},
		{"上海City不City？", []string{"City不City=city-bu-city"}},
		{"That slayed, no cap", []string{"slayed=slay", "no cap=no-cap"}},
		{"We should translay slaylist", nil},
		{"Y’all are bussin'", []string{"Y’all=yall", "bussin'=bussin"}},
		{"see https://example.org/slay/yyds and slay", []string{"slay=slay"}},
		{"HTTPS://example.org/slay种草", []string{"种草=zhongcao"}},
		{"ｙｙｄｓ", []string{"ｙｙｄｓ=yyds"}},
		{"别当舔狗", []string{"舔狗=tiangou"}},
		{"笑死💀", []string{"笑死=xswl", "💀=skull-emoji"}},
		{"number 1666 or 6661", nil},
		{"", nil},
	} {
		var got []string
		for _, f := range b.Spot(test.text) {
			got = append(got, test.text[f.Start:f.End]+"="+f.Slang.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Spot(%q): %s", test.text, diff)
		}
	}
}

// What an entry shows as its example must be found in a message.
func TestSpotFindsEveryExample(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, s := range b.Slang() {
		for _, text := range []string{s.Example.Text.Simplified, s.Example.Text.Traditional} {
			spotted := false
			for _, f := range b.Spot(text) {
				spotted = spotted || f.Slang.ID == s.ID
			}
			if !spotted {
				t.Errorf("%s is not spotted in its example %q", s.ID, text)
			}
		}
	}
}

func FuzzSpot(f *testing.F) {
	for _, seed := range []string{"种草yyds", "hhhh", "\xffslay\xc3", "https://", "6", "ｙ’all", "666 6 66666", "İslay", "city不city"} {
		f.Add(seed)
	}
	b := builtin(f)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, found := range b.Spot(text) {
			if found.Start < end || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%d to %d after %d in %q", found.Start, found.End, end, text)
			}
			end = found.End
			if term := text[found.Start:found.End]; utf8.ValidString(text) && !utf8.ValidString(term) {
				t.Errorf("%q is cut inside a character of %q", term, text)
			}
		}
	})
}

func BenchmarkSpot(b *testing.B) {
	book := builtin(b)
	text := strings.Repeat("我被这支口红种草了，yyds！ That slayed, no cap. ", 40)[:2000]
	for b.Loop() {
		book.Spot(text)
	}
}
