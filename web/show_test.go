package web

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/slash"
)

var update = flag.Bool("update", false, "write golden files anew")

// hostile is what somebody could be called or write.
const hostile = `"><img src=x onerror=alert(1)>`

func rich() slash.Reply {
	return slash.Say(
		slash.Heading(1, slash.Plain("Step 1 of 2")),
		slash.Parse("Install **RedNote** ({小红书|xiǎo hóng shū}).\n\n- one\n- two\n\nThen </guide>, in <#"+ChatChannel+">, <t:1767225600:R>."),
		slash.Plain(hostile+" 你好"),
	).With(
		slash.Section{Body: slash.Plain("With a picture"), Picture: &slash.Image{Name: "a.png", Data: []byte("png"), Alt: hostile}},
		slash.Section{Body: slash.Plain("With a button"), Button: &slash.Button{Label: "Turn", ID: "a/1"}},
		slash.Image{URL: "https://pictures.example/a.png", Alt: "A picture elsewhere"},
		slash.File{Name: "cards.tsv", Data: make([]byte, 2048)},
		slash.Divider{},
		slash.Row{Buttons: []slash.Button{
			{Label: "Next 下一步", ID: "a/2", Style: slash.Main}, {Label: "Back", ID: "a/3", Off: true}, {Label: hostile, URL: "https://a.example/"},
		}},
		slash.Menu{ID: "a/4", Hint: "Choose one", Of: slash.ChoiceMenu, Max: 1, Choices: []slash.Choice{
			{Name: "First", Value: "1", About: "the one", On: true}, {Name: hostile, Value: hostile},
		}},
		slash.Menu{ID: "a/5", Of: slash.ChannelMenu, Kinds: []slash.ChannelKind{slash.NewsChannel}, Chosen: []string{NewsChannel}, Max: 3},
	)
}

func TestRichReply(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	chat, _ := channelByID(ChatChannel)
	v := view{personas[0], slash.NewVoice(try.opts.Words, "en"), chat, try.opts.Words, try.opts.Router.Manifest()}
	m := message{
		ID: "1", Channel: ChatChannel, Author: magpieID, At: time.Unix(1767225600, 0), Lang: "en", Reply: rich(),
		For: personas[0].ID, UsedBy: personas[0].ID, Command: "guide",
	}
	got, err := try.messageHTML(v, m)
	if err != nil {
		t.Fatal(err)
	}
	golden := "testdata/rich.golden.html"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(got, "<img src=x") {
		t.Error("hostile text became a tag")
	}
}

func TestAPostInSeveralLanguagesNamesEach(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	post := slash.Say(slash.Plain("Hello everyone, I am a magpie."), slash.Plain("大家好，我说中文。"), slash.Plain("大家好，我說中文。"))
	if _, err := try.Channel().Post(t.Context(), slash.Post{Channel: NewsChannel, Reply: post}); err != nil {
		t.Fatal(err)
	}
	page := get(t, try, "/?in=news&lang=en")
	for _, want := range []string{`lang="zh-Hans"><p>大家好，我说`, `lang="zh-Hant"><p>大家好，我說`, `<p>Hello everyone, I am a magpie.</p>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestFormEscapes(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	chat, _ := channelByID(ChatChannel)
	v := view{personas[0], slash.NewVoice(try.opts.Words, "zh-CN"), chat, try.opts.Words, nil}
	form := slash.Form{ID: hostile, Title: hostile, Fields: []slash.Field{
		{Name: "a", Label: hostile, About: hostile, Kind: slash.LineField, Value: hostile},
		{Name: "b", Label: hostile, Kind: slash.LongField, Value: "</textarea>" + hostile, Optional: true},
		{Name: "c", Label: hostile, Kind: slash.ChoiceField, Max: 2, Choices: []slash.Choice{{Name: hostile, Value: hostile, On: true}}},
		{Name: "d", Label: "x", Kind: slash.RoleField},
		{Name: "e", Label: "x", Kind: slash.FileField},
	}}
	var b strings.Builder
	if err := try.templates.ExecuteTemplate(&b, "form", v.form(form, "en", hostile)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<img") {
		t.Errorf("hostile text became a tag:\n%s", b.String())
	}
	for _, want := range []string{`lang="en"`, "可不填", ` checked>`, `aria-required="true"`, `type="file"`, "@Moderators"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the form lacks %q:\n%s", want, b.String())
		}
	}
}
