package phrase

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Names help somebody to choose a name in the other language. Make one with [BuiltinNames] or [LoadNames]. It never
// changes, so any number of goroutines may use it.
type Names struct {
	Surnames        []NamePart       `yaml:"surnames"`  // the most common ones first
	Syllables       []NamePart       `yaml:"syllables"` // for given names
	Given           []GivenName      `yaml:"given"`
	Nicknames       []Nickname       `yaml:"nicknames"`
	Cautions        []NameCaution    `yaml:"cautions"`
	EnglishCautions []EnglishCaution `yaml:"english_cautions"`
}

// NamePart is a surname, or a character that does well in a given name.
type NamePart struct {
	Text     Wording  `yaml:"text"`
	Pinyin   string   `yaml:"pinyin"`    // numbered, a space between syllables
	PinyinTW string   `yaml:"pinyin-tw"` // as read in Taiwan where that differs
	Meaning  Text     `yaml:"meaning"`
	Feel     []string `yaml:"feel"`   // of syllables: some of Feels
	Usual    string   `yaml:"usual"`  // of syllables: any, women or men
	Sounds   []string `yaml:"sounds"` // English letters that it can stand for, the closest first
}

// GivenName is an English given name as it is usually written in Chinese.
type GivenName struct {
	Name     string  `yaml:"name"`
	Usual    string  `yaml:"usual"` // any, women or men
	Text     Wording `yaml:"text"`
	Pinyin   string  `yaml:"pinyin"`
	PinyinTW string  `yaml:"pinyin-tw"`
}

// Nickname is a net name; an X in it is for one's own syllable.
type Nickname struct {
	Text     Wording `yaml:"text"`
	Pinyin   string  `yaml:"pinyin"`
	PinyinTW string  `yaml:"pinyin-tw"`
	Kind     string  `yaml:"kind"` // pattern, food, animal, weather, nature or mood
	Meaning  Text    `yaml:"meaning"`
	When     Text    `yaml:"when"`
}

// NameCaution is what to keep away from in a Chinese name.
type NameCaution struct {
	Pattern Wording `yaml:"pattern"` // hanzi; or syllables without tones, which any characters may make
	In      string  `yaml:"in"`      // where it counts: anywhere, whole, surname or given
	Kind    string  `yaml:"kind"`    // sounds-like, taboo, person, dated or brand
	Example Wording `yaml:"example"` // a name that makes the sound; may be empty
	Reason  Text    `yaml:"reason"`
}

// EnglishCaution is an English word that surprises people as a name.
type EnglishCaution struct {
	Name   string `yaml:"name"`
	Reason Text   `yaml:"reason"`
}

// Feels are what a name can feel like.
var Feels = []string{"bright", "calm", "elegant", "gentle", "joyful", "nature", "strong", "wise"}

var (
	usuals       = []string{"any", "women", "men"}
	nickKinds    = []string{"pattern", "food", "animal", "weather", "nature", "mood"}
	cautionKinds = []string{"sounds-like", "taboo", "person", "dated", "brand"}
	cautionIns   = []string{"anywhere", "whole", "surname", "given"}
	soundShape   = regexp.MustCompile(`^[a-z]+$`)
)

// BuiltinNames returns the names that are compiled in. They are read anew each time.
func BuiltinNames() (*Names, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err // unreachable: the name is valid
	}
	return LoadNames(sub)
}

// LoadNames reads names.yaml. If anything in it is wrong or missing the error names every mistake.
func LoadNames(fsys fs.FS) (*Names, error) {
	const file = "names.yaml"
	l := loader{fsys: fsys, ids: map[string]place{}}
	var n Names
	for _, read := range readAll[Names](&l, []string{file}) {
		n = read
	}
	for i, p := range n.Surnames {
		l.checkNamePart(place{file, "surnames", i, p.Text.Simplified}, p)
	}
	for i, p := range n.Syllables {
		where := place{file, "syllables", i, p.Text.Simplified}
		l.checkNamePart(where, p)
		l.check(slices.Contains(usuals, p.Usual), where, "usual is %q, expected one of %v", p.Usual, usuals)
		for _, feel := range p.Feel {
			l.check(slices.Contains(Feels, feel), where, "feel is %q, expected one of %v", feel, Feels)
		}
	}
	for i, g := range n.Given {
		where := place{file, "given", i, g.Name}
		l.check(g.Name != "" && slices.Contains(usuals, g.Usual), where, "needs a name, and usual of %v", usuals)
		l.checkNamed(where, g.Text, g.Pinyin, g.PinyinTW)
	}
	for i, nick := range n.Nicknames {
		where := place{file, "nicknames", i, nick.Text.Simplified}
		l.check(nick.Meaning.complete() && nick.When.complete(), where, "meaning and when need en, zh-CN and zh-TW")
		l.check(slices.Contains(nickKinds, nick.Kind), where, "kind is %q, expected one of %v", nick.Kind, nickKinds)
		l.checkNamed(where, nick.Text, nick.Pinyin, nick.PinyinTW)
	}
	l.checkCautions(file, &n)
	if len(l.mistakes) > 0 {
		return nil, errors.Join(l.mistakes...)
	}
	return &n, nil
}

func (l *loader) checkCautions(file string, n *Names) {
	for i, c := range n.Cautions {
		where := place{file, "cautions", i, c.Pattern.Simplified}
		l.check(c.Pattern.complete() && c.Reason.complete(), where, "pattern and reason must be complete")
		l.check(slices.Contains(cautionKinds, c.Kind), where, "kind is %q, expected one of %v", c.Kind, cautionKinds)
		l.check(slices.Contains(cautionIns, c.In), where, "in is %q, expected one of %v", c.In, cautionIns)
	}
	for i, c := range n.EnglishCautions {
		where := place{file, "english_cautions", i, c.Name}
		l.check(c.Name != "" && c.Name == strings.ToLower(c.Name) && c.Reason.complete(), where, "needs a name in lower case, and a reason")
	}
}

func (l *loader) checkNamePart(where place, p NamePart) {
	l.check(p.Meaning.complete(), where, "meaning needs en, zh-CN and zh-TW")
	l.check(len(p.Sounds) > 0, where, "needs sounds")
	for _, s := range p.Sounds {
		l.check(soundShape.MatchString(s), where, "sound %q is not lower-case letters", s)
	}
	l.checkNamed(where, p.Text, p.Pinyin, p.PinyinTW)
}

// checkNamed compares a text with its readings: one syllable for each hanzi.
func (l *loader) checkNamed(where place, text Wording, pinyin, taiwan string) {
	l.check(text.complete(), where, "needs text, in both scripts")
	for _, reading := range []string{pinyin, taiwan} {
		n := len(strings.Fields(reading))
		l.check(reading == "" || n == len([]rune(text.Simplified)) || n == len([]rune(text.Traditional)), where,
			"%q does not read %q", reading, text.Simplified)
	}
	l.check(pinyin != "", where, "needs pinyin")
}
