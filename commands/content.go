package commands

import (
	"context"
	"time"

	"magpie/community"
	"magpie/guide"
	"magpie/slash"
)

// A ContentStore keeps the guides of servers.
type ContentStore interface {
	ContentDrafts
	ContentVersions
	ContentSlips
	// HiddenGuides are the names of those of our guides that a server does not offer.
	HiddenGuides(ctx context.Context, server string) ([]string, error)
	// HideGuide reports false if it was so before.
	HideGuide(ctx context.Context, name string, hide bool, ch community.Change) (changed bool, err error)
}

// ContentDrafts keep what moderators write until they publish it.
type ContentDrafts interface {
	Draft(ctx context.Context, server, name string) (guide.Draft, bool, error)
	Drafts(ctx context.Context, server string) ([]guide.Draft, error)
	// SaveDraft reports false if somebody else has saved the draft since; the error is guide.ErrTooManyOwn for one guide too many.
	SaveDraft(ctx context.Context, d guide.Draft, touches ...guide.Touch) (saved bool, err error)
	// DropDraft reports false if the draft is at another revision, or gone.
	DropDraft(ctx context.Context, server, name string, revision int, ch community.Change) (dropped bool, err error)
}

// ContentVersions keep what readers had, the newest being what they have.
type ContentVersions interface {
	OwnGuides(ctx context.Context, server string) ([]guide.Version, error)
	OwnGuide(ctx context.Context, server, name string) (guide.Version, bool, error)
	GuideVersion(ctx context.Context, server, name string, number int) (guide.Version, bool, error)
	// GuideVersions are without their files.
	GuideVersions(ctx context.Context, server, name string) ([]guide.Version, error)
	// Publish reports false if the draft is at another revision, or the newest version another than after.
	Publish(ctx context.Context, v guide.Version, revision, after int, ch community.Change) (guide.Version, bool, error)
}

// ContentSlips keep what somebody typed or took away, for a day.
type ContentSlips interface {
	KeepSlip(ctx context.Context, s guide.Slip) error
	Slip(ctx context.Context, server, person, id string) (guide.Slip, bool, error)
}

// Content is where moderators, and those with the role that they chose for it, write guides of their server's own.
type Content struct {
	ContentNeeds
	shelves

	actions                []slash.Route // for editors
	list, fresh, hiding    *slash.Action[slash.Nothing]
	addTo                  *slash.Action[contentAddTo]
	pickTo                 *slash.Action[contentPickTo]
	addAfter               *slash.Action[contentAfter]
	pick                   *slash.Action[contentPick]
	open, head, askDelete  *slash.Action[contentRef]
	deleteLang, newStep    *slash.Action[contentRef]
	tongue                 *slash.Action[contentTongue]
	pickStep               *slash.Action[contentPickStep]
	step, edit, remove     *slash.Action[contentStep]
	move                   *slash.Action[contentMove]
	place                  *slash.Action[contentPlace]
	saveNew                *slash.Action[contentNewGuide]
	saveHead               *slash.Action[contentHead]
	saveStep               *slash.Action[contentStepForm]
	saveFresh              *slash.Action[contentNewStep]
	again, undo            *slash.Action[contentSlip]
	publish, dropAsk, drop *slash.Action[contentAt]
	deleteNow              *slash.Action[contentAt]
	look                   *slash.Action[contentLook]
	review                 *slash.Action[contentRef]
	history                *slash.Action[contentPage]
	pickVersion            *slash.Action[contentPickVersion]
	revert                 *slash.Action[contentBack]
	hide, show             *slash.Action[contentHide]
	settings               *slash.Action[slash.Nothing]
	role                   *slash.Action[contentRole]
}

// ContentNeeds are what Content works with.
type ContentNeeds struct {
	Store    ContentStore
	Library  func() *guide.Library // the guides that come with Magpie
	Settings Settings
	Tongues  Tongues
	Download Download
	Now      func() time.Time
}

