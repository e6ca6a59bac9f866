package store_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"magpie/clock"
	"magpie/community"
	"magpie/store"
	"magpie/store/storetest"
)

// unkeyed is a pseudonym as it was made once.
func unkeyed(person string) string {
	sum := sha256.Sum256([]byte("magpie partner " + person))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// keptApart are all from whom somebody is kept away, as the database has it.
func keptApart(t *testing.T, s *store.Store) string {
	t.Helper()
	records, err := s.Ask(t.Context(), "SELECT coalesce(max(other), '') || ' ' || count(*) FROM partner_apart")
	check(t, err)
	return records
}

// ban bans a person by a report of somebody.
func ban(t *testing.T, s *store.Store, person string) {
	t.Helper()
	ch := community.Change{Server: "1", Person: "mod", At: t0, Key: "change.partner.banned"}
	r := community.PartnerReport{ID: "r " + person, Server: "1", Person: person, Reporter: "judge", Where: community.ReportCard}
	_, err := s.ReportPartner(t.Context(), r, community.Alert{ID: r.ID, Server: "1", At: t0, Key: "alert.partner", About: r.ID})
	check(t, err)
	_, err = s.SettleReport(t.Context(), r.ID, community.ReportBanned, ch)
	check(t, err)
}

// TestPseudonymsNeedTheKey checks that who was forgotten is kept away when they come back, and
// that nothing in the database tells who that is to whoever tries ids.
func TestPseudonymsNeedTheKey(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		ctx, dir := t.Context(), t.TempDir()
		openWith := func(key string) *store.Store {
			s, err := open(ctx, url, store.Options{Now: clock.NewFake(t0).Now, BackupDir: dir, KeyFile: filepath.Join(dir, key)})
			check(t, err)
			return s
		}
		s := openWith("key")
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		partner(t, s, "rude", "cmn", "en")
		check(t, s.BlockPartner(ctx, "1", "ana", "mei"))
		ban(t, s, "rude")
		partner(t, s, "loud", "cmn", "en")
		ban(t, s, "loud")
		check(t, s.UnblockPartners(ctx, "1", "judge"))
		if got := keptApart(t, s); got != "mei 1" {
			t.Errorf("before mei is forgotten: %q", got)
		}
		for _, person := range []string{"mei", "rude"} {
			check(t, s.ErasePerson(ctx, person))
		}
		code, err := s.Ask(ctx, "SELECT other FROM partner_apart")
		check(t, err)
		for _, table := range []string{"partner_apart", "partner_bans"} {
			text, err := s.Ask(ctx, map[string]string{
				"partner_apart": "SELECT other FROM partner_apart", "partner_bans": "SELECT pseudonym || person FROM partner_bans",
			}[table])
			check(t, err)
			for _, person := range []string{"mei", "rude"} {
				if strings.Contains(text, person) || strings.Contains(text, unkeyed(person)) {
					t.Errorf("%s tells %s: %q", table, person, text)
				}
			}
		}
		check(t, s.Close())

		s = openWith("key")
		partner(t, s, "mei", "cmn", "en")
		if got := finds(t, s, "ana") + finds(t, s, "mei"); got != "" || keptApart(t, s) != "mei 1" {
			t.Errorf("mei is back, and who blocked her finds %q; %q", got, keptApart(t, s))
		}
		if _, ok, err := s.EditPartner(ctx, "1", "rude", func(*community.Partner) {}); ok || err != nil {
			t.Error("who is banned comes back:", err)
		}
		check(t, s.ErasePerson(ctx, "mei"))
		if again := keptApart(t, s); again != code+" 1" {
			t.Errorf("another pseudonym of mei: %q, not %q", again, code)
		}
		check(t, s.Close())

		s = openWith("another") // the key was lost
		defer s.Close()
		partner(t, s, "mei", "cmn", "en")
		if got := finds(t, s, "ana"); got != "mei" {
			t.Errorf("without its key a pseudonym tells who it is: %q", got)
		}
		check(t, s.BlockPartner(ctx, "1", "ana", "mei"))
		if got := finds(t, s, "ana"); got != "" {
			t.Errorf("blocked with another key: %q", got)
		}
		check(t, s.ErasePerson(ctx, "loud"))
		if _, ok, err := s.EditPartner(ctx, "1", "loud", func(*community.Partner) {}); ok || err != nil {
			t.Error("who was banned before the key was lost comes back:", err)
		}
	})
}

