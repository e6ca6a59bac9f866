package picture

import (
	"fmt"
	"slices"
)

// MostColumns is how many columns of a [Table] a phone has room for.
const MostColumns = 3

// A Table compares things: a column each, and a row for everything that is told of them.
type Table struct {
	Title   string
	Columns []string // 1 to MostColumns
	Rows    []Row
	Foot    string // small, below the table; empty: nothing
}

// A Row is one thing that is told, under its name.
type Row struct {
	Name  string
	Cells []Cell // one a column
}

// A Cell is a text with a note in smaller letters below it.
type Cell struct {
	Text, Note string
}

// Table draws a table for readers of a language. The error is [ErrNoGlyph] if a letter is missing, and [ErrTooLong] if the
// table is too tall.
func (f *Fonts) Table(lang string, t Table) ([]byte, error) {
	if n := len(t.Columns); n < 1 || n > MostColumns {
		return nil, fmt.Errorf("draw a table: %d columns, want 1 to %d", n, MostColumns)
	}
	s := &sheet{pen: f.pen(lang), y: margin}
	if err := s.table(t); err != nil {
		return nil, fmt.Errorf("draw a table: %w", err)
	}
	return s.png()
}

func (s *sheet) table(t Table) error {
	if err := s.add(titleLook, t.Title); err != nil {
		return err
	}
	s.y += gap / 2
	var heads []Cell
	for _, name := range t.Columns {
		heads = append(heads, Cell{Text: name})
	}
	if err := s.columns(headLook, heads); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if len(row.Cells) != len(t.Columns) {
			return fmt.Errorf("row %q has %d cells for %d columns", row.Name, len(row.Cells), len(t.Columns))
		}
		s.rule()
		if err := s.add(labelLook, row.Name); err != nil {
			return err
		}
		if err := s.columns(bodyLook, row.Cells); err != nil {
			return err
		}
	}
	s.rule()
	return s.add(noteLook, t.Foot)
}

// columns lays out cells side by side, below everything else.
func (s *sheet) columns(look look, cells []Cell) error {
	n := len(cells)
	wide := (width - 2*margin - (n-1)*gap) / n
	bottoms := make([]int, n)
	for i, cell := range cells {
		x := margin + i*(wide+gap)
		bottom, err := s.put(x, s.y, wide, look, cell.Text)
		if err != nil {
			return err
		}
		if bottoms[i], err = s.put(x, bottom, wide, noteLook, cell.Note); err != nil {
			return err
		}
	}
	s.y = slices.Max(bottoms)
	return nil
}
