package news

import (
	"net/url"
	"strings"
)

// address is an absolute http or https address without password, or empty. Its host is
// written in ASCII, as it is looked up: one that only looks like another's shows what it is.
func address(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if strings.ContainsAny(ref, "\n\r\t") {
		ref = strings.Join(strings.FieldsFunc(ref, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), "")
	}
	if ref == "" {
		return ""
	}
	ref = strings.ReplaceAll(ref, " ", "%20")
	u, err := url.Parse(ref)
	if err != nil {
		if u, err = url.Parse(escapePercent(ref)); err != nil {
			return ""
		}
	}
	u = within(base, u)
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	if lettersIn(u.Host) == otherLetters {
		if u.Host, err = names.ToASCII(strings.ToLower(u.Host)); err != nil {
			return ""
		}
	}
	u.User = nil
	return u.String()
}

// escapePercent escapes each "%" that begins no escape.
func escapePercent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
