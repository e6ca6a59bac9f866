package news

import (
	"bytes"
	"cmp"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// A charset is one way to read bytes.
type charset struct {
	name string // of IANA's registry, in lower case
	enc  encoding.Encoding
	part string // the charset that was meant, if that has none of the bytes 80 to 9F; else empty
}

var utf8Charset = charset{name: "utf-8"}

// A decoded is a body in UTF-8.
type decoded struct {
	text        []byte
	charset     string // that it was read in, by its name of IANA's registry in lower case
	mislabelled bool   // its charset is another than was said
	lossy       bool   // some bytes were no characters
}

// toUTF8 decodes a body by its byte order mark, else by what HTTP or the XML declaration
// say if the bytes agree, else by what it looks like. A text/xml without charset is not
// taken for ASCII, whatever RFC 3023 says: nobody means that.
func toUTF8(body []byte, contentType string) decoded {
	if c, skip := marked(body); c.enc != nil {
		text, stray := c.decode(body[skip:])
		return decoded{text, c.name, false, stray > 0}
	}
	for bytes.HasPrefix(body, bom) {
		body = body[len(bom):]
	}
	said, unknown := labels(body, contentType)
	if utf8.Valid(body) && !(len(said) > 0 && said[0].shifts()) {
		switch {
		case ascii(body) < len(body):
			return decoded{body, utf8Charset.name, unknown || len(said) > 0 && said[0] != utf8Charset, false}
		case len(said) > 0:
			return decoded{body, said[0].nameFor(body), unknown, false}
		}
		return decoded{body, utf8Charset.name, unknown, false}
	}
	// A declared charset counts if it explains every byte, or else most characters. One-byte
	// charsets explain anything, so they come after the others.
	for _, most := range []float64{0, mostStray} {
		for _, c := range said {
			if c.oneByte() {
				continue
			}
			if text, stray := c.decode(body); stray <= most && !outdone(c, body) {
				return decoded{text, c.nameFor(body), c != said[0], stray > 0}
			}
		}
	}
	for _, c := range said {
		if text, stray := c.decode(body); c.oneByte() && stray == 0 && !chinese(body) {
			return decoded{text, c.nameFor(body), c != said[0], false}
		}
	}
	return guess(body)
}

// mostStray is how much of what is not ASCII may be of no character in the charset that was said.
const mostStray = 0.5

var bom = []byte("\xEF\xBB\xBF")

// decode reads bytes. What is no character becomes U+FFFD; stray is how much of what is not
// ASCII that is.
func (c charset) decode(body []byte) (text []byte, stray float64) {
	if c == utf8Charset {
		stray = float64(invalid(body)) / float64(max(utf8.RuneCount(body)-ascii(body), 1))
		return bytes.ToValidUTF8(body, []byte(string(utf8.RuneError))), stray
	}
	text, err := c.enc.NewDecoder().Bytes(body)
	if err != nil {
		return text, 1
	}
	lost := bytes.Count(text, []byte(string(utf8.RuneError)))
	return text, float64(lost) / float64(max(utf8.RuneCount(text)-ascii(text), 1))
}

// nameFor is the name of the least charset that has all of body.
func (c charset) nameFor(body []byte) string {
	if c.part != "" && !slices.ContainsFunc(body, func(b byte) bool { return 0x80 <= b && b < 0xA0 }) {
		return c.part
	}
	return c.name
}

func (c charset) oneByte() bool {
	_, is := c.enc.(*charmap.Charmap)
	return is
}

// shifts reports whether the charset writes its characters as ASCII between signs of its own.
func (c charset) shifts() bool { return c.name == "iso-2022-jp" || c.name == "hz-gb-2312" }

// marked recognises UTF-16, UTF-32 and EBCDIC by a byte order mark, or by how they write
// what documents begin with, and says how many bytes of mark there are.
func marked(b []byte) (c charset, skip int) {
	for _, w := range []struct {
		charset
		marks []string // the first is a byte order mark
	}{
		{charset{name: "utf-32le", enc: utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)}, []string{"\xFF\xFE\x00\x00", "<\x00\x00\x00", "{\x00\x00\x00"}},
		{charset{name: "utf-32be", enc: utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)}, []string{"\x00\x00\xFE\xFF", "\x00\x00\x00<", "\x00\x00\x00{"}},
		{charset{name: "utf-16le", enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, []string{"\xFF\xFE", "<\x00", "{\x00"}},
		{charset{name: "utf-16be", enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}, []string{"\xFE\xFF", "\x00<", "\x00{"}},
	} {
		for i, mark := range w.marks {
			if bytes.HasPrefix(b, []byte(mark)) {
				if i == 0 {
					skip = len(mark)
				}
				return w.charset, skip
			}
		}
	}
	if bytes.HasPrefix(b, []byte("\x4C\x6F\xA7\x94")) { // "<?xm" of a mainframe
		return ebcdic(b), 0
	}
	return charset{}, 0
}

