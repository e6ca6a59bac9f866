package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/guide"
	"magpie/news"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// fill puts something into every table.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	check(t, s.SavePerson(ctx, community.Person{ID: "p", Language: "zh-TW", Plain: true}))
	check(t, s.SaveProgress(ctx, guide.Progress{Person: "p", Guide: "rednote", At: t0}))
	check(t, s.AddAlert(ctx, community.Alert{ID: "a", Server: "1", At: t0}))
	check(t, s.KeepFeedImport(ctx, news.Import{ID: "f", Server: "1", At: t0}))
	f := news.Feed{URL: "https://example.org/a.xml", Title: "喜鹊", State: news.State{NextFetch: t0}}
	_, err := s.Follow(ctx, "1", f, change)
	check(t, err)
	check(t, s.SaveFeed(ctx, f, []news.Item{{ID: "i", Feed: f.URL, Seen: t0, Baseline: true}}))
	d := digest("d", "1", "news")
	_, err = s.CreateDigest(ctx, d, change)
	check(t, err)
	_, err = s.SaveRun(ctx, d, news.Run{ID: "r", Digest: "d", Slot: "s", At: t0, Outcome: news.Posted}, t0, []outbox.Message{message(t, "r", 1)})
	check(t, err)
	fillGlossary(t, s)
	fillContent(t, s)
	saveTopic(t, s, ownTopic("own-a", "Birds"))
	fillCards(t, s, "p")
	fillQuizzes(t, s, "p")
	fillTranslations(t, s)
	_, err = s.AddDaily(ctx, dailyPost("daily"), dailyChange)
	check(t, err)
	arrive(t, s, "bridge-q")
	fillWelcomes(t, s, "p")
	fillHandles(t, s)
	fillPartners(t, s)
	_, err = s.EditAnswers(ctx, "p", func(a *guide.Answers) { a.From = guide.FromTikTok })
	check(t, err)
	_, err = s.Slug(ctx, "1")
	check(t, err)
	_, _, err = s.Claim(ctx, "outbox", "me", time.Hour)
	check(t, err)
	_, _, err = s.SpendIdentify(ctx, "app", 9)
	check(t, err)
}

// fillPartners has two people ask, block, report and be closed out.
func fillPartners(t *testing.T, s *store.Store) {
	partner(t, s, "ana", "en", "cmn")
	partner(t, s, "mei", "cmn", "en")
	partner(t, s, "rude", "cmn", "en")
	wish(t, s, "ask", "ana", "mei")
	check(t, s.BlockPartner(t.Context(), "1", "ana", "rude"))
	_, err := s.ReportPartner(t.Context(), community.PartnerReport{ID: "report", Server: "1", Person: "rude", Reporter: "ana"}, community.Alert{ID: "rude", Server: "1"})
	check(t, err)
	_, err = s.SettleReport(t.Context(), "report", community.ReportBanned, community.Change{Server: "1"})
	check(t, err)
}

func TestBackupMovesBetweenDatabases(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		fill(t, s)
		path := filepath.Join(t.TempDir(), "folder", "backup.db")
		check(t, s.Backup(t.Context(), path))
		check(t, s.Backup(t.Context(), path)) // over the old one
		empty := tables(t, path)
		for table, n := range empty {
			if n == 0 {
				t.Errorf("nothing of table %s was saved", table)
			}
		}
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 || err != nil {
			t.Error("left behind:", left, err)
		}
		storetest.EachURL(t, func(t *testing.T, url string) {
			clk := clock.NewFake(t0)
			to := storetest.Open(t, url, clk)
			check(t, to.Restore(t.Context(), path))
			d := digest("d", "1", "news")
			d.LastRun, d.NextRun = t0, t0
			same(t, d, ok(to.Digest(t.Context(), "d")))
			same(t, community.Person{ID: "p", Language: "zh-TW", Plain: true}, ok(to.Person(t.Context(), "p")))
			waiting, _, err := to.DueMessages(t.Context(), t0, 9)
			check(t, err)
			if len(waiting) != 1 || waiting[0].State != outbox.Unknown || !waiting[0].FirstTry.Equal(t0) {
				t.Errorf("what may have been sent since is not looked for: %+v", waiting)
			}
			if _, ok, err := to.Claim(t.Context(), "outbox", "another", time.Hour); !ok || err != nil {
				t.Error("a claim was restored:", err)
			}
			if err := to.Restore(t.Context(), path); !errors.Is(err, store.ErrNotEmpty) {
				t.Error("restored over something:", err)
			}
		})
	})
}

