package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/discordtest"
	"magpie/news"
	"magpie/schedule"
	"magpie/store"
	"magpie/store/storetest"
)

var soak = flag.Bool("soak", false, "kill the program many more times")

// quick is a clock on which a minute passes in a second, for all processes alike.
type quick struct{ began time.Time }

const quickness = 60

func (q quick) Now() time.Time { return worldStart.Add(quickness * time.Since(q.began)) }

func (q quick) Wait(ctx context.Context, d time.Duration, w *clock.Waker) error {
	return clock.Real{}.Wait(ctx, d/quickness, w)
}

// TestMain runs the program instead of tests in the processes that TestCrash kills.
func TestMain(m *testing.M) {
	began := os.Getenv("MAGPIE_TEST_BEGAN")
	if began == "" {
		os.Exit(m.Run())
	}
	ns, err := strconv.ParseInt(began, 10, 64)
	if err != nil {
		panic(err)
	}
	p := Program{
		Args: []string{"--data", os.Getenv("MAGPIE_TEST_DATA")}, Getenv: os.Getenv,
		Stdin: strings.NewReader(""), Stdout: os.Stdout, Stderr: os.Stderr,
		Clock: quick{time.Unix(0, ns)}, Dial: (&net.Dialer{}).DialContext,
	}
	if err := p.Run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// crashDigests is how many digests are due while processes are killed, one a minute.
const crashDigests = 24

// TestCrash kills the program at random moments, while Discord loses answers, and
// finds every digest in its channel exactly once, its parts in order.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for half a minute")
	}
	for _, c := range []struct {
		name      string
		url       func(*testing.T) string
		processes int
	}{
		{"SQLite", storetest.SQLite, 1},
		{"PostgreSQL with two processes", storetest.Postgres, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newCrash(t, c.url(t))
			kills := 10
			if *soak {
				kills = 150
			}
			w.killing(kills, c.processes)
			w.finish()
			t.Logf("%d digests, %d kills, %d answers lost: %d messages, none missing or doubled",
				crashDigests, kills, w.lost, w.verify())
		})
	}
}

// A crash is a world whose processes are killed.
type crash struct {
	*testing.T
	clock   quick
	url     string
	data    string
	discord *discordtest.Discord
	servers []*discordtest.Server
	lost    int
	output  *os.File
}

func newCrash(t *testing.T, url string) *crash {
	w := &crash{T: t, clock: quick{time.Now()}, url: url, data: t.TempDir()}
	w.discord = discordtest.New(t, discordtest.Config{Now: w.clock.Now, BotName: "Magpie", Patience: time.Minute})
	for i := range crashDigests {
		w.servers = append(w.servers, w.discord.Server(fmt.Sprintf("Nest %d", i+1), discordtest.ServerOptions{Channels: []string{"news"}}))
	}
	var err error
	if w.output, err = os.Create(filepath.Join(w.data, "output")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			text, _ := os.ReadFile(w.output.Name())
			t.Logf("output ends:\n%s", text[max(0, len(text)-8000):])
		}
	})
	w.prepare()
	return w
}

// prepare fills the database: a feed with long stories, and a digest of it in
// every server, one after the other.
func (w *crash) prepare() {
	w.Helper()
	ctx := w.Context()
	db, err := store.Open(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)), w.url, store.Options{Now: w.clock.Now, BackupDir: w.data})
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
		at := now.Add(time.Duration(i+3) * time.Minute).Truncate(time.Minute)
		spec, err := schedule.Parse("every day " + at.Format("15:04"))
		if err != nil {
			w.Fatal(err)
		}
		must(db.CreateDigest(ctx, news.Digest{
			ID: "digest-" + s.ID, Server: s.ID, Name: "News", Channel: s.Channel("news").ID, Schedule: spec.String(), Zone: "UTC",
			Topics: []string{"rednote"}, Languages: []string{"en"}, Length: 10, ChangedAt: now, NextRun: at,
		}, community.Change{Server: s.ID, At: now, Key: "change.digest.created"}))
	}
	var items []news.Item
	for i := range 10 {
		filler := strings.TrimSpace(strings.Repeat("RedNote and other words ", 8))
		items = append(items, news.Item{
			ID: fmt.Sprint("item", i), Feed: feed.URL, Link: fmt.Sprint("https://post.example/", i), Title: fmt.Sprintf("Sample %d: %s", i, filler),
			Summary: filler, Publisher: "The Test Post", Lang: "en", Published: now.Add(-time.Duration(i+1) * time.Minute), Seen: now,
		})
	}
	if err := db.SaveFeed(ctx, feed, items); err != nil {
		w.Fatal(err)
	}
}

