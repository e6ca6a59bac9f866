package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"

	"magpie/bot"
	"magpie/commands"
	"magpie/news"
	"magpie/slash"
	"magpie/web"
)

// memoryOverTime has the garbage collector run more often than usual: a bot mostly
// waits, and is run where memory is what costs.
const memoryOverTime = 40

// errNoToken tells how to get a token, and what works without one.
var errNoToken = errors.New(`DISCORD_TOKEN is not set. To get one:
  1. open discord.com/developers/applications and make a New Application;
  2. under Bot, press Reset Token and copy it;
  3. start again with DISCORD_TOKEN=…, and follow the invite link that is logged.
To look around first, without an account: magpie try`)

// commit is what this program was built from, if the build says so.
func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}

// serve runs the bot until ctx ends or Discord refuses it for good.
func (p *Program) serve(ctx context.Context, c Config) error {
	if c.Token == "" {
		return errNoToken
	}
	log, topics := p.log(c), p.presets
	if topics == nil {
		var err error
		if topics, err = news.Presets(); err != nil {
			return err
		}
	}
	var discord *bot.Bot // made after the router that asks it
	h, err := p.openHouse(ctx, log, c, c.Data, p.clock(), topics, edgeOf(func() *bot.Bot { return discord }))
	if err != nil {
		return err
	}
	if p.Getenv("GOGC") == "" {
		debug.SetGCPercent(memoryOverTime)
	}
	defer func() {
		if err := h.close(); err != nil {
			log.Error("stopped", "error", err)
		}
	}()
	greeting := h.greeting()
	greet := greeting
	if p.arrived != nil {
		greet = func(ctx context.Context, a commands.Arrival) error {
			defer p.arrived()
			return greeting(ctx, a)
		}
	}
	shard, shards, err := c.shard()
	if err != nil {
		return err
	}
	discord, err = bot.New(log, bot.Options{
		Token: string(c.Token), Memory: h.store, Words: h.words, API: c.API, CDN: p.cdn,
		Shard: shard, Shards: shards, Version: version, Now: h.clock.Now,
		Listen: h.welcoming(h.listener(greet, shard, shards), p.heard),
		Hooks:  h.hooks(shard),
	})
	if err != nil {
		return err
	}
	return p.runBot(ctx, h, c, discord)
}

// edgeOf is Discord as the house asks it, through a bot that is made after the house.
func edgeOf(discord func() *bot.Bot) edge {
	return edge{
		may: func(ctx context.Context, server, channel string) (slash.Permissions, error) {
			return discord().Permissions(ctx, server, channel)
		},
		fetch: func(ctx context.Context, a slash.Attachment, limit int) ([]byte, error) {
			return discord().Fetch(ctx, a, limit)
		},
		edit: func(ctx context.Context, channel, id string, r slash.Reply) error {
			return discord().Edit(ctx, channel, id, r)
		},
		give: func(ctx context.Context, server, person, role string) (bool, error) {
			return discord().GiveRole(ctx, server, person, role)
		},
		outranks: func(ctx context.Context, server string, who slash.Person, role string) (bool, error) {
			return discord().Outranks(ctx, server, who, role)
		},
	}
}

// runBot runs the bot with everything that works beside it; when one ends, all do.
func (p *Program) runBot(ctx context.Context, h *house, c Config, discord *bot.Bot) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	h.metrics.Read(web.Readings{
		Now: h.clock.Now, InvalidRequests: discord.InvalidRequests, Messages: h.store.CountMessages, LastBackup: h.store.LastNightly,
	})
	if c.Web != "off" {
		l, err := net.Listen("tcp", c.Web)
		if err != nil {
			return fmt.Errorf("listen for health checks; MAGPIE_WEB=off switches them off: %w", err)
		}
		beside.Go(func() {
			if err := web.Serve(ctx, h.log, l, web.Ops(h.health(discord.Ready), h.metrics)); err != nil {
				h.log.Error("serve health checks and metrics", "error", err)
			}
		})
	}
	pages, err := h.servePages(ctx, c)
	if err != nil {
		return err
	}
	beside.Go(pages)
	beside.Go(func() { h.work(ctx, discord.Poster(), p.started) })
	return discord.Run(ctx, h.router)
}

// health is what the program depends on.
func (h *house) health(ready func() bool) web.Health {
	return web.Health{Ready: []web.Check{
		{Name: "database", Run: h.store.Ping},
		{Name: "gateway", Run: func(context.Context) error {
			if !ready() {
				return errors.New("not connected to Discord")
			}
			return nil
		}},
	}}
}

// hooks note what the edge does.
func (h *house) hooks(shard int) bot.Hooks {
	return bot.Hooks{
		Request:   h.metrics.DiscordRequest,
		Limited:   h.metrics.RateLimited,
		Connected: func(on bool) { h.metrics.Connected(shard, on) },
		Started:   h.metrics.IdentifyBudget,
	}
}

// listener keeps track of the servers of a shard, and greets new ones.
func (h *house) listener(greet func(context.Context, commands.Arrival) error, shard, shards int) bot.Listener {
	return bot.Listener{
		Servers: func(ctx context.Context, ids []string) {
			if err := h.reconcile(ctx, ids, shard, shards); err != nil {
				h.log.Error("note servers that Magpie is no longer in", "error", err)
			}
		},
		Arrived: func(ctx context.Context, s bot.Server) {
			if err := greet(ctx, commands.Arrival{Server: s.ID, SystemChannel: s.System}); err != nil {
				h.log.Error("greet a server", "server", s.ID, "error", err)
			}
		},
		Left: func(ctx context.Context, id string) {
			if err := h.store.MarkRemoved(ctx, id, h.clock.Now()); err != nil {
				h.log.Error("note that Magpie was removed", "server", id, "error", err)
			}
		},
	}
}

// welcoming hears of people who come and go too, if welcomes are switched on: nothing else
// asks Discord for a privileged intent.
func (h *house) welcoming(l bot.Listener, heard func()) bot.Listener {
	if !h.welcome.Enabled {
		return l
	}
	note := func(server string, err error) {
		if err != nil {
			h.log.Error("note who comes and goes", "server", server, "error", err)
		}
		if heard != nil {
			heard()
		}
	}
	l.Joined = func(ctx context.Context, m bot.Member) {
		note(m.Server, h.welcome.Joined(ctx, m.Server, m.Person, m.Pending))
	}
	l.Changed = func(ctx context.Context, m bot.Member) {
		note(m.Server, h.welcome.Changed(ctx, m.Server, m.Person, m.Pending))
	}
	l.Gone = func(ctx context.Context, server, person string) {
		note(server, h.welcome.Gone(ctx, server, person))
	}
	return l
}

// reconcile notes as removed the servers of a shard that are known but not among
// ids: Magpie was removed from them while it was not running.
func (h *house) reconcile(ctx context.Context, ids []string, shard, shards int) error {
	known, err := h.store.Servers(ctx)
	if err != nil {
		return err
	}
	for _, s := range known {
		id, err := strconv.ParseUint(s.ID, 10, 64)
		if err != nil || int(id>>22%uint64(shards)) != shard || slices.Contains(ids, s.ID) {
			continue
		}
		if err := h.store.MarkRemoved(ctx, s.ID, h.clock.Now()); err != nil {
			return err
		}
		h.log.Info("no longer in a server", slog.String("server", s.ID))
	}
	return nil
}
