package commands

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"

	"magpie/phrase"
)

// The picture of cards, in pixels. It is drawn for dark and for light surroundings.
const (
	barWidth   = 16
	barGap     = 4
	barsHeight = 160
	digitSize  = 2 // of a dot
	margin     = 16
)

var (
	pictureBack = color.RGBA{0x2b, 0x2d, 0x31, 0xff}
	pictureLine = color.RGBA{0x80, 0x84, 0x8e, 0xff}
	barPast     = color.RGBA{0x5a, 0xa9, 0xe6, 0xff} // answered
	barAhead    = color.RGBA{0xf2, 0xa6, 0x5a, 0xff} // due
)

// cardsPicture draws a bar for each of the last 30 days, by answers, and behind a line one for each of the next seven, by
// cards due. The number stands over a bar that has one.
func cardsPicture(s phrase.Statistics) ([]byte, error) {
	days := slices.Concat(s.Past[:], s.Ahead[:])
	width := 2*margin + len(days)*(barWidth+barGap) + margin
	height := 2*margin + barsHeight + 8*digitSize
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	fill(img, img.Bounds(), pictureBack)
	floor := height - margin
	fill(img, image.Rect(margin, floor, width-margin, floor+1), pictureLine)
	most := max(slices.Max(days), 1)
	for i, n := range days {
		left, ink := margin+i*(barWidth+barGap), barPast
		if i >= len(s.Past) {
			left, ink = left+margin, barAhead
		}
		if n == 0 {
			continue
		}
		top := floor - max(2, n*barsHeight/most)
		fill(img, image.Rect(left, top, left+barWidth, floor), ink)
		drawNumber(img, left+barWidth/2, top-6*digitSize, n)
	}
	between := margin + len(s.Past)*(barWidth+barGap) + (margin-barGap)/2
	fill(img, image.Rect(between, margin, between+1, floor), pictureLine)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("draw cards: %w", err)
	}
	return b.Bytes(), nil
}

func fill(img draw.Image, r image.Rectangle, ink color.Color) {
	draw.Draw(img, r, image.NewUniform(ink), image.Point{}, draw.Src)
}

// digits are drawn on three by five dots, a row an octal digit.
var digits = [10][5]byte{
	{7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 7, 1, 7}, {5, 5, 7, 1, 1},
	{7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 1, 1, 1}, {7, 5, 7, 5, 7}, {7, 5, 7, 1, 7},
}

// drawNumber draws a number in the middle of x, below y. Three digits take smaller dots, so that they fit a bar.
func drawNumber(img draw.Image, x, y, n int) {
	text := fmt.Sprint(n)
	dot := digitSize
	if len(text) > 2 {
		dot, y = 1, y+5
	}
	left := x - (len(text)*4-1)*dot/2
	for i, d := range text {
		for row, dots := range digits[d-'0'] {
			for column := range 3 {
				if dots&(4>>column) != 0 {
					at := image.Pt(left+(4*i+column)*dot, y+row*dot)
					fill(img, image.Rectangle{at, at.Add(image.Pt(dot, dot))}, color.White)
				}
			}
		}
	}
}
