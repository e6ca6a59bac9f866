package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the database up to date. Only one process does so at a time, from
// looking at the version on: on SQLite it holds the lock file, on PostgreSQL a lock of
// the session.
func (s *Store) migrate(ctx context.Context, readOnly bool) error {
	target, err := s.target()
	if err != nil {
		return err
	}
	if current, err := s.version(ctx); err == nil && current == target {
		return nil // as nearly always, so that it costs a start nothing
	}
	if readOnly {
		return s.older(ctx, target)
	}
	if s.dialect.name == postgres.name {
		unlock, err := s.lockSession(ctx)
		if err != nil {
			return s.explain("wait for whoever migrates", err)
		}
		defer unlock()
	}
	m, err := s.migrator(s.write)
	if err != nil {
		return err
	}
	current, _, err := m.GetVersions(ctx)
	switch {
	case err != nil:
		return s.explain("read the version", err)
	case current > target:
		return newer(current, target)
	case current == target:
		return nil
	case current > 0:
		if err := s.backupBefore(ctx, current); err != nil {
			return err
		}
	}
	done, err := m.Up(ctx)
	if err != nil {
		return s.explain("migrate", err)
	}
	s.log.Info("database is up to date", "from", current, "to", target, "migrations", len(done))
	return nil
}

// target is the version that this program knows: that of its last migration.
func (s *Store) target() (int64, error) {
	files, err := fs.Glob(s.files, "migrations/*.sql")
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("no migrations: %w", err)
	}
	return goose.NumericComponent(files[len(files)-1])
}

// version is the database's; an error if it has none.
func (s *Store) version(ctx context.Context) (current int64, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&current)
	return current, err
}

// older is why a database may not be looked at that is not of the target's version.
func (s *Store) older(ctx context.Context, target int64) error {
	current, err := s.version(ctx)
	switch {
	case err != nil:
		return s.explain("read the version", err)
	case current > target:
		return newer(current, target)
	}
	return ErrOlder
}

func newer(current, target int64) error {
	return fmt.Errorf("%w: version %d, and this program knows %d", ErrNewer, current, target)
}

func (s *Store) migrator(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(s.files, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.Dialect(s.dialect.name), db, files,
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(s.log))
}

const (
	migrationLock = 0x6d6167706965  // "magpie"; names the lock of those who migrate
	migrationTime = 2 * time.Minute // for another to finish
)

// lockSession waits until no other process migrates, and keeps others waiting until
// unlock is called.
func (s *Store) lockSession(ctx context.Context) (unlock func(), err error) {
	c, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, migrationTime)
	defer cancel()
	if _, err := c.ExecContext(limited, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return func() {
		// The lock ends with the session, which nobody is to take from the pool again.
		_ = c.Raw(func(any) error { return driver.ErrBadConn })
		_ = c.Close()
	}, nil
}

// backupBefore saves a database that a migration is about to change.
func (s *Store) backupBefore(ctx context.Context, version int64) error {
	if s.backups == "" {
		return errors.New("no folder for the backup before a migration")
	}
	name := fmt.Sprintf("before-migration-%d-%s.db", version, s.now().UTC().Format(backupTime))
	return s.Backup(ctx, filepath.Join(s.backups, name))
}
