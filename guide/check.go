package guide

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// checkLine checks a text that is shown as one line, such as a title.
func (p *parser) checkLine(at int, what, text string, limit int) {
	if text == "" {
		p.fail(at, MissingField, what)
	}
	if strings.ContainsFunc(text, hidden) {
		p.fail(at, BadValue, what+" should be one line")
	}
	if strings.Contains(text, "@") {
		p.fail(at, NotAllowed, "@")
	}
	if n := utf8.RuneCountInString(text); n > limit {
		p.fail(at, TooLong, fmt.Sprintf("%s has %d characters, may have %d", what, n, limit))
	}
}

// checkLength checks that a body fits one message, which Discord counts in characters and cuts by bytes.
func (p *parser) checkLength(at int, what, body string) {
	if n := utf8.RuneCountInString(body); n > maxRunes {
		p.fail(at, TooLong, fmt.Sprintf("%s has %d characters, may have %d", what, n, maxRunes))
	}
	if n := len(body); n > maxBytes {
		p.fail(at, TooLong, fmt.Sprintf("%s has %d bytes, may have %d", what, n, maxBytes))
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
)

// checkMarkdown refuses what the program's small Markdown cannot show, and links that are not https.
func (p *parser) checkMarkdown(l line) {
	text := l.text
	if strings.ContainsAny(text, "\\`") {
		text = code.ReplaceAllString(escape.ReplaceAllString(text, ""), "")
	}
	refuse := func(bad bool, what string) {
		if bad {
			p.fail(l.number, NotAllowed, what)
		}
	}
	refuse(strings.Contains(l.text, "@"), "@")
	refuse(strings.Contains(text, "!["), "a picture")
	refuse(strings.HasPrefix(strings.TrimSpace(text), "|"), "a table")
	refuse(strings.Contains(text, "```"), "a code block")
	refuse(strings.HasPrefix(text, "#") && deep.MatchString(text), "a heading other than ## for a step and ### within it")
	refuse(strings.Contains(text, "<") && tag.MatchString(mention.ReplaceAllString(text, "")), "HTML")
	refuse(strings.ContainsAny(text, "{}") && strings.ContainsAny(reading.ReplaceAllString(text, ""), "{}"), "a brace outside {word|reading}")
	if strings.Contains(text, "](") {
		for _, m := range target.FindAllStringSubmatch(text, -1) {
			if !httpsLink(m[1]) {
				p.fail(l.number, BadLink, m[1])
			}
		}
	}
	if strings.Contains(text, "://") && strings.Contains(strings.ToLower(text), "http://") {
		p.fail(l.number, BadLink, "http://")
	}
}
