package news_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/mmcdole/gofeed"

	"magpie/news"
)

// gofeedItems is how many items gofeed, the usual reader of feeds in Go, finds in a body;
// -1 if it cannot read it.
func gofeedItems(body []byte) (items int) {
	defer func() {
		if recover() != nil {
			items = -1
		}
	}()
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return -1
	}
	return len(feed.Items)
}

// TestReadsWhatOthersRead: no feed of the test data is read by gofeed and not by Magpie, or
// with more items. Two answers of web services, which gofeed takes for empty feeds, are none.
func TestReadsWhatOthersRead(t *testing.T) {
	t.Parallel()
	ours, theirs, complete, all := 0, 0, 0, 0
	for _, path := range feedFiles(t) {
		body := read(t, path)
		doc, err := news.ReadFeed(news.Feed{}, body, said(path), "")
		items := gofeedItems(body)
		all++
		if err == nil {
			ours++
		}
		if items >= 0 {
			theirs++
		}
		if items >= 0 && items >= len(doc.Entries) {
			complete++
		}
		if filepath.Base(path) == "error.json" || filepath.Base(path) == "json_other.json" {
			continue
		}
		if items >= 0 && err != nil || len(doc.Entries) < items {
			t.Errorf("%s: %d items, %v; gofeed finds %d", path, len(doc.Entries), err, items)
		}
	}
	t.Logf("of %d files Magpie reads %d, gofeed %d, %d of them with as many items", all, ours, theirs, complete)
}