// TestOldPseudonymsGetAKey checks that what was kept apart by pseudonyms without a key stays so.
func TestOldPseudonymsGetAKey(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		ctx, dir := t.Context(), t.TempDir()
		o := store.Options{Now: clock.NewFake(t0).Now, BackupDir: dir}
		old := programsMigrations(t)
		maps.DeleteFunc(old, func(name string, _ *fstest.MapFile) bool { return name >= "migrations/00021" })
		s, err := store.OpenWith(ctx, quiet, url, o, fs.FS(old))
		check(t, err)
		_, err = s.EditServer(ctx, "1", func(*community.Server) {})
		check(t, err)
		for _, person := range []string{"ana", "mei"} {
			check(t, s.Exec(ctx, fmt.Sprintf(`INSERT INTO partners VALUES ('%[1]s', '1', '%[1]s', '%[2]s', '["en"]', '["cmn"]', '[]', '', TRUE, FALSE, 1, %[3]d, FALSE)`,
				person, unkeyed(person), t0.Add(community.PartnerFor).UnixMilli())))
		}
		for _, other := range []string{"mei", "gone"} {
			check(t, s.Exec(ctx, fmt.Sprintf("INSERT INTO partner_apart VALUES ('1', 'ana', '%s', %d, TRUE, TRUE)", unkeyed(other), community.Forever.UnixMilli())))
		}
		check(t, s.Exec(ctx, "INSERT INTO partner_bans VALUES ('1', '"+unkeyed("rude")+"', '', 1)"))
		check(t, s.Close())

		o.KeyFile = filepath.Join(dir, "key")
		for range 2 { // the second time there is nothing to do
			s, err = open(ctx, url, o)
			check(t, err)
			if left, err := s.Ask(ctx, "SELECT count(*) || '' FROM partner_apart WHERE length(other) = 22"); left != "0" || err != nil {
				t.Errorf("%s old pseudonyms are left, %v", left, err)
			}
			if _, ok, err := s.EditPartner(ctx, "1", "rude", func(*community.Partner) {}); ok || err != nil {
				t.Error("who is banned comes back:", err)
			}
			partner(t, s, "gone", "cmn", "en")
			if got := finds(t, s, "ana"); got != "" {
				t.Errorf("ana finds %q, whom she blocked", got)
			}
			check(t, s.ErasePerson(ctx, "gone"))
			check(t, s.Close())
		}
	})
}

func TestKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "key")
	openIt := func() error {
		s, err := open(t.Context(), storetest.SQLite(t), store.Options{KeyFile: path})
		if err == nil {
			err = s.Close()
		}
		return err
	}
	check(t, openIt())
	key, err := os.ReadFile(path)
	check(t, err)
	if about, err := os.Stat(path); err != nil || about.Mode().Perm() != 0o600 {
		t.Errorf("others may read the key: %v, %v", about.Mode(), err)
	}
	check(t, openIt())
	if again, err := os.ReadFile(path); string(again) != string(key) || err != nil {
		t.Error("the key changed:", err)
	}
	for _, damaged := range []string{"", "00", strings.Repeat("x", 64), string(key[:63]), string(key[:64]) + "00"} {
		check(t, os.WriteFile(path, []byte(damaged), 0o600))
		if err := openIt(); err == nil || !strings.Contains(err.Error(), "put back a copy") || strings.Contains(err.Error(), string(key[:20])) {
			t.Errorf("a key of %d bytes: %v", len(damaged), err)
		}
	}
	s := storetest.Open(t, storetest.SQLite(t), clock.Real{})
	check(t, s.ErasePerson(t.Context(), "p"))
	without, err := open(t.Context(), storetest.SQLite(t), store.Options{})
	check(t, err)
	defer without.Close()
	if err := without.ErasePerson(t.Context(), "p"); err == nil {
		t.Error("somebody is forgotten without a key")
	}
}
