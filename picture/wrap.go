package picture

import (
	"strings"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// wrap divides a text into lines of at most width pixels, where Unicode lets lines end: between words, and between Chinese
// characters, though not before 。 or behind （. A word that is too long for any line is divided anywhere.
func (p *pen) wrap(text string, size, width int) ([]string, error) {
	var lines []string
	line := ""
	add := func(piece string) error {
		w, err := p.width(strings.TrimRight(line+piece, " "), size)
		if err != nil {
			return err
		}
		if w > width && line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += piece
		return nil
	}
	state := -1
	for rest := norm.NFC.String(strings.Join(strings.Fields(text), " ")); rest != ""; {
		var piece string
		piece, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		w, err := p.width(strings.TrimRight(piece, " "), size)
		if err != nil {
			return nil, err
		}
		pieces := []string{piece}
		if w > width {
			pieces = strings.Split(piece, "")
		}
		for _, piece := range pieces {
			if err := add(piece); err != nil {
				return nil, err
			}
		}
	}
	if line = strings.TrimRight(line, " "); line != "" {
		lines = append(lines, line)
	}
	return lines, nil
}
