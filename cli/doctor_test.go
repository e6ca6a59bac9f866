package cli_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"magpie/cli"
	"magpie/community"
	"magpie/discordtest"
	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	discord := discordtest.New(t, discordtest.Config{BotName: "Magpie"})
	discord.Allow(http.StatusUnauthorized, "")
	for _, test := range []struct {
		name   string
		change func(t *testing.T, s *cli.Settings)
		want   []string // in this order
		fails  bool
	}{
		{"healthy", nil, []string{
			"ok    data folder: ", " is writable", " free", "ok    database: sqlite:", "opens and is of this version", "ok    digests: 0, none stuck",
			"ok    backups: the newest, nightly-20261121-040000.db, is 3 hours old",
			"ok    network: ", "ok    clock: right", "ok    token: speaks for Magpie (",
		}, false},
		{"new", func(t *testing.T, s *cli.Settings) {
			*s = settingsIn(filepath.Join(t.TempDir(), "a", "b"))
			s.API, s.Token = discord.URL(), discord.Token()
		}, []string{"ok    data folder: ", "made at the first start", "ok    database: ", "made at the first start", "ok    network", "ok    token"}, false},
		{"folder is a file", func(t *testing.T, s *cli.Settings) {
			s.Data = filepath.Join(s.Data, "magpie.db")
		}, []string{"fail  data folder: ", "to do: let the user that runs the bot write there"}, true},
		{"damaged database", func(t *testing.T, s *cli.Settings) {
			s.Database = "sqlite:" + filepath.Join(s.Data, "damaged.db")
			check(t, os.WriteFile(filepath.Join(s.Data, "damaged.db"), []byte(strings.Repeat("nothing ", 1000)), 0o600))
		}, []string{"fail  database: ", "to do: check MAGPIE_DATABASE"}, true},
		{"no such server", func(t *testing.T, s *cli.Settings) {
			s.Database = "postgres://magpie:hunter2@127.0.0.1:1/magpie"
		}, []string{"fail  database: "}, true},
		{"old backup", func(t *testing.T, s *cli.Settings) {
			backup := filepath.Join(s.Backups, "nightly-20261121-040000.db")
			check(t, os.Chtimes(backup, hoursAgo(50), hoursAgo(50)))
		}, []string{"warn  backups: the newest, nightly-20261121-040000.db, is 50 hours old", "to do: one is made every night"}, false},
		{"no backup", func(t *testing.T, s *cli.Settings) { s.Backups = t.TempDir() }, []string{"warn  backups: none in "}, false},
		{"no token", func(t *testing.T, s *cli.Settings) { s.Token = "" }, []string{"fail  token: DISCORD_TOKEN is not set", "to do: open the application"}, true},
		{"another token", func(t *testing.T, s *cli.Settings) {
			s.Token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"
		}, []string{"fail  token: Discord does not accept it\n"}, true},
		{"an id", func(t *testing.T, s *cli.Settings) { s.Token = "123456789012345678" }, []string{"it looks like an application id"}, true},
		{"a public key", func(t *testing.T, s *cli.Settings) { s.Token = strings.Repeat("0f", 32) }, []string{"it looks like a public key"}, true},
		{"a secret", func(t *testing.T, s *cli.Settings) { s.Token = strings.Repeat("Ab1_", 8) }, []string{"it looks like a client secret"}, true},
		{"a word", func(t *testing.T, s *cli.Settings) { s.Token = "hunter2" }, []string{"it does not look like a token"}, true},
		{"with Bot", func(t *testing.T, s *cli.Settings) { s.Token = "Bot " + s.Token }, []string{"leave out the word Bot"}, true},
		{"in quotes", func(t *testing.T, s *cli.Settings) { s.Token = `"` + s.Token + `"` }, []string{"leave out the quotes"}, true},
		{"no Discord", func(t *testing.T, s *cli.Settings) { s.API = "http://127.0.0.1:1" }, []string{
			"fail  network: ", "to do: let this machine connect to http://127.0.0.1:1", "warn  token: not tried",
		}, true},
		{"no name", func(t *testing.T, s *cli.Settings) { s.API = "http://discord.invalid" }, []string{
			"fail  network: ", "to do: names are not resolved",
		}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := healthy(t, discord)
			if test.change != nil {
				test.change(t, &s)
			}
			diagnose(t, s, test.want, test.fails)
		})
	}
}

// healthy are the settings of a bot that lacks nothing.
func healthy(t *testing.T, discord *discordtest.Discord) cli.Settings {
	t.Helper()
	s := settingsIn(t.TempDir())
	s.API, s.Token = discord.URL(), discord.Token()
	fill(t, s.Database)
	check(t, os.Mkdir(s.Backups, 0o700))
	backup := filepath.Join(s.Backups, "nightly-20261121-040000.db")
	_, err := run(t, s, "backup", backup)
	check(t, err)
	check(t, os.Chtimes(backup, hoursAgo(3), hoursAgo(3)))
	return s
}

// diagnose runs the doctor, who must say all of want in this order.
func diagnose(t *testing.T, s cli.Settings, want []string, fails bool) {
	t.Helper()
	out, err := run(t, s, "doctor")
	if (err != nil) != fails {
		t.Errorf("error is %v", err)
	}
	if fails == !strings.Contains(out, "fail  ") {
		t.Errorf("fails is %t, but printed:\n%s", fails, out)
	}
	rest := out
	for _, w := range want {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Errorf("did not say %q there:\n%s", w, out)
			break
		}
		rest = after
	}
	if len(s.Token) > 20 && strings.Contains(out, s.Token) || strings.Contains(out, "hunter2") {
		t.Errorf("printed a secret:\n%s", out)
	}
}

