package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"magpie/news"
)

func feedCommand(settings func() (Settings, error)) *cobra.Command {
	family := &cobra.Command{Use: "feed", Short: "Look at feeds"}
	var asJSON bool
	var contentType string
	check := &cobra.Command{
		Use:   "check URL|FILE...",
		Short: "Read feeds as Magpie does, and show what it sees",
		Long: "Reads each feed as the bot would, from the web (http:// or https://) or from a file, and shows what had to be mended and what is in it.\n" +
			"Nothing is saved. It fails if one of them cannot be used.",
		Example: "  magpie feed check https://www.theguardian.com/technology/tiktok/rss\n" +
			"  magpie feed check --json --content-type 'text/xml; charset=gbk' saved/*.xml",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, sources []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			r, err := newReader(s, contentType)
			if err != nil {
				return err
			}
			show := sight.text
			if asJSON {
				show = sight.json
			}
			return r.check(cmd.Context(), cmd.OutOrStdout(), sources, show)
		},
	}
	check.Flags().BoolVar(&asJSON, "json", false, "one line of JSON for each feed")
	check.Flags().StringVar(&contentType, "content-type", "", "take this for the Content-Type header, instead of what the server says")
	family.AddCommand(check)
	return family
}

// maxFile is how much of a file is read, as much as of an answer from the web.
const maxFile = 4 << 20

// A reader reads feeds from the web and from files.
type reader struct {
	fetcher     *news.Fetcher
	contentType string // empty: as the server says
}

func newReader(s Settings, contentType string) (*reader, error) {
	f, err := news.NewFetcher(news.FetchOptions{
		UserAgent: "Magpie/" + s.Version + " (feed check)", Allow: s.Allow, Dial: news.Dialer(s.Dial),
	})
	if err != nil {
		return nil, fmt.Errorf("read feeds: %w", err)
	}
	return &reader{f, contentType}, nil
}

// check shows each source as soon as it is read.
func (r *reader) check(ctx context.Context, w io.Writer, sources []string, show func(sight, io.Writer) error) error {
	failed := 0
	for _, source := range sources {
		saw := r.look(ctx, source)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if saw.Error != "" {
			failed++
		}
		if err := show(saw, w); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d feeds cannot be used", failed, len(sources))
	}
	return nil
}

// A sight is what was seen at a source.
type sight struct {
	Source  string        `json:"source"`
	Charset string        `json:"charset"`
	Repairs []news.Repair `json:"repairs"`
	Title   string        `json:"title"`
	Items   []seenItem    `json:"items"` // in the feed's order
	Error   string        `json:"error"`
}

type seenItem struct {
	ID        string `json:"id"`
	Link      string `json:"link"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Published string `json:"published"` // in UTC as of RFC 3339, empty if the feed does not say
	Publisher string `json:"publisher"`
}

func (r *reader) look(ctx context.Context, source string) sight {
	saw := sight{Source: source, Repairs: []news.Repair{}, Items: []seenItem{}}
	parsed, err := r.read(ctx, source)
	var trouble *news.Trouble
	switch {
	case errors.As(err, &trouble):
		saw.Error = fmt.Sprintf("%s: %v", trouble.Problem, trouble.Err)
	case err != nil:
		saw.Error = err.Error()
	}
	saw.Title = parsed.Title
	saw.Repairs = append(saw.Repairs, parsed.Repairs...)
	for _, it := range parsed.Items {
		published := ""
		if !it.Published.IsZero() {
			published = it.Published.UTC().Format(time.RFC3339)
		}
		saw.Items = append(saw.Items, seenItem{it.ID, it.Link, it.Title, it.Summary, published, it.Publisher})
	}
	return saw
}

func (r *reader) read(ctx context.Context, source string) (news.Parsed, error) {
	if !strings.HasPrefix(source, "http://") && !strings.HasPrefix(source, "https://") {
		return r.readFile(source)
	}
	address, err := news.FeedURL(source)
	if err != nil {
		return news.Parsed{}, err
	}
	resp, err := r.fetcher.Fetch(ctx, address, news.State{})
	if err != nil {
		return news.Parsed{}, err
	}
	if r.contentType != "" {
		resp.ContentType = r.contentType
	}
	return news.Parse(news.Feed{URL: address}, resp.Body, resp.ContentType, resp.URL)
}

func (r *reader) readFile(path string) (news.Parsed, error) {
	f, err := os.Open(path)
	if err != nil {
		return news.Parsed{}, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return news.Parsed{}, err
	}
	if len(body) > maxFile {
		return news.Parsed{}, &news.Trouble{Problem: news.TooBig, URL: path, Err: errors.New("file over 4 MiB")}
	}
	address := (&url.URL{Scheme: "file", Path: path}).String() // no link is relative to it: only web addresses are links
	return news.Parse(news.Feed{URL: address}, body, r.contentType, "")
}

// json shows a sight on one line, for programs.
func (s sight) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(s)
}

// text shows a sight to people.
func (s sight) text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, s.Source)
	if s.Error != "" {
		fmt.Fprintf(&b, "  cannot be used: %s\n", s.Error)
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "  %s: %d items\n", s.Title, len(s.Items))
	for _, repair := range s.Repairs {
		fmt.Fprintf(&b, "  mended: %s\n", repair)
	}
	for _, it := range s.Items {
		fmt.Fprintf(&b, "  - %s\n", it.Title)
		for _, detail := range []string{it.Published, it.Publisher, it.Link} {
			if detail != "" && detail != s.Title {
				fmt.Fprintf(&b, "    %s\n", detail)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
