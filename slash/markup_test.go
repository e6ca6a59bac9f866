package slash

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var sameMarkup = cmp.Options{cmp.AllowUnexported(Markup{}), cmp.Comparer(func(a, b Span) bool {
	return a.Kind == b.Kind && a.Text == b.Text && a.Target == b.Target && a.Lang == b.Lang && a.Reading == b.Reading &&
		a.At.Equal(b.At) && a.Style == b.Style && cmp.Equal(a.Spans, b.Spans)
})}

func text(s string) Span                     { return Span{Kind: TextSpan, Text: s} }
func nest(kind SpanKind, spans ...Span) Span { return Span{Kind: kind, Spans: spans} }
func lang(tag, text, reading string) Span {
	return Span{Kind: LangSpan, Lang: tag, Text: text, Reading: reading}
}
func to(kind SpanKind, target string) Span { return Span{Kind: kind, Target: target} }
func link(target string, inner ...Span) Span {
	return Span{Kind: LinkSpan, Target: target, Spans: inner}
}
func line(spans ...Span) []Line                { return []Line{{Spans: spans}} }
func kind(k LineKind, n int, s ...Span) []Line { return []Line{{Kind: k, Level: n, Spans: s}} }

func TestParse(t *testing.T) {
	t.Parallel()
	for src, want := range map[string][]Line{
		"":                          {{}},
		"plain":                     line(text("plain")),
		"a\r\nb":                    {{Spans: []Span{text("a")}}, {Spans: []Span{text("b")}}},
		"**b** *i* `c`":             line(nest(BoldSpan, text("b")), text(" "), nest(ItalicSpan, text("i")), text(" "), Span{Kind: CodeSpan, Text: "c"}),
		"***a* b**":                 line(nest(BoldSpan, nest(ItalicSpan, text("a")), text(" b"))),
		"**a *b*{}**":               line(nest(BoldSpan, text("a "), nest(ItalicSpan, text("b")))),
		"*a*{}**b**":                line(nest(ItalicSpan, text("a")), nest(BoldSpan, text("b"))),
		"a{}b":                      line(text("ab")),
		"5 * 3 ** 2":                line(text("5 * 3 ** 2")),
		"**a":                       line(text("**a")),
		"****":                      line(text("****")),
		"**{}**":                    line(text("****")),
		"`a":                        line(text("`a")),
		"``":                        line(text("``")),
		"**`**`**":                  line(nest(BoldSpan, Span{Kind: CodeSpan, Text: "**"})),
		`\*a\* \\ \# \`:             line(text(`*a* \ # \`)),
		"# h":                       kind(HeadingLine, 1, text("h")),
		"### **h**":                 kind(HeadingLine, 3, nest(BoldSpan, text("h"))),
		"#### h":                    line(text("#### h")),
		"#h":                        line(text("#h")),
		" # h":                      line(text(" # h")),
		"> # q":                     kind(QuoteLine, 0, text("# q")),
		">q":                        line(text(">q")),
		"- i":                       kind(BulletLine, 0, text("i")),
		"-i":                        line(text("-i")),
		"12. i":                     kind(NumberLine, 12, text("i")),
		"007. i":                    kind(NumberLine, 7, text("i")),
		"1000. i":                   line(text("1000. i")),
		"-1. i":                     line(text("-1. i")),
		"+1. i":                     line(text("+1. i")),
		`1\. i`:                     line(text("1. i")),
		"[a](https://x.org/b)":      line(link("https://x.org/b", text("a"))),
		"[**a**](http://x.org)":     line(link("http://x.org", nest(BoldSpan, text("a")))),
		"**[a](https://x.org)**":    line(nest(BoldSpan, link("https://x.org", text("a")))),
		"[a](javascript:b)":         line(text("[a](javascript:b)")),
		"[a](https://)":             line(text("[a](https://)")),
		"[a](https://x.org/b c)":    line(text("[a](https://x.org/b c)")),
		"[a](https://x.org/*)":      line(text("[a](https://x.org/*)")),
		"[](https://x.org)":         line(text("[](https://x.org)")),
		"[{}](https://x.org)":       line(text("[](https://x.org)")),
		"[a] (https://x.org)":       line(text("[a] (https://x.org)")),
		"{你好|nǐ hǎo}":               line(lang("zh", "你好", "nǐ hǎo")),
		"{zh-TW:網路}":                line(lang("zh-TW", "網路", "")),
		"{zh-TW:你好|ㄋㄧˇ ㄏㄠˇ}":        line(lang("zh-TW", "你好", "ㄋㄧˇ ㄏㄠˇ")),
		"{foo:bar|baz}":             line(lang("zh", "foo:bar", "baz")),
		`{a\|b|c\}}`:                line(lang("zh", "a|b", "c}")),
		"{name}":                    line(text("{name}")),
		"{|x}":                      line(text("{|x}")),
		"{en:}":                     line(text("{en:}")),
		"</digest create>":          line(to(CommandSpan, "digest create")),
		"</Digest>":                 line(text("</Digest>")),
		"</a b c d>":                line(text("</a b c d>")),
		"<@12> <@&3> <#4>":          line(to(UserSpan, "12"), text(" "), to(RoleSpan, "3"), text(" "), to(ChannelSpan, "4")),
		"<@a> <#> <@!1>":            line(text("<@a> <#> <@!1>")),
		"<#123456789012345678901>":  line(text("<#123456789012345678901>")),
		"<t:1735689600:R>":          line(Span{Kind: TimeSpan, At: time.Unix(1735689600, 0), Style: Relative}),
		"<t:-5:D>":                  line(Span{Kind: TimeSpan, At: time.Unix(-5, 0), Style: Date}),
		"<t:05:R>":                  line(text("<t:05:R>")),
		"<t:1:x>":                   line(text("<t:1:x>")),
		"<t:1>":                     line(text("<t:1>")),
		"<t:99999999999999:R>":      line(text("<t:99999999999999:R>")),
		"@everyone <https://x.org>": line(text("@everyone <https://x.org>")),
	} {
		got := Parse(src)
		if diff := cmp.Diff(want, got.lines, sameMarkup); diff != "" {
			t.Errorf("Parse(%q): (-want +got)\n%s", src, diff)
		}
		if diff := cmp.Diff(got, Parse(got.Source()), sameMarkup); diff != "" {
			t.Errorf("Parse(%q).Source() = %q (-want +got)\n%s", src, got.Source(), diff)
		}
	}
}

