package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/cli"
	"magpie/community"
	"magpie/discordtest"
	"magpie/guide"
	"magpie/news"
	"magpie/store"
)

var soak = flag.Bool("soak", false, "kill the program many more times, and let ten times as many digests be due")

// What benchmarks of whole programs have around them.
const (
	benchServers = 1000
	benchFeeds   = 500
	benchItems   = 20 // of each feed
)

// A fleet is a Discord with many servers, and a person in each.
type fleet struct {
	testing.TB
	discord *discordtest.Discord
	servers []*discordtest.Server
	people  []*discordtest.Person
	logs    syncBuffer
	asked   int
}

func newFleet(b testing.TB) *fleet {
	f := &fleet{TB: b, discord: discordtest.New(b, discordtest.Config{BotName: "Magpie", Patience: time.Minute})}
	for i := range benchServers {
		s := f.discord.Server(fmt.Sprint("Nest ", i), discordtest.ServerOptions{})
		for n := range 30 {
			s.AddChannel(fmt.Sprint("channel-", n), discordtest.TextChannel)
		}
		for n := range 20 {
			s.Role(fmt.Sprint("role-", n), 0)
		}
		f.servers = append(f.servers, s)
		f.people = append(f.people, s.Person(fmt.Sprint("ana-", i), "en-US"))
	}
	return f
}

// run starts a program, to be killed when the benchmark ends, and waits until it is
// connected.
func (f *fleet) run(path string, args ...string) *exec.Cmd {
	f.Helper()
	cmd := exec.Command(path, args...)
	cmd.Stderr = &f.logs
	cmd.Env = append(os.Environ(), "DISCORD_TOKEN="+f.discord.Token(), "MAGPIE_DISCORD_API="+f.discord.URL(), "MAGPIE_WEB=127.0.0.1:0", "MAGPIE_DICTIONARY=off")
	if err := cmd.Start(); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		cmd.Process.Kill() // may have ended
		cmd.Wait()
		if f.Failed() {
			f.Logf("%s said:\n%s", path, f.logs.String())
		}
	})
	f.discord.AwaitReady()
	return cmd
}

// stop ends a program as an operator does.
func (f *fleet) stop(cmd *exec.Cmd) {
	f.Helper()
	if err := errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait()); err != nil {
		f.Fatal(err)
	}
	f.discord.Until("the program to leave", func() bool { return f.discord.Connected() == 0 })
}

// ask lets the next person type a command and waits for the answer.
func (f *fleet) ask(line string) {
	f.Helper()
	i := f.asked % len(f.people)
	f.people[i].Type(f.servers[i].Channel("general"), line)
	f.asked++
}

// waits are how long people's last n commands were on their way, sorted: from the
// event on the gateway to the request that answers it, without what Discord itself
// does before and after.
func (f *fleet) waits(n int) []time.Duration {
	var waits []time.Duration
	var sent time.Time
	for _, e := range f.discord.Record() {
		switch {
		case e.Kind == discordtest.Sent && e.Event == "INTERACTION_CREATE":
			sent = e.Time
		case e.Kind == discordtest.Request && strings.HasSuffix(e.Path, "/callback"):
			waits = append(waits, e.Time.Sub(sent))
		}
	}
	waits = waits[len(waits)-n:]
	slices.Sort(waits)
	return waits
}

// ready is when Discord last said READY.
func (f *fleet) ready() time.Time {
	for _, e := range slices.Backward(f.discord.Record()) {
		if e.Kind == discordtest.Sent && e.Event == "READY" {
			return e.Time
		}
	}
	return time.Time{}
}

