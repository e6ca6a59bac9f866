package guide

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// An evidence is everything that tells facts: guides, platforms and the timeline.
type evidence struct {
	guides    *Library
	platforms []Platform
	timeline  *Timeline
	figures   func(lang, text string) []figure
}

// A contradiction is a figure, or a name, that one text has and another one about the same thing has not.
type contradiction struct {
	where string // "guide rednote#safety, zh-CN"
	what  string
}

func (c contradiction) String() string { return c.where + ": " + c.what }

// anywhere is the contradiction without its language.
func (c contradiction) anywhere() string {
	where := c.where
	for _, lang := range tongues {
		where = strings.TrimSuffix(where, ", "+lang)
	}
	return where + ": " + c.what
}

// contradictions are all that can be found.
func (e evidence) contradictions() []contradiction {
	return slices.Concat(e.acrossLanguages(), e.platformsAgainstGuides(), e.owners(), e.timelineAgainstGuides(), e.rules())
}

// acrossLanguages finds figures that one language's text has and another's has not.
func (e evidence) acrossLanguages() []contradiction {
	var all []contradiction
	texts := func(where string, t Texts) {
		for _, lang := range tongues[1:] {
			all = append(all, compareFigures(where+", "+lang, e.figures(English, t[English]), e.figures(lang, t[lang]))...)
		}
	}
	for _, name := range e.guides.Names() {
		english, _ := e.guides.Find(name, English)
		for _, lang := range tongues[1:] {
			other, _ := e.guides.Find(name, lang)
			for _, s := range english.Steps {
				if i := other.Index(s.ID); i >= 0 && !other.Differs {
					where := fmt.Sprintf("guide %s#%s, %s", name, s.ID, lang)
					all = append(all, compareFigures(where, e.figures(English, s.Body), e.figures(lang, other.Steps[i].Body))...)
				}
			}
		}
	}
	for _, p := range e.platforms {
		for _, kind := range FactKinds {
			texts(fmt.Sprintf("platform %s, %s", p.ID, kind), p.Facts[kind].Text)
		}
	}
	for _, entry := range e.timeline.Entries {
		texts("timeline "+string(entry.Date), entry.Text)
	}
	for _, p := range e.timeline.Places {
		texts("place "+p.ID, p.Text)
	}
	for _, a := range e.timeline.Ahead {
		texts("ahead "+string(a.Date), a.Text)
	}
	return all
}

// compareFigures finds the figures that only one of two texts has. A month is in both if a day of it is in the other.
func compareFigures(where string, english, other []figure) []contradiction {
	var all []contradiction
	missing := func(from, in []figure, side string) {
		for _, f := range from {
			if !slices.Contains(in, f) && !slices.ContainsFunc(in, func(g figure) bool { return sameMonth(f, g) }) {
				all = append(all, contradiction{where, string(f) + " is only in " + side})
			}
		}
	}
	missing(english, other, "the English")
	missing(other, english, "this")
	return all
}

// sameMonth reports whether "month 1" is that of "day 01-18".
func sameMonth(month, day figure) bool {
	number, ok := strings.CutPrefix(string(month), "month ")
	return ok && strings.HasPrefix(string(day), fmt.Sprintf("day %02s-", number))
}

// guideFigures are the figures in a guide's steps.
func (e evidence) guideFigures(name, lang string) []figure {
	var all []figure
	names := []string{name}
	if name == "leaving-tiktok" { // tells of leaving; what TikTok is, others tell
		names = append(names, "story-so-far", "staying-safe")
	}
	for _, name := range names {
		g, _ := e.guides.Find(name, lang)
		for _, s := range g.Steps {
			all = append(all, e.figures(g.Lang, s.Body)...)
		}
	}
	return all
}

// platformsAgainstGuides finds figures of a platform's facts that its guide does not have, and ages and lengths of a guide that
// the facts do not have.
func (e evidence) platformsAgainstGuides() []contradiction {
	var all []contradiction
	for _, p := range e.platforms {
		for _, lang := range tongues {
			told := e.guideFigures(p.Guide, lang)
			var known []figure
			var ages []string
			for _, kind := range FactKinds {
				text := p.Facts[kind].Text[lang]
				ages = append(ages, agesIn(text)...)
				for _, f := range e.figures(lang, text) {
					known = append(known, f)
					if !slices.Contains(told, f) && !strings.HasPrefix(string(f), "month") && !strings.HasPrefix(string(f), "year") {
						all = append(all, contradiction{fmt.Sprintf("platform %s, %s, %s", p.ID, kind, lang), string(f) + " is not in the guide " + p.Guide})
					}
				}
			}
			g, _ := e.guides.Find(p.Guide, lang)
			for _, s := range g.Steps {
				where := fmt.Sprintf("guide %s#%s, %s", p.Guide, s.ID, lang)
				for _, f := range e.figures(lang, s.Body) {
					if strings.HasPrefix(string(f), "length") && !slices.Contains(known, f) {
						all = append(all, contradiction{where, string(f) + " is not among the facts of " + p.ID})
					}
				}
				for _, age := range agesIn(s.Body) {
					if !slices.Contains(ages, age) && age != "16" { // which the laws of some places ask for
						all = append(all, contradiction{where, "age " + age + " is not among the facts of " + p.ID})
					}
				}
			}
		}
	}
	return all
}

