package cli_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"magpie/cli"
)

// aliens are lines in which something is odd and nothing wrong.
const aliens = "\uFEFF" + `{"z":[1, 2],"id":"a","title":"TikTok sale <closes>","lang":"en","time":"2019-01-19T08:00:00Z","a":{"b":null}}

{ "id" : 7, "title":"抖音國際版出售案完成", "score":"old", "nothing":true }
{}
` + "\t" + `{"title":null,"summary":"A bird sings","time":"2025-01-19"}` + "\r\n" + `{"title":"TikTok ban\u0000\ud800"}`

func TestJudgeKeepsFields(t *testing.T) {
	t.Parallel()
	out, errs, err := runLines(t, aliens, "judge", "--topic", "tiktok-ban")
	check(t, err)
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for i, want := range []struct{ begins, ends string }{
		{`{"z":[1, 2],"id":"a","title":"TikTok sale <closes>","lang":"en","time":"2019-01-19T08:00:00Z","a":{"b":null},"score":0.`, `"]}`},
		{`{"id":7,"title":"抖音國際版出售案完成","score":0.`, `"nothing":true,"keep":true,"reasons":["mentions TikTok, 出售","0 hours old"]}`},
		{`{"score":0,"keep":false,"reasons":["off topic"]}`, ""},
		{`{"title":null,"summary":"A bird sings","time":"2025-01-19","score":0,`, ""},
		{`{"title":"TikTok ban\u0000\ud800","score":0.`, ""},
	} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want.begins) || !strings.HasSuffix(lines[i], want.ends) {
			t.Errorf("line %d of\n%s\nis not %s…%s", i, out, want.begins, want.ends)
		}
	}
	if len(lines) != 5 || !strings.Contains(errs, "core lexicon") {
		t.Errorf("%d lines, %s", len(lines), errs)
	}
}

func TestJudgeNamesBadLines(t *testing.T) {
	t.Parallel()
	bad := []string{
		`not JSON`, `[]`, `"text"`, `{"title":1}`, `{"time":"yesterday"}`, `{"title":"a"`, `{"title":"a"}{}`, `{"title":"a"} x`, `{"id":"a",}`,
	}
	out, errs, err := runLines(t, strings.Join(bad, "\n")+"\n"+`{"title":"TikTok ban"}`, "judge", "--topic", "TikTok and the ban")
	wantError(t, err, "lines that hold no item: 9")
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, `"keep":true`) {
		t.Errorf("the good line: %s", out)
	}
	for n := range bad {
		if want := "magpie: line " + string(rune('1'+n)) + ": "; !strings.Contains(errs, want) {
			t.Errorf("no %q in\n%s", want, errs)
		}
	}
	var usage cli.UsageError
	if errors.As(err, &usage) {
		t.Error("bad lines are no mistake in the call")
	}
}

func TestJudgeNow(t *testing.T) {
	t.Parallel()
	in := `{"title":"TikTok ban","time":"2026-11-20T12:00:00Z"}` + "\n" + `{"title":"TikTok ban","time":"2020-01-01T00:00:00Z"}`
	type judged struct {
		Score   float64
		Keep    bool
		Reasons []string
	}
	out, _, err := runLines(t, in, "judge", "--topic", "tiktok-ban")
	check(t, err)
	whenever := decode[judged](t, out)
	out, _, err = runLines(t, in, "judge", "--topic", "tiktok-ban", "--now", "2026-11-21T12:00:00Z")
	check(t, err)
	now := decode[judged](t, out)
	if !whenever[0].Keep || !whenever[1].Keep || whenever[0].Score != whenever[1].Score {
		t.Errorf("without a time: %+v", whenever)
	}
	if !now[0].Keep || now[0].Score*2 != whenever[0].Score || now[1].Keep || !strings.HasSuffix(now[1].Reasons[0], "too old for news") {
		t.Errorf("a day later: %+v", now)
	}
}

func TestJudgeTopicFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "birds.yaml")
	const birds = "title: {en: Birds}\nmust: [[magpie, 喜鵲]]\nnot: [film]\npatterns: ['!^live:']\n"
	check(t, os.WriteFile(file, []byte(birds), 0o600))
	in := `{"title":"A magpie"}` + "\n" + `{"title":"看喜鹊"}` + "\n" + `{"title":"A magpie film"}` + "\n" + `{"title":"LIVE: magpie"}`
	out, _, err := runLines(t, in, "judge", "--topic-file", file)
	check(t, err)
	for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
		if strings.Contains(line, `"keep":true`) != (i < 2) {
			t.Errorf("line %d: %s", i, line)
		}
	}
}

func TestJudgeUsage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for want, args := range map[string][]string{
		"which topic? --topic takes one of tiktok-ban, rednote, restrictions, creators": {"judge"},
		`no topic "birds"; there are tiktok-ban, rednote`:                               {"judge", "--topic", "birds"},
		"exclude each other": {"judge", "--topic", "rednote", "--topic-file", "x"},
		"no such file":       {"judge", "--topic-file", filepath.Join(dir, "none")},
		"cannot unmarshal":   {"judge", "--topic-file", file("list.yaml", "[]")},
		"field words":        {"judge", "--topic-file", file("field.yaml", "words: [a]")},
		"no must":            {"judge", "--topic-file", file("empty.yaml", "name: a")},
		`bad pattern "("`:    {"judge", "--topic-file", file("pattern.yaml", "patterns: ['(']")},
		"big pattern":        {"judge", "--topic-file", file("big.yaml", "patterns: ['(x{1000}){1000}']")},
		"unknown concept":    {"judge", "--topic-file", file("concept.yaml", "must: [['@bird']]")},
		`--now: time "noon"`: {"judge", "--topic", "rednote", "--now", "noon"},
		"unknown flag":       {"judge", "--shout"},
	} {
		_, _, err := runLines(t, "", args...)
		wantError(t, err, want)
		var usage cli.UsageError
		if !errors.As(err, &usage) {
			t.Errorf("%v: %T is no usage error", args, err)
		}
	}
}
