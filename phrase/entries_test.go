package phrase

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"magpie/lexicon"
)

func TestEntries(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	entries := map[string]lexicon.Entry{}
	for _, e := range b.Entries() {
		if _, twice := entries[e.Simplified]; !twice {
			entries[e.Simplified] = e
		}
		s, ok := b.SlangByID(e.ID)
		if !ok || e.Source != lexicon.Slang || len(e.Glosses) == 0 || e.Glosses[0] == "" || (e.Mark != "") != s.Hidden() {
			t.Errorf("entry %+v of %+v", e, s)
		}
		if n := utf8.RuneCountInString(hanziOf(e.Simplified)); n > 0 && len(e.Pinyin) > 0 && len(e.Pinyin) < n {
			t.Errorf("%s is read %v", e.Simplified, e.Pinyin)
		}
	}
	d, err := lexicon.Core(b.Entries()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range b.Slang() {
		for _, form := range s.spellings() {
			if !slices.ContainsFunc(d.Lookup(form), func(e lexicon.Entry) bool { return e.ID == s.ID }) {
				t.Errorf("%s does not lead to %s", form, s.ID)
			}
		}
	}
	for word, want := range map[string]lexicon.Entry{
		"种草":     {ID: "zhongcao", Traditional: "種草", Pinyin: []string{"zhong4", "cao3"}},
		"永远的神":   {ID: "yyds", Traditional: "永遠的神", Pinyin: []string{"yong3", "yuan3", "de5", "shen2"}},
		"yyds":   {ID: "yyds", Traditional: "yyds", Pinyin: []string{"yong3", "yuan3", "de5", "shen2"}},
		"芭比Q":    {ID: "babiq", Traditional: "芭比Q", Pinyin: []string{"ba1", "bi3", "q"}},
		"狗税":     {ID: "mao-shui", Traditional: "狗稅"},
		"饭搭子":    {ID: "dazi", Traditional: "飯搭子"},
		"no cap": {ID: "no-cap", Traditional: "no cap"},
	} {
		got := entries[word]
		want.Simplified, want.Source, want.Glosses = word, lexicon.Slang, got.Glosses
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", word, diff)
		}
	}
	if got, want := entries["种草"].Glosses, []string{"To make somebody want to buy or try a thing", "you've sold me on it", "lit. plant grass"}; !cmp.Equal(got, want) {
		t.Errorf("glosses %q, want %q", got, want)
	}
}
