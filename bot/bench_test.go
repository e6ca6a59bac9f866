package bot

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"magpie/discordtest"
	"magpie/slash"
)

// BenchmarkAck measures how long a person waits for an answer over the loopback
// interface: beside each other, a bare bot on discordgo and this one.
func BenchmarkAck(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		d := discordtest.New(b, discordtest.Config{Unrecorded: true})
		ack(b, d, d.Server("Nest", discordtest.ServerOptions{}), func() { barePong(b, d) })
	})
	b.Run("magpie", func(b *testing.B) {
		d := discordtest.New(b, discordtest.Config{Unrecorded: true})
		ack(b, d, d.Server("Nest", discordtest.ServerOptions{}), func() { start(b, d, nil, pong()) })
	})
}

func ack(b *testing.B, d *discordtest.Discord, server *discordtest.Server, run func()) {
	ana := server.Person("ana", "en-US")
	general := server.Channel("general")
	run()
	d.AwaitReady()
	for range 100 { // connections and buffers are there
		ana.Type(general, "/ping")
	}
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		ana.Type(general, "/ping")
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// barePong is the least that answers on discordgo.
func barePong(b *testing.B, d *discordtest.Discord) {
	host, err := url.Parse(d.URL())
	if err != nil {
		b.Fatal(err)
	}
	s, err := discordgo.New("Bot " + d.Token())
	if err != nil {
		b.Fatal(err)
	}
	s.Client = &http.Client{Transport: toHost{host}}
	s.Identify.Intents = discordgo.IntentsGuilds
	s.LogLevel = -1
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{
				Content: "pong", Flags: discordgo.MessageFlagsEphemeral,
				AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
			},
		})
		if err != nil {
			b.Error(err)
		}
	})
	if err := s.Open(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		s.ShouldReconnectOnError = false
		s.Close()
	})
	if _, err := s.ApplicationCommandCreate(d.ApplicationID(), "", &discordgo.ApplicationCommand{Name: "ping", Description: "ping"}); err != nil {
		b.Fatal(err)
	}
}

type toHost struct{ host *url.URL }

func (h toHost) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = h.host.Scheme, h.host.Host, h.host.Host
	return http.DefaultTransport.RoundTrip(r)
}

// BenchmarkServers measures the memory of a process of its own that is in a
// thousand servers, once it has heard of all of them and answered a command.
func BenchmarkServers(b *testing.B) {
	const servers = 1000
	d := discordtest.New(b, discordtest.Config{Unrecorded: true, Patience: time.Minute})
	var first *discordtest.Server
	for i := range servers {
		s := d.Server(fmt.Sprint("Server ", i), discordtest.ServerOptions{})
		for c := range 20 {
			s.AddChannel(fmt.Sprint("channel-", c), discordtest.TextChannel)
			s.Role(fmt.Sprint("role-", c), 0)
		}
		if first == nil {
			first = s
		}
	}
	ana := first.Person("ana", "en-US")
	for b.Loop() {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childVariable+"="+d.URL()+" "+d.Token())
		child.Stderr = os.Stderr
		in, err := child.StdinPipe()
		if err != nil {
			b.Fatal(err)
		}
		out, err := child.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := child.Start(); err != nil {
			b.Fatal(err)
		}
		d.AwaitReady()
		ana.Type(first.Channel("general"), "/ping")
		fmt.Fprintln(in, servers)
		var heap, rss float64
		if _, err := fmt.Fscan(bufio.NewReader(out), &heap, &rss); err != nil {
			b.Fatal(err)
		}
		in.Close()
		if err := child.Wait(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(heap/(1<<20), "heap-MB")
		b.ReportMetric(rss/(1<<20), "rss-MB")
	}
}

// childVariable holds the address and the token for a bot that the test binary
// runs instead of tests.
const childVariable = "BOT_TEST_CHILD"

func TestMain(m *testing.M) {
	if address, token, ok := strings.Cut(os.Getenv(childVariable), " "); ok {
		if err := runChild(address, token); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// runChild runs a bot until standard input ends. When it has heard of as many
// servers as the first line there says, it writes how much memory it uses.
func runChild(address, token string) error {
	heard := make(chan string, 10_000)
	o := Options{API: address, Token: token, Memory: &memory{}, Words: words{}, Listen: Listener{
		Arrived: func(_ context.Context, s Server) { heard <- s.ID },
	}}
	b, err := New(quietLog(), o)
	if err != nil {
		return err
	}
	router, err := slash.NewRouter(quietLog(), slash.Options{Words: words{}}, pong())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx, router) }()
	var servers int
	if _, err := fmt.Scanln(&servers); err != nil {
		return err
	}
	for range servers {
		<-heard
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.HeapAlloc, residentBytes())
	fmt.Scanln(&servers) // the end of input
	cancel()
	return <-ended
}

// residentBytes is the memory of this process as Linux counts it, 0 elsewhere.
func residentBytes() int {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int
	fmt.Sscan(string(data), &size, &resident)
	return resident * os.Getpagesize()
}
