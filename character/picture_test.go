package character_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"testing"

	"magpie/character"
)

// The colours of what was written before, and of what is new, are told apart by their
// redness.
func isNew(c color.Color) bool {
	r, g, _, a := c.RGBA()
	return a > 0 && r > 0xc000 && g < 0x9000
}

func isInk(c color.Color) bool {
	r, g, b, a := c.RGBA()
	return a > 0 && r < 0x6000 && g < 0x6000 && b < 0x6000
}

// count counts the pixels in an area that are of a kind.
func count(m image.Image, area image.Rectangle, kind func(color.Color) bool) (n int) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if kind(m.At(x, y)) {
				n++
			}
		}
	}
	return n
}

func charactersOf(t testing.TB, cs *character.Characters, word string) (all []character.Character) {
	t.Helper()
	for _, r := range word {
		c, ok := cs.Character(r)
		if !ok {
			t.Fatalf("%c is not there", r)
		}
		all = append(all, c)
	}
	return all
}

func TestSheet(t *testing.T) {
	t.Parallel()
	cs := open(t, build(t))
	for _, test := range []struct {
		word          string
		columns, rows int
	}{{"一", 1, 1}, {"口", 3, 1}, {"十口", 3, 2}, {"大大小口", 3, 4}, {"固古", 4, 4}} {
		word := charactersOf(t, cs, test.word)
		picture, err := character.Sheet(word...)
		check(t, err)
		m, err := png.Decode(bytes.NewReader(picture))
		check(t, err)
		size := m.Bounds().Dx() / test.columns
		if m.Bounds() != image.Rect(0, 0, test.columns*size, test.rows*size) || size < 80 {
			t.Fatalf("%s: %v", test.word, m.Bounds())
		}
		row := 0
		for _, c := range word {
			written, rows := 0, (c.Strokes+test.columns-1)/test.columns
			for i := range rows * test.columns {
				area := image.Rect(0, 0, size, size).Add(image.Pt(i%test.columns*size, (row+i/test.columns)*size))
				fresh, ink := count(m, area, isNew), count(m, area, isInk)
				switch {
				case i >= c.Strokes && fresh+ink > 0:
					t.Errorf("%s: something is written behind %c", test.word, c.Rune)
				case i < c.Strokes && fresh < 50:
					t.Errorf("%s: %d pixels of stroke %d of %c", test.word, fresh, i+1, c.Rune)
				case i < c.Strokes && (i == 0) != (ink == 0), i < c.Strokes && ink < written:
					t.Errorf("%s: %d pixels of ink before stroke %d of %c, %d before", test.word, ink, i+1, c.Rune, written)
				}
				written = ink
			}
			row += rows
		}
	}
}

// TestNewStrokeIsWhereItShouldBe looks for the strokes of 十 across and down.
func TestNewStrokeIsWhereItShouldBe(t *testing.T) {
	t.Parallel()
	c := charactersOf(t, open(t, build(t)), "十")[0]
	picture, err := c.PNG()
	check(t, err)
	m, err := png.Decode(bytes.NewReader(picture))
	check(t, err)
	size := m.Bounds().Dy()
	left, top := image.Rect(0, 0, size/3, size), image.Rect(size, 0, 2*size, size/3)
	if across, down := count(m, left, isNew), count(m, top, isNew); across < 20 || down < 20 {
		t.Errorf("%d new pixels on the left in the first square, %d at the top in the second", across, down)
	}
	if ink := count(m, image.Rect(size, 0, size+size/3, size), isInk); ink < 20 {
		t.Errorf("%d pixels of ink on the left in the second square", ink)
	}
}

func TestGIF(t *testing.T) {
	t.Parallel()
	for _, c := range charactersOf(t, open(t, build(t)), "一口大") {
		animation, err := c.GIF()
		check(t, err)
		g, err := gif.DecodeAll(bytes.NewReader(animation))
		check(t, err)
		if g.Config.Width != 256 || g.Config.Height != 256 || g.LoopCount != 0 || g.Delay[len(g.Delay)-1] < 150 {
			t.Errorf("%c: %d × %d, loops %d, last delay %d", c.Rune, g.Config.Width, g.Config.Height, g.LoopCount, g.Delay[len(g.Delay)-1])
		}
		if n := len(g.Image); n < 1+4*c.Strokes || n > 1+11*c.Strokes {
			t.Errorf("%c: %d frames for %d strokes", c.Rune, n, c.Strokes)
		}
		screen, most, last := image.NewRGBA(image.Rect(0, 0, 256, 256)), 0, 0
		for i, frame := range g.Image {
			draw.Draw(screen, frame.Rect, frame, frame.Rect.Min, draw.Over)
			if i%3 > 0 && i < len(g.Image)-1 { // some will do
				continue
			}
			ink := count(screen, screen.Rect, isInk)
			if ink < last-last/8 { // a new stroke may cross what is written
				t.Errorf("%c: ink shrinks from %d to %d pixels", c.Rune, last, ink)
			}
			most, last = max(most, count(screen, screen.Rect, isNew)), ink
		}
		if fresh := count(screen, screen.Rect, isNew); fresh > 0 || last < 500*c.Strokes || most < 500 {
			t.Errorf("%c ends with %d pixels of ink and %d wet ones, %d at most", c.Rune, last, fresh, most)
		}
	}
}

func TestNoPicture(t *testing.T) {
	t.Parallel()
	cs := open(t, build(t))
	undrawn := charactersOf(t, cs, "囗")[0]
	if _, err := undrawn.PNG(); !errors.Is(err, character.ErrNoStrokes) {
		t.Errorf("PNG: %v", err)
	}
	if _, err := undrawn.GIF(); !errors.Is(err, character.ErrNoStrokes) {
		t.Errorf("GIF: %v", err)
	}
	for _, n := range []int{0, character.MostOnSheet + 1} {
		if _, err := character.Sheet(make([]character.Character, n)...); err == nil {
			t.Errorf("%d characters are drawn", n)
		}
	}
}
