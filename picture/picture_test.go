package picture

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/goregular"
)

var update = flag.Bool("update", false, "rewrite golden pictures with what is drawn now")

// latinFonts are fonts that every machine has, without Chinese letters.
func latinFonts(t testing.TB) *Fonts {
	t.Helper()
	file := filepath.Join(t.TempDir(), "go.ttf")
	if err := os.WriteFile(file, goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, file, file)
}

// builtFonts are the fonts that make setup has fetched.
func builtFonts(t testing.TB) *Fonts {
	t.Helper()
	const simplified, traditional = "../build/data/noto-sans-sc.ttf", "../build/data/noto-sans-tc.ttf"
	if _, err := os.Stat(simplified); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the fonts are needed; make setup fetches them: %v", err)
		}
		t.Skipf("make setup fetches the fonts: %v", err)
	}
	return open(t, simplified, traditional)
}

func open(t testing.TB, simplified, traditional string) *Fonts {
	t.Helper()
	f, err := Open(simplified, traditional)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

var sampleTable = Table{
	Title: "One · Two", Columns: []string{"One", "Two, whose name is long"}, Foot: "It’s “as of” 2026.",
	Rows: []Row{
		{"Who owns it", []Cell{{"Somebody", "as of 2025"}, {"Nobody whose name anybody would know, as far as we can tell", ""}}},
		{"How old", []Cell{{"13", ""}, {"17", "may have changed"}}},
	},
}

var sampleTimeline = Timeline{
	Title: "2025", Foot: "The newest.",
	Moments: []Moment{
		{"18 January 2025 · United States", "It went dark for half a day, and then it was there again, as if nothing had happened."},
		{"20 January 2025", "An order."},
	},
}

// TestGolden compares pictures with those of before, as people see them: a few pixels may be a shade off.
func TestGolden(t *testing.T) {
	t.Parallel()
	f := latinFonts(t)
	for name, draw := range map[string]func() ([]byte, error){
		"table":    func() ([]byte, error) { return f.Table("en", sampleTable) },
		"timeline": func() ([]byte, error) { return f.Timeline("en", sampleTimeline) },
	} {
		data, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".png")
		if *update {
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := alike(decode(t, data), decode(t, golden)); err != nil {
			t.Errorf("%s (rewrite with -update, then look at it): %v", name, err)
		}
	}
}

// alike reports how two pictures differ by more than the rounding of another machine.
func alike(a, b image.Image) error {
	if a.Bounds() != b.Bounds() {
		return fmt.Errorf("it is %v, not %v", a.Bounds(), b.Bounds())
	}
	off := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if a.At(x, y) != b.At(x, y) {
				off++
			}
		}
	}
	if most := a.Bounds().Dx() * a.Bounds().Dy() / 1000; off > most {
		return fmt.Errorf("%d pixels differ, more than %d", off, most)
	}
	return nil
}

// TestGoldenNotices checks that a word changed is more than the tolerance of TestGolden.
func TestGoldenNotices(t *testing.T) {
	t.Parallel()
	f := latinFonts(t)
	other := sampleTable
	other.Title = "One · Three"
	a, err := f.Table("en", sampleTable)
	b, err2 := f.Table("en", other)
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if alike(decode(t, a), decode(t, b)) == nil {
		t.Error("another title looks alike")
	}
}

func TestWhatCannotBeDrawn(t *testing.T) {
	t.Parallel()
	f := latinFonts(t)
	long := Table{Title: "Long", Columns: []string{"One"}}
	for range 200 {
		long.Rows = append(long.Rows, Row{"Row", []Cell{{"text", "note"}}})
	}
	for name, test := range map[string]struct {
		table Table
		want  error
	}{
		"Chinese":        {Table{Title: "小红书", Columns: []string{"One"}}, ErrNoGlyph},
		"a smile":        {Table{Title: "x", Columns: []string{"One"}, Rows: []Row{{"r", []Cell{{"\U0001F600", ""}}}}}, ErrNoGlyph},
		"a hidden mark":  {Table{Title: "a\u202eb", Columns: []string{"One"}}, ErrNoGlyph},
		"too tall":       {long, ErrTooLong},
		"no column":      {Table{Title: "x"}, nil},
		"four columns":   {Table{Title: "x", Columns: make([]string, 4)}, nil},
		"a cell missing": {Table{Title: "x", Columns: []string{"1", "2"}, Rows: []Row{{"r", []Cell{{}}}}}, nil},
	} {
		data, err := f.Table("en", test.table)
		if err == nil || data != nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %d bytes, error %v", name, len(data), err)
		}
	}
	if _, err := f.Timeline("en", Timeline{Moments: []Moment{{"2025", "台灣"}}}); !errors.Is(err, ErrNoGlyph) {
		t.Errorf("a timeline in Chinese: %v", err)
	}
	if data, err := f.Timeline("en", Timeline{}); err != nil || decode(t, data).Bounds().Dx() != width {
		t.Errorf("an empty timeline: %v", err)
	}
}

