package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"magpie/store"
)

func restoreCommand(settings func() (Settings, error)) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Fill a new database from a backup",
		Long: "Fills the database that MAGPIE_DATABASE names, which must be new or empty, from a backup of either kind of database.\n" +
			"The bot must be stopped. Nothing that is there already is ever overwritten.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := settings()
			if err != nil {
				return err
			}
			if err := restore(cmd.Context(), logger(cmd.ErrOrStderr()), s, args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "restored %s from %s; start the bot\n", hidePassword(s.Database), args[0])
			return err
		},
	}
}

func restore(ctx context.Context, log *slog.Logger, s Settings, path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	db, err := store.Open(ctx, log, s.Database, store.Options{BackupDir: s.Backups})
	if err != nil {
		return advise(err, s)
	}
	return advise(errors.Join(db.Restore(ctx, path), db.Close()), s)
}

// advise adds to an error what the operator can do about it.
func advise(err error, s Settings) error {
	if !errors.Is(err, store.ErrNotEmpty) {
		return err
	}
	file, isFile := sqliteFile(s.Database)
	if !isFile {
		return fmt.Errorf("%w: create an empty database and name it in MAGPIE_DATABASE", err)
	}
	return fmt.Errorf("%w: move %s aside, with %s-wal and %s-shm if they are there, and restore again", err, file, file, file)
}
