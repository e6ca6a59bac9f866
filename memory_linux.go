package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// forgetProgram takes the program's own file out of this process's memory. A start goes
// through nearly all of it, serving through a part; what is used again comes back from the
// system's cache, in some microseconds a piece.
func forgetProgram() error {
	path, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return err
	}
	smaps, err := os.Open("/proc/self/smaps")
	if err != nil {
		return err
	}
	defer smaps.Close()
	parts, err := unchanged(smaps, path)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if _, _, failure := unix.Syscall(unix.SYS_MADVISE, p.from, p.to-p.from, unix.MADV_DONTNEED); failure != 0 {
			return os.NewSyscallError("madvise", failure)
		}
	}
	return nil
}

// A mapping is a piece of a process's memory.
type mapping struct {
	from, to uintptr
	access   string // such as r-xp
	path     string
	changed  bool // since it was read from the file: it is nowhere else
}

// unchanged reads in a process's smaps, see proc(5), which pieces of a file it has as they
// are in the file and cannot change. What the loader filled in and then protected is not
// among them.
func unchanged(smaps io.Reader, path string) ([]mapping, error) {
	var found []mapping
	var m mapping
	lines := bufio.NewScanner(smaps)
	for lines.Scan() {
		line := lines.Text()
		name, rest, _ := strings.Cut(line, ":")
		switch name {
		case "Anonymous", "Swap":
			m.changed = m.changed || strings.TrimSpace(rest) != "0 kB"
		case "VmFlags": // the last line of each
			if m.path == path && strings.HasPrefix(m.access, "r-") && !m.changed {
				found = append(found, m)
			}
		default: // 00403000-01413000 r-xp 00003000 fe:00 10788976    /magpie
			var begun mapping
			if _, err := fmt.Sscanf(line, "%x-%x %s", &begun.from, &begun.to, &begun.access); err == nil {
				if i := strings.IndexByte(line, '/'); i >= 0 {
					begun.path = line[i:]
				}
				m = begun
			}
		}
	}
	return found, lines.Err()
}
