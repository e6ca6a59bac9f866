// Package picture draws tables and timelines, in Latin and Chinese letters, as pictures that can be read on a phone: PNG,
// 1,000 pixels wide, no letter smaller than 28 pixels, on a ground of their own, so that they look the same on dark and on
// light.
//
// The letters come from two fonts that are not part of Magpie, one with the forms of Simplified and one with those of
// Traditional Chinese. [Open] opens them; what they have is read from the files when it is drawn. A picture says nothing that
// text has not said first: a letter that no font has is [ErrNoGlyph], and the caller shows text alone.
package picture

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// ErrNoGlyph is returned for a text with a letter that the fonts do not have.
var ErrNoGlyph = errors.New("the fonts have no such letter")

// ErrTooLong is returned for what would make a picture nobody could read.
var ErrTooLong = errors.New("too much for one picture")

// Fonts draw pictures. They may be used by several goroutines at once.
type Fonts struct {
	simplified, traditional *face
}

// A face is a font file that stays open, of which only the tables that find letters are in memory.
type face struct {
	*sfnt.Font
	file *os.File
}

// Open opens the files of two TrueType or OpenType fonts. The caller closes the fonts.
func Open(simplified, traditional string) (*Fonts, error) {
	s, err := openFont(simplified)
	if err != nil {
		return nil, err
	}
	t, err := openFont(traditional)
	if err != nil {
		return nil, errors.Join(err, s.file.Close())
	}
	return &Fonts{s, t}, nil
}

func openFont(path string) (*face, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open a font: %w", err)
	}
	parsed, err := sfnt.ParseReaderAt(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the font %s: %w", path, err), file.Close())
	}
	return &face{parsed, file}, nil
}

// Close closes the files. No picture may be drawn any more.
func (f *Fonts) Close() error {
	return errors.Join(f.simplified.file.Close(), f.traditional.file.Close())
}

// pen is a pen for texts in a language, a BCP 47 tag. Where one font has no letter the other one helps out.
func (f *Fonts) pen(lang string) *pen {
	p := &pen{fonts: []*sfnt.Font{f.simplified.Font, f.traditional.Font}, letters: map[letterKey]letter{}}
	switch {
	case lang == "zh-TW":
		p.fonts = []*sfnt.Font{f.traditional.Font, f.simplified.Font}
	case !strings.HasPrefix(lang, "zh"):
		p.latin = true
	}
	return p
}
