package guide

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func mustPlatforms(t *testing.T) []Platform {
	t.Helper()
	all, err := Platforms()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func mustTimeline(t *testing.T) *Timeline {
	t.Helper()
	all, err := BuiltinTimeline()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPlatforms checks what the loader leaves to the writers: that guides exist, that what is not clear says so, and that
// nothing was checked in the future.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	library, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range mustPlatforms(t) {
		if _, ok := library.Find(p.Guide, English); !ok {
			t.Errorf("%s: there is no guide %s", p.ID, p.Guide)
		}
		for kind, fact := range p.Facts {
			if fact.Checked.After(time.Now().Add(48 * time.Hour)) {
				t.Errorf("%s, %s: checked on %s", p.ID, kind, fact.Checked)
			}
			for lang, words := range map[string]string{English: "not clear", "zh-CN": "不清楚", "zh-TW": "不清楚"} {
				if says := strings.Contains(strings.ToLower(fact.Text[lang]), words); says != fact.Unclear {
					t.Errorf("%s, %s: unclear is %v, but %s says %q", p.ID, kind, fact.Unclear, lang, fact.Text[lang])
				}
			}
		}
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	line := mustTimeline(t)
	if got, want := line.Newest().Format(time.DateOnly), "2026-06-01"; got != want {
		t.Errorf("the newest fact is of %s, want %s", got, want)
	}
	years := line.Years()
	if !slices.IsSortedFunc(years, func(a, b string) int { return strings.Compare(b, a) }) || len(years) < 5 {
		t.Errorf("years %v", years)
	}
	sum := 0
	for _, year := range years {
		sum += len(line.Of(year))
	}
	if sum != len(line.Entries) {
		t.Errorf("the years have %d entries, the timeline has %d", sum, len(line.Entries))
	}
}

func TestPlaceByAnyName(t *testing.T) {
	t.Parallel()
	line := mustTimeline(t)
	for name, want := range map[string]string{
		"Taiwan": "taiwan", "台湾": "taiwan", "台灣": "taiwan", "臺灣": "taiwan", " tw ": "taiwan", "ＴＷ": "taiwan",
		"HK": "hong-kong", "香港": "hong-kong", "Hong Kong": "hong-kong", "usa": "us", "U.S.": "us", "美國": "us",
		"德州": "us-texas", "得克萨斯州": "us-texas", "China": "mainland-china", "中国内地": "mainland-china", "中國大陸": "mainland-china",
		"britain": "uk", "EU": "eu", "馬來西亞": "malaysia", "印尼": "indonesia", "印度": "india",
		"Atlantis": "", "": "", "美": "",
	} {
		if p, ok := line.Place(name); p.ID != want || ok != (want != "") {
			t.Errorf("%q is %q", name, p.ID)
		}
	}
	var ids []string
	for _, p := range line.Suggest("印") {
		ids = append(ids, p.ID)
	}
	if got := strings.Join(ids, " "); got != "india indonesia" {
		t.Errorf("印 suggests %s", got)
	}
	if n := len(line.Suggest("")); n != len(line.Places) {
		t.Errorf("nothing typed suggests %d places", n)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for date, want := range map[Date]string{
		"2025": "2025-01-01 2025-12-31", "2024-02": "2024-02-01 2024-02-29", "2025-01-18": "2025-01-18 2025-01-18",
		"": "0001-01-01 0001-01-01",
	} {
		if got := date.First().Format(time.DateOnly) + " " + date.Last().Format(time.DateOnly); got != want {
			t.Errorf("%s: from %s", date, got)
		}
	}
	ahead := Ahead{Date: "2026-12-04"}
	for now, want := range map[string]int{"2026-11-21T23:59:00Z": 13, "2026-12-03T00:00:00Z": 1, "2026-12-04T23:00:00+08:00": 0, "2026-12-06T00:00:00Z": -2} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := ahead.Days(at); got != want {
			t.Errorf("%s: %d days, want %d", now, got, want)
		}
	}
}

// TestFactMistakes checks that every mistake is named, with its line.
func TestFactMistakes(t *testing.T) {
	t.Parallel()
	platforms, err := data.ReadFile("data/platforms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	timeline, err := data.ReadFile("data/timeline.yaml")
	if err != nil {
		t.Fatal(err)
	}
	readPlatforms := func(src string) error { _, err := ParsePlatforms("f", []byte(src)); return err }
	readTimeline := func(src string) error { _, err := ParseTimeline("f", []byte(src)); return err }
	for _, test := range []struct {
		read           func(string) error
		src            []byte
		old, new, want string
	}{
		{readPlatforms, platforms, "platforms:", "platform:", "unknown field platform"},
		{readPlatforms, platforms, "platforms:\n", "platforms: [\n", "f:0: "},
		{readPlatforms, platforms, "id: douyin", "id: rednote", "rednote given twice"},
		{readPlatforms, platforms, "id: douyin", "id: Dou yin", "want a name like us-texas, not Dou yin"},
		{readPlatforms, platforms, "care: warning", "care: careful", "want one of [none caution warning explained-only], not careful"},
		{readPlatforms, platforms, `zh-TW: "Meta 公司。"`, `zh-HK: "Meta 公司。"`, "field zh-TW is missing"},
		{readPlatforms, platforms, `en: "Meta."`, `en: "Meta <b>"`, "not allowed here: Meta <b>"},
		{readPlatforms, platforms, `en: "Meta."`, `en: "` + strings.Repeat("x", 111) + `"`, "111 characters, may have 110"},
		{readPlatforms, platforms, `en: "Meta."`, `en: " Meta."`, "want a text of one line"},
		{readPlatforms, platforms, `checked: "2022-06-01"`, `checked: "2022-06"`, "want a day like 2025-01-18, not 2022-06"},
		{readPlatforms, platforms, `checked: "2022-06-01"`, `checked: "2022-31-01"`, "want a date like 2025-01-18, 2025-01 or 2025, not 2022-31-01"},
		{readPlatforms, platforms, "https://technode", "http://technode", "want an https link, have http://technode"},
		{readPlatforms, platforms, "unclear: true", "unclear: perhaps", "want true or false, not perhaps"},
		{readPlatforms, platforms, "unclear: true", "unclear: false", "a fact that is clear has a source"},
		{readPlatforms, platforms, "      watermark:", "      mark:", "field watermark is missing"},
		{readTimeline, timeline, "place: india", "place: atlantis", "there is no place atlantis"},
		{readTimeline, timeline, "kind: ban", "kind: blockade", "not blockade"},
		{readTimeline, timeline, `date: "2021-01"`, `date: "2019-01"`, "2019-01 stands behind 2020-09"},
		{readTimeline, timeline, `until: "2024-08"`, `until: "2022-08"`, "2022-08 ends before 2023-11"},
		{readTimeline, timeline, `also: ["臺灣"`, `also: ["India"`, "the name india is of taiwan and of india"},
		{readTimeline, timeline, "what: rednote", "what: snow", "want one of [tiktok rednote"},
		{readTimeline, timeline, "confidence: M", "confidence: L", "want one of [H M], not L"},
		{readTimeline, timeline, "- id: uk", "- id: eu", "eu given twice"},
		{readTimeline, timeline, "entries:\n", "entries: none\nx:\n", "want a list"},
	} {
		src := strings.ReplaceAll(string(test.src), test.old, test.new)
		if src == string(test.src) {
			t.Fatalf("the file has no %q any more", test.old)
		}
		if err := test.read(src); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.new, err, test.want)
		}
	}
	twice := strings.ReplaceAll(string(platforms), "care: warning", "care: careful")
	err = readPlatforms(strings.ReplaceAll(twice, "id: douyin", "id: rednote"))
	if err == nil || len(strings.Split(err.Error(), "\n")) != 2 {
		t.Errorf("two mistakes: %v", err)
	}
	for _, empty := range []string{"", "null", "[]", "platforms: {}", "entries"} {
		if readPlatforms(empty) == nil || readTimeline(empty) == nil {
			t.Errorf("%q is taken for facts", empty)
		}
	}
}

// FuzzFacts checks that no file breaks the readers.
func FuzzFacts(f *testing.F) {
	for _, file := range []string{"data/platforms.yaml", "data/timeline.yaml"} {
		src, err := data.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src[:3000])
	}
	f.Add([]byte("platforms: [{facts: &a [*a]}]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		ParsePlatforms("f", src)
		if line, err := ParseTimeline("f", src); err == nil {
			line.Place("x")
			line.Suggest("x")
		}
	})
}
