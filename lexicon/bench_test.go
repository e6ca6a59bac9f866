package lexicon

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-ego/gse"
)

// BenchmarkOpen opens and closes the whole dictionary.
func BenchmarkOpen(b *testing.B) {
	file := builtFile(b)
	for b.Loop() {
		d, err := Open(file)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSegment cuts mixed prose, beside what go-ego/gse does with the same in the same run.
func BenchmarkSegment(b *testing.B) {
	text := strings.Repeat(prose, 20)
	b.Run("magpie", func(b *testing.B) {
		d := builtDictionary(b)
		throughput(b, len(text), func() { segment(d.books, text) })
	})
	b.Run("gse", func(b *testing.B) {
		seg := gse.Segmenter{NotLoadHMM: true, SkipLog: true}
		if err := seg.LoadDictEmbed("zh_s"); err != nil {
			b.Fatal(err)
		}
		throughput(b, len(text), func() { seg.Cut(text) })
	})
}

// throughput does something with a text of a size and reports how much of it a processor gets through in a second.
func throughput(b *testing.B, size int, do func()) {
	do() // pages of the file come into memory
	b.SetBytes(int64(size))
	b.ReportAllocs()
	start := processTime()
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64(b.N)*float64(size)/1e6/(processTime()-start).Seconds(), "cpu-MB/s")
}

// BenchmarkWords explains a message of 2,000 characters, the longest that Discord has.
func BenchmarkWords(b *testing.B) {
	d := builtDictionary(b)
	text := string([]rune(strings.Repeat(prose, 20))[:2000])
	b.Run("tail", func(b *testing.B) { measure(b, 1, func(int) { d.Words(text) }) })
	b.Run("throughput", func(b *testing.B) { throughput(b, len(text), func() { d.Words(text) }) })
}

func BenchmarkConvert(b *testing.B) {
	d := builtDictionary(b)
	throughput(b, len(prose), func() { d.Traditional(prose) })
}

// BenchmarkWith lays a server's glossary over the dictionary, and searches the two for the first time.
func BenchmarkWith(b *testing.B) {
	d := builtDictionary(b)
	entry := Entry{Simplified: "猫税", Traditional: "貓稅", Pinyin: []string{"mao1", "shui4"}, Glosses: []string{"cat tax"}, Source: Glossary}
	var overlay []Entry
	for i := range 200 {
		e := entry
		e.Simplified, e.Traditional = string(rune(0x4E00+i))+e.Simplified, string(rune(0x4E00+i))+e.Traditional
		overlay = append(overlay, e)
	}
	b.Run("50", func(b *testing.B) { measure(b, 1, func(int) { d.With(overlay[:50]...) }) })
	b.Run("200 and search", func(b *testing.B) { measure(b, 1, func(int) { d.With(overlay...).Search("cat tax", 10) }) })
}

func BenchmarkCore(b *testing.B) {
	for b.Loop() {
		if _, err := Core(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuild builds from a CC-CEDICT text, if LEXICON_CEDICT names one.
func BenchmarkBuild(b *testing.B) {
	name := os.Getenv("LEXICON_CEDICT")
	if name == "" {
		b.Skip("LEXICON_CEDICT names no file")
	}
	source, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Build(context.Background(), bytes.NewReader(source), filepath.Join(b.TempDir(), "d"), nil); err != nil {
			b.Fatal(err)
		}
	}
	_, most := resident(b)
	b.ReportMetric(most, "peak-MB")
}

// prose is of our own wording, a mixture such as people write.
const prose = "今天在小红书上认识了一位美国朋友，他说自己刚搬过来，还不太会用这个软件。我告诉他先拍一张猫的照片，交完“猫税”大家就会热情地欢迎他😂。" +
	"結果他真的發了三張，還用翻譯軟體寫了一大段中文，說想找人一起練習普通話！We're going to meet online at 8:30 tonight, hope it works lol. " +
	"法院昨天宣布了新的决定，平台必须在2026年1月19日以前完成出售，否则将面临最高5,000美元一个用户的罚款。很多创作者正在把作品搬到别的地方去，" +
	"也有人觉得事情不会这么快结束，再等一等看看情况再说。\n"

// builtFile is the dictionary that make setup builds.
func builtFile(t testing.TB) string {
	t.Helper()
	file := filepath.Join("..", "build", "data", "dictionary.magpie")
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v: make setup builds it", err)
		}
		t.Skipf("%v: make setup builds it", err)
	}
	return file
}

func builtDictionary(t testing.TB) *Dictionary {
	t.Helper()
	d, err := Open(builtFile(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}