// owners finds guides that do not name the one to whom their platform belongs.
func (e evidence) owners() []contradiction {
	names := map[string][]string{ // what a text that names the owner has, in any language
		"rednote": {"Xingyin", "行吟"}, "douyin": {"ByteDance", "字节跳动", "字節跳動"}, "wechat": {"Tencent", "腾讯", "騰訊"},
		"lemon8": {"ByteDance", "字节跳动", "字節跳動"}, "instagram-reels": {"Meta"}, "youtube-shorts": {"Google", "谷歌"},
		"bluesky": {"benefit", "公益"}, "skylight": {"Tori White"}, "clapper": {"Edison Chen"}, "snapchat-spotlight": {"Snap"},
		"upscrolled": {"Recursive Methods"}, "loops": {"Supernault"}, "threads": {"Meta"}, "tiktok": {"ByteDance", "字节跳动", "字節跳動"},
	}
	var all []contradiction
	for _, p := range e.platforms {
		for _, lang := range tongues {
			named := func(text string) bool {
				return slices.ContainsFunc(names[p.ID], func(name string) bool { return strings.Contains(text, name) })
			}
			var guide strings.Builder
			g, _ := e.guides.Find(p.Guide, lang)
			for _, s := range g.Steps {
				guide.WriteString(s.Body)
			}
			if fact := p.Facts[OwnerFact].Text[lang]; !named(fact) || !named(guide.String()) {
				all = append(all, contradiction{fmt.Sprintf("platform %s, owner, %s", p.ID, lang), fact + " — not so in the guide " + p.Guide})
			}
		}
	}
	return all
}

// timelineAgainstGuides finds days in guides that the timeline does not know, and large figures of the timeline that no guide
// has.
func (e evidence) timelineAgainstGuides() []contradiction {
	var all []contradiction
	known, told := e.timelineDays(), map[string]map[figure]bool{}
	for _, lang := range tongues {
		told[lang] = map[figure]bool{}
	}
	for _, name := range e.guides.Names() {
		for _, lang := range e.guides.Languages(name) {
			g, _ := e.guides.Find(name, lang)
			for _, s := range g.Steps {
				for _, f := range e.figures(lang, s.Body) {
					told[lang][f] = true
					if strings.HasPrefix(string(f), "day") && !known[f] {
						all = append(all, contradiction{fmt.Sprintf("guide %s#%s, %s", name, s.ID, lang), string(f) + " is not in the timeline"})
					}
				}
			}
		}
	}
	for _, entry := range e.timeline.Entries {
		for _, lang := range tongues {
			for _, f := range e.figures(lang, entry.Text[lang]) {
				if large(f) && !told[lang][f] {
					all = append(all, contradiction{fmt.Sprintf("timeline %s, %s", entry.Date, lang), string(f) + " is in no guide"})
				}
			}
		}
	}
	return all
}

// large reports whether a figure is a percentage or an amount of six digits, of which nobody tells two by chance.
func large(f figure) bool {
	kind, n, _ := strings.Cut(string(f), " ")
	return kind == "percent" || kind == "amount" && number(n) >= 100_000
}

// timelineDays are the days of entries and of what is ahead, and those that texts of the timeline and of the platforms name.
func (e evidence) timelineDays() map[figure]bool {
	known := map[figure]bool{}
	add := func(d Date) {
		if len(d) == len("2025-01-18") {
			known[figure("day "+d[len("2025-"):])] = true
		}
	}
	for _, entry := range e.timeline.Entries {
		add(entry.Date)
		if len(entry.Until) == len("2025-01-18") {
			for day := entry.Date.First(); day.Before(entry.Until.Last().AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
				add(Date(day.Format(time.DateOnly)))
			}
		}
		for _, f := range e.figures(English, entry.Text[English]) {
			known[f] = true
		}
	}
	for _, p := range e.timeline.Places {
		for _, r := range p.Rules {
			add(r.Since)
			add(r.Until)
		}
	}
	for _, a := range e.timeline.Ahead {
		add(a.Date)
	}
	return known
}