// TestParseNests bounds how deep spans stand in each other, however deep the source.
func TestParseNests(t *testing.T) {
	t.Parallel()
	src := "x"
	for range 20 {
		src = "[*" + src + "*](https://x.org) **" + src + "**"
		if len(src) > 1<<16 {
			break
		}
	}
	var deep func(spans []Span) int
	deep = func(spans []Span) int {
		n := 0
		for _, s := range spans {
			n = max(n, 1+deep(s.Spans))
		}
		return n
	}
	if n := deep(Parse(src).lines[0].Spans); n > maxNesting+1 {
		t.Errorf("%d levels", n)
	}
}

// TestMade checks what the functions that make Markup make of odd arguments, and that
// it outlives Source and Parse.
func TestMade(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 4, 20, 12, 0, 0, 999, time.FixedZone("", 3600))
	for name, c := range map[string]struct {
		made   Markup
		source string
		plain  string
	}{
		"heading text":      {Plain("# a").Markup(), `\# a`, "# a"},
		"list text":         {Plain("- a").Markup(), `\- a`, "- a"},
		"number text":       {Plain("3. a").Markup(), `3\. a`, "3. a"},
		"quote text":        {Plain("> a").Markup(), `\> a`, "> a"},
		"marks":             {Plain("**a** `b` [c](https://x.org) {d|e} </f> <@1>").Markup(), "\\*\\*a\\*\\* \\`b\\` \\[c\\](https://x.org) \\{d\\|e\\} \\</f\\> \\<@1\\>", "**a** `b` [c](https://x.org) {d|e} </f> <@1>"},
		"line ends":         {Plain("a\r\nb\r").Markup(), "a\nb", "a\nb"},
		"time":              {Time(noon, Relative), "<t:1776682800:R>", "2026-04-20 11:00 UTC"},
		"command":           {Mention("digest create"), "</digest create>", "/digest create"},
		"people and places": {Join(" ", UserMention("1"), RoleMention("2"), ChannelMention("3")), "<@1> <@&2> <#3>", "1 2 3"},
		"in":                {In("zh-TW", "網路\n{a|b}:`c`"), "{zh-TW:網路 \\{a\\|b\\}:\\`c\\`}", "網路 {a|b}:`c`"},
		"in nothing":        {In("en", ""), "", ""},
		"in another tongue": {In("ja", "かな"), "かな", "かな"},
		"read":              {Read("zh", "你好", "nǐ\r\nhǎo}"), `{你好|nǐ hǎo\}}`, "你好 (nǐ hǎo})"},
		"read with a colon": {Read("zh", "en:你", "nǐ"), "{zh:en:你|nǐ}", "en:你 (nǐ)"},
		"read nothing":      {Read("zh", "", ""), "", ""},
		"code":              {Code("a`b\nc**d**"), "`a'b c**d**`", "a'b c**d**"},
		"no code":           {Code(""), "", ""},
		"bold":              {Bold(Plain("a\n*b*")), `**a \*b\*{}**`, "a *b*"},
		"bold nothing":      {Bold(Plain("")), "", ""},
		"bold in bold":      {Bold(Parse("a **b** *c*")), "**a b *c*{}**", "a b c"},
		"bold beside bold":  {Join("", Bold(Plain("a")), Bold(Plain("b"))), "**a**{}**b**", "ab"},
		"italic and bold":   {Join("", Parse("*a*"), Bold(Plain("b"))), "*a*{}**b**", "ab"},
		"link":              {Link(Plain("a]"), "https://x.org/a_(b)?c=*"), `[a\]](https://x.org/a_%28b%29?c=%2A)`, "a]"},
		"link of nothing":   {Link(Plain(""), "https://x.org"), "", ""},
		"link in bold":      {Bold(Link(Plain("a"), "https://x.org/**")), "**[a](https://x.org/%2A%2A)**", "a"},
		"link in a link":    {Link(Parse("a [b](https://y.org) c"), "https://x.org"), "[a b c](https://x.org)", "a b c"},
		"link to a script":  {Link(Plain("a"), "javascript:alert(1)"), "a", "a"},
		"link to nowhere":   {Link(Plain("a"), "https:///b"), "a", "a"},
		"link with a space": {Link(Plain("a"), "https://x.org/b c"), "a", "a"},
		"link with a break": {Link(Plain("a"), "https://x.org/\nb"), "a", "a"},
		"link to a file":    {Link(Plain("a"), "file:///etc/hosts"), "a", "a"},
		"heading":           {Heading(9, Plain("a\nb")), "### a b", "a b"},
		"bullet":            {Bullet(Bold(Plain("a"))), "- **a**", "• a"},
		"quoted list":       {Quote(Parse("1. a\n- b\nc")), "> 1. a\n> • b\n> c", "1. a\n• b\nc"},
		"joined by a break": {Join("\n", Plain("a"), Plain("b")), "a b", "a b"},
		"joined to a list":  {Join("", Plain("1"), Plain(". a")), `1\. a`, "1. a"},
		"lines":             {Lines(Plain("a"), Plain(""), Heading(1, Plain("b"))), "a\n\n# b", "a\n\nb"},
	} {
		if got := c.made.Source(); got != c.source {
			t.Errorf("%s: source %q, want %q", name, got, c.source)
		}
		if got := c.made.String(); got != c.plain {
			t.Errorf("%s: text %q, want %q", name, got, c.plain)
		}
		again := Parse(c.made.Source())
		if again.Source() != c.source || again.String() != c.plain {
			t.Errorf("%s: read again %q", name, again.Source())
		}
	}
}

