package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
)

// sqliteFile is the file of a database, and false if it is not in a file.
func sqliteFile(database string) (string, bool) { return strings.CutPrefix(database, "sqlite:") }

// missing reports whether a database is in a file that does not exist.
func missing(database string) bool {
	path, ok := sqliteFile(database)
	if !ok {
		return false
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// hidePassword is a database's address as it may be shown.
func hidePassword(database string) string {
	if _, ok := sqliteFile(database); ok {
		return database
	}
	u, err := url.Parse(database)
	if err != nil {
		return "the database"
	}
	u.RawQuery = "" // may hold a password too
	return u.Redacted()
}

// bytesText is a size as people read it: "3.4 MB".
func bytesText(n uint64) string {
	const units = "kMGTPE"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n)/1000, 0
	for size >= 999.95 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.1f %cB", size, units[unit])
}
