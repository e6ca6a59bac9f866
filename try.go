package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"magpie/clock"
	"magpie/commands"
	"magpie/news"
	"magpie/news/sample"
	"magpie/slash"
	"magpie/web"
)

// try serves the try-it page until ctx ends. Its data is a folder of its own, its
// news are sample feeds that stand beside the page, and its clock can be moved on.
func (p *Program) try(ctx context.Context, c Config, addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen for the page; choose another place with --addr: %w", err)
	}
	defer l.Close()
	log := p.log(c)
	books := c.Data // the bot's, if there are any
	c.Data = filepath.Join(c.Data, "try")
	c.Database = "sqlite:" + filepath.Join(c.Data, "magpie.db")
	here := address(l)
	c.Allow = append(c.Allow, here)
	c.Pages = "http://" + here + pagesPath
	topics, err := sampleTopics("http://" + here + "/sample")
	if err != nil {
		return err
	}
	clk := clock.NewShifted()
	var page *web.Try // made after the router that asks it
	h, err := p.openHouse(ctx, log, c, books, clk, topics, edge{
		may: web.Permissions,
		fetch: func(ctx context.Context, a slash.Attachment, limit int) ([]byte, error) {
			return page.Fetch(ctx, a, limit)
		},
		edit: func(ctx context.Context, channel, id string, r slash.Reply) error {
			return page.Channel().Edit(ctx, channel, id, r)
		},
		give: func(_ context.Context, _, person, role string) (bool, error) {
			return page.GiveRole(person, role), nil
		},
		outranks: func(_ context.Context, _ string, who slash.Person, _ string) (bool, error) {
			return who.May.Has(slash.ManageRoles), nil // who leads the demo server stands above all of its roles
		},
	})
	if err != nil {
		return err
	}
	token := ""
	if ip, ok := l.Addr().(*net.TCPAddr); ok && !ip.IP.IsLoopback() {
		token = rand.Text()
	}
	page = web.NewTry(h.log, web.Options{
		Router: h.router, Words: h.words, Clock: clk, Language: h.language, Token: token,
		Zone: h.demoZone, Next: h.nextRun, Skip: h.skip(clk),
	})
	fmt.Fprintf(p.Stdout, "Try Magpie at http://%s/%s\nStop with Ctrl+C.\n", l.Addr(), query(token))
	site, err := h.newSite(c)
	if err != nil {
		return errors.Join(err, h.close())
	}
	return errors.Join(p.runTry(ctx, h, page, site, clk, l), h.close())
}

// pagesPath is where the public pages stand beside the try-it page.
const pagesPath = "/pages"

// runTry serves a page, the public pages and the sample feeds on l, with everything that
// works beside them; when one ends, all do.
func (p *Program) runTry(ctx context.Context, h *house, page *web.Try, site *web.Site, clk *clock.Shifted, l net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	defer page.Close()
	beside.Go(func() { h.work(ctx, page, p.started) })
	if err := h.greeting()(ctx, commands.Arrival{Server: web.Server, SystemChannel: web.WelcomeChannel}); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/sample/", http.StripPrefix("/sample", sample.Handler(clk.Now)))
	mux.Handle(pagesPath+"/", site)
	mux.Handle("/", page.Handler())
	return web.Serve(ctx, h.log, l, mux)
}

// address is where this machine reaches a listener. It is the same the next time,
// so that feeds which were followed once are found again.
func address(l net.Listener) string {
	host, port, err := net.SplitHostPort(l.Addr().String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return l.Addr().String()
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

// skip moves a clock on to the next digest, and past the minute over which what is
// due is spread: nobody who tries wants to wait for that.
func (h *house) skip(clk *clock.Shifted) func(context.Context) (time.Time, error) {
	return func(ctx context.Context) (time.Time, error) {
		next, err := h.nextRun(ctx)
		if err != nil || next.IsZero() {
			return next, err
		}
		if _, err := h.desk.Refresh(ctx, h.store, news.Working); err != nil { // so that there is something to tell
			return next, err
		}
		clk.SkipTo(next)
		clk.SkipTo(next.Add(time.Minute))
		return next, nil
	}
}
