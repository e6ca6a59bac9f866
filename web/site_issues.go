package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"magpie/news"
)

// issuesShown is how many issues stand on one page of the list, and in a feed.
const issuesShown = 20

// maxPage is the last page of the list that is looked for.
const maxPage = 500

// An issuePage is one issue as it is printed.
type issuePage struct {
	news.Issue
	At   string // the path of its page below the language
	Told []toldStory
}

// A toldStory is a story of an issue as it is told to its readers.
type toldStory struct {
	Number    int
	First     news.Item
	Link      string // of the first report; empty: it has none that can be followed
	Also      *news.Item
	Sources   []toldSource
	More      int // sources that are not named
	Published time.Time
	Updated   bool
}

// A toldSource is who reports a story.
type toldSource struct {
	Name, Link, Lang, Kind string
}

func newIssuePage(e *edition, slug string, i news.Issue) issuePage {
	p := issuePage{Issue: i, At: "/s/" + slug + "/" + i.Name}
	for n, s := range i.Stories {
		if len(s.Items) > 0 {
			p.Told = append(p.Told, tellStory(e, n+1, s, i.Languages))
		}
	}
	return p
}

// sourcesNamed is how many publishers of a story are named.
const sourcesNamed = 5

// tellStory tells a story as it was posted: a headline in the language it was written
// in, another one if a second language of the digest has one, and who reports it.
func tellStory(e *edition, n int, s news.Story, langs []string) toldStory {
	items := s.For(langs)
	if len(items) == 0 {
		items = s.Items
	}
	t := toldStory{Number: n, First: items[0], Link: followable(items[0].Link), Published: items[0].Published, Updated: s.Updated}
	if t.First.Lang == "" {
		t.First.Lang = guessLang(t.First.Title)
	}
	var named []string
	for i, it := range items {
		if it.Published.Before(t.Published) {
			t.Published = it.Published
		}
		if i > 0 && t.Also == nil && len(langs) > 1 && !news.SameReaders(it.Lang, t.First.Lang) {
			t.Also = &items[i]
		}
		if slices.Contains(named, it.Publisher) {
			continue
		}
		if named = append(named, it.Publisher); len(named) > sourcesNamed {
			t.More++
			continue
		}
		source := toldSource{Name: it.Publisher, Link: followable(it.Link), Lang: it.Lang}
		if it.Outlet != news.UnknownOutlet {
			source.Kind = e.Label("outlet." + string(it.Outlet))
		}
		t.Sources = append(t.Sources, source)
	}
	return t
}

// followable is an address of the web, or nothing if it is another kind.
func followable(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

// Posted is when the issue was due, by the clock of its server, in words.
func (l leaf) Posted(i issuePage) string {
	date, clock, _ := strings.Cut(i.Slot, " ")
	return l.Label("site.issue.posted", l.Date(date), clock[:min(len(clock), 5)])
}

// Speaks is the languages of an issue, by their names.
func (l leaf) Speaks(langs []string) string {
	var names []string
	for _, lang := range langs {
		names = append(names, l.Voice.In(lang).Label("language.name"))
	}
	return strings.Join(names, " · ")
}

// An issueList is one page of a publication.
type issueList struct {
	Slug                 string
	Issues               []issuePage
	Page                 int
	Newer, Older         string // addresses; empty: there are none
	Atom, RSS, JSON, URL string
}

// issues lists what a server posted, the latest first.
func (e *edition) issues(r *http.Request) (document, error) {
	slug, number := r.PathValue("slug"), 1
	if asked := r.URL.Query().Get("page"); asked != "" {
		var err error
		if number, err = strconv.Atoi(asked); err != nil || number < 2 || number > maxPage || asked != strconv.Itoa(number) {
			return document{}, errNoPage
		}
	}
	found, ok, err := e.site.opts.Digests.Issues(r.Context(), slug, (number-1)*issuesShown, issuesShown+1)
	if err != nil {
		return document{}, err
	}
	if !ok || number > 1 && len(found) == 0 {
		return document{}, errNoPage
	}
	at := "/s/" + slug + "/"
	list := issueList{Slug: slug, Page: number, Atom: e.address(at + "feed.atom"), RSS: e.address(at + "feed.rss"), JSON: e.address(at + "feed.json")}
	for _, i := range found[:min(len(found), issuesShown)] {
		list.Issues = append(list.Issues, newIssuePage(e, slug, i))
	}
	if len(found) > issuesShown {
		list.Older = fmt.Sprintf("%s?page=%d", e.address(at), number+1)
	}
	if number == 2 {
		list.Newer = e.address(at)
	} else if number > 2 {
		list.Newer = fmt.Sprintf("%s?page=%d", e.address(at), number-1)
	}
	l := leaf{At: at, Title: e.Label("site.issues.title"), Description: e.Label("site.issues.about"), Feed: at, Content: list}
	if number > 1 {
		l.Title = e.Label("site.issues.page", strconv.Itoa(number))
		l.Query = "?page=" + strconv.Itoa(number)
	}
	return e.live("issues", l)
}

// issue shows one issue.
func (e *edition) issue(r *http.Request) (document, error) {
	slug := r.PathValue("slug")
	found, ok, err := e.site.opts.Digests.Issue(r.Context(), slug, r.PathValue("issue"))
	if err != nil {
		return document{}, err
	}
	if !ok {
		return document{}, errNoPage
	}
	page := newIssuePage(e, slug, found)
	l := leaf{At: page.At, Title: found.Title, Feed: "/s/" + slug + "/", Article: true, Content: page}
	if len(page.Told) > 0 {
		l.Description = page.Told[0].First.Title
	}
	return e.live("issue", l)
}

// live prints a page that a moderator may switch off at any time.
func (e *edition) live(name string, l leaf) (document, error) {
	d, err := e.page(name, l)
	d.keep = keepNever
	return d, err
}

// storiesHTML is the stories of an issue for feeds, whose readers show them elsewhere.
func (e *edition) storiesHTML(i issuePage) (template.HTML, error) {
	var b strings.Builder
	err := e.site.templates.ExecuteTemplate(&b, "stories", leaf{edition: e, Content: i})
	return template.HTML(b.String()), err // printed by a template
}
