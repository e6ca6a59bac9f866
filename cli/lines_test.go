package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"magpie/cli"
)

// runLines runs a subcommand on an input, with the core lexicon.
func runLines(t *testing.T, input string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	err = runOn(t, strings.NewReader(input), &out, &errs, args...)
	return out.String(), errs.String(), err
}

func runOn(t *testing.T, in io.Reader, out, errs io.Writer, args ...string) error {
	t.Helper()
	root := &cobra.Command{Use: "magpie", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(cli.Commands(func() (cli.Settings, error) { return settingsIn(t.TempDir()), nil })...)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	return root.ExecuteContext(t.Context())
}

// decode reads one JSON value a line.
func decode[T any](t *testing.T, lines string) []T {
	t.Helper()
	var all []T
	for line := range strings.Lines(lines) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if strings.Contains(line, "null") {
			t.Errorf("null in %s", line)
		}
		all = append(all, v)
	}
	return all
}

type explained struct {
	Text  string
	Words []struct {
		Text          string
		Start, Length int
		Pinyin        []string
		Marks         string
		Gloss         string
		Slang         string
	}
}

// Each input with the words that are shown of it.
func TestExplainJSON(t *testing.T) {
	t.Parallel()
	tests := []struct{ input, want string }{
		{"你好！", "你好[ni3 hao3] ！[]"},
		{"我爱Beijing 123", "我[wo3] 爱[ai4] Beijing[]  [] 123[]"},
		{"", ""},
		{"\xff猫", "\uFFFD[] 猫[mao1]"},
		{"  ", "  []"},
		{"女儿", "女儿[nv3 er2]"},
		{"I like it, friend", "I[]  [] like[]  [] it[] ,[]  [] friend[]"},
	}
	var input strings.Builder
	for _, test := range tests {
		input.WriteString(test.input + "\r\n")
	}
	out, _, err := runLines(t, input.String(), "explain", "--json")
	check(t, err)
	got := decode[explained](t, out)
	if len(got) != len(tests) {
		t.Fatalf("%d lines, want %d", len(got), len(tests))
	}
	for i, test := range tests {
		var words []string
		at, joined := 0, ""
		for _, w := range got[i].Words {
			words = append(words, w.Text+"["+strings.Join(w.Pinyin, " ")+"]")
			if w.Start != at || w.Length != utf8.RuneCountInString(w.Text) {
				t.Errorf("%q: %q is at %d for %d, want at %d", test.input, w.Text, w.Start, w.Length, at)
			}
			at += w.Length
			joined += w.Text
		}
		if got := strings.Join(words, " "); got != test.want {
			t.Errorf("%q is %s, want %s", test.input, got, test.want)
		}
		if joined != got[i].Text {
			t.Errorf("%q: the words are %q", got[i].Text, joined)
		}
	}
}

func TestExplainSlang(t *testing.T) {
	t.Parallel()
	out, _, err := runLines(t, "", "explain", "--json", "这个包种草了", "永远的神", "no cap")
	check(t, err)
	slang := map[string]string{}
	for _, text := range decode[explained](t, out) {
		for _, w := range text.Words {
			if w.Slang != "" {
				slang[w.Text] = w.Gloss
			}
		}
	}
	for _, word := range []string{"种草", "永远的神", "no cap"} {
		if slang[word] == "" {
			t.Errorf("%s is no slang in %v", word, slang)
		}
	}
}

type defined struct {
	Query   string
	Entries []struct {
		Simplified, Traditional, Source string
		Pinyin, Glosses                 []string
	}
}

