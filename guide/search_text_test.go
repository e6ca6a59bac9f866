package guide

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// named are hits as "guide#step".
func named(hits []Hit) []string {
	var names []string
	for _, h := range hits {
		name := h.Guide.Name
		if h.Step >= 0 {
			name += "#" + h.Guide.Steps[h.Step].ID
		}
		names = append(names, name)
	}
	return names
}

func TestLook(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		lang, words string
		want        string // the first hit
		excerpt     string // a part of its excerpt
	}{
		{"en", "how do I save my videos", "leaving-tiktok#videos", "Save"},
		{"en", "VIDEOS saved", "leaving-tiktok#videos", "Save"},
		{"en", "cat tax", "rednote#manners", "cat tax"},
		{"en", "rednote", "rednote", "RedNote"},
		{"en", "rednote leaving", "rednote#leaving", ""},
		{"en", "验证码", "staying-safe#codes", ""},
		{"en", "驗證碼", "staying-safe#codes", ""},
		{"zh-CN", "验证码", "staying-safe#codes", "验证码"},
		{"zh-CN", "驗證碼", "staying-safe#codes", "验证码"},
		{"zh-TW", "验证码", "staying-safe#codes", "驗證碼"},
		{"zh-TW", "在哪裡可以打165反詐騙專線", "rednote#safety", "165"},
		{"zh-CN", "cat tax", "rednote#manners", "猫税"},
		{"zh-CN", "猫", "rednote#manners", "猫"},
		{"en", "cat tax 猫税", "rednote#manners", "cat tax"},
		{"en", "rednote 注册", "rednote#sign-up", ""},
		{"zh-CN", "檢舉", "staying-safe#block-report", ""},
		{"zh-TW", "举报", "staying-safe#block-report", ""},
		{"zh-TW", "骗局", "staying-safe#first-days", ""},
		{"zh-TW", "xiao hong shu", "rednote#sign-up", ""},
		{"en", "insta", "instagram-reels", ""},
		{"en", "jmcomic quuxly", "", ""},
		{"zh-CN", "龘靐", "", ""},
		{"en", "?!", "", ""},
		{"en", "", "", ""},
	} {
		hits := l.Look(test.lang, test.words, 5)
		if len(hits) > 5 {
			t.Errorf("%q: %d hits", test.words, len(hits))
		}
		var first Hit
		excerpt := ""
		if len(hits) > 0 {
			first, excerpt = hits[0], hits[0].Excerpt()
		}
		if got := append(named(hits), "")[0]; got != test.want || !strings.Contains(excerpt, test.excerpt) || len(hits) > 0 && first.Guide.Lang != test.lang {
			t.Errorf("%s: %q finds %v, first in %s: %q; want %s with %q", test.lang, test.words, named(hits), first.Guide.Lang, excerpt, test.want, test.excerpt)
		}
	}
}

