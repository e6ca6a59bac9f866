package news

import (
	"slices"
	"strings"
	"testing"
)

// Each pattern with texts of which one is in whatever it matches.
func TestLiterals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ pattern, want string }{
		{`TikTok ban`, "tiktok ban"},
		{`^tiktok (bans|blocks) `, "tiktok bans |tiktok blocks "},
		{`\b(sues?|sued) tiktok|(起訴|提告) ?tiktok$`, "sues tiktok|sue tiktok|sued tiktok|起诉 tiktok|起诉tiktok|提告 tiktok|提告tiktok"},
		{`a+ long enough [0-9]`, " long enough "},
		{`x.*(first|second)`, "first|second"},
		{`(one)?`, ""}, {`\d+`, ""}, {`one|\d`, ""}, {`.`, ""}, {`Σίσυφος`, ""},
		{strings.Repeat("(ab|cd)", 7), "cdcdcdcdcdcd"},
	} {
		p, err := compilePattern(test.pattern)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(p.anyOf, "|")
		if len(p.anyOf) > 10 {
			got = p.anyOf[len(p.anyOf)-1]
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.pattern, got, test.want)
		}
	}
	topics, err := Presets()
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		for _, s := range topic.Patterns {
			if p, err := compilePattern(s); err != nil || len(p.anyOf) == 0 {
				t.Errorf("%s: each text is matched in full: %v", s, err)
			}
		}
	}
}

// FuzzPattern looks for a text that a pattern matches and that is not looked at.
func FuzzPatternLiterals(f *testing.F) {
	f.Add(`^tiktok (bans|blocks) |\bsues? tiktok`, "TikTok blocks a film")
	f.Add(`(?i)ſ|K|ς`, "SKΣ ſKς")
	f.Add(`(a|b[cd]|(e|f)?)+g{2}$`, "Abcgg")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := compilePattern(pattern)
		if err != nil {
			return
		}
		if folded := unify(text); p.re.MatchString(folded) != p.match(folded) {
			t.Errorf("%s matches %q, which has none of %q", pattern, folded, p.anyOf)
		}
		if slices.Contains(p.anyOf, "") {
			t.Errorf("%s: every text has one of %q", pattern, p.anyOf)
		}
	})
}
