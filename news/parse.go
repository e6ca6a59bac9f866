package news

import (
	"errors"
	"net/url"
	"time"
)

// A Parsed is what a feed's body says, as items.
type Parsed struct {
	Title   string // plain text; the address's host if it has none
	Lang    string // as of [Feed]
	Charset string // as of [Document]
	Items   []Item // in the feed's order, at most 500, with neither Seen nor Edited
	Repairs []Repair
	Every   time.Duration // how long it asks to be left alone between fetches; 0: it does not
}

// Parse reads a feed's body as [ReadFeed] does, and makes items of those entries that say
// anything.
func Parse(f Feed, body []byte, contentType, final string) (Parsed, error) {
	doc, err := ReadFeed(f, body, contentType, final)
	if err != nil {
		return Parsed{}, err
	}
	return normalize(f, doc, final), nil
}

// A Document is what a feed's body says, as it stands but for what had to be mended.
type Document struct {
	Title   string        // plain text, at most 200 characters; may be empty
	Lang    string        // as of [Feed]
	Charset string        // the body was in, by its name of IANA's registry in lower case: "utf-8", "gb18030"
	Every   time.Duration // how long it asks to be left alone between fetches; 0: it does not
	Entries []Entry       // in the feed's order, at most 500
	Repairs []Repair
}

// An Entry is one item of a feed, cleaned; whatever the feed does not say is empty.
type Entry struct {
	ID        string    // the feed's own: guid, id or rdf:about
	Link      string    // absolute, http or https
	Title     string    // plain text, at most 200 characters, without the publisher at its end
	Summary   string    // plain text, at most 200 characters
	Publisher string    // plain text: whom it names as its source
	Published time.Time // or updated, if it says only that

	identity string // the link that is its own; empty if other entries share it
	lang     string // as it says
}

// ReadFeed reads a feed's body of any kind: RSS, Atom, RDF, CDF or JSON Feed. f tells what
// is known of the feed, of which language and zone go before what the body says; final is
// the address that the body came from in the end, to which links are relative unless
// xml:base says another. It may be empty: then they are left out. What is broken is mended as
// far as that goes; of a truncated feed the whole items are read. An error is a [*Trouble].
func ReadFeed(f Feed, body []byte, contentType, final string) (Document, error) {
	base, err := url.Parse(final)
	if err != nil {
		return Document{}, &Trouble{Problem: BadURL, URL: f.URL, Err: err}
	}
	p := prepare(body, contentType)
	raw, err := read(&p, base)
	if err != nil {
		return Document{}, &Trouble{Problem: parseProblem(err), URL: f.URL, Err: err}
	}
	doc := raw.document(f)
	doc.Charset, doc.Repairs = p.charset, p.repairs
	return doc, nil
}

var (
	errNotFeed = errors.New("no feed")
	errFaulty  = errors.New("ill-formed")
)

func parseProblem(err error) Problem {
	switch {
	case errors.Is(err, errDepth), errors.Is(err, errNamespaces):
		return TooDeep
	case errors.Is(err, errTokens):
		return TooBig
	case errors.Is(err, errFaulty):
		return IllFormed
	}
	return NotFeed
}

// read reads prepared text by its kind.
func read(p *prepared, base *url.URL) (rawFeed, error) {
	switch {
	case looksLikeJSON(p.text):
		return readJSON(p.text, base, p.mend)
	case root.Match(p.text):
		return readXML(p, base)
	}
	return rawFeed{}, errNotFeed
}

// zone is where a feed's dates without zone are from.
func (f Feed) zone() *time.Location {
	if loc, err := time.LoadLocation(f.Zone); err == nil && f.Zone != "" {
		return loc
	}
	return time.UTC
}
