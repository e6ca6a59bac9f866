package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"magpie/store"
)

func backupCommand(settings func() (Settings, error)) *cobra.Command {
	return &cobra.Command{
		Use:   "backup [FILE]",
		Short: "Save the whole database to a file",
		Long: "Saves the database as it is at one moment, while the bot runs or not, and reads the backup back to see that it is whole.\n" +
			"A backup is a SQLite file whichever database it comes from, and restore makes either kind of it.\n" +
			"Without FILE it is saved among the nightly ones, but never deleted with them.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			path := filepath.Join(s.Backups, "backup-"+time.Now().UTC().Format("20060102-150405")+".db")
			if len(args) == 1 {
				path = args[0]
			}
			size, err := backup(cmd.Context(), logger(cmd.ErrOrStderr()), s, path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "saved and checked: %s (%s)\n", path, bytesText(size))
			return err
		},
	}
}

// backup saves the database to a new file and returns its size.
func backup(ctx context.Context, log *slog.Logger, s Settings, path string) (size uint64, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("back up to %s: there is a file already, and it is not replaced", path)
	}
	if missing(s.Database) {
		return 0, fmt.Errorf("back up %s: there is no database yet", s.Database)
	}
	db, err := store.Open(ctx, log, s.Database, store.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	if err := errors.Join(db.Backup(ctx, path), db.Close()); err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("look at the backup: %w", err)
	}
	return uint64(info.Size()), nil
}
