package lexicon

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A SyntaxError says where a dictionary source is not what it should be.
type SyntaxError struct {
	Line int
	Why  string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Why) }

// A listing is what a file in the format of CC-CEDICT says.
type listing struct {
	date    time.Time // zero if it does not say
	entries []raw
}

// A raw entry is one line of it: Traditional Simplified [pin1 yin1] /sense/sense/
type raw struct {
	traditional, simplified string
	pinyin                  []string
	senses                  []string
}

// readCEDICT reads a whole file. It refuses, with a *SyntaxError, any line that it does not understand and a file that
// has fewer entries than its head promises.
func readCEDICT(r io.Reader) (listing, error) {
	var l listing
	promised := -1
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimRight(lines.Text(), " \r")
		switch {
		case line == "":
		case line[0] == '#':
			if err := l.readComment(line, &promised); err != "" {
				return l, &SyntaxError{n, err}
			}
		default:
			e, err := readLine(line)
			if err != "" {
				return l, &SyntaxError{n, err}
			}
			l.entries = append(l.entries, e)
		}
	}
	if err := lines.Err(); err != nil {
		return l, fmt.Errorf("read line %d: %w", n+1, err)
	}
	if len(l.entries) == 0 {
		return l, &SyntaxError{n, "there are no entries"}
	}
	if promised >= 0 && promised != len(l.entries) {
		return l, &SyntaxError{n, fmt.Sprintf("it ends after %d of %d entries", len(l.entries), promised)}
	}
	return l, nil
}

// readComment understands the lines "#! key=value" of the head.
func (l *listing) readComment(line string, promised *int) (problem string) {
	key, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "#!")), "=")
	if !strings.HasPrefix(line, "#!") {
		return ""
	}
	var err error
	switch key {
	case "version":
		if value != "1" {
			return "version " + value + " of the format is not known, expected 1"
		}
	case "format":
		if value != "ts" {
			return "format " + value + " is not known, expected ts"
		}
	case "charset":
		if value != "UTF-8" {
			return "charset is " + value + ", expected UTF-8"
		}
	case "entries":
		*promised, err = strconv.Atoi(value)
	case "date":
		l.date, err = time.Parse(time.RFC3339, value)
	}
	if err != nil {
		return fmt.Sprintf("%s is %q", key, value)
	}
	return ""
}

func readLine(line string) (e raw, problem string) {
	var ok bool
	var rest string
	if e.traditional, rest, ok = strings.Cut(line, " "); !ok || e.traditional == "" {
		return e, "there is no word in traditional characters"
	}
	if e.simplified, rest, ok = strings.Cut(rest, " ["); !ok || e.simplified == "" || strings.ContainsRune(e.simplified, ' ') {
		return e, "expected a word in simplified characters and then its pinyin in [ ]"
	}
	pinyin, rest, ok := strings.Cut(rest, "] /")
	if !ok || strings.ContainsAny(pinyin, "[]") {
		return e, "expected pinyin in [ ] and then senses between /"
	}
	if e.pinyin = readSyllables(pinyin); len(e.pinyin) == 0 {
		return e, "there is no pinyin"
	}
	senses, ok := strings.CutSuffix(rest, "/")
	if !ok {
		return e, "the last sense does not end in /"
	}
	for sense := range strings.SplitSeq(senses, "/") {
		if sense = strings.TrimSpace(sense); sense != "" {
			e.senses = append(e.senses, sense)
		}
	}
	if len(e.senses) == 0 {
		return e, "there are no senses"
	}
	return e, ""
}

// readSyllables reads "ni3 hao3", also "ni3hao3", as the syllables of an [Entry]: ü is v, punctuation is left out.
func readSyllables(pinyin string) []string {
	var out []string
	if strings.IndexByte(pinyin, ':') >= 0 {
		pinyin = strings.ReplaceAll(strings.ReplaceAll(pinyin, "u:", "v"), "U:", "V")
	}
	for word := range strings.FieldsSeq(pinyin) {
		from := 0
		for i, r := range word {
			if '1' <= r && r <= '5' && i > from && unicode.IsLetter(rune(word[i-1])) {
				out = append(out, word[from:i+1])
				from = i + 1
			}
		}
		if strings.ContainsFunc(word[from:], isLetterOrDigit) {
			out = append(out, word[from:])
		}
	}
	return out
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
