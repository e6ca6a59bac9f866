package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"

	"magpie/news"
)

// A feedForm is how a feed is written.
type feedForm struct {
	name  string // its file's end
	kind  string // MIME type
	write func(feedText) ([]byte, error)
}

var (
	atom     = feedForm{"atom", "application/atom+xml; charset=utf-8", writeAtom}
	rss      = feedForm{"rss", "application/rss+xml; charset=utf-8", writeRSS}
	jsonFeed = feedForm{"json", "application/feed+json; charset=utf-8", writeJSON}
)

// A feedText is what a feed tells, however it is written.
type feedText struct {
	Lang, Title, About, Self, Home string
	Updated                        time.Time // of the latest entry, or long ago if there is none
	Entries                        []feedEntry
}

type feedEntry struct {
	Address, Title, HTML string
	Published, Updated   time.Time
}

// feed serves the latest issues of a publication for programs that follow it.
func (e *edition) feed(form feedForm) func(*http.Request) (document, error) {
	return func(r *http.Request) (document, error) {
		slug := r.PathValue("slug")
		issues, ok, err := e.site.opts.Digests.Issues(r.Context(), slug, 0, issuesShown)
		if err != nil {
			return document{}, err
		}
		if !ok {
			return document{}, errNoPage
		}
		text, err := e.feedText(slug, form, issues)
		if err != nil {
			return document{}, err
		}
		body, err := form.write(text)
		if err != nil {
			return document{}, fmt.Errorf("write a feed: %w", err) // unreachable: it holds only texts
		}
		return document{kind: form.kind, body: body, keep: keepNever}, nil
	}
}

func (e *edition) feedText(slug string, form feedForm, issues []news.Issue) (feedText, error) {
	home := "/s/" + slug + "/"
	text := feedText{
		Lang: e.Lang, Title: e.Label("site.issues.title") + " · " + e.Label("site.name"), About: e.Label("site.issues.about"),
		Home: e.absolute(home), Self: e.absolute(home + "feed." + form.name), Updated: time.Unix(0, 0).UTC(),
	}
	for _, i := range issues {
		page := newIssuePage(e, slug, i)
		html, err := e.storiesHTML(page)
		if err != nil {
			return text, err
		}
		text.Entries = append(text.Entries, feedEntry{
			Address: e.absolute(page.At), Title: i.Title + " · " + leaf{edition: e}.Posted(page), HTML: string(html),
			Published: i.At.UTC(), Updated: i.Done.UTC(),
		})
		if i.Done.After(text.Updated) {
			text.Updated = i.Done.UTC()
		}
	}
	return text, nil
}

// The elements of Atom, RFC 4287.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Author   string      `xml:"author>name"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID        string   `xml:"id"`
		Title     string   `xml:"title"`
		Published string   `xml:"published"`
		Updated   string   `xml:"updated"`
		Link      atomLink `xml:"link"`
		Content   atomText `xml:"content"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func writeAtom(t feedText) ([]byte, error) {
	f := atomFeed{
		Lang: t.Lang, ID: t.Home, Title: t.Title, Subtitle: t.About, Updated: t.Updated.Format(time.RFC3339), Author: "Magpie",
		Links: []atomLink{{"self", "application/atom+xml", t.Self}, {"alternate", "text/html", t.Home}},
	}
	for _, e := range t.Entries {
		f.Entries = append(f.Entries, atomEntry{
			ID: e.Address, Title: e.Title, Published: e.Published.Format(time.RFC3339), Updated: e.Updated.Format(time.RFC3339),
			Link: atomLink{"alternate", "text/html", e.Address}, Content: atomText{"html", e.HTML},
		})
	}
	return writeXML(f)
}

// The elements of RSS 2.0.
type (
	rssFeed struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		Atom    string     `xml:"xmlns:atom,attr"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title    string    `xml:"title"`
		Link     string    `xml:"link"`
		About    string    `xml:"description"`
		Language string    `xml:"language"`
		Built    string    `xml:"lastBuildDate"`
		Self     atomLink  `xml:"atom:link"`
		Items    []rssItem `xml:"item"`
	}
	rssItem struct {
		Title     string  `xml:"title"`
		Link      string  `xml:"link"`
		GUID      rssGUID `xml:"guid"`
		Published string  `xml:"pubDate"`
		About     string  `xml:"description"`
	}
	rssGUID struct {
		PermaLink bool   `xml:"isPermaLink,attr"`
		Text      string `xml:",chardata"`
	}
)

func writeRSS(t feedText) ([]byte, error) {
	f := rssFeed{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: rssChannel{
		Title: t.Title, Link: t.Home, About: t.About, Language: t.Lang, Built: t.Updated.Format(time.RFC1123Z),
		Self: atomLink{"self", "application/rss+xml", t.Self},
	}}
	for _, e := range t.Entries {
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title: e.Title, Link: e.Address, GUID: rssGUID{true, e.Address}, Published: e.Published.Format(time.RFC1123Z), About: e.HTML,
		})
	}
	return writeXML(f)
}

func writeXML(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	return append([]byte(xml.Header), append(body, '\n')...), err
}

func writeJSON(t feedText) ([]byte, error) {
	items := []map[string]any{}
	for _, e := range t.Entries {
		items = append(items, map[string]any{
			"id": e.Address, "url": e.Address, "title": e.Title, "content_html": e.HTML, "language": t.Lang,
			"date_published": e.Published.Format(time.RFC3339), "date_modified": e.Updated.Format(time.RFC3339),
		})
	}
	body, err := json.MarshalIndent(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": t.Title, "description": t.About, "language": t.Lang,
		"home_page_url": t.Home, "feed_url": t.Self, "authors": []map[string]string{{"name": "Magpie"}}, "items": items,
	}, "", " ")
	return append(body, '\n'), err
}
