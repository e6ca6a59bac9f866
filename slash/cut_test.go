package slash

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	t.Parallel()
	const (
		family  = "👨‍👩‍👧‍👦" // 7 characters
		accent  = "e\u0301"
		flagged = "🏳️‍🌈"
	)
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 1, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"abc", 1, "…"},
		{"你好世界", 4, "你好世界"}, {"你好世界", 3, "你好…"},
		{"a" + family, 8, "a" + family}, {"a" + family + "b", 8, "a…"}, {"a" + family + "b", 9, "a" + family + "b"}, {family + "bc", 8, family + "…"},
		{accent + accent + accent, 5, accent + accent + "…"}, {accent + accent + accent, 4, accent + "…"},
		{"a" + flagged + flagged, 6, "a" + flagged + "…"},
		{"한국어", 3, "한국어"}, {"ᄒ\u1161\u11abᄀ\u116e\u11a8", 5, "ᄒ\u1161\u11ab…"},
		{"one two three", 9, "one two…"}, {"one two three", 5, "one…"}, {"a\n\nbc", 4, "a…"},
	} {
		got := Cut(c.s, c.n)
		if got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
		if n := utf8.RuneCountInString(got); n > c.n {
			t.Errorf("Cut(%q, %d) = %q of %d characters", c.s, c.n, got, n)
		}
	}
}

// randomText is a text of what is hard to measure and to divide.
func randomText(random *rand.Rand) Markup {
	words := []string{"word", "字詞", "👨‍👩‍👧‍👦", "e\u0301", "#", "*_*", "1. ", "`", "\\", "https://x.org/a_b", strings.Repeat("長", 300), strings.Repeat("_", 300)}
	spans := []func(w Plain) Content{
		func(w Plain) Content { return w },
		func(w Plain) Content { return Bold(w) },
		func(w Plain) Content { return Code(string(w)) },
		func(w Plain) Content { return Link(w, "https://x.org/"+string(w)) },
		func(w Plain) Content { return Read("zh", string(w), "nǐ") },
		func(w Plain) Content { return Parse("*" + escape(string(w)) + "*") },
		func(Plain) Content { return Mention("digest create") },
		func(Plain) Content { return UserMention("123456789012345678") },
	}
	lines := []func(c Content) Content{
		func(c Content) Content { return c },
		func(c Content) Content { return Bullet(c) },
		func(c Content) Content { return Quote(c) },
		func(c Content) Content { return Heading(2, c) },
		func(c Content) Content { return Parse("12. " + c.Markup().Source()) },
	}
	var text []Content
	for range 1 + random.IntN(60) {
		var parts []Content
		for range random.IntN(12) {
			parts = append(parts, spans[random.IntN(len(spans))](Plain(words[random.IntN(len(words))])))
		}
		text = append(text, lines[random.IntN(len(lines))](Join(" ", parts...)))
	}
	return Lines(text...)
}

func TestTextIsNeverUnderestimated(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		m := randomText(random)
		s, print := textSize(m), widest(m)
		if n := utf8.RuneCountInString(print); n > s.characters || len(print)+12 > s.bytes || m.Source() != Parse(m.Source()).Source() {
			t.Fatalf("%+v for %d characters, %d bytes: %q", s, n, len(print), m.Source())
		}
		if n := utf8.RuneCountInString(m.String()); s.characters > 5*n+200*len(m.lines) {
			t.Fatalf("%+v for %d characters in %d lines", s, n, len(m.lines))
		}
	}
}
