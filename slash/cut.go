package slash

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Cut shortens s to at most n characters, n at least 1, at a grapheme border, ending
// in "…" if anything was left out.
func Cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	var kept strings.Builder
	used := 1 // for the ellipsis
	for g := uniseg.NewGraphemes(s); g.Next(); {
		cluster := g.Runes()
		if used+len(cluster) > n {
			break
		}
		used += len(cluster)
		kept.WriteString(string(cluster))
	}
	return strings.TrimRight(kept.String(), " \n\t") + "…"
}