// TestSetIn checks that what is set into a catalogue's words formats only if it is
// Markup.
func TestSetIn(t *testing.T) {
	t.Parallel()
	v := NewVoice(newWords(t, map[string]string{"test.start": "%s x", "test.bold": "**%s** x", "test.dot": "%s. x"}), "en")
	for _, c := range []struct {
		key  string
		arg  any
		want string // source
	}{
		{"test.start", "#", `\# x`},
		{"test.start", Plain("-"), `\- x`},
		{"test.start", "1.", `1\. x`},
		{"test.start", "a\n# b\n> c", "a\n\\# b\n\\> c x"},
		{"test.start", "**b** <@1>", `\*\*b\*\* \<@1\> x`},
		{"test.start", Bold(Plain("b")), "**b** x"},
		{"test.start", Heading(1, Plain("b")), "# b x"},
		{"test.start", time.Unix(60, 0), "<t:60:f> x"},
		{"test.start", error(&InputError{Option: Option{Name: "*"}}), `option \*: "" is not allowed x`},
		{"test.bold", Parse("*b*"), "**{}*b*{}** x"},
		{"test.bold", Plain("*b*"), `**\*b\*** x`},
		{"test.dot", "a", "a. x"},
	} {
		if got, want := v.T(c.key, c.arg), Parse(c.want); got.Source() != want.Source() {
			t.Errorf("T(%q, %v) = %q, want %q", c.key, c.arg, got.Source(), want.Source())
		}
	}
	args := []any{Bold(Plain("b"))}
	if got := v.Label("test.start", args...); got != "b x" {
		t.Errorf("Label: %q", got)
	}
	if _, kept := args[0].(Markup); !kept {
		t.Errorf("Label changed its arguments: %v", args)
	}
}

