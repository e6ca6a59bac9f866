package commands

import (
	"context"
	"fmt"
	"strings"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// NameNeeds are what /name works with.
type NameNeeds struct {
	Names      func() (*phrase.Names, error)
	Dictionary func() *lexicon.Dictionary
	People     People
}

// Name helps people to choose a name in the other language, and says what one jokes about.
func Name(n NameNeeds) slash.Feature {
	f := &nameFeature{NameNeeds: n}
	f.ask = &slash.Action[nameWay]{Name: "name.ask", Run: f.openAsk}
	f.told = &slash.Action[nameForm]{Name: "name.told", Run: f.tell}
	f.feel = &slash.Action[nameFeel]{Name: "name.feel", Run: f.byFeel}
	f.more = &slash.Action[nameMore]{Name: "name.more", Run: f.showMore}
	f.copy = &slash.Action[nameCopy]{Name: "name.copy", Run: f.copyName}
	return slash.Feature{
		Commands: []slash.Command{{Name: "name", Direct: true, Run: slash.Run(f.start)}},
		Actions:  []slash.Route{f.ask, f.told, f.feel, f.more, f.copy},
	}
}

type nameFeature struct {
	NameNeeds

	ask  *slash.Action[nameWay]
	told *slash.Action[nameForm]
	feel *slash.Action[nameFeel]
	more *slash.Action[nameMore]
	copy *slash.Action[nameCopy]
}

type nameIn struct {
	Name string `slash:"name,optional,max=40"`
}

// The ways to a name.
const (
	nameBySound = "sound"
	nameByFeel  = "feel"
	nameForNet  = "net"
	nameCheck   = "check"
)

// nameWay is what a form is for.
type nameWay struct{ Way string }

type nameForm struct {
	Way string

	Name string `slash:"name,max=40"`
}

// nameFeel has the letters of one's own name, as [phrase.NameLetters] keeps them.
type nameFeel struct {
	Letters string

	Feel string `slash:"feel"`
}

// nameMore is a page of names, from 0.
type nameMore struct {
	Way, Letters, Feel string
	Page               int
}

type nameCopy struct{ Name string }

const (
	namesOnPage  = 3
	mostNamePage = 7
)

func (f *nameFeature) start(ctx context.Context, c *slash.Call, in nameIn) (slash.Reply, error) {
	if strings.TrimSpace(in.Name) != "" {
		return f.named(ctx, c, in.Name)
	}
	return slash.Say(c.T("name.intro"), c.T("name.intro.care")).With(f.ways(c, "")), nil
}

// ways are the buttons to all ways to a name.
func (f *nameFeature) ways(c *slash.Call, letters string) slash.Row {
	sound := f.ask.Button(c.Label("name.sound"), nameWay{nameBySound})
	if letters != "" {
		sound = f.more.Button(c.Label("name.sound"), nameMore{Way: nameBySound, Letters: letters})
	}
	check := f.ask.Button(c.Label("name.check"), nameWay{nameCheck})
	if c.Lang != phrase.English {
		return slash.Row{Buttons: []slash.Button{sound, check}}
	}
	net := f.more.Button(c.Label("name.net"), nameMore{Way: nameForNet, Letters: letters})
	return slash.Row{Buttons: []slash.Button{sound, net, check}}
}

func (f *nameFeature) openAsk(_ context.Context, c *slash.Call, in nameWay) (slash.Reply, error) {
	return slash.Reply{Form: f.told.Form(c.Voice, c.Label("name."+in.Way), nameForm{Way: in.Way})}, nil
}

func (f *nameFeature) tell(ctx context.Context, c *slash.Call, in nameForm) (slash.Reply, error) {
	if in.Way == nameCheck {
		return f.checked(ctx, c, strings.TrimSpace(in.Name))
	}
	return f.named(ctx, c, in.Name)
}

// named answers someone who told a name: names that sound like it, or what there is to
// say of it if it is in the language that they look for.
func (f *nameFeature) named(ctx context.Context, c *slash.Call, name string) (slash.Reply, error) {
	chinese := lexicon.HasHanzi(name)
	if c.Lang != phrase.English {
		if chinese {
			return f.englishNames(c, name)
		}
		return f.checked(ctx, c, name)
	}
	if chinese {
		return f.checked(ctx, c, name)
	}
	return f.page(ctx, c, nameMore{Way: nameBySound, Letters: phrase.NameLetters(name)})
}

func (f *nameFeature) byFeel(ctx context.Context, c *slash.Call, in nameFeel) (slash.Reply, error) {
	return f.page(ctx, c, nameMore{Way: nameByFeel, Letters: in.Letters, Feel: in.Feel})
}

func (f *nameFeature) showMore(ctx context.Context, c *slash.Call, in nameMore) (slash.Reply, error) {
	return f.page(ctx, c, in)
}

// page shows some Chinese names.
func (f *nameFeature) page(ctx context.Context, c *slash.Call, in nameMore) (slash.Reply, error) {
	names, err := f.Names()
	if err != nil {
		return slash.Reply{}, fmt.Errorf("read names: %w", err)
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	in.Letters, in.Page = phrase.NameLetters(in.Letters), min(max(in.Page, 0), mostNamePage)
	reply, found := slash.Say(c.T("name.title."+knownWay(in.Way))), 0
	if given, ok := names.Usual(in.Letters); ok && in.Way == nameBySound && in.Page == 0 {
		text := r.wording(given.Text)
		reading := r.reading(strings.Fields(givenReading(r, given)), text)
		reply.Blocks = append(reply.Blocks, f.section(c, text, c.T("name.usual", slash.Read(r.lang(), text, reading))))
	}
	shown := namesOnPage * (in.Page + 1)
	switch in.Way {
	case nameForNet:
		all := names.NetNames(in.Letters)
		for _, nick := range all[min(len(all), shown-namesOnPage):min(len(all), shown)] {
			found++
			reply.Blocks = append(reply.Blocks, f.section(c, r.wording(nick.Text), netNameLines(c, r, nick)))
		}
	default:
		all := names.BySound(in.Letters, shown)
		if in.Way == nameByFeel {
			all = names.ByFeel(in.Letters, in.Feel, shown)
		}
		for _, name := range all[min(len(all), shown-namesOnPage):] {
			found++
			reply.Blocks = append(reply.Blocks, f.section(c, r.wording(name.Text()), nameLines(c, r, name)))
		}
	}
	if found == 0 {
		return slash.Reply{}, c.Sorry(c.T("name.nothing"), c.T("safe.nothing_changed"), slash.Try("name"))
	}
	reply = reply.With(f.feels(c, in))
	next := in
	next.Page++
	buttons := []slash.Button{f.more.Button(c.Label("name.more"), next).When(found == namesOnPage && in.Page < mostNamePage), openStepButton(c, "rednote#profile")}
	return reply.With(slash.Row{Buttons: buttons}, f.ways(c, in.Letters)), nil
}

// knownWay is a way that came in a custom id.
func knownWay(way string) string {
	switch way {
	case nameByFeel, nameForNet:
		return way
	}
	return nameBySound
}

func givenReading(r reader, g phrase.GivenName) string {
	if r.script() == community.TraditionalScript && g.PinyinTW != "" {
		return g.PinyinTW
	}
	return g.Pinyin
}

// feels is a menu of what a name can feel like.
func (f *nameFeature) feels(c *slash.Call, in nameMore) slash.Menu {
	var choices []slash.Choice
	for _, feel := range phrase.Feels {
		choices = append(choices, slash.Choice{Name: c.Label("name.feel." + feel), Value: feel, On: in.Way == nameByFeel && feel == in.Feel})
	}
	return f.feel.Menu(c.Label("name.feel"), nameFeel{Letters: in.Letters}, choices...)
}

// section is a name with a button to copy it.
func (f *nameFeature) section(c *slash.Call, name string, lines slash.Content) slash.Block {
	b := f.copy.Button(c.Label("name.copy", name), nameCopy{name})
	return slash.Section{Body: lines, Button: &b}
}

// nameLines say how a name is read and what its parts mean.
func nameLines(c *slash.Call, r reader, name phrase.ChineseName) slash.Content {
	lines := []slash.Content{slash.Heading(3, slash.Read(r.lang(), r.wording(name.Text()), nameReading(r, name)))}
	for i, p := range name.Parts {
		key := "name.part"
		if i == 0 && name.Family {
			key = "name.family"
		}
		lines = append(lines, c.T(key, slash.In(r.lang(), r.wording(p.Text)), p.Meaning.In(c.Lang)))
	}
	return slash.Lines(lines...)
}

// nameReading is how a name is read: the surname by itself, both parts with a capital.
func nameReading(r reader, name phrase.ChineseName) string {
	syllables := name.Syllables(r.lang())
	family := len(strings.Fields(name.Parts[0].Pinyin))
	var parts []string
	for _, part := range [][]string{syllables[:family], syllables[family:]} {
		first, rest := cutRune(r.reading(part, ""))
		parts = append(parts, strings.ToUpper(first)+rest)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// cutRune cuts a text behind its first letter.
func cutRune(s string) (first, rest string) {
	for i := range s {
		if i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

func netNameLines(c *slash.Call, r reader, nick phrase.Nickname) slash.Content {
	text, reading := r.wording(nick.Text), nick.Pinyin
	if r.script() == community.TraditionalScript && nick.PinyinTW != "" {
		reading = nick.PinyinTW
	}
	return slash.Lines(
		slash.Heading(3, slash.Read(r.lang(), text, r.reading(strings.Fields(reading), text))),
		slash.Plain(nick.Meaning.In(c.Lang)), slash.Plain(nick.When.In(c.Lang)))
}
