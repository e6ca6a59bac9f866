// Package sample serves news feeds to try Magpie with: made-up headlines in three
// languages that report nothing and say so. Some come out while one watches.
package sample

import (
	"cmp"
	"embed"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"magpie/news"
)

// Languages are those that there is a feed in, by BCP 47 tag.
var Languages = []string{"en", "zh-CN", "zh-TW"}

//go:embed data/*.yaml
var data embed.FS

// A paper is one feed of samples.
type paper struct {
	Lang  string
	Title string
	Note  string // under each story: that it is made up
	Items []item
}

type item struct {
	Slug, Title, Summary string
	Age                  time.Duration // at the time the handler was made; below 0: comes out later
}

// Feeds are the sample feeds of a [Handler] that is served at an address such as
// "http://127.0.0.1:8080/sample", without a final slash.
func Feeds(base string) []news.Feed {
	var out []news.Feed
	for _, p := range papers() {
		out = append(out, news.Feed{URL: base + "/" + p.Lang + ".xml", Title: p.Title, Lang: p.Lang, Outlet: news.UnknownOutlet})
	}
	return out
}

// Handler serves the feeds, as /en.xml and so on, and the stories that they link to. Dates are
// relative to now() at the time of the call.
func Handler(now func() time.Time) http.Handler {
	mux := http.NewServeMux()
	begin := now()
	for _, p := range papers() {
		mux.HandleFunc("GET /"+p.Lang+".xml", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
			_ = xml.NewEncoder(w).Encode(p.feed(begin, now())) // the reader may be gone
		})
		mux.HandleFunc("GET /"+p.Lang+"/{slug}", p.story)
	}
	return mux
}

// rss is a feed as it is written.
type rss struct {
	XMLName  xml.Name `xml:"rss"`
	Version  string   `xml:"version,attr"`
	Title    string   `xml:"channel>title"`
	Link     string   `xml:"channel>link"`
	Language string   `xml:"channel>language"`
	Items    []entry  `xml:"channel>item"`
}

type entry struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"` // relative to the feed
	Description string `xml:"description"`
	GUID        guid   `xml:"guid"`
	PubDate     string `xml:"pubDate"`
}

type guid struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// feed is what has come out by now, newest first.
func (p paper) feed(begin, now time.Time) rss {
	out := rss{Version: "2.0", Title: p.Title, Link: p.Lang + ".xml", Language: p.Lang}
	items := slices.SortedFunc(slices.Values(p.Items), func(a, b item) int { return cmp.Compare(a.Age, b.Age) })
	for _, it := range items {
		if at := begin.Add(-it.Age); !at.After(now) {
			out.Items = append(out.Items, entry{
				Title: it.Title, Link: p.Lang + "/" + it.Slug, Description: it.Summary,
				GUID: guid{ID: p.Lang + "/" + it.Slug}, PubDate: at.UTC().Format(time.RFC1123),
			})
		}
	}
	return out
}

var page = template.Must(template.New("story").Parse(`<!doctype html>
<html lang="{{.Lang}}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Item.Title}}</title>
<h1>{{.Item.Title}}</h1>
<p>{{.Item.Summary}}</p>
<p><small>{{.Note}}</small></p>
</html>
`))

func (p paper) story(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(p.Items, func(it item) bool { return it.Slug == r.PathValue("slug") })
	if i < 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, map[string]any{"Lang": p.Lang, "Item": p.Items[i], "Note": p.Note})
}

// papers reads the embedded samples; a mistake in them is one of the program.
func papers() []paper {
	var out []paper
	for _, lang := range Languages {
		text, err := data.ReadFile("data/" + lang + ".yaml")
		p := paper{Lang: lang}
		if err == nil {
			err = yaml.Unmarshal(text, &p)
		}
		if err != nil {
			panic(fmt.Sprintf("sample feed in %s: %v", lang, err))
		}
		out = append(out, p)
	}
	return out
}
