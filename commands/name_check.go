package commands

import (
	"context"
	"fmt"
	"strings"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// englishNames shows English names that sound like a Chinese one.
func (f *nameFeature) englishNames(c *slash.Call, name string) (slash.Reply, error) {
	names, err := f.Names()
	if err != nil {
		return slash.Reply{}, fmt.Errorf("read names: %w", err)
	}
	syllables := f.syllables(name)
	if len(syllables) > 2 { // without the surname
		syllables = syllables[1:]
	}
	reply, found := slash.Say(c.T("name.title.english", slash.Plain(name))), false
	for _, g := range names.EnglishNames(syllables, 5) {
		found = true
		reply.Blocks = append(reply.Blocks, f.section(c, g.Name, slash.Lines(
			slash.Heading(3, slash.In(phrase.English, g.Name)), c.T("name.english_usual", c.T("name.usual."+g.Usual), g.Text.In(c.Lang)))))
	}
	if !found {
		return slash.Reply{}, c.Sorry(c.T("name.nothing"), c.T("safe.nothing_changed"), slash.Try("name"))
	}
	return reply.With(f.ways(c, "")), nil
}

// syllables are how a Chinese name is read.
func (f *nameFeature) syllables(name string) []string {
	var all []string
	for _, w := range f.Dictionary().Words(name) {
		all = append(all, w.Pinyin...)
	}
	return all
}

// mostNameChecked is how many characters of a name are looked at.
const mostNameChecked = 8

// checked says what a name that somebody has means and jokes about.
func (f *nameFeature) checked(ctx context.Context, c *slash.Call, name string) (slash.Reply, error) {
	names, err := f.Names()
	if err != nil {
		return slash.Reply{}, fmt.Errorf("read names: %w", err)
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	if !lexicon.HasHanzi(name) {
		return f.checkedEnglish(c, names, name), nil
	}
	name = string([]rune(name)[:min(len([]rune(name)), mostNameChecked)])
	syllables := f.syllables(name)
	lines := []slash.Content{slash.Heading(2, slash.Read(r.lang(), name, lexicon.JoinMarks(syllables)))}
	for _, hanzi := range distinctHanzi(name) {
		for _, e := range f.Dictionary().Lookup(string(hanzi)) {
			if e.Mark == "" && len(e.Glosses) > 0 {
				glosses := strings.Join(e.Glosses[:min(len(e.Glosses), 3)], "; ")
				lines = append(lines, c.T("name.part", slash.In(r.lang(), string(hanzi)), glosses))
				break
			}
		}
	}
	return slash.Say(slash.Lines(lines...), f.verdict(c, names.Check(name, syllables))).With(f.ways(c, "")), nil
}

// verdict tells the cautions about a name.
func (f *nameFeature) verdict(c *slash.Call, cautions []phrase.NameCaution) slash.Content {
	if len(cautions) == 0 {
		return c.T("name.fine")
	}
	lines := []slash.Content{c.T("name.careful")}
	for _, caution := range cautions {
		lines = append(lines, slash.Bullet(slash.Join(" ", c.T("name.kind."+caution.Kind), slash.Plain(caution.Reason.In(c.Lang)))))
	}
	return slash.Lines(lines...)
}

func (f *nameFeature) checkedEnglish(c *slash.Call, names *phrase.Names, name string) slash.Reply {
	lines := []slash.Content{slash.Heading(2, slash.In(phrase.English, name))}
	g, known := names.Usual(name)
	if known {
		lines = append(lines, c.T("name.english_usual", c.T("name.usual."+g.Usual), g.Text.In(c.Lang)))
	}
	switch caution, odd := names.CheckEnglishName(name); {
	case odd:
		lines = append(lines, slash.Plain(caution.Reason.In(c.Lang)))
	case known:
		lines = append(lines, c.T("name.fine"))
	default:
		lines = append(lines, c.T("name.not_known"))
	}
	return slash.Say(slash.Lines(lines...)).With(f.ways(c, ""))
}

// copyName answers with the bare name, for people to copy.
func (f *nameFeature) copyName(_ context.Context, _ *slash.Call, in nameCopy) (slash.Reply, error) {
	return slash.Say(slash.Plain(in.Name)).As(slash.Anew), nil
}
