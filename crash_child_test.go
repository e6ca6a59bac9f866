//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"magpie/clock"
	"magpie/outbox"
)

// TestMain runs the program instead of tests in the processes that TestCrash kills.
func TestMain(m *testing.M) {
	began := os.Getenv("MAGPIE_TEST_CLOCK")
	if began == "" {
		os.Exit(m.Run())
	}
	var clk quick
	if err := clk.read(began); err != nil {
		panic(err)
	}
	f := &fate{step: os.Getenv("MAGPIE_TEST_STEP")}
	f.watchRequests()
	p := Program{
		Args: []string{"--data", os.Getenv("MAGPIE_TEST_DATA")}, Getenv: os.Getenv,
		Stdin: strings.NewReader(""), Stdout: os.Stdout, Stderr: os.Stderr,
		Clock: clk, Dial: (&net.Dialer{}).DialContext,
		between: func(s outbox.Store) outbox.Store { return mortal{s, f} },
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := p.Run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// quick is a clock on which time flies, for all processes alike.
type quick struct {
	began time.Time
	times float64 // as fast as the machine's
}

func (q quick) Now() time.Time {
	return worldStart.Add(time.Duration(float64(time.Since(q.began)) * q.times))
}

func (q quick) Wait(ctx context.Context, d time.Duration, w *clock.Waker) error {
	return clock.Real{}.Wait(ctx, q.real(d), w)
}

// real is how long something takes by the machine's clock.
func (q quick) real(d time.Duration) time.Duration { return time.Duration(float64(d) / q.times) }

// String is what read understands.
func (q quick) String() string { return fmt.Sprint(q.began.UnixNano(), " ", q.times) }

func (q *quick) read(text string) error {
	var ns int64
	_, err := fmt.Sscan(text, &ns, &q.times)
	q.began = time.Unix(0, ns)
	return err
}

// crashFates are when processes die: at each step of what an outbox does for a
// message (after the answer was read comes what became of it), or at any moment.
var crashFates = []string{
	"before the claim", "after the claim",
	"before noting a try", "after noting a try",
	"before writing to the socket", "after writing to the socket",
	"before reading the answer", "before noting the outcome", "after noting the outcome",
	"",
}

// A fate is the step at which a process kills itself: without a word, and without
// anything that it holds in memory reaching the disk or the network.
type fate struct{ step string }

func (f *fate) comes(step string) {
	if step == f.step { // never ""
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// mortal is the outbox's store in a process that has a fate.
type mortal struct {
	outbox.Store
	fate *fate
}

func (m mortal) Claim(ctx context.Context, work, holder string, d time.Duration) (int64, bool, error) {
	m.fate.comes("before the claim")
	epoch, ok, err := m.Store.Claim(ctx, work, holder, d)
	if ok {
		m.fate.comes("after the claim")
	}
	return epoch, ok, err
}

func (m mortal) SaveMessages(ctx context.Context, epoch int64, messages ...outbox.Message) error {
	about := func(state outbox.State) bool {
		return slices.ContainsFunc(messages, func(m outbox.Message) bool { return m.State == state })
	}
	what := ""
	switch {
	case about(outbox.Sending):
		what = "noting a try"
	case about(outbox.Sent):
		what = "noting the outcome"
	}
	m.fate.comes("before " + what)
	err := m.Store.SaveMessages(ctx, epoch, messages...)
	m.fate.comes("after " + what)
	return err
}

// watchRequests watches the connections over which messages are posted.
func (f *fate) watchRequests() {
	t := http.DefaultTransport.(*http.Transport)
	t.WriteBufferSize = 64 << 10 // a request is one write
	dial := t.DialContext
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		return &watched{Conn: c, fate: f}, err
	}
}

// watched is a connection to Discord.
type watched struct {
	net.Conn
	fate  *fate
	asked atomic.Bool // to make a message, not answered yet
}

func (w *watched) Write(b []byte) (int, error) {
	line, _, _ := bytes.Cut(b, []byte("\r\n"))
	makes := bytes.HasPrefix(line, []byte("POST ")) && (bytes.Contains(line, []byte("/messages ")) || bytes.Contains(line, []byte("/threads ")))
	if makes {
		w.asked.Store(true)
		w.fate.comes("before writing to the socket")
	}
	n, err := w.Conn.Write(b)
	if makes {
		w.fate.comes("after writing to the socket")
	}
	return n, err
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if n > 0 && w.asked.Swap(false) {
		w.fate.comes("before reading the answer")
	}
	return n, err
}
