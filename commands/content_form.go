package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"magpie/guide"
	"magpie/slash"
)

// contentNewGuide is a guide as it is begun, with its first step. Name is empty, or that of one in another language.
type contentNewGuide struct {
	Name string

	Title   string `slash:"title,max=60"`
	Summary string `slash:"summary,max=100"`
	Lang    string `slash:"language,choices=english|simplified|traditional"`
	Step    string `slash:"step,max=60"`
	Body    string `slash:"body,long,max=1800"`
}

// contentLanguages are the languages of guides, by the word for each in keys of words.
var contentLanguages = map[string]string{"english": "en", "simplified": "zh-CN", "traditional": "zh-TW"}

// contentTongueWord is the word for a language.
func contentTongueWord(lang string) string {
	for choice, of := range contentLanguages {
		if of == lang {
			return choice
		}
	}
	return ""
}

// contentHead is what a guide says of itself; Mark is what that was when the form was opened.
type contentHead struct {
	Name, Lang, Mark string

	Title    string `slash:"title,max=60"`
	Summary  string `slash:"summary,max=100"`
	Audience string `slash:"audience,choices=newcomers|hosts|creators|communities|everyone"`
}

// contentStepForm is a step that is changed; Mark is what it was when the form was opened.
type contentStepForm struct {
	Name, Lang, Step, Mark string

	Title   string `slash:"title,max=60"`
	Body    string `slash:"body,long,max=1800"`
	Sources string `slash:"sources,long,optional,max=1500"`
	Checked string `slash:"checked,optional,max=10"`
}

// contentNewStep is a step that is added. After is the step it comes after, of the guide itself or, where steps are added to one
// of ours, of that; empty is the end and contentFirst the beginning.
type contentNewStep struct {
	Name, Lang, After string

	Title   string `slash:"title,max=60"`
	Body    string `slash:"body,long,max=1800"`
	Sources string `slash:"sources,long,optional,max=1500"`
	Checked string `slash:"checked,optional,max=10"`
}

// contentFirst stands for the place before all steps.
const contentFirst = "-"

// typed is what was written into a form, as it is handed back.
func (f contentNewGuide) typed() string {
	return strings.Join([]string{"# " + f.Title, f.Summary, "## " + f.Step, f.Body}, "\n\n")
}
func (f contentHead) typed() string     { return "# " + f.Title + "\n\n" + f.Summary }
func (f contentStepForm) typed() string { return stepTyped(f.Title, f.Body, f.Sources, f.Checked) }
func (f contentNewStep) typed() string  { return stepTyped(f.Title, f.Body, f.Sources, f.Checked) }

func stepTyped(title, body, sources, checked string) string {
	parts := slices.DeleteFunc([]string{"## " + title, body, sources, checked}, func(s string) bool { return s == "" })
	return strings.Join(parts, "\n\n")
}

func (g *Content) newForm(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: g.saveNew.Form(c.Voice, c.Label("content.new"), contentNewGuide{Lang: contentTongueWord(c.Lang)})}, nil
}

