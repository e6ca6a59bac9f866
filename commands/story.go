package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"magpie/lexicon"
	"magpie/news"
	"magpie/slash"
)

// A StoryStore finds what digests told.
type StoryStore interface {
	DigestHistory
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	Run(ctx context.Context, id string) (news.Run, bool, error)
}

// StoryNeeds are what Stories works with.
type StoryNeeds struct {
	Store      StoryStore
	Room       Newsroom
	Servers    Servers
	People     People
	Tongues    Tongues
	Dictionary func() *lexicon.Dictionary // the newest
	Translator Translator                 // nil: nobody translates
}

// Stories shows stories of digests, and of the news now, to whoever presses a button
// below them: all who report one and why they are taken to report the same, and how the
// sources in English and those in Chinese put it.
func Stories(n StoryNeeds) slash.Feature {
	f := &storyFeature{StoryNeeds: n, press: digestPress{runs: n.Store, room: n.Room}}
	f.list = &slash.Action[storiesOf]{Name: storyListName, Run: f.listed}
	f.pick = &slash.Action[storyPick]{Name: "story.pick", Run: f.picked}
	f.turn = &slash.Action[storyPage]{Name: "story.turn", Run: f.turned}
	f.sides = &slash.Action[storiesOf]{Name: storySidesName, Run: f.sidesOpened}
	f.side = &slash.Action[storyRef]{Name: "story.side", Run: f.sidesTurned}
	return slash.Feature{Actions: []slash.Route{f.list, f.pick, f.turn, f.sides, f.side}}
}

type storyFeature struct {
	StoryNeeds
	press digestPress

	list, sides *slash.Action[storiesOf]
	pick        *slash.Action[storyPick]
	turn        *slash.Action[storyPage]
	side        *slash.Action[storyRef]
}

// Messages from years ago carry these names.
const (
	storyListName  = "story.list"
	storySidesName = "story.sides"
)

// storiesOf names some stories: those of a run, by its id, or those of the news now on a
// topic, see newsStories.
type storiesOf struct{ Of string }

// storyRef names one of them, by its number in a run or its id in the news.
type storyRef struct{ Of, Story string }

type storyPick struct {
	Of    string
	Story string `slash:"story"`
}

// storyPage is a page of who reports a story, from 0.
type storyPage struct {
	Of, Story string
	Page      int
}

// storyButtons are the buttons below stories.
func storyButtons(v slash.Voice, langs []string, of string) []slash.Button {
	list, sides := slash.Action[storiesOf]{Name: storyListName}, slash.Action[storiesOf]{Name: storySidesName}
	return []slash.Button{
		list.Button(digestLabels(v, langs, "story.more"), storiesOf{of}),
		sides.Button(digestLabels(v, langs, "story.sides"), storiesOf{of}),
	}
}

// newsStories begins what names stories of the news now: a topic follows, or nothing.
const newsStories = "news:"

// A numbered story is one with its number, and with what names it in a [storyRef].
type numbered struct {
	news.Story
	number int
	key    string
}

// find are the stories that a button names, as long as they are kept.
func (f *storyFeature) find(ctx context.Context, c *slash.Call, of string) ([]numbered, error) {
	stories, now, err := f.named(ctx, c, of)
	if err != nil {
		return nil, err
	}
	var all []numbered
	for i, s := range stories {
		key := strconv.Itoa(i + 1)
		if now {
			key = s.ID // others may come before it
		}
		all = append(all, numbered{s, i + 1, key})
	}
	if len(all) == 0 {
		return nil, c.Sorry(c.T("story.gone"), c.T("story.gone.safe"), slash.Try("news"))
	}
	return all, nil
}

// named are the stories of a run or those of the news now.
func (f *storyFeature) named(ctx context.Context, c *slash.Call, of string) (stories []news.Story, now bool, err error) {
	if topic, ok := strings.CutPrefix(of, newsStories); ok {
		stories, err = newsNow(ctx, c, f.Room, f.Servers, topic, c.Lang)
		return stories[:min(len(stories), newsShown)], true, err
	}
	id, slot, _ := strings.Cut(of, digestSlotMark)
	d, ok, err := f.Store.Digest(ctx, id)
	if err != nil || !ok || d.Server != c.Place.Server {
		return nil, false, err
	}
	run, ok, err := f.Store.Run(ctx, of)
	if err != nil || ok {
		return run.Stories, false, err
	}
	stories, err = f.previewed(ctx, c, d, slot)
	return stories, false, err
}

// previewed are the stories of a run that was not posted, but shown to a moderator
// shortly before.
func (f *storyFeature) previewed(ctx context.Context, c *slash.Call, d news.Digest, slot string) ([]news.Story, error) {
	at, err := time.Parse(digestAsideForm, slot)
	now := f.Room.Now()
	if err != nil || at.After(now) || now.Sub(at) > digestPreviewKept || !c.Person.May.Has(slash.ManageServer) {
		return nil, nil
	}
	draft, err := f.press.draft(ctx, d, at)
	return draft.edition.Stories, err
}

// one is the story that a button names, and all that stand with it.
func (f *storyFeature) one(ctx context.Context, c *slash.Call, in storyRef) (numbered, []numbered, error) {
	all, err := f.find(ctx, c, in.Of)
	if err != nil {
		return numbered{}, nil, err
	}
	i := slices.IndexFunc(all, func(s numbered) bool { return s.key == in.Story })
	if i < 0 {
		return numbered{}, nil, c.Sorry(c.T("story.gone"), c.T("story.gone.safe"), slash.Try("news"))
	}
	return all[i], all, nil
}

