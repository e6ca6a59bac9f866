package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"magpie/clock"
	"magpie/commands"
	"magpie/news"
	"magpie/news/sample"
	"magpie/web"
)

// try serves the try-it page until ctx ends. Its data is a folder of its own, its
// news are sample feeds served by itself, and its clock can be moved on.
func (p *Program) try(ctx context.Context, c Config, addr string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	log := p.log(c)
	clk := clock.NewShifted()
	c.Data = filepath.Join(c.Data, "try")
	c.Database = "sqlite:" + filepath.Join(c.Data, "magpie.db")
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	feeds, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for sample feeds: %w", err)
	}
	beside.Go(func() { web.Serve(ctx, log, feeds, http.StripPrefix("/sample", sample.Handler(clk.Now))) })
	c.Allow = append(c.Allow, feeds.Addr().String())
	topics, err := sampleTopics("http://" + feeds.Addr().String() + "/sample")
	if err != nil {
		return err
	}
	h, err := p.openHouse(ctx, log, c, clk, topics, web.Permissions)
	if err != nil {
		return err
	}
	defer h.store.Close()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen for the page; choose another place with --addr: %w", err)
	}
	token := ""
	if ip, ok := l.Addr().(*net.TCPAddr); ok && !ip.IP.IsLoopback() {
		token = rand.Text()
	}
	page := web.NewTry(log, web.Options{
		Router: h.router, Words: h.words, Clock: clk, Language: h.language, Token: token,
		Zone: h.demoZone, Next: h.nextRun,
		Skip: func(ctx context.Context) (time.Time, error) {
			next, err := h.nextRun(ctx)
			if err == nil && !next.IsZero() {
				clk.SkipTo(next)
				// What is due is spread over its minute; nobody who tries wants to wait for that.
				clk.SkipTo(next.Add(time.Minute))
			}
			return next, err
		},
	})
	defer page.Close()
	beside.Go(func() { h.work(ctx, page, p.started) })
	if err := h.greeting(web.Permissions)(ctx, commands.Arrival{Server: web.Server, SystemChannel: web.WelcomeChannel}); err != nil {
		return err
	}
	fmt.Fprintf(p.Stdout, "Try Magpie at http://%s/%s\nStop with Ctrl+C.\n", l.Addr(), query(token))
	return web.Serve(ctx, log, l, page.Handler())
}

func query(token string) string {
	if token == "" {
		return ""
	}
	return "?token=" + token
}

// sampleTopics are the topics that come with Magpie, with sample feeds for sources.
func sampleTopics(base string) ([]news.Topic, error) {
	topics, err := news.Presets()
	for i := range topics {
		topics[i].Feeds = sample.Feeds(base)
	}
	return topics, err
}

// demoZone is the demo server's zone.
func (h *house) demoZone(ctx context.Context) *time.Location {
	s, _, err := h.store.Server(ctx, web.Server)
	if err != nil {
		h.log.Error("look up the demo server", "error", err)
	}
	return s.Location()
}

// nextRun is when the next digest is due, zero if none is planned.
func (h *house) nextRun(ctx context.Context) (time.Time, error) {
	at, ok, err := h.store.NextRun(ctx)
	if err != nil || !ok {
		return time.Time{}, err
	}
	return at, nil
}
