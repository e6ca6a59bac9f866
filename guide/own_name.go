package guide

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// notName is what cannot stand in the name of a guide or the id of a step.
var notName = regexp.MustCompile(`[^a-z0-9]+`)

// maxSlug leaves room for a prefix and a number in a name.
const maxSlug = 24

// NewName returns a name for a guide or an id for a step with a title: its letters a to z, or, if it has too few of them, word
// and letters that no other title has. What is taken gets a number.
func NewName(title, word string, taken func(name string) bool) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1 // an accent
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(title))
	slug := strings.Trim(notName.ReplaceAllString(letters, "-"), "-")
	slug = strings.Trim(slug[:min(len(slug), maxSlug)], "-")
	if len(slug) < 3 || slug[0] < 'a' {
		sum := sha256.Sum256([]byte(title))
		slug = word + "-" + hex.EncodeToString(sum[:3])
	}
	name := slug
	for n := 2; taken(name); n++ {
		name = slug + "-" + strconv.Itoa(n)
	}
	return name
}
