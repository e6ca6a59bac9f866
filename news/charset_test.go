package news_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"magpie/news"
)

// A text that holds a few bytes of another charset stays in the one that was said, whether
// HTTP or the document says so, and what was no character is told.
func TestDeclaredCharsetWithStrayBytes(t *testing.T) {
	t.Parallel()
	const stray = "\xe4\xb8\xad\xe5\x9b\xbd\xe7\x9a\x84" // three Chinese characters in UTF-8
	for _, test := range []struct {
		label, name string
		enc         encoding.Encoding
		title       string
		stray       string
	}{
		{"gbk", "gb18030", simplifiedchinese.GBK, "法院维持对短视频平台的禁令，双方律师表示将提起上诉", stray},
		{"gb2312", "gb18030", simplifiedchinese.GBK, "樱桃丰收", stray[:5]},
		{"big5", "big5", traditionalchinese.Big5, "法院維持對短影音平台的禁令，雙方律師表示將提起上訴", stray},
		{"shift_jis", "shift_jis", japanese.ShiftJIS, "裁判所は動画アプリの禁止命令を支持した", stray},
		{"euc-kr", "euc-kr", korean.EUCKR, "법원은 동영상 앱 금지 명령을 유지했다", stray},
		{"euc-jp", "euc-jp", japanese.EUCJP, "裁判所は動画アプリの禁止命令を支持した", stray},
		{"utf-8", "utf-8", encoding.Nop, "法院维持禁令", "\xd6\xd0\xb9\xfa"}, // two in GBK
		{"utf-8", "utf-8", encoding.Nop, "Le café près de la forêt", "caf\xe9"},
	} {
		title, err := test.enc.NewEncoder().String(test.title)
		if err != nil {
			t.Fatal(err)
		}
		item := "<item><title>" + title + "</title><link>/1</link></item><item><title>Second " + test.stray + " end</title><link>/2</link></item>"
		body := `<rss version="2.0"><channel><title>F</title>` + item + "</channel></rss>"
		for said, doc := range map[string]struct{ contentType, body string }{
			"in HTTP": {"text/xml; charset=" + test.label, body}, "in the document": {"", `<?xml version="1.0" encoding="` + test.label + `"?>` + body},
		} {
			p, err := news.Parse(news.Feed{URL: "https://x.example/"}, []byte(doc.body), doc.contentType, "https://x.example/")
			if err != nil || len(p.Items) != 2 {
				t.Fatalf("%s %s: %d items, %v", test.label, said, len(p.Items), err)
			}
			if p.Charset != test.name || p.Items[0].Title != test.title || !strings.HasPrefix(p.Items[1].Title, "Second ") || !strings.HasSuffix(p.Items[1].Title, " end") {
				t.Errorf("%s %s: read in %s: %+v", test.label, said, p.Charset, p.Items)
			}
			if !slices.Equal(p.Repairs, []news.Repair{news.RepairBytes}) {
				t.Errorf("%s %s: repairs %v", test.label, said, p.Repairs)
			}
		}
	}
}

// What was said does not count if the text makes no sense in it.
func TestDeclaredCharsetOfAnother(t *testing.T) {
	t.Parallel()
	const simplified, traditional = "法院维持对短视频平台的禁令，双方律师表示将提起上诉", "法院維持對短影音平台的禁令，雙方律師表示將提起上訴"
	for _, test := range []struct {
		label string
		enc   encoding.Encoding
		title string
	}{
		{"utf-8", simplifiedchinese.GBK, simplified}, {"utf-8", traditionalchinese.Big5, traditional},
		{"big5", simplifiedchinese.GBK, simplified}, {"gbk", traditionalchinese.Big5, traditional},
		{"shift_jis", simplifiedchinese.GBK, simplified}, {"euc-kr", traditionalchinese.Big5, traditional},
	} {
		title, err := test.enc.NewEncoder().String(test.title)
		if err != nil {
			t.Fatal(err)
		}
		doc := `<?xml version="1.0" encoding="` + test.label + `"?><rss version="2.0"><channel><title>F</title><item><title>` + title + "</title><link>/1</link></item></channel></rss>"
		p, err := news.Parse(news.Feed{URL: "https://x.example/"}, []byte(doc), "", "https://x.example/")
		if err != nil || len(p.Items) != 1 || p.Items[0].Title != test.title {
			t.Errorf("%s: %+v, %v", test.label, p.Items, err)
		}
	}
}
