//go:build unix

package lexicon

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapped maps a file into memory: only the parts that are used take room, and the system may take that back.
func mapped(file *os.File, size int) (data []byte, close func() error, err error) {
	forget(file)
	data, err = unix.Mmap(int(file.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, os.NewSyscallError("mmap", err)
	}
	scattered(data)
	return data, func() error { return unix.Munmap(data) }, nil
}
