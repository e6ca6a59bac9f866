package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// DigestNeeds are what Digest works with.
type DigestNeeds struct {
	Store       DigestStore
	Servers     Servers
	Room        Newsroom
	Tongues     Tongues
	Permissions Permitted
	Translator  Translator // nil: nobody translates
	Now         func() time.Time
	Posted      func() // called when there is something for the outbox
	Changed     func() // called when digests run at other times than before
}

// Digest lets moderators schedule digests of the news.
func Digest(n DigestNeeds) slash.Feature {
	d := &digestFeature{DigestNeeds: n}
	d.press = digestPress{runs: n.Store, room: n.Room}
	topics, pages := topicCommands(n)
	return slash.Feature{
		Commands: []slash.Command{{Name: "digest", Needs: slash.ManageServer, Sub: append(d.commands(), topics)}},
		Actions:  append(d.actions(), pages...),
	}
}

type digestFeature struct {
	DigestNeeds
	press digestPress

	open, pause, resume      *slash.Action[digestRef]
	ask, remove, undo        *slash.Action[digestRef]
	preview, history, rename *slash.Action[digestRef]
	pick, restore            *slash.Action[digestPick]
	again                    *slash.Action[digestAgain]
	begin                    *slash.Action[digestBegin]
	ready                    *slash.Action[slash.Nothing]
	list                     *slash.Action[digestPage]
	place                    *slash.Action[digestPlace]
	topics                   *slash.Action[digestTopics]
	languages                *slash.Action[digestLanguages]
	length                   *slash.Action[digestStories]
	more                     *slash.Action[digestMore]
	settings                 *slash.Action[digestSettings]
	reads                    *slash.Action[digestReads]
	readAll                  *slash.Action[digestRef]
	grouping                 *slash.Action[digestGrouping]
	order                    *slash.Action[digestOrder]
	look                     *slash.Action[digestLookAt]
	role                     *slash.Action[digestRole]
	empty                    *slash.Action[digestEmpty]
	times                    *slash.Action[digestTimes]
	post                     *slash.Action[digestPost]
	part, dropped            *slash.Action[digestView]
	retry                    *slash.Action[digestRetry]
}

// digestRef names a digest by its id.
type digestRef struct{ Digest string }

type digestPick struct {
	Digest string `slash:"digest"`
}

// digestNamed is the input of commands about one digest.
type digestNamed struct {
	Name string `slash:"name,suggest,max=100"`
}

func (d *digestFeature) commands() []slash.Command {
	named := func(name string, run func(context.Context, *slash.Call, digestRef) (slash.Reply, error)) slash.Command {
		return slash.Command{
			Name: name, Suggest: map[string]slash.Suggester{"name": d.suggest},
			Run: slash.Run(func(ctx context.Context, c *slash.Call, in digestNamed) (slash.Reply, error) {
				found, err := d.named(ctx, c, in.Name)
				if err != nil {
					return slash.Reply{}, err
				}
				return run(ctx, c, digestRef{found.ID})
			}),
		}
	}
	return []slash.Command{
		{Name: "list", Run: slash.Run(d.listAll)},
		{Name: "create", Run: slash.Run(d.create), Suggest: map[string]slash.Suggester{
			"schedule": d.suggestSchedule, "topic": d.press.room.suggest,
		}},
		named("edit", d.edit), named("preview", d.showPreview), named("now", d.showPreview),
		named("pause", d.pauseOne), named("resume", d.resumeOne),
		named("delete", d.askDelete), named("history", d.showHistory),
	}
}

