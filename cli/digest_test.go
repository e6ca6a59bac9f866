package cli_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/cli"
	"magpie/community"
	"magpie/news"
	"magpie/store"
	"magpie/store/storetest"
)

// newsroom is a database with a digest that has something to tell.
func newsroom(t *testing.T, url string) cli.Settings {
	t.Helper()
	db, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), url, store.Options{BackupDir: t.TempDir()})
	check(t, err)
	defer func() { check(t, db.Close()) }()
	check(t, db.MarkHere(t.Context(), "1"))
	for _, feed := range []string{"https://one.example/feed", "https://two.example/feed"} {
		f := news.Feed{URL: feed, Title: feed, Lang: "en", State: news.State{LastGood: hoursAgo(1)}}
		_, err = db.Follow(t.Context(), "1", f, community.Change{Server: "1", At: time.Now()})
		check(t, err)
		items := []news.Item{
			{ID: feed + "1", Title: "Senators vote on the TikTok ban", Summary: "The roll call lasted until midnight.", Link: feed + "/1"},
			{ID: feed + "2", Title: "Rain in the north", Link: feed + "/2"},
		}
		for i := range items {
			items[i].Feed, items[i].Publisher, items[i].Outlet, items[i].Lang = feed, feed, news.Newspaper, "en"
			items[i].Published, items[i].Seen = hoursAgo(2), hoursAgo(1)
		}
		check(t, db.SaveFeed(t.Context(), f, items))
	}
	addDigest(t, db, "all", func(*news.Digest) {})
	addDigest(t, db, "one", func(d *news.Digest) { d.Feeds = []string{"https://one.example/feed"} })
	s := settingsIn(t.TempDir())
	s.Database = url
	return s
}

func TestDigestPreview(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := newsroom(t, url)
		for _, c := range []struct {
			args    []string
			want    []string
			without string
		}{
			{nil, []string{`1  all  "all"  every day 09:00 (UTC)  `, `1  one  "one"  `}, "Senators"},
			{[]string{"1"}, []string{`1  all  "all"`}, ""},
			{[]string{"2"}, []string{"no digests"}, "all"},
			{[]string{"1", "ALL"}, []string{
				"1 stories from ", "1. Senators vote on the TikTok ban\n   The roll call lasted until midnight.\n",
				"https://one.example/feed (newspaper), ", "https://two.example/feed/1", "why: mentions ",
				"left out: 2\n- Rain in the north — off topic",
			}, ""},
			{[]string{"1", "one"}, []string{"https://one.example/feed/1", "left out: 1\n"}, "two.example"},
		} {
			out, err := run(t, s, append([]string{"digest", "preview"}, c.args...)...)
			check(t, err)
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("%v: no %q in\n%s", c.args, want, out)
				}
			}
			if c.without != "" && strings.Contains(out, c.without) {
				t.Errorf("%v: %q is in\n%s", c.args, c.without, out)
			}
		}
		_, err := run(t, s, "digest", "preview", "1", "none")
		wantError(t, err, `server 1 has no digest "none"`)
	})
}

func TestDigestPreviewAsJSON(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := newsroom(t, url)
		out, err := run(t, s, "digest", "preview", "--json", "1", "one")
		check(t, err)
		var got struct {
			Server, Digest string
			Window         struct{ From, To time.Time }
			Stories        []struct {
				Title, Topic string
				Score        float64
				Sources      []struct {
					Publisher, Outlet, Lang, Title, Link string
					Published                            time.Time
				}
				Reasons []string
			}
			Dropped []struct {
				Title, Link string
				Reasons     []string
			}
		}
		d := json.NewDecoder(strings.NewReader(out))
		d.DisallowUnknownFields()
		check(t, d.Decode(&got))
		if got.Server != "1" || got.Digest != "one" || !got.Window.From.Before(got.Window.To) || len(got.Stories) != 1 || len(got.Dropped) != 1 {
			t.Fatalf("printed %s", out)
		}
		story := got.Stories[0]
		if diff := cmp.Diff([]string{"Senators vote on the TikTok ban", "tiktok-ban"}, []string{story.Title, story.Topic}); diff != "" || story.Score <= 0 {
			t.Errorf("score %v, story (-want +got):\n%s", story.Score, diff)
		}
		if len(story.Sources) != 1 || story.Sources[0].Link != "https://one.example/feed/1" || story.Sources[0].Outlet != "newspaper" || len(story.Reasons) == 0 {
			t.Errorf("story %+v", story)
		}
		if left := got.Dropped[0]; left.Title != "Rain in the north" || len(left.Reasons) != 1 {
			t.Errorf("left out %+v", left)
		}
		list, err := run(t, s, "digest", "preview", "--json")
		check(t, err)
		if n := strings.Count(list, "\n"); n != 2 || !strings.Contains(list, `"digest":"all"`) {
			t.Errorf("listed\n%s", list)
		}
	})
}

func TestDigestPreviewNeedsADatabase(t *testing.T) {
	t.Parallel()
	_, err := run(t, settingsIn(t.TempDir()), "digest", "preview")
	wantError(t, err, "there is no database")
}
