package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"magpie/guide"
	"magpie/slash"
)

// An edition is the site in one language.
type edition struct {
	slash.Voice
	site   *Site
	pages  *http.ServeMux // by their paths below the language
	policy policyText
}

func newEdition(s *Site, lang string) (*edition, error) {
	e := &edition{Voice: slash.NewVoice(s.opts.Words, lang), site: s, pages: http.NewServeMux()}
	var err error
	if e.policy, err = readPolicy(lang); err != nil {
		return nil, err
	}
	e.pages.Handle("/{$}", e.answerDaily(e.front))
	e.pages.Handle("/guides/{$}", e.answerDaily(e.guides))
	e.pages.Handle("/guides/{name}", e.answerDaily(e.guide))
	e.pages.Handle("/timeline", e.answerDaily(e.timeline))
	e.pages.Handle("/compare", e.answerDaily(e.compare))
	e.pages.Handle("/privacy", e.answerDaily(e.privacy))
	e.pages.Handle("/s/{slug}/{$}", e.answer(e.issues))
	e.pages.Handle("/s/{slug}/{issue}", e.answer(e.issue))
	e.pages.Handle("/s/{slug}/feed.atom", e.answer(e.feed(atom)))
	e.pages.Handle("/s/{slug}/feed.rss", e.answer(e.feed(rss)))
	e.pages.Handle("/s/{slug}/feed.json", e.answer(e.feed(jsonFeed)))
	return e, nil
}

// finds reports whether a path below the language may lead to a page. The mux would
// mend a missing slash, but knows nothing of the language.
func (e *edition) finds(r *http.Request, at string) bool {
	_, pattern := e.pages.Handler(within(r, at))
	return pattern != "" && strings.HasSuffix(pattern, "/{$}") == strings.HasSuffix(at, "/")
}

// address is where a path below the language is, for links within the site.
func (e *edition) address(at string) string { return e.site.prefix + "/" + e.Lang + at }

// absolute is the same for links from elsewhere.
func (e *edition) absolute(at string) string { return e.site.absolute("/" + e.Lang + at) }

// A leaf is one page as its templates print it.
type leaf struct {
	*edition
	At          string   // its path below the language; empty: it has no address of its own
	Only        []string // languages that it is in; nil: all
	Title       string
	Description string
	Article     bool   // something to read, not a list of such
	Hidden      bool   // from search engines
	Feed        string // the path of the list whose feeds it names
	Query       string // that is part of its address
	Headings    []heading
	Content     any
}

// A heading is one that the contents of a page lead to.
type heading struct{ ID, Name, Lang string }

// page prints a leaf with the template that shows its content.
func (e *edition) page(name string, l leaf) (document, error) {
	l.edition = e
	var content, whole strings.Builder
	err := e.site.templates.ExecuteTemplate(&content, name, l)
	if err == nil {
		err = e.site.templates.ExecuteTemplate(&whole, "page", struct {
			leaf
			Body template.HTML
		}{l, template.HTML(content.String())}) // printed by a template
	}
	if err != nil {
		return document{}, fmt.Errorf("print the page %s: %w", name, err)
	}
	return document{kind: "text/html; charset=utf-8", body: []byte(whole.String()), keep: keepShortly}, nil
}

// sorry says in words that there is nothing to show.
func (e *edition) sorry(w http.ResponseWriter, r *http.Request, status int) {
	d, err := e.page("sorry", leaf{Title: e.Label(fmt.Sprintf("site.sorry.%d", status)), Hidden: true, Content: status})
	if err != nil {
		e.site.log.Error("show a public page", "path", r.URL.Path, "error", err)
	}
	w.Header().Set("Content-Type", d.kind)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(d.body)
	}
}

// What templates ask a leaf for.

// Say is one of the site's own words.
func (l leaf) Say(key string, args ...any) string { return l.Label("site."+key, args...) }

// Tell is a text of the site with its formatting.
func (l leaf) Tell(key string, args ...any) template.HTML {
	return l.print(l.Voice.T("site."+key, args...))
}

// Mark is plain text in which words of other languages are marked as such.
func (l leaf) Mark(text string) template.HTML { return mark(l.Lang, text) }

