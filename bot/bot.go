// Package bot is the Discord edge: it turns what people do in Discord into
// [slash.Event] values, hands them to a [slash.Router], and shows the replies.
//
// Make a [Bot] with [New] and let it work with [Bot.Run]. While it runs, it posts
// in channels ([Bot.Post], [Bot.Edit], [Bot.Poster]) and fetches files that
// people attached ([Bot.Fetch]).
//
// It stands on discordgo and keeps that library's faults to itself. Interactions
// are decoded here, from the raw event, so that a component of an unknown type
// does no harm (decode.go). The library's rate limiter, which forgets nothing and
// heeds no context, is replaced (transport.go). Its reconnecting is too: a
// connection that is silent, asks to be left, or is closed for good is noticed
// below the library, and a session that is stuck is abandoned for a new one
// (gateway.go, link.go).
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync/atomic"

	"magpie/slash"
)

// A Bot is one process's presence in Discord. It implements [slash.Channel].
type Bot struct {
	log     *slog.Logger
	opts    Options
	rest    *rest
	gateway *gateway
	app     atomic.Pointer[application] // set by Run
	names   *names
}

// application is who the token speaks for.
type application struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Bot  struct {
		ID string `json:"id"`
	} `json:"bot"`
}

// New returns a bot that is not yet connected.
func New(log *slog.Logger, o Options) (*Bot, error) {
	o.setDefaults()
	if o.Token == "" {
		return nil, errors.New("bot: no token")
	}
	if o.Shard < 0 || o.Shard >= o.Shards {
		return nil, fmt.Errorf("bot: shard %d of %d does not exist", o.Shard, o.Shards)
	}
	api, err := url.Parse(o.API)
	if err != nil || api.Host == "" || api.Scheme != "https" && api.Scheme != "http" {
		return nil, fmt.Errorf("bot: API address %q is not http or https", o.API)
	}
	b := &Bot{log: log, opts: o, names: &names{}}
	b.rest = newREST(o, api, b.applicationID)
	b.gateway = newGateway(log, o, b.rest)
	return b, nil
}

// applicationID is "" until Run knows it.
func (b *Bot) applicationID() string {
	if app := b.app.Load(); app != nil {
		return app.ID
	}
	return ""
}

// self is the id of the bot's user, "" until Run knows it.
func (b *Bot) self() string {
	if app := b.app.Load(); app != nil {
		return cmp.Or(app.Bot.ID, app.ID)
	}
	return ""
}

// Run serves what people do with router until ctx ends. Then it takes no more,
// finishes what is in flight and closes the connection. It returns an error only
// if Discord refuses the bot for good: see [ErrToken] and [ClosedError].
func (b *Bot) Run(ctx context.Context, router *slash.Router) error {
	app, err := b.introduce(ctx)
	if err != nil {
		return stopped(ctx, err)
	}
	b.app.Store(&app)
	b.log.Info("invite the bot to a server with this link", "link", b.InviteURL())
	if err := b.register(ctx, router.Manifest()); err != nil {
		b.log.Error("register commands; those of the last start stay", "error", err)
	}
	in := newInbox(ctx, b, router)
	err = b.gateway.run(ctx, app.ID, in.receive, in.drain)
	return stopped(ctx, err)
}

// stopped is err, unless it only says that ctx has ended.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// introduce asks who the token speaks for, until Discord answers.
func (b *Bot) introduce(ctx context.Context) (app application, err error) {
	for pause := newBackoff(b.opts.Times.Retry); ; {
		err = b.rest.get(ctx, "/applications/@me", &app)
		var no *refusal
		switch {
		case err == nil:
			return app, nil
		case errors.As(err, &no) && no.Status == 401:
			return app, ErrToken
		}
		b.log.Warn("reach Discord; will try again", "error", err)
		if err := pause.wait(ctx); err != nil {
			return app, err
		}
	}
}

// Ready reports whether the bot is connected and hears what people do.
func (b *Bot) Ready() bool { return b.gateway.ready.Load() }

// InvalidRequests counts the answers 401, 403 and 429 of the last ten minutes.
// Discord bans an address at 10,000.
func (b *Bot) InvalidRequests() int { return b.rest.transport.invalid.count() }

// needed are the least permissions with which everything works.
const needed = slash.ViewChannel | slash.SendMessages | slash.SendMessagesInThreads | slash.AttachFiles | slash.ReadHistory | slash.CreatePublicThreads

// InviteURL is the link that adds the bot to a server, with the least permissions
// that it needs; "" until Run has learnt the application's id.
func (b *Bot) InviteURL() string {
	id := b.applicationID()
	if id == "" {
		return ""
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", id, uint64(needed))
}
