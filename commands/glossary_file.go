package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// GlossaryImports keep words until a moderator agrees.
type GlossaryImports interface {
	KeepImport(ctx context.Context, i community.Import) error
	Import(ctx context.Context, id string) (community.Import, bool, error)
	// TakeImport reports false if there is no such import any more.
	TakeImport(ctx context.Context, id string, ch community.Change) (taken bool, err error)
}

type glossaryFile struct {
	File slash.Attachment `slash:"file"`
}

// glossaryImport names an import that waits.
type glossaryImport struct{ Import string }

// glossaryColumns are the columns of a glossary in a file, by the names that export
// gives them, and others by which they are known.
var glossaryColumns = []struct {
	name  string
	other []string
	side  phrase.Side // which column it is where no name is known; empty: none
	field func(*community.Term) *string
}{
	{"simplified", []string{"chinese", "简体", "简体中文", "中文", "簡體"}, phrase.FrontSide, func(t *community.Term) *string { return &t.Simplified }},
	{"traditional", []string{"繁體", "繁體中文", "繁体", "正體"}, "", func(t *community.Term) *string { return &t.Traditional }},
	{"english", []string{"英文", "英语", "英語"}, "", func(t *community.Term) *string { return &t.English }},
	{"reading", []string{"pinyin", "拼音", "读音", "讀音"}, phrase.ReadingSide, func(t *community.Term) *string { return &t.Reading }},
	{"meaning in english", []string{"meaning", "definition", "英文意思"}, phrase.MeaningSide, func(t *community.Term) *string { return &t.Meaning.English }},
	{"meaning in chinese", []string{"中文意思", "意思", "释义", "釋義"}, "", func(t *community.Term) *string { return &t.Meaning.Chinese }},
	{"note", []string{"notes", "备注", "備註"}, phrase.NoteSide, func(t *community.Term) *string { return &t.Note }},
}

// termMistake is a row of a file that is no term, and why.
type termMistake struct {
	row     int
	problem community.TermProblem
}

// columnsOf are where each of glossaryColumns stands in a table, -1 if nowhere. A first
// row of names alone is taken off the rows.
func columnsOf(table *phrase.Table) []int {
	if table.Columns == nil && len(table.Rows) > 0 && allNames(table.Rows[0].Cells) {
		table.Columns, table.Rows = table.Rows[0].Cells, table.Rows[1:]
	}
	columns := make([]int, len(glossaryColumns))
	for i, col := range glossaryColumns {
		columns[i] = slices.IndexFunc(table.Columns, func(name string) bool { return columnNamed(name) == i })
		if table.Columns == nil && col.side != "" {
			columns[i] = table.Column(col.side)
		}
	}
	return columns
}

// columnNamed is which of glossaryColumns a name is of, -1 if none.
func columnNamed(name string) int {
	name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), "_", " "))
	for i, col := range glossaryColumns {
		if name == col.name || slices.Contains(col.other, name) {
			return i
		}
	}
	return -1
}

// allNames reports whether cells hold nothing but names of columns.
func allNames(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return cell != "" && columnNamed(cell) < 0 })
}

// readTerms are the terms of a table, and the rows that are none. Of two rows with
// one word the later counts.
func (g *Glossaries) readTerms(table phrase.Table) ([]community.Term, []termMistake) {
	columns := columnsOf(&table)
	var terms []community.Term
	var mistakes []termMistake
	for _, row := range table.Rows {
		t, err := g.readTerm(row.Cells, columns)
		var problem community.TermProblem
		if errors.As(err, &problem) {
			mistakes = append(mistakes, termMistake{row.Number, problem})
			continue
		}
		terms = slices.DeleteFunc(terms, func(other community.Term) bool { return other.Key() == t.Key() })
		terms = append(terms, t)
	}
	for _, row := range table.Bad {
		mistakes = append(mistakes, termMistake{row, community.Unreadable})
	}
	return terms, mistakes
}

func (g *Glossaries) readTerm(cells []string, columns []int) (community.Term, error) {
	var t community.Term
	for i, col := range glossaryColumns {
		if at := columns[i]; at >= 0 && at < len(cells) {
			*col.field(&t) = strings.TrimSpace(cells[at])
		}
	}
	if t.English == "" && t.Simplified != "" && !lexicon.HasHanzi(t.Simplified) {
		t.English, t.Simplified = t.Simplified, "" // the word is English
	}
	t.Simplified, t.Traditional = g.scripts(t.Simplified, t.Traditional)
	if lexicon.HasHanzi(t.Meaning.English) && t.Meaning.Chinese == "" {
		t.Meaning = community.ParseMeaning(t.Meaning.English)
	}
	reading, err := g.reading(t.Simplified, t.Reading)
	t.Reading = reading
	return t, errors.Join(err, t.Check())
}

