package community

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/encoding"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// plainText is a file as UTF-8, whichever of its forms it was saved in, and the first byte
// of it that is no space.
func plainText(r io.Reader) (text *bufio.Reader, first byte, err error) {
	text = bufio.NewReaderSize(transform.NewReader(r, xunicode.BOMOverride(encoding.Nop.NewDecoder())), 64<<10)
	for {
		first, err = text.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return text, 0, ErrNotExport
		case err != nil:
			return text, 0, readError(err)
		case !unicode.IsSpace(rune(first)):
			return text, first, text.UnreadByte()
		}
	}
}

// readError is why a file could not be read on: without what it says, which may be names.
func readError(err error) error {
	if errors.Is(err, ErrExportSize) {
		return ErrExportSize
	}
	return ErrBroken
}

// userLabels stand before a name in text files, in lower case and letters alone. The
// English and the Dutch were seen; the others are what TikTok calls a name elsewhere.
var userLabels = map[string]bool{
	"username": true, "gebruikersnaam": true, "benutzername": true, "nutzername": true, "nomdutilisateur": true, "nombredeusuario": true,
	"nomedeusuário": true, "用户名": true, "用户名称": true, "使用者名稱": true, "用戶名稱": true, "ユーザー名": true, "사용자이름": true,
}

// readText reads a text file: a few lines for each account, one of which says its name.
func (l *lists) readText(r *bufio.Reader, name string) error {
	stem, _, _ := strings.Cut(name, ".")
	kind := kindOf(stem)
	l.seen = kind != noList
	for {
		line, cut, err := r.ReadLine()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return readError(err)
		}
		label, value, ok := strings.Cut(strings.Replace(string(line), "：", ":", 1), ":")
		if ok && !cut && len(label) <= maxName && userLabels[letters(label)] {
			l.seen = true
			l.add(max(kind, followsList), value)
		}
		for cut && err == nil { // the rest of a line that no list has
			_, cut, err = r.ReadLine()
		}
	}
}

// add adds a name to a list.
func (l *lists) add(kind listKind, name string) {
	switch kind {
	case followsList:
		l.follows.add(name)
	case fansList:
		l.fans.add(name)
	}
}

// A frame is an object or array that is being read.
type frame struct {
	array bool
	kind  listKind // of the list it is of, or is in
	key   string   // of the value that comes next in an object
}

// readJSON looks through JSON for lists of accounts, wherever versions of the export put
// them, and keeps nothing else of it: arrays by a known name of objects with a name. It does
// not check what it passes over, but that it is closed.
func (l *lists) readJSON(r *bufio.Reader) error {
	var open []frame
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) && len(open) == 0 {
			return nil
		}
		if err != nil {
			return readError(err)
		}
		switch b {
		case '{', '[':
			if len(open) >= maxJSONDepth {
				return ErrBroken
			}
			open = append(open, l.opened(open, b == '['))
		case '}', ']':
			if len(open) == 0 || open[len(open)-1].array != (b == ']') {
				return ErrBroken
			}
			open = open[:len(open)-1]
		case '"':
			if err := l.readString(r); err != nil {
				return err
			}
			if len(open) > 0 {
				l.text(&open[len(open)-1])
			}
		case ',':
			if len(open) > 0 {
				open[len(open)-1].key = ""
			}
		case 'n': // null: a list that is empty
			if len(open) > 0 && kindOf(open[len(open)-1].key) != noList {
				l.seen = true
			}
		}
	}
}

// opened is the frame of an object or array that begins within others.
func (l *lists) opened(open []frame, array bool) frame {
	f := frame{array: array}
	if len(open) == 0 {
		if array { // a list that somebody cut out
			f.kind = followsList
		}
		return f
	}
	in := open[len(open)-1]
	f.kind = kindOf(in.key)
	if in.array || letters(in.key) == "list" {
		f.kind = in.kind
	}
	if array && f.kind != noList {
		l.seen = true
	}
	return f
}

// text takes the string that was read in a frame: a key, or a value, which may be a name.
func (l *lists) text(in *frame) {
	switch {
	case in.array:
	case in.key == "":
		in.key = l.string()
	case in.kind != noList && letters(in.key) == "username":
		l.seen = true
		l.add(in.kind, l.string())
	}
}

// maxText is how much of a string is kept, in bytes: more than any key or name has.
const maxText = 256

// readString reads a JSON string behind its first quotation mark.
func (l *lists) readString(r *bufio.Reader) error {
	l.raw = append(l.raw[:0], '"')
	for escaped := false; ; {
		b, err := r.ReadByte()
		if err != nil {
			return readError(err)
		}
		if len(l.raw) <= maxText {
			l.raw = append(l.raw, b)
		}
		if b == '"' && !escaped {
			return nil
		}
		escaped = b == '\\' && !escaped
	}
}

// string is the string that was read: a space, which is no name, if it is too long for one
// or malformed.
func (l *lists) string() string {
	s := " "
	if len(l.raw) <= maxText && json.Unmarshal(l.raw, &s) != nil {
		return " "
	}
	return s
}
