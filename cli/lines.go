package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"magpie/lexicon"
	"magpie/phrase"
)

// A UsageError says that a command was called in a way that makes no sense.
type UsageError struct{ Err error }

func (e UsageError) Error() string { return e.Err.Error() }

func (e UsageError) Unwrap() error { return e.Err }

// ExitCode is what the process exits with.
func (e UsageError) ExitCode() int { return 2 }

// A lineCommand answers each of its arguments or, without any, each line of the standard input.
type lineCommand struct {
	use, short, long, example string
	settings                  func() (Settings, error)
	check                     func() error // of the flags; may be nil
	answer                    func(out *bytes.Buffer, d *lexicon.Dictionary, text string)
}

func (c lineCommand) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: c.use, Short: c.short, Example: c.example,
		Long: c.long + "\nWithout arguments it reads the standard input, line by line. Before the dictionary is built it uses Magpie's own core lexicon.",
		RunE: c.run,
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return UsageError{err} })
	return cmd
}

func (c lineCommand) run(cmd *cobra.Command, args []string) error {
	if c.check != nil {
		if err := c.check(); err != nil {
			return UsageError{err}
		}
	}
	s, err := c.settings()
	if err != nil {
		return err
	}
	d, err := openLexicon(s.Data, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	err = c.answerAll(cmd, d, args)
	if errors.Is(err, syscall.EPIPE) {
		err = nil // nobody wants to read more
	}
	return errors.Join(err, d.Close())
}

func (c lineCommand) answerAll(cmd *cobra.Command, d *lexicon.Dictionary, args []string) error {
	if len(args) > 0 {
		return c.answerBatch(cmd.OutOrStdout(), d, args)
	}
	if cmd.InOrStdin() == os.Stdin {
		signal.Reset(os.Interrupt, syscall.SIGTERM) // nothing else ends a read from a terminal
	}
	r := bufio.NewReaderSize(cmd.InOrStdin(), 1<<17)
	for {
		lines, err := readLines(r)
		if err := c.answerBatch(cmd.OutOrStdout(), d, lines); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read standard input: %w", err)
		}
	}
}

// readLines waits for a line and returns it with all others that are there already, so that nobody who asks one
// question at a time waits for an answer, and many are answered together.
func readLines(r *bufio.Reader) ([]string, error) {
	var lines []string
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			lines = append(lines, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		}
		if err != nil {
			return lines, err
		}
		if ready, _ := r.Peek(r.Buffered()); bytes.IndexByte(ready, '\n') < 0 {
			return lines, nil
		}
	}
}

// answerBatch answers several texts at once, and prints the answers in order.
func (c lineCommand) answerBatch(w io.Writer, d *lexicon.Dictionary, texts []string) error {
	if len(texts) == 0 {
		return nil
	}
	size := (len(texts)-1)/runtime.GOMAXPROCS(0) + 1
	shares := slices.Collect(slices.Chunk(texts, size))
	outs := make([]bytes.Buffer, len(shares))
	var wg sync.WaitGroup
	for i, share := range shares {
		wg.Go(func() {
			for _, text := range share {
				c.answer(&outs[i], d, validText(text))
			}
		})
	}
	wg.Wait()
	for i := range outs {
		if _, err := outs[i].WriteTo(w); err != nil {
			return err
		}
	}
	return nil
}

// validText puts U+FFFD in place of each byte that is not UTF-8.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// openLexicon opens the dictionary of a data folder, or else the core lexicon, and says so; with the slang on top.
func openLexicon(folder string, stderr io.Writer) (*lexicon.Dictionary, error) {
	book, err := phrase.Builtin()
	if err != nil {
		return nil, err
	}
	slang := book.Entries()
	d, err := lexicon.Open(filepath.Join(folder, DictionaryFile), slang...)
	if err == nil {
		return d, nil
	}
	fmt.Fprintf(stderr, "magpie: %v; answering from the small core lexicon. To build the dictionary: magpie dictionary\n", err)
	return lexicon.Core(slang...)
}
