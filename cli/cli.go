// Package cli has the operator's tools, one file a subcommand: a doctor who looks
// what is wrong, backups and their way back, the question whether the bot is well,
// a look at what Magpie reads in a feed, and the dictionary: building it, looking words
// up, explaining texts and changing their script. [Commands] returns them all. They read
// the same settings as the bot, and none but restore needs it to stand still.
package cli

import (
	"context"
	"io"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"magpie/translate"
	"magpie/upstream"
)

// Settings are what the tools need of the program's settings. All paths and
// addresses are as the bot uses them.
type Settings struct {
	Data     string   // folder
	Database string   // sqlite:PATH or postgres://…
	Backups  string   // folder
	Token    string   // of the bot, empty if none is set
	API      string   // scheme and host of Discord's API; empty: Discord itself
	Web      string   // where the bot's /healthz listens, host:port, or off
	Allow    []string // host:port that feeds may be fetched from although they are private
	Version  string   // of this program

	// Shop has the data that dictionaries are built from.
	Shop upstream.Shop

	// Engine translates; nil: nothing does.
	Engine translate.Engine

	// Dial reaches feeds; nil: the machine's network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Commands returns the subcommands. settings is asked when one of them runs; what it
// returns beside an error holds at least the version.
func Commands(settings func() (Settings, error)) []*cobra.Command {
	return []*cobra.Command{
		doctorCommand(settings),
		backupCommand(settings),
		restoreCommand(settings),
		healthcheckCommand(settings),
		versionCommand(settings),
		feedCommand(settings),
		dictionaryCommand(settings),
		explainCommand(settings),
		defineCommand(settings),
		convertCommand(settings),
		judgeCommand(settings),
		storiesCommand(settings),
		digestCommand(settings),
	}
}

// logger tells the operator at a terminal what went wrong on the way.
func logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
