package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
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
		Long: "Reads each feed as the bot would, from the web (http:// or https://), from a file, or from the standard input (-), and shows what had to be\n" +
			"mended and what is in it. A file can be gzip'd, and has 4 MiB at most. It has no address, so links in it that are relative are left out unless\n" +
			"it names a base itself. Nothing is saved. It fails at the end if one of them cannot be used.",
		Example: "  magpie feed check https://www.theguardian.com/technology/tiktok/rss\n" +
			"  magpie feed check --json --content-type 'text/xml; charset=gbk' saved/*.xml",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, sources []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			r := newFeedReader(s, contentType, cmd.InOrStdin())
			show := sight.text
			if asJSON {
				show = sight.json
			}
			return checkFeeds(cmd.Context(), cmd.OutOrStdout(), sources, r.look, show)
		},
	}
	check.Flags().BoolVar(&asJSON, "json", false, "one line of JSON for each feed")
	check.Flags().StringVar(&contentType, "content-type", "", "take this for the Content-Type header of files")
	family.AddCommand(check)
	return family
}

// checkFeeds looks at all sources, as many at once as there are processors, or more if
// some are on the web, and shows each in turn as soon as it and all before it were read.
func checkFeeds(ctx context.Context, w io.Writer, sources []string, look func(context.Context, string) sight, show func(sight, io.Writer) error) error {
	ctx, cancel := context.WithCancel(ctx)
	type job struct {
		source string
		saw    chan sight
	}
	atOnce := runtime.GOMAXPROCS(0)
	if slices.ContainsFunc(sources, onTheWeb) {
		atOnce = max(atOnce, 8)
	}
	jobs, inOrder := make(chan job), make(chan job, 4*atOnce)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		defer close(inOrder)
		defer close(jobs)
		for _, source := range sources {
			j := job{source, make(chan sight, 1)}
			select {
			case inOrder <- j:
				jobs <- j
			case <-ctx.Done():
				return
			}
		}
	})
	for range atOnce {
		wg.Go(func() {
			for j := range jobs {
				j.saw <- look(ctx, j.source)
			}
		})
	}
	failed := 0
	for j := range inOrder {
		saw := <-j.saw
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if saw.Error != "" {
			failed++
		}
		switch err := show(saw, w); {
		case errors.Is(err, syscall.EPIPE):
			return nil // nobody wants to read more
		case err != nil:
			return fmt.Errorf("show %s: %w", saw.Source, err)
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d feeds cannot be used", failed, len(sources))
	}
	return ctx.Err()
}

// A sight is what was seen at a source.
type sight struct {
	Source  string        `json:"source"`
	Charset string        `json:"charset"`
	Repairs []news.Repair `json:"repairs"`
	Title   string        `json:"title"`
	Items   []seenItem    `json:"items"` // in the feed's order
	Error   string        `json:"error"` // one word; empty if it could be read

	why error // what the word stands for
}

type seenItem struct {
	ID        string `json:"id"` // the feed's own, else Magpie's
	Link      string `json:"link"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Published string `json:"published"` // in UTC as of RFC 3339, empty if the feed does not say
	Publisher string `json:"publisher"`
}

// saw is what is in a document.
func saw(source string, doc news.Document) sight {
	s := sight{Source: source, Charset: doc.Charset, Repairs: append([]news.Repair{}, doc.Repairs...), Title: doc.Title, Items: make([]seenItem, 0, len(doc.Entries))}
	for _, e := range doc.Entries {
		published := ""
		if !e.Published.IsZero() {
			published = e.Published.UTC().Format(time.RFC3339)
		}
		id := e.ID
		if id == "" {
			id = news.Key("", e.Link, "", cmp.Or(e.Title, e.Summary))
		}
		s.Items = append(s.Items, seenItem{id, e.Link, e.Title, e.Summary, published, cmp.Or(e.Publisher, doc.Title)})
	}
	return s
}

// json shows a sight on one line, for programs.
func (s sight) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(s)
}

// itemsShown is how many of a feed's newest items people see.
const itemsShown = 10

// text shows a sight to people.
func (s sight) text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintln(&b, s.Source)
	if s.Error != "" {
		fmt.Fprintf(&b, "  cannot be used: %s: %v\n", s.Error, s.why)
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "  %s: %d items, in %s\n", cmp.Or(s.Title, "(no title)"), len(s.Items), s.Charset)
	for _, repair := range s.Repairs {
		fmt.Fprintf(&b, "  mended: %s\n", mended[repair])
	}
	newest := slices.Clone(s.Items)
	slices.SortStableFunc(newest, func(a, b seenItem) int { return cmp.Compare(b.Published, a.Published) })
	for _, it := range newest[:min(len(newest), itemsShown)] {
		fmt.Fprintf(&b, "  - %s\n", cmp.Or(it.Title, it.Summary, "(no title)"))
		for _, detail := range []string{it.Published, it.Publisher, it.Link} {
			if detail != "" && detail != s.Title {
				fmt.Fprintf(&b, "    %s\n", detail)
			}
		}
	}
	if more := len(newest) - itemsShown; more > 0 {
		fmt.Fprintf(&b, "  and %d older or undated\n", more)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mended says what repairs were of.
var mended = map[news.Repair]string{
	news.RepairCharset:   "it is in another charset than it says",
	news.RepairBytes:     "some bytes were no characters",
	news.RepairControls:  "control characters stood in it",
	news.RepairProlog:    "something stood before the feed",
	news.RepairEntities:  `"&" stood for itself, or names of HTML after it`,
	news.RepairPrefixes:  "prefixes are not declared",
	news.RepairSyntax:    "tags do not match, or are broken",
	news.RepairTruncated: "the end is missing; whole items were read",
	news.RepairTooMany:   "there are more than 500 items; the first were read",
}
