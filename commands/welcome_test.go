package commands

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"magpie/clock"
	"magpie/community"
	"magpie/locales"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

// A doorstep is a server that welcomes people, and whoever does it.
type doorstep struct {
	*testing.T
	clk     *clock.Fake
	store   *store.Store
	words   *locales.Catalogue
	welcome *Welcome
	job     schedule.Job
}

func newDoorstep(t *testing.T, languages ...string) *doorstep {
	t.Helper()
	d := &doorstep{T: t, clk: clock.NewFake(storetest.Start)}
	file := filepath.Join(t.TempDir(), "magpie.db")
	storetest.Write(t, file)
	var err error
	d.store, err = store.Open(t.Context(), slog.New(slog.DiscardHandler), "sqlite:"+file, store.Options{Now: d.clk.Now, BackupDir: t.TempDir()})
	d.check(err)
	t.Cleanup(func() { _ = d.store.Close() })
	d.words, err = locales.Load()
	d.check(err)
	_, err = d.store.EditServer(t.Context(), "1", func(s *community.Server) { s.Languages, s.WelcomeChannel = languages, "10" })
	d.check(err)
	d.restart()
	return d
}

func (d *doorstep) check(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// restart begins with nothing in memory.
func (d *doorstep) restart() {
	d.welcome = NewWelcome(WelcomeNeeds{Store: d.store, Words: d.words, Tongues: d.words, Now: d.clk.Now, Enabled: true, Came: clock.NewWaker()})
	d.job = d.welcome.Job(slog.New(slog.DiscardHandler), d.store, func() {})
}

func (d *doorstep) joins(names ...string) {
	d.Helper()
	for _, name := range names {
		d.check(d.welcome.Joined(d.Context(), "1", slash.Person{ID: "id of " + name, Name: name}, false))
	}
}

// wait lets time pass, and the job work whenever it wants to.
func (d *doorstep) wait(passes time.Duration) {
	d.Helper()
	end := d.clk.Now().Add(passes)
	for {
		next, err := d.job.Run(d.Context(), d.clk.Now())
		d.check(err)
		if next.After(end) {
			d.clk.AdvanceTo(end, 0)
			return
		}
		d.clk.AdvanceTo(maxTime(next, d.clk.Now().Add(time.Second)), 0)
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// posted is what was handed over to be posted, the first line of each.
func (d *doorstep) posted() (lines []string) {
	d.Helper()
	due, _, err := d.store.DueMessages(d.Context(), d.clk.Now().Add(2*time.Hour), 1000)
	d.check(err)
	for _, m := range due {
		if m.Channel != "10" || m.Kind != outbox.ToChannel || len(m.Body.Roles) > 0 {
			d.Errorf("posted %+v", m)
		}
		text, _, _ := strings.Cut(m.Body.Blocks[0].(slash.Text).Body.Markup().String(), "\n")
		lines = append(lines, text)
	}
	return lines
}

func (d *doorstep) want(lines ...string) {
	d.Helper()
	if got := d.posted(); fmt.Sprint(got) != fmt.Sprint(lines) {
		d.Errorf("posted %q, want %q", got, lines)
	}
}

func TestWelcomeTogether(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	d.joins("Ana")
	d.wait(30 * time.Second)
	d.joins("小明")
	d.wait(50 * time.Second)
	d.want()
	d.wait(20 * time.Second)
	d.want("Welcome, Ana, 小明!")
	d.joins("Cy")
	d.wait(9 * time.Minute)
	d.want("Welcome, Ana, 小明!")
	d.wait(time.Minute)
	d.want("Welcome, Ana, 小明!", "Welcome, Cy!")
}

// Where somebody comes every few moments, the first does not wait for ever.
func TestWelcomeTrickle(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "zh-TW")
	for i := range 12 {
		d.joins(fmt.Sprint("p", i))
		d.wait(40 * time.Second)
	}
	d.want("歡迎 p0、p1、p2、p3、p4、p5、p6、p7！")
	d.joins("discord.gg/free", "https://example.org", "\u202e\u3164")
	d.wait(time.Hour)
	d.want("歡迎 p0、p1、p2、p3、p4、p5、p6、p7！", "歡迎 p8、p9、p10、p11，還有另外 3 位新朋友！")
}

func TestWelcomeManyNames(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en", "zh-CN")
	for i := range 15 {
		d.joins(fmt.Sprint("p", i))
	}
	d.wait(2 * time.Minute)
	d.want("Welcome, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9 and 5 more!")
}

// Who has to agree to the rules is welcomed when they do, who leaves is not, and neither is
// anybody twice: not when Discord tells of them again, nor after a restart, nor when they
// come back the same day.
func TestWelcomeOnce(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	eva := slash.Person{ID: "eva", Name: "Eva"}
	d.check(d.welcome.Joined(t.Context(), "1", eva, true))
	d.joins("Ana", "Gone")
	d.restart()
	d.joins("Ana")
	d.check(d.welcome.Changed(t.Context(), "1", slash.Person{ID: "id of Ana", Name: "another name"}, false))
	d.check(d.welcome.Gone(t.Context(), "1", "id of Gone"))
	d.wait(2 * time.Minute)
	d.want("Welcome, Ana!")
	d.joins("Ana")
	d.restart()
	d.joins("Ana")
	d.wait(time.Hour)
	d.want("Welcome, Ana!")
	eva.Name = "Eva 🐦"
	for range 2 {
		d.check(d.welcome.Changed(t.Context(), "1", eva, false))
	}
	d.check(d.welcome.Gone(t.Context(), "1", "nobody"))
	d.wait(2 * time.Minute)
	d.want("Welcome, Ana!", "Welcome, Eva 🐦!")
	d.check(d.welcome.Gone(t.Context(), "1", eva.ID))
	d.check(d.welcome.Joined(t.Context(), "1", eva, false))
	d.wait(2 * time.Hour)
	d.want("Welcome, Ana!", "Welcome, Eva 🐦!")
	d.wait(25 * time.Hour)
	d.joins("Ana")
	d.wait(2 * time.Minute)
	d.want("Welcome, Ana!", "Welcome, Eva 🐦!", "Welcome, Ana!")
}

// Everybody left before they were welcomed: there is nothing to say.
func TestNobodyToWelcome(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	d.joins("Ana")
	d.check(d.welcome.Gone(t.Context(), "1", "id of Ana"))
	d.wait(time.Hour)
	d.want()
	_, err := d.store.EditServer(t.Context(), "1", func(s *community.Server) { s.WelcomeChannel = "" })
	d.check(err)
	d.joins("Cy")
	if kept, err := d.store.Joiners(t.Context(), "1"); err != nil || len(kept) > 0 {
		t.Errorf("kept where nobody is welcomed: %v, %v", kept, err)
	}
}

// 5,000 who join in a minute get one message that names nobody, and cost next to nothing:
// nineteen rows, a note each minute, and no more memory than twenty arrivals.
func TestWelcomeRaid(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	d.joins("Ana")
	began, slowest := time.Now(), time.Duration(0)
	for i := range 5000 {
		at := time.Now()
		d.joins(fmt.Sprint("raider ", i))
		slowest = max(slowest, time.Since(at))
		if i%83 == 82 {
			d.wait(time.Second)
		}
	}
	t.Logf("5000 joins took %v, the slowest %v", time.Since(began), slowest)
	a := d.welcome.servers["1"]
	kept, err := d.store.Joiners(t.Context(), "1")
	if len(a.latest) > crowd || len(a.waiting) >= crowd || len(kept) >= crowd || err != nil {
		t.Errorf("%d latest, %d waiting, %d kept, %v", len(a.latest), len(a.waiting), len(kept), err)
	}
	for i := range 5000 { // and are all sent away
		d.check(d.welcome.Gone(t.Context(), "1", fmt.Sprint("id of raider ", i)))
	}
	d.wait(3 * time.Hour)
	d.want("Welcome, everyone who has just arrived!")
	alerts, err := d.store.Alerts(t.Context(), "1")
	if err != nil || len(alerts) != 1 || alerts[0].Key != "alert.welcome.crowd" {
		t.Errorf("moderators are told %+v, %v", alerts, err)
	}
	d.joins("Late")
	d.wait(2 * time.Minute)
	d.want("Welcome, everyone who has just arrived!", "Welcome, Late!")
}

// People who come in hundreds for hours, as when a platform goes dark, are welcomed once an hour.
func TestWelcomeRush(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	for i := range 3 * 60 * 4 {
		d.joins(fmt.Sprint("refugee ", i))
		d.wait(15 * time.Second)
	}
	d.wait(20 * time.Minute)
	if got := d.posted(); len(got) < 3 || len(got) > 4 {
		t.Errorf("%d messages in three hours: %q", len(got), got)
	}
	a := d.welcome.servers["1"]
	if a != nil && len(a.waiting) > crowd {
		t.Errorf("%d are remembered", len(a.waiting))
	}
}

// Where Magpie may no longer post, welcomes are switched off and moderators told.
func TestWelcomeUndelivered(t *testing.T) {
	t.Parallel()
	d := newDoorstep(t, "en")
	for _, m := range []outbox.Message{
		{ID: "digest|1", Group: "digest", Server: "1", Channel: "10", Problem: outbox.ChannelGone},
		{ID: "welcome 1 0|1", Group: "welcome 1 0", Server: "1", Channel: "10", Problem: outbox.TooLate},
		{ID: "welcome 1 1|1", Group: "welcome 1 1", Server: "1", Channel: "10", Problem: outbox.NotAllowed},
	} {
		d.check(d.welcome.Undelivered(d.store)(t.Context(), m))
		s, _, err := d.store.Server(t.Context(), "1")
		if err != nil || (s.WelcomeChannel == "") != (m.Problem == outbox.NotAllowed) {
			t.Errorf("after %s the channel is %q, %v", m.Problem, s.WelcomeChannel, err)
		}
	}
	if alerts, err := d.store.Alerts(t.Context(), "1"); err != nil || len(alerts) != 1 {
		t.Errorf("moderators are told %+v, %v", alerts, err)
	}
}

func TestJoinerName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Ana":                       "Ana",
		"  小明 \n 🐦  ":               "小明 🐦",
		"mr.bean":                   "mr.bean",
		"J. R. Smith":               "J. R. Smith",
		"@everyone":                 "",
		"join discord.gg/abc":       "",
		"discord . gg / abc":        "",
		"ｄｉｓｃｏｒｄ．ｇｇ/abc":            "",
		"http://x":                  "",
		"free-nitro.com":            "",
		"evil。cn":                   "",
		"\u3164":                    "",
		"\u202egnip\u202c":          "gnip",
		"a\u0301\u0302\u0303\u0304": "a\u0301\u0302",
		strings.Repeat("長", 40):     strings.Repeat("長", 23) + "…",
	} {
		if got := joinerName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func FuzzJoinerName(f *testing.F) {
	for _, seed := range []string{"Ana", "discord.gg/x", "\u3164\u202e", "a\u0301\u0302\u0303", "\xff<@1>@everyone"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := joinerName(name)
		if utf8.RuneCountInString(got) > longestJoiner || !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\u202e\u200b") || strings.Contains(got, "://") {
			t.Errorf("%q is shown as %q", name, got)
		}
	})
}

// BenchmarkWelcomeRaid is somebody who joins in the middle of a crowd.
func BenchmarkWelcomeRaid(b *testing.B) {
	w := NewWelcome(WelcomeNeeds{Store: idleWelcomes{}, Now: time.Now, Enabled: true, Came: clock.NewWaker()})
	for i := 0; b.Loop(); i++ {
		if err := w.Joined(b.Context(), "1", slash.Person{ID: fmt.Sprint(i), Name: "raider"}, false); err != nil {
			b.Fatal(err)
		}
	}
}

// idleWelcomes is a store that keeps nothing, for what the feature itself costs.
type idleWelcomes struct{ WelcomeStore }

func (idleWelcomes) Server(context.Context, string) (community.Server, bool, error) {
	return community.Server{ID: "1", WelcomeChannel: "10"}, true, nil
}
func (idleWelcomes) Joiners(context.Context, string) ([]community.Joiner, error) { return nil, nil }
func (idleWelcomes) NoteCrowd(context.Context, string, time.Time) error          { return nil }
func (idleWelcomes) AddJoiner(context.Context, community.Joiner) (bool, error)   { return true, nil }