// rules finds rules of a place whose beginning neither its text, in any language, nor the timeline tells, and blocks of RedNote
// whose beginning or end the timeline does not tell.
func (e evidence) rules() []contradiction {
	var all []contradiction
	for _, p := range e.timeline.Places {
		for _, r := range p.Rules {
			begins := func(entry Entry) bool { return entry.Place == p.ID && entry.Date == r.Since }
			for _, lang := range tongues {
				told := e.figures(lang, p.Text[lang])
				if r.Since != "" && !slices.Contains(told, dateFigure(r.Since)) && !slices.ContainsFunc(e.timeline.Entries, begins) {
					all = append(all, contradiction{fmt.Sprintf("place %s, %s", p.ID, lang), fmt.Sprintf("%s since %s is not in the text", r.What, r.Since)})
				}
			}
			if r.Since.First().After(p.Checked) {
				all = append(all, contradiction{"place " + p.ID, fmt.Sprintf("%s since %s, but checked %s", r.What, r.Since, p.Checked.Format(time.DateOnly))})
			}
			if r.What == RedNoteApp && !slices.ContainsFunc(e.timeline.Entries, begins) {
				all = append(all, contradiction{"place " + p.ID, fmt.Sprintf("the timeline has no block of RedNote on %s", r.Since)})
			}
			if until := r.Until; r.What == RedNoteApp && !slices.ContainsFunc(e.timeline.Ahead, func(a Ahead) bool { return a.Place == p.ID && a.Date == until }) {
				all = append(all, contradiction{"place " + p.ID, fmt.Sprintf("no date ahead tells the end of the block on %s", until)})
			}
		}
	}
	return all
}

// dateFigure is a date as figures finds it.
func dateFigure(d Date) figure {
	switch len(d) {
	case len("2025"):
		return figure("year " + d)
	case len("2025-01"):
		return figure("month " + strings.TrimPrefix(string(d[len("2025-"):]), "0"))
	}
	return figure("day " + d[len("2025-"):])
}

var agePattern = regexp.MustCompile(`(\d+) ?[岁歲]`)

// agesIn are the ages in a Chinese text, where they stand before a word of their own.
func agesIn(text string) []string {
	var all []string
	for _, p := range agePattern.FindAllStringSubmatch(strings.ReplaceAll(text, "**", ""), -1) {
		all = append(all, p[1])
	}
	return all
}

// builtinEvidence is everything that comes with the program.
func builtinEvidence(t *testing.T) evidence {
	t.Helper()
	library, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return evidence{library, mustPlatforms(t), mustTimeline(t), remembered()}
}

