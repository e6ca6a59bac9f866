package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

func doctorCommand(settings func() (Settings, error)) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look for what is wrong, and say what to do about it",
		Long: "Looks at the settings, the data folder, the disk, the dictionary, the database, backups, feeds, digests, the translation engine, the way to Discord, the clock and the token.\n" +
			"It changes nothing and may run beside the bot. It fails if something keeps the bot from working.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := settings()
			findings := wrongSettings(err)
			if err == nil {
				findings = examine(cmd.Context(), s)
			}
			if cmd.Context().Err() != nil {
				return cmd.Context().Err()
			}
			return report(cmd.OutOrStdout(), findings)
		},
	}
}

// A verdict is how serious a finding is.
type verdict string

const (
	good verdict = "ok"
	warn verdict = "warn" // works, but somebody should look
	fail verdict = "fail" // keeps the bot from working
)

// A finding is what was found out about one thing.
type finding struct {
	verdict verdict
	about   string
	found   string
	do      string // what to do about it; empty if nothing
}

// examine looks at everything, one thing after the other.
func examine(ctx context.Context, s Settings) []finding {
	var all []finding
	for _, look := range []func(context.Context, Settings) []finding{
		lookAtFolder, lookAtDisk, lookAtDictionary, lookAtDatabase, lookAtBackups, lookAtEngine, lookAtDiscord,
	} {
		all = append(all, look(ctx, s)...)
	}
	return all
}

func wrongSettings(err error) []finding {
	if err == nil {
		return nil
	}
	var all []finding
	for line := range strings.Lines(err.Error()) {
		all = append(all, finding{fail, "settings", strings.TrimSpace(line), "set it right; the README lists all settings"})
	}
	return all
}

// report prints findings and fails if one of them is a failure.
func report(w io.Writer, findings []finding) error {
	failures := 0
	for _, f := range findings {
		if f.verdict == fail {
			failures++
		}
		if _, err := fmt.Fprintf(w, "%-4s  %s: %s\n", f.verdict, f.about, f.found); err != nil {
			return err
		}
		if f.do == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "      to do: %s\n", f.do); err != nil {
			return err
		}
	}
	if failures > 0 {
		return fmt.Errorf("the bot cannot work like this; see the %d marked fail", failures)
	}
	return nil
}
