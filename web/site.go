package web

import (
	"context"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"magpie/guide"
	"magpie/news"
	"magpie/slash"
)

// Digests are what servers let anybody read.
type Digests interface {
	// Publications are those of all servers that have their pages on.
	Publications(ctx context.Context) ([]news.Publication, error)
	// Issues are up to n issues of a publication, the latest first, after the first few.
	Issues(ctx context.Context, slug string, skip, n int) (issues []news.Issue, ok bool, err error)
	// Issue is one of them.
	Issue(ctx context.Context, slug, name string) (found news.Issue, ok bool, err error)
}

// SiteOptions are what a Site needs. Source and Contact may be left out.
type SiteOptions struct {
	Base    *url.URL // where people reach the site, such as https://magpie.example.org; it may have a path
	Words   slash.Words
	Guides  func() *guide.Library
	Digests Digests
	Now     func() time.Time
	Source  string // address of the source code
	Contact string // who runs this Magpie and how they are reached
}

// Site is the public pages: guides, the timeline, platforms side by side, digests of
// servers that want it, and the privacy policy, in every language. It knows nobody:
// it sets no cookies, has no scripts and takes nothing but addresses. It is an
// [http.Handler]; make one with [NewSite].
type Site struct {
	log       *slog.Logger
	opts      SiteOptions
	prefix    string // the path of Base, without a slash at its end
	templates *template.Template
	editions  []*edition // one a language, English first
	files     *http.ServeMux
	assets    map[string]string // addresses of the site's own files, by their names
	perPart   int               // pages in one sitemap, each of which has an address in every language
	kept      cache
	packers   sync.Pool
}

// NewSite makes the public pages.
func NewSite(log *slog.Logger, o SiteOptions) (*Site, error) {
	s := &Site{
		log: log, opts: o, prefix: strings.TrimRight(o.Base.Path, "/"), files: http.NewServeMux(), assets: map[string]string{},
		templates: template.Must(template.ParseFS(templateFiles, "templates/site/*.html")),
	}
	for _, lang := range o.Words.Languages() {
		e, err := newEdition(s, lang)
		if err != nil {
			return nil, err
		}
		s.editions = append(s.editions, e)
	}
	s.perPart = maxAddresses / len(s.editions)
	english := s.editions[0] // says so if something is wrong
	for _, name := range []string{"site.css", "magpie.svg", "icon.png", "card.png"} {
		if err := s.addFile(name); err != nil {
			return nil, err
		}
	}
	s.files.Handle("/robots.txt", english.answer(s.robots))
	s.files.Handle("/sitemap.xml", english.answer(s.sitemap))
	s.files.Handle("/sitemap/{part}", english.answer(s.sitemapPart))
	return s, nil
}

// ServeHTTP serves a page, a file, or where to find it.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	at, below := strings.CutPrefix(r.URL.Path, s.prefix)
	e, rest, named := s.edition(at, r)
	_, file := s.files.Handler(within(r, at))
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		e.sorry(w, r, http.StatusMethodNotAllowed)
	case !below || at != cleaned(at):
		e.sorry(w, r, http.StatusNotFound)
	case file != "":
		s.files.ServeHTTP(w, within(r, at))
	case e.finds(r, rest):
		if !named {
			w.Header().Set("Vary", "Accept-Language")
			w.Header().Set("Cache-Control", "no-cache")
			redirect(w, e.address(rest), r.URL.RawQuery, http.StatusFound)
		} else if canonical := "/" + e.Lang + rest; canonical != at {
			redirect(w, e.address(rest), r.URL.RawQuery, http.StatusMovedPermanently)
		} else {
			e.pages.ServeHTTP(w, within(r, rest))
		}
	case e.finds(r, rest+"/"):
		redirect(w, e.address(rest+"/"), r.URL.RawQuery, http.StatusMovedPermanently)
	default:
		e.sorry(w, r, http.StatusNotFound)
	}
}

// cleaned is a path without dots and double slashes, as browsers would ask for it.
func cleaned(at string) string {
	clean := path.Clean("/" + at)
	if strings.HasSuffix(at, "/") && clean != "/" {
		return clean + "/"
	}
	return clean
}

// within is a request for a path below that of the site.
func within(r *http.Request, at string) *http.Request {
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.URL.RawPath = at, ""
	return inner
}

func redirect(w http.ResponseWriter, to, query string, status int) {
	w.Header().Set("Location", (&url.URL{Path: to, RawQuery: query}).String())
	w.WriteHeader(status)
}

// edition is that of the language which a path begins with, and the rest of it; of a
// path that names none, the one that serves the reader best.
func (s *Site) edition(at string, r *http.Request) (e *edition, rest string, named bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(at, "/"), "/")
	for _, e := range s.editions {
		if strings.EqualFold(e.Lang, first) {
			return e, "/" + rest, true
		}
	}
	var wanted []string
	if tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language")); err == nil {
		for _, tag := range tags {
			wanted = append(wanted, tag.String())
		}
	}
	return s.in(s.opts.Words.Match(wanted...)), at, false
}

// in is the edition in a language, or the English one if there is none.
func (s *Site) in(lang string) *edition {
	for _, e := range s.editions {
		if e.Lang == lang {
			return e
		}
	}
	return s.editions[0]
}

// protect says what a page may do, which is to show itself and its own pictures.
// That it is only reached by TLS is for whoever ends TLS to say.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; "+
		"form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// absolute is the address of a path of the site, as others link to it.
func (s *Site) absolute(at string) string {
	u := *s.opts.Base
	u.Path = s.prefix + at
	return u.String()
}

// addFile adds one of the site's own files. The address under which pages name it changes
// with its content, so it may be kept for long.
func (s *Site) addFile(name string) error {
	data, err := fs.ReadFile(staticFiles, "static/"+name)
	if err != nil {
		return err
	}
	file, err := s.print(document{kind: siteTypes[path.Ext(name)], body: data, keep: "public, max-age=3600"})
	if err != nil {
		return err
	}
	s.assets[name] = s.prefix + "/" + name + "?v=" + file.tag
	s.files.HandleFunc("/"+name, func(w http.ResponseWriter, r *http.Request) {
		sent := file
		if r.URL.Query().Get("v") == file.tag {
			sent.keep = "public, max-age=31536000, immutable"
		}
		s.editions[0].fail(w, r, sent.send(w, r))
	})
	return nil
}

var siteTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
}

// errNoPage is why there is nothing to show.
var errNoPage = errors.New("no such page")
