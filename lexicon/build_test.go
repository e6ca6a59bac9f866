package lexicon

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestBuild compares all that a small source becomes with testdata/small.golden.
func TestBuild(t *testing.T) {
	t.Parallel()
	d := smallDictionary(t)
	var out strings.Builder
	b := d.books[0]
	for i := range b.len() {
		fmt.Fprintln(&out, show(b.entry(i)))
	}
	golden(t, "testdata/small.golden", out.String())
}

func show(e Entry) string {
	line := fmt.Sprintf("%s %s [%s]", e.Traditional, e.Simplified, strings.Join(e.Pinyin, " "))
	if e.Taiwan != nil {
		line += " Taiwan " + strings.Join(e.Taiwan, " ")
	}
	if e.Also != nil {
		line += " also " + strings.Join(e.Also, " ")
	}
	if e.Mark != "" {
		line += " " + string(e.Mark)
	}
	for _, m := range e.Measures {
		line += fmt.Sprintf(" + %s %s %s", m.Traditional, m.Simplified, strings.Join(m.Pinyin, " "))
	}
	return line + "\n\t" + strings.Join(e.Glosses, "\n\t")
}

// smallFile builds testdata/small.u8.
func smallFile(t testing.TB) string {
	t.Helper()
	source, err := os.Open("testdata/small.u8")
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	file := filepath.Join(t.TempDir(), "small.magpie")
	if _, err := Build(context.Background(), source, file, nil); err != nil {
		t.Fatal(err)
	}
	return file
}

func smallDictionary(t testing.TB, overlay ...Entry) *Dictionary {
	t.Helper()
	d, err := Open(smallFile(t), overlay...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestBuildRefuses checks that a source in another shape is refused by line, and that the file there stays.
func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	const head = "#! version=1\n"
	tests := []struct {
		name, source string
		line         int
		why          string
	}{
		{"nothing", "", 0, "no entries"},
		{"only a head", head, 1, "no entries"},
		{"a web page", "<!doctype html>\n<html>", 1, "simplified"},
		{"another version", "#! version=2\n猫 猫 [mao1] /cat/\n", 1, "version 2"},
		{"another format", "#! format=s\n", 1, "format s"},
		{"another charset", "#! charset=Big5\n", 1, "charset"},
		{"a date that is none", "#! date=yesterday\n", 1, "yesterday"},
		{"pinyin in double brackets", head + "貓 猫 [[mao1]] /cat/\n", 2, "pinyin"},
		{"no pinyin", head + "貓 猫 [] /cat/\n", 2, "no pinyin"},
		{"no brackets", head + "貓 猫 /cat/\n", 2, "simplified"},
		{"one script", head + "猫 [mao1] /cat/\n", 2, "simplified"},
		{"no senses", head + "貓 猫 [mao1] //\n", 2, "no senses"},
		{"an open sense", head + "貓 猫 [mao1] /cat\n", 2, "end in /"},
		{"cut short", head + "#! entries=2\n貓 猫 [mao1] /cat/\n", 3, "after 1 of 2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "old")
			if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Build(t.Context(), strings.NewReader(test.source), file, nil)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Line != test.line || !strings.Contains(syntax.Why, test.why) {
				t.Errorf("error is %v, want one in line %d about %q", err, test.line, test.why)
			}
			checkOnly(t, file, "old")
		})
	}
}

// checkOnly wants a file to be all there is in its folder, and to say so.
func checkOnly(t *testing.T, file, says string) {
	t.Helper()
	if got, err := os.ReadFile(file); err != nil || string(got) != says {
		t.Errorf("%s says %q, %v; want %q", file, got, err, says)
	}
	if all, err := os.ReadDir(filepath.Dir(file)); err != nil || len(all) != 1 {
		t.Errorf("folder holds %v, %v; want one file", all, err)
	}
}

func TestBuildStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := filepath.Join(t.TempDir(), "old")
	if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(ctx, strings.NewReader("貓 猫 [mao1] /cat/\n"), file, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want that of the context", err)
	}
	checkOnly(t, file, "old")
}

func TestBuildTellsProgress(t *testing.T) {
	t.Parallel()
	var told []float64
	_, err := Build(t.Context(), strings.NewReader("貓 猫 [mao1] /cat/\n"), filepath.Join(t.TempDir(), "new"), func(done float64) {
		told = append(told, done)
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, done := range told {
		if i > 0 && done < told[i-1] {
			t.Errorf("progress goes back from %v to %v", told[i-1], done)
		}
	}
	if len(told) == 0 || told[len(told)-1] != 1 {
		t.Errorf("progress is %v, want it to end at 1", told)
	}
}

// FuzzBuild feeds any text to the reader of the format: it is refused, or made into a book in good order.
func FuzzBuild(f *testing.F) {
	small, err := os.ReadFile("testdata/small.u8")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(small))
	f.Add("貓 猫 [mao1] /cat/variant of 猫[mao1]/see 貓|猫[mao1]/\n")
	f.Add("A A [A] /(/\n")
	f.Add("甲 甲 [jia3] /see 乙[yi3]/also pr. [x]/CL:/Taiwan pr. [jia4]/\n")
	f.Fuzz(func(t *testing.T, source string) {
		raws, err := readCEDICT(strings.NewReader(source))
		if err != nil || len(source) > 4096 {
			return
		}
		drafts := make([]draft, len(raws.entries))
		for i, r := range raws.entries {
			drafts[i] = newDraft(r, new(Entry))
		}
		var l list
		res := newResolver(drafts)
		for i := range drafts {
			e := *drafts[i].Entry
			e.Glosses = res.resolve(i)
			l.add(e, 0, 0)
		}
		b := newBook(Release{Entries: len(l.entries)}, pack(l))
		for i := range l.entries {
			if diff := cmp.Diff(l.entries[i], b.entry(i), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("entry %d is not read as it was written (-want +got):\n%s", i, diff)
			}
		}
	})
}