// NewContent makes the guides of servers; its Feature lets them be written and its Guides read.
func NewContent(n ContentNeeds) *Content {
	g := &Content{ContentNeeds: n}
	g.list, g.fresh, g.hiding = editors(g, "list", g.showAll), editors(g, "new", g.newForm), editors(g, "hiding", g.showHidden)
	g.addTo, g.pickTo, g.addAfter = editors(g, "to", g.showTo), editors(g, "pick-to", g.pickedTo), editors(g, "after", g.pickedAfter)
	g.pick, g.open, g.tongue = editors(g, "pick", g.picked), editors(g, "open", g.openGuide), editors(g, "lang", g.pickedTongue)
	g.head, g.askDelete, g.deleteLang = editors(g, "head", g.headForm), editors(g, "ask-delete", g.confirmDelete), editors(g, "delete-lang", g.deleteLanguage)
	g.pickStep, g.step = editors(g, "pick-step", g.pickedStep), editors(g, "step", g.openStep)
	g.edit, g.remove, g.move = editors(g, "edit", g.stepForm), editors(g, "remove", g.removeStep), editors(g, "move", g.moveStep)
	g.place, g.newStep = editors(g, "place", g.placeStep), editors(g, "new-step", g.newStepForm)
	g.saveNew, g.saveHead = editors(g, "create", g.createGuide), editors(g, "save-head", g.changeHead)
	g.saveStep, g.saveFresh = editors(g, "save", g.changeStep), editors(g, "insert", g.insertStep)
	g.again, g.undo = editors(g, "again", g.openAgain), editors(g, "undo", g.takeBack)
	g.review, g.look, g.publish = editors(g, "review", g.openReview), editors(g, "look", g.preview), editors(g, "publish", g.publishDraft)
	g.dropAsk, g.drop, g.deleteNow = editors(g, "ask-drop", g.confirmDrop), editors(g, "drop", g.dropDraft), editors(g, "delete", g.deleteGuide)
	g.history, g.pickVersion, g.revert = editors(g, "history", g.showHistory), editors(g, "version", g.pickedVersion), editors(g, "revert", g.bringBack)
	g.hide, g.show = editors(g, "hide", g.hideOne), editors(g, "show", g.showOne)
	g.settings = &slash.Action[slash.Nothing]{Name: contentSettings, Needs: slash.ManageServer, Run: g.showSettings}
	g.role = &slash.Action[contentRole]{Name: "content.role", Needs: slash.ManageServer, Run: g.setRole}
	return g
}

// Feature is the command /content and its actions.
func (g *Content) Feature() slash.Feature {
	suggest, ever := map[string]slash.Suggester{"guide": g.suggest(g.all)}, map[string]slash.Suggester{"guide": g.suggest(g.ever)}
	return slash.Feature{
		Commands: []slash.Command{{Name: "content", Offered: slash.ManageServer, Sub: []slash.Command{
			{Name: "add", Run: slash.Run(forEditors(g, g.openAdd))},
			{Name: "edit", Run: slash.Run(forEditors(g, g.editNamed)), Suggest: suggest},
			{Name: "import", Run: slash.Run(forEditors(g, g.importFile))},
			{Name: "export", Run: slash.Run(forEditors(g, g.export)), Suggest: suggest},
			{Name: "publish", Run: slash.Run(forEditors(g, g.publishNamed)), Suggest: suggest},
			{Name: "history", Run: slash.Run(forEditors(g, g.historyNamed)), Suggest: ever},
			{Name: "revert", Run: slash.Run(forEditors(g, g.revertNamed)), Suggest: ever},
		}}},
		Actions: append(g.actions, g.settings, g.role),
	}
}

type contentIn struct {
	Guide string `slash:"guide,suggest,optional,max=100"`
}

// contentRef names a guide in a language; without one it is the reader's, or the nearest.
type contentRef struct{ Name, Lang string }

type contentStep struct{ Name, Lang, Step string }

func (g *Content) noted(c *slash.Call, what string, args ...string) community.Change {
	return changeBy(c, g.Now(), "change.content."+what, args...)
}
