package news

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
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
		return guidKey(feed, guid)
	}
	host := feed
	if u, err := url.Parse(feed); err == nil {
		host = u.Host
	}
	return digest("title", host, foldTitle(title))
}

// guidKey is a short name of a guid within a feed; empty if there is none.
func guidKey(feed, guid string) string {
	if guid == "" {
		return ""
	}
	return digest("guid", feed, guid)
}

// TitleKey is a short name of an item's title, the same in any case and width.
func (it Item) TitleKey() string { return digest("title", foldTitle(it.Title)) }

func foldTitle(title string) string { return strings.ToLower(norm.NFKC.String(title)) }

// digest is a short name for some texts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

const (
	// OldNews is the age from which items of a newly followed feed are a baseline: known,
	// but never posted.
	OldNews = 48 * time.Hour
	// firstNews is how many items of a newly followed feed are news at most.
	firstNews = 20
	// longAway is how long a feed can be out of sight until its items count as those of a
	// new one. A store forgets items that their feed did not list for a month.
	longAway = 14 * 24 * time.Hour
)

// Keep compares what a fetch of a feed brought with the feed's items that are known,
// and returns those to save: new ones, and known ones that changed, with their first
// sight kept. One whose title or summary changed is Edited; one that was only given
// another link is not. f is the feed before the fetch.
//
// An item is known by its id; failing that by its guid; failing that, where a feed gives
// all its items new ids and guids, by its title. Of items that are one the first counts.
// If the feed was never read with success, or not for long, old and undated items become
// its baseline, and so do all but the newest twenty.
func Keep(f Feed, fetched []Item, known []Item, now time.Time) []Item {
	m := matching(fetched, known)
	fresh := now.Sub(f.LastGood) > longAway
	var out []Item
	done := map[string]bool{}
	for _, it := range fetched {
		old, seen := m.find(it)
		if seen {
			it.ID = old.ID
		}
		if done[it.ID] {
			continue
		}
		done[it.ID] = true
		if !seen {
			out = append(out, it.first(fresh, now))
		} else if changed, ok := it.over(old, now); ok {
			out = append(out, changed)
		}
	}
	if fresh {
		calm(out)
	}
	return out
}

// first is an item at its first sight, in a feed that is fresh itself or not.
func (it Item) first(fresh bool, now time.Time) Item {
	it.Baseline = fresh && now.Sub(it.Published) > OldNews
	it.Seen = now
	if it.Published.IsZero() || it.Published.After(now) {
		it.Published = now
	}
	return it
}

// over is an item as it has become since it was saved as old, and whether that says
// anything new.
func (it Item) over(old Item, now time.Time) (Item, bool) {
	it.Seen, it.Published, it.Baseline, it.Edited = old.Seen, old.Published, old.Baseline, old.Edited
	if old.Title != it.Title || old.Summary != it.Summary {
		it.Edited = now
		return it, true
	}
	was, _ := CanonicalURL(old.Link)
	is, _ := CanonicalURL(it.Link)
	return it, was != is
}

// calm makes a baseline of all but the newest items.
func calm(items []Item) {
	var news []int
	for i, it := range items {
		if !it.Baseline {
			news = append(news, i)
		}
	}
	slices.SortStableFunc(news, func(a, b int) int { return items[b].Published.Compare(items[a].Published) })
	for _, i := range news[min(len(news), firstNews):] {
		items[i].Baseline = true
	}
}

// A match finds the known item that a fetched one is.
type match struct {
	byID, byGUID, byTitle map[string]Item
}

// matching prepares to find fetched items among the known ones.
func matching(fetched, known []Item) match {
	m := match{byID: map[string]Item{}, byGUID: map[string]Item{}, byTitle: map[string]Item{}}
	listed, guids := map[string]bool{}, map[string]int{}
	for _, it := range fetched {
		listed[it.ID] = true
		guids[it.GUID]++
	}
	for _, k := range known {
		m.byID[k.ID] = k
		if !listed[k.ID] && k.GUID != "" && guids[k.GUID] == 1 { // a guid that several items share tells nothing
			m.byGUID[k.GUID] = k
		}
	}
	if strangers := m.strangers(fetched); len(strangers) == len(fetched) {
		m.byTitle = sameTitles(strangers, known)
	}
	return m
}

// strangers are the items that are known neither by id nor by guid.
func (m match) strangers(fetched []Item) []Item {
	return slices.DeleteFunc(slices.Clone(fetched), func(it Item) bool {
		_, ok := m.find(it)
		return ok
	})
}

// sameTitles are the known items that fetched ones have the titles of. One alone may be
// a title that comes again, such as that of a daily briefing, unless it says the same.
func sameTitles(fetched, known []Item) map[string]Item {
	titles := map[string]Item{}
	for _, k := range known {
		key := k.TitleKey()
		if was, ok := titles[key]; !ok || was.Seen.Before(k.Seen) {
			titles[key] = k
		}
	}
	same, alike := 0, false
	for _, it := range fetched {
		if k, ok := titles[it.TitleKey()]; ok {
			same++
			alike = alike || it.Summary == k.Summary
		}
	}
	if same < 2 && !alike {
		return nil
	}
	return titles
}

func (m match) find(it Item) (Item, bool) {
	if k, ok := m.byID[it.ID]; ok {
		return k, true
	}
	if k, ok := m.byGUID[it.GUID]; ok {
		return k, true
	}
	k, ok := m.byTitle[it.TitleKey()]
	return k, ok
}