// trip is a guide to find words in.
func trip(t *testing.T) *Library {
	t.Helper()
	const front = "---\ntitle: A\nsummary: B\naudience: everyone\norder: 1\nchecked: 2026-01-02\nsources: ['[A](https://a.example)']\n---\n"
	l, err := Load(fstest.MapFS{
		"trip/en.md": {Data: []byte(front + `
## Signing up {#codes}
source: [The Heron Gazette](https://heron.example)

A *verification* code, {验证码|yàn zhèngmǎ}, is sent by e-mail. Then comes the café.

## Clips {#clips}

Save each **video**. They were banned in [Narnia (east)](https://elsewhere.example).
`)},
		"trip/zh-CN.md": {Data: []byte(front + "\n## 注册 {#codes}\n\n用手机收验证码。\n\n## 视频 {#clips}\n\n保存每一个视频。别的以后再说。\n")},
		"trip/zh-TW.md": {Data: []byte(front + "\n## 註冊 {#codes}\n\n用手機收驗證碼。\n\n## 影片 {#clips}\n\n儲存每一部影片。別的以後再說。\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLookMeans(t *testing.T) {
	t.Parallel()
	l := trip(t)
	for _, test := range []struct{ lang, words, want, excerpt string }{
		{"en", "verfication", "codes", "A verification code, 验证码, is sent by e-mail."}, // a letter too few
		{"en", "verifiication", "codes", "A verification"},                             // one too many
		{"en", "verificatoin", "codes", "A verification"},                              // two changed places
		{"en", "verificetion", "codes", "A verification"},                              // another one
		{"en", "vodeo", "", ""},                                                        // short words differ by so little
		{"en", "rideo", "", ""},
		{"en", "verif", "codes", "A verification"},
		{"en", "ver", "", ""},
		{"en", "vidoes", "clips", "Save each video."},
		{"en", "bans", "clips", "They were banned in Narnia (east)."},
		{"en", "email", "codes", "A verification"},
		{"en", "e-mail", "codes", "A verification"},
		{"en", "CAFE", "codes", "Then comes the café."},
		{"en", "yanzhengma", "codes", "A verification"},
		{"en", "yan zheng ma", "codes", "A verification"},
		{"en", "Yàn zhèngmǎ", "codes", "A verification"},
		{"zh-TW", "yanzhengma", "codes", "用手機收驗證碼。"},
		{"en", "视频", "clips", "Save each video."},
		{"zh-CN", "影片", "clips", "保存每一个视频。"},
		{"zh-TW", "视频", "clips", "儲存每一部影片。"},
		{"zh-TW", "以后", "clips", "儲存每一部影片。"},
		{"zh-TW", "以後", "clips", "別的以後再說。"},
		{"zh-CN", "驗證碼 email", "codes", "用手机收验证码。"},
		{"zh-CN", "碼", "codes", "用手机收验证码。"},
		{"en", "heron", "codes", "A verification"}, // in the title of a source
		{"en", "elsewhere", "", ""},                // an address is not searched
		{"en", "quantum chromodynamics", "", ""},
	} {
		id, excerpt := "", ""
		if hits := l.Look(test.lang, test.words, 1); len(hits) > 0 {
			id, excerpt = hits[0].Guide.Steps[hits[0].Step].ID, hits[0].Excerpt()
		}
		if id != test.want || !strings.HasPrefix(excerpt, test.excerpt) {
			t.Errorf("%s: %q finds %q: %q; want %q: %q", test.lang, test.words, id, excerpt, test.want, test.excerpt)
		}
	}
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"**Both** *kinds*, `code`":                "Both kinds, code",
		"**這裡，** 那裡 **so,** so":                   "這裡，那裡 so, so",
		"- an item\n12. another\n> said\n## Head": "an item\nanother\nsaid\nHead",
		"-5 degrees, 3.5 of 10":                   "-5 degrees, 3.5 of 10",
		"[a (b)](https://a.example), [c] (d)":     "a (b), [c] (d)",
		"{你好|nǐ hǎo}, {so} </guide> 1 < 2":        "你好, {so} /guide 1 < 2",
		`\*not so\*, \<@1>, a \\`:                 `*not so*, <@1>, a \`,
		`[open {open <open \`:                     `[open {open <open `,
	} {
		if got := plainText(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// A title counts more than the title of a step, and that more than a text.
func TestLookRanks(t *testing.T) {
	t.Parallel()
	body := file(1, "T", "one", "two")
	body.Data = append(body.Data, "\nLook for the **heron**, [it says](https://a.example). The end.\n"...)
	l, err := Load(fstest.MapFS{
		"a/en.md": body,
		"b/en.md": file(2, "T", "one", "heron"),
		"c/en.md": file(3, "The Heron", "one"),
	})
	if err != nil {
		t.Fatal(err)
	}
	hits := l.Look("en", "herons", 9)
	if diff := cmp.Diff([]string{"c", "b#heron", "a#two"}, named(hits)); diff != "" {
		t.Fatalf("hits (-want +got):\n%s", diff)
	}
	if got := hits[2].Excerpt(); got != "Look for the heron, it says." {
		t.Errorf("excerpt: %q", got)
	}
	if got := named(l.Look("en", "herons", 2)); len(got) != 2 {
		t.Errorf("two at most: %v", got)
	}
}

// A step that only another language has is not found for a reader of this one.
func TestLookLeavesOut(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if got := named(l.Look("en", "台灣讀者先看這裡", 25)); slices.Contains(got, "rednote#blocked") {
		t.Errorf("an English reader is offered a step there is not: %v", got)
	}
	if got := named(l.Look("zh-TW", "台灣讀者先看這裡", 1)); !slices.Equal(got, []string{"rednote#blocked"}) {
		t.Errorf("a reader in Taiwan finds %v", got)
	}
}

func FuzzLook(f *testing.F) {
	l, err := Builtin()
	if err != nil {
		f.Fatal(err)
	}
	for _, words := range []string{"cat tax", "猫税cat", "''s", "\xff", "ｆｕｌｌ　ｗｉｄｔｈ", strings.Repeat("如何", 40)} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		for _, h := range l.Look("zh-TW", words, 3) {
			if h.Step >= len(h.Guide.Steps) || h.Excerpt() == "" {
				t.Errorf("%q: step %d of %s, %q", words, h.Step, h.Guide.Name, h.Excerpt())
			}
		}
	})
}

func FuzzPlainText(f *testing.F) {
	for _, body := range []string{"[a](b) {你|nǐ} </c> `d` **e**. F", `\`, "\\é", "[[](", "{|}", "<>", "1. ", "。"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !utf8.ValidString(body) {
			return // which no guide is
		}
		text := plainText(body)
		if len(text) > len(body) || !utf8.ValidString(text) {
			t.Errorf("%q becomes %q", body, text)
		}
		if first := Opening(Step{Body: body}); !strings.Contains(text, first) {
			t.Errorf("%q begins with %q", text, first)
		}
	})
}
