package news

import "strings"

// maxNamespaces is how many namespaces may be declared in scope at once.
const maxNamespaces = 100

// A namespaces gives elements and attributes one name each, whatever prefix a document
// chose: in lower case, RSS's and Atom's own without prefix, others with the prefix that
// is usual ("dc:date").
type namespaces struct {
	bound []binding         // innermost last
	known map[string]string // names as written, while bound stays as it is
	mend  func(Repair)
}

type binding struct {
	prefix, means string
	depth         int // of the element that declares it
}

// vocabularies are the usual prefixes of namespaces, by address without scheme, in lower
// case and without "/" or "#" at its end. RSS and Atom are empty.
var vocabularies = map[string]string{
	"my.netscape.com/rdf/simple/0.9": "", "channel.netscape.com/rdf/simple/0.9": "", "my.netscape.com/publish/formats/rss-0.91.dtd": "",
	"purl.org/rss/1.0": "", "purl.org/net/rss1.1": "", "backend.userland.com/rss": "", "backend.userland.com/rss2": "",
	"blogs.law.harvard.edu/tech/rss": "", "www.rssboard.org/rss-specification": "",
	"www.w3.org/2005/atom": "", "purl.org/atom/ns": "", "purl.org/atom-blog/ns": "",
	"www.w3.org/1999/02/22-rdf-syntax-ns": "rdf", "www.w3.org/1999/xhtml": "xhtml", "www.w3.org/2000/svg": "svg", "www.w3.org/1998/math/mathml": "math",
	"www.w3.org/xml/1998/namespace": "xml",
	"purl.org/dc/elements/1.0":      "dc", "purl.org/dc/elements/1.1": "dc", "purl.org/dc/terms": "dcterms",
	"purl.org/rss/1.0/modules/content": "content", "purl.org/rss/1.0/modules/syndication": "sy", "purl.org/rss/1.0/modules/aggregation": "ag",
	"search.yahoo.com/mrss": "media", "video.search.yahoo.com/mrss": "media", "tools.search.yahoo.com/mrss": "media", "www.rssboard.org/media-rss": "media",
	"www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "example.com/dtds/podcast-1.0.dtd": "itunes",
	"rssnamespace.org/feedburner/ext/1.0": "feedburner", "prismstandard.org/namespaces/1.2/basic": "prism", "prismstandard.org/namespaces/basic/2.0": "prism",
}

// means is what a prefix that is declared for an address stands for.
func means(prefix, address string) string {
	prefix = byPrefix(prefix)
	address = strings.ToLower(strings.TrimSpace(address))
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if name, ok := vocabularies[strings.TrimRight(address, "/#")]; ok {
		return name
	}
	return prefix // a namespace of its own
}

// byPrefix is what a prefix stands for where nothing is declared for it.
func byPrefix(prefix string) string {
	switch prefix = strings.ToLower(prefix); prefix {
	case "rss", "atom", "atom10", "atom03", "a10":
		return ""
	case "dct":
		return "dcterms"
	}
	return prefix
}

// enter declares what an element at a depth declares. It fails if that is too much.
func (n *namespaces) enter(attrs []attribute, depth int) error {
	for _, a := range attrs {
		prefix, ok := strings.CutPrefix(a.name, "xmlns")
		if !ok || prefix != "" && prefix[0] != ':' {
			continue
		}
		if len(n.bound) == maxNamespaces {
			return errNamespaces
		}
		prefix = strings.TrimPrefix(prefix, ":")
		n.bound = append(n.bound, binding{prefix, means(prefix, a.value), depth})
		n.known = nil
	}
	return nil
}

// leave forgets what was declared deeper than a depth.
func (n *namespaces) leave(depth int) {
	for last := len(n.bound) - 1; last >= 0 && n.bound[last].depth > depth; last-- {
		n.bound = n.bound[:last]
		n.known = nil
	}
}

// element is the name of an element that is written so.
func (n *namespaces) element(written string) string {
	if name, ok := n.known[written]; ok {
		return name
	}
	if n.known == nil {
		n.known = map[string]string{}
	}
	prefix, local, ok := strings.Cut(written, ":")
	if !ok {
		prefix, local = "", written
	}
	name := strings.ToLower(local)
	if vocabulary := n.vocabulary(prefix); vocabulary != "" {
		name = vocabulary + ":" + name
	}
	n.known[written] = name
	return name
}

// attribute is the name of an attribute that is written so. Without prefix it is of no
// namespace.
func (n *namespaces) attribute(written string) string {
	if strings.Contains(written, ":") {
		return n.element(written)
	}
	return strings.ToLower(written)
}

func (n *namespaces) vocabulary(prefix string) string {
	for i := len(n.bound) - 1; i >= 0; i-- {
		if n.bound[i].prefix == prefix {
			return n.bound[i].means
		}
	}
	if prefix != "" && prefix != "xml" {
		n.mend(RepairPrefixes)
	}
	return byPrefix(prefix)
}
