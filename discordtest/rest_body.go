package discordtest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// File is something that is uploaded or attached.
type File struct {
	ID          string // of the attachment; empty before it is uploaded
	Name        string
	Type        string // media type
	Description string
	Data        []byte
	URL         string // at the CDN

	spoiler bool
}

// parse reads the body as JSON or as multipart with payload_json and files[n].
func (c *call) parse(payload []byte) error {
	if len(payload) > maxRequestBytes {
		return refuse(413, codeTooLarge)
	}
	if len(payload) == 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return refuse(400, codeBadJSON)
	case kind == "multipart/form-data":
		return c.parseMultipart(multipart.NewReader(bytes.NewReader(payload), params["boundary"]))
	case kind != "application/json":
		return refuse(400, codeBadJSON)
	}
	return c.parseJSON(payload)
}

func (c *call) parseJSON(payload []byte) error {
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	if err := d.Decode(&c.raw); err != nil {
		return refuse(400, codeBadJSON)
	}
	if _, err := d.Token(); err != io.EOF {
		return refuse(400, codeBadJSON)
	}
	return nil
}

func (c *call) parseMultipart(parts *multipart.Reader) error {
	if !c.route.files {
		return misplaced("", "UNKNOWN_KEY", "This request takes no files.")
	}
	c.files = map[string]*File{}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return refuse(400, codeBadJSON)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return refuse(400, codeBadJSON)
		}
		if err := c.parsePart(part, data); err != nil {
			return err
		}
	}
}

func (c *call) parsePart(part *multipart.Part, data []byte) error {
	name := part.FormName()
	if name == "payload_json" {
		return c.parseJSON(data)
	}
	n, ok := strings.CutPrefix(name, "files[")
	n, closed := strings.CutSuffix(n, "]")
	switch {
	case !ok || !closed || !digits.MatchString(n):
		return misplaced(name, "UNKNOWN_KEY", "A part is called payload_json or files[n].")
	case part.FileName() == "":
		return misplaced(name, "BASE_TYPE_REQUIRED", "A file needs a file name.")
	case len(data) > maxFileBytes:
		return refuse(413, codeTooLarge)
	case c.files[n] != nil:
		return misplaced(name, "BASE_TYPE_CHOICES", "Two files have the same number.")
	}
	c.files[n] = &File{Name: part.FileName(), Type: part.Header.Get("Content-Type"), Data: data}
	return nil
}

// recorded is the JSON of the body for the record; files are only counted.
func (c *call) recorded() json.RawMessage {
	if c.raw == nil || c.d.config.Unrecorded {
		return nil
	}
	return encode(c.raw)
}
