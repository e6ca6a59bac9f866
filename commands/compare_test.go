package commands

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"magpie/community"
	"magpie/guide"
	"magpie/picture"
	"magpie/slash"
)

// newFactsDesk is someone who compares platforms and asks about TikTok, where pictures are drawn in fonts.
func newFactsDesk(t testing.TB, fonts *picture.Fonts) *digestDesk {
	t.Helper()
	d := newDigestDesk(t)
	drawn := func() *picture.Fonts { return fonts }
	var err error
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{
		Words: d.words, Now: d.clk.Now, PerPerson: 1e6, PerServer: 1e6, Finish: []slash.Finisher{PlainReplies(d.store)},
	},
		Compare(CompareNeeds{Platforms: guide.Platforms, Fonts: drawn, People: d.store, Servers: d.store, Now: d.clk.Now}),
		TikTok(TikTokNeeds{Timeline: guide.BuiltinTimeline, Fonts: drawn, People: d.store, Servers: d.store, Now: d.clk.Now}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// builtFonts are the fonts that make setup fetches and CI must have.
func builtFonts(t testing.TB) *picture.Fonts {
	t.Helper()
	fonts, err := picture.Open("../build/data/noto-sans-sc.ttf", "../build/data/noto-sans-tc.ttf")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("%v; make setup fetches it", err)
	case err != nil:
		t.Skipf("%v; make setup fetches it", err)
	}
	t.Cleanup(func() { _ = fonts.Close() })
	return fonts
}

// latinFonts have no Chinese letters.
func latinFonts(t testing.TB) *picture.Fonts {
	t.Helper()
	file := filepath.Join(t.TempDir(), "go.ttf")
	if err := os.WriteFile(file, goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	fonts, err := picture.Open(file, file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = fonts.Close() })
	return fonts
}

// image is the picture of what is shown.
func (d *digestDesk) image() slash.Image {
	for _, b := range d.shown.Blocks {
		if image, ok := b.(slash.Image); ok {
			return image
		}
	}
	return slash.Image{}
}

// TestComparisonsFit puts all platforms beside all others, in every language: each page fits a message.
func TestComparisonsFit(t *testing.T) {
	t.Parallel()
	d := newFactsDesk(t, latinFonts(t))
	all, err := guide.Platforms()
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{""}
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	for _, locale := range []string{"en-US", "zh-CN", "zh-TW"} {
		d.person.Locale = locale
		for i := range ids {
			for j := range i {
				threes := min(max(j, 1), 4)
				if locale != "en-US" { // English is the longest
					threes = 1
				}
				for k := range threes {
					d.run("compare", "first", ids[i], "second", ids[j], "third", ids[k])
					next := d.words.Text(locale[:2]+strings.TrimPrefix(locale[2:], "-US"), "page.next")
					d.checkPages(fmt.Sprint(locale, " ", ids[i], " ", ids[j], " ", ids[k]), next)
				}
			}
		}
	}
}

// checkPages checks that what is shown fits a message, and so on to the last page.
func (d *digestDesk) checkPages(what, next string) {
	d.t.Helper()
	for range 5 {
		if err := d.shown.Check(); err != nil {
			d.t.Errorf("%s: %v", what, err)
		}
		more := ""
		for _, b := range d.shown.Buttons() {
			if b.Label == next && !b.Off {
				more = b.ID
			}
		}
		if more == "" {
			return
		}
		d.pressID(more)
	}
	d.t.Errorf("%s: has no end", what)
}

// TestFactsAsPictures draws everything there is, in every language: no letter is missing, and no picture is too large.
func TestFactsAsPictures(t *testing.T) {
	t.Parallel()
	d := newFactsDesk(t, builtFonts(t))
	all, err := guide.Platforms()
	if err != nil {
		t.Fatal(err)
	}
	line, err := guide.BuiltinTimeline()
	if err != nil {
		t.Fatal(err)
	}
	draw := func(what string) {
		id := ""
		for _, b := range d.shown.Buttons() {
			if strings.Contains(b.ID, ".picture/") {
				id = b.ID
			}
		}
		shown := d.pressID(id)
		if image := d.image(); len(image.Data) == 0 || len(image.Data) > 300_000 || len([]rune(image.Alt)) > 1000 || len(image.Alt) < 100 {
			t.Errorf("%s: a picture of %d bytes that says %q:\n%s", what, len(image.Data), image.Alt, shown)
		}
	}
	turns := &slash.Action[tiktokYear]{Name: "tiktok.turn"}
	for n, locale := range []string{"en-US", "zh-CN", "zh-TW"} {
		d.person.Locale = locale
		for i := 3 * n; i < len(all); i += 3 * 3 { // over the languages, all platforms are drawn; a picture takes long
			three := all[min(i, len(all)-3):]
			d.run("compare", "first", three[0].ID, "second", three[1].ID, "third", three[2].ID)
			draw(locale + " " + three[0].ID)
		}
		for i, year := range line.Years() {
			if i%3 != n && i > 0 { // the newest in each
				continue
			}
			d.pressID(turns.Marker(tiktokYear{year, 0}))
			draw(locale + " " + year)
			d.pressID(turns.Marker(tiktokYear{year, 9}))
			draw(locale + " " + year + ", last page")
		}
	}
}

// TestWithoutPictures checks who gets text alone, and that it says the same.
func TestWithoutPictures(t *testing.T) {
	t.Parallel()
	table := (&slash.Action[compared]{Name: "compare.picture"}).Marker(compared{Of: "rednote,bluesky"})
	story := (&slash.Action[tiktokYear]{Name: "tiktok.picture"}).Marker(tiktokYear{"2025", 0})
	year := (&slash.Action[tiktokYear]{Name: "tiktok.turn"}).Marker(tiktokYear{"2025", 0})
	hasButton := func(d *digestDesk) bool {
		for _, b := range d.shown.Buttons() {
			if b.Label == "As a picture" {
				return true
			}
		}
		return false
	}
	for name, test := range map[string]struct {
		fonts         *picture.Fonts
		locale        string
		plain, button bool
		drawn         bool
	}{
		"no fonts":               {nil, "en-US", false, false, false},
		"fonts":                  {latinFonts(t), "en-US", false, true, true},
		"plain replies":          {latinFonts(t), "en-US", true, false, true}, // an old button
		"fonts without a letter": {latinFonts(t), "zh-CN", false, false, false},
	} {
		d := newFactsDesk(t, test.fonts)
		d.person.Locale = test.locale
		if err := d.store.SavePerson(t.Context(), community.Person{ID: d.person.ID, Plain: test.plain}); err != nil {
			t.Fatal(err)
		}
		for command, of := range map[string][]string{"compare": {"first", "lemon8"}, "tiktok": {}} {
			if d.run(command, of...); command == "tiktok" {
				d.pressID(year)
			}
			if got := hasButton(d); test.locale == "en-US" && got != test.button {
				t.Errorf("%s, %s: a button for a picture: %v", name, command, got)
			}
		}
		for _, id := range []string{table, story} {
			shown := d.pressID(id)
			if got := len(d.image().Data) > 0; got != (test.drawn && !test.plain) {
				t.Errorf("%s: a picture: %v\n%s", name, got, shown)
			}
			if !test.drawn && !strings.Contains(shown, "2025") {
				t.Errorf("%s: no text instead:\n%s", name, shown)
			}
		}
	}
}

// TestForgedFacts presses what no button carries.
func TestForgedFacts(t *testing.T) {
	t.Parallel()
	d := newFactsDesk(t, nil)
	for id, want := range map[string]string{
		(&slash.Action[compared]{Name: "compare.open"}).Marker(compared{Of: "nothing"}):                             "no longer here",
		(&slash.Action[compared]{Name: "compare.open"}).Marker(compared{Of: ""}):                                    "no longer here",
		(&slash.Action[compared]{Name: "compare.open"}).Marker(compared{Of: "clapper,,x,y,z,loops,wechat,rednote"}): "Clapper, Loops, WeChat",
		(&slash.Action[compared]{Name: "compare.open"}).Marker(compared{Of: "clapper", Page: -7}):                   "Dallas",
		(&slash.Action[compared]{Name: "compare.sources"}).Marker(compared{Of: "clapper", Page: 99}):                "Tubefilter",
		(&slash.Action[compareShare]{Name: "compare.share"}).Marker(compareShare{"clapper", 99, true}):              "Dallas",
		(&slash.Action[tiktokPlace]{Name: "tiktok.open"}).Marker(tiktokPlace{"nowhere"}):                            "We have nothing about “nowhere”",
		(&slash.Action[tiktokPlace]{Name: "tiktok.share"}).Marker(tiktokPlace{"nowhere"}):                           "no longer here",
		(&slash.Action[tiktokYear]{Name: "tiktok.turn"}).Marker(tiktokYear{"1999", 0}):                              "no longer here",
		(&slash.Action[tiktokYear]{Name: "tiktok.turn"}).Marker(tiktokYear{"2019", -3}):                             "Army",
		(&slash.Action[tiktokYear]{Name: "tiktok.sources"}).Marker(tiktokYear{"2019", 3}):                           "PressReader",
		(&slash.Action[tiktokPlaces]{Name: "tiktok.elsewhere"}).Marker(tiktokPlaces{99}):                            "Senegal",
	} {
		if got := d.pressID(id); !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", id, want, got)
		}
	}
	if got := d.run("tiktok", "place", "**[x](https://example.org)** @everyone"); !strings.Contains(got, "We have nothing") || d.shown.Check() != nil {
		t.Errorf("a place that is markup:\n%s", got)
	}
}

