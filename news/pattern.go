package news

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
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
	anyOf    []string // of which a text that it matches has one; none: it may match any
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
	source = "(?i:" + foldPattern(source) + ")"
	if p.re, err = regexp.Compile(source); err != nil {
		return p, err
	}
	if tree, err = syntax.Parse(source, syntax.Perl); err == nil {
		p.anyOf = literals(tree)
	}
	return p, err
}

// match reports whether a folded text has the pattern.
func (p pattern) match(text string) bool {
	may := len(p.anyOf) == 0 || slices.ContainsFunc(p.anyOf, func(s string) bool { return strings.Contains(text, s) })
	return may && p.re.MatchString(text)
}

// maxLiterals is how many texts it is worth while to look for before a pattern is matched.
const maxLiterals = 100

// literals are folded texts of which whatever an expression matches has one; none if that cannot be told.
func literals(re *syntax.Regexp) []string {
	whole, _ := spelled(re)
	if slices.Contains(whole, "") {
		return nil
	}
	return whole
}

// spelled are folded texts of which one is in whatever an expression matches, or, if exact, is all of it.
func spelled(re *syntax.Regexp) (texts []string, exact bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if !slices.ContainsFunc(re.Rune, manyCases) {
			return []string{unify(string(re.Rune))}, true
		}
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpEmptyMatch:
		return []string{""}, true
	case syntax.OpCapture:
		return spelled(re.Sub[0])
	case syntax.OpQuest:
		texts, exact = spelled(re.Sub[0])
		return append(texts, ""), exact
	case syntax.OpAlternate:
		exact = true
		for _, sub := range re.Sub {
			all, whole := spelled(sub)
			texts, exact = append(texts, all...), exact && whole
		}
		return texts, exact
	case syntax.OpConcat:
		return spelledInTurn(re.Sub)
	}
	return []string{""}, false
}

// spelledInTurn are those of expressions one after the other: all of them if every one is exact, else the longest.
func spelledInTurn(all []*syntax.Regexp) (texts []string, exact bool) {
	best, run, exact := []string{""}, []string{""}, true
	better := func(candidate []string) {
		if shortest(candidate) > shortest(best) {
			best = candidate
		}
	}
	for _, re := range all {
		texts, whole := spelled(re)
		if whole && len(run)*len(texts) <= maxLiterals {
			run = products(run, texts)
			continue
		}
		better(run)
		better(texts)
		run, exact = []string{""}, false
	}
	if exact {
		return run, true
	}
	better(run)
	return best, false
}

func products(heads, tails []string) []string {
	var all []string
	for _, head := range heads {
		for _, tail := range tails {
			all = append(all, head+tail)
		}
	}
	return all
}

func shortest(texts []string) int {
	n := len(texts[0])
	for _, s := range texts {
		n = min(n, len(s))
	}
	return n
}

// manyCases reports whether letters that stay different in folded text match a letter of a pattern, such as σ and ς.
func manyCases(r rune) bool { return r >= utf8.RuneSelf && unicode.SimpleFold(r) != r }

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
