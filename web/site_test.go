package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"magpie/guide"
	"magpie/locales"
	"magpie/news"
)

// siteNow is when the public pages are looked at.
var siteNow = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// shelf is the digests of one server, "open", and of another that has them off.
type shelf struct {
	issues []news.Issue // the latest first
	off    bool
	broken error
	many   int // publications besides
}

func (s *shelf) Publications(context.Context) ([]news.Publication, error) {
	all := []news.Publication{{Slug: "open", Latest: siteNow}}
	if s.off {
		all = nil
	}
	for range s.many {
		all = append(all, news.Publication{Slug: "another"})
	}
	return all, s.broken
}

func (s *shelf) Issues(_ context.Context, slug string, skip, n int) ([]news.Issue, bool, error) {
	if slug != "open" || s.off || s.broken != nil {
		return nil, false, s.broken
	}
	from := min(skip, len(s.issues))
	return s.issues[from:min(from+n, len(s.issues))], true, nil
}

func (s *shelf) Issue(_ context.Context, slug, name string) (news.Issue, bool, error) {
	for _, i := range s.issues {
		if slug == "open" && i.Name == name && !s.off {
			return i, true, s.broken
		}
	}
	return news.Issue{}, false, s.broken
}

// morning is an issue in English and 繁體中文.
func morning(name string, at time.Time) news.Issue {
	item := func(title, lang, publisher string, outlet news.Outlet) news.Item {
		return news.Item{
			Title: title, Lang: lang, Publisher: publisher, Outlet: outlet, Published: at.Add(-3 * time.Hour),
			Link: "https://news.example.org/" + url.PathEscape(title), Summary: "",
		}
	}
	english := item("Court hears the challenge to the TikTok joint venture", "en", "The Daily Example", news.Newspaper)
	english.Summary = "The panel asked both sides about the data of US users and gave no date for a ruling."
	return news.Issue{
		Name: name, Title: "早安 Morning news", Languages: []string{"en", "zh-TW"}, Slot: at.Format("2006-01-02 15:04"), At: at, Done: at,
		Stories: []news.Story{
			{Items: []news.Item{english, item("法院審理 TikTok 合資案", "zh-TW", "範例通訊社", news.Agency)}},
			{Updated: true, Items: []news.Item{item("小紅書封鎖令將於十二月到期", "zh-TW", "範例日報", news.Newspaper)}},
			{Items: []news.Item{item("Platforms publish their age checks ahead of Malaysia’s deadline", "en", "Example Tech Blog", news.Blog)}},
		},
	}
}

// newSite is the public pages with the real guides and words.
func newSite(t testing.TB, digests Digests, options ...func(*SiteOptions)) *Site {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	library, err := guide.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if digests == nil {
		digests = &shelf{issues: []news.Issue{morning("20261122-080000-aaaaaaaa", siteNow.Add(-time.Hour)), morning("20261121-080000-aaaaaaaa", siteNow.Add(-25*time.Hour))}}
	}
	o := SiteOptions{
		Base: &url.URL{Scheme: "https", Host: "magpie.example.org"}, Words: words, Guides: func() *guide.Library { return library },
		Digests: digests, Now: func() time.Time { return siteNow }, Source: "https://code.example.org/magpie", Contact: "hello@example.org",
	}
	for _, option := range options {
		option(&o)
	}
	s, err := NewSite(slog.New(slog.DiscardHandler), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask gets an address of a site, with headers as pairs.
func ask(h http.Handler, method, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(""))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// sitePages are one of each kind of page, below the language.
var sitePages = []string{
	"/", "/guides/", "/guides/rednote", "/timeline", "/compare", "/privacy", "/s/open/", "/s/open/20261122-080000-aaaaaaaa",
}
