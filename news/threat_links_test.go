package news_test

import (
	"strings"
	"testing"
)

func oddLinks(t *testing.T) {
	for _, link := range []string{
		"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "https://", "//", "http:///x", "discord://x", "",
		"https://good.example@evil.example/", "https://user:secret@x.example/", "https://x.example/a b<c>\"d\"`e`", "https://x.example/\\evil", "https://x.example/a)](https://evil.example",
		"\nhttps://x.example/\n/b", "https://x.example/\u202e\u200b", "https://xn--80ak6aa92e.com/", "https://x.example:99999/", "https://[::1", "http://x.example/%zz",
	} {
		for _, it := range parse(t, hostile("Title", link, "", "")) {
			if strings.Contains(it.Link, "@") || strings.Contains(it.Link, "secret") {
				t.Errorf("%q: link %q hides where it leads", link, it.Link)
			}
		}
	}
}

// A host that is not in ASCII is shown as what it is, whatever it looks like.
func TestHostsOfLinksAreShownInASCII(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"https://аррӏе.example/a":          "https://xn--80ak6aa92e.example/a", // Cyrillic throughout
		"https://tіktok.example/":          "https://xn--tktok-n2e.example/",   // one Cyrillic letter
		"https://%D1%96.example/":          "https://xn--c2a.example/",
		"https://ｔｉｋｔｏｋ．example/x":         "https://tiktok.example/x",
		"https://tiktok.example。evil.test": "https://tiktok.example.evil.test",
		"https://新闻.example:8443/一?q=二#三":  "https://xn--efvy88h.example:8443/%E4%B8%80?q=二#%E4%B8%89",
		"//Bücher.example/":                "https://xn--bcher-kva.example/",
		"https://TikTok.example/Path":      "https://TikTok.example/Path",
		"https://a\u202eb.example/":        "https://feeds.example/rss", // which is no host
	} {
		items := parse(t, hostile("Title", link, "", ""))
		if len(items) != 1 || items[0].Link != want {
			t.Errorf("%q: %+v, want %q", link, items, want)
		}
	}
}

func TestInvitesAreLeftOut(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"Join us at https://discord.gg/AbC-123 now":       "Join us at now",
		"Join DISCORD.GG/abc":                             "Join",
		"See www.discord.com/invite/xyz and dsc.gg/abc !": "See and !",
		"Discord and/or TikTok":                           "Discord and/or TikTok",
	} {
		items := parse(t, hostile("News", "https://discord.gg/abc", said, ""))
		if len(items) != 1 || items[0].Summary != want || items[0].Link != "https://feeds.example/rss" {
			t.Errorf("%q: %+v", said, items)
		}
	}
}