// createGuide begins a guide, or one in another language.
func (g *Content) createGuide(ctx context.Context, c *slash.Call, in contentNewGuide) (slash.Reply, error) {
	lang := contentLanguages[in.Lang]
	id := guide.NewName(in.Step, "step", func(string) bool { return false })
	if in.Name != "" {
		o, err := g.find(ctx, c, in.Name)
		if err != nil {
			return slash.Reply{}, err
		}
		if o.adds() || o.files()[lang] != "" {
			return g.conflict(ctx, c, o, slipNew, contentStep{in.Name, lang, ""}, in)
		}
		id = counterpart(o.files(), guide.Guide{Lang: lang}, in.Step).ID
	}
	at := contentStep{in.Name, lang, ""}
	step, err := guide.ReadStep(id, in.Step, in.Body, "", "", g.Now())
	if err != nil {
		return g.refuse(ctx, c, slipNew, at, in, err)
	}
	name, err := g.newName(ctx, c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	started := guide.Guide{Name: name, Lang: lang, Title: oneLine(in.Title), Summary: oneLine(in.Summary), Steps: []guide.Step{step}, Own: true, Audience: guide.Everyone}
	o, err := g.change(ctx, c, contentStep{name, lang, ""}, func(o ownGuide, of *guide.Guide) error {
		if len(of.Steps) > 0 {
			return errChanged // somebody else has begun it just now
		}
		if in.Name != "" && len(o.files()) > 0 {
			if other, ok, _ := o.files().Guide(o.files().For(lang)); ok {
				started.Audience, started.Order = other.Audience, other.Order
			}
		}
		*of = started
		return nil
	})
	if errors.Is(err, errChanged) {
		return g.conflict(ctx, c, o, slipNew, contentStep{name, lang, ""}, in)
	}
	if err != nil {
		return g.refuse(ctx, c, slipNew, at, in, err)
	}
	return g.guidePage(ctx, c, contentRef{name, lang}, c.T("content.begun"))
}

// newName is the name of a guide that is begun, which none of the server ever had.
func (g *Content) newName(ctx context.Context, c *slash.Call, in contentNewGuide) (name string, err error) {
	if in.Name != "" {
		return in.Name, nil
	}
	return guide.OwnPrefix + guide.NewName(in.Title, "guide", func(name string) bool {
		o, failed := g.find(ctx, c, guide.OwnPrefix+name)
		err = errors.Join(err, failed)
		return failed == nil && o.draft.Revision+o.version.Number > 0
	}), err
}

// counterpart is the first step of another language that a guide does not have yet in one, so that what is added there is the
// same step and readers' progress counts in both. If there is none, it is empty but for an id that is new.
func counterpart(files guide.Files, in guide.Guide, title string) guide.Step {
	var all []guide.Step
	for _, lang := range files.Languages() {
		other, _, err := files.Guide(lang)
		if err != nil {
			continue
		}
		if i := slices.IndexFunc(other.Steps, func(s guide.Step) bool { return in.Index(s.ID) < 0 }); i >= 0 && lang != in.Lang {
			return other.Steps[i]
		}
		all = append(all, other.Steps...)
	}
	return guide.Step{ID: guide.NewName(title, "step", func(id string) bool {
		return slices.ContainsFunc(all, func(s guide.Step) bool { return strings.TrimPrefix(s.ID, guide.OwnPrefix) == id })
	})}
}

func (g *Content) headForm(ctx context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	o, found, err := g.written(ctx, c, at)
	switch {
	case err != nil:
		return slash.Reply{}, err
	case o.adds():
		return slash.Reply{}, g.missing(c)
	}
	return slash.Reply{Form: g.saveHead.Form(c.Voice, c.Label("content.head"), contentHead{
		Name: at.Name, Lang: found.Lang, Mark: found.MarkHead(), Title: found.Title, Summary: found.Summary, Audience: string(found.Audience),
	})}, nil
}

// changeHead changes what a guide says of itself.
func (g *Content) changeHead(ctx context.Context, c *slash.Call, in contentHead) (slash.Reply, error) {
	at := contentStep{in.Name, in.Lang, ""}
	o, err := g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		if of.MarkHead() != in.Mark || of.Adds {
			return errChanged
		}
		of.Title, of.Summary, of.Audience = oneLine(in.Title), oneLine(in.Summary), guide.Audience(in.Audience)
		return nil
	})
	switch {
	case errors.Is(err, errChanged):
		return g.conflict(ctx, c, o, slipHead, at, in)
	case err != nil:
		return g.refuse(ctx, c, slipHead, at, in, err)
	}
	return g.guidePage(ctx, c, contentRef{in.Name, in.Lang}, c.T("content.saved"))
}

// dayTyped is a day as it is typed into a form; no day is nothing.
func dayTyped(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}
