package phrase

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The bounds of a [Table].
const (
	MaxRows = 20_000 // with text in them
	maxCell = 8_000  // bytes of a cell in quotes, and how far its end is looked for
)

// What a file may be, other than a table; [ReadTable] wraps them.
var (
	ErrPackage  = errors.New("the file is an archive, such as a workbook of a spreadsheet or a package of Anki")
	ErrNotText  = errors.New("the file is not text")
	ErrEncoding = errors.New("the text is in an unknown encoding")
	ErrEmpty    = errors.New("the file has no rows")
)

// A TooManyRowsError says how many rows a file has that has more than MaxRows.
type TooManyRowsError struct{ Rows int }

func (e *TooManyRowsError) Error() string {
	return fmt.Sprintf("the file has %d rows, and at most %d are read", e.Rows, MaxRows)
}

// A Table is what a file of rows holds: CSV, tab-separated text, or notes that Anki wrote out as plain text.
type Table struct {
	Columns  []string // as the file names them; nil if it does not
	Rows     []Row
	Encoding string // "UTF-8", "UTF-16", "GB18030" or "Big5"
	Bad      []int  // the numbers of rows that could not be read, of which there are none in Rows
}

// A Row is a row of a Table. Its cells are text without spaces around it, and are as many as the file has.
type Row struct {
	Number int // of its first line in the file, from 1, as spreadsheets and editors count
	Cells  []string
}

// ReadTable reads a file. The encoding, what separates cells, and whether the first row names the columns are found out
// from it. A row that cannot be read is noted and left out. Cells are text and nothing else: what a spreadsheet would
// take for a formula stays as it is, and the apostrophe by which [Table.CSV] disarms one is taken off.
//
// The error is ErrPackage, ErrNotText, ErrEncoding, ErrEmpty or a [TooManyRowsError]. Memory and time are in proportion
// to data, however it is made.
func ReadTable(data []byte) (Table, error) {
	text, encoding, err := decodeText(data)
	if err != nil {
		return Table{}, fmt.Errorf("read the table: %w", err)
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // as Macs once ended lines
	}
	r := tableReader{rest: text, line: 1}
	r.preamble()
	if r.comma == 0 {
		r.comma = separator(r.rest)
	}
	t := Table{Encoding: encoding}
	rows := 0
	for r.rest != "" {
		row, ok := r.row()
		switch {
		case !ok:
			t.Bad = append(t.Bad, row.Number)
		case len(row.Cells) > 0:
			t.Rows = append(t.Rows, row)
		default:
			continue
		}
		if rows++; rows > MaxRows {
			t.Rows, t.Bad = t.Rows[:0], t.Bad[:0] // counted only
		}
	}
	if rows > MaxRows {
		return Table{}, fmt.Errorf("read the table: %w", &TooManyRowsError{rows})
	}
	t.Columns = r.columns
	if t.Columns == nil && len(t.Rows) > 0 && isHeader(t.Rows[0].Cells) {
		t.Columns, t.Rows = t.Rows[0].Cells, t.Rows[1:]
	}
	if len(t.Rows) == 0 && len(t.Bad) == 0 {
		return Table{}, fmt.Errorf("read the table: %w", ErrEmpty)
	}
	return t, nil
}

// A tableReader takes rows off a text.
type tableReader struct {
	rest    string
	line    int // of the file at which rest starts
	comma   byte
	columns []string
	html    bool // cells hold HTML
	anki    bool // the text was written by Anki, which disarms nothing
}

// preamble takes off the lines by which Anki ("#separator:tab") and Excel ("sep=;") say how the rows are written.
func (r *tableReader) preamble() {
	first, _, _ := strings.Cut(r.rest, "\n")
	if first = strings.TrimSuffix(first, "\r"); len(first) == 5 && strings.EqualFold(first[:4], "sep=") && strings.Contains(separators, first[4:]) {
		r.cutLine()
		r.comma = first[4]
		return
	}
	for {
		line, _, _ := strings.Cut(r.rest, "\n")
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\r"), ":")
		if !ok || !slices.Contains(ankiKeys, key) {
			return
		}
		r.cutLine()
		r.anki = true
		switch key {
		case "#separator":
			r.comma = ankiSeparators[strings.ToLower(value)]
		case "#html":
			r.html = value == "true"
		case "#columns":
			names := tableReader{rest: value, comma: r.comma, line: 1}
			if names.comma == 0 {
				names.comma = separator(value)
			}
			row, _ := names.row()
			r.columns = row.Cells
		}
	}
}

