package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"magpie/character"
	"magpie/cli"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/picture"
	"magpie/schedule"
	"magpie/upstream"
)

// A shelf has the phrasebook, and the dictionary, the characters and the fonts in their newest
// edition. It begins with what is in the data folder, or with the words that come with
// Magpie, and takes over what is built later. It may be used by several goroutines at
// once.
type shelf struct {
	log    *slog.Logger
	book   *phrase.Book
	folder string
	build  func(ctx context.Context) error // nil: what is missing stays missing

	dictionary atomic.Pointer[lexicon.Dictionary]
	characters atomic.Pointer[character.Characters] // nil: none
	fonts      atomic.Pointer[picture.Fonts]        // nil: none

	mu     sync.Mutex // guards what follows
	taken  map[string]os.FileInfo
	opened []io.Closer
}

// openShelf opens what is in a folder. The caller closes the shelf.
func (p *Program) openShelf(log *slog.Logger, c Config, folder string) (*shelf, error) {
	book, err := phrase.Builtin()
	if err != nil {
		return nil, fmt.Errorf("read the phrasebook: %w", err)
	}
	s := &shelf{log: log, book: book, folder: folder, build: p.builder(log, c, folder), taken: map[string]os.FileInfo{}}
	s.takeOver()
	if s.dictionary.Load() != nil {
		return s, nil
	}
	core, err := lexicon.Core(book.Entries()...)
	if err != nil {
		s.close()
		return nil, err
	}
	s.dictionary.Store(core)
	s.opened = append(s.opened, core)
	return s, nil
}

// Dictionary is the dictionary, never nil.
func (s *shelf) Dictionary() *lexicon.Dictionary { return s.dictionary.Load() }

// Characters are the characters, nil if there are none.
func (s *shelf) Characters() *character.Characters { return s.characters.Load() }

// Fonts are what pictures with text are drawn in, nil if there are none.
func (s *shelf) Fonts() *picture.Fonts { return s.fonts.Load() }

// close closes all editions. Nobody may use them any more.
func (s *shelf) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.opened {
		if err := c.Close(); err != nil {
			s.log.Error("close what was built", "error", err)
		}
	}
	s.opened = nil
}

// job builds what is missing, tries again every day, and takes over what somebody else
// has built. Editions that were replaced stay open: somebody may be reading them.
func (s *shelf) job() schedule.Job {
	return schedule.Job{Name: "dictionary", Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		s.takeOver()
		if s.build != nil && s.incomplete() {
			if err := s.build(ctx); err != nil && ctx.Err() == nil {
				s.log.Warn("the dictionary could not be built; it is tried again tomorrow", "error", err)
			}
			s.takeOver()
		}
		return now.Add(24 * time.Hour), nil
	}}
}

func (s *shelf) incomplete() bool {
	return s.Dictionary().Release().Source != lexicon.CEDICT || s.Characters() == nil
}

// takeOver opens the files that are new or have been replaced.
func (s *shelf) takeOver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(cli.DictionaryFile, func(file string) (io.Closer, error) {
		d, err := lexicon.Open(file, s.book.Entries()...)
		if err != nil {
			return nil, err
		}
		s.dictionary.Store(d)
		s.log.Info("dictionary", "source", d.Release().Source, "date", d.Release().Date.Format(time.DateOnly), "entries", d.Release().Entries)
		return d, nil
	})
	s.take(cli.CharactersFile, func(file string) (io.Closer, error) {
		c, err := character.Open(file)
		if err != nil {
			return nil, err
		}
		s.characters.Store(c)
		s.log.Info("characters", "number", c.Release().Characters)
		return c, nil
	})
	s.take(cli.SimplifiedFont, func(file string) (io.Closer, error) {
		f, err := picture.Open(file, filepath.Join(s.folder, cli.TraditionalFont))
		if err != nil {
			return nil, err
		}
		s.fonts.Store(f)
		s.log.Info("fonts", "credit", upstream.FontCredit)
		return f, nil
	})
}

// take opens a file unless it is the one that was last tried.
func (s *shelf) take(name string, open func(file string) (io.Closer, error)) {
	file := filepath.Join(s.folder, name)
	info, err := os.Stat(file)
	if err != nil || s.taken[name] != nil && os.SameFile(info, s.taken[name]) && info.ModTime().Equal(s.taken[name].ModTime()) {
		return
	}
	s.taken[name] = info
	opened, err := open(file)
	if err != nil {
		s.log.Warn("what was built is not used; magpie doctor says what to do", "error", err)
		return
	}
	s.opened = append(s.opened, opened)
}

// builder builds what is missing in a folder, in a process of its own, so that the
// memory which that takes is given back. It is nil where that is not wanted.
func (p *Program) builder(log *slog.Logger, c Config, folder string) func(ctx context.Context) error {
	if p.Executable == "" || c.Dictionary == "off" {
		return nil
	}
	return func(ctx context.Context) error {
		cmd := exec.CommandContext(ctx, p.Executable, "--data", folder, "dictionary")
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
		cmd.WaitDelay = 5 * time.Second
		cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { // secrets are none of its business
			return strings.HasPrefix(v, "DISCORD_TOKEN") || strings.HasPrefix(v, "MAGPIE_DATABASE") || strings.HasPrefix(v, "MAGPIE_TRANSLATE")
		})
		var complaint strings.Builder
		cmd.Stderr = &complaint
		lines, err := cmd.StdoutPipe()
		if err != nil {
			return err
		}
		if err := cmd.Start(); err != nil {
			return err
		}
		for said := bufio.NewScanner(lines); said.Scan(); {
			log.Info(said.Text())
		}
		if err := cmd.Wait(); err != nil {
			return fmt.Errorf("%w: %s", err, strings.TrimSpace(complaint.String()))
		}
		return nil
	}
}

// shop is where the data of dictionaries is had.
func (p *Program) shop() upstream.Shop {
	npm, err := exec.LookPath("npm")
	if err != nil {
		npm = ""
	}
	if p.Dial == nil {
		return upstream.Shop{NPM: npm}
	}
	const quick = 5 * time.Second // to reach somebody, or to try the next
	return upstream.Shop{NPM: npm, HTTP: &http.Client{Transport: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		TLSHandshakeTimeout: quick,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			ctx, cancel := context.WithTimeout(ctx, quick)
			defer cancel()
			return p.Dial(ctx, network, address)
		},
	}}}
}
