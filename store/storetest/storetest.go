// Package storetest gives tests real databases: a SQLite file, and a PostgreSQL
// server that the tests start themselves. [Each] runs a test on both.
package storetest

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/store"
)

// Start is when the clock of every test stands at first.
var Start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// Each runs a test on a new database of each kind. The store tells the time by clk.
func Each(t *testing.T, test func(t *testing.T, s *store.Store, clk *clock.Fake)) {
	t.Helper()
	for name, url := range ready {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clk := clock.NewFake(Start)
			test(t, Open(t, url(t), clk), clk)
		})
	}
}

// ready are the kinds of databases, up to date.
var ready = map[string]func(*testing.T) string{
	"sqlite": func(t *testing.T) string {
		path := filepath.Join(t.TempDir(), "magpie.db")
		Write(t, path)
		return "sqlite:" + path
	},
	"postgres": func(t *testing.T) string { return create(t, template) },
}

// kinds are the kinds of databases, empty.
var kinds = map[string]func(*testing.T) string{"sqlite": SQLite, "postgres": Postgres}

// EachURL runs a test on the URL of a new database of each kind.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	for name, url := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, url(t))
		})
	}
}

// SQLite is the URL of a database that does not exist yet.
func SQLite(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "magpie.db")
}

// Write makes a file of a SQLite database that is up to date and has nothing in it. To
// migrate one takes longer than most tests.
func Write(t testing.TB, path string) {
	t.Helper()
	file, err := migrated()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// migrated is the content of such a file.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "magpie.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// migrate brings a database up to date and leaves it.
func migrate(url string) error {
	s, err := store.Open(context.Background(), slog.New(slog.DiscardHandler), url, store.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

// Open opens a database until the test ends.
func Open(t *testing.T, url string, clk clock.Clock) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), url, store.Options{
		Now: clk.Now, BackupDir: t.TempDir(), KeyFile: filepath.Join(t.TempDir(), "pseudonyms.key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
