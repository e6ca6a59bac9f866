package community_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/community"
)

func TestCheckAbout(t *testing.T) {
	t.Parallel()
	for want, texts := range map[community.AboutProblem][]string{
		"": {
			"", "I like tea and long walks, and laugh at my own tones.", "想练口语，也能帮你改作文。周末有空。", "想練口說，喜歡看劇、聊美食。",
			"HSK 4, slowly on the way to 5", "I'm 3 weeks into Chinese!", "I'm 40 lessons in", "Beginner. Patience, please :)", "B2 English, A1 Cantonese",
			"I can talk at 8:30 in the evening", "Spider-Man and dumplings", "Let's read 三体 together", "e.g. food, films, etc.", "I've watched 12 seasons of everything",
			"学了10年英语，还是不敢开口", "No question is silly.",
		},
		community.AboutTooLong: {strings.Repeat("猫", 101)},
		community.AboutLink: {
			"see https://example.org", "www.example.org", "discord.gg/abc", "discordgg abc", "my blog: example.com", "ｅｘａｍｐｌｅ．ｃｏｍ", "example dot com", "exam\u200bple.com/x",
		},
		community.AboutContact: {
			"@cat on the other app", "＠cat", "cat#1234", "wechat: cat77", "微信号是 cat77", "我的微信：cat", "line id: cat", "ig = cat", "call 555-123-4567", "+886 912 345 678",
			"cat_lover_77", "add me!", "加我微信", "一三八零零一三八零零零", "QQ:12345", "DM me",
		},
		community.AboutAge: {
			"I'm 19", "i’m 19 and learning", "Im nineteen", "19yo", "19 y/o", "19F", "18/f", "f 18", "M22", "19 years old", "19岁", "十九歲", "我今年19", "我十九岁", "00后", "90 後", "born 2005",
			"2004年出生", "age: 17", "18+", "over 18 please", "I am a teenager", "minors welcome", "高中生", "屬龍", "１９岁",
		},
		community.AboutGender: {"I'm a girl", "girls only", "only women", "F4M", "single, looking", "找对象", "小姐姐看过来", "I'm a nice guy", "cpdd"},
	} {
		for _, text := range texts {
			var problem community.AboutProblem
			if err := community.CheckAbout(text); err != nil && !errors.As(err, &problem) {
				t.Fatal(err)
			}
			if problem != want {
				t.Errorf("%q: %q, want %q", text, problem, want)
			}
		}
	}
}

func FuzzCheckAbout(f *testing.F) {
	f.Add("I'm 19 and like tea.com")
	f.Fuzz(func(t *testing.T, text string) {
		err := community.CheckAbout(text)
		if hidden := community.CheckAbout(strings.ToUpper(strings.ToLower(text))); err == nil && strings.ToUpper(strings.ToLower(text)) == text && hidden != nil {
			t.Errorf("%q is taken once and refused once: %v", text, hidden)
		}
	})
}

func TestPartnerLists(t *testing.T) {
	t.Parallel()
	if len(community.PartnerLanguages) > 25 || len(community.PartnerInterests) > 25 {
		t.Error("a menu holds 25 choices")
	}
	var p community.Partner
	p.Speak([]string{"en", "klingon", "yue"}, []string{"cmn", "en", ""})
	p.Like([]string{"tea", "weapons"})
	if !slices.Equal(p.Speaks, []string{"en", "yue"}) || !slices.Equal(p.Learns, []string{"cmn"}) || !slices.Equal(p.Interests, []string{"tea"}) || !p.Complete() {
		t.Errorf("%+v", p)
	}
	if community.LanguageName("yue") != "粵語" {
		t.Error(community.LanguageName("yue"))
	}
}

func TestBest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	me := community.Partner{ID: "me", Speaks: []string{"en"}, Learns: []string{"cmn"}, Interests: []string{"tea", "films"}}
	others := []community.Partner{
		{ID: "nobody", Speaks: []string{"es"}, Learns: []string{"fr"}, ActiveAt: now},
		{ID: "learner", Speaks: []string{"es"}, Learns: []string{"en"}, Interests: []string{"tea", "films"}, ActiveAt: now},
		{ID: "pair, away", Speaks: []string{"cmn"}, Learns: []string{"en"}, ActiveAt: ago(50)},
		{ID: "pair, here", Speaks: []string{"cmn"}, Learns: []string{"en"}, ActiveAt: ago(1)},
		{ID: "pair, alike", Speaks: []string{"yue", "cmn"}, Learns: []string{"en"}, Interests: []string{"tea"}, ActiveAt: ago(20)},
	}
	var got []string
	for _, p := range me.Best(others, now) {
		got = append(got, p.ID)
	}
	if want := []string{"pair, alike", "pair, here", "pair, away", "learner"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// TestBestIsFair checks that of many who fit alike everybody comes first to somebody, that
// the order is the same each time, and that it does not depend on who comes to the list when.
func TestBestIsFair(t *testing.T) {
	t.Parallel()
	now := time.Now()
	var others []community.Partner
	for i := range 20 {
		others = append(others, community.Partner{ID: fmt.Sprint("o", i), Speaks: []string{"cmn"}, Learns: []string{"en"}, ActiveAt: now})
	}
	first := map[string]int{}
	for i := range 400 {
		me := community.Partner{ID: fmt.Sprint("m", i), Speaks: []string{"en"}, Learns: []string{"cmn"}}
		best := me.Best(others, now)
		turned := slices.Clone(others)
		slices.Reverse(turned)
		if again := me.Best(turned, now); again[0].ID != best[0].ID || again[19].ID != best[19].ID {
			t.Fatal("another order of the list gives another order of partners")
		}
		first[best[0].ID]++
	}
	for _, o := range others {
		if n := first[o.ID]; n < 5 || n > 45 {
			t.Errorf("%s comes first to %d of 400", o.ID, n)
		}
	}
}
