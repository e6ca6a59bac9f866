package cli_test

import (
	"errors"
	"strings"
	"testing"

	"magpie/cli"
)

type storyLine struct {
	ID      string
	Story   string
	Reasons []string
	Extra   map[string]int
}

const storyItems = `{"id":"1","title":"Supreme Court upholds TikTok ban","summary":"The law takes effect on Jan. 19 for 170 million users.","source":"A","time":"2025-01-17T15:00:00Z","extra":{"n":1}}
{"id":"2","title":"Bakery wins prize for sourdough"}

{"id":"3","title":"最高法院維持TikTok禁令","summary":"法律將於1月19日對1.7億用戶生效。","time":"2025-01-17T16:00:00Z"}
{"id":"4","title":"Supreme Court Upholds TikTok Ban - Reuters","time":"2025-01-17T15:30:00Z"}
`

func TestStories(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"stories"}, {"stories", "--json", "--grouping", "loose"}} {
		out, _, err := runLines(t, storyItems, args...)
		check(t, err)
		got := decode[storyLine](t, out)
		if len(got) != 4 || got[0].Extra["n"] != 1 || !strings.HasPrefix(out, storyItems[:40]) {
			t.Fatalf("%v: lines are not as they came:\n%s", args, out)
		}
		var stories []string
		for i, l := range got {
			stories = append(stories, l.Story)
			if first := l.ID == l.Story; first != (len(l.Reasons) == 0) || l.Reasons == nil {
				t.Errorf("line %d: reasons %q", i, l.Reasons)
			}
		}
		if s := strings.Join(stories, " "); s != "1 2 1 1" {
			t.Errorf("%v: stories %s", args, s)
		}
		if why := strings.Join(got[2].Reasons, "; "); !strings.Contains(why, "same day: 1月19日") || !strings.Contains(why, "% similar") {
			t.Errorf("reasons: %s", why)
		}
		if why := strings.Join(got[3].Reasons, "; "); !strings.Contains(why, "same headline") {
			t.Errorf("reasons: %s", why)
		}
	}
}

// TestStoriesOdd gives lines that are empty, lack or repeat ids, or hold no item.
func TestStoriesOdd(t *testing.T) {
	t.Parallel()
	out, errs, err := runLines(t, `{"id":"a","title":"One"}
{"id":"a","title":"Two"}
nonsense
{}
{"id":"a#2"}
{"title":"Storm Ana floods the old town of Porto"}
{"title":"Old town of Porto flooded by storm Ana"}`, "stories")
	wantError(t, err, "lines that hold no item: 1")
	if !strings.Contains(errs, "line 3: ") {
		t.Errorf("the bad line is not named: %s", errs)
	}
	var stories []string
	for _, l := range decode[storyLine](t, out) {
		stories = append(stories, l.Story)
	}
	if got := strings.Join(stories, " "); got != "a a#3 4 a#2 6 6" {
		t.Errorf("stories %s", got)
	}
	if out, _, err := runLines(t, "", "stories"); out != "" || err != nil {
		t.Errorf("nothing gives %q, %v", out, err)
	}
	_, _, err = runLines(t, "", "stories", "--grouping", "tight")
	var usage cli.UsageError
	if !errors.As(err, &usage) {
		t.Errorf("a grouping that there is none of: %v", err)
	}
}