// ebcdic is the code page that a declaration in EBCDIC names; the letters and signs of
// the declaration itself are the same in all.
func ebcdic(b []byte) charset {
	c := charset{name: "ibm037", enc: charmap.CodePage037}
	head, _ := c.decode(b[:min(len(b), 256)])
	if m := declaration.FindSubmatch(head); m != nil {
		if said, ok := charsetOf(string(m[1])); ok && (said.enc == charmap.CodePage1047 || said.enc == charmap.CodePage1140) {
			return said
		}
	}
	return c
}

var declaration = regexp.MustCompile(`<\?xml[^>]*?\sencoding\s*=\s*["']?([A-Za-z0-9._:-]+)`)

// labels are the charsets that HTTP and the declaration name, in that order, and whether
// one of them is not known. Names of UTF-16 and UTF-32 count for nothing: such text is
// known by its bytes.
func labels(body []byte, contentType string) (said []charset, unknown bool) {
	add := func(label string) {
		switch c, ok := charsetOf(label); {
		case ok:
			said = append(said, c)
		case label != "" && !wideLabel.MatchString(label):
			unknown = true
		}
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		add(params["charset"])
	} else if _, label, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		add(strings.Trim(label, `"'; `))
	}
	if m := declaration.FindSubmatch(body[:min(len(body), 4096)]); m != nil {
		add(string(m[1]))
	}
	return said, unknown
}

var wideLabel = regexp.MustCompile(`(?i)^(utf-?_?(16|32)|u(16|32)$|iso-10646|(cs)?ucs|csunicode)`)

// charsetOf is the charset of a label. The Encoding Standard of browsers goes before IANA's
// registry, since feeds mean what browsers read: by it, GB 2312 is a part of GBK and
// Latin 1 a part of windows-1252. UTF-7 is not known.
func charsetOf(label string) (charset, bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	label = cmp.Or(aliases[strings.ReplaceAll(label, "_", "")], label)
	part := ""
	known, err := ianaindex.MIME.Encoding(label)
	if err == nil && known != nil {
		part, _ = ianaindex.MIME.Name(known)
		part = strings.ToLower(part)
	}
	enc, err := htmlindex.Get(label)
	name, _ := htmlindex.Name(enc)
	switch {
	case name == "utf-8":
		return utf8Charset, true
	case name == "gbk" || name == "gb18030":
		return charset{name: "gb18030", enc: simplifiedchinese.GB18030}, true // contains all of GBK
	case err == nil && name != "replacement" && name != "x-user-defined" && !strings.HasPrefix(name, "utf-"):
		return charset{name, enc, part}, true
	}
	return charset{name: part, enc: known}, known != nil && !strings.HasPrefix(part, "utf-")
}

// aliases are labels of programming languages that neither standard has, without "_".
var aliases = map[string]string{
	"cp932": "shift_jis", "mskanji": "shift_jis", "shiftjisx0213": "shift_jis", "shiftjis2004": "shift_jis", "sjis": "shift_jis",
	"eucjp": "euc-jp", "eucjisx0213": "euc-jp", "iso2022jp": "iso-2022-jp", "euckr": "euc-kr", "cp949": "euc-kr", "uhc": "euc-kr",
	"cp936": "gbk", "gb2312": "gbk", "euccn": "gbk", "hz": "hz-gb-2312", "hzgb": "hz-gb-2312", "cp950": "big5", "big5hkscs": "big5",
	"koi8r": "koi8-r", "koi8u": "koi8-u", "macroman": "macintosh", "maccyrillic": "x-mac-cyrillic", "cp500": "ibm037",
	"iso88591": "iso-8859-1", "iso88592": "iso-8859-2", "iso88595": "iso-8859-5", "iso88597": "iso-8859-7", "iso88599": "iso-8859-9", "iso885915": "iso-8859-15",
	"ascii": "us-ascii",
}
