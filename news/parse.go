package news

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// A Parsed is what a feed's body says.
type Parsed struct {
	Title   string // plain text, never empty
	Lang    string // as of [Feed]
	Items   []Item // in the feed's order, at most 500, with neither Seen nor Edited
	Repairs []Repair
}

// Parse reads a feed's body of any kind: RSS, Atom, RDF or JSON Feed. f tells what is known
// of the feed, of which a title, language and zone go before what the body says;
// final is the address that the body came from in the end. The items of an ill-formed
// or truncated feed are those before the fault. An error is a [*Trouble].
func Parse(f Feed, body []byte, contentType, final string) (Parsed, error) {
	text, repairs := Prepare(body, contentType)
	raw, repairs, err := parse(text, repairs)
	if err != nil {
		return Parsed{}, &Trouble{Problem: parseProblem(err), URL: f.URL, Err: err}
	}
	if len(raw.Items) > maxItems {
		raw.Items = raw.Items[:maxItems]
		repairs = needs(repairs, RepairTooMany)
	}
	n := normalizer{feed: f, publishers: publishers(raw)}
	if n.base, err = url.Parse(final); err != nil {
		return Parsed{}, &Trouble{Problem: BadURL, URL: f.URL, Err: err}
	}
	p := n.normalize(raw)
	p.Repairs = repairs
	return p, nil
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

// parse hands prepared text to gofeed if that is safe, cut where it has to be.
func parse(text []byte, repairs []Repair) (*gofeed.Feed, []Repair, error) {
	if looksLikeJSON(text) {
		raw, err := parseJSON(text)
		return raw, repairs, err
	}
	if !isRoot(text) {
		return nil, nil, errNotFeed
	}
	shape, err := survey(text)
	if err != nil {
		return nil, nil, err
	}
	whole := len(shape.items)
	switch {
	case shape.more:
		repairs = needs(repairs, RepairTooMany)
		text = shape.cut(text, whole)
	case shape.open && whole > 0:
		repairs = needs(repairs, RepairTruncated)
		text = shape.cut(text, whole)
	}
	raw, err := gofeedParse(text)
	if err == nil {
		return raw, repairs, nil
	}
	fault := syntaxFault(text)
	whole, _ = slices.BinarySearchFunc(shape.items, fault, func(m mark, at int) int { return m.at - at })
	if whole == 0 {
		return nil, nil, fmt.Errorf("%w at byte %d", errFaulty, fault)
	}
	if raw, err = gofeedParse(shape.cut(text, whole)); err != nil {
		return nil, nil, fmt.Errorf("%w at byte %d", errFaulty, fault)
	}
	return raw, needs(repairs, RepairSyntax), nil
}

// cut ends a document after its first n items.
func (o outline) cut(text []byte, n int) []byte {
	m := o.items[n-1]
	return append(slices.Clip(text[:m.at]), m.tail...)
}

// gofeedParse is gofeed on one document, without the pictures it would look for in every
// text. What it panics with is an error here.
func gofeedParse(text []byte) (raw *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errFaulty, r)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	return p.Parse(bytes.NewReader(text))
}

// parseJSON accepts what says it is a JSON Feed; any other object would pass for an
// empty one.
func parseJSON(text []byte) (*gofeed.Feed, error) {
	if err := surveyJSON(text); err != nil {
		return nil, err
	}
	raw, err := gofeedParse(text)
	switch {
	case err != nil && bytes.Contains(text, []byte("jsonfeed.org/version/")):
		return nil, errFaulty
	case err != nil || !strings.Contains(raw.FeedVersion, "jsonfeed.org/version/"):
		return nil, errNotFeed
	}
	return raw, nil
}

// syntaxFault is the place where XML stops being readable, or its end.
func syntaxFault(text []byte) int {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return len(text)
			}
			return int(d.InputOffset())
		}
	}
}

// publishers are whom items name as their sources, by place; gofeed's common form of
// feeds leaves them out.
func publishers(raw *gofeed.Feed) []string {
	out := make([]string, len(raw.Items))
	switch original := raw.OriginalFeed().(type) {
	case *rss.Feed:
		for i, it := range original.Items[:min(len(out), len(original.Items))] {
			if it.Source != nil {
				out[i] = PlainText(it.Source.Title)
			}
		}
	case *atom.Feed:
		for i, e := range original.Entries[:min(len(out), len(original.Entries))] {
			if e.Source != nil {
				out[i] = PlainText(e.Source.Title)
			}
		}
	}
	return out
}

// zone is where a feed's dates without zone are from.
func (f Feed) zone() *time.Location {
	if loc, err := time.LoadLocation(f.Zone); err == nil && f.Zone != "" {
		return loc
	}
	return time.UTC
}