// with is the evidence with one of its files changed: old text becomes new.
func (e evidence) with(t *testing.T, file, old, new string) evidence {
	t.Helper()
	from, dir := builtin, "library/"
	if strings.HasPrefix(file, "data/") {
		from, dir = data, "data/"
	}
	src, err := from.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(src), old, new)
	if text == string(src) {
		t.Fatalf("%s has no %q any more", file, old)
	}
	switch {
	case dir == "library/":
		var g Guide
		if g, err = Parse(strings.TrimPrefix(file, dir), []byte(text), time.Time{}); err == nil {
			library := *e.guides
			library.guides = maps.Clone(library.guides)
			library.guides[g.Name] = maps.Clone(library.guides[g.Name])
			library.guides[g.Name][g.Lang] = g
			e.guides = &library
		}
	case file == "data/platforms.yaml":
		e.platforms, err = ParsePlatforms(file, []byte(text))
	default:
		e.timeline, err = ParseTimeline(file, []byte(text))
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// remembered is [figures], which reads no text twice.
func remembered() func(lang, text string) []figure {
	known := map[[2]string][]figure{}
	return func(lang, text string) []figure {
		key := [2]string{lang, text}
		if known[key] == nil {
			known[key] = append([]figure{}, figures(lang, text)...)
		}
		return known[key]
	}
}

// settled are differences that are right, and why, in any language.
var settled = map[string]string{
	"guide rednote#safety: amount 13 is only in the English":                                   "zh-CN refers to the ages of another step",
	"guide rednote#safety: amount 18 is only in the English":                                   "zh-CN refers to the ages of another step",
	"guide rednote#notices: length 300 is not among the facts of rednote":                      "how soon a note was removed",
	"guide welcoming-newcomers#names: month 1 is only in the English":                          "its Chinese readers know when that was",
	"guide welcoming-newcomers#names: year 2025 is only in the English":                        "its Chinese readers know when that was",
	"guide welcoming-newcomers#yourself: amount 165 is only in this":                           "Taiwan's number against fraud",
	"guide meeting-chinese-users#touch: amount 165 is only in this":                            "Taiwan's number against fraud",
	"guide western-platforms#safety: amount 165 is only in this":                               "Taiwan's number against fraud",
	"guide western-platforms#youtube: length 14 is only in this":                               "explains the mark 2:14 in a comment",
	"guide staying-safe#first-days: day 12-04 is only in this":                                 "the block in Taiwan",
	"guide staying-safe#first-days: month 12 is only in this":                                  "the block in Taiwan",
	"guide creators#selling: day 12-04 is only in this":                                        "the block in Taiwan",
	"guide moving-a-community#decide: day 12-04 is only in this":                               "the block in Taiwan",
	"guide youtube-shorts#first-short: length 60 is not among the facts of youtube-shorts":     "a piece of advice",
	"guide bluesky#look-around: length 3 is not among the facts of bluesky":                    "a piece of advice",
	"guide bluesky#first-post: length 60 is not among the facts of bluesky":                    "the limit of before",
	"guide skylight#try: length 180 is not among the facts of skylight":                        "Bluesky's limit",
	"guide snapchat-spotlight#safety: length 600 is not among the facts of snapchat-spotlight": "a piece of advice",
	"guide clapper#sign-up: age 55 is not among the facts of clapper":                          "of the typical user",
	"guide upscrolled#reports: day 01-28 is not in the timeline":                               "the app's own story",
	"guide upscrolled#reports: day 02-14 is not in the timeline":                               "the app's own story",
	"guide upscrolled#reports: day 02-15 is not in the timeline":                               "the app's own story",
	"guide loops#about: day 10-14 is not in the timeline":                                      "the app's own story",
	"guide threads#reports: age 13 is not among the facts of threads":                          "Instagram's",
	"timeline 2026-03-13: amount 10000000000 is in no guide":                                   "a report that was not confirmed",
	"place indonesia: under-16 since 2026-03-28, but checked 2026-03-07":                       "announced before, as the text says",
}

// TestContradictions checks that there are none, and that those are found which somebody has planted.
func TestContradictions(t *testing.T) {
	t.Parallel()
	all := builtinEvidence(t)
	t.Run("none", func(t *testing.T) { checkContradictions(t, all) })
	t.Run("planted", func(t *testing.T) { checkPlanted(t, all) })
}

func checkContradictions(t *testing.T, all evidence) {
	met := map[string]bool{}
	for _, c := range all.contradictions() {
		if met[c.anywhere()] = true; settled[c.anywhere()] == "" {
			t.Error(c)
		}
	}
	for c := range settled {
		if !met[c] {
			t.Errorf("settled, but no longer there: %s", c)
		}
	}
}

func checkPlanted(t *testing.T, all evidence) {
	for _, test := range []struct{ file, old, new, finds string }{
		{"library/story-so-far/en.md", "54 percent", "45 percent", "guide story-so-far#stayed, zh-CN: percent 45 is only in the English"},
		{"library/story-so-far/zh-TW.md", "2026 年 12 月 4 日", "2026 年 12 月 14 日", "guide story-so-far#next, zh-TW: day 12-14 is only in this"},
		{"library/clapper/zh-TW.md", "三分鐘", "五分鐘", "platform clapper, length, zh-TW: length 180 is not in the guide clapper"},
		{"library/clapper/zh-CN.md", "17 岁", "18 岁", "age 18 is not among the facts of clapper"},
		{"library/rednote/zh-TW.md", "12 月 4 日", "12 月 3 日", "day 12-03 is not in the timeline"},
		{"library/instagram-reels/zh-CN.md", "Meta", "Snap", "platform instagram-reels, owner, zh-CN: Meta"},
		{"data/platforms.yaml", `"17, as of 2023."`, `"18, as of 2023."`, "platform clapper, age, zh-CN: amount 18 is only in the English"},
		{"data/platforms.yaml", "3 分钟，一帖", "5 分钟，一帖", "platform bluesky, length, zh-CN: length 300 is not in the guide bluesky"},
		{"data/timeline.yaml", `date: "2025-12-04"`, `date: "2025-12-05"`, "place taiwan: the timeline has no block of RedNote on 2025-12-04"},
		{"data/timeline.yaml", "减少了 54%", "减少了 45%", "timeline 2025-01-20, zh-CN: percent 45 is only in this"},
		{"data/timeline.yaml", "700,000", "700 million", "timeline 2025-01-12, zh-CN: amount 700000000 is only in the English"},
		{"data/timeline.yaml", `what: devices, since: "2023-02"`, `what: devices, since: "2023-03"`, "place canada, en: devices since 2023-03 is not in the text"},
		{"data/timeline.yaml", `until: "2026-12-04"`, `until: "2026-12-05"`, "place taiwan: no date ahead tells the end of the block on 2026-12-05"},
	} {
		var found []string
		for _, c := range all.with(t, test.file, test.old, test.new).contradictions() {
			found = append(found, c.String())
		}
		if !slices.ContainsFunc(found, func(c string) bool { return strings.Contains(c, test.finds) }) {
			t.Errorf("%s with %s: not found: %s\n%s", test.file, test.new, test.finds, strings.Join(found, "\n"))
		}
	}
}
