//go:build !linux

package lexicon

import (
	"testing"
	"time"
)

var began = time.Now()

// Where processor time is not counted, time is that of the clock.
func threadTime() time.Duration  { return time.Since(began) }
func processTime() time.Duration { return time.Since(began) }

func resident(b *testing.B) (now, most float64) {
	b.Helper()
	b.Skip("memory is measured on Linux")
	return 0, 0
}
