package discordtest

import (
	"fmt"
	"io"
	"sync"
)

// Reporter is told what went wrong. A testing.TB is one; [Log] is one for
// programs that are not tests.
type Reporter interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// Log is a [Reporter] outside of tests: it writes to W and remembers failures.
// Fatalf panics. Close runs the clean-ups, last first.
type Log struct {
	W io.Writer

	mu       sync.Mutex
	failures []string
	cleanups []func()
}

// Helper does nothing.
func (l *Log) Helper() {}

// Logf writes a line.
func (l *Log) Logf(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.W, format+"\n", args...)
}

// Errorf writes a line and remembers it as a failure.
func (l *Log) Errorf(format string, args ...any) {
	l.mu.Lock()
	l.failures = append(l.failures, fmt.Sprintf(format, args...))
	l.mu.Unlock()
	l.Logf(format, args...)
}

// Fatalf is Errorf, then panic.
func (l *Log) Fatalf(format string, args ...any) {
	l.Errorf(format, args...)
	panic(fmt.Sprintf(format, args...))
}

// Cleanup has f called by Close.
func (l *Log) Cleanup(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cleanups = append(l.cleanups, f)
}

// Failures are the errors reported so far.
func (l *Log) Failures() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.failures...)
}

// Close runs the clean-ups.
func (l *Log) Close() {
	l.mu.Lock()
	cleanups := l.cleanups
	l.cleanups = nil
	l.mu.Unlock()
	for i := len(cleanups) - 1; i >= 0; i-- {
		cleanups[i]()
	}
}

// An expectation lets refusals pass without failing the test.
type expectation struct {
	code  int    // JSON error code, or HTTP status if under 1000; 0 is any
	route string // pattern as in [Discord.Fault]; empty is any
	left  int    // how many more; negative is any number
}

func (e *expectation) String() string {
	return fmt.Sprintf("a refusal %d on %q", e.code, orDefault(e.route, "any route"))
}

// Expect declares that one request will be refused: by its JSON error code
// (50035) or, under 1000, its HTTP status; on the given route ("POST
// /channels/*/messages"), or on any if empty. The gateway's close codes are expected
// in the same way, without a route. An expectation that is not met fails the test at
// its end.
func (d *Discord) Expect(code int, route string) {
	d.expect(&expectation{code, route, 1})
}

// Allow is [Discord.Expect] for any number of refusals, none included.
func (d *Discord) Allow(code int, route string) {
	d.expect(&expectation{code, route, -1})
}

func (d *Discord) expect(e *expectation) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expectations = append(d.expectations, e)
}

// expected reports whether a refusal was declared, and uses the declaration up.
func (d *Discord) expected(status, code int, method, path string) bool {
	for _, e := range d.expectations {
		if e.left == 0 || e.code != 0 && e.code != code && e.code != status {
			continue
		}
		if e.route != "" && !matchRoute(e.route, method, path) {
			continue
		}
		if e.left > 0 {
			e.left--
		}
		return true
	}
	return false
}

func (d *Discord) unmet() []*expectation {
	var unmet []*expectation
	for _, e := range d.expectations {
		if e.left > 0 {
			unmet = append(unmet, e)
		}
	}
	return unmet
}

// blame fails the test, unless it is over already. Call it with d.mu held.
func (d *Discord) blame(format string, args ...any) {
	if !d.closed {
		d.t.Errorf("discordtest: "+format, args...)
	}
}
