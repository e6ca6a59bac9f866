package translate

import (
	"slices"
	"strings"
	"testing"
)

// FuzzProtect checks that what is protected and given back untouched is the text again,
// as a whole and in pieces, and that what must stay is not in what an engine sees.
func FuzzProtect(f *testing.F) {
	for _, text := range []string{
		"你好 <@123>，看 https://example.org/a?b=c 😀", "{{0}} ｛｛1｝｝ { {2} }", "{<@1>}", "lol lollipop", "`a` ```b\nc```",
		"<a:x:1><:y:2><t:1:R></say hi:3><#4><@&5>", "@ana #general :smile: 👨‍👩‍👧 🇨🇳 1️⃣", "\xff{{<@1>\xff}}", "  \n a \n <@1>\n", "",
	} {
		f.Add(text, "lol")
	}
	f.Fuzz(func(t *testing.T, text, keep string) {
		p := protect(text, []string{keep, "种草", ""})
		if got, ok := p.restore(p.text()); got != text || !ok {
			t.Fatalf("%q came back as %q, %t", text, got, ok)
		}
		if got := p.join(p.pieces()); got != text {
			t.Fatalf("%q came back in pieces as %q", text, got)
		}
		if slices.ContainsFunc(p.pieces(), func(s string) bool { return s == "" || strings.Contains(s, "<@1>") }) {
			t.Fatalf("an engine would see %q", p.pieces())
		}
	})
}
