//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"magpie/community"
	"magpie/discordtest"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/store"
	"magpie/store/storetest"
)

// TestCrash kills the program at the steps of posting and at any other moment, or
// stops it until another has taken over, while Discord loses answers, asks to wait
// and drops connections, and finds every digest in its channel, forum or thread
// exactly once, its parts in order, and so every thread and direct message. Between them the two databases see every step;
// with -soak each sees all, in many rounds.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for some seconds")
	}
	for _, c := range []struct {
		name      string
		url       func(*testing.T) string
		processes int
		fates     []string
	}{
		{"SQLite", storetest.SQLite, 1, crashFates[:5]},
		{"PostgreSQL with two processes", storetest.Postgres, 2, crashFates[5:]},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rounds, fates := 1, c.fates
			if *soak {
				rounds, fates = 31, crashFates
			}
			var sum toll
			for n := range rounds {
				t.Run(fmt.Sprint("round ", n+1), func(t *testing.T) {
					w := newCrash(t, c.url(t), len(fates)+2)
					w.killing(fates, c.processes)
					w.finish()
					w.verify()
					w.verifyAcquaintances()
					t.Logf("kills %v; %v", w.kills, w.weather)
					sum.add(w)
				})
			}
			t.Logf("%+v: none missing, doubled or out of order", sum)
		})
	}
}

// A toll is what rounds had in them.
type toll struct{ Digests, Messages, Kills, LostAnswers, Pauses int }

func (s *toll) add(w *crash) {
	for _, server := range w.servers {
		s.Digests++
		s.Messages += len(told(server))
	}
	for _, n := range w.kills {
		s.Kills += n
	}
	s.LostAnswers += w.weather.lost()
	s.Pauses += w.pauses
}

// A crash is a world whose processes are killed.
type crash struct {
	*testing.T
	clock    quick
	url      string
	data     string
	discord  *discordtest.Discord
	servers  []*discordtest.Server
	people   []*discordtest.Person // one a server
	weather  *forecast
	kills    map[string]int // by step
	pauses   int
	patience time.Duration // for a process to come to work
	output   *os.File
	running  []*doomed
}

func newCrash(t *testing.T, url string, digests int) *crash {
	w := &crash{T: t, url: url, data: t.TempDir(), kills: map[string]int{}}
	var err error
	if w.output, err = os.Create(filepath.Join(w.data, "output")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, p := range w.running {
			w.kill(p)
		}
		if t.Failed() {
			text, _ := os.ReadFile(w.output.Name())
			t.Logf("output ends:\n%s", text[max(0, len(text)-8000):])
		}
	})
	w.hasten()
	w.discord = discordtest.New(t, discordtest.Config{Now: w.clock.Now, BotName: "Magpie", Patience: time.Minute, Unrecorded: true})
	w.weather = newForecast(w.discord)
	for i := range digests {
		w.servers = append(w.servers, w.discord.Server(fmt.Sprintf("Nest %d", i+1), discordtest.ServerOptions{Channels: []string{"general"}}))
	}
	w.prepare()
	return w
}

// hasten lets a minute pass in the time in which a process starts on this machine,
// or in a second.
func (w *crash) hasten() {
	w.Helper()
	w.clock = quick{time.Now(), 1}
	w.discord = discordtest.New(w, discordtest.Config{Now: w.clock.Now, Patience: time.Minute})
	w.running = []*doomed{w.start("")}
	w.discord.AwaitReady()
	w.kill(w.running[0])
	w.running = nil
	w.patience = max(time.Second, time.Since(w.clock.began))
	w.clock = quick{time.Now(), float64(time.Minute) / float64(w.patience)}
}

// prepare fills the database: a feed with long stories, and a digest of it in
// every server, one a minute: in a channel, a forum or a thread.
func (w *crash) prepare() {
	w.Helper()
	ctx := w.Context()
	db, err := store.Open(ctx, slog.New(slog.DiscardHandler), w.url, store.Options{Now: w.clock.Now, BackupDir: w.data})
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	must := func(_ bool, err error) {
		if err != nil {
			w.Fatal(err)
		}
	}
	now := w.clock.Now()
	feed := news.Feed{URL: "https://post.example/feed.xml", Title: "The Test Post", Lang: "en"}
	feed.LastGood, feed.NextFetch = now, now.Add(1000*time.Hour)
	for i, s := range w.servers {
		must(db.Follow(ctx, s.ID, feed, community.Change{Server: s.ID, At: now, Key: "change.feed.followed"}))
		if _, err := db.EditServer(ctx, s.ID, func(sv *community.Server) { sv.Zone = "UTC" }); err != nil {
			w.Fatal(err)
		}
		must(db.Greet(ctx, s.ID))
		at := now.Add(time.Duration(i+1) * time.Minute).Truncate(time.Minute)
		spec, err := schedule.Parse("every day " + at.Format("15:04"))
		if err != nil {
			w.Fatal(err)
		}
		place := crashPlace(s, i)
		must(db.CreateDigest(ctx, news.Digest{
			ID: "digest-" + s.ID, Server: s.ID, Name: "News", Channel: place.ID, Forum: place.Type == discordtest.ForumChannel,
			Schedule: spec.String(), Zone: "UTC", Topics: []string{"tiktok-ban", "rednote"}, Languages: []string{"en"}, Length: 10, ChangedAt: now, NextRun: at,
		}, community.Change{Server: s.ID, At: now, Key: "change.digest.created"}))
		w.acquaintance(ctx, db, s, at)
	}
	must(true, db.SaveFeed(ctx, feed, w.items(feed)))
}

// crashPlace makes the place to which a server's digest goes.
func crashPlace(s *discordtest.Server, i int) *discordtest.Channel {
	switch i % 3 {
	case 0:
		return s.AddForum("news")
	case 1:
		return s.Channel("general").AddThread("news")
	}
	return s.AddChannel("news", discordtest.TextChannel)
}

// items are long stories, more than a digest tells.
func (w *crash) items(feed news.Feed) []news.Item {
	w.Helper()
	text, err := os.ReadFile("testdata/feeds/long.xml")
	if err != nil {
		w.Fatal(err)
	}
	parsed, err := news.Parse(feed, text, "application/rss+xml", feed.URL)
	if err != nil {
		w.Fatal(err)
	}
	for i := range parsed.Items {
		parsed.Items[i].Seen = w.clock.Now()
	}
	return parsed.Items
}

// finish lets processes live until nothing waits any more, and ends them.
func (w *crash) finish() {
	w.Helper()
	for deadline := time.Now().Add(3 * time.Minute); !w.complete() || !w.settled(); {
		if time.Now().After(deadline) {
			w.Fatalf("not all digests came: %v", w.counts())
		}
		<-time.After(100 * time.Millisecond)
	}
	for _, p := range w.running {
		p.Process.Signal(syscall.SIGTERM)
		<-p.ended
	}
}

// settled reports whether all that was handed over is known to be sent.
func (w *crash) settled() bool {
	db, err := store.Open(w.Context(), slog.New(slog.NewTextHandler(io.Discard, nil)), w.url, store.Options{ReadOnly: true})
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	counts, _, err := db.CountMessages(context.Background())
	if err != nil {
		w.Fatal(err)
	}
	if counts[outbox.Dead] > 0 {
		w.Fatalf("messages are dead: %v", counts)
	}
	return len(counts) == 1
}
