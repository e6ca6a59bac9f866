package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"magpie/lexicon"
	"magpie/news"
	"magpie/store"
)

func digestCommand(settings func() (Settings, error)) *cobra.Command {
	family := &cobra.Command{Use: "digest", Short: "Look at digests"}
	p := &previewing{settings: settings, now: time.Now}
	preview := &cobra.Command{
		Use:   "preview [SERVER [DIGEST]]",
		Short: "Show what a digest would post now, and why",
		Long: "Shows what a digest, by its id or its name, would post now, and what it would leave out and why.\n" +
			"Without a digest it lists those of a server, or of all. It reads the database only, and may run beside the bot.",
		Example: "  magpie digest preview\n" +
			"  magpie digest preview 123456789012345678 'Morning news'\n" +
			"  magpie digest preview --json 123456789012345678 setup-123456789012345678",
		Args: cobra.MaximumNArgs(2),
		RunE: p.run,
	}
	preview.Flags().BoolVar(&p.json, "json", false, "one object of JSON, or one line for each digest of a list")
	preview.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return UsageError{err} })
	family.AddCommand(preview)
	return family
}

// A previewing is one call of digest preview.
type previewing struct {
	settings func() (Settings, error)
	now      func() time.Time
	json     bool // a flag
}

func (p *previewing) run(cmd *cobra.Command, args []string) error {
	s, err := p.settings()
	if err != nil {
		return err
	}
	if missing(s.Database) {
		return fmt.Errorf("there is no database %s yet; the bot makes it at its first start", hidePassword(s.Database))
	}
	db, err := store.Open(cmd.Context(), logger(cmd.ErrOrStderr()), s.Database, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	if len(args) < 2 {
		err = p.list(cmd.Context(), cmd.OutOrStdout(), db, args)
	} else {
		err = p.preview(cmd, s, db, args[0], args[1])
	}
	return errors.Join(err, db.Close())
}

// A listedDigest is a digest of a list.
type listedDigest struct {
	Server   string `json:"server"`
	Digest   string `json:"digest"`
	Name     string `json:"name"`
	Schedule string `json:"schedule"`
	Zone     string `json:"zone"`
	Next     string `json:"next"` // RFC 3339; empty while it is paused
}

// list lists the digests of a server, or of all servers.
func (p *previewing) list(ctx context.Context, w io.Writer, db *store.Store, servers []string) error {
	if len(servers) == 0 {
		all, err := db.Servers(ctx)
		if err != nil {
			return err
		}
		for _, s := range all {
			servers = append(servers, s.ID)
		}
	}
	var out bytes.Buffer
	for _, server := range servers {
		digests, err := db.Digests(ctx, server)
		if err != nil {
			return err
		}
		slices.SortFunc(digests, func(a, b news.Digest) int { return strings.Compare(a.Name, b.Name) })
		for _, d := range digests {
			p.listed(&out, d)
		}
	}
	if out.Len() == 0 && !p.json {
		out.WriteString("no digests\n")
	}
	_, err := out.WriteTo(w)
	return err
}

func (p *previewing) listed(out *bytes.Buffer, d news.Digest) {
	l := listedDigest{d.Server, d.ID, d.Name, d.Schedule, d.Zone, ""}
	if !d.Paused {
		l.Next = rfc3339(d.NextRun)
	}
	if p.json {
		printJSON(out, l)
		return
	}
	next := l.Next
	if d.Paused {
		next = "paused"
	}
	fmt.Fprintf(out, "%s  %s  %q  %s (%s)  %s\n", l.Server, l.Digest, l.Name, l.Schedule, l.Zone, next)
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// preview shows what a digest would post now.
func (p *previewing) preview(cmd *cobra.Command, s Settings, db *store.Store, server, name string) error {
	d, err := findDigest(cmd.Context(), db, server, name)
	if err != nil {
		return err
	}
	dictionary, err := openLexicon(s.Data, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	e, err := p.compose(cmd.Context(), db, dictionary, d)
	if err = errors.Join(err, dictionary.Close()); err != nil {
		return err
	}
	var out bytes.Buffer
	if shown := previewOf(d, e); p.json {
		printJSON(&out, shown)
	} else {
		shown.print(&out, d)
	}
	_, err = out.WriteTo(cmd.OutOrStdout())
	return err
}

// findDigest is a server's digest of an id or a name.
func findDigest(ctx context.Context, db *store.Store, server, name string) (news.Digest, error) {
	all, err := db.Digests(ctx, server)
	if err != nil {
		return news.Digest{}, err
	}
	i := slices.IndexFunc(all, func(d news.Digest) bool { return d.ID == name || strings.EqualFold(d.Name, name) })
	if i < 0 {
		return news.Digest{}, fmt.Errorf("server %s has no digest %q; magpie digest preview lists them", server, name)
	}
	return all[i], nil
}

// compose makes a digest's edition as the bot would now.
func (p *previewing) compose(ctx context.Context, db *store.Store, dictionary *lexicon.Dictionary, d news.Digest) (news.Edition, error) {
	now := p.now()
	reader := news.NewReader(func() *lexicon.Dictionary { return dictionary })
	topics, err := news.Presets()
	if err != nil {
		return news.Edition{}, err
	}
	own, err := db.OwnTopics(ctx, d.Server)
	if err != nil {
		return news.Edition{}, err
	}
	topics = append(topics, own...)
	history, err := db.History(ctx, d.ID, now.Add(-news.Remembered))
	if err != nil {
		return news.Edition{}, err
	}
	feeds, err := digestFeeds(ctx, db, d, topics)
	if err != nil {
		return news.Edition{}, err
	}
	items, err := db.Items(ctx, feeds, now.Add(-news.Remembered))
	return news.Compose(reader, d, topics, news.NextWindow(history, now), items, history), err
}

// digestFeeds are the addresses of the feeds that a digest reads: of those its server
// follows or, where it follows none, of those that come with its topics.
func digestFeeds(ctx context.Context, db *store.Store, d news.Digest, topics []news.Topic) ([]string, error) {
	feeds, err := db.Feeds(ctx, d.Server)
	if err != nil {
		return nil, err
	}
	if len(feeds) == 0 {
		for _, t := range topics {
			if slices.Contains(d.Topics, t.Name) {
				feeds = append(feeds, t.Feeds...)
			}
		}
	}
	var urls []string
	for _, f := range feeds {
		if d.Reads(f.URL) {
			urls = append(urls, f.URL)
		}
	}
	slices.Sort(urls)
	return slices.Compact(urls), nil
}
