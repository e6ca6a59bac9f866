package slash

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mistakes are declarations and words that NewRouter refuses.
var mistakes = []struct {
	name    string
	feature Feature
	words   map[string]string
	want    string // in the error
}{
	{name: "command name", feature: only(Command{Name: "Big Name", Run: run[Nothing]()}), want: "command Big Name: not a name"},
	{name: "no run", feature: only(Command{Name: "x"}), want: "command x: a command runs or has subcommands, never both"},
	{name: "run and subcommands", feature: only(Command{Name: "x", Run: run[Nothing](), Sub: []Command{{Name: "y", Run: run[Nothing]()}}}), want: "never both"},
	{name: "no subcommand runs", feature: only(Command{Name: "x", Sub: []Command{{Name: "y"}}}), want: "command y: a command runs"},
	{name: "two levels", feature: only(Command{Name: "x", Sub: []Command{{Name: "y", Sub: []Command{{Name: "z", Run: run[Nothing]()}}}}}), want: "belong to the family"},
	{name: "permission of a subcommand", feature: only(Command{Name: "x", Sub: []Command{{Name: "y", Needs: ManageServer, Run: run[Nothing]()}}}), want: "belong to the family"},
	{name: "direct subcommand", feature: only(Command{Name: "x", Sub: []Command{{Name: "y", Direct: true, Run: run[Nothing]()}}}), want: "belong to the family"},
	{name: "moderators in direct messages", feature: only(Command{Name: "x", Needs: ManageServer, Direct: true, Run: run[Nothing]()}), want: "nobody is a moderator"},
	{name: "options on a message", feature: only(Command{Name: "x", On: OnMessage, Run: run[struct {
		A string `slash:"a"`
	}]()}), want: "has no options"},
	{name: "input is no struct", feature: only(Command{Name: "x", Run: run[int]()}), want: "input int is not a struct"},
	{name: "untagged field", feature: only(Command{Name: "x", Run: run[struct{ A string }]()}), want: ".A is not an option"},
	{name: "owner of a command", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"owner"`
	}]()}), want: ".A is not an option"},
	{name: "option type", feature: only(Command{Name: "x", Run: run[struct {
		A float64 `slash:"a"`
	}]()}), want: `option "a" of type float64`},
	{name: "option name", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"A"`
	}]()}), want: `option "A" of type string`},
	{name: "option not exported", feature: only(Command{Name: "x", Run: run[struct {
		a string `slash:"a"`
	}]()}), want: `option "a" of type string`},
	{name: "option twice", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a"`
		B string `slash:"a"`
	}]()}), want: `option "a" stands twice`},
	{name: "word of a tag", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,optinal"`
	}]()}), want: `unknown word "optinal"`},
	{name: "number of a tag", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,max=many"`
	}]()}), want: `parsing "many"`},
	{name: "choices and suggestions", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,suggest,choices=b|c"`
	}](), Suggest: suggestNothing("a")}), want: `"a" cannot have suggestions`},
	{name: "suggested bool", feature: only(Command{Name: "x", Run: run[struct {
		A bool `slash:"a,suggest"`
	}](), Suggest: suggestNothing("a")}), want: `"a" cannot have suggestions`},
	{name: "choices of an int", feature: only(Command{Name: "x", Run: run[struct {
		A int `slash:"a,choices=1|2"`
	}]()}), want: "choices are texts"},
	{name: "empty choice", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,choices=b|"`
	}]()}), want: "choices are texts"},
	{name: "26 choices", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,choices=a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z"`
	}]()}), want: "has 26 choices"},
	{name: "min above max", feature: only(Command{Name: "x", Run: run[struct {
		A int `slash:"a,min=3,max=2"`
	}]()}), want: `option "a" from 3 to 2`},
	{name: "max of a channel", feature: only(Command{Name: "x", Run: run[struct {
		A ChannelInfo `slash:"a,max=2"`
	}]()}), want: `option "a" from 0 to 2`},
	{name: "negative length", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,min=-1"`
	}]()}), want: `option "a" from -1 to 0`},
	{name: "kind of channel", feature: only(Command{Name: "x", Run: run[struct {
		A ChannelInfo `slash:"a,kinds=txt"`
	}]()}), want: `channel kind "txt"`},
	{name: "kinds of a string", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,kinds=text"`
	}]()}), want: `channel kind "text"`},
	{name: "long int", feature: Feature{Actions: []Route{act[struct {
		A int `slash:"a,long"`
	}]("x.y")}}, want: "only a text is long"},
	{name: "no suggester", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,suggest"`
	}]()}), want: "suggested by its tag or by a Suggester only"},
	{name: "suggester of an untagged option", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a"`
	}](), Suggest: suggestNothing("a")}), want: "suggested by its tag or by a Suggester only"},
	{name: "suggester of no option", feature: only(Command{Name: "x", Run: run[Nothing](), Suggest: suggestNothing("b")}), want: "a Suggester for no option b"},
	{name: "several of a command", feature: only(Command{Name: "x", Run: run[struct {
		A []string `slash:"a"`
	}]()}), want: "option a is for forms and menus"},
	{name: "long in a command", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,long"`
	}]()}), want: "option a is for forms and menus"},
	{name: "26 options", feature: only(Command{Name: "x", Run: manyOptions(26)}), want: "26 options"},
	{name: "26 subcommands", feature: only(Command{Name: "x", Sub: manyCommands(26)}), want: "26 subcommands"},
	{name: "command twice", feature: Feature{Commands: []Command{{Name: "x", Run: run[Nothing]()}, {Name: "x", Run: run[Nothing]()}}}, want: "command x stands twice"},
	{name: "subcommand twice", feature: only(Command{Name: "x", Sub: []Command{{Name: "y", Run: run[Nothing]()}, {Name: "y", Run: run[Nothing]()}}}), want: "command x y stands twice"},
	{name: "101 commands", feature: Feature{Commands: manyCommands(101)}, want: "101 commands"},
	{name: "16 on messages", feature: Feature{Commands: on(OnMessage, manyCommands(16))}, want: "16 on messages"},
	{name: "16 on people", feature: Feature{Commands: on(OnPerson, manyCommands(16))}, want: "16 on people"},

	{name: "action twice", feature: Feature{Actions: []Route{act[Nothing]("x.y"), act[Nothing]("x.y")}}, want: "action x.y stands twice"},
	{name: "action name", feature: Feature{Actions: []Route{act[Nothing]("")}}, want: `action "": not a name`},
	{name: "action name with a slash", feature: Feature{Actions: []Route{act[Nothing]("x/y")}}, want: `action "x/y": not a name`},
	{name: "action without run", feature: Feature{Actions: []Route{&Action[Nothing]{Name: "x.y"}}}, want: "action x.y: no Run"},
	{name: "action of no struct", feature: Feature{Actions: []Route{act[string]("x.y")}}, want: "input string is not a struct"},
	{name: "carried type", feature: Feature{Actions: []Route{act[struct{ A []string }]("x.y")}}, want: "a []string cannot travel"},
	{name: "carried field not exported", feature: Feature{Actions: []Route{act[struct{ a string }]("x.y")}}, want: ".a is not exported"},
	{name: "owner type", feature: Feature{Actions: []Route{act[struct {
		A int `slash:"owner"`
	}]("x.y")}}, want: "an owner is a string"},
	{name: "six fields", feature: Feature{Actions: []Route{act[struct {
		A string `slash:"a"`
		B string `slash:"b"`
		C string `slash:"c"`
		D string `slash:"d"`
		E string `slash:"e"`
		F string `slash:"f"`
	}]("x.y")}}, want: "6 fields, at most 5"},
	{name: "bool in a form", feature: Feature{Actions: []Route{act[struct {
		A bool `slash:"a"`
	}]("x.y")}}, want: "cannot ask for a bool"},
	{name: "person in a form", feature: Feature{Actions: []Route{act[struct {
		A Person `slash:"a"`
		B string `slash:"b"`
	}]("x.y")}}, want: "cannot ask for a person"},
	{name: "choice field without choices", feature: Feature{Actions: []Route{act[struct {
		A []string `slash:"a"`
		B string   `slash:"b"`
	}]("x.y")}}, want: "option a: no choices"},
	{name: "suggestions in a form", feature: Feature{Actions: []Route{act[struct {
		A string `slash:"a,suggest"`
	}]("x.y")}}, want: "only a command's options are suggested"},

	{name: "no words", feature: only(Command{Name: "x", Run: run[Nothing]()}),
		words: map[string]string{"zh-TW command.x.about": "-"}, want: "zh-TW: no words for command.x.about"},
	{name: "no words for a choice", feature: only(Command{Name: "x", Run: run[struct {
		A string `slash:"a,choices=b"`
	}]()}), words: map[string]string{"command.x.option.a.choice.b": "-"}, want: "en: no words for command.x.option.a.choice.b"},
	{name: "words too long", feature: only(Command{Name: "x", Run: run[Nothing]()}),
		words: map[string]string{"zh-CN command.x.about": strings.Repeat("长", 101)}, want: "command.x.about is 101 characters long, at most 100"},
	{name: "empty words", feature: only(Command{Name: "x", Run: run[Nothing]()}),
		words: map[string]string{"en command.x.about": ""}, want: "command.x.about is 0 characters long"},
	{name: "name with a capital", feature: only(Command{Name: "x", Run: run[Nothing]()}),
		words: map[string]string{"en command.x.name": "Guide"}, want: `"Guide" cannot be typed`},
	{name: "name with a space", feature: only(Command{Name: "x", Run: run[Nothing]()}),
		words: map[string]string{"zh-CN command.x.name": "指 南"}, want: `"指 南" cannot be typed`},
	{name: "options share a name", feature: only(Command{Name: "x", Run: manyOptions(2)}),
		words: map[string]string{"zh-CN command.x.option.o0.name": "同", "zh-CN command.x.option.o1.name": "同"}, want: "zh-CN: command.x: o0 and o1 share a name"},
	{name: "a name is another option's in code", feature: only(Command{Name: "x", Run: manyOptions(2)}),
		words: map[string]string{"zh-CN command.x.option.o0.name": "o1", "zh-CN command.x.option.o1.name": "o0"}, want: "share a name"},
	{name: "subcommands share a name", feature: only(Command{Name: "x", Sub: manyCommands(2)}),
		words: map[string]string{"zh-CN command.x.c0.name": "同", "zh-CN command.x.c1.name": "同"}, want: "c0 and c1 share a name"},
	{name: "commands share a name", feature: Feature{Commands: manyCommands(2)},
		words: map[string]string{"zh-CN command.c0.name": "同", "zh-CN command.c1.name": "同"}, want: "c0 and c1 share a name"},
	{name: "8000 characters", feature: only(Command{Name: "x", Sub: wideCommands(25)}), want: "at most 8000 are allowed"},
}

