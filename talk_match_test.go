package main

import (
	"strconv"
	"strings"

	"magpie/discordtest"
)

// sizedFile is a file of nothing, as large as its name says: "26MB.zip".
func sizedFile(name string) (discordtest.File, bool) {
	size, _, ok := strings.Cut(name, "MB.")
	megabytes, err := strconv.Atoi(size)
	if !ok || err != nil {
		return discordtest.File{}, false
	}
	return discordtest.File{Name: name, Data: make([]byte, megabytes<<20)}, true
}
