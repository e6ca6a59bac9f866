package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"magpie/guide"
	"magpie/slash"
)

// The kinds of slip that hold what was taken out of a draft.
const (
	slipGone  = "deleted step"
	slipFiles = "replaced draft"
)

// A goneStep is a step that was deleted, and the one that it stood behind.
type goneStep struct {
	Step  guide.Step
	After string
}

// goneFiles are files that something else took the place of, or nothing.
type goneFiles struct {
	Before, After guide.Files
}

// removeStep deletes a step from the draft, and offers to undo that.
func (g *Content) removeStep(ctx context.Context, c *slash.Call, at contentStep) (slash.Reply, error) {
	var gone goneStep
	_, err := g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		i := of.Index(at.Step)
		switch {
		case i < 0:
			return errChanged
		case len(of.Steps) == 1:
			return c.Sorry(c.T("content.only_step"), c.T("safe.nothing_changed"), g.askDelete.Button(c.Label("content.delete"), contentRef{at.Name, at.Lang}))
		case i > 0:
			gone.After = of.Steps[i-1].ID
		}
		gone.Step = of.Steps[i]
		of.Steps = slices.Delete(of.Steps, i, i+1)
		return nil
	})
	if errors.Is(err, errChanged) {
		return g.guidePage(ctx, c, contentRef{at.Name, at.Lang}, c.T("content.step_gone"))
	}
	if err != nil {
		return slash.Reply{}, err
	}
	return g.undoable(ctx, c, slipGone, at, gone, c.T("content.removed", gone.Step.Title))
}

// undoable says what was done, with a button that takes it back.
func (g *Content) undoable(ctx context.Context, c *slash.Call, kind string, at contentStep, gone any, done slash.Content) (slash.Reply, error) {
	kept, err := g.keep(ctx, c, kind, at, gone)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(done).With(slash.Row{Buttons: []slash.Button{
		g.undo.Button(c.Label("content.undo"), kept),
		g.open.Button(c.Label("content.back_to_guide"), contentRef{at.Name, at.Lang}),
		g.list.Button(c.Label("content.list"), slash.Nothing{}),
	}}), nil
}

// takeBack undoes what the caller did to a draft.
func (g *Content) takeBack(ctx context.Context, c *slash.Call, in contentSlip) (slash.Reply, error) {
	s, err := g.slip(ctx, c, in.Slip)
	if err != nil {
		return slash.Reply{}, err
	}
	if s.Kind == slipFiles {
		return g.restoreFiles(ctx, c, s)
	}
	if s.Kind != slipGone {
		return slash.Reply{}, fmt.Errorf("a slip of kind %s cannot be undone", s.Kind)
	}
	var gone goneStep
	if err := json.Unmarshal([]byte(s.Text), &gone); err != nil {
		return slash.Reply{}, fmt.Errorf("read what was taken away: %w", err)
	}
	at := contentStep{s.Name, s.Lang, s.Step}
	_, err = g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		if len(of.Steps) == 0 {
			return g.missing(c)
		}
		if of.Index(at.Step) < 0 {
			of.Steps = slices.Insert(of.Steps, of.Index(gone.After)+1, gone.Step)
		}
		return nil
	})
	if err != nil {
		return slash.Reply{}, err
	}
	return g.stepPage(ctx, c, at, c.T("content.undone"))
}

