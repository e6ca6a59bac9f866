package guide

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// parseFront reads the YAML between the two lines of ---, and reports whether it is some.
func (p *parser) parseFront(lines []line) (ok bool) {
	const first = 2 // the line of the file that the YAML begins on
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Join(texts, "\n")), &doc); err != nil {
		at, what := yamlError(err)
		p.fail(first-1+at, BadYAML, what)
		return false
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		p.fail(first, BadYAML, "want lines like title: …")
		return false
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(doc.Content[0].Content); i += 2 {
		key, value := doc.Content[0].Content[i], doc.Content[0].Content[i+1]
		if seen[key.Value] {
			p.fail(first-1+key.Line, RepeatedField, key.Value)
		}
		seen[key.Value] = true
		p.parseFrontField(first-1+key.Line, key.Value, value)
	}
	for _, need := range p.needs() {
		if !seen[need] {
			p.fail(first-1, MissingField, need)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(seen)) {
		if p.guide.Adds && key != "adds-to" && key != "language" {
			p.fail(first, UnknownField, key)
		}
	}
	return true
}

// needs are the fields that the front matter must have.
func (p *parser) needs() []string {
	switch {
	case p.guide.Adds:
		return nil
	case p.own:
		return []string{"title", "summary"}
	}
	return []string{"title", "summary", "audience", "checked"}
}

// parseFrontField reads one field of the front matter.
func (p *parser) parseFrontField(at int, key string, value *yaml.Node) {
	if key == "sources" {
		p.parseFrontSources(at, value)
		return
	}
	if value.Kind != yaml.ScalarNode {
		p.fail(at, NotALine, key)
		return
	}
	text, g := strings.TrimSpace(value.Value), &p.guide
	switch key {
	case "title":
		g.Title = text
		p.checkLine(at, key, text, maxTitle)
	case "summary":
		g.Summary = text
		p.checkLine(at, key, text, maxSummary)
	case "audience":
		g.Audience = Audience(text)
		if !slices.Contains(audiences, g.Audience) {
			p.fail(at, BadAudience, fmt.Sprint(audiences))
		}
	case "order":
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 9999 {
			p.fail(at, BadOrder)
		}
		g.Order = n
	case "differs":
		g.Differs = p.parseBool(at, key, text)
	case "checked":
		g.Checked = p.parseDay(at, text)
	default:
		if !p.own || !p.parseOwnField(at, key, text) {
			p.fail(at, UnknownField, key)
		}
	}
}

func (p *parser) parseFrontSources(at int, list *yaml.Node) {
	if list.Kind != yaml.SequenceNode {
		p.fail(at, NotAList, "sources")
		return
	}
	for _, item := range list.Content {
		if item.Kind != yaml.ScalarNode {
			p.fail(item.Line+1, BadSource)
			continue
		}
		p.guide.Sources = p.addSource(p.guide.Sources, item.Line+1, strings.TrimSpace(item.Value))
	}
}

// yamlError parts an error of the YAML parser into its line, 1 if it names none, and its words.
func yamlError(err error) (line int, what string) {
	what = strings.TrimPrefix(err.Error(), "yaml: ")
	if _, err := fmt.Sscanf(what, "line %d:", &line); err == nil {
		_, what, _ = strings.Cut(what, ": ")
		return line, what
	}
	return 1, what
}

// cutSource parts [title](url) (date), whose date may be missing.
func cutSource(text string) (s Source, ok bool) {
	label, rest, linked := strings.Cut(text, "](")
	url, rest, closed := strings.Cut(rest, ")")
	s.Title, ok = strings.CutPrefix(label, "[")
	s.URL, ok = url, ok && linked && closed
	if !ok || rest == "" {
		return s, ok
	}
	rest, opened := strings.CutPrefix(rest, " (")
	s.Date, ok = strings.CutSuffix(rest, ")")
	return s, ok && opened && s.Date != ""
}

// addSource reads one more source, of which there may be so many.
func (p *parser) addSource(sources []Source, at int, text string) []Source {
	if len(sources) == maxSources {
		p.fail(at, TooManySources, strconv.Itoa(maxSources))
	}
	return append(sources, p.parseSource(at, text))
}

// parseSource reads [Title](https://…) (2025-01-18), where the date may be a year, a month, or left out.
func (p *parser) parseSource(at int, text string) Source {
	s, ok := cutSource(text)
	if !ok || strings.ContainsAny(s.Title, "[]") || strings.ContainsAny(s.URL, "( \t") {
		p.fail(at, BadSource)
		return Source{}
	}
	s.Title = strings.TrimSpace(s.Title)
	p.checkLine(at, "source title", s.Title, 2*maxTitle)
	if !httpsLink(s.URL) {
		p.fail(at, BadLink, s.URL)
	}
	if s.Date != "" {
		p.notFuture(at, p.parseDate(at, s.Date))
	}
	return s
}

// parseDate reads a date that may lack its day or month, which are then the first.
func (p *parser) parseDate(at int, text string) time.Time {
	day, err := time.Parse("2006-01-02"[:min(len(text), 10)], text)
	if err != nil || day.Year() < 1900 {
		p.fail(at, BadDate, text)
		return time.Time{}
	}
	return day
}

// parseDay reads a whole date.
func (p *parser) parseDay(at int, text string) time.Time {
	if len(text) != len("2006-01-02") {
		p.fail(at, BadDay, text)
		return time.Time{}
	}
	day := p.parseDate(at, text)
	p.notFuture(at, day)
	return day
}

// notFuture refuses a day that has not begun anywhere on Earth.
func (p *parser) notFuture(at int, day time.Time) {
	const ahead = 14 * time.Hour // the earliest time zone
	if !p.now.IsZero() && day.After(p.now.Add(ahead)) {
		p.fail(at, FutureDate, day.Format(time.DateOnly))
	}
}

func (p *parser) parseBool(at int, key, text string) bool {
	if text != "true" && text != "false" {
		p.fail(at, BadBool, key)
	}
	return text == "true"
}

// httpsLink reports whether a link is safe to show: https, with a host, and nothing that could be read as a name before it.
func httpsLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && !strings.ContainsAny(s, "@ \"<>")
}