func only(c Command) Feature { return Feature{Commands: []Command{c}} }

func suggestNothing(option string) map[string]Suggester {
	return map[string]Suggester{option: func(context.Context, *Call, string) ([]Choice, error) { return nil, nil }}
}

func manyOptions(n int) Handler {
	h := run[Nothing]()
	for i := range n {
		h.opts = append(h.opts, Option{Name: fmt.Sprintf("o%d", i), Kind: StringOption})
	}
	return h
}

func manyCommands(n int) []Command {
	var all []Command
	for i := range n {
		all = append(all, Command{Name: fmt.Sprintf("c%d", i), Run: run[Nothing]()})
	}
	return all
}

func wideCommands(n int) []Command {
	all := manyCommands(n)
	for i := range all {
		all[i].Run = manyOptions(10)
	}
	return all
}

func on(o On, commands []Command) []Command {
	for i := range commands {
		commands[i].On = o
	}
	return commands
}

func TestNewRouterRefuses(t *testing.T) {
	t.Parallel()
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			_, err := NewRouter(new(logged).logger(), Options{Words: newWords(t, m.words)}, m.feature)
			if err == nil {
				t.Fatal("no error")
			}
			contains(t, err.Error(), m.want)
		})
	}
}

func TestNewRouterReportsAllAtOnce(t *testing.T) {
	t.Parallel()
	var features []Feature
	for _, m := range mistakes {
		if m.words == nil {
			features = append(features, m.feature)
		}
	}
	_, err := NewRouter(new(logged).logger(), Options{Words: newWords(t, nil)}, features...)
	if err == nil {
		t.Fatal("no error")
	}
	for _, m := range mistakes {
		if m.words == nil && !strings.Contains(m.want, "on messages") && !strings.Contains(m.want, "on people") && !strings.Contains(m.want, " commands") {
			contains(t, err.Error(), m.want)
		}
	}
}

