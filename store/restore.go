package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"magpie/outbox"
)

// ErrNotEmpty is wrapped by [Store.Restore] when there is something in the database.
var ErrNotEmpty = errors.New("there is something in this database already; restore into a new one")

// Restore fills an empty database from a backup of this or an older version, of
// either kind of database. Messages that had not been sent at the time of the
// backup are looked for in their channels before they are sent, since they may have
// been sent after it.
func (s *Store) Restore(ctx context.Context, path string) error {
	dir, err := os.MkdirTemp("", "restore-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := s.restore(ctx, path, filepath.Join(dir, "copy.db")); err != nil {
		return s.explain("restore from "+path, err)
	}
	return nil
}

// restore works on a copy, which may have to be migrated.
func (s *Store) restore(ctx context.Context, path, working string) error {
	if err := copyFile(path, working); err != nil {
		return err
	}
	if err := checkBackup(ctx, working, nil); err != nil {
		return err
	}
	backup, err := open(ctx, s.log, "sqlite:"+working, Options{Now: s.now, BackupDir: filepath.Dir(working)}, s.files)
	if err != nil {
		return err
	}
	defer backup.Close()
	return s.do(ctx, "copy", func(to conn) error {
		if err := empty(ctx, to, backup.look()); err != nil {
			return err
		}
		copied, err := copyAll(ctx, backup.look(), to, backup.look())
		if err != nil {
			return err
		}
		if err := count(ctx, to, copied); err != nil {
			return err
		}
		if _, err := to.exec(ctx, "DELETE FROM claims"); err != nil {
			return err
		}
		_, err = to.exec(ctx, `UPDATE outbox SET state = $1, first_try_ms = CASE WHEN first_try_ms = 0 THEN created_ms ELSE first_try_ms END
			WHERE state = $2 OR state = $3`, outbox.Unknown, outbox.Ready, outbox.Sending)
		return err
	})
}

// empty returns ErrNotEmpty if any of a backup's tables has a row in the database.
func empty(ctx context.Context, c, backup conn) error {
	tables, err := tablesOf(ctx, backup)
	if err != nil {
		return err
	}
	for _, table := range tables {
		n, _, err := first(ctx, c, only[int64], "SELECT count(*) FROM "+table)
		if err != nil {
			return err
		}
		if n > 0 {
			return fmt.Errorf("%w: %d rows in %s", ErrNotEmpty, n, table)
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
