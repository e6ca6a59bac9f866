package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// errChanged says that what is to be changed is no longer what its editor was shown.
var errChanged = errors.New("it was changed meanwhile")

// contentTries is how often a change is made again because somebody else has saved the draft just then.
const contentTries = 10

// change lets edit change a guide in one language, as it is by now, and saves that in the draft. It returns the guide as it
// was found, also with an error of edit or, as guide.Mistakes, what is wrong with the outcome. A guide that is not there yet in
// that language is empty.
func (g *Content) change(ctx context.Context, c *slash.Call, at contentStep, edit func(ownGuide, *guide.Guide) error) (ownGuide, error) {
	for range contentTries {
		o, err := g.find(ctx, c, at.Name)
		if err != nil {
			return o, err
		}
		found, ok, err := o.files().Guide(at.Lang)
		if err != nil {
			return o, g.unreadable(c, o, err)
		}
		if !ok {
			found = guide.Guide{Name: at.Name, Lang: at.Lang, Own: true, Adds: o.adds()}
		}
		if err := edit(o, &found); err != nil {
			return o, err
		}
		files := o.files().With(found)
		if err := g.check(found, files[at.Lang]); err != nil {
			return o, err
		}
		if saved, err := g.save(ctx, c, o, files); err != nil || saved {
			return o, err
		}
	}
	return ownGuide{}, fmt.Errorf("save draft of %s: others saved it %d times meanwhile", at.Name, contentTries)
}

// check says what is wrong with a guide as it would be saved.
func (g *Content) check(found guide.Guide, text string) error {
	if _, err := guide.ReadOwn("", []byte(text), "", "", g.Now()); err != nil {
		return err
	}
	return g.Library().Check("", found)
}

// save saves files as the draft of a guide, and reports false if somebody else has saved it since it was looked up.
func (g *Content) save(ctx context.Context, c *slash.Call, o ownGuide, files guide.Files) (bool, error) {
	draft := guide.Draft{Server: c.Place.Server, Name: o.name, Revision: o.draft.Revision, Files: files}
	saved, err := g.Store.SaveDraft(ctx, draft, g.touches(c, o.files(), files)...)
	return saved, g.full(c, err)
}

// full is an apology for one guide too many, or any other error.
func (g *Content) full(c *slash.Call, err error) error {
	if errors.Is(err, guide.ErrTooManyOwn) {
		return c.Sorry(c.T("content.too_many", guide.MaxOwn), c.T("safe.nothing_changed"), slash.Try("content edit"))
	}
	return err
}

// touches are what the caller changes between two states of a guide.
func (g *Content) touches(c *slash.Call, before, after guide.Files) []guide.Touch {
	var all []guide.Touch
	touch := func(lang, step string) {
		all = append(all, guide.Touch{Lang: lang, Step: step, Person: c.Person.ID, At: g.Now()})
	}
	for _, d := range guide.Compare(before, after) {
		for _, s := range slices.Concat(d.Added, d.Changed, d.Removed) {
			touch(d.Lang, s.ID)
		}
		if d.Head || d.Moved || d.Began || d.Ended {
			touch(d.Lang, "")
		}
	}
	return all
}

// conflict says who changed what somebody has just written too, shows both, and loses neither.
func (g *Content) conflict(ctx context.Context, c *slash.Call, o ownGuide, kind string, at contentStep, form interface{ typed() string }) (slash.Reply, error) {
	kept, err := g.keep(ctx, c, kind, at, form)
	if err != nil {
		return slash.Reply{}, err
	}
	again := g.again.Button(c.Label("content.use_mine"), kept).With(slash.Main)
	mine := slash.File{Name: "my-text.md", Data: []byte(form.typed() + "\n")}
	found, ok, err := o.files().Guide(at.Lang)
	if err != nil {
		return slash.Reply{}, g.unreadable(c, o, err)
	}
	i := found.Index(at.Step)
	if !ok || at.Step != "" && i < 0 {
		return slash.Say(c.T("content.gone_meanwhile"), c.T("content.mine_in_file")).With(mine, slash.Row{Buttons: []slash.Button{
			g.list.Button(c.Label("content.list"), slash.Nothing{}),
		}}), nil
	}
	head := c.T("content.changed_meanwhile")
	if t, ok := o.draft.Touch(at.Lang, at.Step); ok {
		head = c.T("content.changed_by", g.who(c, t.Person), slash.Time(t.At, slash.Relative))
	}
	theirs := stepTyped(found.Title, found.Summary, "", "")
	if i >= 0 {
		s := found.Steps[i]
		theirs = stepTyped(s.Title, s.Body, sourceLines(s), dayTyped(s.Checked))
	}
	return slash.Say(head,
		slash.Lines(c.T("content.theirs"), quoted(theirs)),
		slash.Lines(c.T("content.mine"), quoted(form.typed())),
		c.T("content.mine_kept"),
	).With(
		slash.File{Name: "their-text.md", Data: []byte(theirs + "\n")}, mine,
		slash.Row{Buttons: []slash.Button{again, g.open.Button(c.Label("content.keep_theirs"), contentRef{at.Name, at.Lang})}}), nil
}

// quoted is the beginning of a text that was typed, as it is shown where two differ; the files have all of it.
func quoted(typed string) slash.Markup {
	const shown = 900
	return slash.Quote(slash.Plain(slash.Cut(strings.TrimLeft(typed, "# "), shown)))
}
