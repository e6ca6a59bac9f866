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
	RepairTruncated Repair = "truncated" // the end was missing; whole items were saved
	RepairSyntax    Repair = "syntax"    // ill-formed after some whole items, which were saved
	RepairTooMany   Repair = "too_many"  // only the first 500 items were read
)

// Prepare makes text that a parser can read of a feed's body: UTF-8 without byte order
// mark, control characters, XML declaration and whatever else stands before the root
// element. It returns the repairs that were needed, which an ordinary feed does not
// need. What is not a feed comes back as text all the same.
func Prepare(body []byte, contentType string) ([]byte, []Repair) {
	var repairs []Repair
	text, mislabelled, lossy := toUTF8(body, contentType)
	if mislabelled {
		repairs = append(repairs, RepairCharset)
	}
	if lossy {
		repairs = append(repairs, RepairBytes)
	}
	text, removed := dropControls(text)
	if removed {
		repairs = append(repairs, RepairControls)
	}
	text, junk := dropProlog(text)
	if junk {
		repairs = append(repairs, RepairProlog)
	}
	return text, repairs
}

// dropControls removes what XML does not allow, written out or as a reference.
func dropControls(text []byte) (out []byte, removed bool) {
	out = bytes.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == 0xFEFF {
			return -1
		}
		return r
	}, text)
	out = controlRef.ReplaceAll(out, nil)
	return out, len(out) != len(text)
}

var controlRef = regexp.MustCompile(`&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));`)

// dropProlog removes what comes before the root element or JSON object: declaration,
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
	if bytes.HasPrefix(rest, []byte("{")) || isRoot(rest) || htmlRoot.Match(rest) {
		return rest, false
	}
	if at := root.FindIndex(rest[:min(len(rest), 64<<10)]); at != nil {
		return rest[at[0]:], true
	}
	return rest, false
}

var (
	root     = regexp.MustCompile(`(?i)<(?:[a-z0-9]+:)?(?:rss|rdf|feed)[\s>]`)
	htmlRoot = regexp.MustCompile(`(?i)^<(?:!doctype\s+html|html)[\s>]`)
)

func isRoot(text []byte) bool {
	at := root.FindIndex(text[:min(len(text), 256)])
	return at != nil && at[0] == 0
}

// prologPart is the length of the declaration, comment or document type that text
// begins with; 0 if it begins with none, or with HTML's.
func prologPart(text []byte) int {
	for _, part := range []struct{ begin, end string }{{"<?", "?>"}, {"<!--", "-->"}} {
		if bytes.HasPrefix(text, []byte(part.begin)) {
			if end := bytes.Index(text, []byte(part.end)); end >= 0 {
				return end + len(part.end)
			}
			return 0
		}
	}
	if !bytes.HasPrefix(text, []byte("<!")) || htmlRoot.Match(text) {
		return 0
	}
	end := bytes.IndexByte(text, '>')
	if subset := bytes.IndexByte(text, '['); subset >= 0 && subset < end {
		if end = bytes.Index(text, []byte("]>")); end >= 0 {
			return end + 2
		}
	}
	return end + 1
}

// looksLikeJSON reports whether prepared text is an object rather than XML.
func looksLikeJSON(text []byte) bool { return bytes.HasPrefix(text, []byte("{")) }

// needs adds a repair once.
func needs(repairs []Repair, r Repair) []Repair {
	if slices.Contains(repairs, r) {
		return repairs
	}
	return append(repairs, r)
}

// runes counts characters.
func runes(s string) int { return utf8.RuneCountInString(s) }
