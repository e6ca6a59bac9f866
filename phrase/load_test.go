package phrase

import (
	"strings"
	"testing"
	"testing/fstest"
)

const (
	goodSituation = `order: 1
title: {en: Hello, zh-CN: 问候, zh-TW: 問候}
phrases:
  - id: hello
    en: Hello!
    zh-CN: 你好！
    zh-TW: 你好！
    pinyin: Nǐ hǎo!
    literal: you good
    register: neutral
    when: {en: Any time., zh-CN: 随时。, zh-TW: 隨時。}
    tags: [hello]
`
	goodSlang = `direction: zh
slang:
  - id: yyds
    term: yyds
    forms: [永远的神]
    pinyin: yǒngyuǎn de shén
    meaning: {en: The greatest., zh-CN: 最厉害。, zh-TW: 最厲害。}
    register: casual
    safety: careful
    caution: {en: Old., zh-CN: 老了。, zh-TW: 老了。}
    example:
      text: yyds
      means: GOAT
`
	goodNotices = `notices:
  - id: muted
    text: 禁言
    pinyin: jìnyán
    meaning: {en: Muted, zh-CN: 不能说话, zh-TW: 不能說話}
    do: {en: Wait., zh-CN: 等。, zh-TW: 等。}
    guide: rednote#notices
`
)

func files(situation, slang, notices string) fstest.MapFS {
	return fstest.MapFS{
		"situations/hello.yaml": {Data: []byte(situation)},
		"slang/zh.yaml":         {Data: []byte(slang)},
		"notices.yaml":          {Data: []byte(notices)},
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	b, err := Load(files(goodSituation, goodSlang, goodNotices))
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Situations()) != 1 || len(b.Phrases("hello")) != 1 || len(b.Slang()) != 1 || len(b.Notices()) != 1 {
		t.Errorf("book = %+v", b)
	}
}

func TestLoadNamesTheMistake(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, old, new, want string }{
		{"title", "en: Hello, ", "", "situations/hello.yaml: title needs en, zh-CN and zh-TW"},
		{"order", "order: 1", "order: 3", "situations/hello.yaml: order is 3, expected 1"},
		{"missing language", "    zh-TW: 你好！\n", "", "situations/hello.yaml:4: hello: needs en, zh-CN and zh-TW"},
		{"id", "id: hello", "id: Hello!", `situations/hello.yaml:4: Hello!: id is "Hello!"`},
		{"same id", "id: hello", "id: yyds", "slang/zh.yaml:3: yyds: the id is already in situations/hello.yaml:4: yyds"},
		{"register", "register: neutral", "register: loud", `hello: register is "loud", expected one of [playful`},
		{"when", "zh-TW: 隨時。", "zh-TW: ''", "hello: when needs"},
		{"tags", "tags: [hello]", "tags: []", "hello: needs tags"},
		{"english", "    tags: [hello]", "    tags: [hello]\n    english: {zh-CN: 好}", "hello: english needs"},
		{"literal", "literal: you good", "literal: ''", "hello: needs literal"},
		{"misspelt pinyin", "Nǐ hǎo!", "Nǐ hfǎo!", `hello: "Nǐ hfǎo!" is not pinyin`},
		{"too few syllables", "Nǐ hǎo!", "Nǐ!", `hello: "Nǐ!" has 1 syllables for the 2 hanzi of 你好！`},
		{"unknown key", "literal:", "literaly:", "situations/hello.yaml: line 9: field literaly not found"},
		{"not YAML", "phrases:", "phrases", "situations/hello.yaml: yaml: line"},
		{"unknown script", "term: yyds", "term: {zh-CN: yyds, zh-HK: yyds}", "slang/zh.yaml: line 4: zh-HK is neither"},
		{"direction", "direction: zh", "direction: fr", `slang/zh.yaml: direction is "fr"`},
		{"pinyin of English", "direction: zh", "direction: en", "yyds: an English term has no pinyin"},
		{"safety", "safety: careful", "safety: sure", `slang/zh.yaml:3: yyds: safety is "sure"`},
		{"needless caution", "safety: careful", "safety: ok", "yyds: has a caution although safety is ok"},
		{"no caution", "zh-TW: 老了。", "zh-TW: ''", "yyds: caution needs"},
		{"meaning", "zh-TW: 最厲害。", "zh-TW: ''", "yyds: meaning needs"},
		{"term", "term: yyds", "term: {zh-CN: yyds}", "yyds: needs term"},
		{"pair", "    example:", "    pair: {zh-CN: 神}\n    example:", "yyds: pair needs"},
		{"example", "means: GOAT", "means: ''", "yyds: example needs"},
		{"empty form", "[永远的神]", "['!']", `yyds: the form "!" is empty`},
		{"notice", "text: 禁言", "text: ''", "notices.yaml:2: muted: needs text"},
		{"guide", "rednote#notices", "rednote", `muted: guide is "rednote", expected guide#step`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			change := func(s string) string { return strings.Replace(s, test.old, test.new, 1) }
			b, err := Load(files(change(goodSituation), change(goodSlang), change(goodNotices)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %q in it", err, test.want)
			}
			if b != nil {
				t.Error("there is a book in spite of the mistake")
			}
		})
	}
}

func TestLoadReportsAllMistakes(t *testing.T) {
	t.Parallel()
	_, err := Load(files(
		strings.Replace(goodSituation, "neutral", "loud", 1),
		strings.Replace(goodSlang, "term: yyds", "trem: yyds", 1),
		strings.Replace(goodNotices, "jìnyán", "jìnyn", 1)))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"hello.yaml:4", "field trem not found", "notices.yaml:2"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestLoadWantsEveryFile(t *testing.T) {
	t.Parallel()
	_, err := Load(fstest.MapFS{})
	for _, want := range []string{"situations/*.yaml: no such file", "slang/*.yaml: no such file", "notices.yaml"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestLoadRefusesSharedForms(t *testing.T) {
	t.Parallel()
	second := strings.TrimPrefix(strings.Replace(goodSlang, "id: yyds", "id: other", 1), "direction: zh\nslang:\n")
	_, err := Load(files(goodSituation, goodSlang+second, goodNotices))
	if want := `slang/zh.yaml:14: other: the form "yyds" is already in slang/zh.yaml:3: yyds`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error = %v, want %q in it", err, want)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(goodSituation, goodSlang, goodNotices)
	f.Add("", "- 1", "notices: {}")
	f.Add("phrases: *x", "slang: [{}]", "notices: [null]")
	f.Fuzz(func(t *testing.T, situation, slang, notices string) {
		b, err := Load(files(situation, slang, notices))
		if (b == nil) == (err == nil) {
			t.Errorf("book %v and error %v", b, err)
		}
	})
}
