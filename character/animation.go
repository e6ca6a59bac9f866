package character

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"math"
)

// What an animation is like. Times are in hundredths of a second.
const (
	animationSize = 256 // pixels
	frameTime     = 5
	strokeTime    = 25  // after each stroke
	holdTime      = 200 // after the last
	frameLength   = 45  // how far the brush goes in a frame, in our units
)

// GIF is an animation of a character being written, stroke by stroke, in a square of 256
// pixels. It begins again for ever, after holding the whole character for two seconds.
func (c Character) GIF() ([]byte, error) {
	if c.Strokes == 0 {
		return nil, fmt.Errorf("draw %c: %w", c.Rune, ErrNoStrokes)
	}
	q := newSquare(animationSize)
	masks := q.masks(c)
	first := image.NewPaletted(image.Rect(0, 0, q.size, q.size), palette)
	for _, m := range masks {
		for i, cover := range m.Pix {
			if cover > 127 {
				first.Pix[i] = ghost
			}
		}
	}
	q.rule(first)
	a := animation{gif: gif.GIF{Config: image.Config{ColorModel: palette, Width: q.size, Height: q.size}}}
	a.add(first, strokeTime)
	for i, s := range c.strokes {
		a.write(masks[i], q.progress(s, masks[i]), s.length())
	}
	a.gif.Delay[len(a.gif.Delay)-1] = holdTime
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &a.gif); err != nil {
		return nil, fmt.Errorf("draw %c: %w", c.Rune, err)
	}
	return out.Bytes(), nil
}

// An animation grows frame by frame; each frame has only what is new.
type animation struct{ gif gif.GIF }

func (a *animation) add(frame *image.Paletted, time int) {
	a.gif.Image = append(a.gif.Image, frame)
	a.gif.Delay = append(a.gif.Delay, time)
	a.gif.Disposal = append(a.gif.Disposal, gif.DisposalNone)
}

// write adds frames in which a stroke is drawn, and one in which it dries.
func (a *animation) write(mask *image.Alpha, progress []float64, length float64) {
	frames := min(max(int(length/frameLength), 3), 10)
	for k := range frames {
		from, to := float64(k)/float64(frames), float64(k+1)/float64(frames)
		if k == frames-1 {
			to = math.Inf(1)
		}
		a.add(part(mask, accent, func(i int) bool { return progress[i] >= from && progress[i] < to }), frameTime)
	}
	a.add(part(mask, ink, func(int) bool { return true }), strokeTime)
}

// part draws those pixels of a mask that are wanted, on a picture no larger than they
// need.
func part(mask *image.Alpha, first uint8, wanted func(i int) bool) *image.Paletted {
	size := mask.Rect.Dx()
	area := image.Rect(size, size, 0, 0) // inside out
	for i, cover := range mask.Pix {
		if _, ok := shade(first, cover); ok && wanted(i) {
			x, y := i%size, i/size
			area.Min.X, area.Min.Y = min(area.Min.X, x), min(area.Min.Y, y)
			area.Max.X, area.Max.Y = max(area.Max.X, x+1), max(area.Max.Y, y+1)
		}
	}
	if area.Empty() { // a frame must have something
		area = image.Rect(0, 0, 1, 1)
	}
	frame := image.NewPaletted(area, palette)
	for i := range frame.Pix {
		at := (area.Min.Y+i/frame.Stride)*size + area.Min.X + i%frame.Stride
		frame.Pix[i] = clear
		if c, ok := shade(first, mask.Pix[at]); ok && wanted(at) {
			frame.Pix[i] = c
		}
	}
	return frame
}

// progress is, for each pixel that a stroke covers, how far along the stroke it is,
// from 0 to 1.
func (q square) progress(s stroke, mask *image.Alpha) []float64 {
	path := resample(s.median, 64)
	out := make([]float64, len(mask.Pix))
	for i, cover := range mask.Pix {
		if cover == 0 {
			continue
		}
		at := vector{float64(i % q.size), float64(i / q.size)}.minus(vector{q.margin, q.margin}).times(1 / q.scale)
		nearest := math.Inf(1)
		for k, p := range path {
			if d := at.minus(p); d.x*d.x+d.y*d.y < nearest {
				nearest, out[i] = d.x*d.x+d.y*d.y, float64(k)/float64(len(path)-1)
			}
		}
	}
	return out
}

// length is how far the brush goes.
func (s stroke) length() float64 {
	total := 0.0
	for i := range s.median[1:] {
		total += s.median[i+1].vector().minus(s.median[i].vector()).length()
	}
	return total
}
