package web

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// bluePNG is a small picture.
var bluePNG = func() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 96, 96))
	for i := range 96 * 96 {
		img.Set(i%96, i/96, color.RGBA{uint8(28 + i/200), 127, 176, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}()

func TestX(t *testing.T) { newTry(t, nil) }
