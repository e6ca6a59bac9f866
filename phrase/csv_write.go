package phrase

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The marks by which spreadsheets tell a formula, and by which those of wide characters do.
const formulaMarks = "=+-@\t\r＝＋－＠"

// disarm writes text so that no spreadsheet takes it for a formula: with an apostrophe before it. Text that starts with
// an apostrophe gets one too, so that [rearm] gives back what there was.
func disarm(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune(formulaMarks+"'", first) {
		return "'" + s
	}
	return s
}

// rearm undoes [disarm].
func rearm(s string) string {
	rest, ok := strings.CutPrefix(s, "'")
	if first, _ := utf8.DecodeRuneInString(rest); ok && rest != "" && strings.ContainsRune(formulaMarks+"'", first) {
		return rest
	}
	return s
}

// CSV writes the table for spreadsheets: CSV as in RFC 4180, in UTF-8 with a byte order mark, and with an apostrophe
// before every cell that would be taken for a formula. ReadTable reads the same cells from it.
func (t Table) CSV() []byte {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	for _, cells := range t.lines() {
		for i, cell := range cells {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quoted(disarm(cell)))
		}
		b.WriteString("\r\n")
	}
	return b.Bytes()
}

// Anki writes the table as text that Anki imports into a deck: tab-separated, behind lines that say so. ReadTable reads
// the same cells from it.
func (t Table) Anki(deck string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "#separator:tab\n#html:false\n#deck:%s\n", strings.ReplaceAll(deck, "\n", " "))
	for i, cells := range t.lines() {
		if i == 0 && t.Columns != nil {
			b.WriteString("#columns:")
		}
		for j, cell := range cells {
			if j > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(quoted(cell))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// lines are the names of the columns, if there are any, and the rows.
func (t Table) lines() [][]string {
	var all [][]string
	if t.Columns != nil {
		all = append(all, t.Columns)
	}
	for _, row := range t.Rows {
		all = append(all, row.Cells)
	}
	return all
}

// quoted is a cell, in quotes where it needs them, or where it holds what could be taken for a separator. A # at its start
// would make its line a remark for Anki.
func quoted(cell string) string {
	if !strings.ContainsAny(cell, "\"\r\n"+separators) && !strings.HasPrefix(cell, "#") {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
