package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxAddresses is how many addresses one sitemap may list, as sitemaps.org says.
const maxAddresses = 50_000

// A mapped page is one that search engines are told of, in some languages.
type mapped struct {
	at       string // below the language
	in       []string
	modified time.Time // zero: not known
}

// The elements of a sitemap.
type (
	sitemapSet struct {
		XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		XHTML   string       `xml:"xmlns:xhtml,attr"`
		Pages   []sitemapURL `xml:"url"`
	}
	sitemapURL struct {
		Address  string             `xml:"loc"`
		Modified string             `xml:"lastmod,omitempty"`
		Others   []sitemapAlternate `xml:"xhtml:link"`
	}
	sitemapAlternate struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	sitemapIndex struct {
		XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Parts   []sitemapPart `xml:"sitemap"`
	}
	sitemapPart struct {
		Address string `xml:"loc"`
	}
)

// robots tells search engines that they may read everything, and where it is listed.
func (s *Site) robots(*http.Request) (document, error) {
	text := "User-agent: *\nAllow: /\n\nSitemap: " + s.absolute("/sitemap.xml") + "\n"
	return document{kind: "text/plain; charset=utf-8", body: []byte(text), keep: "public, max-age=3600"}, nil
}

// mapped are all pages: those that come with Magpie, and the lists of those servers
// that have theirs on, which lead to each digest.
func (s *Site) mapped(ctx context.Context) ([]mapped, error) {
	all := []mapped{{at: "/"}, {at: "/guides/"}, {at: "/timeline"}, {at: "/compare"}, {at: "/privacy"}}
	library := s.opts.Guides()
	for _, name := range library.Names() {
		all = append(all, mapped{at: "/guides/" + name, in: library.Languages(name)})
	}
	publications, err := s.opts.Digests.Publications(ctx)
	for _, p := range publications {
		all = append(all, mapped{at: "/s/" + p.Slug + "/", modified: p.Latest})
	}
	return all, err
}

// addresses are those of a page in each language, with those of the others.
func (s *Site) addresses(m mapped) []sitemapURL {
	var all []sitemapURL
	var others []sitemapAlternate
	for _, e := range s.editions {
		if m.in != nil && !slices.Contains(m.in, e.Lang) {
			continue
		}
		u := sitemapURL{Address: e.absolute(m.at)}
		if m.modified.Unix() > 0 {
			u.Modified = m.modified.UTC().Format(time.RFC3339)
		}
		all = append(all, u)
		others = append(others, sitemapAlternate{"alternate", e.Lang, u.Address})
	}
	others = append(others, sitemapAlternate{"alternate", "x-default", s.absolute(m.at)})
	for i := range all {
		all[i].Others = others
	}
	return all
}

// sitemap lists all pages or, if they are too many for one, the parts that do.
func (s *Site) sitemap(r *http.Request) (document, error) {
	all, err := s.mapped(r.Context())
	if err != nil {
		return document{}, err
	}
	if len(all) <= s.perPart {
		return s.sitemapOf(all)
	}
	var index sitemapIndex
	for n := range (len(all) + s.perPart - 1) / s.perPart {
		index.Parts = append(index.Parts, sitemapPart{s.absolute("/sitemap/" + strconv.Itoa(n+1) + ".xml")})
	}
	return sitemapDocument(index)
}

func (s *Site) sitemapPart(r *http.Request) (document, error) {
	number, xml := strings.CutSuffix(r.PathValue("part"), ".xml")
	n, err := strconv.Atoi(number)
	if err != nil || !xml || n < 1 || n > maxAddresses {
		return document{}, errNoPage
	}
	all, err := s.mapped(r.Context())
	if err != nil {
		return document{}, err
	}
	from := (n - 1) * s.perPart
	if from >= len(all) {
		return document{}, errNoPage
	}
	return s.sitemapOf(all[from:min(from+s.perPart, len(all))])
}

func (s *Site) sitemapOf(pages []mapped) (document, error) {
	set := sitemapSet{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, m := range pages {
		set.Pages = append(set.Pages, s.addresses(m)...)
	}
	return sitemapDocument(set)
}

func sitemapDocument(v any) (document, error) {
	body, err := writeXML(v)
	return document{kind: "application/xml; charset=utf-8", body: body, keep: keepNever}, err
}
