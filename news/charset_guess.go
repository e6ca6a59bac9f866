package news

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// guess decodes text that is not in any charset that was said.
func guess(body []byte) decoded {
	if invalid(body)*50 < len(body)-ascii(body) { // UTF-8 with a few bad bytes
		text, _ := utf8Charset.decode(body)
		return decoded{text, utf8Charset.name, false, true}
	}
	best, most := charset{name: "windows-1252", enc: charmap.Windows1252}, 0.1
	for _, c := range guesses {
		if f := familiar(c, body); f > most {
			best, most = c, f
		}
	}
	text, stray := best.decode(body)
	return decoded{text, best.name, true, stray > 0}
}

// guesses are the charsets that undeclared text may be in.
var guesses = []charset{
	{name: "gb18030", enc: simplifiedchinese.GB18030},
	{name: "big5", enc: traditionalchinese.Big5},
	{name: "shift_jis", enc: japanese.ShiftJIS},
	{name: "euc-jp", enc: japanese.EUCJP},
	{name: "euc-kr", enc: korean.EUCKR},
	{name: "windows-1251", enc: charmap.Windows1251},
	{name: "koi8-r", enc: charmap.KOI8R},
}

// chinese reports whether bytes make sense in one of the Chinese charsets.
func chinese(body []byte) bool {
	return familiar(guesses[0], body) > 0.2 || familiar(guesses[1], body) > 0.2
}

// outdone reports whether a body that makes little sense in a charset of several bytes a
// character does so in another.
func outdone(c charset, body []byte) bool {
	return familiar(c, body) < 0.15 && slices.ContainsFunc(slices.Concat(guesses, []charset{utf8Charset}), func(other charset) bool {
		return other != c && !other.oneByte() && familiar(other, body) > 0.3
	})
}

// familiar is the share of characters beyond ASCII that news uses all the time, in the
// first bytes of a body read in a charset. What does not decode counts against it. Cyrillic
// letters count in words only, since a western letter among ASCII looks like one.
func familiar(c charset, body []byte) float64 {
	text, _ := c.decode(body[:min(len(body), 64<<10)])
	known, all := 0, 0
	var last rune
	for _, r := range string(text) {
		switch {
		case r < 0x80:
			last = r
			continue
		case r == utf8.RuneError:
			known -= 2
		case inBoth[r] || onlySimplified[r] || onlyTraditional[r] || 'ぁ' <= r && r <= 'ん' || 'ァ' <= r && r <= 'ー':
			known++
		case inKorean[r], 'а' <= r && r <= 'я' && 'А' <= last && last <= 'я':
			known++
		}
		last = r
		all++
	}
	return float64(known) / float64(max(all, 1))
}

// common are frequent characters that both scripts write alike, with their punctuation.
const common = "，。、：；？！《》「」（）“”的一是不了在人有我他中大上以地到和生出成分可主年同工也能下多子自而起好都然看本之家日小月用法公民新行定明三二十四五六七八九社交平台短影音美州今世界外部加全力及入内市者前最情方面事理作心正水安合相信手北京高文化表示目受已被使去与且但因其此些向量名任次位代共直接指更性期海特别政府制止令封款科技持"

// commonKorean are the syllables that make half of any Korean text.
const commonKorean = "이다는을를의가에고하지한로서기사은도인시어대자정해전수과라일부리나스아그원들보제장게있공동주상만유여안조면구연선비국성와으었했된할것점중용앱규"

var inBoth, inKorean = runeSet(common), runeSet(commonKorean)

// ascii counts the bytes that are ASCII.
func ascii(b []byte) (n int) {
	for _, c := range b {
		if c < 0x80 {
			n++
		}
	}
	return n
}

// invalid counts the bytes that are not UTF-8.
func invalid(b []byte) (n int) {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}
