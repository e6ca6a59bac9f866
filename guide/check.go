package guide

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkLine checks a text that is shown as one line, such as a title.
func (p *parser) checkLine(at int, what, text string, limit int) {
	if text == "" {
		p.fail(at, MissingField, what)
	}
	if strings.ContainsFunc(text, hidden) {
		p.fail(at, NotALine, what)
	}
	if !p.own && strings.Contains(text, "@") {
		p.fail(at, NoAt)
	}
	if n := utf8.RuneCountInString(text); n > limit {
		p.fail(at, TooLong, what, strconv.Itoa(n), strconv.Itoa(limit))
	}
}

// checkLength checks that a body fits one message, which Discord counts in characters and cuts by bytes.
func (p *parser) checkLength(at int, what, body string) {
	if n := utf8.RuneCountInString(body); n > maxRunes {
		p.fail(at, TooLong, what, strconv.Itoa(n), strconv.Itoa(maxRunes))
	}
	if n := len(body); n > maxBytes {
		p.fail(at, TooManyBytes, what, strconv.Itoa(n), strconv.Itoa(maxBytes))
	}
}

var (
	escape  = regexp.MustCompile(`\\[[:punct:]]`)
	code    = regexp.MustCompile("`[^`]+`")
	reading = regexp.MustCompile(`\{[^{}|]+\|[^{}|]+\}`)
	mention = regexp.MustCompile(`</[a-z-]+( [a-z-]+){0,2}>`)
	target  = regexp.MustCompile(`\]\(([^)]*)\)?`)
	tag     = regexp.MustCompile(`<[a-zA-Z/!?]`)
	deep    = regexp.MustCompile(`^(#|#{4,})( |$)`)
	cells   = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$`)                                 // between the head of a table and its rows
	nested  = regexp.MustCompile(`^(?:(?:> *|[-*+] +|\d+[.)] +)(?:>|[-*+] |\d+[.)] )|\s+(?:[-*+>] |\d+[.)] ))`) // one ^, else it is tried everywhere
)

// checkMarkdown refuses what the program's small Markdown cannot show, and links that are not https.
func (p *parser) checkMarkdown(l line) {
	text := l.text
	if strings.ContainsAny(text, "\\`") {
		text = code.ReplaceAllString(escape.ReplaceAllString(text, ""), "")
	}
	refuse := func(bad bool, what Problem) {
		if bad {
			p.fail(l.number, what)
		}
	}
	refuse(!p.own && strings.Contains(l.text, "@"), NoAt)
	refuse(strings.Contains(text, "!["), NoPicture)
	refuse(strings.HasPrefix(strings.TrimSpace(text), "|") || strings.Contains(text, "|") && cells.MatchString(text), NoTable)
	refuse(strings.Contains(text, "```") || strings.HasPrefix(text, "~~~"), NoFence)
	refuse(strings.HasPrefix(text, "#") && deep.MatchString(text), BadLevel)
	refuse(strings.Contains(text, "<") && tag.MatchString(mention.ReplaceAllString(text, "")), NoHTML)
	refuse(strings.ContainsAny(text, "{}") && strings.ContainsAny(reading.ReplaceAllString(text, ""), "{}"), BadBrace)
	refuse(nested.MatchString(text), Nested)
	if strings.Contains(text, "](") {
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			if !httpsLink(m[1]) {
				p.fail(l.number, BadLink, m[1])
			}
		}
	}
	if bare := target.ReplaceAllString(text, ""); strings.Contains(strings.ToLower(bare), "http://") {
		p.fail(l.number, BadLink, "http://")
	}
}
