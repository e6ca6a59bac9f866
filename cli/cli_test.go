package cli_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"magpie/cli"
	"magpie/community"
	"magpie/store"
	"magpie/store/storetest"
)

var update = flag.Bool("update", false, "rewrite golden files with what is printed now")

// run runs a subcommand and returns what it printed.
func run(t *testing.T, s cli.Settings, args ...string) (out string, err error) {
	t.Helper()
	return runWith(t, func() (cli.Settings, error) { return s, nil }, args...)
}

func runWith(t *testing.T, settings func() (cli.Settings, error), args ...string) (string, error) {
	t.Helper()
	root := &cobra.Command{Use: "magpie", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(cli.Commands(settings)...)
	var out bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&out)
	root.SetErr(io.Discard)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// settingsIn are the settings of a bot whose data is in a folder.
func settingsIn(dir string) cli.Settings {
	return cli.Settings{
		Data: dir, Database: "sqlite:" + filepath.Join(dir, "magpie.db"), Backups: filepath.Join(dir, "backups"),
		Web: "off", Version: "v1.2.3",
	}
}

// wantError checks that an error says something; nothing wanted is no error.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// golden compares what was printed with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		check(t, os.MkdirAll("testdata", 0o755))
		check(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	check(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite with -update):\n%s", path, diff)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	wrong := func() (cli.Settings, error) {
		return cli.Settings{Version: "v1.2.3"}, errors.New("MAGPIE_LOG is loud")
	}
	out, err := runWith(t, wrong, "version")
	check(t, err)
	if want := "magpie v1.2.3 " + runtime.Version(); !strings.HasPrefix(out, want) {
		t.Errorf("version is %q, want %q", out, want)
	}
}

func TestWrongSettingsAreTold(t *testing.T) {
	t.Parallel()
	wrong := func() (cli.Settings, error) { return cli.Settings{}, errors.New("MAGPIE_LOG is loud") }
	for _, args := range []string{"backup", "restore x", "healthcheck", "feed check x"} {
		_, err := runWith(t, wrong, strings.Fields(args)...)
		wantError(t, err, "MAGPIE_LOG is loud")
	}
}

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked for %s", r.URL)
		}
		w.WriteHeader(status)
	}))
	defer bot.Close()
	address := bot.Listener.Addr().String()
	port := address[strings.LastIndexByte(address, ':'):]
	for _, test := range []struct {
		web    string
		status int
		want   string
	}{
		{address, http.StatusOK, ""},
		{port, http.StatusOK, ""},
		{"0.0.0.0" + port, http.StatusOK, ""},
		{"localhost" + port, http.StatusOK, ""},
		{address, http.StatusServiceUnavailable, "the bot is not well: /healthz answers 503"},
		{"off", http.StatusOK, "MAGPIE_WEB is off"},
		{"8765", http.StatusOK, "read MAGPIE_WEB"},
		{"127.0.0.1:1", http.StatusOK, "ask the bot: Get \"http://127.0.0.1:1/healthz\""},
	} {
		status = test.status
		_, err := run(t, cli.Settings{Web: test.web}, "healthcheck")
		wantError(t, err, test.want)
	}
}

// person is somebody by whom a restored database is known.
var person = community.Person{ID: "7", Language: "zh-TW"}

// fill makes a database with one person in it.
func fill(t *testing.T, url string) {
	t.Helper()
	db, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), url, store.Options{BackupDir: t.TempDir()})
	check(t, err)
	check(t, db.SavePerson(t.Context(), person))
	check(t, db.Close())
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		fill(t, url)
		s := settingsIn(t.TempDir())
		s.Database = url
		file := filepath.Join(t.TempDir(), "saved.db")
		out, err := run(t, s, "backup", file)
		check(t, err)
		if !strings.HasPrefix(out, "saved and checked: "+file+" (") {
			t.Errorf("printed %q", out)
		}
		for name, fresh := range map[string]string{"sqlite": storetest.SQLite(t), "postgres": storetest.Postgres(t)} {
			s.Database = fresh
			_, err := run(t, s, "restore", file)
			check(t, err)
			db, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), fresh, store.Options{ReadOnly: true})
			check(t, err)
			got, found, err := db.Person(t.Context(), person.ID)
			check(t, err)
			if diff := cmp.Diff(person, got); !found || diff != "" {
				t.Errorf("in %s: found %t\n%s", name, found, diff)
			}
			check(t, db.Close())
		}
	})
}

func TestBackupBesideTheBot(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	fill(t, s.Database)
	bot, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), s.Database, store.Options{})
	check(t, err)
	defer bot.Close()
	_, err = run(t, s, "backup")
	check(t, err)
	saved, err := filepath.Glob(filepath.Join(s.Backups, "backup-*.db"))
	if err != nil || len(saved) != 1 {
		t.Fatalf("saved %v, %v", saved, err)
	}
	_, err = run(t, s, "restore", saved[0])
	wantError(t, err, "another process uses this database; stop it first")
}

func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	_, err := run(t, s, "backup")
	wantError(t, err, "there is no database yet")
	fill(t, s.Database)
	precious := filepath.Join(t.TempDir(), "precious")
	check(t, os.WriteFile(precious, []byte("precious"), 0o600))
	_, err = run(t, s, "backup", precious)
	wantError(t, err, "there is a file already, and it is not replaced")
	if kept, err := os.ReadFile(precious); err != nil || string(kept) != "precious" {
		t.Errorf("the file holds %q, %v", kept, err)
	}
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	fill(t, s.Database)
	_, err := run(t, s, "backup", filepath.Join(s.Data, "saved.db"))
	check(t, err)
	file := strings.TrimPrefix(s.Database, "sqlite:")

	_, err = run(t, s, "restore", filepath.Join(s.Data, "saved.db"))
	wantError(t, err, "restore into a new one: 1 rows in persons: move "+file+" aside")
	s.Database = storetest.SQLite(t)
	_, err = run(t, s, "restore", filepath.Join(s.Data, "nothing.db"))
	wantError(t, err, "no such file")
	damaged := filepath.Join(s.Data, "damaged.db")
	check(t, os.WriteFile(damaged, bytes.Repeat([]byte("no database "), 1000), 0o600))
	_, err = run(t, s, "restore", damaged)
	wantError(t, err, "not a sound backup")
	_, err = run(t, s, "restore", filepath.Join(s.Data, "saved.db"))
	check(t, err) // what failed before left the new database empty
}

func TestRestoreRefusesAFilledPostgres(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	fill(t, s.Database)
	file := filepath.Join(s.Data, "saved.db")
	_, err := run(t, s, "backup", file)
	check(t, err)
	s.Database = storetest.Postgres(t)
	fill(t, s.Database)
	_, err = run(t, s, "restore", file)
	wantError(t, err, "create an empty database and name it in MAGPIE_DATABASE")
}

// hoursAgo is a time before now, by the machine's clock.
func hoursAgo(n int) time.Time { return time.Now().Add(-time.Duration(n) * time.Hour) }
