package picture

import (
	"fmt"
	"image"
	"image/draw"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A pen measures and draws the letters of one picture. Each is made once.
type pen struct {
	fonts   []*sfnt.Font // in the order in which they are asked for a letter
	latin   bool         // the text around is in Latin letters
	buffer  sfnt.Buffer
	raster  vector.Rasterizer
	letters map[letterKey]letter
}

type letterKey struct {
	r    rune
	size int // pixels
}

// A letter is how one letter looks in one size.
type letter struct {
	advance fixed.Int26_6
	shape   *image.Alpha // its bounds are relative to the pen on the base line; nil: nothing is seen
}

// letter is how r looks.
func (p *pen) letter(r rune, size int) (letter, error) {
	key := letterKey{r, size}
	if l, ok := p.letters[key]; ok {
		return l, nil
	}
	for _, f := range p.fonts {
		index, err := f.GlyphIndex(&p.buffer, r)
		if err != nil {
			return letter{}, fmt.Errorf("look for %q in a font: %w", r, err)
		}
		if index == 0 {
			continue
		}
		l, err := p.load(f, index, size)
		if err != nil {
			return letter{}, fmt.Errorf("draw %q: %w", r, err)
		}
		if p.latin && strings.ContainsRune("‘’“”·", r) && l.shape != nil {
			l = l.narrow(size)
		}
		p.letters[key] = l
		return l, nil
	}
	return letter{}, fmt.Errorf("%w: %q", ErrNoGlyph, r)
}

func (p *pen) load(f *sfnt.Font, index sfnt.GlyphIndex, size int) (letter, error) {
	ppem := fixed.I(size)
	advance, err := f.GlyphAdvance(&p.buffer, index, ppem, font.HintingNone)
	if err != nil {
		return letter{}, err
	}
	segments, err := f.LoadGlyph(&p.buffer, index, ppem, nil)
	if err != nil {
		return letter{}, err
	}
	box := segments.Bounds()
	bounds := image.Rect(box.Min.X.Floor(), box.Min.Y.Floor(), box.Max.X.Ceil(), box.Max.Y.Ceil())
	if bounds.Empty() {
		return letter{advance: advance}, nil
	}
	return letter{advance, p.fill(segments, bounds)}, nil
}

// fill draws the inside of an outline.
func (p *pen) fill(outline sfnt.Segments, bounds image.Rectangle) *image.Alpha {
	at := func(q fixed.Point26_6) (x, y float32) {
		return float32(q.X)/64 - float32(bounds.Min.X), float32(q.Y)/64 - float32(bounds.Min.Y)
	}
	p.raster.Reset(bounds.Dx(), bounds.Dy())
	p.raster.DrawOp = draw.Src
	for _, s := range outline {
		x0, y0 := at(s.Args[0])
		x1, y1 := at(s.Args[1])
		x2, y2 := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.raster.MoveTo(x0, y0)
		case sfnt.SegmentOpLineTo:
			p.raster.LineTo(x0, y0)
		case sfnt.SegmentOpQuadTo:
			p.raster.QuadTo(x0, y0, x1, y1)
		case sfnt.SegmentOpCubeTo:
			p.raster.CubeTo(x0, y0, x1, y1, x2, y2)
		}
	}
	shape := image.NewAlpha(bounds)
	p.raster.Draw(shape, bounds, image.Opaque, image.Point{})
	return shape
}

// narrow is a mark that Chinese fonts make as wide as a character, as wide as it is between Latin letters.
func (l letter) narrow(size int) letter {
	side := size / 16
	moved := *l.shape
	moved.Rect = moved.Rect.Sub(image.Pt(moved.Rect.Min.X-side, 0))
	return letter{fixed.I(moved.Rect.Max.X + side), &moved}
}

// width is how wide a text is, in pixels.
func (p *pen) width(text string, size int) (int, error) {
	var x fixed.Int26_6
	for _, r := range text {
		l, err := p.letter(r, size)
		if err != nil {
			return 0, err
		}
		x += l.advance
	}
	return x.Ceil(), nil
}

// write draws a text that has been measured, from a point on the base line on.
func (p *pen) write(c *canvas, at image.Point, text string, look look) {
	x := fixed.I(at.X)
	for _, r := range text {
		l := p.letters[letterKey{r, look.size}]
		if l.shape != nil {
			c.stamp(l.shape, image.Pt(x.Round(), at.Y), look.ink)
		}
		x += l.advance
	}
}