func TestOpenWhatIsNoFont(t *testing.T) {
	t.Parallel()
	good, bad := filepath.Join(t.TempDir(), "good.ttf"), filepath.Join(t.TempDir(), "bad.ttf")
	if err := errors.Join(os.WriteFile(good, goregular.TTF, 0o600), os.WriteFile(bad, []byte("no font"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, files := range [][2]string{{bad, good}, {good, bad}, {good, bad + "x"}, {bad + "x", good}} {
		if _, err := Open(files[0], files[1]); err == nil {
			t.Errorf("opened %v", files)
		}
	}
}

// TestLines checks where lines end, in pixels of a font that does not change.
func TestLines(t *testing.T) {
	t.Parallel()
	p := latinFonts(t).pen("en")
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"one two three", 1000, "one two three"},
		{"one two three", 130, "one two|three"},
		{"  one \n two ", 1000, "one two"},
		{"", 100, ""},
		{"well-known", 120, "well-|known"},
		{"incomprehensibilities", 160, "incomprehe|nsibilities"},
		{"cafe\u0301", 200, "café"},
	} {
		lines, err := p.wrap(test.text, 30, test.width)
		if got := strings.Join(lines, "|"); err != nil || got != test.want {
			t.Errorf("%q: %q, want %q, error %v", test.text, got, test.want, err)
		}
	}
}

// TestChineseLines checks that no line begins or ends with a mark that may not stand there, however wide it is.
func TestChineseLines(t *testing.T) {
	t.Parallel()
	f := builtFonts(t)
	const text = "TikTok 連同 Lemon8、CapCut 在美國停擺（大約半天），並從「應用程式商店」下架；《詐欺犯罪危害防制條例》第 42 條：“引號”與『引號』。真的嗎？真的！"
	for _, lang := range []string{"zh-CN", "zh-TW", "en"} {
		p := f.pen(lang)
		for wide := 120; wide <= 920; wide += 25 {
			lines, err := p.wrap(text, 30, wide)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines {
				if strings.ContainsAny(string([]rune(line)[:1]), "，。、；：？！）》」』”") || strings.HasSuffix(line, "（") || strings.HasSuffix(line, "《") || strings.HasSuffix(line, "「") {
					t.Errorf("%s, %d pixels: the line %q", lang, wide, line)
				}
				if w, err := p.width(line, 30); err != nil || w > wide {
					t.Errorf("%s: %q is %d pixels wide, more than %d, error %v", lang, line, w, wide, err)
				}
			}
			if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != strings.ReplaceAll(text, " ", "") {
				t.Errorf("%s, %d pixels: letters are lost: %s", lang, wide, got)
			}
		}
	}
}

// TestForms checks that readers of each script see its forms, and letters of the other one all the same.
func TestForms(t *testing.T) {
	t.Parallel()
	f := builtFonts(t)
	draw := func(lang, title string) image.Image {
		data, err := f.Timeline(lang, Timeline{Title: title})
		if err != nil {
			t.Fatal(err)
		}
		return decode(t, data)
	}
	if alike(draw("zh-CN", "骨骨骨骨骨直直直直直"), draw("zh-TW", "骨骨骨骨骨直直直直直")) == nil {
		t.Error("both scripts look the same")
	}
	draw("zh-TW", "台湾的简体字")
	draw("zh-CN", "臺灣的繁體字")
	draw("en", "RedNote (小红书, 小紅書), hǎo, it’s “ok” … – — €")
}

// TestTogether draws from several goroutines at once.
func TestTogether(t *testing.T) {
	t.Parallel()
	f := latinFonts(t)
	var drawing sync.WaitGroup
	for range 8 {
		drawing.Go(func() {
			if _, err := f.Table("en", sampleTable); err != nil {
				t.Error(err)
			}
		})
	}
	drawing.Wait()
}

// FuzzText checks that no text breaks a picture.
func FuzzText(f *testing.F) {
	f.Add("one two", 100)
	f.Add("\xff\u0301\u200b（（（", 1)
	fonts := latinFonts(f)
	f.Fuzz(func(t *testing.T, text string, width int) {
		lines, err := fonts.pen("en").wrap(text[:min(len(text), 2000)], 28, max(1, width%1000))
		if err == nil && strings.Contains(strings.Join(lines, ""), "\n") {
			t.Errorf("a line of %q breaks", text)
		}
	})
}

func BenchmarkTable(b *testing.B) {
	f := builtFonts(b)
	table := Table{Title: "RedNote、Lemon8、Bluesky", Columns: []string{"小红书", "Lemon8", "Bluesky"}}
	for range 9 {
		table.Rows = append(table.Rows, Row{"年龄", []Cell{
			{"据报道：国际版 13 岁；内地条款请未满 18 岁者不要用。", "截至 2026-04-01"},
			{"ByteDance, so no way out of TikTok: in January 2025 both went dark together in the US.", "as of 2025-02-14"},
			{"不清楚：没找到可靠来源，以注册页面为准。", "2026-11-21 查过"},
		}})
	}
	size := 0
	for b.Loop() {
		data, err := f.Table("zh-CN", table)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size)/1000, "KB/picture")
}
