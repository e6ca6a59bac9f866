package news

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A TopicProblem is what is wrong with a topic, as a word that locales explain
// ("topic.problem.no_title").
type TopicProblem string

// What can be wrong with a topic.
const (
	NoTitle         TopicProblem = "no_title"
	NothingMust     TopicProblem = "no_must"         // neither a term nor a pattern that items must have
	TooManyLists    TopicProblem = "many_lists"      // more than 5 that must occur
	TooManyTerms    TopicProblem = "many_terms"      // more than 500
	LongTerm        TopicProblem = "long_term"       // over 60 characters
	BadTerm         TopicProblem = "bad_term"        // nothing to look for
	UnknownConcept  TopicProblem = "unknown_concept" // "@" and no [Concept]
	TooManyPatterns TopicProblem = "many_patterns"   // more than [MaxPatterns]
	LongPattern     TopicProblem = "long_pattern"    // over [MaxPattern] characters
	BigPattern      TopicProblem = "big_pattern"     // repeats too much to be matched against every item
	BadPattern      TopicProblem = "bad_pattern"     // no regular expression as RE2 has them
)

// A TopicError says what is wrong with a topic.
type TopicError struct {
	Problem TopicProblem
	Text    string // the term or pattern that is wrong; empty if it is the whole
	Err     error  // more about it; may be nil
}

func (e *TopicError) Error() string {
	text := "topic: " + strings.ReplaceAll(string(e.Problem), "_", " ")
	if e.Text != "" {
		text += fmt.Sprintf(" %q", e.Text)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *TopicError) Unwrap() error { return e.Err }

// CheckTopic returns the first thing that is wrong with a topic, as a [*TopicError].
func CheckTopic(r *Reader, t Topic) error {
	terms := slices.Concat(append(slices.Clone(t.Must), t.Should, t.Against, t.Not)...)
	required := slices.ContainsFunc(t.Patterns, func(p string) bool { return !strings.HasPrefix(p, "!") })
	switch {
	case strings.TrimSpace(strings.Join(slices.Collect(maps.Values(t.Title)), "")) == "":
		return &TopicError{Problem: NoTitle}
	case len(t.Must) == 0 && !required:
		return &TopicError{Problem: NothingMust}
	case len(t.Must) > 5:
		return &TopicError{Problem: TooManyLists}
	case len(terms) > 500:
		return &TopicError{Problem: TooManyTerms}
	case len(t.Patterns) > MaxPatterns:
		return &TopicError{Problem: TooManyPatterns}
	}
	for _, list := range t.Must {
		if len(list) == 0 {
			return &TopicError{Problem: NothingMust}
		}
	}
	for _, term := range terms {
		if problem := checkTerm(r, term); problem != "" {
			return &TopicError{Problem: problem, Text: term}
		}
	}
	for _, p := range t.Patterns {
		if err := checkPattern(p); err != nil {
			return err
		}
	}
	return nil
}

func checkTerm(r *Reader, term string) TopicProblem {
	id, named := strings.CutPrefix(term, "@")
	_, known := r.Concepts().ByID(id)
	switch {
	case named && !known:
		return UnknownConcept
	case utf8.RuneCountInString(term) > 60:
		return LongTerm
	case !strings.ContainsFunc(term, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsNumber(c) }):
		return BadTerm
	}
	return ""
}

func checkPattern(p string) error {
	_, err := compilePattern(p)
	switch {
	case err == nil:
		return nil
	case utf8.RuneCountInString(p) > MaxPattern:
		return &TopicError{LongPattern, firstRunes(p, 30) + "…", err}
	case errors.Is(err, errPatternSize):
		return &TopicError{BigPattern, p, err}
	}
	return &TopicError{BadPattern, p, err}
}
