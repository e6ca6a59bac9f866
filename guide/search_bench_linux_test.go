package guide

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// lookups are what people may search for, up to the longest that they can type.
var lookups = []string{
	"cat tax", "猫", "验证码", "how do I save my videos before the app goes dark again?", "verfication code", "xiao hong shu", "insta",
	"qantum chromodinamics wtih asembled gibbersh evrywhere tonihgt",
	"怎么注册账号才能收到验证码然后发第一条笔记而不会被限流还要注意什么朋友在哪里我的视频怎么办最后怎么离开又不丢东西呢我想知道",
}

// BenchmarkGuideSearch searches all guides in all languages and takes an excerpt of each hit, as a page shows them. The
// percentiles are of all lookups, in time of the processor, which other programs do not lengthen, and of the clock.
func BenchmarkGuideSearch(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	l, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	l.Look(English, "first", 1) // builds the index
	var used, took []time.Duration
	for b.Loop() {
		for _, words := range lookups {
			began, before := time.Now(), threadTime(b)
			for _, hit := range l.Look("zh-CN", words, 8) {
				hit.Excerpt()
			}
			used, took = append(used, threadTime(b)-before), append(took, time.Since(began))
		}
	}
	percentile := func(of []time.Duration, p int) float64 {
		slices.Sort(of)
		return of[len(of)*p/100].Seconds() * 1000
	}
	b.ReportMetric(percentile(used, 50), "p50-cpu-ms")
	b.ReportMetric(percentile(used, 99), "p99-cpu-ms")
	b.ReportMetric(percentile(took, 99), "p99-ms")
}

// BenchmarkGuideIndex builds the index of all guides in all languages.
func BenchmarkGuideIndex(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	l, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	before := threadTime(b)
	for b.Loop() {
		size = 0
		for _, in := range l.guides {
			for _, g := range in {
				x := newIndex(g)
				size += 4*len(x.postings) + len(x.words)
			}
		}
	}
	b.ReportMetric((threadTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(size)/1024, "KiB")
}

// threadTime is what the caller's thread has used of the processor.
func threadTime(b *testing.B) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}
