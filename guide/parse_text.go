package guide

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// kinds are how files begin that are not text at all.
var kinds = []struct{ start, name string }{
	{"PK\x03\x04", "ZIP"}, {"PK\x05\x06", "ZIP"}, {"\x1f\x8b", "gzip"}, {"Rar!", "RAR"}, {"7z\xbc\xaf", "7z"},
	{"%PDF-", "PDF"}, {"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"GIF8", "GIF"}, {"\xd0\xcf\x11\xe0", "DOC"},
}

// checkBytes refuses what is not a text in UTF-8, and says what it seems to be.
func (p *parser) checkBytes(src []byte) (ok bool) {
	if len(src) > maxFile {
		p.fail(0, TooBig, strconv.Itoa(maxFile))
		return false
	}
	for _, k := range kinds {
		if bytes.HasPrefix(src, []byte(k.start)) {
			p.fail(0, NotText, k.name)
			return false
		}
	}
	if name := otherText(src); name != "" {
		p.fail(0, OtherText, name)
		return false
	}
	return true
}

// otherText names the encoding of a text that is in another than UTF-8, or "" if it is in UTF-8 or in none that is known.
func otherText(src []byte) string {
	pairs := len(src) / 2
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(src, []byte("\x00\x00\xfe\xff")):
		return "UTF-32"
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")), pairs > 4 && bytes.Count(src, []byte{0}) > pairs/4:
		return "UTF-16"
	case utf8.Valid(src):
		return ""
	}
	// Most texts of one of these can be read as the other too; what is written in it is then mostly rare characters.
	best, rarest := "", 1.0
	for name, e := range map[string]encoding.Encoding{"GBK": simplifiedchinese.GB18030, "Big5": traditionalchinese.Big5} {
		if text, err := e.NewDecoder().Bytes(src); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
			if r := rare(string(text)); r < rarest {
				best, rarest = name, r
			}
		}
	}
	return best
}

// rare is the share of a text's characters beyond ASCII that are not among those Chinese is mostly written with.
func rare(text string) float64 {
	all, odd := 1, 0
	for _, r := range text {
		if r < 0x80 {
			continue
		}
		all++
		if !strings.ContainsRune(common, r) {
			odd++
		}
	}
	return float64(odd) / float64(all)
}

// common are characters and signs that any page of Chinese has some of, in both scripts.
const common = "，。、：；！？「」“”（）的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實"

// split cuts a file into lines and refuses what no reader should meet: broken text, control, text-direction and invisible
// characters.
func (p *parser) split(src []byte) []line {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	var lines []line
	for text := range strings.SplitSeq(string(src), "\n") {
		n := len(lines) + 1
		if !utf8.ValidString(text) {
			p.fail(n, NotUTF8)
			text = strings.ToValidUTF8(text, "")
		}
		if r := firstHidden(text); r != 0 || strings.ContainsRune(text, 0) {
			p.fail(n, Hidden, quote(r))
		}
		lines = append(lines, line{n, strings.TrimRightFunc(text, unicode.IsSpace)})
	}
	return lines
}

// quote is how a character that cannot be seen is named.
func quote(r rune) string { return strconv.QuoteToASCII(string(r)) }

// firstHidden is the first character of a line that [hidden] refuses, 0 if none does. Pictures made of several, such as
// a family, are joined by a character that is fine between them and nowhere else.
func firstHidden(text string) rune {
	const joiner = '\u200d'
	var before rune
	for i, r := range text {
		if r == joiner {
			after, _ := utf8.DecodeRuneInString(text[i+len(string(joiner)):])
			if unicode.Is(unicode.So, after) && (unicode.In(before, unicode.So, unicode.Sk) || before == '\ufe0f') {
				before = r
				continue
			}
		}
		if hidden(r) {
			return r
		}
		before = r
	}
	return 0
}

// hidden reports whether a character is invisible or changes what others look like.
func hidden(r rune) bool {
	const filler = '\u3164' // an empty letter amid visible ones
	if r >= ' ' && r < 0x7f || r >= 0x3000 && r < 0xd800 && r != filler {
		return false // as nearly all are
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) || r == '\u2028' || r == '\u2029'
}