// restoreFiles puts files back where others took their place, if nobody has changed those since.
func (g *Content) restoreFiles(ctx context.Context, c *slash.Call, s guide.Slip) (slash.Reply, error) {
	var gone goneFiles
	if err := json.Unmarshal([]byte(s.Text), &gone); err != nil {
		return slash.Reply{}, err
	}
	o, err := g.find(ctx, c, s.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(guide.Compare(o.files(), gone.After)) > 0 {
		return slash.Reply{}, g.cannotUndo(c, s.Name)
	}
	if len(guide.Compare(gone.Before, o.version.Files)) == 0 { // there was no draft
		dropped, err := g.Store.DropDraft(ctx, c.Place.Server, s.Name, o.draft.Revision, g.noted(c, "dropped", g.title(c, o)))
		if err != nil {
			return slash.Reply{}, err
		}
		if !dropped && o.draft.Revision > 0 {
			return slash.Reply{}, g.cannotUndo(c, s.Name)
		}
		if len(o.version.Files) == 0 {
			return g.showAll(ctx, c, slash.Nothing{})
		}
		return g.guidePage(ctx, c, contentRef{Name: s.Name, Lang: s.Lang}, c.T("content.undone"))
	}
	saved, err := g.save(ctx, c, o, gone.Before)
	if err != nil {
		return slash.Reply{}, err
	}
	if !saved {
		return slash.Reply{}, g.cannotUndo(c, s.Name)
	}
	return g.guidePage(ctx, c, contentRef{Name: s.Name, Lang: s.Lang}, c.T("content.undone"))
}

// cannotUndo apologizes for what others have built upon since.
func (g *Content) cannotUndo(c *slash.Call, name string) error {
	return c.Sorry(c.T("content.cannot_undo"), c.T("safe.nothing_changed"), g.open.Button(c.Label("content.back_to_guide"), contentRef{Name: name}))
}

// confirmDrop asks before a draft is thrown away.
func (g *Content) confirmDrop(ctx context.Context, c *slash.Call, at contentAt) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("content.ask_drop", g.title(c, o))).With(slash.Row{Buttons: []slash.Button{
		g.drop.Button(c.Label("content.drop_now"), at).With(slash.Danger),
		g.review.Button(c.Label("content.keep"), contentRef{Name: at.Name}),
	}}), nil
}

func (g *Content) dropDraft(ctx context.Context, c *slash.Call, at contentAt) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	title := g.title(c, o)
	dropped, err := g.Store.DropDraft(ctx, c.Place.Server, at.Name, at.Revision, g.noted(c, "dropped", title))
	if err != nil {
		return slash.Reply{}, err
	}
	if !dropped {
		return g.reviewAgain(ctx, c, at.Name)
	}
	return g.undoable(ctx, c, slipFiles, contentStep{Name: at.Name}, goneFiles{o.draft.Files, o.version.Files}, c.T("content.dropped", title))
}

// confirmDelete asks before a guide, or a language of it, is deleted.
func (g *Content) confirmDelete(ctx context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	o, found, err := g.written(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	all := contentAt{at.Name, o.draft.Revision, o.version.Number}
	row := slash.Row{Buttons: []slash.Button{g.deleteNow.Button(c.Label("content.delete_all"), all).With(slash.Danger)}}
	if len(o.files().Languages()) > 1 {
		row.Buttons = append(row.Buttons, g.deleteLang.Button(c.Label("content.delete_language", g.Tongues.Name(found.Lang)), contentRef{at.Name, found.Lang}))
	}
	row.Buttons = append(row.Buttons, g.open.Button(c.Label("content.keep"), at))
	return slash.Say(c.T("content.ask_delete", g.title(c, o))).With(row), nil
}

// deleteLanguage takes a language out of the draft.
func (g *Content) deleteLanguage(ctx context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	o, found, err := g.written(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	left := o.files().Without(at.Lang)
	if found.Lang != at.Lang || len(left) == 0 {
		return slash.Reply{}, g.missing(c)
	}
	saved, err := g.save(ctx, c, o, left)
	switch {
	case err != nil:
		return slash.Reply{}, err
	case !saved:
		return slash.Reply{}, c.Sorry(c.T("content.done_meanwhile"), c.T("safe.nothing_changed"), g.open.Button(c.Label("content.back_to_guide"), at))
	}
	return g.undoable(ctx, c, slipFiles, contentStep{Name: at.Name}, goneFiles{o.files(), left}, c.T("content.language_removed", g.Tongues.Name(at.Lang)))
}

// deleteGuide deletes a guide: for members too if they have it, as a version that can be undone.
func (g *Content) deleteGuide(ctx context.Context, c *slash.Call, at contentAt) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	if o.draft.Revision != at.Revision || o.version.Number != at.Version {
		return g.reviewAgain(ctx, c, at.Name)
	}
	if len(o.version.Files) == 0 {
		return g.dropDraft(ctx, c, at)
	}
	return g.publishAs(ctx, c, guide.Version{Name: at.Name}, at, "deleted", g.title(c, o))
}
