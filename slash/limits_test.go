package slash

import (
	"fmt"
	"strings"
	"testing"
)

func buttons(n int) []Button {
	var all []Button
	for i := range n {
		all = append(all, Button{Label: fmt.Sprint("b", i), ID: fmt.Sprint("x/", i)})
	}
	return all
}

func choices(n int) []Choice {
	var all []Choice
	for i := range n {
		all = append(all, Choice{Name: "same", Value: fmt.Sprint(i)})
	}
	return all
}

func rows(n int) []Block {
	var all []Block
	for i := range n {
		all = append(all, Row{[]Button{{Label: fmt.Sprint("b", i), ID: fmt.Sprint("x/", i)}}})
	}
	return all
}

func words101() string { return strings.Repeat("字", 101) }

// checks are replies and what is wrong with them, "" for nothing.
var checks = []struct {
	name  string
	reply Reply
	want  string
}{
	{"text", Say(Plain("a")), ""},
	{"nothing", Reply{}, "nothing to show"},
	{"an acknowledgement", Reply{Shown: Unchanged}, ""},
	{"no text", Say(nil), "block 1: empty text"},
	{"empty text", Say(Plain("a"), Plain(" \n")), "block 2: empty text"},
	{"no block", Reply{}.With(nil), "a block of type <nil>"},
	{"Chinese that fits", Say(Plain(strings.Repeat("字", 3100))), ""},
	{"too many bytes", Say(Plain(strings.Repeat("字", 3200))), "too much for one message"},
	{"text that fits", Say(Plain(strings.Repeat("a", 3700))), ""},
	{"too many characters", Say(Plain(strings.Repeat("a", 3801))), "too much for one message"},
	{"too many escapes", Say(Plain(strings.Repeat("_", 1901))), "too much for one message"},
	{"too many characters of two", Say(Plain(strings.Repeat("a", 2000)), Plain(strings.Repeat("a", 2000))), "too much for one message"},
	{"40 components", Reply{}.With(rows(20)...), ""},
	{"42 components", Reply{}.With(rows(21)...), "42 components"},
	{"100 roles", Reply{Roles: make([]string, 100)}.With(Divider{}), ""},
	{"101 roles", Reply{Roles: make([]string, 101)}.With(Divider{}), "101 roles"},

	{"five buttons", Reply{}.With(Row{buttons(5)}), ""},
	{"six buttons", Reply{}.With(Row{buttons(6)}), "6 buttons in a row"},
	{"no buttons", Reply{}.With(Row{}), "0 buttons in a row"},
	{"no label", Reply{}.With(Row{[]Button{{ID: "a"}}}), `button label ""`},
	{"label of 80", Reply{}.With(Row{[]Button{{Label: strings.Repeat("字", 80), ID: "a"}}}), ""},
	{"label of 81", Reply{}.With(Row{[]Button{{Label: strings.Repeat("字", 81), ID: "a"}}}), "button label"},
	{"label twice", Reply{}.With(Row{[]Button{{Label: "a", ID: "a"}}}, Row{[]Button{{Label: "a", ID: "b"}}}), `two buttons "a"`},
	{"id twice", Reply{}.With(Row{[]Button{{Label: "a", ID: "a"}, {Label: "b", ID: "a"}}}), `custom id "a" twice`},
	{"id of menu and button", Reply{}.With(Row{[]Button{{Label: "a", ID: "a"}}}, Menu{ID: "a", Of: RoleMenu}), `custom id "a" twice`},
	{"id of 100", Reply{}.With(Row{[]Button{{Label: "a", ID: strings.Repeat("字", 100)}}}), ""},
	{"id of 101", Reply{}.With(Row{[]Button{{Label: "a", ID: words101()}}}), "has 101 characters"},
	{"neither id nor address", Reply{}.With(Row{[]Button{{Label: "a"}}}), "has 0 characters"},
	{"id and address", Reply{}.With(Row{[]Button{{Label: "a", ID: "a", URL: "https://x.org"}}}), "leads to"},
	{"address with brackets", Reply{}.With(Row{[]Button{{Label: "a", URL: "https://x.org/a_(b)*"}}}), ""},
	{"address of a script", Reply{}.With(Row{[]Button{{Label: "a", URL: "javascript:a"}}}), "leads to"},
	{"long address", Reply{}.With(Row{[]Button{{Label: "a", URL: "https://x.org/" + strings.Repeat("a", 500)}}}), "leads to"},

	{"section with nothing beside", Reply{}.With(Section{Body: Plain("a")}), "a section has text, and a button or a picture"},
	{"section with both", Reply{}.With(Section{Plain("a"), &Button{Label: "a", ID: "a"}, &Image{URL: "https://x.org"}}), "a section has text"},
	{"section without text", Reply{}.With(Section{nil, &Button{Label: "a", ID: "a"}, nil}), "a section has text"},
	{"section with a bad button", Reply{}.With(Section{Plain("a"), &Button{}, nil}), "button label"},
	{"section with a bad picture", Reply{}.With(Section{Plain("a"), nil, &Image{}}), "picture at"},
	{"picture on the web", Reply{}.With(Image{URL: "https://x.org/a.png"}), ""},
	{"picture in a file", Reply{}.With(Image{URL: "file:///a.png"}), "picture at"},
	{"picture without a name", Reply{}.With(Image{Data: []byte("a")}), "file \"\" of 1 bytes"},
	{"file", Reply{}.With(File{"a.csv", []byte("a")}), ""},
	{"file in a folder", Reply{}.With(File{"../a.csv", []byte("a")}), "file"},
	{"file with a space", Reply{}.With(File{"a b.csv", []byte("a")}), "file"},
	{"empty file", Reply{}.With(File{"a.csv", nil}), "of 0 bytes"},
	{"large file", Reply{}.With(File{"a.csv", make([]byte, MaxFile+1)}), "bytes"},

	{"25 choices", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: choices(25), Max: 25}), ""},
	{"26 choices", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: choices(26)}), "26 choices"},
	{"no choices", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu}), "0 choices"},
	{"choice twice", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: append(choices(1), choices(1)...)}), `choice "same" ("0")`},
	{"choice without a name", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: []Choice{{Value: "a"}}}), `choice ""`},
	{"long choice", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: []Choice{{Name: "a", Value: words101()}}}), `choice "a"`},
	{"long second line", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: []Choice{{Name: "a", Value: "a", About: words101()}}}), `choice "a"`},
	{"long hint", Reply{}.With(Menu{ID: "a", Of: RoleMenu, Hint: strings.Repeat("a", 151)}), "menu hint"},
	{"more than there are", Reply{}.With(Menu{ID: "a", Of: ChoiceMenu, Choices: choices(2), Max: 3}), "lets 0 to 3 be chosen"},
	{"least above most", Reply{}.With(Menu{ID: "a", Of: RoleMenu, Min: 2}), "lets 2 to 0 be chosen"},
	{"26 roles", Reply{}.With(Menu{ID: "a", Of: RoleMenu, Max: 26}), "lets 0 to 26 be chosen"},
	{"menu without id", Reply{}.With(Menu{Of: RoleMenu}), "custom id"},

	{"form", Reply{Form: &Form{"a", "T", []Field{{Name: "a", Label: "A", Kind: LineField}}}}, ""},
	{"form without title", Reply{Form: &Form{"a", "", []Field{{Name: "a", Label: "A", Kind: LineField}}}}, `form title ""`},
	{"form with a long title", Reply{Form: &Form{"a", words101(), []Field{{Name: "a", Label: "A", Kind: LineField}}}}, "form title"},
	{"form without fields", Reply{Form: &Form{"a", "T", nil}}, "a form of 0 fields"},
	{"form of six", Reply{Form: &Form{"a", "T", make([]Field, 6)}}, "a form of 6 fields"},
	{"form without id", Reply{Form: &Form{"", "T", []Field{{Name: "a", Label: "A", Kind: LineField}}}}, "custom id"},
	{"field without label", Reply{Form: &Form{"a", "T", []Field{{Name: "a", Kind: LineField}}}}, `field label ""`},
	{"long explanation", Reply{Form: &Form{"a", "T", []Field{{Name: "f", Label: "A", About: words101()}}}}, `field "f" is too long`},
	{"long value", Reply{Form: &Form{"a", "T", []Field{{Name: "f", Label: "A", Kind: LongField, Value: strings.Repeat("字", 4001)}}}}, `field "f" is too long`},
	{"value above max", Reply{Form: &Form{"a", "T", []Field{{Name: "f", Label: "A", Kind: LineField, Max: 2, Value: "abc"}}}}, `field "f" is too long`},
	{"choices of a form", Reply{Form: &Form{"a", "T", []Field{{Name: "f", Label: "A", Kind: ChoiceField}}}}, "0 choices"},
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range checks {
		err := c.reply.Check()
		if c.want == "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	all := Reply{}.With(Text{}, Row{}, Menu{}).Check()
	contains(t, all.Error(), "block 1: empty text", "block 2: 0 buttons", "block 3: custom id")
}