// remember fills a data folder with what Magpie knows when it serves the fleet: a
// feed that each server follows, and some digests of it, due at a minute.
func (f *fleet) remember(data string, digests int, due time.Time) {
	f.Helper()
	ctx := f.Context()
	db, err := store.Open(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)), "sqlite:"+filepath.Join(data, "magpie.db"), store.Options{BackupDir: data})
	if err != nil {
		f.Fatal(err)
	}
	defer db.Close()
	must := func(_ bool, err error) {
		if err != nil {
			f.Fatal(err)
		}
	}
	now := time.Now().UTC()
	for i, s := range f.servers {
		feed := benchFeed(i%benchFeeds, now)
		must(db.Follow(ctx, s.ID, feed, community.Change{Server: s.ID, At: now, Key: "change.feed.followed"}))
		must(db.Greet(ctx, s.ID))
		for n := range digests {
			must(db.CreateDigest(ctx, news.Digest{
				ID: fmt.Sprint("digest-", n, "-", s.ID), Server: s.ID, Name: fmt.Sprint("News ", n), Channel: s.Channel(fmt.Sprint("channel-", n)).ID,
				Schedule: "every day " + due.Format("15:04"), Zone: "UTC",
				Topics: []string{"rednote"}, Languages: []string{"en"}, Length: 10, ChangedAt: now, NextRun: due,
			}, community.Change{Server: s.ID, At: now, Key: "change.digest.created"}))
		}
		if i < benchFeeds {
			must(true, db.SaveFeed(ctx, feed, benchItemsOf(feed, now)))
		}
	}
}

// benchFeed is a feed that is not fetched while a benchmark runs.
func benchFeed(i int, now time.Time) news.Feed {
	f := news.Feed{URL: fmt.Sprintf("https://post-%d.example/feed.xml", i), Title: "The Post", Lang: "en"}
	f.LastGood, f.NextFetch = now, now.Add(24*time.Hour)
	return f
}

func benchItemsOf(f news.Feed, now time.Time) []news.Item {
	var items []news.Item
	for i := range benchItems {
		items = append(items, news.Item{
			ID: fmt.Sprint("item-", i), Feed: f.URL, Link: fmt.Sprint(f.URL, "#", i), Title: fmt.Sprintf("RedNote and other words %d", i),
			Summary: strings.Repeat("What was said about it. ", 10), Publisher: f.Title, Lang: f.Lang, Published: now, Seen: now,
		})
	}
	return items
}

// program builds a package of this module, without what tests add.
func program(b testing.TB, pkg string) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "program")
	if out, err := exec.Command("go", "build", "-o", path, pkg).CombinedOutput(); err != nil {
		b.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return path
}

// stock gives a data folder the dictionary and the characters that make setup builds.
func stock(b *testing.B, data string) {
	b.Helper()
	for _, name := range []string{cli.DictionaryFile, cli.CharactersFile} {
		file, err := os.ReadFile(filepath.Join("build/data", name))
		if err != nil {
			b.Fatalf("%v; make setup builds it", err)
		}
		if err := os.WriteFile(filepath.Join(data, name), file, 0o600); err != nil {
			b.Fatal(err)
		}
		if out, err := exec.Command("sync", filepath.Join(data, name)).CombinedOutput(); err != nil { // as Build leaves it
			b.Fatalf("sync: %v\n%s", err, out)
		}
	}
}

// tomorrow is when digests are due that must not disturb.
func tomorrow() time.Time { return time.Now().UTC().Truncate(time.Minute).Add(23 * time.Hour) }

// A race is Magpie with all its books beside the "pong" of a bot that does nothing else.
type race struct{ magpie, bare *fleet }

func newRace(b *testing.B) race {
	b.Helper()
	r, data := race{newFleet(b), newFleet(b)}, b.TempDir()
	stock(b, data)
	r.magpie.remember(data, 1, tomorrow())
	r.magpie.run(program(b, "."), "--data", data)
	r.bare.run(program(b, "./testdata/pong"), r.bare.discord.URL(), r.bare.discord.Token())
	r.bare.discord.Until("the bare bot's command", func() bool { return len(r.bare.discord.Commands()) > 0 })
	return r
}

// report compares how long people waited for the last n answers of each.
func (r race) report(b *testing.B, n int) {
	ours, theirs := r.magpie.waits(n), r.bare.waits(n)
	for _, p := range []int{50, 99} {
		us, them := ours[n*p/100], theirs[n*p/100]
		b.ReportMetric(us.Seconds()*1000, fmt.Sprintf("p%d-ms", p))
		b.ReportMetric(them.Seconds()*1000, fmt.Sprintf("bare-p%d-ms", p))
		b.ReportMetric(us.Seconds()/them.Seconds(), fmt.Sprintf("p%d-ratio", p))
	}
}

