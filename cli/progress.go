package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// A teller tells how long work goes: in lines, and on a terminal with a bar that moves.
type teller struct {
	w        io.Writer
	terminal bool
	drawn    int // per cent on the bar
}

func newTeller(w io.Writer) *teller {
	t := &teller{w: w}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		t.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return t
}

// say prints a line, in place of the bar if there is one.
func (t *teller) say(format string, args ...any) {
	begin := ""
	if t.terminal {
		begin = "\r\x1b[K"
	}
	fmt.Fprintf(t.w, begin+format+"\n", args...)
}

// progress says what begins, and returns what moves its bar; done goes from 0 to 1.
func (t *teller) progress(what string) func(done float64) {
	if !t.terminal {
		t.say("%s", what)
		return nil
	}
	const width = 30
	t.drawn = -1
	return func(done float64) {
		percent := int(100 * min(max(done, 0), 1))
		if percent == t.drawn {
			return
		}
		t.drawn = percent
		full := percent * width / 100
		fmt.Fprintf(t.w, "\r\x1b[K%s [%s%s] %d %%", what, strings.Repeat("=", full), strings.Repeat(" ", width-full), percent)
	}
}
