// Magpie 喜鹊 is a Discord bot for communities whose members are moving between
// platforms: guides for newcomers, phrases for people who do not read each
// other's language, and news digests that are posted exactly once.
//
// # The house, from the ground up
//
// [magpie/clock] tells the time and can be driven by a test.
//
// On the first floor are the engines. They do not know each other, nor Discord.
// [magpie/slash] says what a command is: typed input in, a Reply out.
// [magpie/locales] has every word that is said. [magpie/community] knows what
// moderators and members settled. [magpie/guide] walks through a platform,
// [magpie/phrase] knows what to say, [magpie/lexicon] is the dictionary,
// [magpie/character] knows how hanzi are written, [magpie/picture] draws tables and
// timelines, [magpie/upstream] fetches what dictionary, characters and fonts are made
// of, and [magpie/news] turns feeds into digests.
// [magpie/schedule] says when, and [magpie/outbox] posts each message exactly
// once, whatever crashes.
//
// On the second, [magpie/store] remembers, and [magpie/commands] is what people
// can do and what Magpie does by itself. Neither knows the other: commands
// declares what it needs, and this package hands it over.
//
// On the third are the edges. [magpie/bot] is Discord, [magpie/web] the browser;
// both turn what somebody did into a slash.Event, serve it with the same router
// and show the same Reply. [magpie/cli] has the operator's tools.
//
// This package wires everything by hand: config.go reads the settings, house.go
// builds what both edges share, dictionary.go keeps the dictionary, serve.go runs the
// bot, site.go the public pages, and try.go the try-it page.
// testdata/*.talk shows, in words, what people do and what they are shown.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the zones of the world, wherever this runs

	"github.com/spf13/cobra"

	"magpie/cli"
	"magpie/clock"
	"magpie/news"
	"magpie/outbox"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := Program{
		Args: os.Args[1:], Getenv: os.Getenv,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Dial: (&net.Dialer{}).DialContext,
	}
	p.Executable, _ = os.Executable() // without, everything else works
	err := p.Run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(&redactor{to: os.Stderr}, "magpie:", err)
		var usage interface{ ExitCode() int }
		if errors.As(err, &usage) {
			os.Exit(usage.ExitCode())
		}
		os.Exit(1)
	}
}

// A Program is one run of Magpie, with all it takes from outside.
type Program struct {
	Args   []string
	Getenv func(string) string
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Clock  clock.Clock // nil: the machine's
	// Dial reaches feeds and whatever else of the web an operator names.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Executable is the program's own file, by which the dictionary is built in a
	// process of its own. Empty: it is not built.
	Executable string

	// For tests.
	presets []news.Topic                    // in place of the topics that come with Magpie
	cdn     string                          // where attachments are fetched from
	between func(outbox.Store) outbox.Store // stands between the outbox and its store
	started func(loops int)                 // hears how many loops wait on the clock
	arrived func()                          // is called after each server that Magpie finds itself in
	heard   func()                          // is called after each note of somebody who came, changed or went
}

// Run does what Args ask for and returns when it is done or ctx has ended.
func (p *Program) Run(ctx context.Context) error {
	root := p.command()
	root.SetArgs(p.Args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil
	}
	return err
}

func (p *Program) command() *cobra.Command {
	var data string
	root := &cobra.Command{
		Use:   "magpie",
		Short: "A Discord bot for communities that are moving between platforms",
		Long: "Magpie 喜鹊 serves Discord when DISCORD_TOKEN is set.\n" +
			"Without a token or an account, look at it in the browser: magpie try",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := readConfig(p.Getenv, data)
			if err != nil {
				return err
			}
			return p.serve(cmd.Context(), c)
		},
	}
	root.PersistentFlags().StringVar(&data, "data", "", "the data folder (MAGPIE_DATA)")
	var addr string
	try := &cobra.Command{
		Use:   "try",
		Short: "Try Magpie in the browser, without an account",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := readConfig(p.Getenv, data)
			if err != nil {
				return err
			}
			return p.try(cmd.Context(), c, addr)
		},
	}
	try.Flags().StringVar(&addr, "addr", "127.0.0.1:8788", "where the page is served")
	root.AddCommand(try)
	settings := func() (cli.Settings, error) {
		c, err := readConfig(p.Getenv, data)
		return cli.Settings{
			Data: c.Data, Database: c.Database, Backups: c.backups(), Token: string(c.Token), API: c.API, Web: c.Web,
			Allow: c.Allow, Version: version, Dial: p.Dial, Shop: p.shop(), Engine: p.engine(c),
		}, err
	}
	root.AddCommand(cli.Commands(settings)...)
	return root
}

// log is for operators: to the standard error output, without secrets.
func (p *Program) log(c Config) *slog.Logger {
	level, err := c.level()
	if err != nil {
		level = slog.LevelInfo // readConfig has refused it
	}
	return slog.New(slog.NewTextHandler(&redactor{p.Stderr, []string{string(c.Token), string(c.TranslateKey)}}, &slog.HandlerOptions{Level: level}))
}

func (p *Program) clock() clock.Clock {
	if p.Clock == nil {
		return clock.Real{}
	}
	return p.Clock
}