// What Anki writes before the rows.
var ankiKeys = []string{
	"#separator", "#html", "#columns", "#tags", "#notetype", "#deck",
	"#notetype column", "#deck column", "#tags column", "#guid column", "#if matches",
}

var ankiSeparators = map[string]byte{
	"tab": '\t', "comma": ',', "semicolon": ';', "colon": ':', "pipe": '|', "space": ' ',
	"\t": '\t', ",": ',', ";": ';', ":": ':', "|": '|', " ": ' ',
}

func (r *tableReader) cutLine() string {
	line, rest, _ := strings.Cut(r.rest, "\n")
	r.rest = rest
	r.line++
	return strings.TrimSuffix(line, "\r")
}

// row takes off a row; one without text has no cells. If its quotes do not match it takes off the line alone, and
// reports false.
func (r *tableReader) row() (Row, bool) {
	row, start := Row{Number: r.line}, r.rest
	lines, filled := 0, false
	for end := false; !end; {
		cell, n, ok := r.cell(start)
		if !ok {
			r.cutLine()
			return row, false
		}
		lines += strings.Count(start[:n], "\n")
		end = n == len(start) || start[n] == '\n'
		start = start[min(n+1, len(start)):]
		cell = r.tidy(cell)
		filled = filled || cell != ""
		row.Cells = append(row.Cells, cell)
	}
	r.rest, r.line = start, r.line+lines+1
	if !filled {
		row.Cells = nil
	}
	return row, true
}

// cell is the cell that text starts with, and where it ends: at what separates it from the next, at the end of its line,
// or at the end of the text.
func (r *tableReader) cell(text string) (cell string, end int, ok bool) {
	stops := string([]byte{r.comma, '\n'})
	if !strings.HasPrefix(text, `"`) {
		if end = strings.IndexAny(text, stops); end < 0 {
			end = len(text)
		}
		return text[:end], end, true
	}
	var b strings.Builder
	for at := 1; b.Len() <= maxCell; {
		n := strings.IndexByte(text[at:min(len(text), at+maxCell+1)], '"')
		if n < 0 {
			return "", 0, false
		}
		b.WriteString(text[at : at+n])
		at += n + 1
		if strings.HasPrefix(text[at:], `"`) {
			b.WriteByte('"')
			at++
			continue
		}
		if end = strings.IndexAny(text[at:], stops); end < 0 {
			end = len(text) - at
		}
		stray := strings.Trim(text[at:at+end], " \r") // a quote was forgotten above it
		return b.String(), at + end, stray == ""
	}
	return "", 0, false
}

// tidy is a cell as text.
func (r *tableReader) tidy(cell string) string {
	if r.html {
		cell = withoutHTML(cell)
	}
	cell = strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n"))
	if !r.anki {
		cell = rearm(cell)
	}
	return cell
}

// separators are what may separate cells where no line says so.
const separators = "\t,;|"

// separator is what separates the cells of a text: what stands in most of the first lines equally often. A comma is
// preferred to none.
func separator(text string) byte {
	best, most := byte(','), 0
	for _, comma := range []byte(separators) {
		r := tableReader{rest: text[:min(len(text), 1<<14)], comma: comma, line: 1}
		widths := map[int]int{}
		for range 50 {
			if row, ok := r.row(); ok && len(row.Cells) > 1 {
				widths[len(row.Cells)]++
			}
			if r.rest == "" {
				break
			}
		}
		for _, n := range widths {
			if n > most {
				best, most = comma, n
			}
		}
	}
	return best
}
