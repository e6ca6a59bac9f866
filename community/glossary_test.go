package community_test

import (
	"errors"
	"strings"
	"testing"

	"magpie/community"
)

func TestTermCheck(t *testing.T) {
	t.Parallel()
	meaning := community.Meaning{English: "a picture"}
	for name, c := range map[string]struct {
		term community.Term
		want error
	}{
		"both":             {community.Term{Simplified: "猫税", Traditional: "貓稅", English: "cat tax"}, nil},
		"one":              {community.Term{English: "cat tax", Meaning: meaning}, nil},
		"nothing":          {community.Term{Meaning: meaning}, community.NoWord},
		"no meaning":       {community.Term{English: "cat tax"}, community.NoMeaning},
		"one script":       {community.Term{Simplified: "猫税", Meaning: meaning}, community.NotChinese},
		"no Chinese":       {community.Term{Simplified: "cat", Traditional: "cat", Meaning: meaning}, community.NotChinese},
		"no English":       {community.Term{English: "猫税", Meaning: meaning}, community.NotEnglish},
		"too much Chinese": {community.Term{Simplified: strings.Repeat("猫", 41), Traditional: "貓", Meaning: meaning}, community.TooLong},
		"too much meaning": {community.Term{English: "x", Meaning: community.Meaning{Chinese: strings.Repeat("猫", 501)}}, community.TooLong},
		"just enough":      {community.Term{English: "x", Meaning: community.Meaning{Chinese: strings.Repeat("猫", 500)}}, nil},
	} {
		if err := c.term.Check(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", name, err, c.want)
		}
	}
}

func TestTermIs(t *testing.T) {
	t.Parallel()
	term := community.Term{Simplified: "猫税", Traditional: "貓稅", English: "Cat  tax"}
	for word, want := range map[string]bool{"猫税": true, "貓稅": true, "cat tax": true, " ＣＡＴ tax ": true, "cat": false, "": false} {
		if term.Is(word) != want {
			t.Errorf("%q: %t", word, !want)
		}
	}
	if !term.Has("稅") || !term.Has("ta") || term.Has("dog") || term.Key() != "猫税" {
		t.Error("found wrongly, or by another key:", term.Key())
	}
}

func FuzzParseMeaning(f *testing.F) {
	f.Add("a picture\n猫的照片\nof a cat")
	f.Add("\r\n \n猫")
	f.Fuzz(func(t *testing.T, text string) {
		m := community.ParseMeaning(text)
		if again := community.ParseMeaning(m.String()); again != m {
			t.Errorf("%q is %q, then %q", text, m, again)
		}
	})
}
