package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
)

var sqlite = dialect{
	name:    "sqlite3",
	rewrite: func(query string) string { return strings.ReplaceAll(query, "$", "?") },
	full: func(err error) bool {
		var e sqlite3.Error
		return errors.As(err, &e) && e.Code == sqlite3.ErrFull
	},
}

// statements is how many prepared statements a connection keeps: nearly all there are.
const statements = "100"

// openSQLite opens a file: one connection that writes, since SQLite has one
// writer at a time, and several that read beside it.
func (s *Store) openSQLite(path string, readOnly bool) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	s.dialect = sqlite
	if !readOnly {
		if err := s.lockFile(path); err != nil {
			return err
		}
		s.write, err = sql.Open("sqlite3", sqliteDSN(path, url.Values{
			"_txlock": {"immediate"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"},
			"_busy_timeout": {"5000"}, "_foreign_keys": {"on"}, "_stmt_cache_size": {statements},
		}))
		if err != nil {
			return err
		}
		s.write.SetMaxOpenConns(1)
	}
	s.read, err = sql.Open("sqlite3", sqliteDSN(path, url.Values{
		"mode": {"ro"}, "_query_only": {"on"}, "_busy_timeout": {"5000"}, "_stmt_cache_size": {statements},
	}))
	if err != nil {
		return err
	}
	s.read.SetMaxOpenConns(4)
	s.read.SetMaxIdleConns(4)
	return nil
}

// lockFile holds path for this process.
func (s *Store) lockFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s: %w", path, ErrInUse)
	}
	s.lock = lock
	return nil
}

// sqliteDSN names a file, whatever characters are in its path.
func sqliteDSN(path string, settings url.Values) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: settings.Encode()}
	return u.String()
}
