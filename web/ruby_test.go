package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRubyPairs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, reading string
		want          []rubyPair
	}{
		{"你好", "nǐ hǎo", []rubyPair{{"你", "nǐ"}, {"好", "hǎo"}}},
		{"你好", "ㄋㄧˇ ㄏㄠˇ", []rubyPair{{"你", "ㄋㄧˇ"}, {"好", "ㄏㄠˇ"}}},
		{"谢谢大家！", "Xièxie dàjiā!", []rubyPair{{"谢谢", "Xièxie"}, {"大家", "dàjiā"}, {"！", ""}}},
		{"太可爱了", "tài kě'ài le", []rubyPair{{"太", "tài"}, {"可爱", "kě'ài"}, {"了", "le"}}},
		{"“好”，走", "“hǎo”, zǒu", []rubyPair{{"“", ""}, {"好", "hǎo"}, {"”，", ""}, {"走", "zǒu"}}},
		{"IP属地", "IP shǔdì", []rubyPair{{"IP", "IP"}, {"属地", "shǔdì"}}},
		{"yyds", "yǒngyuǎn de shén", []rubyPair{{"yyds", "yǒngyuǎn de shén"}}},
		{"玩儿", "wánr", []rubyPair{{"玩儿", "wánr"}}},
		{"你在哪儿？", "Nǐ zài nǎr?", []rubyPair{{"你", "Nǐ"}, {"在", "zài"}, {"哪儿", "nǎr"}, {"？", ""}}},
		{"女儿", "nǚ'ér", []rubyPair{{"女儿", "nǚ'ér"}}},
		{"你好", "nǐ", []rubyPair{{"你好", "nǐ"}}},
		{"你", "nǐ hǎo", []rubyPair{{"你", "nǐ hǎo"}}},
		{"你", "嗯 ng", []rubyPair{{"你", "嗯 ng"}}},
	} {
		if diff := cmp.Diff(c.want, rubyPairs(c.text, c.reading)); diff != "" {
			t.Errorf("%q, %q (-want +got):\n%s", c.text, c.reading, diff)
		}
	}
}
