package news_test

import (
	"fmt"
	"html"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"magpie/news"
)

// hostile is a feed of one item, of which each part may be any text, well escaped.
func hostile(title, link, summary, date string) string {
	e := html.EscapeString
	return `<rss version="2.0"><channel><title>Feed</title><item><title>` + e(title) + `</title><link>` + e(link) + `</link><description>` +
		e(summary) + `</description><pubDate>` + e(date) + `</pubDate></item></channel></rss>`
}

// parse reads a feed from somewhere, and holds every item to what those who show it rely on.
func parse(t *testing.T, body string) []news.Item {
	t.Helper()
	p, err := news.Parse(news.Feed{URL: "https://feeds.example/rss"}, []byte(body), "", "https://feeds.example/rss")
	problem(t, err) // fails unless it is a Trouble
	for _, it := range p.Items {
		for name, text := range map[string]string{"title": it.Title, "summary": it.Summary, "publisher": it.Publisher} {
			if !utf8.ValidString(text) || text != news.Clean(text) || utf8.RuneCountInString(text) > 200 {
				t.Errorf("%s is not clean: %+q", name, text)
			}
		}
		if !strings.HasPrefix(it.Link, "http://") && !strings.HasPrefix(it.Link, "https://") || strings.ContainsAny(it.Link, " <>\"\n\r\t`\\") {
			t.Errorf("link %q", it.Link)
		}
	}
	return p.Items
}

