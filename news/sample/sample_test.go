package sample_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"

	"magpie/lexicon"
	"magpie/news"
	"magpie/news/sample"
)

// TestSamples reads the feeds as the program does, and composes a digest of them.
func TestSamples(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	srv := httptest.NewServer(sample.Handler(func() time.Time { return now }))
	defer srv.Close()
	fetcher, err := news.NewFetcher(news.FetchOptions{Allow: []string{srv.Listener.Addr().String()}})
	if err != nil {
		t.Fatal(err)
	}
	topics, err := news.Presets()
	if err != nil {
		t.Fatal(err)
	}
	desk := news.NewDesk(slog.New(slog.DiscardHandler), fetcher, func() time.Time { return now })
	var items []news.Item
	counts := map[string]int{}
	for range 2 { // now, and a quarter of an hour later
		items = items[:0]
		for _, f := range sample.Feeds(srv.URL) {
			report, err := desk.Check(t.Context(), f.URL)
			if err != nil {
				t.Fatal(err)
			}
			if report.Feed.Lang != f.Lang || report.Feed.Title != f.Title || len(report.Repairs) > 0 {
				t.Errorf("%s: %+v, repairs %v", f.URL, report.Feed, report.Repairs)
			}
			for _, it := range report.Items {
				first, _, _ := strings.Cut(it.Title, " ")
				if !strings.HasPrefix(first, "Sample:") && !strings.HasPrefix(first, "示例：") && !strings.HasPrefix(first, "範例：") {
					t.Errorf("%q does not say that it is a sample", it.Title)
				}
				if it.Lang != f.Lang || it.Baseline {
					t.Errorf("%q: lang %s, baseline %v", it.Title, it.Lang, it.Baseline)
				}
			}
			counts[f.Lang] = len(report.Items)
			items = append(items, report.Items...)
		}
		now = now.Add(15 * time.Minute)
	}
	if counts["en"] != 10 || counts["zh-CN"] != 9 || counts["zh-TW"] != 8 {
		t.Errorf("items at the end: %v", counts)
	}
	core, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	reader := news.NewReader(func() *lexicon.Dictionary { return core })
	bilingual := 0
	for _, topic := range topics {
		d := news.Digest{Topics: []string{topic.Name}, Languages: []string{"en", "zh-TW"}, Length: 50}
		e := news.Compose(reader, d, topics, news.Window{From: now.Add(-time.Hour), To: now}, items, nil)
		if len(e.Stories) == 0 {
			t.Errorf("topic %s has no stories", topic.Name)
		}
		for _, s := range e.Stories {
			slugs, langs := map[string]bool{}, map[string]bool{}
			for _, it := range s.Items {
				slugs[path.Base(it.Link)], langs[it.Lang] = true, true
			}
			if len(slugs) > 1 {
				t.Errorf("different stories are told as one: %v", slugs)
			}
			if len(langs) > 1 {
				bilingual++
			}
		}
	}
	if bilingual < 6 {
		t.Errorf("%d stories are told from several languages, want most", bilingual)
	}
	resp, err := http.Get(items[0].Link)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), items[0].Title) {
		t.Errorf("story %s: %s, %v\n%s", items[0].Link, resp.Status, err, body)
	}
}
