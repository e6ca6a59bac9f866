package guide

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// tongues are those that facts are told in: all of them, always.
var tongues = []string{English, "zh-CN", "zh-TW"}

// Texts is one text in every language.
type Texts map[string]string

// In is the text in a language, or in English if it is not told in that one.
func (t Texts) In(lang string) string {
	if text, ok := t[lang]; ok {
		return text
	}
	return t[English]
}

// A dataReader reads YAML of facts strictly and notes all mistakes.
type dataReader struct {
	file     string
	mistakes []dataMistake
}

type dataMistake struct {
	line int // 0: the whole file
	text string
}

// fail notes a mistake at n, or one of the whole file if n is nil.
func (r *dataReader) fail(n *yaml.Node, format string, args ...any) {
	m := dataMistake{text: fmt.Sprintf(format, args...)}
	if n != nil {
		m.line = n.Line
	}
	r.mistakes = append(r.mistakes, m)
}

// parse returns the top of a document, or nil.
func (r *dataReader) parse(src []byte) *yaml.Node {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		r.fail(nil, "%v", err)
		return nil
	}
	if len(doc.Content) == 0 {
		r.fail(nil, "nothing in it")
		return nil
	}
	return doc.Content[0]
}

// fields hands the value of each field of a mapping to its reader. A name with a question mark may be missing.
func (r *dataReader) fields(n *yaml.Node, read map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fail(n, "want fields like name: …")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		take := read[key.Value]
		if take == nil {
			take = read[key.Value+"?"]
		}
		switch {
		case seen[key.Value]:
			r.fail(key, "field %s given twice", key.Value)
		case take == nil:
			r.fail(key, "unknown field %s", key.Value)
		default:
			take(value)
		}
		seen[key.Value] = true
	}
	for name := range read {
		if !strings.HasSuffix(name, "?") && !seen[name] {
			r.fail(n, "field %s is missing", name)
		}
	}
}

// list hands each entry of a list to its reader.
func (r *dataReader) list(read func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			r.fail(n, "want a list")
			return
		}
		for _, entry := range n.Content {
			read(entry)
		}
	}
}

// line reads a text of one line.
func (r *dataReader) line(to *string, limit int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*to = n.Value
		switch length := utf8.RuneCountInString(n.Value); {
		case n.Kind != yaml.ScalarNode || n.Value == "" || strings.TrimSpace(n.Value) != n.Value:
			r.fail(n, "want a text of one line")
		case strings.ContainsFunc(n.Value, hidden) || strings.ContainsAny(n.Value, "@<>"):
			r.fail(n, "not allowed here: %s", n.Value)
		case length > limit:
			r.fail(n, "%d characters, may have %d", length, limit)
		}
	}
}

// texts reads a text in every language.
func (r *dataReader) texts(to *Texts, limit int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		*to = Texts{}
		read := map[string]func(*yaml.Node){}
		for _, lang := range tongues {
			read[lang] = func(n *yaml.Node) {
				var text string
				r.line(&text, limit)(n)
				(*to)[lang] = text
			}
		}
		r.fields(n, read)
	}
}

// id reads a name like "us-texas".
func (r *dataReader) id(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = n.Value; !nameForm.MatchString(n.Value) {
			r.fail(n, "want a name like us-texas, not %s", n.Value)
		}
	}
}

// oneOf reads one of a few words.
func oneOf[T ~string](r *dataReader, to *T, words ...T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = T(n.Value); !slices.Contains(words, *to) {
			r.fail(n, "want one of %v, not %s", words, n.Value)
		}
	}
}

// flag reads true or false.
func (r *dataReader) flag(to *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = n.Value == "true"; !*to && n.Value != "false" {
			r.fail(n, "want true or false, not %s", n.Value)
		}
	}
}

// day reads a whole date.
func (r *dataReader) day(to *time.Time) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var d Date
		if r.date(&d)(n); len(d) != len(time.DateOnly) && d != "" {
			r.fail(n, "want a day like 2025-01-18, not %s", n.Value)
		}
		*to = d.First()
	}
}

// date reads a date as exact as it is known, or leaves it empty.
func (r *dataReader) date(to *Date) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if *to = Date(n.Value); !to.valid() {
			r.fail(n, "want a date like 2025-01-18, 2025-01 or 2025, not %s", n.Value)
			*to = ""
		}
	}
}

// source reads where a fact comes from.
func (r *dataReader) source(to *Source) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var date Date
		r.fields(n, map[string]func(*yaml.Node){
			"title": r.line(&to.Title, 120),
			"url": func(n *yaml.Node) {
				if to.URL = n.Value; !httpsLink(n.Value) || len(n.Value) > 500 {
					r.fail(n, "want an https link, have %s", n.Value)
				}
			},
			"date?": r.date(&date),
		})
		to.Date = string(date)
	}
}

// err returns all mistakes in the order of lines, one a line of the error, or nil.
func (r *dataReader) err() error {
	slices.SortStableFunc(r.mistakes, func(a, b dataMistake) int { return a.line - b.line })
	var errs []error
	for _, m := range r.mistakes {
		errs = append(errs, fmt.Errorf("%s:%d: %s", r.file, m.line, m.text))
	}
	return errors.Join(errs...)
}

// A Date is a day, a month or a year, as exact as it is known: "2025-01-18", "2025-01" or "2025"; empty: not known.
type Date string

func (d Date) valid() bool {
	if len(d) != 4 && len(d) != 7 && len(d) != 10 {
		return false
	}
	day, err := time.Parse(time.DateOnly[:len(d)], string(d))
	return err == nil && day.Year() >= 1900
}

// First is the first day of the date, midnight UTC.
func (d Date) First() time.Time {
	if !d.valid() {
		return time.Time{}
	}
	day, _ := time.Parse(time.DateOnly[:len(d)], string(d)) // valid has parsed it
	return day
}

// Last is the last day of the date, midnight UTC.
func (d Date) Last() time.Time {
	first := d.First()
	switch len(d) {
	case 4:
		return first.AddDate(1, 0, -1)
	case 7:
		return first.AddDate(0, 1, -1)
	}
	return first
}

// Year is the year of the date, such as "2025".
func (d Date) Year() string { return string(d[:min(len(d), 4)]) }