// textOnly reports whether m is text without formatting.
func textOnly(m Markup) bool {
	for _, l := range m.lines {
		for _, s := range l.Spans {
			if l.Kind != TextLine || s.Kind != TextSpan {
				return false
			}
		}
	}
	return true
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "# a", "1. b\n- c", "*a*", "`", "{a|b}", "</x>", `\`, "a\\\nb", "<t:1:R>", "1\n.", "{}", "a{}# b"} {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, s, rest string) {
		// Carriage returns are dropped: they are part of a line end, or show nothing.
		want := strings.ReplaceAll(s, "\r", "")
		m := Plain(want).Markup()
		if !textOnly(m) || m.String() != want {
			t.Fatalf("Plain(%q) is %q", want, m.String())
		}
		if again := Parse(m.Source()); !textOnly(again) || again.String() != want {
			t.Fatalf("Plain(%q) is read as %q", want, again.Source())
		}
		if got := Parse(escapeArgument(want) + " x"); !textOnly(got) || got.String() != want+" x" {
			t.Fatalf("%q set in is read as %q", want, got.Source())
		}
		made := Join(rest, Bold(Link(Plain(s), "https://x.org/"+rest)), Code(s), In("zh-CN", s), Read("zh", s, rest), Parse(s))
		if again := Parse(made.Source()); again.String() != made.String() {
			t.Fatalf("%q is read as %q", made.Source(), again.Source())
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"**a** *b* `c` [d](https://x.org) {e|f} </g> <t:1:R> <@1>\n# h\n> q\n- i\n1. n", "***a***", "**`a`**", `\`, "{}", "*{}*",
		"[*a*](https://x.org)", "{zh-TW:`a|b}", "**a*{}*b**", "``a`b**`**", "*a **b***", "[`]`](http://a)", "1\\. a", "{zh:en:a}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		m := Parse(src)
		if diff := cmp.Diff(m, Parse(m.Source()), sameMarkup); diff != "" {
			t.Fatalf("%q: source %q (-want +got)\n%s", src, m.Source(), diff)
		}
		if utf8.ValidString(src) && !utf8.ValidString(m.String()) {
			t.Fatalf("%q: text %q", src, m.String())
		}
		s := textSize(m)
		if n := utf8.RuneCountInString(m.Source()); s.characters < utf8.RuneCountInString(m.String()) || utf8.ValidString(src) && s.bytes < len(m.String()) {
			t.Fatalf("%q: %+v for %d characters", src, s, n)
		}
	})
}

// TestRandomMarkup reads random runs of marks, which fuzzing rarely puts together.
func TestRandomMarkup(t *testing.T) {
	t.Parallel()
	parts := strings.Split("* ** *** ` { } {} | [ ] ]( ](https://x.org) ) \\ # - > 1 . : < </a> <t:1:R> <@1> zh: zh-TW: a 你 \n \r", " ")
	random := rand.New(rand.NewPCG(1, 2))
	for range 3_000 {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(parts[random.IntN(len(parts))])
			if random.IntN(4) == 0 {
				b.WriteByte(' ')
			}
		}
		m := Parse(b.String())
		if diff := cmp.Diff(m, Parse(m.Source()), sameMarkup); diff != "" {
			t.Fatalf("%q: source %q (-want +got)\n%s", b.String(), m.Source(), diff)
		}
		made := Bold(Join("", m, Bold(m), Link(m, "https://x.org"), m))
		if again := Parse(made.Source()); again.String() != made.String() || again.Source() != made.Source() {
			t.Fatalf("%q: made %q, read %q", b.String(), made.Source(), again.Source())
		}
	}
}
