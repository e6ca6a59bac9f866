package news

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// Limits on what is read. The reader does not recurse further than depth; the rest
// bounds memory and time.
const (
	maxDepth  = 200
	maxTokens = 500_000 // tags and texts, values of JSON
	maxItems  = 500
)

var (
	errDepth      = errors.New("elements nested too deep")
	errTokens     = errors.New("too many elements")
	errNamespaces = errors.New("too many namespaces")
)

// An element of a feed, with what it holds in order.
type element struct {
	name    string // as of [namespaces]
	written string
	attrs   []attribute // names as of [namespaces]
	nodes   []node
	base    *url.URL // what addresses in it are relative to; nil: nothing
	lang    string   // as declared here or further out
	item    bool     // it is one of the feed's items
}

// A node is an element or, without one, text.
type node struct {
	text  string
	child *element
}

// A tree grows from tokens. Elements close where they must, if not where they should.
type tree struct {
	open  []*element // the first is what holds the document
	names namespaces
	mend  func(Repair)
	items []rawEntry
	more  bool // there are further items
}

// grow reads a document. Items do not stay in the tree: each is read when it ends.
func (t *tree) grow(z *tokenizer) error {
	for tokens := 0; !t.more; tokens++ {
		tok, ok := z.next()
		if !ok {
			break
		}
		var err error
		switch tok.kind {
		case textToken:
			t.text(tok.text)
		case startToken, emptyToken:
			tokens++
			err = t.start(tok)
		case endToken:
			t.end(tok.name)
		}
		if tokens > maxTokens {
			err = errTokens
		}
		if err != nil {
			return err
		}
	}
	t.finish()
	return nil
}

// finish reads what the end of the document left open. An unfinished item counts only
// if there is no other.
func (t *tree) finish() {
	if len(t.open) == 1 || t.more {
		return
	}
	t.mend(RepairTruncated)
	if i := t.openItem(); i >= 0 && len(t.items) == 0 {
		t.closeTo(i)
	}
}

func (t *tree) top() *element { return t.open[len(t.open)-1] }

// text adds text to the element that is open. Between the parts of a feed there is none.
func (t *tree) text(s string) {
	top := t.top()
	if top.item || structural[top.name] || s == "" {
		return
	}
	top.nodes = append(top.nodes, node{text: s})
}

var structural = map[string]bool{"": true, "rss": true, "rdf:rdf": true, "feed": true, "channel": true, "items": true}

func (t *tree) start(tok token) error {
	if err := t.names.enter(tok.attr, len(t.open)); err != nil {
		return err
	}
	name := t.names.element(tok.name)
	if t.closeBefore(name) { // its declarations went too
		if err := t.names.enter(tok.attr, len(t.open)); err != nil {
			return err
		}
	}
	item := isItem(name) && t.openItem() < 0
	if item && len(t.items) == maxItems {
		t.more = true
		t.mend(RepairTooMany)
		return nil
	}
	e := &element{name: name, written: tok.name, base: t.top().base, lang: t.top().lang, item: item}
	t.attributes(e, tok.attr)
	t.top().nodes = append(t.top().nodes, node{child: e})
	if tok.kind == emptyToken || void[name] {
		t.names.leave(len(t.open) - 1)
		if item {
			t.harvest(e)
		}
		return nil
	}
	if len(t.open) > maxDepth {
		return errDepth
	}
	t.open = append(t.open, e)
	return nil
}

// void are HTML's elements without content, which stand in texts that were not escaped.
var void = map[string]bool{"br": true, "hr": true, "img": true, "wbr": true, "xhtml:br": true, "xhtml:hr": true, "xhtml:img": true}

func (t *tree) attributes(e *element, attrs []attribute) {
	for _, a := range attrs {
		if strings.HasPrefix(a.name, "xmlns") {
			continue
		}
		name := t.names.attribute(a.name)
		switch name {
		case "xml:base", "base":
			if u, err := url.Parse(strings.TrimSpace(a.value)); err == nil {
				e.base = within(e.base, u)
			}
		case "xml:lang":
			e.lang = a.value
		}
		e.attrs = append(e.attrs, attribute{name, a.value})
	}
}

// within is an address as seen from a base, which may be nil.
func within(base, u *url.URL) *url.URL {
	if base == nil {
		return u
	}
	return base.ResolveReference(u)
}

// closeBefore ends elements that cannot hold what begins: one item another, a title
// a link, a paragraph another. It reports whether there were any.
func (t *tree) closeBefore(name string) bool {
	if i := t.openItem(); i >= 0 && isItem(name) && !slices.ContainsFunc(t.open[i+1:], (*element).foreign) {
		t.mend(RepairSyntax)
		t.closeTo(i)
		return true
	}
	top := t.top()
	if leaf[top.name] && leaf[name] && !top.foreign() || top.name == name && (name == "p" || name == "li") {
		t.mend(RepairSyntax)
		t.closeTo(len(t.open) - 1)
		return true
	}
	return false
}

// foreign reports whether an element may hold another feed's items.
func (e *element) foreign() bool { return e.name == "content" || strings.Contains(e.name, ":") }

// leaf are the parts of items and channels that hold none of their kind.
var leaf = map[string]bool{
	"title": true, "link": true, "guid": true, "id": true, "description": true, "summary": true, "pubdate": true, "published": true,
	"updated": true, "category": true, "comments": true, "language": true, "ttl": true,
}

// end ends the innermost open element that is written so, and all within it.
func (t *tree) end(written string) {
	for i := len(t.open) - 1; i > 0; i-- {
		if !strings.EqualFold(t.open[i].written, written) {
			continue
		}
		if i < len(t.open)-1 || t.open[i].written != written {
			t.mend(RepairSyntax)
		}
		t.closeTo(i)
		return
	}
	t.mend(RepairSyntax)
}

// closeTo ends open elements up to the one at a depth.
func (t *tree) closeTo(depth int) {
	for len(t.open) > depth {
		e := t.top()
		t.open = t.open[:len(t.open)-1]
		if e.item {
			t.harvest(e)
		}
	}
	t.names.leave(depth - 1)
}

// harvest reads an item that has ended and takes it out of the tree.
func (t *tree) harvest(e *element) {
	t.items = append(t.items, e.entry())
	parent := t.top()
	parent.nodes = parent.nodes[:len(parent.nodes)-1]
}

// openItem is the depth of the item that is open, or -1.
func (t *tree) openItem() int {
	return slices.IndexFunc(t.open, func(e *element) bool { return e.item })
}

func isItem(name string) bool { return name == "item" || name == "entry" }
