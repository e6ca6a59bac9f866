package lexicon

import (
	"slices"
	"testing"
	"time"
)

// mixed are queries of every kind, the broadest among them.
var mixed = []string{
	"水", "中国", "我", "小红书", "喜歡", "一", "我喜欢你的猫", "nihao", "nǐ hǎo", "ni3hao3", "xian", "shi", "yi", "nver", "nh", "zg",
	"water", "to water", "children", "take a walk", "government", "of", "one", "red car", "people of china", "freind", "nihoa", "zzzzzz", "s", "a",
}

// typed are beginnings, from the first letter on.
var typed = []string{
	"z", "zh", "zho", "zhong", "zhongg", "zhongguo", "s", "sh", "shi", "a", "w", "wa", "wat", "water", "t", "to", "to w", "x", "xi", "xian",
	"一", "不", "中", "中国", "大", "小红", "nh", "zg", "c", "ch", "chi", "child",
}

func BenchmarkLookup(b *testing.B) {
	d := builtDictionary(b)
	words := []string{"猫", "中国", "小红书", "好", "行", "不知道", "電腦", "yyds", "没有这个词"}
	measure(b, len(words), func(i int) { d.Lookup(words[i]) })
}

func BenchmarkSearch(b *testing.B) {
	d := builtDictionary(b)
	measure(b, len(mixed), func(i int) { d.Search(mixed[i], 10) })
}

func BenchmarkChinese(b *testing.B) {
	d := builtDictionary(b)
	list := englishList()
	measure(b, len(list), func(i int) { d.Chinese(list[i].english, 5) })
}

func BenchmarkComplete(b *testing.B) {
	d := builtDictionary(b)
	measure(b, len(typed), func(i int) { d.Complete(typed[i], 25) })
}

// measure asks n questions in turn and reports how long all but the slowest hundredth take.
func measure(b *testing.B, n int, ask func(i int)) {
	for i := range n {
		ask(i) // pages of the file come into memory
	}
	b.ReportAllocs()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		ask(i % n)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
