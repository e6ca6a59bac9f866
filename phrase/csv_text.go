package phrase

import (
	"bytes"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// decodeText is a file as text, and the name of its encoding.
func decodeText(data []byte) (text, name string, err error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return "", "", ErrEmpty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\x1f\x8b")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", "", ErrPackage
	}
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		data = rest
	}
	if utf16, order := isUTF16(data); utf16 {
		text, err := decodeAs(unicode.UTF16(order, unicode.UseBOM), data)
		return text, "UTF-16", err
	}
	switch {
	case bytes.ContainsAny(data, "\x00"), bytes.HasPrefix(data, []byte("%PDF-")):
		return "", "", ErrNotText
	case utf8.Valid(data):
		return string(data), "UTF-8", nil
	}
	guesses := []guess{{"GB18030", simplifiedchinese.GB18030}, {"Big5", traditionalchinese.Big5}}
	if big5Share(data) > gbShare(data) {
		slices.Reverse(guesses)
	}
	for _, g := range guesses {
		if text, err = decodeAs(g.encoding, data); err == nil {
			return text, g.name, nil
		}
	}
	return "", "", err
}

type guess struct {
	name     string
	encoding encoding.Encoding
}

// decodeAs decodes data, and refuses it if any of it is not of that encoding.
func decodeAs(e encoding.Encoding, data []byte) (string, error) {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", ErrEncoding
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return "", ErrNotText
	}
	return string(text), nil
}

// isUTF16 reports whether data is UTF-16, by its byte order mark or, without one, by where its zero bytes stand: the
// letters, spaces and line ends of any text leave theirs on one side.
func isUTF16(data []byte) (bool, unicode.Endianness) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return true, unicode.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return true, unicode.BigEndian
	}
	var zeros [2]int
	for i, b := range data[:min(len(data), 1<<14)] {
		if b == 0 {
			zeros[i%2]++
		}
	}
	even, odd := zeros[0], zeros[1]
	switch {
	case len(data)%2 != 0 || even+odd < len(data)/100+1:
		return false, unicode.LittleEndian
	case odd > 20*even:
		return true, unicode.LittleEndian
	}
	return even > 20*odd, unicode.BigEndian
}

// gbShare is how much of the text that is not ASCII would be common characters of GB 2312, and big5Share how much of it
// would be common ones of Big5. Each orders its common characters into a block of their own.
func gbShare(data []byte) float64 {
	return share(data, func(first, second byte) bool {
		return (first >= 0xA1 && first <= 0xA3 || first >= 0xB0 && first <= 0xD7) && second >= 0xA1
	})
}

func big5Share(data []byte) float64 {
	return share(data, func(first, second byte) bool {
		return first >= 0xA1 && first <= 0xC6 && (second >= 0x40 && second <= 0x7E || second >= 0xA1)
	})
}

func share(data []byte, common func(first, second byte) bool) float64 {
	pairs, good := 0, 0
	for i := 0; i+1 < len(data); i++ {
		if data[i] < utf8.RuneSelf {
			continue
		}
		pairs++
		if common(data[i], data[i+1]) {
			good++
		}
		i++
	}
	return float64(good) / float64(max(pairs, 1))
}

// withoutHTML is the text of a cell that Anki wrote as HTML.
func withoutHTML(cell string) string {
	var b strings.Builder
	for cell != "" {
		text, tag, found := strings.Cut(cell, "<")
		b.WriteString(html.UnescapeString(text))
		if !found {
			break
		}
		name, rest, closed := strings.Cut(tag, ">")
		if !closed {
			b.WriteString("<" + html.UnescapeString(tag))
			break
		}
		switch name, _, _ = strings.Cut(strings.ToLower(strings.Trim(name, "/ ")), " "); name {
		case "br", "div", "p", "li":
			b.WriteByte('\n')
		}
		cell = rest
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\u00a0", " ")
}
