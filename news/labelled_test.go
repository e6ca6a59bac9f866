package news_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/news"
)

// A labelledItem is a line of testdata/labelled; see the README there.
type labelledItem struct {
	ID, Title, Summary, Source, Lang, Set, Label string
	Time                                         time.Time
	Topics                                       []string
}

func (l labelledItem) item() news.Item {
	url := "https://feeds.example/" + strings.ReplaceAll(l.Source, " ", "-")
	return news.Item{
		ID: l.ID, Feed: url, Link: url + "/" + l.ID, Title: l.Title, Summary: l.Summary,
		Publisher: l.Source, Lang: l.Lang, Published: l.Time, Seen: l.Time,
	}
}

// labelled returns one half, "dev" or "test", of a file of testdata/labelled.
func labelled(t testing.TB, file, set string) []labelledItem {
	t.Helper()
	var out []labelledItem
	lines := bufio.NewScanner(bytes.NewReader(read(t, "testdata/labelled/"+file)))
	for lines.Scan() {
		var l labelledItem
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v in %s", file, err, lines.Text())
		}
		if l.Set == set {
			out = append(out, l)
		}
	}
	if len(out) < 150 {
		t.Fatalf("%s has %d items for %s", file, len(out), set)
	}
	return out
}

// kept makes items that a Judge has let through.
func kept(labels []labelledItem) []news.Judged {
	out := make([]news.Judged, len(labels))
	for i, l := range labels {
		out[i] = news.Judged{Item: l.item(), Verdict: news.Verdict{Kept: true, Topic: "tiktok-ban", Score: .5}}
	}
	return out
}

// readers are the languages that the labelled stories are grouped for.
var readers = []string{"en", "zh-CN", "zh-TW"}

// group groups labelled items, and checks that each is in exactly one story.
func group(t testing.TB, labels []labelledItem, how news.Grouping) []grouped {
	t.Helper()
	in := map[string]string{} // item to story
	for _, s := range news.Group(reader(t), kept(labels), readers, how) {
		for _, it := range s.Items {
			if in[it.ID] != "" {
				t.Errorf("%s is in two stories", it.ID)
			}
			in[it.ID] = s.ID
		}
	}
	out := make([]grouped, len(labels))
	for i, l := range labels {
		if in[l.ID] == "" {
			t.Errorf("%s is in no story", l.ID)
		}
		out[i] = grouped{group: in[l.ID], label: l.Label, lang: l.Lang}
	}
	return out
}

// TestGroupLabelled holds grouping to what it reached on stories that it was not made for.
func TestGroupLabelled(t *testing.T) {
	t.Parallel()
	for how, floor := range map[news.Grouping]struct{ all, same, together, across measure }{
		news.Strict: {all: measure{.91, .76}, same: measure{.92, .84}, together: measure{.72, .54}, across: measure{.84, .53}},
		news.Normal: {all: measure{.91, .86}, same: measure{.91, .91}, together: measure{.72, .72}, across: measure{.83, .72}},
		news.Loose:  {all: measure{.76, .90}, same: measure{.77, .94}, together: measure{.41, .87}, across: measure{.55, .84}},
	} {
		t.Run(string(how), func(t *testing.T) {
			t.Parallel()
			for _, set := range []string{"dev", "test"} {
				labels := labelled(t, "stories.jsonl", set)
				got := group(t, labels, how)
				reach := func(what string, m, floor measure) {
					t.Logf("%s, %s: %v", set, what, m)
					if set == "test" && (m.precision < floor.precision || m.recall < floor.recall) {
						t.Errorf("%s: below P %.2f, R %.2f", what, floor.precision, floor.recall)
					}
				}
				reach("B³ of all", bCubed(got, any2), floor.all)
				reach("B³ in one language", bCubed(got, sameTongue), floor.same)
				reach("pairs in one language", pairs(got, sameTongue), floor.together)
				reach("pairs across languages", pairs(got, differentTongue), floor.across)
				if set == "dev" {
					t.Log("worst confusions:\n" + confusions(labels, got))
				}
			}
		})
	}
}

