package news

import (
	"cmp"
	"iter"
	"strings"
)

// A rawEntry is one item of a feed of any kind, its dates unread.
type rawEntry struct {
	id        string
	link      string // absolute; empty if it names none
	otherwise string // what leads to it failing that: its id, or a lesser link; may be empty
	title     string // plain text, as all that follows
	summary   string
	publisher string
	dates     []string // the most telling first
	lang      string
}

// Where an item has its parts, the best place first. RSS, Atom, CDF and the common modules
// share them.
var (
	titlePlaces   = []string{"title", "dc:title", "media:title", "itunes:title"}
	summaryPlaces = []string{
		"description", "summary", "abstract", "dc:description", "content:encoded", "encoded", "content", "fullitem", "body", "xhtml:body",
		"xhtml:div", "media:description", "itunes:summary", "itunes:subtitle",
	}
	datePlaces = []string{
		"pubdate", "published", "issued", "dcterms:issued", "dc:date", "prism:publicationdate", "date", "updated", "modified",
		"dcterms:modified", "created", "dcterms:created", "ag:timestamp", "lastbuilddate",
	}
	idPlaces = []string{"guid", "id", "dc:identifier"}
)

// entry reads an item.
func (e *element) entry() rawEntry {
	out := rawEntry{
		id:        cmp.Or(e.raw(idPlaces), e.attr("rdf:about")),
		title:     e.text(titlePlaces),
		summary:   e.text(summaryPlaces),
		publisher: e.publisher(),
		lang:      e.lang,
	}
	var lesser string
	out.link, lesser = e.links()
	out.otherwise = cmp.Or(e.permalink(), address(e.base, e.attr("rdf:about")), lesser)
	for _, name := range datePlaces {
		for found := range e.all(name) {
			if s := found.letters(); s != "" {
				out.dates = append(out.dates, s)
			}
		}
	}
	if s := e.attr("lastmod"); s != "" {
		out.dates = append(out.dates, s)
	}
	return out
}

// publisher is whom an item names as its source. A source that is only an address has no
// name.
func (e *element) publisher() string {
	for source := range e.all("source") {
		if name := cmp.Or(source.text([]string{"title"}), source.plain(false)); name != "" {
			return name
		}
	}
	name := e.text([]string{"dc:publisher", "ag:source", "dc:source"})
	if strings.Contains(name, "://") || strings.HasPrefix(name, "urn:") {
		return ""
	}
	return name
}

// links are an item's own address, and one that leads near it.
func (e *element) links() (own, lesser string) {
	var page, other string
	for l := range e.all("link") {
		href := l.attr("href")
		if href == "" {
			own = cmp.Or(own, address(l.base, cmp.Or(l.letters(), l.attr("rdf:resource"))))
			continue
		}
		to, kind := address(l.base, href), l.attr("type")
		switch rel := strings.ToLower(l.attr("rel")); {
		case rel != "" && rel != "alternate" && !strings.HasSuffix(rel, "/alternate"):
			if rel == "related" || rel == "via" || rel == "self" {
				lesser = cmp.Or(lesser, to)
			}
		case kind == "" || strings.Contains(kind, "html"):
			page = cmp.Or(page, to)
		default:
			other = cmp.Or(other, to)
		}
	}
	own = cmp.Or(own, page, other, address(e.base, e.attr("href")))
	for a := range e.all("a") { // of CDF
		own = cmp.Or(own, address(a.base, a.attr("href")))
	}
	return cmp.Or(own, address(e.base, e.raw([]string{"feedburner:origlink"}))), lesser
}

// permalink is an item's id, if that is an address and not said to be none.
func (e *element) permalink() string {
	for id := range e.all("guid") {
		if strings.EqualFold(id.attr("ispermalink"), "false") {
			return ""
		}
	}
	return address(nil, e.raw(idPlaces))
}

// attr is an attribute's value, or empty.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// all are the children of a name, in order. Those of Media RSS may be grouped.
func (e *element) all(name string) iter.Seq[*element] {
	return func(yield func(*element) bool) {
		for _, n := range e.nodes {
			switch c := n.child; {
			case c == nil:
			case c.name == name:
				if !yield(c) {
					return
				}
			case (c.name == "media:group" || c.name == "media:content") && strings.HasPrefix(name, "media:"):
				for deeper := range c.all(name) {
					if !yield(deeper) {
						return
					}
				}
			}
		}
	}
}

// text is the plain text of the first child that has any, by the order of names.
func (e *element) text(names []string) string {
	for _, name := range names {
		for c := range e.all(name) {
			if s := c.plain(e.name == "entry" || e.name == "feed"); s != "" {
				return s
			}
		}
	}
	return ""
}

// raw is the text, as it stands, of the first child that has any, by the order of names.
func (e *element) raw(names []string) string {
	for _, name := range names {
		for c := range e.all(name) {
			if s := c.letters(); s != "" {
				return s
			}
		}
	}
	return ""
}

// letters is the text directly in an element.
func (e *element) letters() string {
	if len(e.nodes) == 1 {
		return strings.TrimSpace(e.nodes[0].text)
	}
	var b strings.Builder
	for _, n := range e.nodes {
		b.WriteString(n.text)
	}
	return strings.TrimSpace(b.String())
}
