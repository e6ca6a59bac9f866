package news

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// A jsonItem is an item of a JSON Feed, of version 1 or 1.1.
type jsonItem struct {
	ID            any    `json:"id"` // a number in some feeds
	URL           string `json:"url"`
	ExternalURL   string `json:"external_url"`
	Title         string `json:"title"`
	Summary       string `json:"summary"`
	ContentText   string `json:"content_text"`
	ContentHTML   string `json:"content_html"`
	DatePublished string `json:"date_published"`
	DateModified  string `json:"date_modified"`
	Language      string `json:"language"`
}

func (it jsonItem) entry(base *url.URL) rawEntry {
	out := rawEntry{
		link:    cmp.Or(address(base, it.URL), address(base, it.ExternalURL)),
		title:   Clean(head(it.Title, maxMarkup)),
		summary: cmp.Or(Clean(head(it.Summary, maxMarkup)), Clean(head(it.ContentText, maxMarkup)), PlainText(it.ContentHTML)),
		dates:   []string{it.DatePublished, it.DateModified},
		lang:    it.Language,
	}
	if it.ID != nil {
		out.id = strings.TrimSpace(fmt.Sprint(it.ID))
	}
	out.otherwise = address(nil, out.id)
	return out
}

// readJSON reads a JSON Feed; any other object is no feed. Of one that is cut off or
// broken, the items before that are read.
func readJSON(text []byte, base *url.URL, mend func(Repair)) (rawFeed, error) {
	if err := surveyJSON(text); err != nil {
		return rawFeed{}, err
	}
	var feed rawFeed
	version := ""
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	_, err := d.Token()
	for err == nil && d.More() {
		var key json.Token
		if key, err = d.Token(); err != nil {
			break
		}
		switch key {
		case "version":
			err = lenient(d.Decode(&version))
		case "title":
			err = lenient(d.Decode(&feed.title))
		case "language":
			err = lenient(d.Decode(&feed.lang))
		case "items":
			err = feed.jsonItems(d, base, mend)
		default:
			var skipped json.RawMessage
			err = d.Decode(&skipped)
		}
	}
	if err == nil {
		_, err = d.Token()
	}
	feed.title = Clean(head(feed.title, maxMarkup))
	switch {
	case !strings.Contains(version, "jsonfeed.org/version/") && !(err != nil && bytes.Contains(text, []byte("jsonfeed.org/version/"))):
		return rawFeed{}, errNotFeed
	case err != nil && len(feed.entries) == 0:
		return rawFeed{}, fmt.Errorf("%w at byte %d", errFaulty, d.InputOffset())
	case err != nil:
		mend(RepairTruncated)
	}
	return feed, nil
}

// jsonItems reads the list of items.
func (f *rawFeed) jsonItems(d *json.Decoder, base *url.URL, mend func(Repair)) error {
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return err
	}
	for d.More() {
		var it jsonItem
		if err := lenient(d.Decode(&it)); err != nil {
			return err
		}
		if len(f.entries) == maxItems {
			mend(RepairTooMany)
			continue
		}
		f.entries = append(f.entries, it.entry(base))
	}
	_, err := d.Token()
	return err
}

// lenient forgives a value of another type than it should have; it was stepped over.
func lenient(err error) error {
	if mistyped := (*json.UnmarshalTypeError)(nil); errors.As(err, &mistyped) {
		return nil
	}
	return err
}

// surveyJSON fails if a JSON document is too large or nested too deep to decode.
func surveyJSON(doc []byte) error {
	depth, tokens, text := 0, 0, false
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return errDepth
			}
		case c == '}' || c == ']':
			depth--
		case c == ',' || c == ':':
			if tokens++; tokens > maxTokens {
				return errTokens
			}
		}
	}
	return nil
}
