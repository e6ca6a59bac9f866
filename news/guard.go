package news

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// Limits on what is handed to a parser. gofeed recurses, so that ten megabytes of nested
// elements end the process beyond recovery, and it copies all namespaces in scope at
// every element, so that a few thousand of them stop it for minutes.
const (
	maxDepth      = 200
	maxTokens     = 500_000 // tags and texts
	maxNamespaces = 100     // declared in scope at once
	maxItems      = 500
)

var (
	errDepth      = errors.New("elements nested too deep")
	errTokens     = errors.New("too many elements")
	errNamespaces = errors.New("too many namespaces")

	errDeclaration = fmt.Errorf("%w: an XML declaration in the middle", errFaulty)
)

// An outline is the shape of an XML document, found by a scan that allocates next to
// nothing and never sees less nesting than a parser will.
type outline struct {
	items []mark // where each of the first items ends
	more  bool   // whether there are further items
	open  bool   // whether elements are left open at the end
}

// A mark is a place where a document can be cut, with the end tags to put there.
type mark struct {
	at   int
	tail string
}

// survey scans a document. It fails if parsing would be dangerous.
func survey(doc []byte) (outline, error) {
	s := scan{doc: doc}
	for s.pos < len(doc) && !s.found.more { // what comes after the last item will be cut
		i := bytes.IndexByte(doc[s.pos:], '<')
		if i < 0 {
			break
		}
		s.pos += i
		if err := s.tag(); err != nil {
			return outline{}, err
		}
	}
	s.found.open = len(s.stack) > 0
	return s.found, nil
}

// A scan is a survey under way.
type scan struct {
	doc    []byte
	pos    int
	tokens int
	stack  []element // open ones, at most maxDepth
	found  outline
}

type element struct {
	name       []byte
	namespaces int // in scope
}

// tag takes what begins with the "<" at pos.
func (s *scan) tag() error {
	if s.tokens += 2; s.tokens > maxTokens {
		return errTokens
	}
	rest := s.doc[s.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.pos += len("<!--") // "<!-->" ends no comment
		s.skipTo("-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.skipTo("]]>")
	case bytes.HasPrefix(rest, []byte("<?xml")) && len(rest) > 5 && !nameByte(rest[5]) && rest[5] != '-':
		return errDeclaration // would change the charset of the rest, behind the scan's back
	case bytes.HasPrefix(rest, []byte("<?")):
		s.pos += len("<?")
		s.skipTo("?>")
	case bytes.HasPrefix(rest, []byte("</")):
		s.pos += 2
		name := s.name()
		s.skipTo(">")
		s.end(name)
	case len(rest) > 1 && nameByte(rest[1]):
		s.pos++
		return s.start()
	default:
		s.pos++
	}
	return nil
}

func (s *scan) start() error {
	name := s.name()
	attrs, closed := s.attributes()
	scope := bytes.Count(attrs, []byte("xmlns"))
	if n := len(s.stack); n > 0 {
		scope += s.stack[n-1].namespaces
	}
	if scope > maxNamespaces {
		return errNamespaces
	}
	if closed {
		return nil
	}
	if len(s.stack) == maxDepth {
		return errDepth
	}
	s.stack = append(s.stack, element{name, scope})
	return nil
}

// end closes the innermost open element of a name and all within it; a parser that does
// not mend mismatched tags closes as many or gives up.
func (s *scan) end(name []byte) {
	for i := len(s.stack) - 1; i >= 0; i-- {
		if !bytes.Equal(s.stack[i].name, name) {
			continue
		}
		s.stack = s.stack[:i]
		if isItem(name) {
			s.item()
		}
		return
	}
}

func (s *scan) item() {
	if len(s.found.items) == maxItems {
		s.found.more = true
		return
	}
	var tail strings.Builder
	for i := len(s.stack) - 1; i >= 0; i-- {
		tail.WriteString("</" + string(s.stack[i].name) + ">")
	}
	s.found.items = append(s.found.items, mark{s.pos, tail.String()})
}

func isItem(name []byte) bool {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return bytes.EqualFold(name, []byte("item")) || bytes.EqualFold(name, []byte("entry"))
}

// name takes an element's name.
func (s *scan) name() []byte {
	from := s.pos
	for s.pos < len(s.doc) && !bytes.ContainsRune([]byte(" \t\r\n/><"), rune(s.doc[s.pos])) {
		s.pos++
	}
	return s.doc[from:s.pos]
}

// attributes takes the rest of a start tag, and reports whether the tag is its own end.
func (s *scan) attributes() (attrs []byte, closed bool) {
	from := s.pos
	var quote, last byte // last is the last byte that is no space, outside quotes
	for ; s.pos < len(s.doc); s.pos++ {
		switch c := s.doc[s.pos]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			attrs = s.doc[from:s.pos]
			s.pos++
			return attrs, last == '/'
		case (c == '"' || c == '\'') && last == '=':
			quote, last = c, c
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			last = c
		}
	}
	return s.doc[from:], false
}

func (s *scan) skipTo(end string) {
	if i := bytes.Index(s.doc[s.pos:], []byte(end)); i >= 0 {
		s.pos += i + len(end)
		return
	}
	s.pos = len(s.doc)
}

func nameByte(c byte) bool {
	return c == '_' || c == ':' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// surveyJSON fails if a JSON document is nested too deep to decode.
func surveyJSON(doc []byte) error {
	depth, tokens, text := 0, 0, false
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return errDepth
			}
		case c == '}' || c == ']':
			depth--
		case c == ',' || c == ':':
			if tokens++; tokens > maxTokens {
				return errTokens
			}
		}
	}
	return nil
}
