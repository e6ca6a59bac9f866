package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/slash"
)

// HandleNeeds are what Handles work with.
type HandleNeeds struct {
	Listings   Listings
	Finds      HandleFinds
	Watches    Watches
	Notices    Notices
	Neighbours Neighbours
	Matches    HandleMatches
	Download   Download
	Moderation HandleModeration
	Words      slash.Words
	Now        func() time.Time
	Sent       func() // called after a direct message was handed to the outbox
}

// Handles let the members of a server find each other again: each lists where else they
// are, for whom they choose, and looks for others by what they were called. It is off until a
// moderator switches it on. What is listed is a claim, and is called one.
type Handles struct {
	HandleNeeds
	looks, cards *budget
	match        *matching

	mine, add, note, renew, askDrop, drop, waiting *slash.Action[slash.Nothing]
	open, askOff, askClear                         *slash.Action[slash.Nothing]
	pick                                           *slash.Action[handlesPick]
	save                                           *slash.Action[handlesForm]
	show                                           *slash.Action[handlesShow]
	confirm                                        *slash.Action[handlesConfirm]
	leave                                          *slash.Action[handlesLeave]
	keep                                           *slash.Action[handlesNote]
	arrivals                                       *slash.Action[handlesArrivals]
	change, removeNow, card                        *slash.Action[handlesRef]
	know, unknow, block, unblock, report, remove   *slash.Action[handlesPerson]
	known, blocked                                 *slash.Action[handlesPage]
	complain                                       *slash.Action[handlesComplaint]
	moderate                                       *slash.Action[handlesModerate]
	await                                          *slash.Action[handlesSought]
	direct                                         *slash.Action[handlesDirect]
	unwatch                                        *slash.Action[handlesUnwatch]
	quiet                                          *slash.Action[handlesQuiet]
	turn                                           *slash.Action[handlesSwitch]
}

// How often an hour somebody may look up a handle (listing one and waiting for one count too)
// or a person, so that nobody reads out a whole server.
const (
	looksAnHour = 20
	cardsAnHour = 60
)

// handlesRef names a handle.
type handlesRef struct{ Handle string }

// handlesPerson names a person.
type handlesPerson struct{ Person string }

// handlesPage is a page of a list, from 0.
type handlesPage struct{ Page int }

