package main

import (
	"bytes"
	"io"
	"regexp"
)

// redactor is a Writer that lets no secret through: neither the token nor
// anything of the shape of a Discord token or webhook address.
type redactor struct {
	to    io.Writer
	token string
}

var secretShapes = regexp.MustCompile(`[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,45}|/webhooks/\d+/[\w-]+|/interactions/\d+/[\w-]+`)

var hidden = []byte("(hidden)")

func (r *redactor) Write(p []byte) (int, error) {
	clean := p
	if r.token != "" {
		clean = bytes.ReplaceAll(clean, []byte(r.token), hidden)
	}
	if _, err := r.to.Write(secretShapes.ReplaceAll(clean, hidden)); err != nil {
		return 0, err
	}
	return len(p), nil
}
