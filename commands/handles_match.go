package commands

import (
	"context"
	"errors"
	"strconv"
	"time"

	"magpie/community"
	"magpie/slash"
)

// HandleMatches finds many handles at once.
type HandleMatches interface {
	// MatchHandles finds which of the handles on a platform are listed in a server, as the
	// asker may see it, each person once.
	MatchHandles(ctx context.Context, server, asker, platform string, handles []string) ([]community.Found, error)
}

// matchesAnHour is how many files somebody may have compared in an hour.
const matchesAnHour = 4

// matchWithin bounds fetching and reading a file.
const matchWithin = time.Minute

// exportPlatform is the platform whose exports are read.
const exportPlatform = "tiktok"

// A matching compares people's own exports of TikTok with who lists themselves here. A file
// is read in memory, one at a time, and forgotten; what was found is remembered for a
// quarter of an hour, as keys of handles that are listed here.
type matching struct {
	handles *Handles
	files   *budget
	busy    chan struct{} // has room for the one who reads
	found   *matches

	choose *slash.Action[slash.Nothing]
	take   *slash.Action[matchForm]
	turn   *slash.Action[matchTurn]
}

// matchIn is a file with the command, or none to be told first what happens with it.
type matchIn struct {
	File slash.Attachment `slash:"file,optional"`
}

type matchForm struct {
	File slash.Attachment `slash:"file"`
}

// matchTurn is a page of what was found, from 0.
type matchTurn struct {
	Match string
	Page  int
}

func newMatching(h *Handles) *matching {
	m := &matching{handles: h, files: newBudget(h.Now, matchesAnHour), busy: make(chan struct{}, 1), found: newMatches(h.Now)}
	m.choose = &slash.Action[slash.Nothing]{Name: "handles.match", Run: whenOn(h, m.openForm)}
	m.take = &slash.Action[matchForm]{Name: "handles.match_file", Run: whenOn(h, m.sent)}
	m.turn = &slash.Action[matchTurn]{Name: "handles.match_turn", Run: whenOn(h, m.turned)}
	return m
}

// command is the subcommand that compares a file.
func (m *matching) command() slash.Command {
	return slash.Command{Name: "match", Run: slash.Run(whenOn(m.handles, m.typed))}
}

func (m *matching) actions() []slash.Route { return []slash.Route{m.choose, m.take, m.turn} }

// typed says what happens with a file before there is one, and compares one that is there.
func (m *matching) typed(ctx context.Context, c *slash.Call, in matchIn) (slash.Reply, error) {
	if in.File.ID == "" {
		return slash.Say(c.T("following.about"), c.T("following.how"), c.T("following.smaller", strconv.Itoa(community.MaxExport>>20))).With(slash.Row{Buttons: []slash.Button{
			m.choose.Button(c.Label("following.choose"), slash.Nothing{}).With(slash.Main),
		}}), nil
	}
	return m.compare(ctx, c, in.File)
}

func (m *matching) openForm(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: m.take.Form(c.Voice, c.Label("following.choose_title"), matchForm{})}, nil
}

func (m *matching) sent(ctx context.Context, c *slash.Call, in matchForm) (slash.Reply, error) {
	return m.compare(ctx, c, in.File)
}

// compare shows the caller who of those in a file lists themselves here.
func (m *matching) compare(ctx context.Context, c *slash.Call, file slash.Attachment) (slash.Reply, error) {
	if file.Size > community.MaxExport { // refused before it is fetched
		return slash.Reply{}, m.sorry(c, community.ErrExportSize)
	}
	if err := m.handles.spend(c, m.files); err != nil {
		return slash.Reply{}, err
	}
	f, err := m.read(ctx, c, file)
	if err != nil {
		return slash.Reply{}, err
	}
	all := append(append(make([]string, 0, len(f.Follows)+len(f.Fans)), f.Follows...), f.Fans...)
	found, err := m.handles.Matches.MatchHandles(ctx, c.Place.Server, c.Person.ID, exportPlatform, all)
	if err != nil {
		return slash.Reply{}, err
	}
	return m.show(ctx, c, m.found.keep(c.Place.Server, c.Person.ID, f, found), 0)
}

// read fetches and reads a file. One file at a time is in memory.
func (m *matching) read(ctx context.Context, c *slash.Call, file slash.Attachment) (community.Following, error) {
	ctx, cancel := context.WithTimeout(ctx, matchWithin)
	defer cancel()
	select {
	case m.busy <- struct{}{}:
		defer func() { <-m.busy }()
	case <-ctx.Done():
		return community.Following{}, m.sorry(c, ctx.Err())
	}
	data, err := m.handles.Download(ctx, file, community.MaxExport)
	if err != nil {
		c.Log.Warn("fetch an export", "bytes", file.Size) // its name and address are the caller's own affair
		return community.Following{}, m.sorry(c, err)
	}
	f, err := community.ReadFollowing(file.Name, data)
	if err != nil {
		return f, m.sorry(c, err)
	}
	return f, nil
}

// sorry says why a file was not compared, and what to send instead.
func (m *matching) sorry(c *slash.Call, err error) error {
	why := c.T("following.problem.not_fetched")
	for _, known := range []struct {
		err error
		key string
	}{
		{community.ErrNotExport, "not_export"}, {community.ErrNoFollowing, "empty"}, {community.ErrPacked, "packed"}, {community.ErrBroken, "broken"},
	} {
		if errors.Is(err, known.err) {
			why = c.T("following.problem." + known.key)
		}
	}
	if errors.Is(err, community.ErrExportSize) {
		why = c.T("following.problem.too_large", strconv.Itoa(community.MaxExport>>20))
	}
	return c.Sorry(why, c.T("following.safe"), slash.Advice{
		Text: c.T("following.instead"), Then: m.choose.Button(c.Label("following.choose_other"), slash.Nothing{}),
	})
}
