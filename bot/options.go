package bot

import (
	"context"
	"time"

	"magpie/slash"
)

// Words tell which of Discord's locales a language serves; package locales has them.
type Words interface {
	Languages() []string
	Discord(lang string) []string
}

// Memory is what must be remembered between runs; package store has it. Methods
// are about one application.
type Memory interface {
	// SpendIdentify notes a start of a gateway session, unless budget of them were
	// noted in the last 24 hours: then ok is false until next.
	SpendIdentify(ctx context.Context, application string, budget int) (next time.Time, ok bool, err error)
	// Manifest is what SaveManifest noted last, "" if nothing.
	Manifest(ctx context.Context, application string) (string, error)
	// SaveManifest notes which commands are registered.
	SaveManifest(ctx context.Context, application, hash string) error
}

// Options are what a Bot needs.
type Options struct {
	Token  string // without "Bot "
	Memory Memory
	Words  Words

	API string // scheme and host of Discord's API; empty: https://discord.com
	CDN string // scheme and host that attachments are fetched from; empty: as they say

	Shard, Shards int // which servers this process serves; Shards 0 is 1

	Version string // of this program, for the User-Agent
	Now     func() time.Time

	Listen Listener
	Hooks  Hooks
	Times  Times
}

// A Listener hears what happens in servers. Its funcs are called one at a time;
// any may be nil.
type Listener struct {
	// Servers hears, after every fresh start, the ids of all servers that the bot is in.
	Servers func(ctx context.Context, ids []string)
	// Arrived hears of a server that the bot has joined or that came into view again.
	Arrived func(context.Context, Server)
	// Left hears of a server that the bot was removed from, never of an outage.
	Left func(ctx context.Context, id string)
	// Joined hears of people, never bots, who join a server. Setting it asks Discord for
	// the privileged Server Members Intent, which the two below need as well.
	Joined func(context.Context, Member)
	// Changed hears of people in a server whose name, roles or rights changed, and of those
	// who agreed to its rules and so are no longer pending.
	Changed func(context.Context, Member)
	// Gone hears of people who are no longer in a server.
	Gone func(ctx context.Context, server, person string)
}

// A Member is a person in a server.
type Member struct {
	Server  string
	Person  slash.Person
	Pending bool // has still to agree to the server's rules
}

// A Server is what is told of a server that the bot is in.
type Server struct {
	ID, Name string
	Locale   string // that the server prefers
	System   string // channel for notices, "" if none
	Members  int
}

// Hooks observe the edge, for metrics. They must be quick; any may be nil.
type Hooks struct {
	// Request hears of every answer to a request: its route, such as "POST
	// /channels/{id}/messages", and status, 0 if none came.
	Request func(route string, status int, took time.Duration)
	// Limited hears of refusals for haste: "user", "shared", "global" or "cloudflare".
	Limited func(scope string)
	// Connected hears when the gateway connection comes and goes.
	Connected func(bool)
	// Started hears of session starts: how many Discord still allows today.
	Started func(left int)
	// Resumed hears of sessions that went on after an interruption.
	Resumed func()
}

// Times are how long the edge waits. Zero values are good for Discord itself.
type Times struct {
	Silence time.Duration // longest quiet on the gateway; 0: 90 s, twice its heartbeat
	Connect time.Duration // until a connection is ready; 0: 30 s
	Retry   time.Duration // before the first new attempt; 0: 1 s, doubled up to 2 min
	Grace   time.Duration // for interactions in flight when stopping; 0: 3 s
}

func (o *Options) setDefaults() {
	if o.API == "" {
		o.API = "https://discord.com"
	}
	if o.Shards == 0 {
		o.Shards = 1
	}
	if o.Version == "" {
		o.Version = "dev"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	defaultTo(&o.Times.Silence, 90*time.Second)
	defaultTo(&o.Times.Connect, 30*time.Second)
	defaultTo(&o.Times.Retry, time.Second)
	defaultTo(&o.Times.Grace, 3*time.Second)
	o.Hooks.setDefaults()
	o.Listen.setDefaults()
}

func defaultTo(d *time.Duration, otherwise time.Duration) {
	if *d == 0 {
		*d = otherwise
	}
}

func (h *Hooks) setDefaults() {
	if h.Request == nil {
		h.Request = func(string, int, time.Duration) {}
	}
	if h.Limited == nil {
		h.Limited = func(string) {}
	}
	if h.Connected == nil {
		h.Connected = func(bool) {}
	}
	if h.Started == nil {
		h.Started = func(int) {}
	}
	if h.Resumed == nil {
		h.Resumed = func() {}
	}
}

func (l *Listener) setDefaults() {
	if l.Servers == nil {
		l.Servers = func(context.Context, []string) {}
	}
	if l.Arrived == nil {
		l.Arrived = func(context.Context, Server) {}
	}
	if l.Left == nil {
		l.Left = func(context.Context, string) {}
	}
	if l.Changed == nil {
		l.Changed = func(context.Context, Member) {}
	}
	if l.Gone == nil {
		l.Gone = func(context.Context, string, string) {}
	}
}
