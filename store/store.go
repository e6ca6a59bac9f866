// Package store remembers what people did: settings, progress, feeds, digests,
// and what waits to be sent. [Open] a database by its URL, sqlite:PATH or
// postgres://…, and call the methods of [Store]; nothing else tells the two apart.
// Each method is a whole action: it happens altogether or not at all.
//
// One set of queries serves both databases. They keep to what both understand in
// the same way:
//
//   - columns are TEXT, BIGINT, BOOLEAN or DOUBLE PRECISION, and NOT NULL; a time
//     is Unix milliseconds in a …_ms column, 0 for never; a list is JSON in TEXT;
//     text is valid UTF-8 without NUL, which is seen to here;
//   - keys are natural or made in Go;
//   - arguments are $1, $2, …, rewritten to ?1, ?2, … for SQLite, where $1 would
//     be a name, so no query has a dollar in a literal;
//   - INSERT … ON CONFLICT … excluded, RETURNING, partial indexes and row values
//     are used; now(), arrays, JSON operators, ILIKE and FOR UPDATE are not;
//   - LIKE on people's text and ORDER BY on text are not used either: both differ
//     silently. Where a row must be held, it is updated to what it is;
//   - a table stands in the migrations below those it refers to.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Why a database cannot be opened or written to.
var (
	ErrInUse  = errors.New("another process uses this database; stop it first, or give this one a data folder of its own")
	ErrNewer  = errors.New("the database was made by a newer version; run that one, or restore a backup of this one's into a new data folder")
	ErrOlder  = errors.New("the database was made by an older version; start the bot once to bring it up to date")
	ErrURL    = errors.New("a database is sqlite:PATH or postgres://…")
	ErrFull   = errors.New("no space left for the database")
	ErrBackup = errors.New("not a sound backup")
)

// Options are what Open may be told.
type Options struct {
	Now       func() time.Time // time.Now if nil
	BackupDir string           // for backups before migrations and each night; needed to migrate a database that is in use
	KeyFile   string           // of the key for pseudonyms, made if there is none; needed to forget people
	ReadOnly  bool             // only look: no lock, no migration; beside a process that serves
}

// A Store is an open database. Its methods may be called from many goroutines.
type Store struct {
	log     *slog.Logger
	now     func() time.Time
	dialect dialect
	write   *sql.DB
	read    *sql.DB // the same as write on PostgreSQL
	lock    *flock.Flock
	backups string
	key     []byte // for pseudonyms
	files   fs.FS  // migrations
}

// A dialect is how one database differs from the other.
type dialect struct {
	name     string
	rewrite  func(query string) string // adapts a query written for PostgreSQL
	snapshot sql.IsolationLevel        // of a transaction that sees one moment
	full     func(error) bool          // reports that the disk is full
}

// Open opens a database and brings it up to date, after a backup if there is
// something in it. The caller closes it.
func Open(ctx context.Context, log *slog.Logger, url string, o Options) (*Store, error) {
	return open(ctx, log, url, o, migrations)
}

func open(ctx context.Context, log *slog.Logger, url string, o Options, files fs.FS) (*Store, error) {
	s := &Store{log: log, now: o.Now, backups: o.BackupDir, files: files}
	if s.now == nil {
		s.now = time.Now
	}
	scheme, path, _ := strings.Cut(url, ":")
	var err error
	switch {
	case scheme == "sqlite" && path != "":
		err = s.openSQLite(path, o.ReadOnly)
	case scheme == "postgres" || scheme == "postgresql":
		err = s.openPostgres(url)
	default:
		err = ErrURL
	}
	if err == nil {
		err = s.migrate(ctx, o.ReadOnly)
	}
	if err == nil && s.lock != nil {
		err = s.freeClaims(ctx)
	}
	if err == nil && o.KeyFile != "" && !o.ReadOnly {
		err = s.useKey(ctx, o.KeyFile)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), s.Close())
	}
	return s, nil
}

// Close closes the database and lets others open it.
func (s *Store) Close() error {
	var errs []error
	if s.read != nil && s.read != s.write {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.read.PingContext(ctx) }
