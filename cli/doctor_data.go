package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"magpie/store"
)

const (
	leastFree = 50e6           // bytes of disk, below which nothing works
	goodFree  = 500e6          // bytes of disk, below which it may soon not
	backupAge = 26 * time.Hour // of the newest backup: a night and a little
)

// lookAtFolder sees whether data can be written. A folder that does not exist is
// made at start, so then its parent counts.
func lookAtFolder(_ context.Context, s Settings) []finding {
	folder := existing(s.Data)
	f, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return []finding{{fail, "data folder", err.Error(), "let the user that runs the bot write there, or name another folder in MAGPIE_DATA"}}
	}
	f.Close()
	os.Remove(f.Name())
	if folder != filepath.Clean(s.Data) {
		return []finding{{good, "data folder", s.Data + " does not exist yet; it is made at the first start", ""}}
	}
	return []finding{{good, "data folder", s.Data + " is writable", ""}}
}

// existing is the folder itself or the nearest above it that exists.
func existing(folder string) string {
	folder = filepath.Clean(folder)
	for {
		_, err := os.Stat(folder)
		if up := filepath.Dir(folder); errors.Is(err, fs.ErrNotExist) && up != folder {
			folder = up
			continue
		}
		return folder
	}
}

func lookAtDisk(_ context.Context, s Settings) []finding {
	free, known := freeSpace(existing(s.Data))
	if !known {
		return nil
	}
	f := finding{good, "disk", bytesText(free) + " free", ""}
	switch {
	case free < leastFree:
		f.verdict, f.do = fail, "make room: the database and its backups cannot grow"
	case free < goodFree:
		f.verdict, f.do = warn, "make room soon: each nightly backup is as large as the database, and seven are kept"
	}
	return []finding{f}
}

// lookAtDatabase opens the database without disturbing a bot that uses it, and
// looks at the digests in it.
func lookAtDatabase(ctx context.Context, s Settings) []finding {
	shown := hidePassword(s.Database)
	if missing(s.Database) {
		return []finding{{good, "database", shown + " does not exist yet; it is made at the first start", ""}}
	}
	db, err := store.Open(ctx, slog.New(slog.DiscardHandler), s.Database, store.Options{ReadOnly: true})
	switch {
	case errors.Is(err, store.ErrOlder):
		return []finding{{warn, "database", err.Error(), "start the bot; it takes a backup and brings the database up to date"}}
	case errors.Is(err, store.ErrNewer):
		return []finding{{fail, "database", err.Error(), "run the newer program again, or restore the backup that was taken before the upgrade into a new database"}}
	case err != nil:
		return []finding{{fail, "database", err.Error(), "check MAGPIE_DATABASE, and that this user may read it; if it is damaged, restore a backup"}}
	}
	found := []finding{{good, "database", shown + " opens and is of this version", ""}}
	digests, err := lookAtDigests(ctx, db, time.Now())
	feeds, ferr := lookAtFeeds(ctx, db)
	if err = errors.Join(err, ferr, db.Close()); err != nil {
		return []finding{{fail, "database", err.Error(), "if it is damaged, restore a backup"}}
	}
	return slices.Concat(found, feeds, digests)
}

func lookAtBackups(_ context.Context, s Settings) []finding {
	if missing(s.Database) {
		return nil // nothing to back up
	}
	newest, at, err := newestBackup(s.Backups)
	const nightly = "one is made every night at 04:00 UTC while the bot runs; now: magpie backup"
	age := time.Since(at)
	switch {
	case err != nil:
		return []finding{{warn, "backups", err.Error(), "let this user read the folder " + s.Backups}}
	case newest == "":
		return []finding{{warn, "backups", "none in " + s.Backups, nightly}}
	case age > backupAge:
		return []finding{{warn, "backups", fmt.Sprintf("the newest, %s, is %d hours old", newest, int(age.Hours())), nightly}}
	}
	return []finding{{good, "backups", fmt.Sprintf("the newest, %s, is %d hours old", newest, int(age.Hours())), ""}}
}

// newestBackup is the file that was last saved in a folder, "" if none.
func newestBackup(folder string) (name string, at time.Time, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil {
		return "", at, fmt.Errorf("list backups: %w", err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return "", at, fmt.Errorf("look at a backup: %w", err)
		}
		if info.ModTime().After(at) {
			name, at = filepath.Base(file), info.ModTime()
		}
	}
	return name, at, nil
}
