package news_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"magpie/news"
)

func TestReadOPML(t *testing.T) {
	t.Parallel()
	body := func(outlines string) string { return `<opml version="2.0"><head/><body>` + outlines + `</body></opml>` }
	one := []news.Outline{{Title: "One", URL: "https://one.example/feed"}}
	for name, tc := range map[string]struct {
		file      string
		feeds     []news.Outline
		bad, more int
	}{
		"one":                    {body(`<outline text="One" type="rss" xmlUrl="https://one.example/feed"/>`), one, 0, 0},
		"in folders":             {body(`<outline text="News"><outline text="World"><outline text="One" xmlUrl="https://one.example/feed"></outline></outline></outline>`), one, 0, 0},
		"spelled otherwise":      {strings.ToUpper(`<opml><body><outline title=`) + `"One" xmlURL=" HTTPS://One.example/feed "/></body></opml>`, one, 0, 0},
		"title before text":      {body(`<outline title="One" text="Uno" xmlUrl="https://one.example/feed"/>`), one, 0, 0},
		"twice":                  {body(strings.Repeat(`<outline text="One" xmlUrl="https://one.example/feed"/><outline text="Again" xmlUrl="HTTPS://ONE.example:443/feed#top"/>`, 2)), one, 0, 0},
		"no feeds":               {body(`<outline text="A link" url="https://x.example/"/>`), nil, 0, 0},
		"nothing":                {`<opml/>`, nil, 0, 0},
		"bad addresses":          {body(`<outline xmlUrl="javascript:alert(1)"/><outline xmlUrl="ftp://x.example/"/><outline xmlUrl="https://a:b@x.example/"/><outline text="One" xmlUrl="https://one.example/feed"/>`), one, 3, 0},
		"escaped":                {body(`<outline text="Q&amp;A &lt;3 &#x6d3b;" xmlUrl="https://x.example/?a=1&amp;b=2"/>`), []news.Outline{{Title: "Q&A <3 活", URL: "https://x.example/?a=1&b=2"}}, 0, 0},
		"cut short":              {`<opml><body><outline text="One" xmlUrl="https://one.example/feed"/><outline text="Tw`, one, 0, 0},
		"ends that do not match": {`<opml></head><body><outline text="One" xmlUrl="https://one.example/feed"></x></body>`, one, 0, 0},
		"byte order mark":        {"\uFEFF" + `<?xml version="1.0"?>` + body(`<outline text="One" xmlUrl="https://one.example/feed"/>`), one, 0, 0},
		"GBK":                    {"<?xml version=\"1.0\" encoding=\"GBK\"?>" + body("<outline text=\"\xd0\xc2\xce\xc5\" xmlUrl=\"https://one.example/feed\"/>"), []news.Outline{{Title: "新闻", URL: "https://one.example/feed"}}, 0, 0},
		"entities are inert":     {`<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>` + body(`<outline text="&b;&x;" xmlUrl="https://one.example/feed"/>`), []news.Outline{{Title: "&b;&x;", URL: "https://one.example/feed"}}, 0, 0},
	} {
		got, err := news.ReadOPML(strings.NewReader(tc.file))
		if err != nil || len(got.Bad) != tc.bad || got.More != tc.more {
			t.Errorf("%s: %d bad, %d more, %v", name, len(got.Bad), got.More, err)
		}
		if diff := cmp.Diff(tc.feeds, got.Feeds); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadOPMLLimits(t *testing.T) {
	t.Parallel()
	var many strings.Builder
	many.WriteString("<opml><body>")
	for i := range 10_000 {
		fmt.Fprintf(&many, `<outline text="F" xmlUrl="https://x.example/%d"/>`, i)
	}
	got, err := news.ReadOPML(strings.NewReader(many.String() + "</body></opml>"))
	if err != nil || len(got.Feeds) != 500 || got.More != 9500 {
		t.Errorf("%d feeds, %d more, %v", len(got.Feeds), got.More, err)
	}
	for name, tc := range map[string]struct {
		file string
		want news.Problem
	}{
		"deep":       {"<opml><body>" + strings.Repeat("<outline>", 10_000), news.TooDeep},
		"large":      {"<opml>" + strings.Repeat(" ", 1<<20), news.TooBig},
		"a feed":     {tiny, news.NotFeed},
		"a web page": {"<!doctype html><html><body>Hello</body></html>", news.NotFeed},
		"text":       {"hello", news.NotFeed},
		"bytes":      {"\x00\xff\xfe\x01", news.NotFeed},
		"empty":      {"", news.NotFeed},
	} {
		if _, err := news.ReadOPML(strings.NewReader(tc.file)); problem(t, err) != tc.want {
			t.Errorf("%s: %v, want %s", name, err, tc.want)
		}
	}
}

func TestWriteOPML(t *testing.T) {
	t.Parallel()
	feeds := []news.Feed{
		{URL: "https://x.example/?a=1&b=\"2\"", Title: `Q&A <"3"> 喜鹊` + "\x01\n", Lang: "zh-CN"},
		{URL: "https://untitled.example/"},
	}
	var file bytes.Buffer
	if err := news.WriteOPML(&file, "Sources & more", now, feeds); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
	<head>
		<title>Sources &amp; more</title>
		<dateCreated>Sat, 21 Nov 2026 12:00:00 UTC</dateCreated>
	</head>
	<body>
		<outline type="rss" text="Q&amp;A &lt;&#34;3&#34;&gt; 喜鹊�&#xA;" title="Q&amp;A &lt;&#34;3&#34;&gt; 喜鹊�&#xA;" xmlUrl="https://x.example/?a=1&amp;b=&#34;2&#34;" language="zh-CN"></outline>
		<outline type="rss" text="https://untitled.example/" title="https://untitled.example/" xmlUrl="https://untitled.example/"></outline>
	</body>
</opml>
`
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	back, err := news.ReadOPML(&file)
	if err != nil || len(back.Feeds) != 2 || back.Feeds[0].URL != `https://x.example/?a=1&b=%222%22` && back.Feeds[0].URL != feeds[0].URL {
		t.Errorf("read back: %+v, %v", back, err)
	}
}

// FuzzReadOPML looks for files that break what ReadOPML promises, and writes what it read.
func FuzzReadOPML(f *testing.F) {
	for _, s := range []string{
		`<opml><body><outline text="One" xmlUrl="https://one.example/feed"/></body></opml>`,
		`<opml><body><outline><outline xmlUrl="ftp://x"`, `<!DOCTYPE opml [<!ENTITY a "a">]><opml><outline text="&a;" xmlUrl="x.example"/>`,
		"\xff\xfe<\x00o\x00p\x00m\x00l\x00", tiny,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := news.ReadOPML(bytes.NewReader(file))
		if err != nil {
			problem(t, err)
			return
		}
		if len(got.Feeds) > news.MaxFeeds {
			t.Errorf("%d feeds", len(got.Feeds))
		}
		var feeds []news.Feed
		for _, o := range got.Feeds {
			if again, err := news.FeedURL(o.URL); err != nil || again != o.URL {
				t.Errorf("%q is not as FeedURL makes it: %q, %v", o.URL, again, err)
			}
			feeds = append(feeds, news.Feed{URL: o.URL, Title: o.Title})
		}
		var out bytes.Buffer
		if err := news.WriteOPML(&out, "t", now, feeds); err != nil {
			t.Fatal(err)
		}
		back, err := news.ReadOPML(&out)
		if err != nil || len(back.Feeds) != len(feeds) || len(back.Bad) > 0 {
			t.Errorf("wrote %d feeds, read %d and %d bad: %v", len(feeds), len(back.Feeds), len(back.Bad), err)
		}
	})
}
