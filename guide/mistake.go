package guide

import (
	"fmt"
	"strings"
)

// A Problem is one kind of mistake, in a word that a translation can be looked up by ("mistake.<problem>").
type Problem string

// The problems a guide's file can have. Each comment says what Mistake.Args hold.
const (
	BadPath        Problem = "path"        // the path, which is not name/language.md
	NotUTF8        Problem = "utf8"        //
	OtherText      Problem = "encoding"    // what it seems to be, such as GBK
	NotText        Problem = "no-text"     // what it seems to be, such as ZIP
	Hidden         Problem = "hidden"      // the character, such as "\u202e"
	TooBig         Problem = "size"        // the limit in bytes
	NoFront        Problem = "front"       //
	OpenFront      Problem = "front-end"   //
	BadYAML        Problem = "yaml"        // the parser's words
	UnknownField   Problem = "field"       // the field's name
	RepeatedField  Problem = "repeated"    // the field's name
	MissingField   Problem = "missing"     // the field's name
	NotALine       Problem = "one-line"    // the field's name
	NotAList       Problem = "list"        // the field's name
	BadBool        Problem = "bool"        // the field's name
	BadAudience    Problem = "audience"    // what it may be
	BadOrder       Problem = "order"       //
	BadDay         Problem = "day"         // what stands there
	BadDate        Problem = "date"        // what stands there
	BadSource      Problem = "source"      //
	TooManySources Problem = "sources"     // the limit
	BadLanguage    Problem = "language"    // what stands there, and what may
	BadName        Problem = "name"        // what stands there
	NoName         Problem = "no-name"     //
	NoLanguage     Problem = "no-language" //
	TooLong        Problem = "long"        // what is, its length in characters, and the limit
	TooManyBytes   Problem = "bytes"       // what has them, its length in bytes, and the limit
	FutureDate     Problem = "future"      // the date
	StrayText      Problem = "stray"       // the line that stands before the first step
	BadHeading     Problem = "heading"     // the heading
	RepeatedStep   Problem = "step"        // the id
	StepCount      Problem = "steps"       // how many there are
	EmptyStep      Problem = "empty"       // the id
	BadLink        Problem = "link"        // the address
	NoAt           Problem = "at"          //
	NoPicture      Problem = "picture"     //
	NoTable        Problem = "table"       //
	NoFence        Problem = "fence"       //
	NoHTML         Problem = "html"        //
	BadBrace       Problem = "brace"       //
	BadLevel       Problem = "level"       //
	Nested         Problem = "nested"      //
	TwoPlaces      Problem = "places"      // the id
	DifferentSteps Problem = "other-steps" // what is missing, extra or moved
	NoEnglish      Problem = "no-english"  // the guide's name
	Unreadable     Problem = "unreadable"  // the file system's words
	Unsourced      Problem = "unsourced"   // the step's id
	NoGuide        Problem = "no-guide"    // the name of the guide that steps are added to
	NoStep         Problem = "no-step"     // the id of the step they should stand beside
	TooFull        Problem = "full"        // how many steps the guide would have
	BadValue       Problem = "value"       // the field of a file of facts, and what it should be
	NotAllowed     Problem = "not-allowed" // what stands in a file of facts
)

// says words the problems for an operator's terminal.
var says = map[Problem]string{
	BadPath:        "want a path like name/en.md, have %s",
	NotUTF8:        "text that cannot be shown: not UTF-8",
	OtherText:      "want UTF-8, this looks like %s",
	NotText:        "want text, this looks like %s",
	Hidden:         "text that cannot be shown: character %s",
	TooBig:         "file larger than %s bytes",
	NoFront:        "front matter needs a line --- at the start",
	OpenFront:      "front matter needs a line --- at its end",
	BadYAML:        "front matter: %s",
	UnknownField:   "unknown field %s",
	RepeatedField:  "field %s given twice",
	MissingField:   "field %s is missing",
	NotALine:       "%s should be one line",
	NotAList:       "%s should be a list",
	BadBool:        "%s should be true or false",
	BadAudience:    "audience should be one of %s",
	BadOrder:       "order should be a number from 0 to 9999",
	BadDay:         "checked should be a day like 2025-01-18, not %s",
	BadDate:        "want a date like 2025-01-18, not %s",
	BadSource:      `a source should be "[Title](https://…) (2025-01-18)"`,
	TooManySources: "more than %s sources",
	BadLanguage:    "language %s is none of %s",
	BadName:        "want a name of up to 28 letters a to z, digits and -, have %s",
	NoName:         "nothing says what the guide is called",
	NoLanguage:     "nothing says which language this is",
	TooLong:        "too long: %s has %s characters, may have %s",
	TooManyBytes:   "too long: %s has %s bytes, may have %s",
	FutureDate:     "date %s lies in the future",
	StrayText:      "text before the first step: %s",
	BadHeading:     "want a heading like ## Title {#its-id}, have %s",
	RepeatedStep:   "step id %s given twice",
	StepCount:      "want 1 to 25 steps, have %s",
	EmptyStep:      "step %s has no text",
	BadLink:        "want an https link, have %s",
	NoAt:           "not allowed here: @",
	NoPicture:      "not allowed here: a picture",
	NoTable:        "not allowed here: a table",
	NoFence:        "not allowed here: a code block",
	NoHTML:         "not allowed here: HTML",
	BadBrace:       "not allowed here: a brace outside {word|reading}",
	BadLevel:       "not allowed here: a heading other than ## for a step and ### within it",
	Nested:         "not allowed here: a quote or list within another",
	TwoPlaces:      "step %s stands before one step and after another",
	DifferentSteps: "steps differ from English: %s",
	NoEnglish:      "guide %s has no en.md",
	Unreadable:     "%s",
	Unsourced:      "step %s has no source",
	NoGuide:        "there is no guide %s to add steps to",
	NoStep:         "there is no step %s to stand beside",
	TooFull:        "the guide would have %s steps, may have 25",
	BadValue:       "%s",
	NotAllowed:     "not allowed here: %s",
}

// A Mistake is one thing wrong with one file.
type Mistake struct {
	File    string
	Line    int // counted from 1; 0 if it concerns the whole file
	Problem Problem
	Args    []string
}

// Error words the mistake as file:line: what, in English.
func (m Mistake) Error() string {
	where := m.File
	if m.Line > 0 {
		where = fmt.Sprintf("%s:%d", m.File, m.Line)
	}
	args := make([]any, len(m.Args))
	for i, arg := range m.Args {
		args[i] = arg
	}
	return where + ": " + fmt.Sprintf(says[m.Problem], args...)
}

// Mistakes is everything wrong with what was read, in the order of files and lines. It is the error of [Parse], [ReadOwn] and
// [Load].
type Mistakes []Mistake

// Error returns one mistake a line.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// add notes a mistake, with its arguments shortened to something that fits a line.
func (ms *Mistakes) add(file string, line int, p Problem, args ...string) {
	for i, arg := range args {
		args[i] = shorten(arg, 120)
	}
	*ms = append(*ms, Mistake{file, line, p, args})
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
