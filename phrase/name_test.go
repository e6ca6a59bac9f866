package phrase

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func builtinNames(tb testing.TB) *Names {
	tb.Helper()
	n, err := BuiltinNames()
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// TestNamesAreSafe makes names for all English names that are known and some that are not, by every way.
func TestNamesAreSafe(t *testing.T) {
	t.Parallel()
	n := builtinNames(t)
	names := []string{"Zaphod", "Xochitl", "Q", "Ng", "María José", "o'Neill", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Strzyżewski"}
	for i, g := range n.Given {
		if i%6 == 0 {
			names = append(names, g.Name)
		}
	}
	for _, english := range names {
		made := n.BySound(english, 6)
		if len(made) == 0 {
			t.Errorf("no name sounds like %s", english)
		}
		made = append(made, n.ByFeel(english, "bright", 4)...)
		for _, name := range made {
			text, syllables := name.Text(), name.Syllables(Simplified)
			if cautions := n.CheckName(name); len(cautions) > 0 {
				t.Errorf("%s: %s has a caution: %s", english, text.Simplified, cautions[0].Reason.En)
			}
			if len(syllables) != len([]rune(text.Simplified)) || len(syllables) < 2 || len(syllables) > 4 {
				t.Errorf("%s: %s reads %v", english, text.Simplified, syllables)
			}
			for _, s := range syllables {
				if _, ok := Syllables(dropDigits(s)); !ok {
					t.Errorf("%s: %s reads %v", english, text.Simplified, syllables)
				}
			}
		}
	}
	for _, empty := range []string{"", "李华", "123"} {
		if got := n.BySound(empty, 3); got != nil {
			t.Errorf("BySound(%q) = %v", empty, got)
		}
	}
}

func TestBySoundListens(t *testing.T) {
	t.Parallel()
	n := builtinNames(t)
	for english, family := range map[string]string{"Lee": "l", "Mary": "m", "Sam": "s", "Tom": "t", "Young": "y", "Helen": "h"} {
		for _, name := range n.BySound(english, 1) {
			if first := name.Syllables(Simplified)[0]; !strings.HasPrefix(first, family) && !slices.Contains(name.Parts[0].Sounds, family) {
				t.Errorf("%s is %s", english, name.Text().Simplified)
			}
		}
	}
	g, ok := n.Usual("emily")
	if !ok || g.Text.Simplified == "" {
		t.Errorf("Emily is usually %v", g)
	}
	if _, ok := n.Usual("Zaphod"); ok {
		t.Error("Zaphod has a usual name")
	}
}

func TestCheckName(t *testing.T) {
	t.Parallel()
	n := builtinNames(t)
	for _, test := range []struct {
		name, syllables, kind string
	}{
		{"杜子腾", "du4 zi3 teng2", "sounds-like"},
		{"杜紫藤", "du4 zi3 teng2", "sounds-like"},
		{"范统", "fan4 tong3", "sounds-like"},
		{"李安然", "li3 an1 ran2", ""},
		{"", "", ""},
	} {
		var kinds []string
		for _, c := range n.Check(test.name, strings.Fields(test.syllables)) {
			kinds = append(kinds, c.Kind)
		}
		if test.kind == "" && len(kinds) > 0 || test.kind != "" && !slices.Contains(kinds, test.kind) {
			t.Errorf("%s: %v, want %q", test.name, kinds, test.kind)
		}
	}
	for _, c := range n.Cautions { // every caution that is written finds itself
		if !hasHan(c.Pattern.Simplified) {
			continue
		}
		name, family := c.Pattern.Simplified, 0
		if c.In == "surname" {
			name, family = name+"明", len([]rune(name))
		}
		syllables := slices.Repeat([]string{"x1"}, len([]rune(name)))
		if len(n.check(Wording{name, name}, syllables, family)) == 0 {
			t.Errorf("nothing is said about %s", name)
		}
	}
}

func TestNetNames(t *testing.T) {
	t.Parallel()
	n := builtinNames(t)
	for _, english := range []string{"Anna", ""} {
		all := n.NetNames(english)
		if len(all) == 0 {
			t.Fatalf("no net names for %q", english)
		}
		for _, nick := range all {
			if strings.Contains(nick.Text.Simplified+nick.Pinyin+nick.Meaning.En, "X") {
				t.Errorf("%q: %s %s %s has an X", english, nick.Text.Simplified, nick.Pinyin, nick.Meaning.En)
			}
		}
	}
}

func TestEnglishNames(t *testing.T) {
	t.Parallel()
	n := builtinNames(t)
	for _, test := range []struct{ syllables, among string }{
		{"li4 li4", "Lily"}, {"jie2 ke4", "Jack"}, {"an1 na4", "Anna"},
	} {
		var names []string
		for _, g := range n.EnglishNames(strings.Fields(test.syllables), 12) {
			names = append(names, g.Name)
		}
		if !slices.Contains(names, test.among) {
			t.Errorf("%s: %v, want %s among them", test.syllables, names, test.among)
		}
	}
	if _, odd := n.CheckEnglishName(" Dragon "); !odd {
		t.Error("nothing is said about Dragon")
	}
	if len(n.EnglishCautions) < 35 {
		t.Errorf("%d cautions about English names", len(n.EnglishCautions))
	}
}

func TestLoadNamesRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, mistake string }{
		{"surnames: [{text: 李, pinyin: li3 li3, sounds: [l], meaning: {en: a, zh-CN: 甲, zh-TW: 甲}}]", "does not read"},
		{"surnames: [{text: 李, pinyin: li3, sounds: [L], meaning: {en: a, zh-CN: 甲, zh-TW: 甲}}]", "not lower-case letters"},
		{"syllables: [{text: 安, pinyin: an1, sounds: [an], feel: [odd], usual: any, meaning: {en: a, zh-CN: 甲, zh-TW: 甲}}]", `feel is "odd"`},
		{"cautions: [{pattern: si, in: nowhere, kind: taboo, reason: {en: a, zh-CN: 甲, zh-TW: 甲}}]", `in is "nowhere"`},
		{"english_cautions: [{name: Dragon, reason: {en: a, zh-CN: 甲, zh-TW: 甲}}]", "lower case"},
		{"nonsense: []", "field nonsense not found"},
	} {
		_, err := LoadNames(fstest.MapFS{"names.yaml": {Data: []byte(test.file)}})
		if err == nil || !strings.Contains(err.Error(), test.mistake) {
			t.Errorf("%s: error %v, want %q in it", test.file, err, test.mistake)
		}
	}
}
