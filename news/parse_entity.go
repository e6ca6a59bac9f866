package news

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decode replaces references to characters and entities: those of XML, those that the
// document declares, and those of HTML. It leaves alone what stands for nothing.
func (z *tokenizer) decode(s string) string {
	at := strings.IndexByte(s, '&')
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; at >= 0; at = strings.IndexByte(s, '&') {
		b.WriteString(s[:at])
		s = s[at:]
		end := strings.IndexByte(s[:min(len(s), 34)], ';')
		text, ok := "", false
		if end > 1 {
			text, ok = z.entity(s[1:end])
		}
		if ok {
			b.WriteString(text)
			s = s[end+1:]
			continue
		}
		z.mend(RepairEntities)
		b.WriteByte('&')
		s = s[1:]
	}
	b.WriteString(s)
	return b.String()
}

// entity is what stands for a name between "&" and ";".
func (z *tokenizer) entity(name string) (string, bool) {
	switch name {
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	if name[0] == '#' {
		return character(name[1:])
	}
	if text, ok := z.entities[name]; ok && z.expanded+len(text) <= maxExpanded {
		z.expanded += len(text)
		return text, true
	}
	whole := "&" + name + ";"
	if text := html.UnescapeString(whole); text != whole && !strings.Contains(text, ";") {
		z.mend(RepairEntities)
		return text, true
	}
	return "", false
}

// character is the one of a number, in decimal or after "x" in hexadecimal. Those of
// 0x80 to 0x9F mean windows-1252, as browsers take them.
func character(number string) (string, bool) {
	base := 10
	if number != "" && number[0]|0x20 == 'x' {
		number, base = number[1:], 16
	}
	n, err := strconv.ParseUint(number, base, 32)
	switch {
	case err != nil:
		return "", false
	case 0x80 <= n && n < 0xA0:
		return html.UnescapeString("&#" + strconv.FormatUint(n, 10) + ";"), true
	case n > utf8.MaxRune || !utf8.ValidRune(rune(n)):
		return "\uFFFD", true
	case allowed(rune(n)) < 0:
		return "", true
	}
	return string(rune(n)), true
}
