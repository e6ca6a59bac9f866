package news

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// An Outline is one feed of an OPML file.
type Outline struct {
	Title string // plain text; empty if the file has none
	URL   string // as [FeedURL] makes it; as it stands in the file if that cannot be
}

// An OPML is what an OPML file, by which readers hand each other their feeds, lists.
type OPML struct {
	Feeds []Outline // each once, at most [MaxFeeds]
	Bad   []Outline // without a usable address, at most [MaxFeeds]
	More  int       // further outlines with an address, which were left out
}

// An Import is feeds of a file that wait until a moderator of a server agrees.
type Import struct {
	ID     string
	Server string
	Feeds  []Outline
	At     time.Time
}

// Limits on an OPML file.
const (
	MaxOPML      = 1 << 20 // bytes
	maxOPMLDepth = 100     // folders within folders
)

var (
	errOPMLSize  = errors.New("file over 1 MiB")
	errOPMLDepth = errors.New("folders nested too deep")
	errNotOPML   = errors.New("no OPML")
)

// ReadOPML reads an OPML file in any charset. Folders are ignored, and entities that the
// file declares mean nothing. Of a file that is ill-formed after some feeds, those count.
// An error is a [*Trouble]: TooBig, TooDeep, or NotFeed for what is no OPML.
func ReadOPML(r io.Reader) (OPML, error) {
	o, err := readOPML(r)
	switch {
	case err == nil:
		return o, nil
	case errors.Is(err, errOPMLSize):
		return OPML{}, &Trouble{Problem: TooBig, Err: err}
	case errors.Is(err, errOPMLDepth):
		return OPML{}, &Trouble{Problem: TooDeep, Err: err}
	case errors.Is(err, errNotOPML):
		return OPML{}, &Trouble{Problem: NotFeed, Err: err}
	}
	return OPML{}, err
}

func readOPML(r io.Reader) (OPML, error) {
	file, err := io.ReadAll(io.LimitReader(r, MaxOPML+1))
	if err != nil {
		return OPML{}, fmt.Errorf("read OPML: %w", err)
	}
	if len(file) > MaxOPML {
		return OPML{}, errOPMLSize
	}
	text, _ := Prepare(file, "")
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	var o OPML
	seen := map[string]bool{}
	depth, rooted := 0, false
	for {
		token, err := d.RawToken()
		switch {
		case err != nil && !rooted:
			return o, errNotOPML
		case err != nil:
			return o, nil // the end, or a fault after which nothing can be read
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxOPMLDepth {
				return o, errOPMLDepth
			}
			name := strings.ToLower(token.Name.Local)
			if !rooted && name != "opml" {
				return o, errNotOPML
			}
			rooted = true
			if name == "outline" {
				o.add(outlineOf(token), seen)
			}
		case xml.EndElement:
			depth = max(0, depth-1)
		}
	}
}

// outlineOf reads an outline's attributes, which programs spell in many ways.
func outlineOf(e xml.StartElement) Outline {
	attrs := map[string]string{}
	for _, a := range e.Attr {
		attrs[strings.ToLower(a.Name.Local)] = a.Value
	}
	return Outline{
		Title: cut(Clean(cmp.Or(attrs["title"], attrs["text"])), maxText),
		URL:   strings.TrimSpace(attrs["xmlurl"]),
	}
}

// add adds an outline that is a feed, if it is not seen yet.
func (o *OPML) add(out Outline, seen map[string]bool) {
	if out.URL == "" || seen[out.URL] {
		return
	}
	seen[out.URL] = true
	address, err := FeedURL(out.URL)
	if err != nil {
		if len(o.Bad) < MaxFeeds {
			o.Bad = append(o.Bad, out)
		}
		return
	}
	if seen[address] && address != out.URL {
		return
	}
	seen[address] = true
	if len(o.Feeds) == MaxFeeds {
		o.More++
		return
	}
	out.URL = address
	o.Feeds = append(o.Feeds, out)
}

// opmlFile is an OPML file as it is written.
type opmlFile struct {
	XMLName  xml.Name      `xml:"opml"`
	Version  string        `xml:"version,attr"`
	Title    string        `xml:"head>title"`
	Created  string        `xml:"head>dateCreated"`
	Outlines []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Type  string `xml:"type,attr"`
	Text  string `xml:"text,attr"`
	Title string `xml:"title,attr"`
	URL   string `xml:"xmlUrl,attr"`
	Lang  string `xml:"language,attr,omitempty"`
}

// WriteOPML writes feeds as an OPML file with a title, made at a time.
func WriteOPML(w io.Writer, title string, at time.Time, feeds []Feed) error {
	file := opmlFile{Version: "2.0", Title: title, Created: at.UTC().Format(time.RFC1123)}
	for _, f := range feeds {
		name := cmp.Or(f.Title, f.URL)
		file.Outlines = append(file.Outlines, opmlOutline{Type: "rss", Text: name, Title: name, URL: f.URL, Lang: f.Lang})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "\t")
	if err := e.Encode(file); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}
