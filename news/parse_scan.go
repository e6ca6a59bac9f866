package news

import (
	"strings"
)

// A tokenKind is what a token is.
type tokenKind int

const (
	textToken tokenKind = iota
	startToken
	emptyToken // a start tag that is its own end
	endToken
)

// A token is a tag, or text between tags.
type token struct {
	kind tokenKind
	name string      // of a tag, as written
	text string      // decoded
	attr []attribute // of a start tag, names as written; valid until the next token
}

type attribute struct{ name, value string }

const (
	maxAttributes = 100     // of an element that are read
	maxExpanded   = 1 << 20 // bytes that declared entities may stand for
)

// A tokenizer cuts XML into tokens, and makes the best of what is not XML. Its time is
// proportional to the text's length whatever that says.
type tokenizer struct {
	src      string
	pos      int
	entities map[string]string // that the document declares
	attr     []attribute
	absent   map[string]bool // delimiters that do not come any more
	mend     func(Repair)
	expanded int // bytes that declared entities have stood for
}

// next is the next token; false at the end, and within a tag that has none.
func (z *tokenizer) next() (token, bool) {
	for z.pos < len(z.src) {
		rest := z.src[z.pos:]
		switch {
		case rest[0] != '<':
			return z.run(0), true
		case len(rest) > 8 && strings.EqualFold(rest[:9], "<![CDATA["):
			from := z.pos + 9
			end := z.skipTo("]]>", from)
			return token{kind: textToken, text: z.src[from:end]}, true
		case strings.HasPrefix(rest, "<!--"):
			z.comment()
		case strings.HasPrefix(rest, "<?"):
			z.skipTo("?>", z.pos+2)
		case strings.HasPrefix(rest, "<!"):
			z.skipTo(">", z.pos+2)
		case strings.HasPrefix(rest, "</"):
			return z.end(), true
		case len(rest) > 1 && nameStart(rest[1]):
			return z.start()
		default:
			z.mend(RepairSyntax)
			return z.run(1), true
		}
	}
	return token{}, false
}

// comment steps over a comment, or over the beginning of one that has no end.
func (z *tokenizer) comment() {
	z.pos += len("<!--")
	if end := z.index("-->", z.pos); end >= 0 {
		z.pos = end + len("-->")
		return
	}
	z.mend(RepairSyntax)
}

// run is the text up to the next "<" after some bytes.
func (z *tokenizer) run(after int) token {
	from := z.pos
	end := strings.IndexByte(z.src[from+after:], '<')
	if end < 0 {
		z.pos = len(z.src)
	} else {
		z.pos = from + after + end
	}
	return token{kind: textToken, text: z.decode(z.src[from:z.pos])}
}

// skipTo moves behind a delimiter and returns where that begins. What has no end, ends
// with the tag it would be, or else with the text.
func (z *tokenizer) skipTo(end string, from int) int {
	at := z.index(end, from)
	if at < 0 {
		z.mend(RepairSyntax)
		if end == ">" || end == "]]>" {
			z.pos = len(z.src)
			return z.pos
		}
		return z.skipTo(">", from)
	}
	z.pos = at + len(end)
	return at
}

// index is where s comes next, or -1. It looks for what is not there only once.
func (z *tokenizer) index(s string, from int) int {
	if from > len(z.src) || z.absent[s] {
		return -1
	}
	at := strings.Index(z.src[from:], s)
	if at < 0 {
		if z.absent == nil {
			z.absent = map[string]bool{}
		}
		z.absent[s] = true
		return -1
	}
	return from + at
}

// end reads an end tag.
func (z *tokenizer) end() token {
	z.pos += 2
	name := z.until("><")
	if z.pos < len(z.src) && z.src[z.pos] == '>' {
		z.pos++
	} else {
		z.mend(RepairSyntax)
	}
	return token{kind: endToken, name: strings.TrimSpace(name)}
}

// start reads a start tag.
func (z *tokenizer) start() (token, bool) {
	z.pos++
	t := token{kind: startToken, name: z.until(" \t\r\n/><\"'=")}
	z.attr = z.attr[:0]
	for z.pos < len(z.src) {
		switch c := z.src[z.pos]; {
		case c == '>':
			z.pos++
			t.attr = z.attr
			return t, true
		case c == '<': // its own end is missing
			z.mend(RepairSyntax)
			t.attr = z.attr
			return t, true
		case c == '/' && strings.HasPrefix(z.src[z.pos:], "/>"):
			z.pos += 2
			t.kind, t.attr = emptyToken, z.attr
			return t, true
		case isSpace(c):
			z.pos++
		default:
			z.attribute()
		}
	}
	return token{}, false
}

// attribute reads one attribute, or steps over what is none.
func (z *tokenizer) attribute() {
	name := z.until(" \t\r\n/><=")
	z.spaces()
	if name == "" || z.pos == len(z.src) || z.src[z.pos] != '=' {
		z.mend(RepairSyntax)
		if name == "" && z.pos < len(z.src) {
			z.pos++
		}
		return
	}
	z.pos++
	z.spaces()
	value := z.value()
	if len(z.attr) < maxAttributes {
		z.attr = append(z.attr, attribute{name, z.decode(value)})
	}
}

// value reads an attribute's value as written. One in which another tag seems to begin
// and end lacks its quote.
func (z *tokenizer) value() string {
	if z.pos == len(z.src) {
		return ""
	}
	quote := z.src[z.pos : z.pos+1]
	if quote != `"` && quote != "'" {
		z.mend(RepairSyntax)
		return z.until(" \t\r\n><")
	}
	from := z.pos + 1
	end := z.index(quote, from)
	if end >= 0 && !(strings.Contains(z.src[from:end], "<") && strings.Contains(z.src[from:end], ">")) {
		z.pos = end + 1
		return z.src[from:end]
	}
	z.mend(RepairSyntax)
	z.pos = from
	return z.until("><")
}

// until takes what comes before any of some characters.
func (z *tokenizer) until(any string) string {
	from := z.pos
	for z.pos < len(z.src) && strings.IndexByte(any, z.src[z.pos]) < 0 {
		z.pos++
	}
	return z.src[from:z.pos]
}

// spaces steps over spaces.
func (z *tokenizer) spaces() {
	for z.pos < len(z.src) && isSpace(z.src[z.pos]) {
		z.pos++
	}
}

func nameStart(c byte) bool {
	return c == '_' || c == ':' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