func TestDoctorOnWrongSettings(t *testing.T) {
	t.Parallel()
	wrong := func() (cli.Settings, error) {
		return cli.Settings{}, errors.Join(errors.New("MAGPIE_LOG is loud"), errors.New("MAGPIE_WEB is closed"))
	}
	out, err := runWith(t, wrong, "doctor")
	wantError(t, err, "the 2 marked fail")
	if !strings.Contains(out, "fail  settings: MAGPIE_LOG is loud\n") || !strings.Contains(out, "fail  settings: MAGPIE_WEB is closed\n") {
		t.Errorf("printed:\n%s", out)
	}
}

// TestDoctorOnOddAnswers has something answer in Discord's place.
func TestDoctorOnOddAnswers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		skew   time.Duration
		status int
		body   string
		want   []string
		fails  bool
	}{
		{"slow clock", time.Minute, 200, `{"id":"1","username":"m","bot":true}`, []string{"warn  clock: wrong by ", "token"}, false},
		{"clock of another day", -30 * time.Hour, 200, `{"id":"1","username":"m","bot":true}`, []string{"fail  clock: wrong by 30h0m", "set the machine's clock"}, true},
		{"a person", 0, 200, `{"id":"1","username":"ana"}`, []string{"fail  token: it is not a bot's"}, true},
		{"trouble", 0, 503, ``, []string{"warn  network: ", "answers 503", "warn  token: not known: Discord answers 503"}, false},
		{"a login page", 0, 200, `<html>`, []string{"fail  network: what answers at "}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			discord := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Date", time.Now().Add(test.skew).UTC().Format(http.TimeFormat))
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
			}))
			defer discord.Close()
			s := settingsIn(t.TempDir())
			s.API, s.Token = discord.URL, "MTIzNDU2Nzg5MDEyMzQ1Njc4.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"
			diagnose(t, s, test.want, test.fails)
		})
	}
}

func TestDoctorOnDigests(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		db, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), url, store.Options{BackupDir: t.TempDir()})
		check(t, err)
		defer db.Close() // the doctor comes while the bot runs
		check(t, db.MarkHere(t.Context(), "1"))
		for name, change := range map[string]func(*news.Digest){
			"well":    func(*news.Digest) {},
			"late":    func(d *news.Digest) { d.NextRun = hoursAgo(2) },
			"stuck":   func(d *news.Digest) { d.NextRun = hoursAgo(24 * 21) },
			"silent":  func(d *news.Digest) { d.Silent, d.ChangedAt = 8, hoursAgo(24*8) },
			"seldom":  func(d *news.Digest) { d.Schedule, d.ChangedAt = "0 9 1 1 *", hoursAgo(24*9) },
			"started": func(d *news.Digest) { d.Silent, d.ChangedAt = 5, hoursAgo(24*5) },
		} {
			addDigest(t, db, name, change)
		}
		addDigest(t, db, "resting", func(*news.Digest) {})
		addDigest(t, db, "denied", func(*news.Digest) {})
		for id, why := range map[string]string{"resting": "", "denied": "denied"} {
			_, err := db.PauseDigest(t.Context(), id, why, community.Change{Server: "1", At: time.Now()})
			check(t, err)
		}
		killLetter(t, db)
		s := settingsIn(t.TempDir())
		s.Database, s.API = url, "http://127.0.0.1:1"
		out, _ := run(t, s, "doctor") // fails for want of Discord
		for _, want := range []string{
			`warn  digest "stuck" of server 1: should have run at `,
			`warn  digest "silent" of server 1: has not posted since `, `nothing was new in its last 8 runs`,
			`warn  digest "denied" of server 1: Magpie paused it: denied`,
			`warn  messages to server 1: 1 could not be sent, the last of `, `: gone`,
		} {
			if !strings.Contains(out, want) {
				t.Errorf("did not say %q", want)
			}
		}
		if n := strings.Count(out, "  digest "); n != 3 || t.Failed() {
			t.Errorf("%d digests are named:\n%s", n, out)
		}
	})
}

// killLetter adds a message that could not be sent.
func killLetter(t *testing.T, db *store.Store) {
	t.Helper()
	body := slash.Reply{Blocks: []slash.Block{slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + outbox.Nonce("g", 1)}}}}}
	m, err := outbox.NewMessage("g", 1, "1", "10", body)
	check(t, err)
	check(t, db.AddMessages(t.Context(), m))
	epoch, _, err := db.Claim(t.Context(), outbox.Work, "test", time.Minute)
	check(t, err)
	m.State, m.Problem, m.CreatedAt = outbox.Dead, outbox.ChannelGone, time.Now()
	check(t, db.SaveMessages(t.Context(), epoch, m))
}

func addDigest(t *testing.T, db *store.Store, name string, change func(*news.Digest)) {
	t.Helper()
	d := news.Digest{
		ID: name, Server: "1", Name: name, Channel: "10", Schedule: "every day 09:00", Zone: "UTC", Topics: []string{"tiktok-ban"},
		Languages: []string{"en"}, Length: 5, ChangedAt: hoursAgo(1), NextRun: time.Now().Add(time.Hour),
	}
	change(&d)
	created, err := db.CreateDigest(t.Context(), d, community.Change{Server: "1", At: time.Now()})
	if err != nil || !created {
		t.Fatalf("create %s: %t, %v", name, created, err)
	}
}