// tables counts the rows of a backup's tables.
func tables(t *testing.T, path string) map[string]int {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	check(t, err)
	defer db.Close()
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
	check(t, err)
	counts := make(map[string]int)
	for rows.Next() {
		var name string
		check(t, rows.Scan(&name))
		counts[name] = 0
	}
	check(t, rows.Err())
	delete(counts, "sqlite_sequence")
	for name := range counts {
		var n int
		check(t, db.QueryRow("SELECT count(*) FROM "+name).Scan(&n))
		counts[name] = n
	}
	return counts
}

func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t), clock.Real{})
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	check(t, s.Backup(t.Context(), good))
	data, err := os.ReadFile(good)
	check(t, err)
	broken := append([]byte{}, data...)
	for i := 4096; i < len(broken); i++ {
		broken[i] ^= 0x55
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"text.db":   {[]byte("this is no database, but long enough to look at twice"), store.ErrBackup},
		"broken.db": {broken, store.ErrBackup},
		"cut.db":    {data[:len(data)/2], store.ErrBackup},
	} {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, c.data, 0o600))
		if err := s.Restore(t.Context(), path); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Restore(t.Context(), filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestSevenNightlyBackupsAreKept(t *testing.T) {
	t.Parallel()
	clk := clock.NewFake(t0)
	dir := t.TempDir()
	s, err := store.Open(t.Context(), quiet, storetest.SQLite(t), store.Options{Now: clk.Now, BackupDir: dir})
	check(t, err)
	defer s.Close()
	other := filepath.Join(dir, "mine.db")
	check(t, s.Backup(t.Context(), other))
	if last, err := s.LastNightly(); !last.IsZero() || err != nil {
		t.Error("before the first night", last, err)
	}
	for night := range 9 {
		clk.AdvanceTo(t0.AddDate(0, 0, night), 0)
		_, err := s.BackupNightly(t.Context())
		check(t, err)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "nightly-*"))
	check(t, err)
	if len(kept) != 7 || !strings.Contains(kept[0], "20261123") {
		t.Error(kept)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	last, err := s.LastNightly()
	check(t, err)
	same(t, t0.AddDate(0, 0, 8), last)
}

// withOneMore are the program's migrations and one that comes after them.
func withOneMore(t *testing.T) fs.FS {
	t.Helper()
	files := programsMigrations(t)
	files["migrations/90000_more.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nALTER TABLE persons ADD COLUMN more TEXT NOT NULL DEFAULT 'x';\n")}
	return files
}

// programsMigrations are the program's migrations, by the names of their files.
func programsMigrations(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	found, err := fs.Glob(store.Migrations(), "migrations/*")
	check(t, err)
	for _, name := range found {
		data, err := fs.ReadFile(store.Migrations(), name)
		check(t, err)
		files[name] = &fstest.MapFile{Data: data}
	}
	return files
}