// BenchmarkAck compares how long people wait for Magpie's answer from all its books
// and for the bare bot's, in turns.
func BenchmarkAck(b *testing.B) {
	const warm, measured = 200, 2000
	r := newRace(b)
	for b.Loop() {
		for range warm + measured {
			r.magpie.ask("/define word:谢谢")
			r.bare.ask("/ping")
		}
		r.report(b, measured)
	}
}

// BenchmarkGuideNext compares how long people wait for the next step of a guide, which
// remembers that they read the one before, and for the bare bot's answer, in turns. Each
// person opens a guide and presses Next until it is finished.
func BenchmarkGuideNext(b *testing.B) {
	const people = 300
	r := newRace(b)
	for b.Loop() {
		pressed := 0
		for range people {
			i := r.magpie.asked % len(r.magpie.people)
			r.magpie.ask("/guide name:leaving-tiktok")
			for range 7 {
				r.magpie.people[i].Press("Done, next")
				r.bare.ask("/ping")
				pressed++
			}
		}
		r.report(b, pressed)
	}
}

// BenchmarkStart measures the time from starting Magpie, which knows all servers, to
// READY on the gateway: the median of seven starts.
func BenchmarkStart(b *testing.B) {
	f, data, path := newFleet(b), b.TempDir(), program(b, ".")
	stock(b, data)
	f.remember(data, 1, tomorrow())
	for b.Loop() {
		var took []time.Duration
		for range 7 {
			began := time.Now()
			cmd := f.run(path, "--data", data)
			took = append(took, f.ready().Sub(began))
			f.stop(cmd)
		}
		slices.Sort(took)
		b.ReportMetric(took[3].Seconds()*1000, "ms/start")
	}
}

// BenchmarkMemory measures how much of the machine's memory Magpie takes, with its
// dictionary, when it has settled and then answered a person in every server, and again
// when each has typed one of many commands.
func BenchmarkMemory(b *testing.B) {
	f, data, path := newFleet(b), b.TempDir(), program(b, ".")
	stock(b, data)
	f.remember(data, 1, tomorrow())
	for b.Loop() {
		fromDisk(b, path)
		cmd := f.run(path, "--data", data)
		time.Sleep(3 * afterStart)
		words := strings.Fields("谢谢 猫 water 小红书 行 nihao 打卡 beautiful 重庆 薅羊毛")
		for i := range f.servers {
			f.ask("/define word:" + words[i%len(words)])
		}
		b.ReportMetric(resident(b, cmd, "VmRSS"), "MB")
		b.ReportMetric(resident(b, cmd, "RssAnon"), "own-MB") // the rest is pages of files, which the system can drop
		lines := []string{"/guide name:rednote", "/phrase say:hello", "/compare", "/tiktok", "/help", "/about", "/news", "/start", "/name", "/cards", "/privacy show", "/handles find handle:ana", "/partner find"}
		for i := range f.servers {
			f.ask(lines[i%len(lines)])
		}
		b.ReportMetric(resident(b, cmd, "VmRSS"), "mixed-MB")
		f.stop(cmd)
	}
}

// fromDisk has a program read from the disk, as on a machine that was started since it was
// installed. What the linker has just written, the system keeps in pieces of up to 2 MiB, and
// counts a piece as memory of whoever uses a word of it.
func fromDisk(b testing.TB, path string) {
	b.Helper()
	if out, err := exec.Command("sh", "-c", `sync "$0" && dd if="$0" iflag=nocache count=0 status=none`, path).CombinedOutput(); err != nil {
		b.Fatalf("drop %s from the cache: %v\n%s", path, err, out)
	}
}

// resident is a figure in MB of the memory of a process, as Linux counts it.
func resident(b testing.TB, cmd *exec.Cmd, figure string) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
	if err != nil {
		b.Skipf("memory is measured on Linux: %v", err)
	}
	_, line, _ := strings.Cut(string(text), figure+":")
	var kib float64
	if _, err := fmt.Sscan(line, &kib); err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}

// BenchmarkSearch completes what somebody types of a guide's name.
func BenchmarkSearch(b *testing.B) {
	guides, err := guide.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for _, typed := range []string{"re", "小红", "make a profile"} {
		b.Run(strings.ReplaceAll(typed, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				guides.Search("en", typed)
			}
		})
	}
}
