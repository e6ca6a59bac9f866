package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"magpie/character"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// defineCharacter names the characters of a word and the one that is shown, from 0.
type defineCharacter struct {
	Word string
	At   int
}

type defineChosen struct {
	Word string
	At   int `slash:"at"`
}

// mostCharacters is how many characters of a word one can look at.
const mostCharacters = 20

// charactersButton shows the characters of a word one by one.
func charactersButton(c *slash.Call, word string) slash.Button {
	open := slash.Action[defineCharacter]{Name: defineCharacters}
	distinct := distinctHanzi(word)
	return open.Button(c.Label("define.characters"), defineCharacter{Word: distinct}).When(distinct != "")
}

// distinctHanzi are the characters of a text, each once, as many as one can look at.
func distinctHanzi(text string) string {
	var kept []rune
	for _, r := range text {
		if lexicon.HasHanzi(string(r)) && !slices.Contains(kept, r) && len(kept) < mostCharacters {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// hanzi is the character that is shown.
func (in defineCharacter) hanzi() (rune, bool) {
	all := []rune(distinctHanzi(in.Word))
	if in.At < 0 || in.At >= len(all) {
		return 0, false
	}
	return all[in.At], true
}

// known is a character with its strokes, as far as they are known.
func (d *defineFeature) known(r rune) (character.Character, bool) {
	if all := d.Characters(); all != nil {
		return all.Character(r)
	}
	return character.Character{Rune: r}, false
}

func (d *defineFeature) chosenCharacter(ctx context.Context, c *slash.Call, in defineChosen) (slash.Reply, error) {
	return d.openCharacters(ctx, c, defineCharacter(in))
}

func (d *defineFeature) openCharacters(ctx context.Context, c *slash.Call, in defineCharacter) (slash.Reply, error) {
	hanzi, ok := in.hanzi()
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("define.gone"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	s, err := d.searcher(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	char, drawn := d.known(hanzi)
	r := slash.Say(d.characterCard(c, s, hanzi, char)...)
	if all := []rune(distinctHanzi(in.Word)); len(all) > 1 {
		var choices []slash.Choice
		for i, other := range all {
			choices = append(choices, slash.Choice{Name: s.characterTitle(other), Value: fmt.Sprint(i), On: i == in.At})
		}
		r = r.With(d.choose.Menu(c.Label("define.choose_character"), defineChosen{Word: in.Word}, choices...))
	}
	if drawn && char.Strokes > 0 && !s.reader.plain() {
		r = r.With(slash.Row{Buttons: []slash.Button{
			d.draw.Button(c.Label("define.strokes"), in), d.animate.Button(c.Label("define.animate"), in),
		}})
	}
	if c.Kind == slash.Pressed && in.At == 0 {
		return r.As(slash.Anew), nil
	}
	return r, nil
}

// characterCard tells what a character means and what it is made of.
func (d *defineFeature) characterCard(c *slash.Call, s *searcher, hanzi rune, char character.Character) []slash.Content {
	lines := []slash.Content{slash.Heading(2, slash.In(s.reader.lang(), string(hanzi)))}
	entries := s.lookup(string(hanzi))
	for _, e := range entries[:min(len(entries), mostEntries)] {
		if e.Mark == "" {
			glosses := strings.Join(e.Glosses[:min(len(e.Glosses), laterSenses)], "; ")
			lines = append(lines, slash.Bullet(slash.Join(" — ", slash.Bold(slash.Plain(s.spelled(e.Pinyin))), slash.In(phrase.English, glosses))))
		}
	}
	if len(entries) == 0 {
		lines = append(lines, slash.Bullet(slash.Bold(slash.Plain(s.spelled(s.guess(hanzi))))), c.T("define.character_unknown"))
	}
	card := []slash.Content{slash.Lines(lines...)}
	switch {
	case char.Strokes > 0:
		return append(card, slash.Lines(d.built(c, s, char)...), slash.Lines(strokesInWords(c.Voice, char)...), credit(c.Voice))
	case len(char.Components) > 0:
		card = append(card, slash.Lines(d.built(c, s, char)...))
	}
	return append(card, c.T("define.no_strokes"))
}

// guess is how a character that is no word of the dictionary is mostly read.
func (s *searcher) guess(hanzi rune) []string {
	if words := s.words.Words(string(hanzi)); len(words) > 0 {
		return words[0].Pinyin
	}
	return nil
}

// built says which parts a character has.
func (d *defineFeature) built(c *slash.Call, s *searcher, char character.Character) []slash.Content {
	var lines []slash.Content
	if len(char.Components) > 0 {
		lines = append(lines, c.T("define.components", c.T("structure."+string(char.Structure))))
		for _, part := range char.Components {
			line := slash.Content(slash.Bold(slash.In(s.reader.lang(), part)))
			if found := s.lookup(part); len(found) > 0 && found[0].Mark == "" {
				line = slash.Join(" — ", line, slash.Plain(s.spelled(found[0].Pinyin)), slash.In(phrase.English, found[0].Glosses[0]))
			}
			lines = append(lines, slash.Bullet(line))
		}
	}
	if char.Strokes > 0 {
		lines = append(lines, c.T("define.stroke_count", char.Strokes))
	}
	return lines
}

// strokesInWords is the order of the strokes for those who do not see the picture.
func strokesInWords(v slash.Voice, char character.Character) []slash.Content {
	var names []string
	for i, name := range char.StrokeNames() {
		names = append(names, fmt.Sprintf("%d %s", i+1, v.Label("stroke."+string(name))))
	}
	return []slash.Content{v.T("define.in_order", strings.Join(names, v.Label("list.separator")))}
}

// credit is what must stand near strokes.
func credit(v slash.Voice) slash.Content { return v.T("define.credit", character.Credit) }

// characterTitle is one line that tells a character from others.
func (s *searcher) characterTitle(r rune) string {
	if entries := s.lookup(string(r)); len(entries) > 0 {
		e := entries[0]
		return slash.Cut(string(r)+" "+s.spelled(e.Pinyin)+" — "+e.Glosses[0], slash.MaxChoiceText)
	}
	return strings.TrimSpace(string(r) + " " + s.spelled(s.guess(r)))
}

func (d *defineFeature) drawStrokes(_ context.Context, c *slash.Call, in defineCharacter) (slash.Reply, error) {
	return d.picture(c, in, "png", character.Character.PNG)
}

func (d *defineFeature) animateStrokes(_ context.Context, c *slash.Call, in defineCharacter) (slash.Reply, error) {
	return d.picture(c, in, "gif", character.Character.GIF)
}

// picture shows how a character is written, in words first.
func (d *defineFeature) picture(c *slash.Call, in defineCharacter, kind string, draw func(character.Character) ([]byte, error)) (slash.Reply, error) {
	hanzi, ok := in.hanzi()
	char, drawn := d.known(hanzi)
	if !ok || !drawn {
		return slash.Reply{}, c.Sorry(c.T("define.no_picture"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	data, err := draw(char)
	if errors.Is(err, character.ErrNoStrokes) {
		return slash.Reply{}, c.Sorry(c.T("define.no_picture"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	if err != nil {
		return slash.Reply{}, err
	}
	picture := slash.Image{
		Name: fmt.Sprintf("strokes-%x.%s", hanzi, kind), Data: data,
		Alt: slash.Cut(c.Label("define.picture."+kind, string(hanzi), fmt.Sprint(char.Strokes)), maxAlt),
	}
	lines := append([]slash.Content{slash.Heading(2, slash.In(phrase.Simplified, string(hanzi)))}, strokesInWords(c.Voice, char)...)
	return slash.Say(slash.Lines(lines...)).With(picture, slash.Text{Body: credit(c.Voice)}).As(slash.Anew), nil
}

// maxAlt bounds what a picture says.
const maxAlt = utf8.UTFMax * 100
