package guide

import (
	"fmt"
	"strings"
)

// A Problem is one kind of mistake, in a word that a translation can be looked up by.
type Problem string

// The problems a guide's file can have. Each comment says what Mistake.Detail holds.
const (
	BadPath        Problem = "path"        // the path, which is not name/language.md
	BadText        Problem = "text"        // what is wrong: not UTF-8, a control character
	TooBig         Problem = "size"        // the limit in bytes
	NoFront        Problem = "front"       // the line that was expected
	BadYAML        Problem = "yaml"        // the parser's words
	UnknownField   Problem = "field"       // the field's name
	RepeatedField  Problem = "repeated"    // the field's name
	MissingField   Problem = "missing"     // the field's name
	BadValue       Problem = "value"       // the field and what it should be
	TooLong        Problem = "long"        // what, its length and the limit
	FutureDate     Problem = "future"      // the date
	StrayText      Problem = "stray"       // the line that stands before the first step
	BadHeading     Problem = "heading"     // the heading
	RepeatedStep   Problem = "step"        // the id
	StepCount      Problem = "steps"       // how many there are, and may be
	EmptyStep      Problem = "empty"       // the id
	BadLink        Problem = "link"        // the address
	NotAllowed     Problem = "not-allowed" // the picture, table, tag, fence, reading or sign
	DifferentSteps Problem = "other-steps" // what is missing, extra or moved
	NoEnglish      Problem = "no-english"  // the guide's name
	Unreadable     Problem = "unreadable"  // the file system's words
	Unsourced      Problem = "unsourced"   // the step's id
)

// says words the problems for an operator's terminal.
var says = map[Problem]string{
	BadPath:        "want a path like name/en.md, have %s",
	BadText:        "text that cannot be shown: %s",
	TooBig:         "file larger than %s bytes",
	NoFront:        "front matter needs a line %s",
	BadYAML:        "front matter: %s",
	UnknownField:   "unknown field %s",
	RepeatedField:  "field %s given twice",
	MissingField:   "field %s is missing",
	BadValue:       "%s",
	TooLong:        "too long: %s",
	FutureDate:     "date %s lies in the future",
	StrayText:      "text before the first step: %s",
	BadHeading:     "want a heading like ## Title {#its-id}, have %s",
	RepeatedStep:   "step id %s given twice",
	StepCount:      "want 1 to 25 steps, have %s",
	EmptyStep:      "step %s has no text",
	BadLink:        "want an https link, have %s",
	NotAllowed:     "not allowed here: %s",
	DifferentSteps: "steps differ from English: %s",
	NoEnglish:      "guide %s has no en.md",
	Unreadable:     "%s",
	Unsourced:      "step %s has no source",
}

// A Mistake is one thing wrong with one file.
type Mistake struct {
	File    string
	Line    int // counted from 1; 0 if it concerns the whole file
	Problem Problem
	Detail  string
}

// Error words the mistake as file:line: what, in English.
func (m Mistake) Error() string {
	where := m.File
	if m.Line > 0 {
		where = fmt.Sprintf("%s:%d", m.File, m.Line)
	}
	return where + ": " + fmt.Sprintf(says[m.Problem], m.Detail)
}

// Mistakes is everything wrong with what was read, in the order of files and lines. It is the error of [Parse] and [Load].
type Mistakes []Mistake

// Error returns one mistake a line.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// add notes a mistake, with its detail shortened to something that fits a line.
func (ms *Mistakes) add(file string, line int, p Problem, detail string) {
	*ms = append(*ms, Mistake{file, line, p, shorten(detail, 120)})
}

// err returns the mistakes as an error, or nil if there are none.
func (ms Mistakes) err() error {
	if len(ms) == 0 {
		return nil
	}
	return ms
}

// shorten cuts a string to at most n characters.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
