package character

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
)

// ErrNoStrokes is returned for a picture of a character whose strokes are not known.
var ErrNoStrokes = errors.New("the strokes of the character are not known")

// MostOnSheet is how many characters a [Sheet] may show.
const MostOnSheet = 4

// PNG is a [Sheet] of one character.
func (c Character) PNG() ([]byte, error) { return Sheet(c) }

// Sheet is a picture that shows how to write one to four characters: for each there is
// a square for each stroke, with the new stroke in another colour than those before
// it. It is a PNG, at most 864 pixels wide, and of some 10 KB.
func Sheet(word ...Character) ([]byte, error) {
	if len(word) == 0 || len(word) > MostOnSheet {
		return nil, fmt.Errorf("draw a sheet: %d characters, want 1 to %d", len(word), MostOnSheet)
	}
	for _, c := range word {
		if c.Strokes == 0 {
			return nil, fmt.Errorf("draw %c: %w", c.Rune, ErrNoStrokes)
		}
	}
	l := layOut(word)
	picture := image.NewPaletted(image.Rect(0, 0, l.columns*l.size, l.rows*l.size), palette[:clear])
	row := 0
	for _, c := range word {
		l.draw(picture, c, row)
		row += l.rowsOf(c)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("draw a sheet: %w", err)
	}
	return out.Bytes(), nil
}

// A layout says how a sheet is divided.
type layout struct {
	square
	columns, rows int
}

// layOut chooses squares as large as the number of strokes allows.
func layOut(word []Character) layout {
	var l layout
	for _, columns := range []int{6, 8, 10} {
		l = layout{square: newSquare(864 / columns), columns: columns}
		for _, c := range word {
			l.rows += l.rowsOf(c)
		}
		if l.rows <= columns {
			break
		}
	}
	most := 0
	for _, c := range word {
		most = max(most, c.Strokes)
	}
	longest := (most + l.columns - 1) / l.columns
	l.columns = (most + longest - 1) / longest // 7 strokes are better 4 and 3 than 6 and 1
	l.rows = 0
	for _, c := range word {
		l.rows += l.rowsOf(c)
	}
	return l
}

func (l layout) rowsOf(c Character) int { return (c.Strokes + l.columns - 1) / l.columns }

// draw draws the squares of a character, from a row on.
func (l layout) draw(picture *image.Paletted, c Character, row int) {
	written := image.NewPaletted(image.Rect(0, 0, l.size, l.size), picture.Palette)
	l.rule(written)
	for i, mask := range l.masks(c) {
		corner := image.Pt(i%l.columns*l.size, (row+i/l.columns)*l.size)
		square := picture.SubImage(written.Rect.Add(corner)).(*image.Paletted)
		for y := range l.size {
			copy(square.Pix[y*square.Stride:], written.Pix[y*written.Stride:][:l.size])
		}
		fill(square, mask, accent)
		fill(written, mask, ink)
	}
}
