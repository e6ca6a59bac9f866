package news

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// What patterns may cost. They are matched in time linear to the text, whatever is in them,
// so that their size is all there is to bound.
const (
	MaxPatterns   = 5    // of a topic
	MaxPattern    = 200  // characters of one
	maxPatternOps = 1000 // about as many instructions as a matcher may have
	maxMatched    = 400  // characters of an item that are looked at
)

// errPatternSize is wrapped by what says that a pattern would be too costly.
var errPatternSize = errors.New("it repeats too much")

// A pattern is a regular expression of a topic. One that begins with "!" excludes what it matches.
type pattern struct {
	shown    string // as written
	excludes bool
	re       *regexp.Regexp
}

// compilePattern reads a pattern in the syntax of RE2. It is matched without regard to case, and in
// folded text, to which all of it but its ASCII is folded too: ^ is where the title begins, \n where
// it ends, and $ the end of the summary.
func compilePattern(s string) (pattern, error) {
	p := pattern{shown: s}
	source, excludes := strings.CutPrefix(s, "!")
	p.excludes = excludes
	if source == "" {
		return p, errors.New("an empty pattern")
	}
	if n := utf8.RuneCountInString(s); n > MaxPattern {
		return p, fmt.Errorf("%d characters, more than %d", n, MaxPattern)
	}
	tree, err := syntax.Parse(source, syntax.Perl|syntax.FoldCase)
	var wrong *syntax.Error
	if errors.As(err, &wrong) && (wrong.Code == syntax.ErrInvalidRepeatSize || wrong.Code == syntax.ErrLarge || wrong.Code == syntax.ErrNestingDepth) {
		return p, fmt.Errorf("%w: %w", errPatternSize, err)
	}
	if err != nil {
		return p, err
	}
	if patternOps(tree) > maxPatternOps {
		return p, errPatternSize
	}
	p.re, err = regexp.Compile("(?i:" + foldPattern(source) + ")")
	return p, err
}

// patternOps is about how many instructions the matcher of a pattern has.
func patternOps(re *syntax.Regexp) int {
	n := 1
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass:
		n = 1 + len(re.Rune)/100 // a class of thousands of ranges is no more a single step
	}
	for _, sub := range re.Sub {
		n += patternOps(sub)
	}
	if re.Op == syntax.OpRepeat {
		n *= max(re.Min, re.Max, 1)
	}
	return n
}

// foldPattern folds the characters of a pattern that stand for themselves: all that are not ASCII.
func foldPattern(source string) string {
	var b strings.Builder
	for _, r := range source {
		folded := unify(string(r))
		if r < utf8.RuneSelf || folded == string(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(regexp.QuoteMeta(folded))
	}
	return b.String()
}

// firstRunes is the beginning of a text, at most n characters.
func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
