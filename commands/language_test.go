package commands

import (
	"fmt"
	"testing"

	"magpie/community"
	"magpie/phrase"
	"magpie/slash"
)

func TestReader(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang   string
		person community.Person
		script string
		read   string
	}{
		{"en", community.Person{}, "simplified", "nǐhǎo"},
		{"zh-CN", community.Person{}, "simplified", ""},
		{"zh-TW", community.Person{}, "traditional", ""},
		{"zh-TW", community.Person{Readings: community.Zhuyin}, "traditional", "ㄋㄧˇ ㄏㄠˇ"},
		{"en", community.Person{Script: community.TraditionalScript, Sandhi: true}, "traditional", "níhǎo"},
		{"en", community.Person{Readings: community.NoReadings}, "simplified", ""},
		{"zh-CN", community.Person{Readings: community.Zhuyin, Sandhi: true}, "simplified", "ㄋㄧˊ ㄏㄠˇ"},
	} {
		b := newBridgeDesk(t)
		c.person.ID = b.person.ID
		if err := b.store.SavePerson(t.Context(), c.person); err != nil {
			t.Fatal(err)
		}
		call := b.call(b.server)
		call.Voice = call.In(c.lang)
		r, err := readerOf(t.Context(), call, b.store)
		if err != nil || r.script() != c.script || r.reading([]string{"ni3", "hao3"}, "你好") != c.read {
			t.Errorf("%s, %+v: %s %q, %v", c.lang, c.person, r.script(), r.reading([]string{"ni3", "hao3"}, "你好"), err)
		}
	}
}

func TestSpelled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		readings     string
		sandhi       bool
		pinyin, text string
		want         string
	}{
		{community.Marks, false, "Nǐ hǎo!", "你好！", "Nǐ hǎo!"},
		{community.Marks, true, "Nǐ hǎo!", "你好！", "ní hǎo"},
		{community.Zhuyin, false, "xièxie", "谢谢", "ㄒㄧㄝˋ ˙ㄒㄧㄝ"},
		{community.NoReadings, true, "nǐ hǎo", "你好", ""},
		{community.Zhuyin, false, "OK hǎo", "OK好", "OK hǎo"}, // no reading at all would be worse
	} {
		r := reader{community.Person{Readings: c.readings, Sandhi: c.sandhi}}
		if got := r.spelled(c.pinyin, c.text); got != c.want {
			t.Errorf("%s, sandhi %t: %q is %q, not %q", c.readings, c.sandhi, c.pinyin, got, c.want)
		}
	}
}

func TestEntriesInTheReadersScript(t *testing.T) {
	t.Parallel()
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	b := newBridgeDesk(t)
	v := slash.NewVoice(b.words, "en")
	traditional := reader{community.Person{Language: "en", Script: community.TraditionalScript, Readings: community.Zhuyin}}
	p, ok := book.Phrase("thank-you")
	if !ok {
		t.Fatal("no such phrase")
	}
	for _, c := range []struct {
		r    reader
		want []string
	}{
		{readerIn("en"), []string{p.Simplified + "|" + p.Pinyin, "In traditional characters: {zh-TW:" + p.Traditional}},
		{traditional, []string{"{zh-TW:" + p.Traditional + "|ㄒㄧㄝˋ", "In simplified characters: {zh-CN:" + p.Simplified}},
	} {
		digestSees(t, digestShow(t, slash.Say(entryCardFor(v, c.r, phrase.Match{Phrase: &p})...)), c.want...)
	}
}

func TestPlainReplies(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	plain := PlainReplies(b.store)
	text, picture := slash.Text{Body: slash.Plain("text")}, slash.Image{URL: "https://example.org/a.png", Alt: "says"}
	button := &slash.Button{Label: "Press", URL: "https://example.org/"}
	row := slash.Row{Buttons: []slash.Button{*button}}
	for name, c := range map[string]struct {
		shown  slash.Shown
		public bool // the message that was pressed
		blocks []slash.Block
		want   string
	}{
		"text":             {blocks: []slash.Block{text, row}, want: "Text Row"},
		"decorated":        {blocks: []slash.Block{text, picture, slash.Divider{}, row}, want: "Text Row"},
		"a section":        {blocks: []slash.Block{slash.Section{Body: slash.Plain("x"), Picture: &picture}, row}, want: "Text Row"},
		"a button beside":  {blocks: []slash.Block{slash.Section{Body: slash.Plain("x"), Button: button}, slash.Divider{}}, want: "Section"},
		"a picture alone":  {blocks: []slash.Block{picture, row}, want: "Text Row"},
		"public":           {shown: slash.ToAll, blocks: []slash.Block{text, picture, slash.Divider{}}, want: "Text Image Divider"},
		"public, in place": {shown: slash.InPlace, public: true, blocks: []slash.Block{text, picture}, want: "Text Image"},
		"own, in place":    {shown: slash.InPlace, blocks: []slash.Block{text, picture}, want: "Text"},
	} {
		for _, chosen := range []bool{true, false} {
			if err := b.store.SavePerson(t.Context(), community.Person{ID: b.person.ID, Plain: chosen}); err != nil {
				t.Fatal(err)
			}
			call := b.call(b.server)
			call.Message = &slash.Message{Private: !c.public}
			r, err := plain(t.Context(), call, slash.Reply{Blocks: c.blocks, Shown: c.shown})
			if err != nil {
				t.Fatal(err)
			}
			want := c.want
			if !chosen {
				want = kinds(c.blocks)
			}
			if got := kinds(r.Blocks); got != want {
				t.Errorf("%s, plain %t: %s, not %s", name, chosen, got, want)
			}
		}
	}
}

// kinds are the types of blocks.
func kinds(blocks []slash.Block) string {
	all := ""
	for _, b := range blocks {
		all += fmt.Sprintf(" %T", b)[len(" slash."):] + " "
	}
	return all[:len(all)-1]
}

func TestLanguagePage(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	b.as("1", 0)
	digestSees(t, b.run("language"), "Language: English, the language of your Discord", "simplified 简体, as usual", "(Same as my Discord)")
	digestSees(t, b.press("繁體中文"), "語言：繁體中文，你自己選的", "繁體，跟隨你的語言", "(照變調標聲調)")
	b.run("language") // the router of this test knows no chosen language
	digestSees(t, b.choose("Readings beside Chinese", "zhuyin"), "zhuyin (bopomofo)✓")
	digestSees(t, b.choose("Chinese characters", "klingon"), "does not fit here", "Nothing was changed")
	p, ok, err := b.store.Person(t.Context(), "1")
	if want := (community.Person{ID: "1", Language: "zh-TW", Readings: community.Zhuyin}); err != nil || !ok || p != want {
		t.Errorf("%+v, %v", p, err)
	}
	digestSees(t, b.pressID((&slash.Action[languageChoice]{Name: "language.set"}).Button("x", languageChoice{"tlh"}).ID), "does not speak that language")
}
