package web

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"magpie/slash"
)

// plainNames call everything by its id.
type plainNames struct{}

func (plainNames) command(full string) string               { return full }
func (plainNames) channel(id string) (name, address string) { return id, "/?in=" + id }
func (plainNames) person(id string) string                  { return id }
func (plainNames) role(id string) string                    { return id }

func TestMarkup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, source, want string }{
		{"en", "Hello", "<p>Hello</p>"},
		{"en", "one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"},
		{"en", "**bold** *it* `a<b`", "<p><strong>bold</strong> <em>it</em> <code>a&lt;b</code></p>"},
		{"en", "# One\n### Three\n## Two", "<h2>One</h2><h3>Three</h3><h3>Two</h3>"},
		{"en", "- a\n- b\n2. c", `<ul><li>a</li><li>b</li></ul><ol start="2"><li>c</li></ol>`},
		{"en", "> said\n> so", "<blockquote><p>said<br>so</p></blockquote>"},
		{"en", "[site](https://a.example/?x=1&y=2)", `<p><a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">site</a></p>`},
		{"en", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"},
		{"en", "*all of it*\n*part* of it", `<p><em class="aside">all of it</em><br><em>part</em> of it</p>`},
		{"en", "say 谢谢 now", `<p>say <span lang="zh-Hans" class="whole">谢谢</span> now</p>`},
		{"en", "say 謝謝", `<p>say <span lang="zh-Hant" class="whole">謝謝</span></p>`},
		{"en", "山", `<p><span lang="zh">山</span></p>`},
		{"zh-CN", "装上 RedNote。读 nǐ hǎo", `<p>装上 <span lang="en">RedNote</span>。读 <span lang="zh-Latn-pinyin">nǐ hǎo</span></p>`},
		{"zh-TW", "按「获取验证码」", `<p>按<span lang="zh-Hans">「获取验证码</span>」</p>`},
		{"en", "{你好|nǐ hǎo}", `<p><ruby lang="zh">你<rp> (</rp><rt lang="zh-Latn-pinyin">nǐ</rt><rp>) </rp>好<rp> (</rp><rt lang="zh-Latn-pinyin">hǎo</rt><rp>) </rp></ruby></p>`},
		{"en", "{zh-TW:你好|ㄋㄧˇ ㄏㄠˇ}", `<p><ruby lang="zh-TW">你<rp> (</rp><rt lang="zh-Bopo">ㄋㄧˇ</rt><rp>) </rp>好<rp> (</rp><rt lang="zh-Bopo">ㄏㄠˇ</rt><rp>) </rp></ruby></p>`},
		{"en", "{谢谢！|Xièxie!}", `<p><ruby lang="zh-Hans"><span class="whole">谢谢</span><rp> (</rp><rt lang="zh-Latn-pinyin">Xièxie</rt><rp>) </rp>！<rt></rt></ruby></p>`},
		{"en", "<t:1767225600:f>", `<p><time datetime="2026-01-01T00:00:00Z" data-style="f">2026-01-01 00:00 UTC</time></p>`},
		{"en", "</digest create> <#7> <@8> <@&9>", `<p><button type="button" class="mention" data-command="digest create">/digest create</button> <a class="mention" href="/?in=7">#7</a> <span class="mention">@8</span> <span class="mention">@9</span></p>`},
	} {
		p := &printer{lang: c.lang, names: plainNames{}}
		if diff := cmp.Diff(c.want, string(p.HTML(slash.Parse(c.source)))); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.lang, c.source, diff)
		}
	}
}

func TestRuns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]run{
		"":               nil,
		"123":            {{"123", ""}},
		"RedNote":        {{"RedNote", ""}},
		"“quoted”":       {{"“quoted”", ""}},
		"你好 and 再见":      {{"你好", "zh"}, {" and ", ""}, {"再见", "zh-Hans"}},
		"see 小红书 (xiǎo)": {{"see ", ""}, {"小红书", "zh-Hans"}, {" (xiǎo)", ""}},
	} {
		if diff := cmp.Diff(want, runs(text, "en")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestGuessLang(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Everyone under my post wrote 种草": "en",
		"装上 RedNote 就行，很简单":               "zh-Hans",
		"我們這邊會說「被推坑」":                     "zh-Hant",
		"42":                              "en",
	} {
		if got := guessLang(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// plainTag matches the tags that plain text may be printed with.
var plainTag = regexp.MustCompile(`</?p>|<br>|<span lang="[A-Za-z-]+"( class="whole")?>|</span>`)

func FuzzPlainStaysText(f *testing.F) {
	for _, s := range []string{"", "a\n\nb", `<script>alert("1")</script>`, "你好<b>", "**x** {你|nǐ} </guide> <@1>", "&lt;", "\x00\xff\r\n", "「<」"} {
		f.Add(s, "en")
		f.Add(s, "zh-TW")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		p := &printer{lang: lang, names: plainNames{}}
		printed := string(p.HTML(slash.Plain(text)))
		rest := plainTag.ReplaceAllString(printed, "")
		if strings.ContainsAny(rest, "<>\"'") {
			t.Fatalf("%q is printed with a raw tag or quote: %s", text, printed)
		}
		if !utf8.ValidString(text) {
			return
		}
		kept := strings.NewReplacer("\n", "", "\r", "", "\x00", "\ufffd").Replace(text)
		if got := html.UnescapeString(rest); got != kept {
			t.Fatalf("%q is printed as %q", kept, got)
		}
	})
}

// markupTag matches every tag that markup may be printed with.
var markupTag = regexp.MustCompile(`</?(p|br|strong|em|code|h[234]|ul|ol|li|blockquote|ruby|rt|rp|span|time|button|a)( [a-z-]+="[^"<>]*")*>`)

func FuzzMarkupHasKnownTagsOnly(f *testing.F) {
	for _, s := range []string{"[a](https://b.example/\"x)", "{zh:<|>}", "</a b>", "<t:1:R>", "# *a **b***", "1. <#1>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p := &printer{lang: "en", names: plainNames{}}
		printed := string(p.HTML(slash.Parse(source)))
		if rest := markupTag.ReplaceAllString(printed, ""); strings.ContainsAny(rest, "<>") {
			t.Fatalf("%q is printed with %q: %s", source, rest, printed)
		}
		if strings.Contains(printed, `href="javascript`) {
			t.Fatalf("%q leads to a script: %s", source, printed)
		}
	})
}
