package guide

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of a guide, which keep a step within one message and the steps within one menu.
const (
	maxFile    = 256 << 10
	maxSteps   = 25
	maxTitle   = 60
	maxSummary = 100
	maxRunes   = 1800
	maxBytes   = 3600
	maxSources = 20 // of a step, and of the guide
)

var (
	nameForm    = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	langForm    = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$`)
	headingForm = regexp.MustCompile(`^## (.+) \{#([^{}]*)\}$`)
)

// Parse reads one guide from the file at name/language.md; the path gives the guide its name and language. Dates after now
// are mistakes; a zero now lets any date pass. The error is [Mistakes] and has them all, except that steps are not read while
// the front matter is no YAML. Line ends and blank lines may be written in any way; [Format] writes them in one.
func Parse(file string, src []byte, now time.Time) (Guide, error) {
	p := parser{file: file, now: now}
	if p.parsePath() {
		p.parse(src)
	}
	return p.result()
}

// A parser reads one file.
type parser struct {
	file     string
	now      time.Time
	own      bool // it is a server's
	guide    Guide
	mistakes Mistakes
}

// result is what was read, if nothing is wrong with it.
func (p *parser) result() (Guide, error) {
	slices.SortStableFunc(p.mistakes, func(a, b Mistake) int { return cmp.Compare(a.Line, b.Line) })
	if err := p.mistakes.err(); err != nil {
		return Guide{}, err
	}
	return p.guide, nil
}

// A line is a line of the file, without the white space at its end.
type line struct {
	number int
	text   string
}

func (p *parser) fail(line int, problem Problem, args ...string) {
	p.mistakes.add(p.file, line, problem, args...)
}

func (p *parser) parse(src []byte) {
	if !p.checkBytes(src) {
		return
	}
	lines := p.split(src)
	front, steps, ok := p.cutFront(lines)
	if !ok {
		return
	}
	if !p.parseFront(front) {
		return // else every step would seem to lack what the front matter gives it
	}
	if p.own {
		p.settle()
	}
	p.parseSteps(steps)
}

func (p *parser) parsePath() (ok bool) {
	dir, base := path.Split(p.file)
	name, lang := strings.TrimSuffix(dir, "/"), strings.TrimSuffix(base, ".md")
	if lang == base || !nameForm.MatchString(name) || !langForm.MatchString(lang) {
		p.fail(0, BadPath, p.file)
		return false
	}
	p.guide.Name, p.guide.Lang = name, lang
	return true
}

// cutFront parts the front matter, between two lines of ---, from the steps.
func (p *parser) cutFront(lines []line) (front, steps []line, ok bool) {
	if lines[0].text != "---" {
		p.fail(1, NoFront)
		return nil, nil, false
	}
	end := slices.IndexFunc(lines[1:], func(l line) bool { return l.text == "---" })
	if end < 0 {
		p.fail(len(lines), OpenFront)
		return nil, nil, false
	}
	return lines[1 : end+1], lines[end+2:], true
}

func (p *parser) parseSteps(lines []line) {
	for len(lines) > 0 && !strings.HasPrefix(lines[0].text, "## ") {
		if lines[0].text != "" {
			p.fail(lines[0].number, StrayText, lines[0].text)
		}
		lines = lines[1:]
	}
	count := 0
	for len(lines) > 0 {
		end := 1 + slices.IndexFunc(lines[1:], func(l line) bool { return strings.HasPrefix(l.text, "## ") })
		if end == 0 {
			end = len(lines)
		}
		if count++; count <= maxSteps {
			p.parseStep(lines[:end])
		}
		lines = lines[end:]
	}
	if count == 0 || count > maxSteps {
		p.fail(0, StepCount, strconv.Itoa(count))
	}
}

// parseStep reads a step, from its heading on.
func (p *parser) parseStep(lines []line) {
	s, at := Step{}, lines[0].number
	p.parseHeading(&s, lines[0])
	rest := p.parseFields(&s, lines[1:])
	s.Body = p.parseBody(at, s.ID, rest)
	s.Hash = hash(s.Title, s.Body)
	if s.Checked.IsZero() {
		s.Checked = p.guide.Checked
	}
	if s.Sources == nil {
		s.Sources = slices.Clone(p.guide.Sources)
	}
	if len(s.Sources) == 0 && !p.own {
		p.fail(at, Unsourced, s.ID)
	}
	if s.Before != "" && s.After != "" {
		p.fail(at, TwoPlaces, s.ID)
	}
	p.guide.Steps = append(p.guide.Steps, s)
}

func (p *parser) parseHeading(s *Step, l line) {
	m := headingForm.FindStringSubmatch(l.text)
	if m == nil {
		p.fail(l.number, BadHeading, l.text)
		return
	}
	s.Title, s.ID, s.Own = strings.TrimSpace(m[1]), m[2], p.own
	if p.guide.Adds {
		s.ID = ownName(s.ID)
	}
	if !nameForm.MatchString(s.ID) {
		p.fail(l.number, BadHeading, l.text)
	}
	p.checkLine(l.number, "title", s.Title, maxTitle)
	if p.guide.Index(s.ID) >= 0 {
		p.fail(l.number, RepeatedStep, s.ID)
	}
}

// parseFields reads the lines between a heading and the first blank line, and returns what follows.
func (p *parser) parseFields(s *Step, lines []line) []line {
	seen := map[string]bool{}
	for i, l := range lines {
		if l.text == "" {
			return lines[i:]
		}
		key, value, _ := strings.Cut(l.text, ":")
		value = strings.TrimSpace(value)
		if seen[key] && key != "source" {
			p.fail(l.number, RepeatedField, key)
		}
		seen[key] = true
		switch key {
		case "checked":
			s.Checked = p.parseDay(l.number, value)
		case "source":
			s.Sources = p.addSource(s.Sources, l.number, value)
		case "unclear":
			s.Unclear = p.parseBool(l.number, key, value)
		case "before", "after":
			p.parsePlace(s, l.number, key, value)
		default:
			p.fail(l.number, UnknownField, key)
		}
	}
	return nil
}

// parsePlace reads beside which step of the library's guide a step stands.
func (p *parser) parsePlace(s *Step, at int, key, value string) {
	switch {
	case !p.guide.Adds:
		p.fail(at, UnknownField, key)
	case !nameForm.MatchString(value):
		p.fail(at, NoStep, value)
	case key == "before":
		s.Before = value
	default:
		s.After = value
	}
}

// parseBody joins a step's text and checks it.
func (p *parser) parseBody(heading int, id string, lines []line) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		p.checkMarkdown(l)
		texts[i] = l.text
	}
	body := strings.Trim(strings.Join(texts, "\n"), "\n")
	if body == "" {
		p.fail(heading, EmptyStep, id)
	}
	p.checkLength(heading, id, body)
	return body
}
