package news_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"magpie/lexicon"
	"magpie/news"
)

// TestStoriesStayTheSame changes how items are told, but not what they tell: the stories must not
// change.
func TestStoriesStayTheSame(t *testing.T) {
	t.Parallel()
	core, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string]func(i int, it *news.Item){
		"as they were": func(int, *news.Item) {},
		"in the other script": func(_ int, it *news.Item) {
			convert := map[string]func(string) string{"zh-CN": core.Traditional, "zh-TW": core.Simplify}[it.Lang]
			if convert != nil {
				it.Lang = map[string]string{"zh-CN": "zh-TW", "zh-TW": "zh-CN"}[it.Lang]
				it.Title, it.Summary = convert(it.Title), convert(it.Summary)
			}
		},
		"in capitals": func(_ int, it *news.Item) {
			it.Title, it.Summary = strings.ToUpper(it.Title), strings.ToUpper(it.Summary)
		},
		"in full width": func(_ int, it *news.Item) {
			it.Title, it.Summary = strings.Map(wide, it.Title), strings.Map(wide, it.Summary)
		},
		"with the publisher behind": func(_ int, it *news.Item) { it.Title += " - " + it.Publisher },
		"with the publisher behind a bar": func(_ int, it *news.Item) {
			it.Title += " | " + it.Publisher
		},
		"from two feeds": func(i int, it *news.Item) {
			if i%2 == 0 {
				it.Feed += "/other"
			}
		},
	}
	for _, set := range []string{"dev", "test"} {
		items := kept(labelled(t, "stories.jsonl", set))
		want := stories(news.Group(reader(t), items, readers, news.Normal))
		for name, change := range changes {
			t.Run(set+" "+name, func(t *testing.T) {
				t.Parallel()
				changed := slices.Clone(items)
				for i := range changed {
					change(i, &changed[i].Item)
				}
				compareStories(t, set, want, stories(news.Group(reader(t), changed, readers, news.Normal)))
			})
		}
		t.Run(set+" in another order", func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(5) {
				mixed := slices.Clone(items)
				rand.New(rand.NewPCG(seed, 0)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
				compareStories(t, set, want, stories(news.Group(reader(t), mixed, readers, news.Normal)))
			}
		})
	}
}

// wide is the full-width form of an ASCII letter or digit.
func wide(r rune) rune {
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return r + 0xFEE0
	}
	return r
}

// stories is which items stand together, each story by the ids of its items in order.
func stories(list []news.Story) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		ids := make([]string, len(s.Items))
		for i, it := range s.Items {
			ids[i] = it.ID
		}
		slices.Sort(ids)
		out[strings.Join(ids, " ")] = true
	}
	return out
}

// compareStories names the stories that differ, of the dev half only: nobody should come to know
// the other by its failures.
func compareStories(t *testing.T, set string, want, got map[string]bool) {
	t.Helper()
	if maps.Equal(want, got) {
		return
	}
	gone, come := missing(want, got), missing(got, want)
	t.Errorf("%d stories became %d others", len(gone), len(come))
	if set == "dev" {
		t.Errorf("were:\n%s\nare:\n%s", strings.Join(gone, "\n"), strings.Join(come, "\n"))
	}
}

// missing is what is in a but not in b.
func missing(a, b map[string]bool) []string {
	var out []string
	for s := range a {
		if !b[s] {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}
