package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"magpie/news"
)

// itemFields is what commands that read items say about their lines.
const itemFields = `Each line is an object of JSON: {"id","title","summary","source","lang","time"}, and whatever else, which is kept as it is.
Every field may be missing: the language (en, zh-CN, zh-TW) is then guessed, and an item without a time (RFC 3339) has no age.
Lines that cannot be read are named on the standard error, and the others are still answered.`

// An itemLine is an item of news as it was given: one JSON object on a line.
type itemLine struct {
	Item   news.Item // its ID is the line's number if it names none
	fields []itemField
}

// An itemField is one of a line's, of a kind that is known or not.
type itemField struct {
	name  string
	value json.RawMessage
}

// readItems hands every item of a command's standard input to use as soon as its line is read,
// with whether more is there already, and names lines that hold none on the standard error.
// The error says how many those were.
func readItems(cmd *cobra.Command, use func(line itemLine, more bool) error) error {
	if cmd.InOrStdin() == os.Stdin {
		signal.Reset(os.Interrupt, syscall.SIGTERM) // nothing else ends a read from a terminal
	}
	r := bufio.NewReaderSize(cmd.InOrStdin(), 1<<17)
	bad := 0
	for number, end := 1, false; !end; number++ {
		text, err := r.ReadBytes('\n')
		if end = errors.Is(err, io.EOF); err != nil && !end {
			return fmt.Errorf("read standard input: %w", err)
		}
		if text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\uFEFF"))); len(text) == 0 {
			continue
		}
		line, err := parseItem(text, number)
		if err != nil {
			bad++
			fmt.Fprintf(cmd.ErrOrStderr(), "magpie: line %d: %v\n", number, err)
			continue
		}
		if err := use(line, r.Buffered() > 0); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("lines that hold no item: %d", bad)
	}
	return nil
}

func parseItem(text []byte, number int) (itemLine, error) {
	var line itemLine
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return line, errors.New("not an object of JSON")
	}
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err = errors.Join(err, d.Decode(&value)); err != nil {
			return line, fmt.Errorf("not JSON: %w", err)
		}
		line.set(name.(string), value) // between the braces of an object every second token is a name
	}
	if _, err := d.Token(); err != nil {
		return line, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return line, errors.New("more than one object")
	}
	return line, line.read(number)
}

// read fills in the item from the fields.
func (l *itemLine) read(number int) error {
	var when string
	it := &l.Item
	for _, f := range l.fields {
		var into *string
		switch f.name {
		case "id":
			if f.value[0] != '"' && f.value[0] != 'n' { // a number is an id too
				it.ID = string(f.value)
				continue
			}
			into = &it.ID
		case "title":
			into = &it.Title
		case "summary":
			into = &it.Summary
		case "source":
			into = &it.Publisher
		case "link":
			into = &it.Link
		case "lang":
			into = &it.Lang
		case "time":
			into = &when
		default:
			continue
		}
		if err := json.Unmarshal(f.value, into); err != nil {
			return fmt.Errorf("%q is no text: %s", f.name, f.value)
		}
	}
	it.ID = cmp.Or(it.ID, strconv.Itoa(number))
	it.Lang = news.GuessLanguage(it.Title+" "+it.Summary, it.Lang)
	var err error
	it.Published, err = parseItemTime(when)
	it.Seen = it.Published
	return err
}

// parseItemTime reads a time, which may also lack its zone, then UTC, or its hour.
func parseItemTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("time %q is not like 2006-01-02T15:04:05Z", text)
}

// set adds a field, in the place of one of that name if there is one.
func (l *itemLine) set(name string, value json.RawMessage) {
	i := slices.IndexFunc(l.fields, func(f itemField) bool { return f.name == name })
	if i < 0 {
		l.fields = append(l.fields, itemField{name, value})
		return
	}
	l.fields[i].value = value
}

// with adds a field that was found out about the item. The value must be one that JSON can say.
func (l *itemLine) with(name string, value any) error {
	text, err := marshalPlain(value)
	l.set(name, text)
	return err
}

// write prints the line with all its fields, in the order in which they came.
func (l *itemLine) write(w io.Writer) error {
	var b bytes.Buffer
	for i, f := range l.fields {
		name, err := marshalPlain(f.name)
		if err != nil {
			return err
		}
		b.WriteByte("{,"[min(i, 1)])
		b.Write(name)
		b.WriteByte(':')
		b.Write(f.value)
	}
	if len(l.fields) == 0 {
		b.WriteByte('{')
	}
	b.WriteString("}\n")
	_, err := w.Write(b.Bytes())
	return err
}

// marshalPlain is JSON that leaves <, > and & as they are.
func marshalPlain(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