// listed lets the caller choose a story; of one alone it tells at once.
func (f *storyFeature) listed(ctx context.Context, c *slash.Call, in storiesOf) (slash.Reply, error) {
	all, err := f.find(ctx, c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 1 {
		return f.page(c, storyPage{in.Of, all[0].key, 0}, all[0], all).As(slash.Anew), nil
	}
	return slash.Say(c.T("story.choose_head")).With(f.menu(c, in.Of, "", all)).As(slash.Anew), nil
}

func (f *storyFeature) menu(c *slash.Call, of, chosen string, all []numbered) slash.Menu {
	var choices []slash.Choice
	for _, s := range all[:min(len(all), slash.MaxChoices)] {
		title := s.arrangedFor(c.Lang)[0].Title
		choices = append(choices, slash.Choice{
			Name: slash.Cut(fmt.Sprintf("%d. %s", s.number, title), slash.MaxChoiceText), Value: s.key, On: s.key == chosen,
		})
	}
	return f.pick.Menu(c.Label("story.choose"), storyPick{Of: of}, choices...)
}

// arrangedFor are a story's items, those first that readers of a language read best.
func (s numbered) arrangedFor(lang string) []news.Item {
	items := slices.Clone(s.Items)
	slices.SortStableFunc(items, func(a, b news.Item) int { return cmp.Compare(storyDistance(lang, a), storyDistance(lang, b)) })
	return items
}

// storyDistance is how far an item is from what readers of a language read.
func storyDistance(lang string, it news.Item) int {
	switch {
	case it.Lang == lang:
		return 0
	case news.SameReaders(it.Lang, lang):
		return 1
	}
	return 2
}

func (f *storyFeature) picked(ctx context.Context, c *slash.Call, in storyPick) (slash.Reply, error) {
	return f.turned(ctx, c, storyPage{in.Of, in.Story, 0})
}

func (f *storyFeature) turned(ctx context.Context, c *slash.Call, in storyPage) (slash.Reply, error) {
	s, all, err := f.one(ctx, c, storyRef{in.Of, in.Story})
	if err != nil {
		return slash.Reply{}, err
	}
	return f.page(c, in, s, all), nil
}

// storySourcesPerPage is how many reports a page tells.
const storySourcesPerPage = 8

// page tells who reports a story, by language, and why each was taken to.
func (f *storyFeature) page(c *slash.Call, in storyPage, s numbered, all []numbered) slash.Reply {
	items := s.arrangedFor(c.Lang)
	slices.SortStableFunc(items, func(a, b news.Item) int { // what is in one language together
		return cmp.Compare(storyLanguage(items, a.Lang), storyLanguage(items, b.Lang))
	})
	shown, page, last := pageOf(items, in.Page, storySourcesPerPage)
	lines := []slash.Content{slash.Bold(slash.Join(" ", slash.Plain(fmt.Sprintf("%d.", s.number)), digestHeadline(items[0], 0)))}
	for i, it := range shown {
		if i == 0 || it.Lang != shown[i-1].Lang {
			lines = append(lines, slash.Bold(slash.Plain(cmp.Or(f.Tongues.Name(it.Lang), c.Label("story.other_language")))))
		}
		lines = append(lines, slash.Bullet(slash.Join(" · ", storySource(c.Voice, it), digestHeadline(it, storyLinkMost), slash.Time(it.Published, slash.DateTime))))
		if why := storyJoin(c.Voice, f.Room.Reader.Concepts(), s.Story, it); why != nil {
			lines = append(lines, why)
		}
	}
	r := slash.Say(slash.Lines(lines...))
	var buttons []slash.Button
	if last > 0 {
		buttons = turns(c, f.turn, page, last, func(n int) storyPage { return storyPage{in.Of, in.Story, n} })
	}
	buttons = append(buttons, f.side.Button(c.Label("story.sides"), storyRef{in.Of, in.Story}))
	if len(all) > 1 {
		r = r.With(f.menu(c, in.Of, in.Story, all))
	}
	return r.With(slash.Row{Buttons: buttons})
}

// storyLinkMost is how long an address in a list may be, so that the list fits.
const storyLinkMost = 200

func storyLanguage(items []news.Item, lang string) int {
	return slices.IndexFunc(items, func(it news.Item) bool { return it.Lang == lang })
}

// storySource is who reports, and what kind of outlet that is.
func storySource(v slash.Voice, it news.Item) slash.Content { return digestSource(v, it, 0) }

// storyJoin is why an item was taken for a report of its story, nil if it began with it.
// Concepts are told by their names in the reader's language.
func storyJoin(v slash.Voice, concepts *news.Concepts, s news.Story, it news.Item) slash.Content {
	i := slices.IndexFunc(s.Joins, func(j news.Join) bool { return j.Item == it.ID })
	if i < 0 {
		return nil
	}
	j := s.Joins[i]
	var why []slash.Content
	for _, r := range j.Reasons {
		args := r.Args
		if r.Key == news.SameNames {
			names := strings.Split(strings.Join(args, ", "), ", ")
			for i, name := range names {
				names[i] = concepts.Rename(name, v.Lang)
			}
			args = []string{strings.Join(slices.Compact(names), ", ")}
		}
		why = append(why, v.T("join."+r.Key, arguments(args)...))
	}
	with := slices.IndexFunc(s.Items, func(it news.Item) bool { return it.ID == j.With })
	if with < 0 || len(why) == 0 {
		return nil
	}
	like := slash.Plain(slash.Cut(s.Items[with].Publisher, digestPublisherMost))
	return v.T("story.joined", like, slash.Join(" · ", why...))
}