func TestDefineJSON(t *testing.T) {
	t.Parallel()
	out, _, err := runLines(t, "猫\n\ncat\nxqzt\n貓\nnihao", "define", "--json", "--limit", "3")
	check(t, err)
	var got []string
	for _, d := range decode[defined](t, out) {
		line := d.Query + ":"
		if len(d.Entries) > 0 {
			e := d.Entries[0]
			line += " " + e.Simplified + " " + e.Traditional + " " + strings.Join(e.Pinyin, " ")
		}
		if len(d.Entries) > 3 {
			t.Errorf("%s: %d entries", d.Query, len(d.Entries))
		}
		got = append(got, line)
	}
	want := []string{"猫: 猫 貓 mao1", ":", "cat: 猫 貓 mao1", "xqzt:", "貓: 猫 貓 mao1", "nihao: 你好 你好 ni3 hao3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(out, `{"query":"xqzt","entries":[]}`) {
		t.Errorf("nothing is not an empty list in %s", out)
	}
}

func TestConvert(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ to, input, want string }{
		{"traditional", "这只猫很漂亮！\r\n\r\nabc", "這隻貓很漂亮！\n\nabc\n"},
		{"simplified", "這隻貓\n", "这只猫\n"},
	} {
		out, _, err := runLines(t, c.input, "convert", "--to", c.to)
		check(t, err)
		if out != c.want {
			t.Errorf("%q in %s is %q, want %q", c.input, c.to, out, c.want)
		}
	}
	out, _, err := runLines(t, "", "convert", "--to", "traditional", "--json", "头发<b>")
	check(t, err)
	if out != "{\"text\":\"頭髮<b>\"}\n" {
		t.Errorf("JSON is %s", out)
	}
}

// What people see.
func TestLinesText(t *testing.T) {
	t.Parallel()
	var shown strings.Builder
	for _, args := range [][]string{
		{"explain", "你好，朋友！", "种草"},
		{"define", "--limit", "1", "猫", "xqzt"},
		{"convert", "--to", "traditional", "我们"},
	} {
		out, stderr, err := runLines(t, "", args...)
		check(t, err)
		if strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "magpie dictionary") {
			t.Errorf("standard error is %q", stderr)
		}
		shown.WriteString("$ magpie " + strings.Join(args, " ") + "\n" + out)
	}
	golden(t, "lines.golden", shown.String())
}

func TestLinesUsage(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"convert 你", "convert --to klingon 你", "define --limit 0 猫", "define --limit x 猫", "explain --nonsense", "convert --to"} {
		_, _, err := runLines(t, "", strings.Fields(line)...)
		var code interface{ ExitCode() int }
		if !errors.As(err, &code) || code.ExitCode() != 2 {
			t.Errorf("%s: error %v, want one that exits with 2", line, err)
		}
	}
}

// A line may be very long, and the last one may have no end.
func TestLinesAreLong(t *testing.T) {
	t.Parallel()
	const n = 70_001 // more than a MiB
	out, _, err := runLines(t, "猫\n"+strings.Repeat("我喜欢猫。", n), "convert", "--to", "traditional")
	check(t, err)
	if want := "貓\n" + strings.Repeat("我喜歡貓。", n) + "\n"; out != want {
		t.Errorf("%d bytes, want %d", len(out), len(want))
	}
}

// An answer comes before the next question is asked.
func TestLinesAnswerAtOnce(t *testing.T) {
	t.Parallel()
	questions, ask := io.Pipe()
	answers, answer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- runOn(t, questions, answer, io.Discard, "convert", "--to", "traditional")
		answer.Close()
	}()
	for _, c := range [][2]string{{"猫", "貓"}, {"鸟", "鳥"}} {
		io.WriteString(ask, c[0]+"\n")
		got := make([]byte, len(c[1])+1)
		if _, err := io.ReadFull(answers, got); err != nil || string(got) != c[1]+"\n" {
			t.Errorf("%s is %q, %v", c[0], got, err)
		}
	}
	ask.Close()
	check(t, <-done)
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

// Whoever stops reading has seen enough: that is no error.
func TestLinesStopQuietly(t *testing.T) {
	t.Parallel()
	check(t, runOn(t, strings.NewReader(strings.Repeat("猫\n", 100_000)), brokenPipe{}, io.Discard, "explain", "--json"))
}
