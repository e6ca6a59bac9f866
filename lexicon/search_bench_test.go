package lexicon

import (
	"runtime"
	"runtime/debug"
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
	"一", "不", "中", "中国", "大", "小红", "nh", "zg", "c", "ch", "chi", "child", "b", "d", "e", "g", "h", "i", "j", "l", "m", "n", "o", "p", "y",
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

// BenchmarkMemory counts what the whole dictionary keeps in memory after 10,000 look-ups of all kinds: on the heap, and
// with the pages of its file.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		heap, all := memory(b)
		d := builtDictionary(b)
		for i := range 2500 {
			d.Lookup(mixed[i%len(mixed)])
			d.Search(englishList()[i].english, 10)
			d.Complete(englishList()[i].chinese[0], 25)
			d.Words(prose)
		}
		heapAfter, allAfter := memory(b)
		b.ReportMetric(heapAfter-heap, "heap-MB")
		b.ReportMetric(allAfter-all, "resident-MB")
		d.Release() // it is still open
	}
}

// memory is what the heap and the process have, in MB, without garbage.
func memory(b *testing.B) (heap, all float64) {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	all, _ = resident(b)
	return float64(m.HeapAlloc) / (1 << 20), all
}

// measure asks n questions in turn and reports what processor time all but the hardest hundredth take.
func measure(b *testing.B, n int, ask func(i int)) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for i := range n {
		ask(i) // pages of the file come into memory
	}
	b.ReportAllocs()
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := threadTime()
		ask(i % n)
		took = append(took, threadTime()-start)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-cpu-µs")
}
