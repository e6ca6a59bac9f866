package cli

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"magpie/character"
	"magpie/lexicon"
)

// releaseText is a release as people read it: "CC-CEDICT of 2026-09-10, 125049 entries".
func releaseText(r lexicon.Release) string {
	name := string(r.Source)
	if r.Source == lexicon.CEDICT {
		name = "CC-CEDICT"
	}
	if !r.Date.IsZero() {
		name += " of " + r.Date.UTC().Format("2006-01-02")
	}
	return fmt.Sprintf("%s, %d entries", name, r.Entries)
}

func charactersText(r character.Release) string {
	return fmt.Sprintf("%d, %d of them with their strokes", r.Characters, r.Drawn)
}

// verifyFiles checks what was built and prints what it is.
func verifyFiles(w io.Writer, folder string) error {
	file := filepath.Join(folder, DictionaryFile)
	release, err := lexicon.Verify(file)
	if err != nil {
		return err
	}
	if err := describe(w, "dictionary", releaseText(release), file); err != nil {
		return err
	}
	file = filepath.Join(folder, CharactersFile)
	characters, err := character.Verify(file)
	if errors.Is(err, character.ErrNotBuilt) {
		_, err = fmt.Fprintln(w, "characters: not built; npm packages have them")
	} else if err == nil {
		err = describe(w, "characters", charactersText(characters), file)
	}
	if err != nil {
		return err
	}
	return verifyFonts(w, folder)
}

// describe prints what a sound file holds, its size and its SHA-256.
func describe(w io.Writer, what, holds, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s: sound: %s\n  %s (%s)\n  sha256 %x\n", what, holds, file, bytesText(uint64(size)), sum.Sum(nil))
	return err
}