// NewHandles makes the handles; their Feature serves them.
func NewHandles(n HandleNeeds) *Handles {
	h := &Handles{HandleNeeds: n, looks: newBudget(n.Now, looksAnHour), cards: newBudget(n.Now, cardsAnHour)}
	h.match = newMatching(h)
	h.mine = &slash.Action[slash.Nothing]{Name: "handles.mine", Run: whenOn(h, h.showMine)}
	h.add = &slash.Action[slash.Nothing]{Name: "handles.add", Run: whenOn(h, h.choosePlatform)}
	h.pick = &slash.Action[handlesPick]{Name: "handles.pick", Run: whenOn(h, h.picked)}
	h.save = &slash.Action[handlesForm]{Name: "handles.save", Run: whenOn(h, h.saveForm)}
	h.show = &slash.Action[handlesShow]{Name: "handles.show", Run: whenOn(h, h.shownTo)}
	h.confirm = &slash.Action[handlesConfirm]{Name: "handles.confirm", Run: whenOn(h, h.confirmed)}
	h.leave = &slash.Action[handlesLeave]{Name: "handles.leave", Run: whenOn(h, h.leftOut)}
	h.change = &slash.Action[handlesRef]{Name: "handles.change", Run: whenOn(h, h.openChange)}
	h.removeNow = &slash.Action[handlesRef]{Name: "handles.removenow", Run: whenOn(h, h.removeAsked)}
	h.note = &slash.Action[slash.Nothing]{Name: "handles.note", Run: whenOn(h, h.openNote)}
	h.keep = &slash.Action[handlesNote]{Name: "handles.keep", Run: whenOn(h, h.keepNote)}
	h.renew = &slash.Action[slash.Nothing]{Name: "handles.renew", Run: whenOn(h, h.renewAll)}
	h.arrivals = &slash.Action[handlesArrivals]{Name: "handles.arrivals", Run: whenOn(h, h.setArrivals)}
	h.askDrop = &slash.Action[slash.Nothing]{Name: "handles.askdrop", Run: h.askDropAll}
	h.drop = &slash.Action[slash.Nothing]{Name: "handles.drop", Run: h.dropAll}
	h.card = &slash.Action[handlesRef]{Name: "handles.card", Run: whenOn(h, h.openCard)}
	h.know = &slash.Action[handlesPerson]{Name: "handles.know", Run: whenOn(h, h.knows)}
	h.unknow = &slash.Action[handlesPerson]{Name: "handles.unknow", Run: whenOn(h, h.unknows)}
	h.known = &slash.Action[handlesPage]{Name: "handles.known", Run: whenOn(h, h.listKnown)}
	h.block = &slash.Action[handlesPerson]{Name: "handles.block", Run: h.blocks}
	h.unblock = &slash.Action[handlesPerson]{Name: "handles.unblock", Run: h.unblocks}
	h.blocked = &slash.Action[handlesPage]{Name: "handles.blocked", Run: h.listBlocked}
	h.report = &slash.Action[handlesPerson]{Name: "handles.report", Run: whenOn(h, h.openReport)}
	h.complain = &slash.Action[handlesComplaint]{Name: "handles.complain", Run: whenOn(h, h.sendReport)}
	h.remove = &slash.Action[handlesPerson]{Name: "handles.remove", Needs: slash.ManageServer, Run: h.openRemove}
	h.moderate = &slash.Action[handlesModerate]{Name: "handles.moderate", Needs: slash.ManageServer, Run: h.removeListing}
	h.await = &slash.Action[handlesSought]{Name: "handles.watch", Run: whenOn(h, h.watchSought)}
	h.direct = &slash.Action[handlesDirect]{Name: "handles.direct", Run: whenOn(h, h.setDirect)}
	h.unwatch = &slash.Action[handlesUnwatch]{Name: "handles.unwatch", Run: h.stopWaiting}
	h.waiting = &slash.Action[slash.Nothing]{Name: "handles.waiting", Run: h.listWaiting}
	h.quiet = &slash.Action[handlesQuiet]{Name: "handles.quiet", Run: h.noDirect}
	h.open = &slash.Action[slash.Nothing]{Name: handlesSettingsName, Needs: slash.ManageServer, Run: h.settings}
	h.askOff = &slash.Action[slash.Nothing]{Name: "handles.askoff", Needs: slash.ManageServer, Run: h.askSwitchOff}
	h.askClear = &slash.Action[slash.Nothing]{Name: "handles.askclear", Needs: slash.ManageServer, Run: h.askDeleteRest}
	h.turn = &slash.Action[handlesSwitch]{Name: "handles.switch", Needs: slash.ManageServer, Run: h.switchTo}
	return h
}

// Feature is the command /handles, Handles on a person, and their actions.
func (h *Handles) Feature() slash.Feature {
	platforms := map[string]slash.Suggester{"platform": h.suggestPlatform}
	own := map[string]slash.Suggester{"handle": h.suggestOwn}
	return slash.Feature{
		Commands: []slash.Command{
			{Name: "handles", Sub: []slash.Command{
				{Name: "mine", Run: slash.Run(whenOn(h, h.showMine))},
				{Name: "add", Run: slash.Run(whenOn(h, h.addTyped)), Suggest: platforms},
				{Name: "edit", Run: slash.Run(whenOn(h, h.editTyped)), Suggest: own},
				{Name: "remove", Run: slash.Run(whenOn(h, h.removeTyped)), Suggest: own},
				{Name: "find", Run: slash.Run(whenOn(h, h.find)), Suggest: platforms},
				{Name: "whois", Run: slash.Run(whenOn(h, h.whois))},
				{Name: "watch", Run: slash.Run(whenOn(h, h.watch)), Suggest: platforms},
				h.match.command(),
			}},
			{Name: "handles-person", On: slash.OnPerson, Run: slash.Run(whenOn(h, h.clicked))},
		},
		Actions: append(h.match.actions(),
			h.mine, h.add, h.pick, h.save, h.show, h.removeNow, h.confirm, h.leave, h.change, h.note, h.keep, h.renew, h.arrivals, h.askDrop, h.drop,
			h.card, h.know, h.unknow, h.known, h.block, h.unblock, h.blocked, h.report, h.complain, h.remove, h.moderate,
			h.await, h.direct, h.unwatch, h.waiting, h.quiet, h.open, h.askOff, h.askClear, h.turn,
		),
	}
}

