package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	backupTime = "20060102-150405"
	nightly    = "nightly-"
	keep       = 7 // nightly backups
)

// Backup saves the whole database, as it is at one moment, to a file. The file is
// a SQLite database with the same tables, whichever database it comes from: it can
// be looked into with any SQLite tool, and [Restore] makes either kind from it. It
// appears under its name only when it was read back and found complete.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := s.backup(ctx, path); err != nil {
		return s.explain("back up to "+path, err)
	}
	return nil
}

func (s *Store) backup(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".backup-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	partial := filepath.Join(dir, "partial.db")
	var rows map[string]int64
	err = s.snapshot(ctx, func(c conn) error {
		rows, err = writeBackup(ctx, s, c, partial)
		return err
	})
	if err != nil {
		return err
	}
	if err := checkBackup(ctx, partial, rows); err != nil {
		return err
	}
	if err := syncFile(partial); err != nil {
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

// snapshot reads the database as it is at one moment.
func (s *Store) snapshot(ctx context.Context, read func(conn) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{Isolation: s.dialect.snapshot})
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing was written
	return read(conn{tx, s.dialect})
}

// writeBackup copies all there is to a new file, and returns how many rows each
// table has.
func writeBackup(ctx context.Context, s *Store, from conn, path string) (map[string]int64, error) {
	db, err := sql.Open("sqlite3", sqliteDSN(path, url.Values{"_txlock": {"immediate"}, "_foreign_keys": {"on"}}))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	version, _, err := first(ctx, from, only[int64], "SELECT max(version_id) FROM goose_db_version")
	if err != nil {
		return nil, err
	}
	m, err := (&Store{log: s.log, dialect: sqlite, files: s.files}).migrator(db)
	if err != nil {
		return nil, err
	}
	if _, err := m.UpTo(ctx, version); err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	to := conn{tx, sqlite}
	rows, err := copyAll(ctx, from, to, to)
	if err != nil {
		return nil, err
	}
	return rows, errors.Join(tx.Commit(), db.Close())
}

// copyAll copies every table, and returns how many rows each has. file is the one
// of both that is a backup: it has the tables in the order in which they refer to
// each other.
func copyAll(ctx context.Context, from, to, file conn) (map[string]int64, error) {
	tables, err := tablesOf(ctx, file)
	if err != nil {
		return nil, err
	}
	copied := make(map[string]int64)
	for _, table := range tables {
		if copied[table], err = copyTable(ctx, from, to, table); err != nil {
			return nil, fmt.Errorf("table %s: %w", table, err)
		}
	}
	return copied, nil
}

func tablesOf(ctx context.Context, file conn) ([]string, error) {
	return list(ctx, file, only[string], `SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version' ORDER BY rowid`)
}

func copyTable(ctx context.Context, from, to conn, table string) (n int64, err error) {
	rows, err := from.db.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values, fields := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		fields[i] = &values[i]
	}
	statement := insert(table, strings.Join(columns, ", "))
	for ; rows.Next(); n++ {
		if err := rows.Scan(fields...); err != nil {
			return n, err
		}
		if _, err := to.exec(ctx, statement, values...); err != nil {
			return n, err
		}
	}
	return n, rows.Err()
}

// checkBackup reads a backup, and compares how many rows each table has with what
// should be there.
func checkBackup(ctx context.Context, path string, want map[string]int64) error {
	db, err := openBackup(path)
	if err != nil {
		return err
	}
	defer db.Close()
	c := conn{db, sqlite}
	if err := integrity(ctx, c); err != nil {
		return err
	}
	return count(ctx, c, want)
}

// count compares how many rows tables have with what they should have.
func count(ctx context.Context, c conn, want map[string]int64) error {
	for table, n := range want {
		got, _, err := first(ctx, c, only[int64], "SELECT count(*) FROM "+table)
		if err != nil {
			return err
		}
		if got != n {
			return fmt.Errorf("%w: table %s has %d rows, not %d", ErrBackup, table, got, n)
		}
	}
	return nil
}

// integrity reports what SQLite finds wrong with a file.
func integrity(ctx context.Context, c conn) error {
	found, err := list(ctx, c, only[string], "PRAGMA integrity_check")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	if !slices.Equal(found, []string{"ok"}) {
		return fmt.Errorf("%w: %s", ErrBackup, strings.Join(found, "; "))
	}
	return nil
}

// openBackup opens a backup to read.
func openBackup(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite3", sqliteDSN(path, url.Values{"mode": {"ro"}, "_query_only": {"on"}}))
}

// syncFile makes sure that a file, or the names in a folder, are on the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// BackupNightly saves a backup in the folder for backups, deletes all but the last
// seven of these, and returns its path.
func (s *Store) BackupNightly(ctx context.Context) (string, error) {
	if s.backups == "" {
		return "", errors.New("back up: no folder for backups")
	}
	path := filepath.Join(s.backups, nightly+s.now().UTC().Format(backupTime)+".db")
	if err := s.Backup(ctx, path); err != nil {
		return "", err
	}
	old, err := s.nightlies()
	if err != nil {
		return path, err
	}
	var errs []error
	for _, old := range old[:max(0, len(old)-keep)] {
		errs = append(errs, os.Remove(old))
	}
	return path, errors.Join(errs...)
}

// nightlies are the paths of the nightly backups, the oldest first.
func (s *Store) nightlies() ([]string, error) {
	all, err := filepath.Glob(filepath.Join(s.backups, nightly+"*.db"))
	slices.Sort(all) // by time
	return all, err
}

// LastNightly is when the last nightly backup was begun, zero if there is none.
func (s *Store) LastNightly() (time.Time, error) {
	all, err := s.nightlies()
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return time.Parse(nightly+backupTime+".db", filepath.Base(all[len(all)-1]))
}
