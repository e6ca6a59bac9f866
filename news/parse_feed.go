package news

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A rawFeed is a feed of any kind, as it stands.
type rawFeed struct {
	title   string // plain text
	lang    string // as it says
	every   time.Duration
	entries []rawEntry
}

// readXML reads RSS 0.9 to 2.0 and 1.1, RDF, Atom 0.3 and 1.0, CDF, and parts of them that
// stand alone, well-formed or not. One reader serves all: their elements have much the same
// names, and many feeds mix them.
func readXML(p *prepared, base *url.URL) (rawFeed, error) {
	if base.Host == "" {
		base = nil
	}
	holder := &element{base: base}
	t := tree{open: []*element{holder}, names: namespaces{mend: p.mend}, mend: p.mend}
	err := t.grow(&tokenizer{src: string(p.text), entities: p.entities, mend: p.mend})
	if err != nil {
		return rawFeed{}, err
	}
	feed := holder.head().feed()
	feed.entries = t.items
	if len(feed.entries) == 0 && feed.title == "" && len(t.open) > 1 {
		return rawFeed{}, errFaulty
	}
	return feed, nil
}

// head is the element that tells of the feed as a whole: the channel or Atom's root, else
// the root.
func (e *element) head() *element {
	for _, n := range e.nodes {
		if n.child == nil {
			continue
		}
		for channel := range n.child.all("channel") {
			if n.child.name != "channel" {
				return channel
			}
		}
		return n.child
	}
	return e
}

// feed reads what is not in items.
func (e *element) feed() rawFeed {
	return rawFeed{
		title: e.text(titlePlaces),
		lang:  cmp.Or(e.raw([]string{"language", "dc:language"}), e.lang),
		every: e.every(),
	}
}

// every is how long a feed asks, in itself, to be left alone between fetches: by the ttl of
// RSS, in minutes, or the syndication module; 0 if it does not.
func (e *element) every() time.Duration {
	if minutes, err := strconv.Atoi(e.raw([]string{"ttl"})); err == nil && minutes > 0 {
		return time.Duration(min(minutes, 365*24*60)) * time.Minute
	}
	period := periods[strings.ToLower(e.raw([]string{"sy:updateperiod"}))]
	times, _ := strconv.Atoi(e.raw([]string{"sy:updatefrequency"}))
	return period / time.Duration(max(times, 1))
}

// periods are the words of the syndication module.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}
