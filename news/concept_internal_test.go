package news

import (
	"fmt"
	"strings"
	"testing"
)

// Each text with the concepts found in it, and by what.
func TestFind(t *testing.T) {
	t.Parallel()
	c, err := newConcepts([]Concept{
		{ID: "tiktok", English: []string{"TikTok", "Tik Tok"}, Simplified: []string{"抖音国际版"}, Traditional: []string{"抖音國際版"}},
		{ID: "douyin", English: []string{"Douyin"}, Simplified: []string{"抖音"}, Traditional: []string{"抖音"}},
		{ID: "ban", English: []string{"ban", "banned", "prohibit*"}, Simplified: []string{"禁令"}, Traditional: []string{"禁令"}},
		{ID: "court", English: []string{"court"}},
		{ID: "scotus", English: []string{"Supreme Court", "SCOTUS", "U.S. Supreme Court"}, Simplified: []string{"最高法院"}, Traditional: []string{"最高法院"}},
		{ID: "oracle", English: []string{"Oracle"}, Simplified: []string{"甲骨文"}, Traditional: []string{"甲骨文"}, Near: []string{"Cloud", "云", "tiktok", "数据*"}},
		{ID: "bones", Simplified: []string{"甲骨文"}, Near: []string{"考古"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, want string }{
		{"", ""},
		{"TikTok ban: banned, banner, bank", "tiktok=tiktok ban=ban ban=banned"},
		{"Prohibition and unprohibited", "ban=prohibition"},
		{"The U.S. Supreme Court", "scotus=u.s. supreme court"},
		{"Supreme courts and the supreme court's court", "scotus=supreme court court=court"},
		{"抖音國際版與抖音", "tiktok=抖音国际版 douyin=抖音"},
		{"最高法院維持TikTok禁令", "scotus=最高法院 tiktok=tiktok ban=禁令"},
		{"甲骨文展", ""},
		{"甲骨文與雲端", "oracle=甲骨文"},
		{"考古學家的甲骨文", "bones=甲骨文"},
		{"An oracle; clouds", ""},
		{"oracle, cloud", "oracle=oracle"},
		{"ＴｉｋＴｏｋ", "tiktok=tiktok"},
		{"Tik", ""},
		{"tik tok", "tiktok=tik tok"},
	}
	for _, test := range tests {
		text := unify(test.text)
		var got []string
		for _, m := range c.Find(text) {
			got = append(got, fmt.Sprintf("%s=%s", m.Concept, text[m.Start:m.End]))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%s: got %s, want %s", test.text, got, test.want)
		}
	}
}

func TestConceptsNeedIDs(t *testing.T) {
	t.Parallel()
	for _, all := range [][]Concept{{{English: []string{"x"}}}, {{ID: "x"}, {ID: "x"}}} {
		if _, err := newConcepts(all); err == nil {
			t.Errorf("no error for %v", all)
		}
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	c, err := LoadConcepts()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, lang, want string }{
		{"最高法院", "en", "Supreme Court"}, {"Supreme Court", "zh-TW", "最高法院"}, {"欧盟", "zh-TW", "歐盟"}, {"oracle", "zh-CN", "甲骨文"},
		{"TikTok", "zh-CN", "TikTok"}, {"no concept", "zh-CN", "no concept"}, {"TikTo", "en", "TikTo"}, {"", "en", ""},
	} {
		if got := c.Rename(test.name, test.lang); got != test.want {
			t.Errorf("%s in %s: %s, want %s", test.name, test.lang, got, test.want)
		}
	}
	for _, one := range c.all {
		for _, lang := range []string{"en", "zh-CN", "zh-TW"} {
			if got := c.Rename(one.Name(lang), "en"); got != one.Name("en") {
				t.Errorf("%s: %s is renamed to %s", one.ID, one.Name(lang), got)
			}
		}
	}
}
