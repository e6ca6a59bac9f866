package main

import (
	"bytes"
	"io"
	"regexp"
)

// redactor is a Writer that lets no secret through: neither those it is told, nor anything
// of the shape of a Discord token or webhook address, nor a password or key that
// stands in an address, as in that of a database or of a private feed.
type redactor struct {
	to      io.Writer
	secrets []string
}

const hidden = "(hidden)"

// secretShapes are what secrets look like, and what is written instead.
var secretShapes = []struct {
	shape   *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,45}|/webhooks/\d+/[\w-]+|/interactions/\d+/[\w-]+`), hidden},
	{regexp.MustCompile(`(://[^\s/:@"]*:)[^\s/@"]+@`), "${1}" + hidden + "@"},
	{regexp.MustCompile(`(?i)([?&][\w.-]*(?:token|key|secret|signature|sig|auth|pass\w*|pwd)=)[^\s&"]+`), "${1}" + hidden},
}

func (r *redactor) Write(p []byte) (int, error) {
	clean := p
	for _, secret := range r.secrets {
		if secret != "" {
			clean = bytes.ReplaceAll(clean, []byte(secret), []byte(hidden))
		}
	}
	for _, s := range secretShapes {
		clean = s.shape.ReplaceAll(clean, []byte(s.instead))
	}
	if _, err := r.to.Write(clean); err != nil {
		return 0, err
	}
	return len(p), nil
}