func (d *digestFeature) actions() []slash.Route {
	ref := func(name string, run func(context.Context, *slash.Call, digestRef) (slash.Reply, error)) *slash.Action[digestRef] {
		return &slash.Action[digestRef]{Name: "digest." + name, Needs: slash.ManageServer, Run: run}
	}
	d.open, d.rename, d.preview, d.history = ref("open", d.edit), ref("rename", d.renameForm), ref("preview", d.showPreview), ref("history", d.showHistory)
	d.pause, d.resume = ref("pause", d.pauseOne), ref("resume", d.resumeOne)
	d.ask, d.remove, d.undo = ref("ask", d.askDelete), ref("delete", d.deleteOne), ref("undo", d.undelete)
	d.pick = digestAction("pick", d.picked)
	d.restore = digestAction("restore", d.restored)
	d.again = digestAction("again", d.checkAgain)
	d.begin = digestAction("begin", d.begun)
	d.ready = digestAction("ready", d.beginForm)
	d.list = digestAction("list", d.listPage)
	d.place = digestAction("place", d.setChannel)
	d.topics = digestAction("topics", d.setTopics)
	d.languages = digestAction("languages", d.setLanguages)
	d.length = digestAction("length", d.setLength)
	d.role = digestAction("role", d.setRole)
	d.empty = digestAction("empty", d.setEmpty)
	d.times = digestAction("times", d.setTimes)
	d.post = digestAction("post", d.postNow)
	d.part = digestAction("part", d.showPart)
	d.dropped = digestAction("dropped", d.showDropped)
	d.retry = digestAction("retry", d.retryRun)
	d.settings, d.reads = digestAction("settings", d.showSettings), digestAction("reads", d.setReads)
	d.readAll = ref("readall", d.setReadAll)
	d.grouping, d.order = digestAction("grouping", d.setGrouping), digestAction("order", d.setOrder)
	d.look = digestAction("look", d.showRun)
	d.more = &slash.Action[digestMore]{Name: digestMoreName, Run: d.showMore} // for everyone
	return []slash.Route{
		d.open, d.pause, d.resume, d.ask, d.remove, d.undo, d.preview, d.history, d.rename, d.pick, d.restore, d.again, d.begin, d.ready,
		d.list, d.place, d.topics, d.languages, d.length, d.role, d.empty, d.times, d.post, d.part, d.dropped, d.retry, d.more,
		d.settings, d.reads, d.readAll, d.grouping, d.order, d.look,
	}
}

// digestAction is an action of moderators.
func digestAction[A any](name string, run func(context.Context, *slash.Call, A) (slash.Reply, error)) *slash.Action[A] {
	return &slash.Action[A]{Name: "digest." + name, Needs: slash.ManageServer, Run: run}
}

// find is the digest of an id, if it is the server's and not deleted.
func (d *digestFeature) find(ctx context.Context, c *slash.Call, id string) (news.Digest, error) {
	found, ok, err := d.Store.Digest(ctx, id)
	if err != nil {
		return found, fmt.Errorf("look up digest %s: %w", id, err)
	}
	if !ok || found.Server != c.Place.Server || !found.DeletedAt.IsZero() {
		return news.Digest{}, digestGone(c)
	}
	return found, nil
}

func digestGone(c *slash.Call) error {
	return c.Sorry(c.T("digest.gone"), c.T("safe.nothing_changed"), slash.Try("digest list"))
}

// named is the digest that was typed or completed: by id, by name, or the only one
// whose name begins so.
func (d *digestFeature) named(ctx context.Context, c *slash.Call, typed string) (news.Digest, error) {
	all, err := d.sorted(ctx, c.Place.Server)
	if err != nil {
		return news.Digest{}, err
	}
	var begins []news.Digest
	for _, found := range all {
		if found.ID == typed || strings.EqualFold(found.Name, strings.TrimSpace(typed)) {
			return found, nil
		}
		if strings.HasPrefix(strings.ToLower(found.Name), strings.ToLower(typed)) {
			begins = append(begins, found)
		}
	}
	if len(begins) == 1 {
		return begins[0], nil
	}
	return news.Digest{}, c.Sorry(c.T("digest.unknown", typed), c.T("safe.nothing_changed"), slash.Try("digest list"))
}

// sorted are a server's digests by name.
func (d *digestFeature) sorted(ctx context.Context, server string) ([]news.Digest, error) {
	all, err := d.Store.Digests(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("look up digests of %s: %w", server, err)
	}
	slices.SortFunc(all, func(a, b news.Digest) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// suggest completes a digest's name.
func (d *digestFeature) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	all, err := d.sorted(ctx, c.Place.Server)
	var choices []slash.Choice
	for _, found := range all {
		if strings.Contains(strings.ToLower(found.Name), strings.ToLower(typed)) {
			choices = append(choices, slash.Choice{Name: found.Name + " — " + digestWhen(c.Voice, found.Schedule), Value: found.ID})
		}
	}
	return choices, err
}

// change is what the caller changed about a digest.
func (d *digestFeature) change(c *slash.Call, what string, args ...string) community.Change {
	return changeBy(c, d.Now(), "change.digest."+what, args...)
}
