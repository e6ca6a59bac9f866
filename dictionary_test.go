package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"

	"magpie/cli"
	"magpie/lexicon"
)

// buildDictionary builds a dictionary of our own words in a folder.
func buildDictionary(ctx context.Context, folder string) error {
	const words = "# CC-CEDICT\n#! version=1\n#! subversion=0\n#! format=ts\n#! charset=UTF-8\n#! entries=1\n#! date=2026-11-01T00:00:00Z\n" +
		"喜鵲 喜鹊 [xi3 que4] /the bird that this bot is named after/\n"
	_, err := lexicon.Build(ctx, strings.NewReader(words), filepath.Join(folder, cli.DictionaryFile), nil)
	return err
}

func TestShelf(t *testing.T) {
	t.Parallel()
	folder, tries := t.TempDir(), 0
	s, err := (&Program{}).openShelf(slog.New(slog.DiscardHandler), Config{}, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	look := func(want lexicon.Source) {
		t.Helper()
		now := time.Now()
		next, err := s.job().Run(t.Context(), now)
		if got := s.Dictionary().Release().Source; err != nil || got != want || next.Sub(now) != 24*time.Hour {
			t.Errorf("the dictionary is %s, want %s; next look at %v, %v", got, want, next, err)
		}
	}
	look(lexicon.Own) // nothing builds
	s.build = func(context.Context) error { tries++; return errors.New("no network") }
	look(lexicon.Own)
	s.build = func(ctx context.Context) error { tries++; return buildDictionary(ctx, folder) }
	old := s.Dictionary()
	look(lexicon.CEDICT)
	if len(old.Lookup("你好")) == 0 {
		t.Error("the dictionary that was replaced knows nothing any more")
	}
	found := s.Dictionary()
	s.build = func(context.Context) error { tries++; return nil }
	look(lexicon.CEDICT) // the characters are still missing
	if tries != 3 || s.Dictionary() != found || s.Characters() != nil {
		t.Errorf("built %d times, opened again: %t, characters: %v", tries, s.Dictionary() != found, s.Characters())
	}

	// What somebody else has built is taken over, what is damaged is not.
	s.build = nil
	if err := os.WriteFile(filepath.Join(folder, "x"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(folder, "x"), filepath.Join(folder, cli.DictionaryFile)); err != nil {
		t.Fatal(err)
	}
	look(lexicon.CEDICT)
	if err := buildDictionary(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	look(lexicon.CEDICT)
	if s.Dictionary() == found {
		t.Error("the new dictionary is not used")
	}
}

// TestShelfTakesFonts checks that fonts which come later are drawn in, when both are there.
func TestShelfTakesFonts(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s, err := (&Program{}).openShelf(slog.New(slog.DiscardHandler), Config{}, folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for _, name := range []string{cli.TraditionalFont, cli.SimplifiedFont} {
		if s.takeOver(); s.Fonts() != nil {
			t.Errorf("there are fonts before %s", name)
		}
		if err := os.WriteFile(filepath.Join(folder, name), goregular.TTF, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if s.takeOver(); s.Fonts() == nil {
		t.Error("the fonts are not taken over")
	}
}

// TestBuilder checks how the program is called to build, by a program that tells.
func TestBuilder(t *testing.T) {
	t.Setenv("DISCORD_TOKEN", "secret")
	t.Setenv("MAGPIE_DATABASE", "postgres://secret")
	script := filepath.Join(t.TempDir(), "magpie")
	const tells = "#!/bin/sh\necho \"called with $*, $DISCORD_TOKEN$MAGPIE_DATABASE.\"\n[ $2 = good ] || { echo no network >&2; exit 1; }\n"
	if err := os.WriteFile(script, []byte(tells), 0o700); err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	log := slog.New(slog.NewTextHandler(&logged, nil))
	p := &Program{Executable: script}
	if err := p.builder(log, Config{}, "good")(t.Context()); err != nil {
		t.Error(err)
	}
	if want := "called with --data good dictionary, ."; !strings.Contains(logged.String(), want) {
		t.Errorf("logged %q, want %q", logged.String(), want)
	}
	if err := p.builder(log, Config{}, "bad")(t.Context()); err == nil || !strings.Contains(err.Error(), "exit status 1: no network") {
		t.Errorf("error %v", err)
	}
	if p.builder(log, Config{Dictionary: "off"}, "") != nil || (&Program{}).builder(log, Config{}, "") != nil {
		t.Error("it would be built although that is not wanted")
	}
}
