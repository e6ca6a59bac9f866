package bot

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"magpie/slash"
)

func ids(full string) string {
	if strings.HasPrefix(full, "digest") {
		return "1234567890"
	}
	return ""
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		c    slash.Content
		want string
	}{
		{"plain", slash.Plain("It costs 5 (or 6): 12:30, snake_case & C#."), "It costs 5 (or 6): 12:30, snake_case & C#."},
		{"marks in plain", slash.Plain("*a* _b_ ~~c~~ ||d|| `e` [f](https://g)"), "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\` [f]\\(https\\://g)"},
		{"mentions in plain", slash.Plain("@everyone @here <@1> <#2> </x:3> <t:4> :smile: 3 < 4"), "\\@everyone \\@here \\<@1> \\<#2> \\</x:3> \\<t:4> \\:smile: 3 < 4"},
		{"starts of lines", slash.Plain("# a\n## b\n-# c\n- d\n> e\n1. f\n>>> g\n#h"), "\\# a\n\\## b\n\\-# c\n\\- d\n\\> e\n1\\. f\n\\>>> g\n#h"},
		{"backslashes", slash.Plain(`¯\_(ツ)_/¯ C:\dir \`), `¯\\\_(ツ)\_/¯ C:\dir \\`},
		{"spans", slash.Parse("**b** *i* `c` {你好|nǐ hǎo} {zh-TW:網路}"), "**b** *i* `c` 你好 (nǐ hǎo) 網路"},
		{"lines", slash.Parse("# h\n> q\n- i\n3. n"), "# h\n> q\n- i\n3. n"},
		{"list in a list", slash.Bullet(slash.Plain("- x")), "- \\- x"},
		{"command", slash.Mention("digest create"), "</digest create:1234567890>"},
		{"unknown command", slash.Mention("guide"), "`/guide`"},
		{"time", slash.Time(noon, slash.Relative), "<t:1795262400:R>"},
		{"mentions", slash.Join(" ", slash.UserMention("1"), slash.ChannelMention("2"), slash.RoleMention("3")), "<@1> <#2> <@&3>"},
		{"forged mention", slash.UserMention("everyone"), "everyone"},
		{"link", slash.Link(slash.Plain("[Live] 5*3 _x_"), "https://example.com/a"), "[［Live］ 5＊3 ＿x＿](https://example.com/a)"},
		{"link like an address", slash.Link(slash.Plain("bank.com"), "https://example.com/"), "bank.com <https://example.com/>"},
		{"link with an address", slash.Link(slash.Plain("see https://bank.com/x"), "https://example.com/"), "see https\\://bank.com/x <https://example.com/>"},
		{"bold edges", slash.Join("", slash.Plain("a"), slash.Bold(slash.Plain(" b ")), slash.Plain("c")), "a **b** c"},
		{"neighbours", slash.Join("", slash.Bold(slash.Plain("a")), slash.Bold(slash.Plain("b"))), "**a**\u200b**b**"},
		{"across spans", slash.Join("", slash.Plain("@"), slash.Plain("everyone http"), slash.In("en", "s://x")), "\\@everyone https\\://x"},
	}
	for _, test := range tests {
		if got := markdown(test.c, ids); got != test.want {
			t.Errorf("%s:\n%s\nnot\n%s", test.name, got, test.want)
		}
	}
}

// The scanner has to see marks, or the fuzz test below proves nothing.
func TestScan(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, text, marks string }{
		{"plain", "plain", ""},
		{`\*a\* \<@1> 1\. x`, "*a* <@1> 1. x", ""},
		{"**b** *i* _i_ __u__ ~~s~~ ||s|| `c`", "      ", "bold italic italic underline strike spoiler code"},
		{"<@1><@&2><#3></a:4><t:5:R><:e:6>", "", "mention mention mention mention time custom emoji"},
		{"@everyone :smile: https://x.y [l](x)", "   ", "mention emoji address link"},
		{"# h\n- i\n1. n\n> q\n-# s", "h\ni\nn\nq\ns", "block block block block block"},
	}
	for _, test := range tests {
		text, marks := scan(test.in)
		var kinds []string
		for _, m := range marks {
			kinds = append(kinds, m.kind)
		}
		text = strings.TrimSuffix(text, "s")
		if want := strings.TrimSuffix(test.text, "s"); strings.TrimSpace(text) != strings.TrimSpace(want) || strings.Join(kinds, " ") != test.marks {
			t.Errorf("%s: text %q, marks %v", test.in, text, kinds)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{
		"hello", "*a* **b** ***c***", "_a_ __b__ ___", "a_b_", "~~~ ||| ``", "[a](b) [[a]](b)", "https://x.y HTTP://Z",
		"<@1> <@!2> <@&3> <#4> <:a:5> <a:b:6> </c d:7> <t:8:R> <id:guide> <+1555> <a@b.c>", "@everyone@here", ":smile: :+1: ::a::b",
		"# a\n## b\n-# c\n - d\n+ e\n* f\n> g\n>>> h\n 12. i\n#\n-", `\`, `\\`, `\*`, `a\`, `\_(ツ)_/`, "你_好_吗", "\xff_\xff_", "a\r\n# b", "|_|_|", "`a\n```b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		printed := markdown(slash.Plain(s), ids)
		text, marks := scan(printed)
		if len(marks) > 0 {
			t.Errorf("%q prints as %q, which is read as %v", s, printed, marks)
		}
		want := strings.ToValidUTF8(strings.ReplaceAll(s, "\r", ""), "\ufffd")
		if normal := strings.ToValidUTF8(text, "\ufffd"); normal != want {
			t.Errorf("%q prints as %q, which is read as %q", s, printed, text)
		}
	})
}

// Formatting around text from outside adds no other marks than its own.
func FuzzFormatted(f *testing.F) {
	f.Add("a", "b")
	f.Add("](https://evil.example)", "[x")
	f.Add("**", "*")
	f.Add("<@", "1>")
	f.Add("` `", "@everyone")
	f.Fuzz(func(t *testing.T, a, b string) {
		const address = "https://example.com/"
		for _, c := range []slash.Content{
			slash.Join("", slash.Plain(a), slash.Link(slash.Plain(b), address), slash.Plain(a)),
			slash.Join(" ", slash.Code(a), slash.Plain(b)),
			slash.Bullet(slash.Plain(a + b)),
		} {
			printed := markdown(c, ids)
			_, marks := scan(printed)
			for _, m := range marks {
				switch {
				case m.kind == "code", m.kind == "block":
				case m.kind == "link" && strings.HasSuffix(m.text, "]("+address+")"):
				case m.kind == "address" && m.text == "<"+address+">":
				default:
					t.Errorf("%q and %q print as %q, which has a %s: %q", a, b, printed, m.kind, m.text)
				}
			}
		}
	})
}

// What slash lets pass fits Discord's limits as printed.
func FuzzLimits(f *testing.F) {
	for _, seed := range []string{"a", "*", "_", "你好", "@everyone", "~~", "|", `\`, "<a", "1. ", "# ", ":a:", "](", "://"} {
		for _, n := range []int{100, 1000, 4000} {
			f.Add(strings.Repeat(seed, n/len(seed)))
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []slash.Content{slash.Plain(s), slash.Bold(slash.Plain(s)), slash.Parse(s), slash.Link(slash.Plain(s), "https://example.com/")} {
			r := slash.Say(c)
			if r.Check() != nil {
				continue
			}
			text := newPayload(r, ids).Components[0].Content
			if n := utf8.RuneCountInString(text); n > 4000 || n == 0 || len(text)+12 > 10170 {
				t.Errorf("%d characters, %d bytes", n, len(text))
			}
		}
	})
}
