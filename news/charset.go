package news

import (
	"bytes"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// toUTF8 decodes a body by its byte order mark, else by what HTTP or the XML
// declaration say if the bytes agree, else by what it looks like. It reports whether
// the charset had to be guessed against what was said, and whether bytes were lost.
func toUTF8(body []byte, contentType string) (text []byte, mislabelled, lossy bool) {
	if enc, skip := wide(body); enc != nil {
		text, lossy = decoded(enc, body[skip:])
		return text, false, lossy
	}
	body = bytes.TrimPrefix(body, []byte("\xEF\xBB\xBF"))
	said := labels(body, contentType)
	if utf8.Valid(body) && !slices.Contains(said, "iso-2022-jp") {
		return body, len(said) > 0 && said[0] != "utf-8" && beyondASCII(body) > 0, false
	}
	// A declared charset counts if it explains every byte. One-byte charsets explain
	// anything, so they come after the others.
	for _, oneByte := range []bool{false, true} {
		for _, name := range said {
			enc, err := htmlindex.Get(name)
			if _, is := enc.(*charmap.Charmap); err != nil || is != oneByte || strings.HasPrefix(name, "utf-") {
				continue
			}
			if name == "gbk" {
				enc = simplifiedchinese.GB18030 // contains it
			}
			if text, lossy := decoded(enc, body); !lossy && (!oneByte || !chinese(body)) {
				return text, name != said[0], false
			}
		}
	}
	return guess(body)
}

// wide recognises UTF-16 and UTF-32 by a byte order mark, or by how they write "<" or
// "{", and says how many bytes of mark there are.
func wide(b []byte) (enc encoding.Encoding, skip int) {
	for _, w := range []struct {
		enc   encoding.Encoding
		marks []string
	}{
		{utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), []string{"\xFF\xFE\x00\x00", "<\x00\x00\x00", "{\x00\x00\x00"}},
		{utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), []string{"\x00\x00\xFE\xFF", "\x00\x00\x00<", "\x00\x00\x00{"}},
		{unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), []string{"\xFF\xFE", "<\x00", "{\x00"}},
		{unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), []string{"\xFE\xFF", "\x00<", "\x00{"}},
	} {
		for i, mark := range w.marks {
			if bytes.HasPrefix(b, []byte(mark)) {
				if i == 0 {
					skip = len(mark)
				}
				return w.enc, skip
			}
		}
	}
	return nil, 0
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// labels are the charsets that HTTP and the declaration name, in that order, by the
// names of the Encoding Standard; unknown ones are left out.
func labels(body []byte, contentType string) []string {
	var out []string
	add := func(label string) {
		if enc, err := htmlindex.Get(label); err == nil {
			if name, err := htmlindex.Name(enc); err == nil {
				out = append(out, name)
			}
		}
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		add(params["charset"])
	}
	if m := declaration.FindSubmatch(body[:min(len(body), 1024)]); m != nil {
		add(strings.ToLower(string(m[1])))
	}
	return out
}

// guess decodes text of unknown charset.
func guess(body []byte) (text []byte, mislabelled, lossy bool) {
	if invalid(body)*50 < beyondASCII(body) {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), false, true // UTF-8 with a few bad bytes
	}
	best, most := charmap.Windows1252.NewDecoder(), 0.1
	for _, enc := range []encoding.Encoding{simplifiedchinese.GB18030, traditionalchinese.Big5} {
		if f := familiar(enc, body); f > most {
			best, most = enc.NewDecoder(), f
		}
	}
	text, err := best.Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), true, true
	}
	return text, true, bytes.ContainsRune(text, utf8.RuneError)
}

// chinese reports whether bytes make sense in one of the Chinese charsets.
func chinese(body []byte) bool {
	return familiar(simplifiedchinese.GB18030, body) > 0.2 || familiar(traditionalchinese.Big5, body) > 0.2
}

// familiar is the share of characters beyond ASCII that Chinese news uses all the time,
// in the first bytes of a body read in a charset. What does not decode counts against it.
func familiar(enc encoding.Encoding, body []byte) float64 {
	text, _ := decoded(enc, body[:min(len(body), 64<<10)])
	known, all := 0, 0
	for _, r := range string(text) {
		switch {
		case r < 0x80:
			continue
		case r == utf8.RuneError:
			known -= 2
		case inBoth[r] || onlySimplified[r] || onlyTraditional[r]:
			known++
		}
		all++
	}
	return float64(known) / float64(max(all, 1))
}

// common are frequent characters that both scripts write alike, with their punctuation.
const common = "，。、：；？！《》「」（）“”的一是不了在人有我他中大上以地到和生出成分可主年同工也能下多子自而起好都然看本之家日小月用法公民新行定明三二十四五六七八九社交平台短影音美州今世界外部加全力及入内市者前最情方面事理作心正水安合相信手北京高文化表示目受已被使去与且但因其此些向量名任次位代共直接指更性期海特别政府制止令封款科技持"

var inBoth = runeSet(common)

func decoded(enc encoding.Encoding, body []byte) (text []byte, lossy bool) {
	text, err := enc.NewDecoder().Bytes(body)
	return text, err != nil || bytes.ContainsRune(text, utf8.RuneError)
}

// beyondASCII counts the bytes that are not ASCII.
func beyondASCII(b []byte) (n int) {
	for _, c := range b {
		if c >= 0x80 {
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