// confusions lists the pairs of stories most often mixed up, then the stories most broken up, with
// a headline for each.
func confusions(labels []labelledItem, got []grouped) string {
	mixed, pieces, title := map[[2]string]int{}, map[string]map[string]bool{}, map[string]string{}
	for i, a := range got {
		title[a.label] = cmp.Or(title[a.label], labels[i].Title)
		if pieces[a.label] == nil {
			pieces[a.label] = map[string]bool{}
		}
		pieces[a.label][a.group] = true
		for _, b := range got[:i] {
			if a.group == b.group && a.label != b.label {
				mixed[[2]string{min(a.label, b.label), max(a.label, b.label)}]++
			}
		}
	}
	var out strings.Builder
	for _, p := range most(mixed, func(n int) int { return n }) {
		fmt.Fprintf(&out, "%3d pairs joined: %s | %s\n", mixed[p], title[p[0]], title[p[1]])
	}
	for _, l := range most(pieces, func(m map[string]bool) int { return len(m) }) {
		if n := len(pieces[l]); n > 1 {
			fmt.Fprintf(&out, "%3d pieces: %s\n", n, title[l])
		}
	}
	return out.String()
}

// most is the keys of the dozen greatest values, greatest first.
func most[K comparable, V any](m map[K]V, size func(V) int) []K {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b K) int {
		return cmp.Or(cmp.Compare(size(m[b]), size(m[a])), cmp.Compare(fmt.Sprint(a), fmt.Sprint(b)))
	})
	return keys[:min(12, len(keys))]
}

// TestJudgeLabelled holds the presets to what they reached on items that they were not made for.
func TestJudgeLabelled(t *testing.T) {
	t.Parallel()
	floors := map[string]measure{
		"tiktok-ban": {.90, .86}, "rednote": {.90, .94}, "restrictions": {.94, .80}, "creators": {.90, .80},
	}
	for _, topic := range presets(t) {
		t.Run(topic.Name, func(t *testing.T) {
			t.Parallel()
			for _, set := range []string{"dev", "test"} {
				m, wrong := judge(t, topic, labelled(t, "relevance.jsonl", set))
				t.Logf("%s: %v", set, m)
				if set == "dev" {
					t.Log("mistakes:\n" + strings.Join(wrong, "\n"))
				} else if floor := floors[topic.Name]; m.precision < floor.precision || m.recall < floor.recall {
					t.Errorf("below P %.2f, R %.2f", floor.precision, floor.recall)
				}
			}
		})
	}
}

// judge measures a topic alone, and tells what it kept or dropped against the labels.
func judge(t *testing.T, topic news.Topic, labels []labelledItem) (m measure, wrong []string) {
	j := news.NewJudge(reader(t), []news.Topic{topic})
	now := slices.MaxFunc(labels, func(a, b labelledItem) int { return a.Time.Compare(b.Time) }).Time
	var both, kept, due float64
	for _, l := range labels {
		belongs := slices.Contains(l.Topics, topic.Name)
		v := j.Item(l.item(), now)
		kept += count(v.Kept)
		due += count(belongs)
		both += count(v.Kept && belongs)
		if v.Kept != belongs {
			wrong = append(wrong, fmt.Sprintf("kept %-5v %.2f  %s / %s", v.Kept, v.Score, l.Title, l.Summary))
		}
	}
	return measure{ratio(both, kept), ratio(both, due)}, wrong
}

// TestLabels checks that the labelled sets are what their README says.
func TestLabels(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"stories.jsonl", "relevance.jsonl"} {
		ids, half := map[string]bool{}, map[string]string{}
		for _, set := range []string{"dev", "test"} {
			for _, l := range labelled(t, file, set) {
				switch {
				case ids[l.ID] || l.ID == "":
					t.Errorf("%s: id %q twice or empty", file, l.ID)
				case l.Title != news.Clean(l.Title) || l.Summary != news.Clean(l.Summary) || l.Title == "":
					t.Errorf("%s: %s is not as an item is after cleaning", file, l.ID)
				case !slices.Contains(readers, l.Lang) || l.Time.IsZero() || l.Source == "":
					t.Errorf("%s: %s lacks a language, a time or a source", file, l.ID)
				case l.Label != "" && cmp.Or(half[l.Label], set) != set:
					t.Errorf("%s: story %s is in both halves", file, l.Label)
				}
				ids[l.ID], half[l.Label] = true, set
			}
		}
	}
}
