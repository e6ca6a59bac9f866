package lexicon

import (
	"os"

	"golang.org/x/sys/unix"
)

// forget lets the system drop what it keeps of a file that was just read from end to end. It keeps such a file in
// large pieces, and whoever touches a word of one has all of it counted as memory.
func forget(file *os.File) { _ = unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED) }

// scattered tells the system that reading goes from place to place, so that it fetches no more than is asked for.
func scattered(data []byte) { _ = unix.Madvise(data, unix.MADV_RANDOM) }
