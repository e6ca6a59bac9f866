package web

import (
	"net/url"
	"strings"
	"testing"

	"magpie/guide"
)

// TestSitePages asks for every kind of page in every language and checks what must hold
// for all: the language, one address, alternates, no outside files, links that lead
// somewhere, no id given twice, tags that close.
func TestSitePages(t *testing.T) {
	t.Parallel()
	s, leads := newSite(t, nil), &wayfinder{}
	for _, lang := range s.opts.Words.Languages() {
		for _, at := range sitePages {
			t.Run(lang+at, func(t *testing.T) {
				t.Parallel()
				w := ask(s, "GET", "/"+lang+at)
				if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
					t.Fatalf("status %d, %s", w.Code, w.Header().Get("Content-Type"))
				}
				page := w.Body.String()
				if got := attribute(elements(t, page, "html")[0], "lang"); got != lang {
					t.Errorf("page in %q", got)
				}
				if packed := ask(s, "GET", "/"+lang+at, "Accept-Encoding", "gzip").Body.Len(); packed > 15_000 {
					t.Errorf("%d bytes packed, more than a slow connection should wait for", packed)
				}
				checkHead(t, page, lang, at)
				checkBody(t, s, leads, page)
				checkClosed(t, page)
			})
		}
	}
}

// TestSiteHasEveryGuide looks for every step of every guide, each guide in one language.
func TestSiteHasEveryGuide(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for i, name := range s.opts.Guides().Names() {
		langs := s.opts.Guides().Languages(name)
		lang := langs[i%len(langs)]
		g, _ := s.opts.Guides().Find(name, lang)
		page := ask(s, "GET", "/"+lang+"/guides/"+name).Body.String()
		checkClosed(t, page)
		var ids []string
		for _, section := range elements(t, page, "section") {
			ids = append(ids, attribute(section, "id"))
		}
		for i, step := range g.Steps {
			if i >= len(ids) || ids[i] != step.ID {
				t.Errorf("%s/%s: steps %v, want %s at %d", name, lang, ids, step.ID, i)
				break
			}
		}
		if strings.Contains(page, "{{") || strings.Contains(page, "%!") || strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s/%s shows its insides", name, lang)
		}
	}
}

// TestSiteFallsBack shows a guide that is only there in English, marked as such.
func TestSiteFallsBack(t *testing.T) {
	t.Parallel()
	library, err := guide.Load(oneGuide)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, nil, func(o *SiteOptions) { o.Guides = func() *guide.Library { return library } })
	page := ask(s, "GET", "/zh-TW/guides/only").Body.String()
	if article := elements(t, page, "article")[0]; attribute(article, "lang") != "en" {
		t.Errorf("article in %q", attribute(article, "lang"))
	}
	for _, a := range elements(t, page, "a") {
		if attribute(a, "href") == "#a-step" && attribute(a, "lang") != "en" {
			t.Errorf("a step is named in %q in the contents", attribute(a, "lang"))
		}
	}
	for _, l := range elements(t, page, "link") {
		if attribute(l, "hreflang") == "zh-TW" {
			t.Error("names itself as an alternate in 繁體中文")
		}
		if attribute(l, "rel") == "canonical" && attribute(l, "href") != "https://magpie.example.org/en/guides/only" {
			t.Errorf("canonical is %s", attribute(l, "href"))
		}
	}
	if front := ask(s, "GET", "/zh-TW/").Body.String(); strings.Contains(front, `class="more"`) {
		t.Error("the front page promises more guides than there are")
	}
}

// TestSiteBelowAPath serves the site where a proxy has something else at the top.
func TestSiteBelowAPath(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil, func(o *SiteOptions) { o.Base = &url.URL{Scheme: "https", Host: "example.org", Path: "/magpie/"} })
	if w := ask(s, "GET", "/magpie/"); w.Header().Get("Location") != "/magpie/en/" {
		t.Errorf("leads to %s", w.Header().Get("Location"))
	}
	page := ask(s, "GET", "/magpie/en/guides/rednote").Body.String()
	for _, want := range []string{`href="/magpie/site.css?v=`, `href="https://example.org/magpie/zh-TW/guides/rednote"`, `href="/magpie/en/guides/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	checkBody(t, s, &wayfinder{}, page)
	for _, at := range []string{"/en/", "/", "/magpiex/en/"} {
		if code := ask(s, "GET", at).Code; code != 404 {
			t.Errorf("%s: %d", at, code)
		}
	}
}

func TestSiteSaysWhoIsResponsible(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{
		"":                            "has not said here how to reach them",
		"Ada, on the desk <b>2</b>":   "Ada, on the desk &lt;b&gt;2&lt;/b&gt;",
		"https://example.org/who":     `href="https://example.org/who"`,
		"javascript:alert(1)":         "> javascript:alert(1)<",
		"hello@example.org":           `href="mailto:hello@example.org"`,
		"Ada Example <a@example.org>": "Ada Example &lt;a@example.org&gt;",
	} {
		s := newSite(t, nil, func(o *SiteOptions) { o.Contact = contact })
		page := ask(s, "GET", "/en/privacy").Body.String()
		if strings.Contains(page, policyContact) || !strings.Contains(strings.ReplaceAll(page, "them: ", "> "), want) {
			t.Errorf("%q: the page does not say %s", contact, want)
		}
	}
}
