package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"magpie/clock"
)

// run runs the program to its end, or until ctx ends, with the arguments after a
// data folder of its own.
func run(ctx context.Context, data string, env map[string]string, args ...string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	p := Program{
		Args: append([]string{"--data", data}, args...), Getenv: func(k string) string { return env[k] },
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Clock: clock.NewFake(worldStart),
	}
	err = p.Run(ctx)
	return out.String(), errs.String(), err
}

func TestRefusesToStart(t *testing.T) {
	t.Parallel()
	newer := t.TempDir()
	makeNewer(t, newer)
	for name, c := range map[string]struct {
		data string
		env  map[string]string
		says []string
	}{
		"no token": {t.TempDir(), nil, []string{"DISCORD_TOKEN is not set", "New Application", "Reset Token", "magpie try"}},
		"all mistakes at once": {t.TempDir(), map[string]string{
			"DISCORD_TOKEN": "x", "DISCORD_TOKEN_FILE": "/nowhere", "MAGPIE_DATABASE": "mysql://x", "MAGPIE_FETCH_ALLOW": "host",
			"MAGPIE_SHARD": "2/2", "MAGPIE_WEB": "nonsense", "MAGPIE_LOG": "loud", "MAGPIE_DISCORD_API": "ftp://x", "MAGPIE_DICTIONARY": "maybe", "MAGPIE_WELCOME": "please",
			"MAGPIE_TRANSLATE": "deepl", "MAGPIE_TRANSLATE_BUDGET": "0", "MAGPIE_PAGES": "https://x/?y", "MAGPIE_PAGES_LISTEN": "nonsense",
		}, []string{"MAGPIE_TRANSLATE is deepl, which needs", "MAGPIE_TRANSLATE_BUDGET", "not both", "MAGPIE_DATABASE", "MAGPIE_FETCH_ALLOW", "MAGPIE_SHARD", "MAGPIE_WEB", "MAGPIE_PAGES is", "MAGPIE_PAGES_LISTEN", "MAGPIE_LOG", "MAGPIE_DISCORD_API", "MAGPIE_DICTIONARY", "MAGPIE_WELCOME"}},
		"a newer database": {newer, map[string]string{"DISCORD_TOKEN": "x", "MAGPIE_WEB": "off"}, []string{"newer version"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := run(t.Context(), c.data, c.env)
			if err == nil {
				t.Fatal("started")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
		})
	}
}

// makeNewer leaves a database in data that a later version has migrated.
func makeNewer(t *testing.T, data string) {
	t.Helper()
	w := newWorldAtRest(t)
	w.data = data
	w.start()
	w.stopAll()
	db, err := sql.Open("sqlite3", filepath.Join(data, "magpie.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
}

func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, _, err := run(t.Context(), w.data, w.env)
	if err == nil || !strings.Contains(err.Error(), "another process uses this database") {
		t.Errorf("got %v", err)
	}
}

func TestTokenIsNeverLogged(t *testing.T) {
	t.Parallel()
	w := newWorldAtRest(t)
	w.discord.Allow(401, "GET /applications/@me")
	token := "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB"
	w.env["DISCORD_TOKEN"], w.env["MAGPIE_LOG"] = token, "debug"
	stdout, stderr, err := run(t.Context(), w.data, w.env)
	if err == nil {
		t.Fatal("a wrong token was accepted")
	}
	for where, text := range map[string]string{"output": stdout, "log": stderr, "error": err.Error()} {
		if strings.Contains(text, token) || strings.Contains(text, token[10:40]) {
			t.Errorf("the token stands in the %s:\n%s", where, text)
		}
	}
}

// TestMentionsExist checks that every command that a text mentions can be used.
func TestMentionsExist(t *testing.T) {
	t.Parallel()
	texts := map[string]string{}
	for _, pattern := range []string{"guide/library/*/*.md", "phrase/data/*.yaml", "phrase/data/*/*.yaml", "locales/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts[file] = string(text)
		}
	}
	commands := map[string]bool{}
	for _, c := range newWorld(t).discord.Commands() {
		commands[c.Name] = true
		for _, o := range c.Options {
			commands[c.Name+" "+o.Name] = true
		}
	}
	for file, text := range texts {
		for _, m := range regexp.MustCompile(`</([a-z]+(?: [a-z]+)?)>`).FindAllStringSubmatch(text, -1) {
			if !commands[m[1]] {
				t.Errorf("%s mentions /%s, which does not exist", file, m[1])
			}
		}
	}
}
