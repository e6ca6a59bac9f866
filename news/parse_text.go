package news

import (
	"encoding/base64"
	"html"
	"strings"
	"unicode/utf8"
)

// plain is what a reader would see of an element's text: HTML unless the feed is Atom,
// where a type tells, and in its version 0.3 a mode too.
func (e *element) plain(inAtom bool) string {
	kind, mode := strings.ToLower(strings.TrimSpace(e.attr("type"))), strings.ToLower(e.attr("mode"))
	isHTML, isXML := strings.HasSuffix(kind, "html"), strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "xhtml")
	switch {
	case mode == "base64" || strings.Contains(kind, "/") && !strings.HasPrefix(kind, "text/") && !isXML && inAtom:
		return decodeBase64(e.letters(), isHTML)
	case isXML || mode == "xml" && isHTML:
		return PlainText(e.markup(true))
	case isHTML || !inAtom && kind != "text/plain":
		return PlainText(e.markup(false))
	case e.hasChildren(): // markup that should have been announced
		return PlainText(e.markup(true))
	}
	text := e.letters()
	if kind == "" && e.name != "title" && looksLikeHTML(text) {
		return PlainText(text)
	}
	return Clean(head(text, maxMarkup))
}

// decodeBase64 is the text that stands in base64, unless it is no text.
func decodeBase64(s string, isHTML bool) string {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(head(s, 2*maxMarkup)), ""))
	switch {
	case err != nil || !utf8.Valid(b):
		return ""
	case isHTML || looksLikeHTML(string(b)):
		return PlainText(string(b))
	}
	return Clean(string(b))
}

// looksLikeHTML reports whether text has the end tags, or breaks, of HTML.
func looksLikeHTML(s string) bool {
	s = head(s, maxMarkup)
	for _, tag := range []string{"</p>", "</a>", "</div>", "</b>", "</i>", "</em>", "</strong>", "</span>", "</li>", "<br>", "<br/>", "<br />", "<img "} {
		if strings.Contains(s, tag) {
			return true
		}
	}
	return false
}

func (e *element) hasChildren() bool {
	for _, n := range e.nodes {
		if n.child != nil {
			return true
		}
	}
	return false
}

// markup is what an element holds as HTML without attributes; text in it is escaped if it
// stands for itself. Only a beginning long enough for a summary is written.
func (e *element) markup(escape bool) string {
	if len(e.nodes) == 1 && e.nodes[0].child == nil && !escape {
		return e.nodes[0].text
	}
	var b strings.Builder
	e.write(&b, escape)
	return b.String()
}

func (e *element) write(b *strings.Builder, escape bool) {
	for _, n := range e.nodes {
		switch {
		case b.Len() > maxMarkup:
			return
		case n.child != nil:
			_, tag, ok := strings.Cut(n.child.name, ":")
			if !ok {
				tag = n.child.name
			}
			b.WriteString("<" + tag + ">")
			n.child.write(b, escape)
			b.WriteString("</" + tag + ">")
		case escape:
			b.WriteString(html.EscapeString(head(n.text, maxMarkup)))
		default:
			b.WriteString(head(n.text, maxMarkup))
		}
	}
}
