package character

import (
	"image"
	"image/color"

	raster "golang.org/x/image/vector"
)

// The colours of pictures. They bring their own paper, so that they can be read on a
// dark page and on a light one. There are 16, which make the smallest files.
const (
	paper  uint8 = iota
	grid         // of guide lines, 米字格
	ghost        // of strokes to come
	ink          // the first of the shades of what is written
	accent = ink + shades
	clear  = accent + shades // nothing: what was there stays
)

// shades is the number of steps from nearly paper to a full colour.
const shades = 6

var palette = makePalette()

func makePalette() color.Palette {
	white := color.RGBA{0xfd, 0xfb, 0xf5, 0xff}
	p := color.Palette{paper: white, grid: color.RGBA{0xe3, 0xd9, 0xc6, 0xff}, ghost: color.RGBA{0xee, 0xe8, 0xdb, 0xff}}
	for _, full := range []color.RGBA{{0x1c, 0x24, 0x30, 0xff}, {0xe0, 0x4b, 0x1f, 0xff}} {
		for i := 1; i <= shades; i++ {
			p = append(p, mix(white, full, i))
		}
	}
	return append(p, color.RGBA{})
}

// mix is a colour that is i of shades on the way from one to another.
func mix(from, to color.RGBA, i int) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8((int(a)*(shades-i) + int(b)*i) / shades) }
	return color.RGBA{part(from.R, to.R), part(from.G, to.G), part(from.B, to.B), 0xff}
}

// shade is the shade of a colour for a pixel that a stroke covers in part, false if it
// hardly does.
func shade(first, cover uint8) (uint8, bool) {
	step := (int(cover)*shades + 127) / 255
	return first + uint8(step) - 1, step > 0
}

// A square is where a character is drawn: its size, and how the character's square is
// laid into it.
type square struct {
	size          int // pixels
	margin, scale float64
}

func newSquare(size int) square {
	margin := float64(size) / 20
	return square{size, margin, (float64(size) - 2*margin) / side}
}

func (q square) place(p point) (x, y float32) {
	return float32(q.margin + float64(p.x)*q.scale), float32(q.margin + float64(p.y)*q.scale)
}

// mask is how much of each pixel of a square a stroke covers.
func (q square) mask(s stroke) *image.Alpha {
	r := raster.NewRasterizer(q.size, q.size)
	r.MoveTo(q.place(s.start))
	for _, g := range s.outline {
		ax, ay := q.place(g.points[0])
		bx, by := q.place(g.points[1])
		cx, cy := q.place(g.points[2])
		switch g.kind {
		case line:
			r.LineTo(ax, ay)
		case curve:
			r.QuadTo(ax, ay, bx, by)
		case cubic:
			r.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, q.size, q.size))
	r.Draw(mask, mask.Bounds(), image.Opaque, image.Point{})
	return mask
}

// masks are those of all strokes.
func (q square) masks(c Character) []*image.Alpha {
	all := make([]*image.Alpha, len(c.strokes))
	for i, s := range c.strokes {
		all[i] = q.mask(s)
	}
	return all
}

// rule draws a frame and the lines of 米字格.
func (q square) rule(picture *image.Paletted) {
	dot := func(x, y int) { picture.SetColorIndex(x, y, grid) }
	last, middle, dash := q.size-1, q.size/2, q.size/24+1
	for i := range q.size {
		dot(i, 0)
		dot(i, last)
		dot(0, i)
		dot(last, i)
		if i/dash%2 == 0 {
			dot(i, middle)
			dot(middle, i)
			dot(i, i)
			dot(i, last-i)
		}
	}
}

// fill draws a mask on a picture as large, in shades of a colour. Ink does not make
// anything lighter.
func fill(picture *image.Paletted, mask *image.Alpha, first uint8) {
	size := mask.Rect.Dx()
	for y := range size {
		row := picture.Pix[y*picture.Stride:]
		for x, cover := range mask.Pix[y*mask.Stride:][:size] {
			if c, ok := shade(first, cover); ok && (first == accent || row[x] < c) {
				row[x] = c
			}
		}
	}
}
