package news

import (
	"bytes"
	"regexp"
	"slices"
	"unicode/utf8"
)

// A Repair is something that had to be mended to read a feed, as a word that
// locales explain ("repair.charset").
type Repair string

// What can be mended.
const (
	RepairCharset   Repair = "charset"   // in another charset than declared, or in none declared
	RepairBytes     Repair = "bytes"     // bytes that are no characters were replaced
	RepairControls  Repair = "controls"  // control characters were removed
	RepairProlog    Repair = "prolog"    // something stood before the feed
	RepairEntities  Repair = "entities"  // "&" without meaning in XML: bare, or a name of HTML
	RepairPrefixes  Repair = "prefixes"  // names with prefixes that are not declared
	RepairSyntax    Repair = "syntax"    // tags that do not match or are broken
	RepairTruncated Repair = "truncated" // the end was missing; whole items were saved
	RepairTooMany   Repair = "too_many"  // only the first 500 items were read
)

// Prepare makes text that a parser can read of a feed's body: UTF-8 without byte order
// mark, control characters, XML declaration and whatever else stands before the root
// element. It returns the repairs that were needed, which an ordinary feed does not
// need. What is not a feed comes back as text all the same.
func Prepare(body []byte, contentType string) ([]byte, []Repair) {
	p := prepare(body, contentType)
	return p.text, p.repairs
}

// A prepared is a body as [Prepare] leaves it.
type prepared struct {
	text     []byte
	charset  string            // that the body was in
	entities map[string]string // that its document type declares
	repairs  []Repair
}

func prepare(body []byte, contentType string) prepared {
	d := toUTF8(body, contentType)
	p := prepared{text: d.text, charset: d.charset}
	if d.mislabelled {
		p.mend(RepairCharset)
	}
	if d.lossy {
		p.mend(RepairBytes)
	}
	var removed, junk bool
	if p.text, removed = dropControls(p.text); removed {
		p.mend(RepairControls)
	}
	whole := p.text
	if p.text, junk = dropProlog(p.text); junk {
		p.mend(RepairProlog)
	}
	p.entities = declaredEntities(whole[:len(whole)-len(p.text)])
	return p
}

// mend notes a repair, once.
func (p *prepared) mend(r Repair) {
	if !slices.Contains(p.repairs, r) {
		p.repairs = append(p.repairs, r)
	}
}

// dropControls removes what XML does not allow, written out or as a reference.
func dropControls(text []byte) (out []byte, removed bool) {
	out = text
	if slices.ContainsFunc(text, func(b byte) bool { return b < ' ' && b != '\t' && b != '\n' && b != '\r' }) ||
		bytes.Contains(text, []byte("\uFEFF")) || bytes.Contains(text, []byte("\uFFFE")) || bytes.Contains(text, []byte("\uFFFF")) {
		out = bytes.Map(allowed, text)
	}
	if bytes.Contains(out, []byte("&#")) {
		out = controlRef.ReplaceAll(out, nil)
	}
	return out, len(out) != len(text)
}

// allowed is the character itself if XML allows it, else -1.
func allowed(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == 0xFEFF {
		return -1
	}
	return r
}

var controlRef = regexp.MustCompile(`&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));`)

// dropProlog removes what comes before the root element or JSON object: declarations,
// comments, document type, and junk such as a server's warnings if a feed follows soon.
func dropProlog(text []byte) (out []byte, junk bool) {
	rest := bytes.TrimSpace(text)
	for {
		n := prologPart(rest)
		if n == 0 {
			break
		}
		rest = bytes.TrimSpace(rest[n:])
	}
	if looksLikeJSON(rest) || root.Match(rest) || htmlRoot.Match(rest) {
		return rest, false
	}
	if at := rootWithin.FindIndex(rest[:min(len(rest), 64<<10)]); at != nil {
		return rest[at[0]:], true
	}
	return rest, false
}

var (
	root       = regexp.MustCompile(`(?i)^<(?:[a-z][a-z0-9_.-]*:)?(?:rss|rdf|feed|channel|items?|entry)[\s>/]`)
	rootWithin = regexp.MustCompile(`(?i)<(?:[a-z][a-z0-9_.-]*:)?(?:rss|rdf|feed)[\s>]`)
	htmlRoot   = regexp.MustCompile(`(?i)^<html[\s>]`)
)

// prologPart is the length of the declaration, comment or document type that text
// begins with; 0 if it begins with none.
func prologPart(text []byte) int {
	for _, part := range []struct{ begin, end string }{{"<?", "?>"}, {"<!--", "-->"}} {
		if bytes.HasPrefix(text, []byte(part.begin)) {
			if end := bytes.Index(text, []byte(part.end)); end >= 0 {
				return end + len(part.end)
			}
			return 0
		}
	}
	if !bytes.HasPrefix(text, []byte("<!")) {
		return 0
	}
	end := bytes.IndexByte(text, '>')
	if end >= 0 && bytes.IndexByte(text[:end], '[') >= 0 { // an internal subset
		if at := subsetEnd.FindIndex(text); at != nil {
			return at[1]
		}
		return 0
	}
	return end + 1
}

var subsetEnd = regexp.MustCompile(`\]\s*>`)

// declaredEntities are those of a document type that stand for plain text. Others, which
// may stand for entities that stand for entities, are left alone.
func declaredEntities(prolog []byte) map[string]string {
	found := map[string]string{}
	for _, m := range entityDeclaration.FindAllSubmatch(prolog, 200) {
		found[string(m[1])] = string(m[2]) + string(m[3])
	}
	return found
}

var entityDeclaration = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]{0,30})\s+(?:"([^"<&%]{0,200})"|'([^'<&%]{0,200})')\s*>`)

// looksLikeJSON reports whether prepared text is an object rather than XML.
func looksLikeJSON(text []byte) bool { return bytes.HasPrefix(text, []byte("{")) }

// runes counts characters.
func runes(s string) int { return utf8.RuneCountInString(s) }