// whenOn runs what members do where moderators have switched handles on, and says kindly that
// they have not where they have not.
func whenOn[A any](h *Handles, run func(context.Context, *slash.Call, A) (slash.Reply, error)) func(context.Context, *slash.Call, A) (slash.Reply, error) {
	return func(ctx context.Context, c *slash.Call, in A) (slash.Reply, error) {
		server, err := serverOf(ctx, c, h.Moderation)
		if err != nil {
			return slash.Reply{}, err
		}
		if !server.HandlesOn || c.Place.Direct() {
			return slash.Reply{}, h.isOff(ctx, c)
		}
		return run(ctx, c, in)
	}
}

// isOff says that handles are off here, and offers what the caller can do about it: switch
// them on, or delete what they listed before.
func (h *Handles) isOff(ctx context.Context, c *slash.Call) error {
	if c.Person.May.Has(slash.ManageServer) && !c.Place.Direct() {
		return c.Sorry(c.T("handles.off"), c.T("handles.off.safe"), h.open.Button(c.Label("handles.settings"), slash.Nothing{}))
	}
	l, ok, err := h.Listings.Listing(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return err
	}
	if ok {
		return c.Sorry(c.T("handles.off"), c.T("handles.off.kept", slash.Time(l.ExpiresAt, slash.Date)), h.askDrop.Button(c.Label("handles.drop"), slash.Nothing{}))
	}
	return c.Sorry(c.T("handles.off"), c.T("handles.off.safe"), slash.Try("guide"))
}

// platformName is what a platform is called.
func platformName(v slash.Voice, id string) string { return v.Label("handle.platform." + id) }

// suggestPlatform completes the name of a platform.
func (h *Handles) suggestPlatform(_ context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	var choices []slash.Choice
	for _, p := range community.Platforms {
		name := platformName(c.Voice, p.ID)
		if strings.Contains(strings.ToLower(name+" "+p.ID), strings.ToLower(strings.TrimSpace(typed))) {
			choices = append(choices, slash.Choice{Name: name, Value: p.ID})
		}
	}
	return choices, nil
}

// platform is one that somebody typed, by its id or its name in any language.
func (h *Handles) platform(c *slash.Call, typed string) (community.Platform, error) {
	typed = strings.TrimSpace(typed)
	i := slices.IndexFunc(community.Platforms, func(p community.Platform) bool {
		return strings.EqualFold(p.ID, typed) || slices.ContainsFunc(h.Words.Languages(), func(lang string) bool {
			return strings.EqualFold(platformName(c.In(lang), p.ID), typed)
		})
	})
	if i < 0 {
		return community.Platform{}, c.Sorry(c.T("handles.unknown_platform", typed), c.T("safe.nothing_changed"), slash.Try("handles add"))
	}
	return community.Platforms[i], nil
}

// suggestOwn completes one of the caller's own handles.
func (h *Handles) suggestOwn(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	l, _, err := h.Listings.Listing(ctx, c.Place.Server, c.Person.ID)
	var choices []slash.Choice
	for _, own := range l.Handles {
		name := ownName(c, own)
		if strings.Contains(strings.ToLower(name), strings.ToLower(typed)) {
			choices = append(choices, slash.Choice{Name: slash.Cut(name, slash.MaxChoiceText), Value: own.ID})
		}
	}
	return choices, err
}

// ownName is a handle with its platform.
func ownName(c *slash.Call, h community.Handle) string {
	return platformName(c.Voice, h.Platform) + " " + h.String()
}

// spend counts one look of the caller, and refuses one that is too many; hits and misses
// count alike, so that the count tells nothing.
func (h *Handles) spend(c *slash.Call, b *budget) error {
	if wait := b.take(c.Person.ID); wait > 0 {
		return c.Sorry(c.T("handles.too_many", b.most), c.T("handles.too_many.safe", slash.Time(h.Now().Add(wait), slash.Relative)), slash.Try("handles mine"))
	}
	return nil
}

// misspelt says what is wrong with a handle or a note.
func (h *Handles) misspelt(c *slash.Call, on, typed string, err error, next slash.Next) error {
	problem, ok := err.(community.HandleProblem)
	if !ok {
		return err
	}
	p, known := community.PlatformNamed(on)
	if problem != community.AgainstRule || !known {
		return c.Sorry(c.T("handles.problem."+string(problem)), c.T("safe.nothing_changed"), next)
	}
	least, most, marks := p.Rule()
	return c.Sorry(c.T("handles.problem.rule_of", slash.Cut(typed, 40), platformName(c.Voice, on)),
		c.T("handles.rule", platformName(c.Voice, on), least, most, slash.Code(marks)), next)
}
