package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

// TestSecretsStayInside lets the program live for a day, with trouble, and then looks for its
// secrets in all that comes out of it: logs, answers, metrics, what operators ask for, the
// database and its backups.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	w := newWorldAtRest(t)
	w.env["MAGPIE_LOG"], w.env["MAGPIE_WEB"] = "debug", freePort(t)
	w.start()
	w.setEngine("quota")
	_, secret, _ := strings.Cut(w.discord.Token(), ".") // before it stands the bot's id, which is none
	out := output{T: t, canaries: []string{secret, w.env["MAGPIE_TRANSLATE_KEY"]}}
	w.serveFeed("morning.xml")
	k := &talk{T: t, world: w, server: w.server, places: map[string]*discordtest.Channel{"ana": w.server.Channel("general")}}
	k.setUp(w.server.Person("ana", "en-US", discordtest.ManageServer), "ana", "UTC — now 12:00")
	w.discord.Trouble(discordtest.Running, discordtest.Reconnect())
	w.awaitReady()
	w.advanceTo(worldStart.Add(22 * time.Hour)) // past a night's backup and the digest of the morning
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		resp, err := http.Get("http://" + w.env["MAGPIE_WEB"] + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		out.check(path, string(body))
	}
	for _, e := range w.discord.Record() {
		if e.Kind == discordtest.Request {
			out.check("a request to Discord", e.String())
		}
	}
	for _, args := range [][]string{{"doctor"}, {"backup", filepath.Join(w.data, "by hand.db")}, {"version"}} {
		out.run(w.data, w.env, args...)
	}
	w.stopAll()
	out.check("log", w.logs.String())
	out.files(w.data)
}

// TestFailedLoginTellsNoSecret has something answer in Discord's place that repeats what it is told.
func TestFailedLoginTellsNoSecret(t *testing.T) {
	t.Parallel()
	const token = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789AB"
	out := output{T: t, canaries: []string{token, token[30:]}}
	for _, status := range []int{401, 403, 404, 429, 500, 302} {
		echo := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Location", "/"+r.Header.Get("Authorization"))
			rw.Header().Set("Retry-After", "0")
			rw.WriteHeader(status)
			fmt.Fprintf(rw, `{"message": "%s", "code": 0, "retry_after": 0}`, r.Header.Get("Authorization"))
		}))
		env := map[string]string{"DISCORD_TOKEN": token, "MAGPIE_DISCORD_API": echo.URL, "MAGPIE_WEB": "off", "MAGPIE_LOG": "debug"}
		data := t.TempDir()
		out.run(data, env, "doctor")
		if status == 401 { // with others it tries again
			out.run(data, env)
			out.files(data)
		}
		echo.Close()
	}
}

// output is where secrets must not be.
type output struct {
	*testing.T
	canaries []string
}

func (o output) check(where, text string) {
	o.Helper()
	for _, canary := range o.canaries {
		if i := strings.Index(text, canary); i >= 0 {
			o.Errorf("a secret stands in %s: …%q…", where, text[max(0, i-60):min(len(text), i+80)])
		}
	}
}

// run runs the program to its end.
func (o output) run(data string, env map[string]string, args ...string) {
	o.Helper()
	stdout, stderr, err := run(o.Context(), data, env, args...)
	where := strings.Join(append([]string{"magpie"}, args...), " ")
	o.check("the output of "+where, stdout)
	o.check("the log of "+where, stderr)
	o.check("the error of "+where, fmt.Sprint(err))
}

// files looks into every file of a folder.
func (o output) files(folder string) {
	o.Helper()
	seen := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // SQLite removes its shared memory with the last connection, whose query may end a little later
		}
		seen++
		for _, canary := range o.canaries {
			if bytes.Contains(data, []byte(canary)) {
				o.Errorf("a secret stands in %s", path)
			}
		}
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	if seen == 0 {
		o.Errorf("no file in %s", folder)
	}
}
