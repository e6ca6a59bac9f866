package main

import (
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"slices"
	"testing"

	"magpie/web/webtest"
)

var toPicture = flag.String("picture", "", "where the picture of the READMEs is saved")

func TestPicture(t *testing.T) {
	if *toPicture == "" {
		t.Skip("no file given with -picture")
	}
	webtest.Run(t, "web/e2e/picture.mjs", tryPage(t), *toPicture)
	if t.Failed() {
		return
	}
	file, err := os.OpenFile(*toPicture, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	taken, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(0); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(file, fewColours(taken)); err != nil {
		t.Fatal(err)
	}
}

// fewColours is a picture in its 256 most frequent colours, which is a third of the
// size and looks the same where most is text.
func fewColours(from image.Image) *image.Paletted {
	counts := map[color.Color]int{}
	b := from.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			counts[from.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(counts), func(a, b color.Color) int { return cmp.Compare(counts[b], counts[a]) })
	to := image.NewPaletted(b, colours[:min(256, len(colours))])
	nearest := map[color.Color]uint8{}
	for _, c := range colours {
		nearest[c] = uint8(to.Palette.Index(c))
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			to.SetColorIndex(x, y, nearest[from.At(x, y)])
		}
	}
	return to
}
