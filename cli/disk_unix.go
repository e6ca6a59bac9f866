//go:build linux || darwin

package cli

import "syscall"

// freeSpace is how many bytes may still be written in a folder, if that can be told.
func freeSpace(folder string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
