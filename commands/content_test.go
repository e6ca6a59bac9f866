package commands

import (
	"strings"
	"testing"
	"time"

	"magpie/guide"
	"magpie/locales"
	"magpie/phrase"
	"magpie/slash"
)

// eachVoice runs a test for a caller of each language.
func eachVoice(t *testing.T, test func(t *testing.T, c *slash.Call)) {
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			test(t, &slash.Call{Voice: slash.NewVoice(words, lang)})
		})
	}
}

func TestEveryStepFitsAMessage(t *testing.T) {
	library, err := guide.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := newGuide(GuideNeeds{Now: time.Now})
	eachVoice(t, func(t *testing.T, c *slash.Call) {
		for _, name := range library.Names() {
			found, _ := library.Find(name, c.Lang)
			for i, step := range found.Steps {
				if err := f.page(c, found, i, guide.Progress{}).Check(); err != nil {
					t.Errorf("%s, step %s: %v", name, step.ID, err)
				}
			}
		}
	})
}

func TestEveryEntryFitsAMessage(t *testing.T) {
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	library, err := guide.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var all []phrase.Match
	for _, s := range book.Situations() {
		for _, p := range book.Phrases(s.ID) {
			all = append(all, phrase.Match{Phrase: &p})
		}
	}
	for _, s := range book.Slang() {
		all = append(all, phrase.Match{Slang: &s})
	}
	for _, n := range book.Notices() {
		all = append(all, phrase.Match{Notice: &n})
	}
	eachVoice(t, func(t *testing.T, c *slash.Call) {
		for _, m := range all {
			if err := slash.Say(entryCard(c.Voice, m)...).Check(); err != nil {
				t.Errorf("%s: %v", entryName(m), err)
			}
			if again, ok := entryNamed(book, entryName(m)); !ok || entryName(again) != entryName(m) {
				t.Errorf("%s is not found by its name", entryName(m))
			}
			if m.Notice != nil && m.Notice.Guide != "" {
				name, step, _ := strings.Cut(m.Notice.Guide, "#")
				if found, ok := library.Find(name, c.Lang); !ok || found.Index(step) < 0 {
					t.Errorf("%s: no step %s", entryName(m), m.Notice.Guide)
				}
			}
		}
	})
}
