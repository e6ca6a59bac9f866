package slash

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"
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

// letters are all letters of the reply's texts, which dividing must keep in order.
func letters(replies ...Reply) string {
	var b strings.Builder
	for _, r := range replies {
		for _, block := range r.Blocks {
			switch block := block.(type) {
			case Text:
				b.WriteString(block.Body.Markup().String())
			case Section:
				b.WriteString(block.Body.Markup().String())
			}
		}
	}
	return strings.NewReplacer("\n", "", " ", "", "•", "", "12.", "").Replace(b.String())
}

func TestPages(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for i := range 30 {
		r := Reply{Shown: ToAll, Roles: []string{"1"}}
		for n := range 1 + random.IntN(30) {
			id := fmt.Sprint(n)
			button := Button{Label: id, ID: id}
			text := Content(randomText(random))
			if text.Markup().Empty() || random.IntN(3) > 0 {
				text = Plain("short " + id)
			}
			r = r.With([]Block{Text{text}, Section{text, &button, nil}, Row{[]Button{button}}, Divider{}, Image{URL: "https://x.org"},
				Menu{ID: id, Of: RoleMenu}, File{"a.csv", []byte("a")}}[random.IntN(7)])
		}
		pages := r.Pages()
		for n, page := range pages {
			if err := page.Check(); err != nil {
				t.Fatalf("round %d, page %d of %d: %v", i, n+1, len(pages), err)
			}
			if page.Shown != ToAll || (len(page.Roles) == 1) != (n == 0) {
				t.Fatalf("page %d: shown %d, roles %v", n+1, page.Shown, page.Roles)
			}
		}
		if want, got := letters(r), letters(pages...); want != got {
			t.Fatalf("round %d: text was lost: %d of %d", i, len(got), len(want))
		}
		if len(r.Buttons()) != len(slices.Concat(buttonsOf(pages)...)) {
			t.Fatalf("round %d: buttons were lost", i)
		}
	}
}

func buttonsOf(pages []Reply) [][]Button {
	var all [][]Button
	for _, p := range pages {
		all = append(all, p.Buttons())
	}
	return all
}

func TestPagesOf(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("👨‍👩‍👧‍👦", 1000)
	for name, c := range map[string]struct {
		reply Reply
		pages int
	}{
		"a short text":         {Say(Plain("a")), 1},
		"an acknowledgement":   {Reply{Shown: Unchanged}, 1},
		"a form":               {Reply{Form: &Form{}}, 1},
		"two that fit not":     {Say(Plain(strings.Repeat("a", 2000)), Plain(strings.Repeat("a", 2000))), 2},
		"41 dividers":          {Reply{}.With(make41()...), 2},
		"a line of families":   {Say(Plain(long)), 3},
		"a quoted line":        {Say(Quote(Plain(long))), 3},
		"blank lines":          {Say(Plain("a" + strings.Repeat("\n", 20_000) + "b")), 2},
		"one endless grapheme": {Say(Plain("a" + strings.Repeat("\u0301", 9000))), 3},
		"a long address":       {Say(Link(Plain("a"), "https://x.org/"+strings.Repeat("a", 9000))), 1},
		"a long code":          {Say(Code(strings.Repeat("a", 9000))), 3},
	} {
		pages := c.reply.Pages()
		if len(pages) != c.pages {
			t.Errorf("%s: %d pages, want %d", name, len(pages), c.pages)
		}
		for _, page := range pages {
			if err := page.Check(); err != nil && page.Form == nil {
				t.Errorf("%s: %v", name, err)
			}
			for g := uniseg.NewGraphemes(letters(page)); name == "a line of families" && g.Next(); {
				if n := len(g.Runes()); n != 7 {
					t.Errorf("%s: a family of %d", name, n)
				}
			}
		}
	}
}

func make41() []Block {
	all := make([]Block, 41)
	for i := range all {
		all[i] = Divider{}
	}
	return all
}
