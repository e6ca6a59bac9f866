package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDependenciesHaveReasons(t *testing.T) {
	t.Parallel()
	mod := readText(t, "go.mod")
	reasons := allMatches("(?m)^- `([^`]+)`", readText(t, "docs/decisions/dependencies.md"))
	for _, direct := range allMatches(`(?m)^\s+(\S+) v\S+$`, mod) {
		if !slices.Contains(reasons, direct) {
			t.Errorf("docs/decisions/dependencies.md does not say why %s", direct)
		}
	}
	for _, named := range reasons {
		if !strings.Contains(mod, named+" v") {
			t.Errorf("docs/decisions/dependencies.md says why %s, which go.mod does not have", named)
		}
	}
}

func TestNoticeNamesWhatIsCompiledIn(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	named := strings.Fields(readText(t, "NOTICE"))
	for _, module := range slices.Compact(slices.Sorted(slices.Values(strings.Fields(string(out))))) {
		if !slices.Contains(named, module) {
			t.Errorf("NOTICE does not name %s", module)
		}
	}
}

func TestMetricsAreDocumented(t *testing.T) {
	t.Parallel()
	source := readText(t, "web/metrics.go")
	names := allMatches(`(?:counters|gauges|histograms)\(r, "(\w+)"`, source)
	names = append(names, allMatches(`desc\("(\w+)"`, source)...)
	documented := allMatches("(?m)^\\| `magpie_(\\w+)` \\|", readText(t, "docs/operating.md"))
	slices.Sort(names)
	slices.Sort(documented)
	if diff := cmp.Diff(names, documented); diff != "" || len(names) == 0 {
		t.Errorf("the metrics in docs/operating.md are not those of web/metrics.go:\n%s", diff)
	}
}

// documents are all texts for people that are not part of the program.
func documents(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	return files
}

// TestDocumentsNameWhatExists follows relative links and finds the make verbs and
// the paths in code marks.
func TestDocumentsNameWhatExists(t *testing.T) {
	t.Parallel()
	makefile := readText(t, "Makefile")
	for _, file := range documents(t) {
		text := readText(t, file)
		links := append(allMatches(`\]\(([^)#:]+)\)`, text), allMatches(`src="([^":]+)"`, text)...)
		for _, link := range links {
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), link)); errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s links to %s, which does not exist", file, link)
			}
		}
		for _, path := range allMatches("`((?:[a-z]+/)+[a-z_.*-]*)`", text) {
			if found, err := filepath.Glob(path); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which does not exist", file, path)
			}
		}
		for _, verb := range allMatches("`make ([a-z]+)`", text) {
			if !strings.Contains(makefile, "\n"+verb+":") {
				t.Errorf("%s names make %s, which does not exist", file, verb)
			}
		}
	}
}

func TestREADMEsLinkEachOther(t *testing.T) {
	t.Parallel()
	for _, file := range readmes {
		text := readText(t, file)
		for _, other := range readmes {
			if other != file && !strings.Contains(text, "("+other+")") {
				t.Errorf("%s does not link to %s", file, other)
			}
		}
	}
}

// excerpt finds the excerpts of talks: the file, and what stands in the code block.
var excerpt = regexp.MustCompile("(?s)<!-- talk: (\\S+) -->\n```text\n(.*?)\n```\n<!-- end -->")

// TestREADMEExcerpts compares conversations in the READMEs with the talks they are
// from. With -update the answers are taken over from the talk again.
func TestREADMEExcerpts(t *testing.T) {
	t.Parallel()
	for _, file := range readmes {
		text := readText(t, file)
		found := excerpt.FindAllStringSubmatch(text, -1)
		if begun := strings.Count(text, "<!-- talk:"); begun != len(found) {
			t.Errorf("%s: %d of %d excerpts are well-formed and have something in them", file, len(found), begun)
		}
		for _, m := range found {
			talk, lines := readText(t, m[1]), m[2]
			answered := isAnswer(lines[strings.LastIndexByte(lines, '\n')+1:])
			if answered && strings.Contains("\n"+talk, "\n"+lines+"\n") {
				continue
			}
			fresh, ok := exchanges(talk, lines)
			switch {
			case !ok:
				t.Errorf("%s: what is said in the excerpt does not stand in %s like this:\n%s", file, m[1], lines)
			case *update:
				text = strings.Replace(text, m[0], strings.Replace(m[0], "\n"+lines+"\n", "\n"+fresh+"\n", 1), 1)
			default:
				t.Errorf("%s: excerpt of %s (rewrite with -update):\n%s", file, m[1], cmp.Diff(fresh, lines))
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// exchanges is the part of a talk in which people say what they say in an excerpt,
// with the answers that the talk has.
func exchanges(talk, lines string) (part string, ok bool) {
	all := strings.Split(strings.TrimSuffix(talk, "\n"), "\n")
	said := slices.DeleteFunc(strings.Split(lines, "\n"), isAnswer)
	for begin := range all {
		end, next := begin, 0
		for ; end < len(all) && (isAnswer(all[end]) || next < len(said) && all[end] == said[next]); end++ {
			if !isAnswer(all[end]) {
				next++
			}
		}
		if next == len(said) && next > 0 && !isAnswer(all[begin]) {
			return strings.Join(all[begin:end], "\n"), true
		}
	}
	return "", false
}

func isAnswer(line string) bool { return strings.HasPrefix(line, "|") }

func TestExchanges(t *testing.T) {
	t.Parallel()
	const talk = "# a\nana> /a\n| one\n| two\nana> /b\n| three\nana> /c\n"
	for _, test := range []struct {
		name, lines, want string
		ok                bool
	}{
		{"answers are missing", "ana> /a", "ana> /a\n| one\n| two", true},
		{"answers have changed", "ana> /a\n| old\nana> /b\n| old", "ana> /a\n| one\n| two\nana> /b\n| three", true},
		{"to the end", "ana> /b\nana> /c", "ana> /b\n| three\nana> /c", true},
		{"not one after the other", "ana> /a\nana> /c", "", false},
		{"never said", "ana> /d", "", false},
		{"only answers", "| one", "", false},
	} {
		if got, ok := exchanges(talk, test.lines); got != test.want || ok != test.ok {
			t.Errorf("%s: %q, %t, want %q, %t", test.name, got, ok, test.want, test.ok)
		}
	}
}
