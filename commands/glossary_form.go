package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"magpie/community"
	"magpie/lexicon"
	"magpie/slash"
)

// glossaryForm is a term as it is typed. Term is empty for a new one, which may come
// of an Answer to a Question.
type glossaryForm struct {
	Term, Question, Answer string

	Chinese string `slash:"chinese,optional,max=83"`
	English string `slash:"english,optional,max=80"`
	Reading string `slash:"reading,optional,max=200"`
	Meaning string `slash:"meaning,long,optional,max=1001"`
	Note    string `slash:"note,long,optional,max=300"`
}

// glossaryAgain is a form that was not right, and what was typed, kept as an import.
type glossaryAgain struct{ Import, Term, Question, Answer string }

func (g *Glossaries) add(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: g.save.Form(c.Voice, c.Label("glossary.add_title"), glossaryForm{})}, nil
}

func (g *Glossaries) openEdit(ctx context.Context, c *slash.Call, in glossaryRef) (slash.Reply, error) {
	t, err := g.find(ctx, c, in.Term)
	if err != nil {
		return slash.Reply{}, err
	}
	form := typed(t)
	form.Term = t.ID
	return slash.Reply{Form: g.save.Form(c.Voice, c.Label("glossary.edit_title"), form)}, nil
}

// typed is a term as it would be typed.
func typed(t community.Term) glossaryForm {
	chinese := t.Simplified
	if t.Traditional != t.Simplified {
		chinese += " / " + t.Traditional
	}
	return glossaryForm{
		Chinese: chinese, English: t.English, Reading: lexicon.Marks(strings.Fields(t.Reading)),
		Meaning: t.Meaning.String(), Note: t.Note,
	}
}

// fill puts what was typed into a term, as [community.TermProblem] if that is no term.
func (g *Glossaries) fill(t *community.Term, in glossaryForm) error {
	one, other, both := strings.Cut(strings.ReplaceAll(in.Chinese, "／", "/"), "/")
	t.Simplified, t.Traditional = g.scripts(strings.TrimSpace(one), strings.TrimSpace(other))
	if both && !lexicon.HasHanzi(other) {
		return community.NotChinese
	}
	t.English = oneLine(in.English)
	t.Meaning, t.Note = community.ParseMeaning(in.Meaning), strings.TrimSpace(in.Note)
	reading, err := g.reading(t.Simplified, in.Reading)
	t.Reading = reading
	return errors.Join(err, t.Check())
}

// scripts are a word in both scripts; what is empty is made of the other.
func (g *Glossaries) scripts(simplified, traditional string) (string, string) {
	switch {
	case simplified == "":
		return g.Dictionary().Simplify(traditional), traditional
	case traditional == "":
		return g.Dictionary().Simplify(simplified), g.Dictionary().Traditional(simplified)
	}
	return simplified, traditional
}

// reading is what was typed as numbered syllables, or how a dictionary reads the word
// if nothing was.
func (g *Glossaries) reading(chinese, typed string) (string, error) {
	if typed = strings.TrimSpace(typed); typed != "" {
		syllables := lexicon.Syllables(typed)
		if syllables == nil || chinese == "" {
			return "", community.NotPinyin
		}
		return strings.Join(syllables, " "), nil
	}
	var syllables []string
	for _, w := range g.Dictionary().Words(chinese) {
		if lexicon.HasHanzi(w.Text) && len(w.Pinyin) == 0 {
			return "", nil
		}
		syllables = append(syllables, w.Pinyin...)
	}
	return strings.Join(syllables, " "), nil
}

// saveForm adds or changes the term that was typed.
func (g *Glossaries) saveForm(ctx context.Context, c *slash.Call, in glossaryForm) (slash.Reply, error) {
	t := community.Term{Server: c.Place.Server, AddedBy: c.Person.ID, AddedAt: g.Now(), ChangedAt: g.Now()}
	if in.Term != "" {
		var err error
		if t, err = g.find(ctx, c, in.Term); err != nil {
			return slash.Reply{}, err
		}
	}
	if err := g.fill(&t, in); err != nil {
		return slash.Reply{}, g.refuse(ctx, c, in, err)
	}
	if in.Term != "" {
		return g.change(ctx, c, t)
	}
	if in.Answer != "" {
		a, err := g.answer(ctx, c, in.Question, in.Answer)
		if err != nil {
			return slash.Reply{}, err
		}
		return g.take(ctx, c, t, a)
	}
	return g.take(ctx, c, t, community.Answer{})
}

// refuse tells what is wrong with a term, and keeps what was typed for another try.
func (g *Glossaries) refuse(ctx context.Context, c *slash.Call, in glossaryForm, err error) error {
	var problem community.TermProblem
	if !errors.As(err, &problem) {
		return err
	}
	raw := community.Term{
		Simplified: in.Chinese, Traditional: in.Chinese, English: in.English, Reading: in.Reading,
		Meaning: community.ParseMeaning(in.Meaning), Note: in.Note,
	}
	i := community.Import{ID: rand.Text()[:16], Server: c.Place.Server, Person: c.Person.ID, Terms: []community.Term{raw}, At: g.Now()}
	if err := g.Store.KeepImport(ctx, i); err != nil {
		return err
	}
	again := glossaryAgain{i.ID, in.Term, in.Question, in.Answer}
	return c.Sorry(c.T("glossary.problem."+string(problem)), c.T("safe.nothing_changed"),
		g.again.Button(c.Label("glossary.try_again"), again))
}

