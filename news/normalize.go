package news

import (
	"cmp"
	"net/url"
	"strings"
	"time"
)

// document makes a feed's entries of what was read.
func (r rawFeed) document(f Feed) Document {
	doc := Document{Title: cut(r.title, maxText), Every: r.every}
	doc.Lang = cmp.Or(f.Lang, GuessLanguage(r.sampleText(), r.lang))
	zone, shared := f.zone(), r.sharedLinks()
	for _, raw := range r.entries {
		e := Entry{
			ID:        strings.Clone(raw.id), // which would keep the whole body in memory
			Link:      cmp.Or(raw.link, raw.otherwise),
			Title:     raw.title,
			Summary:   cut(raw.summary, maxText),
			Publisher: cut(raw.publisher, maxText),
			Published: published(raw.dates, zone, strings.HasPrefix(doc.Lang, "zh")),
			lang:      strings.Clone(raw.lang),
		}
		if e.Publisher != "" {
			e.Title = strings.TrimSuffix(e.Title, " - "+e.Publisher)
		}
		e.Title = cut(e.Title, maxText)
		if c, _ := CanonicalURL(e.Link); !shared[c] {
			e.identity = e.Link
		}
		doc.Entries = append(doc.Entries, e)
	}
	return doc
}

// sharedLinks are the canonical links that several entries with ids of their own have:
// places on one page, which do not tell the entries apart.
func (r rawFeed) sharedLinks() map[string]bool {
	id, shared := map[string]string{}, map[string]bool{}
	for _, e := range r.entries {
		c, ok := CanonicalURL(cmp.Or(e.link, e.otherwise))
		if !ok || e.id == "" {
			continue
		}
		if first, known := id[c]; known && first != e.id {
			shared[c] = true
		}
		id[c] = e.id
	}
	return shared
}

// published is the first date that can be read; zero if none can.
func published(dates []string, zone *time.Location, chinese bool) time.Time {
	for _, s := range dates {
		if t, ok := parseDate(s, zone, chinese); ok {
			return t
		}
	}
	return time.Time{}
}

// sampleText is enough of a feed's text to tell its language.
func (r rawFeed) sampleText() string {
	var b strings.Builder
	b.WriteString(r.title)
	for _, e := range r.entries[:min(len(r.entries), 20)] {
		b.WriteString(" " + e.title + " " + cut(e.summary, maxText))
	}
	return b.String()
}

// normalize makes items of a document's entries.
func normalize(f Feed, doc Document, final string) Parsed {
	p := Parsed{Lang: doc.Lang, Charset: doc.Charset, Repairs: doc.Repairs, Every: doc.Every}
	host := ""
	if u, err := url.Parse(final); err == nil {
		host = u.Hostname()
	}
	p.Title = cmp.Or(f.Title, doc.Title, host)
	f.Title, f.Lang = p.Title, p.Lang
	for _, e := range doc.Entries {
		if it, ok := e.item(f); ok {
			if invite.MatchString(it.Link) {
				it.Link = ""
			}
			it.Link = cmp.Or(it.Link, final)
			p.Items = append(p.Items, it)
		}
	}
	return p
}

// item is an entry as an item of its feed, or false if it says nothing. Without a title,
// its summary is one.
func (e Entry) item(f Feed) (Item, bool) {
	title, summary := withoutInvites(e.Title), withoutInvites(e.Summary)
	if strings.HasPrefix(summary, title) && runes(summary) < runes(title)+runes(e.Publisher)+8 {
		summary = "" // it only repeats the title
	}
	if title == "" {
		title, summary = withoutInvites(e.Summary), ""
	}
	if title == "" {
		return Item{}, false
	}
	return Item{
		ID:        Key(f.URL, e.identity, e.ID, title),
		Feed:      f.URL,
		Link:      e.Link,
		Title:     title,
		Summary:   summary,
		Publisher: cmp.Or(e.Publisher, f.Title),
		Outlet:    f.Outlet,
		Lang:      GuessLanguage(title+" "+summary, cmp.Or(e.lang, f.Lang)),
		Published: e.Published,
		GUID:      guidKey(f.URL, e.ID),
	}, true
}