// With is the same leaf about something on it.
func (l leaf) With(content any) leaf {
	l.Content = content
	return l
}

// Stamp is a time for programs.
func (l leaf) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Link is the address of a page in this language.
func (l leaf) Link(at string) string { return l.address(at) }

// Asset is the address of one of the site's files.
func (l leaf) Asset(name string) string { return l.site.assets[name] }

// Picture is the absolute address of the picture that stands for the site elsewhere.
func (l leaf) Picture() string { return l.site.absolute("/card.png") }

// Canonical is the page's one address. Of what is not there in this language, and shown
// in English, it is the English one's.
func (l leaf) Canonical() string {
	e := l.edition
	if l.Only != nil && !slices.Contains(l.Only, e.Lang) {
		e = l.site.editions[0]
	}
	return e.absolute(l.At) + l.Query
}

// Anywhere is the page's address that leads each reader to their language.
func (l leaf) Anywhere() string { return l.site.absolute(l.At) + l.Query }

// Source is the address of the source code.
func (l leaf) Source() string { return l.site.opts.Source }

// Languages are links to the page in each language that it is in.
func (l leaf) Languages() []link {
	var all []link
	for _, e := range l.site.editions {
		if l.Only != nil && !slices.Contains(l.Only, e.Lang) {
			continue
		}
		at := l.At
		if at == "" {
			at = "/"
		}
		all = append(all, link{Key: e.absolute(at) + l.Query, Name: e.Label("language.name"), Lang: e.Lang, Address: e.address(at) + l.Query, Current: e == l.edition})
	}
	return all
}

// Sections are links to the main pages; that which the page is, or is below, is marked.
func (l leaf) Sections() []link {
	var all []link
	for _, at := range []string{"/guides/", "/timeline", "/compare"} {
		all = append(all, link{Key: at, Name: l.Label("site.nav." + strings.Trim(at, "/")), Address: l.address(at), Current: strings.HasPrefix(l.At, at)})
	}
	return all
}

// Day is a day in words, which stay on one line.
func (l leaf) Day(t time.Time) string {
	return strings.ReplaceAll(day(l.Voice, t.Format(time.DateOnly)), " ", "\u00a0")
}

// Date is a date in words that may lack its day or month, as sources have them.
func (l leaf) Date(date string) string { return day(l.Voice, date) }

// day is a date such as "2025-01-18", "2025-01" or "2025" in words. A word of the
// language says how, as a layout of package time.
func day(v slash.Voice, date string) string {
	for form, layout := range map[string]string{
		time.DateOnly: v.Label("site.date.day"), "2006-01": v.Label("site.date.month"), "2006": v.Label("site.date.year"),
	} {
		if t, err := time.Parse(form, date); err == nil {
			return t.Format(layout)
		}
	}
	return date
}

// Dated reports whether the date of a source says already up to when something is known.
func (l leaf) Dated(s guide.Source, checked time.Time) bool {
	return s.Date != "" && strings.HasPrefix(checked.Format(time.DateOnly), s.Date)
}

// Fresh is the day since when something is known recently enough not to be doubted.
func (l leaf) Fresh() time.Time { return l.site.opts.Now().Add(-guide.Fresh) }

// print prints content.
func (e *edition) print(c slash.Content) template.HTML {
	p := printer{lang: e.Lang, names: commandNames{e.Voice}, bare: true}
	return p.HTML(c)
}

// mark marks what in a text is not in its language.
func mark(lang, text string) template.HTML {
	p := printer{lang: lang, bare: true}
	p.text(text)
	return template.HTML(p.b.String()) // every part is escaped where it is written
}

// commandNames are names for the printer: of commands, in one language. The texts of
// the site mention nothing else.
type commandNames struct{ slash.Voice }

func (n commandNames) command(full string) string {
	var names []string
	for key := range strings.FieldsSeq(full) {
		if len(names) > 0 {
			key = strings.ReplaceAll(full, " ", ".")
		}
		names = append(names, n.Label("command."+key+".name"))
	}
	return strings.Join(names, " ")
}

func (commandNames) channel(id string) (name, address string) { return id, "" }
func (commandNames) person(id string) string                  { return id }
func (commandNames) role(id string) string                    { return id }
