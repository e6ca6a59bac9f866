package news_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"magpie/news"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func feedFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/feeds/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no feeds in testdata: %v", err)
	}
	return files
}

func read(t testing.TB, path string) []byte {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// said is the Content-Type that comes with a feed of the test data.
func said(path string) string {
	switch filepath.Base(path) {
	case "big5_called_latin1.xml":
		return "text/xml; charset=iso-8859-1"
	case "gbk.xml":
		return "text/xml; charset=gbk"
	case "text_xml.xml":
		return "text/xml"
	}
	return ""
}

func TestParseEveryShape(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	for _, path := range feedFiles(t) {
		name := filepath.Base(path)
		f := news.Feed{URL: "https://feeds.example/dir/" + name}
		if strings.HasPrefix(name, "gb") || strings.HasPrefix(name, "utf16le") {
			f.Zone = "Asia/Shanghai"
		}
		p, err := news.Parse(f, read(t, path), said(path), f.URL)
		fmt.Fprintf(&out, "== %s\n", name)
		if err != nil {
			fmt.Fprintf(&out, "%v\n\n", err)
			continue
		}
		fmt.Fprintf(&out, "%s [%s] %s %v", p.Title, p.Lang, p.Charset, p.Repairs)
		if p.Every > 0 {
			fmt.Fprintf(&out, " every %v", p.Every)
		}
		out.WriteString("\n")
		for _, it := range p.Items {
			date := "-"
			if !it.Published.IsZero() {
				date = it.Published.Format(time.RFC3339)
			}
			fmt.Fprintf(&out, "- %s [%s] %s\n  %s\n", it.Title, it.Lang, date, it.Link)
			if it.Summary != "" {
				fmt.Fprintf(&out, "  %s\n", it.Summary)
			}
			if it.Publisher != p.Title {
				fmt.Fprintf(&out, "  by %s\n", it.Publisher)
			}
		}
		out.WriteString("\n")
	}
	golden(t, "parsed.golden", out.String())
}

func TestParseRefusesWhatWouldKill(t *testing.T) {
	t.Parallel()
	item := "<item><title>x</title></item>"
	wrap := func(s string) string { return `<rss version="2.0"><channel><title>t</title>` + s + `</channel></rss>` }
	var decls strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&decls, ` xmlns:n%d="u%d"`, i, i)
	}
	for name, tc := range map[string]struct {
		body string
		want news.Problem
	}{
		"nested 10 MB":             {wrap("<item>" + strings.Repeat("<q:a>", 2<<20) + "</item>"), news.TooDeep},
		"nested and closed":        {wrap(strings.Repeat("<q:a>", 300) + strings.Repeat("</q:a>", 300)), news.TooDeep},
		"nested behind a comment":  {wrap(strings.Repeat("<q><!--></q>-->", 300)), news.TooDeep},
		"nested behind CDATA":      {wrap(strings.Repeat("<q><![CDATA[</q>]]>", 300)), news.TooDeep},
		"nested behind quotes":     {wrap(strings.Repeat(`<q a=">" b='/>'>`, 300)), news.TooDeep},
		"nested behind PIs":        {wrap(strings.Repeat(`<q><?a </q>?>`, 300)), news.TooDeep},
		"charset switched midway":  {wrap(`<?xml version="1.0" encoding="gbk"?>` + item), news.NoProblem},
		"many elements":            {wrap(strings.Repeat("<a/>", 300_000)), news.TooBig},
		"many namespaces":          {`<rss version="2.0"><channel` + decls.String() + `>` + strings.Repeat(item, 400) + `</channel></rss>`, news.NoProblem},
		"namespaces by nesting":    {wrap(strings.Repeat(`<a xmlns:b="c" xmlns:d="e">`, 60)), news.TooDeep},
		"nested JSON":              {`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1<<20), news.TooDeep},
		"many JSON values":         {`{"version":"https://jsonfeed.org/version/1","x":[` + strings.Repeat("1,", 600_000), news.TooBig},
		"a JSON feed, broken":      {`{"version":"https://jsonfeed.org/version/1","items":[}`, news.IllFormed},
		"entities that double":     {`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + wrap("<item><title>&b;&b;</title></item>"), news.NoProblem},
		"nothing":                  {"", news.NotFeed},
		"only a root, cut":         {"<rss", news.NotFeed},
		"only a root":              {"<rss>", news.IllFormed},
		"root that looks familiar": {"<rssfeed><item/></rssfeed>", news.NotFeed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := news.Parse(news.Feed{URL: "http://x.example/"}, []byte(tc.body), "", "http://x.example/")
			if got := problem(t, err); got != tc.want {
				t.Errorf("problem %q (%v), want %q", got, err, tc.want)
			}
		})
	}
}

// TestParseManyItems: a feed of a hundred thousand items costs what 500 do.
func TestParseManyItems(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Long</title>`)
	for i := range 50_000 {
		fmt.Fprintf(&b, "<item><title>Item %d</title><link>http://x.example/%d</link></item>", i, i)
	}
	b.WriteString("</channel></rss>")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := news.Parse(news.Feed{URL: "http://x.example/"}, []byte(b.String()), "", "http://x.example/")
	runtime.ReadMemStats(&after)
	if err != nil || len(p.Items) != 500 || len(p.Repairs) != 1 || p.Repairs[0] != news.RepairTooMany {
		t.Fatalf("%d items, repairs %v, %v", len(p.Items), p.Repairs, err)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
		t.Errorf("allocated %d MB", used)
	}
}

func TestParseKnowsWhatTheFeedIs(t *testing.T) {
	t.Parallel()
	f := news.Feed{URL: "http://zh.example/rss", Title: "Our name", Lang: "zh-TW", Outlet: news.StateMedia, Zone: "Asia/Taipei"}
	p, err := news.Parse(f, read(t, "testdata/feeds/gbk.xml"), "", f.URL)
	if err != nil {
		t.Fatal(err)
	}
	it := p.Items[0]
	if p.Title != "Our name" || it.Publisher != "Our name" || it.Outlet != news.StateMedia || p.Lang != "zh-TW" {
		t.Errorf("got %+v of %q", it, p.Title)
	}
	if it.Lang != "zh-CN" {
		t.Errorf("item in %q: its own letters say zh-CN", it.Lang)
	}
	if want := time.Date(2026, 11, 21, 7, 30, 0, 0, time.UTC); !it.Published.Equal(want) {
		t.Errorf("published %v, want %v", it.Published, want)
	}
}

// TestReadFeedWithoutAddress: a file has none, so its relative links lead nowhere, unless it
// says itself to what they are relative; and what a feed does not say stays unsaid.
func TestReadFeedWithoutAddress(t *testing.T) {
	t.Parallel()
	doc, err := news.ReadFeed(news.Feed{}, []byte(`<rss version="2.0"><channel>
		<item><link>/a</link><guid isPermaLink="false"> g 1 </guid></item>
		<item xml:base="http://x.example/dir/"><link>b</link><description>Only words.</description></item>
		<item xml:base="dir/"><link>c</link><source url="http://y.example/">Wire</source><title>Title - Wire</title></item>
		<item><pubDate>2026-11-21</pubDate></item></channel></rss>`), "", "")
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Entry{
		{ID: "g 1"},
		{Link: "http://x.example/dir/b", Summary: "Only words."},
		{Title: "Title", Publisher: "Wire"},
		{Published: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)},
	}
	if diff := cmp.Diff(want, doc.Entries, cmpopts.IgnoreUnexported(news.Entry{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, path := range feedFiles(f) {
		f.Add(read(f, path), "text/xml")
	}
	f.Add([]byte(`<rss><channel><item><title>x</title><!--></item>-->`), "text/xml; charset=big5")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := news.Parse(news.Feed{URL: "http://x.example/"}, body, contentType, "http://x.example/a")
		var trouble *news.Trouble
		if err != nil && !errors.As(err, &trouble) {
			t.Fatalf("error %v is no Trouble", err)
		}
		for _, it := range p.Items {
			if it.Title == "" || it.ID == "" || !strings.HasPrefix(it.Link, "http") {
				t.Errorf("item without title, id or link: %+v", it)
			}
			if n := len([]rune(it.Title)); n > 200 {
				t.Errorf("title of %d characters", n)
			}
			if it.Title != news.Clean(it.Title) || it.Summary != news.Clean(it.Summary) {
				t.Errorf("unclean: %q, %q", it.Title, it.Summary)
			}
		}
	})
}

func FuzzPrepare(f *testing.F) {
	for _, path := range feedFiles(f) {
		f.Add(read(f, path), "text/xml; charset=gbk")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, _ := news.Prepare(body, contentType)
		if string(text) != strings.ToValidUTF8(string(text), "") {
			t.Errorf("not UTF-8: %q", text)
		}
		if strings.ContainsFunc(string(text), func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }) {
			t.Errorf("control characters in %q", text)
		}
	})
}

// BenchmarkParse reads feeds of a hundred items each, by kinds.
func BenchmarkParse(b *testing.B) {
	english := strings.Repeat("Some <b>words</b> of a summary &amp; more. ", 20)
	chinese := "<p>" + strings.Repeat("这是一段摘要，<b>说明</b>发生了什么。", 80) + "</p>"
	for _, kind := range []struct{ name, head, item, foot string }{
		{"RSS", `<rss version="2.0"><channel><title>Bench</title>`,
			"<item><title>Headline %d about a platform</title><link>http://x.example/%[1]d</link><guid>http://x.example/%[1]d</guid><pubDate>Sat, 21 Nov 2026 09:30:00 GMT</pubDate><description><![CDATA[<p>" + english + "</p>]]></description></item>",
			"</channel></rss>"},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title>`,
			`<entry><title type="html">Headline %d &amp;amp; more</title><link rel="alternate" href="http://x.example/%[1]d"/><id>tag:x.example,2026:%[1]d</id><updated>2026-11-21T09:30:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>` + english + "</p></div></content></entry>",
			"</feed>"},
		{"GoogleNews", `<rss version="2.0"><channel><title>Bench</title>`,
			`<item><title>Headline %d about a platform - Gazette</title><link>https://news.example/rss/articles/CBMi%[1]d?oc=5</link><guid isPermaLink="false">CBMi%[1]d</guid><pubDate>Sat, 21 Nov 2026 09:30:00 GMT</pubDate>` +
				`<description>&lt;a href="https://news.example/rss/articles/CBMi%[1]d?oc=5" target="_blank"&gt;Headline %[1]d about a platform&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;Gazette&lt;/font&gt;</description><source url="https://gazette.example">Gazette</source></item>`,
			"</channel></rss>"},
		{"Chinese", `<rss version="2.0"><channel><title>测试</title>`,
			"<item><title>关于平台的第%d条新闻</title><link>http://x.example/%[1]d</link><pubDate>2026年11月21日 15:30</pubDate><description><![CDATA[" + chinese + "]]></description></item>",
			"</channel></rss>"},
		{"RDF", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Bench</title></channel>`,
			`<item rdf:about="http://x.example/%d"><title>Headline %[1]d</title><link>http://x.example/%[1]d</link><description>A summary in plain words, of one sentence.</description><dc:date>2026-11-21T17:30:00+08:00</dc:date></item>`,
			"</rdf:RDF>"},
		{"JSON", `{"version":"https://jsonfeed.org/version/1.1","title":"Bench","items":[{"id":"0"}`,
			`,{"id":"http://x.example/%d","url":"http://x.example/%[1]d","title":"Headline %[1]d","content_html":"<p>` + english + `</p>","date_published":"2026-11-21T09:30:00Z"}`,
			"]}"},
	} {
		var feed bytes.Buffer
		feed.WriteString(kind.head)
		for i := range 100 {
			fmt.Fprintf(&feed, kind.item, i)
		}
		feed.WriteString(kind.foot)
		b.Run(kind.name, func(b *testing.B) {
			b.SetBytes(int64(feed.Len()))
			b.ReportAllocs()
			for b.Loop() {
				p, err := news.Parse(news.Feed{URL: "http://x.example/"}, feed.Bytes(), "", "http://x.example/")
				if err != nil || len(p.Items) != 100 {
					b.Fatal(len(p.Items), err)
				}
			}
		})
	}
}
