package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// Pixels of a picture.
const (
	width  = 1000
	margin = 36
	gap    = 28   // between columns
	tall   = 6000 // no picture is taller
)

// An ink is a colour that letters are drawn in.
type ink struct {
	color  color.RGBA
	first  uint8 // of its shades in the palette, the lightest
	shades int   // from the ground, which is not one of them, to the colour
}

// The palette has 16 colours, so that a picture takes half a byte a pixel.
var (
	ground = color.RGBA{0x2b, 0x2d, 0x31, 0xff}
	ruled  = color.RGBA{0x4a, 0x4d, 0x55, 0xff}
	strong = ink{color.RGBA{0xf2, 0xf3, 0xf5, 0xff}, 2, 6}
	faint  = ink{color.RGBA{0xb5, 0xba, 0xc1, 0xff}, 8, 4}
	accent = ink{color.RGBA{0x7f, 0xc8, 0xf8, 0xff}, 12, 4}
)

const (
	groundIndex = 0
	ruledIndex  = 1
)

var palette = func() color.Palette {
	all := color.Palette{ground, ruled}
	for _, k := range []ink{strong, faint, accent} {
		for i := range k.shades {
			all = append(all, k.shade(i+1))
		}
	}
	return all
}()

// shade is the colour mixed with the ground, n of all its shades strong.
func (k ink) shade(n int) color.RGBA {
	mix := func(from, to uint8) uint8 { return uint8((int(from)*(k.shades-n) + int(to)*n) / k.shades) }
	return color.RGBA{mix(ground.R, k.color.R), mix(ground.G, k.color.G), mix(ground.B, k.color.B), 0xff}
}

// A look is how letters look.
type look struct {
	size int // pixels
	ink  ink
}

var (
	titleLook = look{44, strong}
	headLook  = look{34, strong}
	labelLook = look{30, accent}
	bodyLook  = look{30, strong}
	noteLook  = look{28, faint}
)

// lead is the height of a line.
func (l look) lead() int { return l.size * 4 / 3 }

// A sheet is a picture being laid out: what is drawn where is known before how tall it is.
type sheet struct {
	pen   *pen
	y     int // where the next thing goes
	runs  []run
	boxes []image.Rectangle
	marks []image.Rectangle // boxes that stand out
}

// A run is a line of text.
type run struct {
	at   image.Point // on the base line
	text string
	look look
}

// put lays out a text in a column and returns where it ends.
func (s *sheet) put(x, y, width int, look look, text string) (bottom int, err error) {
	lines, err := s.pen.wrap(text, look.size, width)
	if err != nil {
		return y, err
	}
	for _, line := range lines {
		s.runs = append(s.runs, run{image.Pt(x, y+look.size), line, look})
		y += look.lead()
	}
	return y, nil
}

// add lays out a text below everything else, over the whole width.
func (s *sheet) add(look look, text string) error {
	bottom, err := s.put(margin, s.y, width-2*margin, look, text)
	s.y = bottom
	return err
}

// rule draws a line below everything else.
func (s *sheet) rule() {
	s.y += gap / 2
	s.boxes = append(s.boxes, image.Rect(margin, s.y, width-margin, s.y+2))
	s.y += gap / 2
}

// png draws the sheet.
func (s *sheet) png() ([]byte, error) {
	height := s.y + margin
	if height > tall {
		return nil, fmt.Errorf("%w: %d pixels tall", ErrTooLong, height)
	}
	c := &canvas{image.NewPaletted(image.Rect(0, 0, width, height), palette)}
	for _, box := range s.boxes {
		c.fill(box, ruledIndex)
	}
	for _, box := range s.marks {
		c.fill(box, accent.first+uint8(accent.shades)-1)
	}
	for _, r := range s.runs {
		s.pen.write(c, r.at, r.text, r.look)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed} // a third of the time for a fifth more bytes
	if err := encoder.Encode(&out, c.Paletted); err != nil {
		return nil, fmt.Errorf("write a picture: %w", err) // unreachable: a buffer takes everything
	}
	return out.Bytes(), nil
}

// A canvas is a picture that is drawn on; a new one is all ground.
type canvas struct{ *image.Paletted }

func (c *canvas) fill(box image.Rectangle, index uint8) {
	box = box.Intersect(c.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := c.Pix[c.PixOffset(box.Min.X, y):c.PixOffset(box.Max.X, y)]
		for i := range row {
			row[i] = index
		}
	}
}

// stamp draws a shape with its pen at a point.
func (c *canvas) stamp(shape *image.Alpha, at image.Point, ink ink) {
	box := shape.Rect.Add(at).Intersect(c.Rect)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		from := shape.Pix[shape.PixOffset(box.Min.X-at.X, y-at.Y):]
		to := c.Pix[c.PixOffset(box.Min.X, y):]
		for x := range box.Dx() {
			if n := (int(from[x])*ink.shades + 127) / 255; n > 0 {
				to[x] = ink.first + uint8(n) - 1
			}
		}
	}
}
