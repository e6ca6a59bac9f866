package news_test

import (
	"html"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"magpie/news"
)

func TestPlainText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain":                            "plain",
		"  much \n\t space ":               "much space",
		"<p>One</p><p>Two</p>":             "One Two",
		"in<b>li</b>ne<br>break":           "inline break",
		"a &amp; b &lt;c&gt; &#x4f60;":     "a & b <c> 你",
		"1 < 2 and 3 > 2":                  "1 < 2 and 3 > 2",
		"use <unknown> tags":               "use <unknown> tags",
		"<script>bad()</script>good":       "good",
		"<style>p{}</style>good<!-- x -->": "good",
		"<img src=x alt=y>after":           "after",
		"<p>unclosed <b":                   "unclosed",
		"你好<br/>世界":                        "你好 世界",
		"<ruby>漢<rt>hàn</rt></ruby>":       "漢hàn",
		"<iframe>hidden</iframe>":          "",
		"<o:p>Office</o:p> <x-y>x</x-y>":   "Office x",
		"<quux>closed</quux> <a><b":        "closed",
		"a<!-- b --><!doctype c>d":         "ad",
		"<script>if (a < b) { '</p>' }":    "",
		"":                                 "",
	} {
		if got := news.PlainText(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"e\u0301":                          "é",
		"a\u202eb\u2066c\u200fd":           "abcd",
		"a\u200bb\u2060c\ufeffd\u00ad":     "abcd",
		"a\x00b\x1bc":                      "a b c",
		"a\u2028b\u2029c\u00a0d":           "a b c d",
		"👩\u200d👩\u200d👧":                  "👩\u200d👩\u200d👧",
		"🏳️\u200d🌈":                        "🏳️\u200d🌈",
		"👍🏽\u200dx":                        "👍🏽x",
		"x\u0336\u0336\u0336\u0336\u0336y": "x\u0336\u0336\u0336y",
		"\u0301\u0301start":                "start",
		"\xff\xfe":                         "\uFFFD",
		"\u3164\u2800":                     "",
		"สวัสดี":                           "สวัสดี",
		"（全角）ＡＢＣ":                          "（全角）ＡＢＣ",
	} {
		if got := news.Clean(in); got != want {
			t.Errorf("%+q: %+q, want %+q", in, got, want)
		}
	}
}

func TestGuessLanguage(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, declared, want string }{
		{"Supreme Court upholds TikTok ban", "", "en"},
		{"Supreme Court upholds TikTok ban", "en-us", "en"},
		{"La cour confirme", "fr-FR", "fr"},
		{"TikTok禁令", "", "zh-CN"},
		{"TikTok禁令", "zh-TW", "zh-TW"},
		{"TikTok禁令", "zh-Hant", "zh-TW"},
		{"TikTok禁令", "zh-HK", "zh-TW"},
		{"TikTok 將於週日下架，用戶湧入", "zh-CN", "zh-TW"},
		{"TikTok 将于周日下架，用户涌入", "zh-TW", "zh-CN"},
		{"RedNote (小红书) tops the app store chart", "", "en"},
		{"iPhone 17 Pro Max 发布", "", "zh-CN"},
		{"アプリの利用が禁止されました", "", "ja"},
		{"틱톡 금지법", "ko", "ko"},
		{"Запрет приложения", "ru", "ru"},
		{"Запрет приложения", "", ""},
		{"2026 — 100%", "", ""},
		{"", "zh-cn", "zh-CN"},
		{"", "nonsense!", ""},
	} {
		if got := news.GuessLanguage(tc.text, tc.declared); got != tc.want {
			t.Errorf("%q declared %q: %q, want %q", tc.text, tc.declared, got, tc.want)
		}
	}
}

// FuzzPlainText looks for text that is longer than what it came from, unclean, or other
// in pieces of HTML that mean nothing.
func FuzzPlainText(f *testing.F) {
	for _, s := range []string{"<p>a</p>", "&amp;lt;b&amp;gt;", "<script>x", "1 < 2 <unknown>", "<o:p>&nbsp;</o:p>", "<!-- --> <![CDATA[x]]>", "é\u0301 <b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got := news.PlainText(in)
		if got != news.Clean(got) {
			t.Errorf("%q: %q is not clean", in, got)
		}
		if again := news.PlainText(html.EscapeString(got)); again != got {
			t.Errorf("%q: %q, escaped and read again %q", in, got, again)
		}
		if got != news.PlainText("<div><!-- x -->"+in) && !strings.ContainsAny(in, "<&") {
			t.Errorf("%q is not the same in a division", in)
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("a\u202e👩\u200d👩 z\u0301\u0301\u0301\u0301 <b>x</b> &amp;")
	f.Add("\u1100\u200b\u1161")
	f.Fuzz(func(t *testing.T, in string) {
		for _, got := range []string{news.Clean(in), news.PlainText(in)} {
			switch {
			case !utf8.ValidString(got), !norm.NFC.IsNormalString(got):
				t.Errorf("%+q: not in NFC: %+q", in, got)
			case news.Clean(got) != got:
				t.Errorf("%+q: cleaning %+q again gives %+q", in, got, news.Clean(got))
			case strings.TrimSpace(got) != got, strings.Contains(got, "  "):
				t.Errorf("%+q: spaces in %+q", in, got)
			case strings.ContainsFunc(got, func(r rune) bool { return r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) }):
				t.Errorf("%+q: invisible characters in %+q", in, got)
			}
		}
	})
}
