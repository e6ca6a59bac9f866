package commands

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// FeedImports keep the feeds of a file until a moderator agrees.
type FeedImports interface {
	KeepFeedImport(ctx context.Context, i news.Import) error
	// TakeFeedImport makes the server of a change follow the feeds of an import. It reports
	// false if there is no such import any more.
	TakeFeedImport(ctx context.Context, id string, ch community.Change) (added int, taken bool, err error)
}

type feedFile struct {
	File slash.Attachment `slash:"file"`
}

// feedImport names an import that waits.
type feedImport struct{ Import string }

// feedBadShown is how many unusable addresses of a file are told one by one.
const feedBadShown = 5

// preview says what an import would do, and does nothing yet.
func (f *Feeds) preview(ctx context.Context, c *slash.Call, in feedFile) (slash.Reply, error) {
	listed, err := f.readFile(ctx, c, in.File)
	if err != nil {
		return slash.Reply{}, err
	}
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	fresh := slices.DeleteFunc(slices.Clone(listed.Feeds), func(o news.Outline) bool {
		return slices.ContainsFunc(all, func(known news.Feed) bool { return known.URL == o.URL })
	})
	same, room := len(listed.Feeds)-len(fresh), max(0, news.MaxFeeds-len(all))
	more := listed.More + max(0, len(fresh)-room)
	fresh = fresh[:min(len(fresh), room)]
	r := slash.Say(slash.Lines(f.previewLines(c, in.File.Name, listed.Bad, len(fresh), same, more)...))
	if len(fresh) == 0 {
		return r.With(slash.Text{Body: c.T("feed.preview.nothing")}), nil
	}
	i := news.Import{ID: rand.Text()[:16], Server: c.Place.Server, Feeds: fresh, At: f.Now()}
	if err := f.Store.KeepFeedImport(ctx, i); err != nil {
		return slash.Reply{}, fmt.Errorf("keep feeds of a file: %w", err)
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		f.agree.Button(c.Label("feed.import", len(fresh)), feedImport{i.ID}).With(slash.Main),
	}}), nil
}

// previewLines say what would become of a file's feeds.
func (f *Feeds) previewLines(c *slash.Call, file string, bad []news.Outline, fresh, same, more int) []slash.Content {
	lines := []slash.Content{c.T("feed.preview", file)}
	if fresh > 0 {
		lines = append(lines, slash.Bullet(c.T("feed.preview.new", fresh)))
	}
	if same > 0 {
		lines = append(lines, slash.Bullet(c.T("feed.preview.known", same)))
	}
	if more > 0 {
		lines = append(lines, slash.Bullet(c.T("feed.preview.more", more, news.MaxFeeds)))
	}
	if len(bad) > 0 {
		lines = append(lines, slash.Bullet(c.T("feed.preview.bad", len(bad))))
	}
	for _, o := range bad[:min(len(bad), feedBadShown)] {
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Code(slash.Cut(o.URL, slash.MaxChoiceText)), c.T("problem."+string(news.BadURL)))))
	}
	return lines
}

// readFile downloads and reads an OPML file, and apologizes for one that is none.
func (f *Feeds) readFile(ctx context.Context, c *slash.Call, file slash.Attachment) (news.OPML, error) {
	sorry := func(what slash.Content) error {
		return c.Sorry(what, c.T("safe.nothing_changed"), slash.Try("feed add"))
	}
	if file.Size > news.MaxOPML {
		return news.OPML{}, sorry(c.T("feed.file.too_big"))
	}
	data, err := f.Download(ctx, file, news.MaxOPML)
	if err != nil {
		c.Log.Warn("download a file", "error", err)
		return news.OPML{}, sorry(c.T("table.not_fetched"))
	}
	listed, err := news.ReadOPML(bytes.NewReader(data))
	var trouble *news.Trouble
	if errors.As(err, &trouble) {
		return news.OPML{}, sorry(c.T("feed.file." + string(trouble.Problem)))
	}
	return listed, err
}

func (f *Feeds) takeImport(ctx context.Context, c *slash.Call, in feedImport) (slash.Reply, error) {
	added, taken, err := f.Store.TakeFeedImport(ctx, in.Import, f.change(c, "imported", ""))
	switch {
	case errors.Is(err, news.ErrTooManyFeeds):
		return slash.Reply{}, f.full(c)
	case err != nil:
		return slash.Reply{}, fmt.Errorf("import feeds: %w", err)
	case !taken:
		return slash.Reply{}, c.Sorry(c.T("feed.import_gone"), c.T("safe.nothing_changed"), slash.Try("feed import"))
	}
	f.Due()
	return slash.Say(c.T("feed.imported", added, slash.Mention("feed list"))).With(slash.Row{Buttons: []slash.Button{
		f.page.Button(c.Label("feed.list"), feedPage{}),
	}}), nil
}

// export hands the feeds out as a file that import and other readers read.
func (f *Feeds) export(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	if len(all) == 0 {
		return slash.Say(c.T("feed.none", slash.Mention("feed add"))), nil
	}
	var file bytes.Buffer
	if err := news.WriteOPML(&file, c.Label("feed.file.title"), f.Now(), all); err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("feed.export", len(all))).With(slash.File{Name: "feeds.opml", Data: file.Bytes()}), nil
}