// preview says what an import would do, and does nothing yet.
func (g *Glossaries) preview(ctx context.Context, c *slash.Call, in glossaryFile) (slash.Reply, error) {
	table, err := readTable(ctx, c, g.Download, in.File, slash.Try("glossary export"))
	if err != nil {
		return slash.Reply{}, err
	}
	terms, mistakes := g.readTerms(table)
	known, err := g.Store.Terms(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	terms, added, same := g.merge(c, known, terms)
	if len(known)+added > community.MaxTerms {
		return slash.Reply{}, g.full(c)
	}
	lines := []slash.Content{c.T("glossary.preview", in.File.Name)}
	for _, part := range []struct {
		key string
		n   int
	}{{"new", added}, {"changed", len(terms) - added}, {"same", same}} {
		if part.n > 0 {
			lines = append(lines, slash.Bullet(c.T("glossary.preview."+part.key, part.n)))
		}
	}
	r := slash.Say(slash.Lines(append(lines, mistakeLines(c, mistakes)...)...))
	if len(terms) == 0 {
		return r.With(slash.Text{Body: c.T("glossary.preview.nothing")}), nil
	}
	i := community.Import{ID: rand.Text()[:16], Server: c.Place.Server, Person: c.Person.ID, Terms: terms, At: g.Now()}
	if err := g.Store.KeepImport(ctx, i); err != nil {
		return slash.Reply{}, err
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		g.agree.Button(c.Label("glossary.import", len(terms)), glossaryImport{i.ID}).With(slash.Main),
	}}), nil
}

// merge are the terms of a file that are new or change what is known, how many of
// them are new, and how many the server has as they are.
func (g *Glossaries) merge(c *slash.Call, known, read []community.Term) (terms []community.Term, added, same int) {
	for n, t := range read {
		i := slices.IndexFunc(known, func(k community.Term) bool { return k.Key() == t.Key() })
		switch {
		case i >= 0 && known[i].Same(t):
			same++
			continue
		case i < 0:
			added++
		}
		t.ID, t.Server, t.AddedBy = rand.Text()[:16], c.Place.Server, c.Person.ID
		t.ChangedAt = g.Now()
		t.AddedAt = t.ChangedAt.Add(time.Duration(n) * time.Millisecond) // which is their order
		terms = append(terms, t)
	}
	return terms, added, same
}

// mistakesShown is how many mistakes of a file are told one by one.
const mistakesShown = 5

func mistakeLines(c *slash.Call, mistakes []termMistake) []slash.Content {
	if len(mistakes) == 0 {
		return nil
	}
	lines := []slash.Content{slash.Bullet(c.T("glossary.preview.left_out", len(mistakes)))}
	for _, m := range mistakes[:min(len(mistakes), mistakesShown)] {
		lines = append(lines, slash.Bullet(c.T("glossary.preview.row", strconv.Itoa(m.row), c.T("glossary.problem."+string(m.problem)))))
	}
	return lines
}

func (g *Glossaries) takeImport(ctx context.Context, c *slash.Call, in glossaryImport) (slash.Reply, error) {
	taken, err := g.Store.TakeImport(ctx, in.Import, g.noted(c, "imported"))
	switch {
	case errors.Is(err, community.ErrGlossaryFull):
		return slash.Reply{}, g.full(c)
	case err != nil:
		return slash.Reply{}, err
	case !taken:
		return slash.Reply{}, c.Sorry(c.T("glossary.import_gone"), c.T("safe.nothing_changed"), slash.Try("glossary import"))
	}
	terms, err := g.Store.Terms(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("glossary.imported", len(terms))).With(slash.Row{Buttons: []slash.Button{
		g.page.Button(c.Label("glossary.list"), glossaryPage{}),
	}}), nil
}

// export hands the glossary out as a file that import reads.
func (g *Glossaries) export(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	terms, err := g.Store.Terms(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(terms) == 0 {
		return slash.Say(c.T("glossary.none")), nil
	}
	return slash.Say(c.T("glossary.exported", len(terms))).With(slash.File{Name: "glossary.csv", Data: termTable(terms).CSV()}), nil
}

// termTable are terms as a table.
func termTable(terms []community.Term) phrase.Table {
	var table phrase.Table
	for _, col := range glossaryColumns {
		table.Columns = append(table.Columns, col.name)
	}
	for i, t := range terms {
		t.Reading = lexicon.Marks(strings.Fields(t.Reading))
		row := phrase.Row{Number: i + 2}
		for _, col := range glossaryColumns {
			row.Cells = append(row.Cells, *col.field(&t))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
