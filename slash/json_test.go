package slash

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// whole is a reply with every kind of block.
func whole() Reply {
	turn := act[key]("guide.turn")
	next, link := turn.Button("Next", key{Guide: "rednote", Step: 2}).With(Main), Button{Label: "Read", URL: "https://x.org/a_(b)"}
	return Reply{Shown: ToAll, Roles: []string{"1", "2"}}.With(
		Text{Lines(Heading(1, Plain("# News *today*")), Join(" ", Bold(Parse("*a*")), Read("zh", "你好", "nǐ hǎo"), Time(time.Unix(60, 0), Relative)), Plain("1. no list"))},
		Section{Body: Plain("with a button"), Button: &next},
		Section{Body: Link(Plain("with a picture"), "https://x.org/)"), Picture: &Image{URL: "https://x.org/a.png", Alt: "a bird"}},
		Image{Name: "quiz.png", Data: []byte{0, 1, 255}, Alt: "好"},
		File{Name: "cards.csv", Data: []byte("a,b\n")},
		Divider{},
		Row{[]Button{link, turn.Button("Stop", key{}).With(Danger).When(false)}},
		act[struct {
			A []ChannelInfo `slash:"a,kinds=text,max=2"`
		}]("x.menu").Menu("Where?", struct {
			A []ChannelInfo `slash:"a,kinds=text,max=2"`
		}{}),
		Menu{ID: "x.choice/0", Of: ChoiceMenu, Choices: []Choice{{Name: "A", Value: "a", About: "first", On: true}}, Max: 1},
	)
}

var sameReply = cmp.Options{sameMarkup, cmp.Transformer("source", func(c Content) string { return c.Markup().Source() })}

func TestReplyIsKept(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Reply{"all blocks": whole(), "nothing": {Shown: Unchanged}, "plain": Say(Plain("**a**"))} {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var got Reply
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, got, sameReply); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if again, err := json.Marshal(got); err != nil || string(again) != string(data) {
			t.Errorf("%s: kept again as %s, %v", name, again, err)
		}
	}
	if err := whole().Check(); err != nil {
		t.Error(err)
	}
}

func TestKeptReplyRefused(t *testing.T) {
	t.Parallel()
	if _, err := json.Marshal(Reply{Form: &Form{}}); err == nil || !strings.Contains(err.Error(), "a form cannot be kept") {
		t.Errorf("form: %v", err)
	}
	for data, want := range map[string]string{
		`{"blocks":[]}`:                "version 0",
		`{"v":2,"blocks":[]}`:          "version 2, want at most 1",
		`{"v":-1}`:                     "version -1",
		`{"v":1,"blocks":{}}`:          "cannot unmarshal object",
		`[]`:                           "cannot unmarshal array",
		`{"v":1,"blocks":[{"image":`:   "unexpected end",
		`{"v":1,"blocks":[{"row":1}]}`: "cannot unmarshal number",
	} {
		r := Say(Plain("before"))
		if err := json.Unmarshal([]byte(data), &r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", data, err, want)
		}
	}
}

// TestOldReply reads a reply as version 1 wrote it, so that a change which needs
// another version is noticed.
func TestOldReply(t *testing.T) {
	t.Parallel()
	data, err := json.MarshalIndent(whole(), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "reply.golden", string(data)+"\n")
}

func FuzzKeptReply(f *testing.F) {
	data, err := json.Marshal(whole())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"v":1,"blocks":[{},{"menu":null},{"section":{"button":{}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Reply
		if json.Unmarshal(data, &r) != nil {
			return
		}
		if r.Check() == nil {
			if _, err := json.Marshal(r); err != nil {
				t.Fatal(err)
			}
		}
	})
}