// openAgain opens the form with what was typed.
func (g *Glossaries) openAgain(ctx context.Context, c *slash.Call, in glossaryAgain) (slash.Reply, error) {
	kept, ok, err := g.Store.Import(ctx, in.Import)
	if err != nil {
		return slash.Reply{}, err
	}
	form := glossaryForm{}
	if ok && kept.Server == c.Place.Server && kept.Person == c.Person.ID && len(kept.Terms) == 1 {
		form = typed(kept.Terms[0])
	}
	form.Term, form.Question, form.Answer = in.Term, in.Question, in.Answer
	title := "glossary.add_title"
	if in.Term != "" {
		title = "glossary.edit_title"
	}
	return slash.Reply{Form: g.save.Form(c.Voice, c.Label(title), form)}, nil
}

func (g *Glossaries) noted(c *slash.Call, what string, args ...string) community.Change {
	return changeBy(c, g.Now(), "change.glossary."+what, args...)
}

// take adds a term, which may come of an answer whose author is named if they agreed.
func (g *Glossaries) take(ctx context.Context, c *slash.Call, t community.Term, a community.Answer) (slash.Reply, error) {
	t.ID = rand.Text()[:16]
	if a.Credited {
		t.Credit = a.Person
	}
	added, err := g.Store.AddTerm(ctx, t, g.noted(c, "added", t.Key()))
	switch {
	case errors.Is(err, community.ErrGlossaryFull):
		return slash.Reply{}, g.full(c)
	case err != nil:
		return slash.Reply{}, err
	case !added:
		return slash.Reply{}, g.taken(ctx, c, t)
	}
	if a.ID != "" {
		if err := g.Answers.AnswerTaken(ctx, a.ID, t.ID); err != nil {
			return slash.Reply{}, err
		}
	}
	return g.term(ctx, c, c.T("glossary.added"), t)
}

// taken says that another term is the word, with a way to it.
func (g *Glossaries) taken(ctx context.Context, c *slash.Call, t community.Term) error {
	terms, err := g.Store.Terms(ctx, c.Place.Server)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(terms, func(other community.Term) bool { return other.Key() == t.Key() && other.ID != t.ID })
	if i < 0 {
		return g.missing(c) // removed meanwhile
	}
	return c.Sorry(c.T("glossary.taken", t.Key()), c.T("safe.nothing_changed"),
		g.open.Button(c.Label("glossary.open"), glossaryRef{terms[i].ID}))
}

func (g *Glossaries) change(ctx context.Context, c *slash.Call, t community.Term) (slash.Reply, error) {
	saved, ok, err := g.Store.EditTerm(ctx, t.ID, func(of *community.Term) {
		t.Credit, t.ChangedAt = of.Credit, g.Now()
		*of = t
	}, g.noted(c, "changed", t.Key()))
	switch {
	case err != nil:
		return slash.Reply{}, err
	case !ok && saved.ID == "":
		return slash.Reply{}, g.missing(c)
	case !ok:
		return slash.Reply{}, g.taken(ctx, c, t)
	}
	return g.term(ctx, c, c.T("glossary.saved"), saved)
}

// answer is an answer to a question of the caller's server.
func (g *Glossaries) answer(ctx context.Context, c *slash.Call, question, answer string) (community.Answer, error) {
	q, answers, ok, err := g.Answers.Question(ctx, question)
	if err != nil {
		return community.Answer{}, err
	}
	i := slices.IndexFunc(answers, func(a community.Answer) bool { return a.ID == answer })
	if !ok || q.Server != c.Place.Server || i < 0 {
		return community.Answer{}, c.Sorry(c.T("bridge.answer_gone"), c.T("safe.nothing_changed"), slash.Try("glossary add"))
	}
	return answers[i], nil
}

// takeAnswer makes a word of a question and an answer to it: at once if the question
// is a word, else with a form.
func (g *Glossaries) takeAnswer(ctx context.Context, c *slash.Call, q community.Question, a community.Answer) (slash.Reply, error) {
	in := glossaryForm{Question: q.ID, Answer: a.ID, Meaning: a.Text}
	if lexicon.HasHanzi(q.Quote) {
		in.Chinese = q.Quote
	} else {
		in.English = q.Quote
	}
	t := community.Term{Server: c.Place.Server, AddedBy: c.Person.ID, AddedAt: g.Now(), ChangedAt: g.Now()}
	if err := g.fill(&t, in); err == nil {
		return g.take(ctx, c, t, a)
	}
	in.Chinese, in.English = "", ""
	return slash.Reply{Form: g.save.Form(c.Voice, c.Label("glossary.add_title"), in)}, nil
}