type everything struct {
	When  string      `slash:"when,optional,max=20"`
	Word  string      `slash:"word,suggest,min=1,max=32"`
	How   string      `slash:"how,choices=fast|slow"`
	Count int         `slash:"count,min=1,max=50"`
	Quiet bool        `slash:"quiet,optional"`
	Who   Person      `slash:"who,optional"`
	Where ChannelInfo `slash:"where,optional,kinds=text|forum"`
	Group RoleInfo    `slash:"group,optional"`
	File  Attachment  `slash:"file,optional"`
}

func TestManifest(t *testing.T) {
	t.Parallel()
	r, err := NewRouter(new(logged).logger(), Options{Words: newWords(t, map[string]string{
		"zh-CN command.every.name":                     "全部",
		"zh-TW command.every.option.when.name":         "時間",
		"command.digest.about":                         "Post news at set times.",
		"zh-CN command.every.option.how.choice.fast":   "快",
		"command.explain_message.name":                 "Explain",
		"zh-TW command.explain_message.name":           "解說",
		"zh-CN command.digest.create.name":             "新建",
		"en command.every.option.how.choice.slow":      "Slow",
		"en command.every.option.how.choice.fast":      "Fast",
		"zh-TW command.every.option.how.choice.slow":   "慢",
		"zh-CN command.every.option.count.about":       "几个？",
		"zh-TW command.digest.create.option.name.name": "名稱",
	})}, Feature{Commands: []Command{
		{Name: "every", Direct: true, Run: run[everything](), Suggest: suggestNothing("word")},
		{Name: "explain_message", On: OnMessage, Direct: true, Run: run[Nothing]()},
		{Name: "digest", Needs: ManageServer, Sub: []Command{{Name: "create", Run: run[struct {
			Name string `slash:"name"`
		}]()}, {Name: "stop", Run: run[Nothing]()}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(r.Manifest(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "manifest.golden", string(got)+"\n")
}

// golden compares got with a file in testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update accepts):\n%s", name, diff)
	}
}
