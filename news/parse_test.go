package news_test

import (
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

func TestParseEveryShape(t *testing.T) {
	t.Parallel()
	said := map[string]string{"big5_called_latin1.xml": "text/xml; charset=iso-8859-1", "gbk.xml": "text/xml; charset=gbk"}
	var out strings.Builder
	for _, path := range feedFiles(t) {
		name := filepath.Base(path)
		f := news.Feed{URL: "https://feeds.example/dir/" + name}
		if strings.HasPrefix(name, "gb") || strings.HasPrefix(name, "utf16le") {
			f.Zone = "Asia/Shanghai"
		}
		p, err := news.Parse(f, read(t, path), said[name], f.URL)
		fmt.Fprintf(&out, "== %s\n", name)
		if err != nil {
			fmt.Fprintf(&out, "%v\n\n", err)
			continue
		}
		fmt.Fprintf(&out, "%s [%s] %v\n", p.Title, p.Lang, p.Repairs)
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
		"nested behind quotes":     {wrap(strings.Repeat(`<q a="</q>" b='/>'>`, 300)), news.TooDeep},
		"nested behind PIs":        {wrap(strings.Repeat(`<q><?a </q>?>`, 300)), news.TooDeep},
		"charset switched midway":  {wrap(`<?xml version="1.0" encoding="gbk"?>` + item), news.IllFormed},
		"many elements":            {wrap(strings.Repeat("<a/>", 300_000)), news.TooBig},
		"many namespaces":          {`<rss version="2.0"><channel` + decls.String() + `>` + strings.Repeat(item, 400) + `</channel></rss>`, news.TooDeep},
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

func BenchmarkParse(b *testing.B) {
	for name, entry := range map[string]string{
		"English": "<item><title>Headline %d about a platform</title><link>http://x.example/%d</link><pubDate>Sat, 21 Nov 2026 09:30:00 GMT</pubDate>" +
			"<description><![CDATA[<p>" + strings.Repeat("Some <b>words</b> of a summary &amp; more. ", 20) + "</p>]]></description></item>",
		"Chinese": "<item><title>关于平台的第%d条新闻</title><link>http://x.example/%d</link><pubDate>2026年11月21日 15:30</pubDate>" +
			"<description><![CDATA[<p>" + strings.Repeat("这是一段摘要，<b>说明</b>发生了什么。", 20) + "</p>]]></description></item>",
	} {
		var feed strings.Builder
		feed.WriteString(`<rss version="2.0"><channel><title>Bench</title>`)
		for i := range 100 {
			fmt.Fprintf(&feed, entry, i, i)
		}
		feed.WriteString("</channel></rss>")
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(feed.Len()))
			for b.Loop() {
				if _, err := news.Parse(news.Feed{URL: "http://x.example/"}, []byte(feed.String()), "", "http://x.example/"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