// process starts the program in a process of its own.
func (w *crash) process() *exec.Cmd {
	w.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(),
		"MAGPIE_TEST_BEGAN="+strconv.FormatInt(w.clock.began.UnixNano(), 10), "MAGPIE_TEST_DATA="+w.data,
		"DISCORD_TOKEN="+w.discord.Token(), "MAGPIE_DISCORD_API="+w.discord.URL(), "MAGPIE_DATABASE="+w.url, "MAGPIE_WEB=off")
	cmd.Stdout, cmd.Stderr = w.output, w.output
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	return cmd
}

// killing keeps a number of processes running and kills one after the other.
func (w *crash) killing(kills, processes int) {
	w.Helper()
	var running []*exec.Cmd
	for range processes {
		running = append(running, w.process())
	}
	for kill := range kills {
		if rand.IntN(3) == 0 {
			w.lose()
		}
		// Long enough, on the average, for a process to come to work before it dies.
		<-time.After(time.Duration(200+rand.IntN(2000)) * time.Millisecond)
		victim := kill % processes
		running[victim].Process.Kill()
		running[victim].Wait()
		running[victim] = w.process()
	}
	var wg sync.WaitGroup
	w.Cleanup(func() {
		for _, cmd := range running {
			cmd.Process.Kill()
			wg.Go(func() { cmd.Wait() })
		}
		wg.Wait()
	})
}

// lose makes Discord lose its next answer to a message: the message is there, but
// nobody is told.
func (w *crash) lose() {
	harm := discordtest.ResetAfter()
	if rand.IntN(2) == 0 {
		harm = discordtest.StatusAfter(502)
	}
	w.discord.Fault("POST /channels/{channel}/messages", 1, harm)
	w.lost++
}

// finish waits until every channel has its digest and nothing more can come.
func (w *crash) finish() {
	w.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	for !w.complete() {
		if time.Now().After(deadline) {
			w.Fatalf("not all digests came: %v", w.counts())
		}
		<-time.After(200 * time.Millisecond)
	}
	<-time.After(5 * time.Minute / quickness) // for doubles, past every retry
}

func (w *crash) complete() bool {
	for _, s := range w.servers {
		if numbers := storyNumbers(s); len(numbers) < 10 {
			return false
		}
	}
	return true
}

func (w *crash) counts() (counts []int) {
	for _, s := range w.servers {
		counts = append(counts, len(storyNumbers(s)))
	}
	return counts
}

// verify checks that every channel tells the stories 1 to 10, once and in order,
// and returns how many messages there are.
func (w *crash) verify() int {
	w.Helper()
	messages := 0
	for _, s := range w.servers {
		messages += len(s.Channel("news").Messages())
		if got, want := storyNumbers(s), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}; !slices.Equal(got, want) {
			w.Errorf("%s got the stories %v", s.Name, got)
		}
	}
	if messages < 2*crashDigests {
		w.Errorf("%d messages: digests should have two parts each", messages)
	}
	return messages
}

var storyNumber = regexp.MustCompile(`(?m)^\*\*(\d+)\\?\. `)

// storyNumbers are the numbers of the stories in a server's channel, in the order
// in which they stand there.
func storyNumbers(s *discordtest.Server) []int {
	messages := s.Channel("news").Messages()
	slices.SortFunc(messages, func(a, b discordtest.Message) int { return strings.Compare(a.ID, b.ID) })
	var numbers []int
	for _, m := range messages {
		for _, match := range storyNumber.FindAllStringSubmatch(m.String(), -1) {
			n, err := strconv.Atoi(match[1])
			if err == nil {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}
