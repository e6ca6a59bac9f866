package commands

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"unicode"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/picture"
	"magpie/slash"
)

// A reader is how someone reads: everything of the person is settled, their language too.
type reader struct{ person community.Person }

// readerOf is how the caller reads: what they chose, and the habits of their
// language for the rest.
func readerOf(ctx context.Context, c *slash.Call, people People) (reader, error) {
	p, _, err := people.Person(ctx, c.Person.ID)
	if err != nil {
		return reader{}, fmt.Errorf("look up person: %w", err)
	}
	habits := readerIn(c.Lang).person
	p.Language, p.Script, p.Readings = c.Lang, cmp.Or(p.Script, habits.Script), cmp.Or(p.Readings, habits.Readings)
	return reader{p}, nil
}

// readerIn is how readers of a language read: whom public posts are for. Those of
// Chinese need no readings.
func readerIn(lang string) reader {
	p := community.Person{Language: lang, Script: community.SimplifiedScript, Readings: community.NoReadings}
	switch lang {
	case phrase.Traditional:
		p.Script = community.TraditionalScript
	case phrase.English:
		p.Readings = community.Marks
	}
	return reader{p}
}

// script is community.SimplifiedScript or community.TraditionalScript.
func (r reader) script() string { return r.person.Script }

// lang is the reader's script as a language of Chinese text.
func (r reader) lang() string {
	if r.script() == community.TraditionalScript {
		return phrase.Traditional
	}
	return phrase.Simplified
}

// wording is a wording in the reader's script.
func (r reader) wording(w phrase.Wording) string { return w.In(r.lang()) }

// reading is how a word is read, by its numbered syllables and its characters, or ""
// for those who need no reading.
func (r reader) reading(syllables []string, hanzi string) string {
	if r.person.Sandhi {
		syllables = lexicon.Sandhi(syllables, hanzi)
	}
	switch r.person.Readings {
	case community.Marks:
		return lexicon.JoinMarks(syllables)
	case community.Zhuyin:
		return lexicon.Zhuyin(syllables)
	}
	return ""
}

// spelled is a text's pinyin as the phrasebook writes it, as reading writes readings.
func (r reader) spelled(pinyin, text string) string {
	if r.person.Readings == community.NoReadings {
		return ""
	}
	syllables := lexicon.Syllables(pinyin)
	if r.person.Readings == community.Marks && !r.person.Sandhi || len(syllables) == 0 {
		return pinyin
	}
	if r.person.Sandhi {
		hanzi := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Han, r) {
				return r
			}
			return -1
		}, text)
		syllables = lexicon.Sandhi(syllables, hanzi)
	}
	if r.person.Readings == community.Zhuyin {
		return lexicon.Zhuyin(syllables)
	}
	return lexicon.Marks(syllables)
}

// plain reports whether the reader wants no pictures and one thing a message.
func (r reader) plain() bool { return r.person.Plain }

// How someone reads a word this once travels as two letters: s or t for the script, and
// one of readingFlag.
var readingFlag = map[string]string{community.Marks: "m", community.Zhuyin: "z", community.NoReadings: "n"}

// flags are how r reads.
func (r reader) flags() string {
	script := "s"
	if r.script() == community.TraditionalScript {
		script = "t"
	}
	return script + readingFlag[r.person.Readings]
}

// as is r, reading as flags say; flags that make no sense change nothing.
func (r reader) as(flags string) reader {
	for _, flag := range flags {
		switch flag {
		case 's':
			r.person.Script = community.SimplifiedScript
		case 't':
			r.person.Script = community.TraditionalScript
		}
		for readings, letter := range readingFlag {
			if letter == string(flag) {
				r.person.Readings = readings
			}
		}
	}
	return r
}

// otherScript are the flags of r in the other script.
func (r reader) otherScript() string {
	other := map[string]string{"s": "t", "t": "s"}
	flags := r.flags()
	return other[flags[:1]] + flags[1:]
}

// otherReadings is zhuyin for those who read pinyin, and pinyin for the others.
func (r reader) otherReadings() string {
	if r.person.Readings == community.Marks {
		return community.Zhuyin
	}
	return community.Marks
}

// wantsPictures reports whether the caller wants pictures, and there are fonts to draw them with.
func wantsPictures(ctx context.Context, c *slash.Call, people People, fonts func() *picture.Fonts) (bool, error) {
	reader, err := readerOf(ctx, c, people)
	return err == nil && fonts() != nil && !reader.plain(), err
}
