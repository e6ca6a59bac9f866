package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"magpie/upstream"
)

// Names of the fonts in the data folder.
const (
	SimplifiedFont  = "noto-sans-sc.ttf"
	TraditionalFont = "noto-sans-tc.ttf"
	fontLicence     = "noto-sans-licence.txt"
)

// errNoFont is returned for a font that is not there.
var errNoFont = errors.New("the font is not there")

// fontFiles are the fonts by the names of their files.
func fontFiles() map[string]upstream.Font {
	simplified, traditional := upstream.Fonts()
	return map[string]upstream.Font{SimplifiedFont: simplified, TraditionalFont: traditional}
}

// getFonts puts the fonts that are missing or damaged into the data folder, each as a whole or not at all. A running bot takes
// over both when the last one is there.
func (l *librarian) getFonts(ctx context.Context) error {
	for _, name := range []string{TraditionalFont, SimplifiedFont} {
		font, file := fontFiles()[name], filepath.Join(l.folder, name)
		if checkFont(file, font) == nil {
			l.teller.say("the font is there: %s", font.Name)
			continue
		}
		l.teller.say("getting the font %s from npm's package; this may take some minutes", font.Name)
		data, licence, err := l.shop.Font(ctx, font)
		if err != nil {
			return fmt.Errorf("get the font %s: %w", font.Name, err)
		}
		if err := errors.Join(writeWhole(filepath.Join(l.folder, fontLicence), licence), writeWhole(file, data), checkFont(file, font)); err != nil {
			return fmt.Errorf("keep the font %s: %w", font.Name, err)
		}
		l.teller.say("kept the font %s", font.Name)
	}
	l.teller.say("pictures with text are drawn in %s", upstream.FontCredit)
	return nil
}

// checkFont reports whether a file is the font it should be. The error is [errNoFont] if there is none.
func checkFont(file string, font upstream.Font) error {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoFont
	}
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("read the font: %w", err)
	}
	if got := fmt.Sprintf("%x", sum.Sum(nil)); got != font.Sum {
		return fmt.Errorf("%s is damaged, or is not %s: its SHA-256 is %s", file, font.Name, got)
	}
	return nil
}

// verifyFonts checks the fonts and prints what they are.
func verifyFonts(w io.Writer, folder string) error {
	for _, name := range []string{SimplifiedFont, TraditionalFont} {
		font, file := fontFiles()[name], filepath.Join(folder, name)
		err := checkFont(file, font)
		if errors.Is(err, errNoFont) {
			_, err = fmt.Fprintf(w, "font %s: not there; magpie dictionary --fonts gets it\n", font.Name)
		} else if err == nil {
			err = describe(w, "font", font.Name, file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fontsFinding tells the doctor's reader about the fonts. Magpie does without, and then says in text alone what else it
// would draw as well.
func fontsFinding(folder string) finding {
	const get = "magpie dictionary --fonts"
	for name, font := range fontFiles() {
		switch err := checkFont(filepath.Join(folder, name), font); {
		case errors.Is(err, errNoFont):
			return finding{good, "fonts", "none: tables and timelines come as text only; with pictures as well: " + get, ""}
		case err != nil:
			return finding{warn, "fonts", err.Error(), get}
		}
	}
	return finding{good, "fonts", upstream.FontCredit, ""}
}

// writeWhole writes a file that is replaced only when the new one is complete.
func writeWhole(file string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
