package news

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// A normalizer turns what gofeed read into items.
type normalizer struct {
	feed       Feed
	base       *url.URL // of relative links
	publishers []string // named by the items, by place
}

func (n normalizer) normalize(raw *gofeed.Feed) Parsed {
	p := Parsed{Title: cut(PlainText(raw.Title), maxText)}
	p.Title = cmp.Or(n.feed.Title, p.Title, n.base.Hostname())
	p.Lang = cmp.Or(n.feed.Lang, GuessLanguage(sampleText(raw), raw.Language))
	n.feed.Title, n.feed.Lang = p.Title, p.Lang
	shared := n.sharedLinks(raw)
	permalinks := permalinks(raw)
	for i, it := range raw.Items {
		if item, ok := n.item(it, n.publishers[i], permalinks[i], shared); ok {
			p.Items = append(p.Items, item)
		}
	}
	return p
}

// item is one entry, or false if it says nothing.
func (n normalizer) item(raw *gofeed.Item, publisher string, permalink bool, shared map[string]bool) (Item, bool) {
	title, summary := PlainText(raw.Title), PlainText(cmp.Or(raw.Description, raw.Content))
	if publisher != "" {
		title = strings.TrimSuffix(title, " - "+publisher)
	}
	if strings.HasPrefix(summary, title) && runes(summary) < runes(title)+runes(publisher)+8 {
		summary = "" // it only repeats the title
	}
	if title == "" {
		title, summary = summary, ""
	}
	if title == "" {
		return Item{}, false
	}
	link := n.link(raw, permalink)
	identity := link
	if c, _ := CanonicalURL(link); shared[c] {
		identity = ""
	}
	summary = cut(summary, maxText)
	it := Item{
		ID:        Key(n.feed.URL, identity, raw.GUID, title),
		Feed:      n.feed.URL,
		Link:      cmp.Or(link, n.base.String()),
		Title:     cut(title, maxText),
		Summary:   summary,
		Publisher: cmp.Or(publisher, n.feed.Title),
		Outlet:    n.feed.Outlet,
		Lang:      GuessLanguage(title+" "+summary, n.feed.Lang),
		Published: n.date(raw),
	}
	return it, true
}

// link is an item's absolute address, or empty.
func (n normalizer) link(raw *gofeed.Item, permalink bool) string {
	candidates := append([]string{raw.Link}, raw.Links...)
	if permalink {
		candidates = append(candidates, raw.GUID)
	}
	for _, c := range candidates {
		c = strings.TrimSpace(c)
		u, err := url.Parse(c)
		if err != nil || c == "" {
			continue
		}
		u = n.base.ResolveReference(u)
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
			u.User = nil
			return u.String()
		}
	}
	return ""
}

// permalinks says, by place, which items' guids are addresses.
func permalinks(raw *gofeed.Feed) []bool {
	out := make([]bool, len(raw.Items))
	original, isRSS := raw.OriginalFeed().(*rss.Feed)
	for i, it := range raw.Items {
		out[i] = strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://")
		if isRSS && i < len(original.Items) && original.Items[i].GUID != nil {
			out[i] = out[i] && !strings.EqualFold(original.Items[i].GUID.IsPermalink, "false")
		}
	}
	return out
}

// sharedLinks are the canonical links that several items with guids of their own have:
// places on one page, which do not tell the items apart.
func (n normalizer) sharedLinks(raw *gofeed.Feed) map[string]bool {
	guid, shared := map[string]string{}, map[string]bool{}
	for _, it := range raw.Items {
		c, ok := CanonicalURL(n.link(it, false))
		if !ok || it.GUID == "" {
			continue
		}
		if first, known := guid[c]; known && first != it.GUID {
			shared[c] = true
		}
		guid[c] = it.GUID
	}
	return shared
}

// date is when an item was published, else updated; zero if it does not say.
func (n normalizer) date(raw *gofeed.Item) time.Time {
	chinese := strings.HasPrefix(n.feed.Lang, "zh")
	for _, s := range []string{raw.Published, raw.Updated} {
		if t, ok := parseDate(s, n.feed.zone(), chinese); ok {
			return t
		}
	}
	for _, t := range []*time.Time{raw.PublishedParsed, raw.UpdatedParsed} {
		if t != nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// sampleText is enough of a feed's text to tell its language.
func sampleText(raw *gofeed.Feed) string {
	var b strings.Builder
	b.WriteString(raw.Title)
	for _, it := range raw.Items[:min(len(raw.Items), 20)] {
		b.WriteString(" " + it.Title + " " + cut(PlainText(it.Description), maxText))
	}
	return b.String()
}