func TestMigrationTakesABackupFirst(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		old, err := store.Open(t.Context(), quiet, url, store.Options{})
		check(t, err)
		fill(t, old)
		check(t, old.Close())

		if _, err := store.OpenWith(t.Context(), quiet, url, store.Options{ReadOnly: true}, withOneMore(t)); !errors.Is(err, store.ErrOlder) {
			t.Error("looked into an old database:", err)
		}
		if _, err := store.OpenWith(t.Context(), quiet, url, store.Options{}, withOneMore(t)); err == nil {
			t.Error("migrated without a backup")
		}
		dir := t.TempDir()
		migrated, err := store.OpenWith(t.Context(), quiet, url, store.Options{BackupDir: dir}, withOneMore(t))
		check(t, err)
		if more, err := migrated.Ask(t.Context(), "SELECT more FROM persons WHERE id = $1", "p"); more != "x" || err != nil {
			t.Error("not migrated:", more, err)
		}
		check(t, migrated.Close())
		if _, err := store.Open(t.Context(), quiet, url, store.Options{}); !errors.Is(err, store.ErrNewer) {
			t.Error("opened a newer database:", err)
		}

		backups, err := filepath.Glob(filepath.Join(dir, "before-migration-*.db"))
		check(t, err)
		if len(backups) != 1 {
			t.Fatal("backups:", backups)
		}
		again := storetest.Open(t, storetest.SQLite(t), clock.Real{})
		check(t, again.Restore(t.Context(), backups[0]))
		ok(again.Person(t.Context(), "p"))
		newer, err := store.OpenWith(t.Context(), quiet, storetest.SQLite(t), store.Options{}, withOneMore(t))
		check(t, err)
		check(t, newer.Restore(t.Context(), backups[0])) // of an older version
		check(t, newer.Close())
	})
}

func TestNumberedArguments(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		if got, err := s.Ask(t.Context(), "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT)", "1", "2"); got != "21" || err != nil {
			t.Errorf("%q, %v; want 21", got, err)
		}
	})
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, storetest.SQLite(t), clock.Real{})
	check(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1"))
	var err error
	saved := 0
	for ; err == nil && saved < 100; saved++ {
		err = s.SavePerson(t.Context(), community.Person{ID: strconv.Itoa(saved), Language: strings.Repeat("x", 4096)})
	}
	if !errors.Is(err, store.ErrFull) {
		t.Errorf("after %d rows: %v", saved, err)
	}
	check(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1000000"))
	check(t, s.SavePerson(t.Context(), community.Person{ID: "after"}))
}

// TestKilled kills a process that writes, again and again: what it said was saved
// must be there, and the file sound.
func TestKilled(t *testing.T) {
	if url := os.Getenv("MAGPIE_TEST_WRITER"); url != "" {
		writeUntilKilled(url)
	}
	t.Parallel()
	url := storetest.SQLite(t)
	next := 0
	for range 3 {
		ctx, kill := context.WithTimeout(t.Context(), time.Minute)
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "MAGPIE_TEST_WRITER="+url, "MAGPIE_TEST_FROM="+strconv.Itoa(next))
		out, err := cmd.StdoutPipe()
		check(t, err)
		check(t, cmd.Start())
		lines := bufio.NewScanner(out)
		for range 100 {
			if !lines.Scan() {
				t.Fatal("the writer stopped by itself")
			}
		}
		kill()
		last := lines.Text()
		for lines.Scan() { // what it said before it was killed
			last = lines.Text()
		}
		if cmd.Wait() == nil {
			t.Fatal("the writer was not killed")
		}
		saved, err := strconv.Atoi(last)
		check(t, err)
		s, err := store.Open(t.Context(), quiet, url, store.Options{})
		check(t, err)
		for ; next <= saved; next++ {
			ok(s.Person(t.Context(), strconv.Itoa(next)))
		}
		if _, more, err := s.Person(t.Context(), strconv.Itoa(next)); err == nil && more {
			next++ // saved, but killed before saying so
		}
		if sound, err := s.Ask(t.Context(), "PRAGMA integrity_check"); sound != "ok" || err != nil {
			t.Fatal(sound, err)
		}
		check(t, s.Close())
	}
}

func writeUntilKilled(url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, quiet, url, store.Options{})
	if err != nil {
		panic(err)
	}
	n, _ := strconv.Atoi(os.Getenv("MAGPIE_TEST_FROM"))
	for ; ; n++ {
		if err := s.SavePerson(ctx, community.Person{ID: strconv.Itoa(n)}); err != nil {
			panic(err)
		}
		fmt.Println(n)
	}
}
