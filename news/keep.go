package news

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
	"time"
)

// Key identifies an item across edits and fetches, and an article across feeds: by the
// canonical form of its link, unless that is a site's front page; else by its guid
// within the feed, else by its title within its host. Keys are 22 characters of the
// URL-safe alphabet. Two feeds may hold items of one key.
func Key(feed, link, guid, title string) string {
	if c, ok := CanonicalURL(link); ok && strings.ContainsAny(c, "/?") {
		return digest("link", c)
	}
	if guid != "" {
		return digest("guid", feed, guid)
	}
	host := feed
	if u, err := url.Parse(feed); err == nil {
		host = u.Host
	}
	return digest("title", host, fold(title))
}

// digest is a short name for some texts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// OldNews is the age from which items of a newly followed feed are a baseline: known,
// but never posted.
const OldNews = 48 * time.Hour

// Keep compares what a fetch of a feed brought with the feed's items that are known, by
// id, and returns those to save: new ones, and known ones whose title or summary changed,
// with their first sight kept. Of items with one id the first counts. f is the feed
// before the fetch; if it was never fetched with success, old and undated items become
// its baseline.
func Keep(f Feed, fetched []Item, known map[string]Item, now time.Time) []Item {
	var out []Item
	done := map[string]bool{}
	for _, it := range fetched {
		if done[it.ID] {
			continue
		}
		done[it.ID] = true
		old, seen := known[it.ID]
		switch {
		case !seen:
			it.Baseline = f.LastGood.IsZero() && now.Sub(it.Published) > OldNews
			it.Seen = now
			if it.Published.IsZero() || it.Published.After(now) {
				it.Published = now
			}
			out = append(out, it)
		case old.Title != it.Title || old.Summary != it.Summary:
			it.Seen, it.Published, it.Baseline, it.Edited = old.Seen, old.Published, old.Baseline, now
			out = append(out, it)
		}
	}
	return out
}