// widest prints m as wide as any edge may: each mark of a text behind a backslash or
// before a zero-width space, links in angle brackets, readings in escaped brackets.
func widest(m Markup) string {
	var b strings.Builder
	for _, l := range m.lines {
		b.WriteByte('\n')
		switch l.Kind {
		case HeadingLine:
			b.WriteString("### ")
		case QuoteLine:
			b.WriteString("> ")
		case BulletLine:
			b.WriteString("- ")
		case NumberLine:
			fmt.Fprintf(&b, "%d. ", l.Level)
		}
		widestSpans(&b, l.Spans)
	}
	return b.String()
}

func widestSpans(b *strings.Builder, spans []Span) {
	text := func(s string) {
		for _, r := range s {
			b.WriteRune(r)
			if strings.ContainsRune("\\*_~`>#-+|<:@[](){}.!\"'$%&,/;=?^", r) {
				b.WriteRune('\u200b')
			}
		}
	}
	for _, s := range spans {
		switch s.Kind {
		case TextSpan:
			text(s.Text)
		case CodeSpan:
			b.WriteString("`` " + s.Text + " ``")
		case BoldSpan:
			b.WriteString("\u200b**")
			widestSpans(b, s.Spans)
			b.WriteString("**\u200b")
		case ItalicSpan:
			b.WriteString("\u200b_")
			widestSpans(b, s.Spans)
			b.WriteString("_\u200b")
		case LinkSpan:
			b.WriteString("[")
			widestSpans(b, s.Spans)
			b.WriteString("](<" + s.Target + ">)")
		case LangSpan:
			text(s.Text)
			b.WriteString(` \(`)
			text(s.Reading)
			b.WriteString(`\)`)
		case TimeSpan:
			fmt.Fprintf(b, "<t:%d:%s>", s.At.Unix(), s.Style)
		case CommandSpan:
			b.WriteString("</" + s.Target + ":1234567890123456789>")
		default:
			b.WriteString("<@&" + s.Target + ">")
		}
	}
}