func BenchmarkCompare(b *testing.B) {
	d := newFactsDesk(b, nil)
	for b.Loop() {
		d.run("compare", "first", "rednote", "second", "lemon8", "third", "bluesky")
	}
}

func BenchmarkTikTok(b *testing.B) {
	d := newFactsDesk(b, nil)
	for b.Loop() {
		d.run("tiktok", "place", "Taiwan")
	}
}

// BenchmarkComparePicture draws nine facts of three platforms.
func BenchmarkComparePicture(b *testing.B) {
	d := newFactsDesk(b, builtFonts(b))
	id := (&slash.Action[compared]{Name: "compare.picture"}).Marker(compared{Of: "rednote,lemon8,bluesky"})
	for b.Loop() {
		d.pressID(id)
	}
	b.ReportMetric(float64(len(d.image().Data))/1000, "KB/picture")
}

// BenchmarkTikTokPicture draws ten entries of the story.
func BenchmarkTikTokPicture(b *testing.B) {
	d := newFactsDesk(b, builtFonts(b))
	id := (&slash.Action[tiktokYear]{Name: "tiktok.picture"}).Marker(tiktokYear{"2025", 0})
	for b.Loop() {
		d.pressID(id)
	}
	b.ReportMetric(float64(len(d.image().Data))/1000, "KB/picture")
}