// TestEntityBombs stands apart from TestThreats so that nothing else allocates beside it.
func TestEntityBombs(t *testing.T) {
	var laughs strings.Builder
	for i := range 10 {
		fmt.Fprintf(&laughs, `<!ENTITY l%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&l%d;", i), 10))
	}
	for name, declared := range map[string]string{
		"billion laughs": `<!ENTITY l0 "ha">` + laughs.String(),
		"quadratic":      `<!ENTITY l10 "` + strings.Repeat("ha", 50_000) + `">`,
		"a small one":    `<!ENTITY l10 "` + strings.Repeat("ha", 100) + `">`,
		"itself":         `<!ENTITY l10 "&l10;">`,
		"parameters":     `<!ENTITY % a "<!ENTITY l10 '` + strings.Repeat("ha", 50_000) + `'>"> %a;`,
	} {
		doc := `<?xml version="1.0"?><!DOCTYPE rss [` + declared + `]><rss version="2.0"><channel><title>Feed</title>` +
			strings.Repeat(`<item><title>Joke`+strings.Repeat("&l10;", 6_000)+`</title><link>/a</link></item>`, 20) + `</channel></rss>`
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		parse(t, doc)
		if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 16<<20 {
			t.Errorf("%s: took %d MB", name, (after.TotalAlloc-before.TotalAlloc)>>20)
		}
	}
}

func foreignEntities(t *testing.T) {
	target := inner(t)
	for _, declared := range []string{
		`<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>`, `<!DOCTYPE rss [<!ENTITY x SYSTEM "` + target.URL + `">]>`,
		`<!DOCTYPE rss SYSTEM "` + target.URL + `">`, `<!DOCTYPE rss [<!ENTITY % p SYSTEM "` + target.URL + `"> %p;]>`,
		`<?xml-stylesheet href="` + target.URL + `"?>`,
	} {
		for _, it := range parse(t, declared+`<rss version="2.0"><channel><title>F</title><item><title>Line &x;</title><link>/a</link></item></channel></rss>`) {
			if strings.Contains(it.Title, "root:") {
				t.Errorf("a file was read: %q", it.Title)
			}
		}
	}
}

func shapelessDocuments(t *testing.T) {
	long := strings.Repeat("a ", 1<<18)
	for name, doc := range map[string]string{
		"long text":        hostile(long, "/a", long, ""),
		"long name":        `<rss version="2.0"><channel><` + strings.ReplaceAll(long, " ", "") + `/><item><title>x</title></item></channel></rss>`,
		"many attributes":  `<rss version="2.0"><channel><item ` + strings.Repeat(`a="b" `, 50_000) + `><title>x</title></item></channel></rss>`,
		"open comment":     `<rss version="2.0"><channel><item><title>x</title></item><!--` + long,
		"open CDATA":       `<rss version="2.0"><channel><item><title><![CDATA[` + long,
		"deep markup":      hostile("x", "/a", strings.Repeat("<div>", 50_000), ""),
		"open tags":        strings.Repeat("<", 1<<18),
		"deep JSON string": `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"` + strings.Repeat(`\u005b`, 30_000) + `"}]}`,
	} {
		t.Run(name, func(t *testing.T) { parse(t, doc) })
	}
}

func brokenBytes(t *testing.T) {
	for _, bad := range []string{"\xff\xfe\xfd", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x00\x00", "\xe4\xbd", "\x1b[31m"} {
		for _, declared := range []string{"", "utf-8", "gbk", "big5", "utf-16", "utf-7", "cp1252", "x-user-defined", "no-such-thing"} {
			doc := `<?xml version="1.0" encoding="` + declared + `"?><rss version="2.0"><channel><title>F</title><item><title>News ` + bad +
				` end</title><link>/a` + bad + `</link></item></channel></rss>`
			parse(t, doc)
		}
	}
}

func hidingLetters(t *testing.T) {
	for name, hidden := range map[string]string{
		"right to left override": "\u202e", "isolates": "\u2066\u2067\u2068\u2069", "embedding": "\u202a\u202b\u202d\u202c",
		"marks of direction": "\u200e\u200f\u061c", "zero width": "\u200b\u2060\ufeff", "soft hyphen": "\u00ad",
		"tags": "\U000E0041\U000E007F", "annotations": "\ufff9\ufffa\ufffb", "controls": "\u0085\u009b", "blank letters": "\u3164\u115f\u1160",
		"joiners between letters": "\u200c\u200d", "math that is not seen": "\u2061\u2062\u2063\u2064", "deprecated shapes": "\u206a\u206f",
		"pile of marks": strings.Repeat("\u0336", 50),
	} {
		for _, it := range parse(t, hostile("The ba"+hidden+"n holds", "/a", "More"+hidden, "")) {
			if n := utf8.RuneCountInString(it.Title); n > len("The ban holds")+3 {
				t.Errorf("%s: %+q", name, it.Title)
			}
			if strings.ContainsFunc(it.Title, func(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Cc) }) {
				t.Errorf("%s stayed: %+q", name, it.Title)
			}
		}
	}
	if items := parse(t, hostile("\u202e\u200b\ufeff", "/a", "", "")); len(items) != 0 {
		t.Errorf("an item of nothing: %+v", items)
	}
}

// textThatCommands: text comes through as text, whole and without HTML. It is escaped where it is
// shown, by slash.Plain.
func textThatCommands(t *testing.T) {
	for text, want := range map[string]string{
		"@everyone <@123> <@&1> <#1>":              "@everyone <@123> <@&1> <#1>",
		"[free](https://x.example) # **a** `b` ||": "[free](https://x.example) # **a** `b` ||",
		"a</b><script>alert(1)</script>b":          "ab",
		"<img src=x onerror=alert(1)>photo":        "photo",
		"<a href='javascript:x'>press</a> here":    "press here",
		"</digest create:1> <t:1:R> <:e:1>":        "<:e:1>", // the others might be HTML
	} {
		items := parse(t, hostile(text, "/a", "", ""))
		if len(items) != 1 || items[0].Title != want {
			t.Errorf("%q: %+v, want %q", text, items, want)
		}
	}
}

func oddDates(t *testing.T) {
	known := news.Feed{URL: "https://feeds.example/rss", State: news.State{LastGood: now.Add(-time.Hour)}}
	for _, date := range []string{
		"Fri, 31 Dec 9999 23:59:59 GMT", "2926-11-21T00:00:00Z", now.AddDate(0, 0, 3).Format(time.RFC1123Z), "Mon, 01 Jan 0001 00:00:00 GMT",
		"1601-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "-0001-01-01", "99999999999999999999", "2026-02-31T25:61:61Z", "yesterday", "", "0000-00-00",
		"Sat, 21 Nov 2026 10:00:00 +9999", "2026年13月41日",
	} {
		saved := news.Keep(known, parse(t, hostile("Title", "/a", "", date)), nil, now)
		if len(saved) != 1 {
			t.Fatalf("%q: %+v", date, saved)
		}
		if it := saved[0]; it.Published.After(now) || it.Published.IsZero() {
			t.Errorf("%q: published %v, though it is %v", date, it.Published, now)
		}
	}
}

// everyNameChanges: feeds that give all their items new guids, links' parameters or dates at every
// fetch do not bring the same news again.
func everyNameChanges(t *testing.T) {
	feed := news.Feed{URL: "https://feeds.example/rss", State: news.State{LastGood: now.Add(-time.Hour)}}
	body := func(link, guid string, fetch int) string {
		var b strings.Builder
		b.WriteString(`<rss version="2.0"><channel><title>Feed</title>`)
		for i := range 20 {
			fill := strings.NewReplacer("ITEM", fmt.Sprint(i), "FETCH", fmt.Sprint(fetch), "SCHEME", []string{"http", "https"}[fetch%2])
			fmt.Fprintf(&b, `<item><title>Headline number %d</title><link>%s</link><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate></item>`,
				i, fill.Replace(link), fill.Replace(guid), now.Add(-time.Duration(fetch)*time.Minute).Format(time.RFC1123Z))
		}
		return b.String() + `</channel></rss>`
	}
	for name, shape := range map[string][2]string{
		"guids":              {"https://x.example/ITEM", "ITEM-FETCH"},
		"anchors":            {"https://x.example/ITEM#FETCH", "ITEM-FETCH"},
		"parameters":         {"https://x.example/ITEM?utm_source=FETCH", "ITEM-FETCH"},
		"guids and links":    {"https://x.example/ITEM/session-FETCH", "ITEM-FETCH"},
		"links, guids stay":  {"https://x.example/ITEM/session-FETCH", "ITEM"},
		"scheme of the link": {"SCHEME://x.example/ITEM", "ITEM-FETCH"},
	} {
		first := news.Keep(feed, parse(t, body(shape[0], shape[1], 1)), nil, now)
		if len(first) != 20 {
			t.Fatalf("%s: first %d items", name, len(first))
		}
		ids := map[string]bool{}
		for _, it := range first {
			ids[it.ID] = true
		}
		for _, it := range news.Keep(feed, parse(t, body(shape[0], shape[1], 2)), first, now.Add(time.Hour)) {
			if !ids[it.ID] || !it.Edited.IsZero() {
				t.Errorf("%s: again as news: %s %s", name, it.Title, it.Link)
				break
			}
		}
	}
}

func firstFlood(t *testing.T) {
	var b strings.Builder
	for i := range 450 {
		fmt.Fprintf(&b, `<item><title>Item %d</title><link>/%d</link><pubDate>%s</pubDate></item>`, i, i, now.Format(time.RFC1123Z))
	}
	items := parse(t, `<rss version="2.0"><channel><title>Flood</title>`+b.String()+`</channel></rss>`)
	fresh := 0
	for _, it := range news.Keep(news.Feed{URL: "https://feeds.example/rss"}, items, nil, now) {
		if !it.Baseline {
			fresh++
		}
	}
	if len(items) != 450 || fresh > 20 {
		t.Errorf("%d of %d items of a new feed are news", fresh, len(items))
	}
}

func costlyPatterns(t *testing.T) {
	text := news.Item{Title: strings.Repeat("a", 199) + "!", Summary: strings.Repeat("啊", 200), Published: now, Lang: "en"}
	for name, tc := range map[string]struct {
		pattern string
		want    news.TopicProblem // empty: it may be used, since it costs little
	}{
		"10 kB":              {strings.Repeat("(a|b)", 2000), news.LongPattern},
		"10 kB of Chinese":   {strings.Repeat("禁", 3400), news.LongPattern},
		"repeats of repeats": {"((a{100}){100}){100}", news.BigPattern},
		"many repeats":       {"(.{0,200}){5}x", news.BigPattern},
		"over a thousand":    {"a{1001}", news.BigPattern},
		"deep":               {strings.Repeat("(", 99) + strings.Repeat(")", 99), ""},
		"backtracking":       {"(a+a+)+b", ""},
		"stars in stars":     {"^(((a*)*)*)*$", ""},
		"looks back":         {`(a)\1`, news.BadPattern},
		"looks around":       {"(?=a)b", news.BadPattern},
		"no UTF-8":           {"a\xff", news.BadPattern},
		"open":               {"[a", news.BadPattern},
	} {
		topic := news.Topic{Name: "own-1", Title: map[string]string{"": "x"}, Patterns: []string{tc.pattern}}
		got := news.TopicProblem("")
		if err, ok := news.CheckTopic(reader(t), topic).(*news.TopicError); ok {
			got = err.Problem
		}
		if got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if got == "" {
			j := news.NewJudge(reader(t), []news.Topic{topic})
			for range 100 {
				j.Item(text, now)
			}
		}
	}
}

func hostileOPML(t *testing.T) {
	outline := func(url string) string { return `<outline text="x" xmlUrl="` + url + `"/>` }
	for name, tc := range map[string]struct {
		file string
		want news.Problem
	}{
		"large":    {"<opml>" + strings.Repeat(" ", 2<<20), news.TooBig},
		"deep":     {"<opml>" + strings.Repeat("<outline>", 100_000), news.TooDeep},
		"laughing": {`<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><opml>` + outline("https://x.example/&b;") + `</opml>`, news.NoProblem},
		"no OPML":  {"<html>", news.NotFeed},
		"schemes":  {"<opml>" + outline("file:///etc/passwd") + outline("javascript:x") + outline("http://a:b@x.example/") + "</opml>", news.NoProblem},
	} {
		o, err := news.ReadOPML(strings.NewReader(tc.file))
		if got := problem(t, err); got != tc.want {
			t.Errorf("%s: %v, want %q", name, err, tc.want)
		}
		for _, f := range o.Feeds {
			if !strings.HasPrefix(f.URL, "http") || strings.Contains(f.URL, "@") || strings.Contains(f.URL, "ha") {
				t.Errorf("%s: feed %q", name, f.URL)
			}
		}
	}
}

// hostileReading: texts of one letter, of every kind of letter and of nothing are read, judged and
// grouped like any other.
func hostileReading(t *testing.T) {
	var items []news.Judged
	for i, title := range []string{
		strings.Repeat("a", 200), strings.Repeat("禁", 200), strings.Repeat("1", 200), strings.Repeat("TikTok ", 28), strings.Repeat("👩‍👧", 60),
		"\u0e01\u0e33", "1,,,,2....3%%%", "万亿万亿万亿", "9999999999999999999999999999亿", "NaN Inf 1e309", "١٢٣ ४५६", "-", "…", "ﷺ", "İstanbul ß ſ K",
	} {
		it := news.Item{ID: fmt.Sprint(i), Title: title, Summary: title, Lang: "en", Feed: "https://f.example", Link: fmt.Sprintf("https://f.example/%d", i), Published: now}
		items = append(items, news.Judged{Item: it, Verdict: news.Verdict{Kept: true}})
		news.NewJudge(reader(t), presets(t)).Item(it, now)
	}
	for _, how := range []news.Grouping{news.Strict, news.Normal, news.Loose} {
		n := 0
		for _, s := range news.Group(reader(t), items, readers, how) {
			n += len(s.Items)
		}
		if n != len(items) {
			t.Errorf("%s: %d items of %d are in stories", how, n, len(items))
		}
	}
}
