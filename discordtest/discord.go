package discordtest

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Config says how a [Discord] behaves. The zero value is a well-behaved one with
// the real clock and without rate limits.
type Config struct {
	Now            func() time.Time // drives ids, timestamps and expiries; time.Now if nil
	Token          string           // the bot's token; made up if empty
	BotName        string           // the bot's user name; "testbot" if empty
	Patience       time.Duration    // how long, in real time, people and waits wait for the bot; 10 s if zero
	NonceWindow    time.Duration    // how long a nonce is remembered; 3 min if zero
	Heartbeat      time.Duration    // the gateway's heartbeat interval; 41.25 s if zero
	Privileged     Intents          // the privileged intents that the application may ask for
	Shards         int              // recommended by GET /gateway/bot; 1 if zero
	MaxConcurrency int              // IDENTIFYs allowed per 5 s with RateLimits.Identify; 1 if zero
	ResumeURL      string           // resume_gateway_url in READY; the gateway's own address if empty
	RateLimits     RateLimits       // which of Discord's own limits are enforced
	InvalidLimit   int              // answers 401, 403 and 429 in 10 min that fail the test; 10,000 if zero
	LaxMentions    bool             // let messages without allowed_mentions pass
	LaxKeys        bool             // let unknown keys in bodies pass, as Discord does
	Unrecorded     bool             // keep no record, for long benchmarks
	Schemas        *Schemas         // also check every body against these; see [LoadSchemas]
}

// Discord is a running fake. Its methods are safe for concurrent use.
type Discord struct {
	t      Reporter
	config Config
	url    string
	bot    *user

	http  *http.Server
	tasks sync.WaitGroup // connections of the gateway and the server itself
	done  chan struct{}  // closed by Close

	mu           sync.Mutex    // guards all below and every exported type of the world
	changed      chan struct{} // closed and replaced whenever something happens
	closed       bool
	lastID       uint64
	users        map[string]*user
	servers      []*Server
	channels     map[string]*Channel
	commands     []*command
	creates      []creation
	interactions map[string]*interaction // by token
	webhooks     map[string]*webhook
	uploads      map[string]*File // what people attached to commands and forms
	nonces       map[nonceKey]nonceUse
	rest         restState
	gateway      gatewayState
	expectations []*expectation
	record       []Entry
}

// New starts a Discord on a free port of the loopback interface. It is closed,
// and unmet expectations are reported, when the test ends.
func New(t Reporter, config Config) *Discord {
	t.Helper()
	d := &Discord{
		t:            t,
		config:       config.withDefaults(),
		done:         make(chan struct{}),
		changed:      make(chan struct{}),
		users:        map[string]*user{},
		channels:     map[string]*Channel{},
		interactions: map[string]*interaction{},
		webhooks:     map[string]*webhook{},
		uploads:      map[string]*File{},
		nonces:       map[nonceKey]nonceUse{},
	}
	d.bot = d.newUser(d.config.BotName, "en-US")
	d.bot.isBot = true
	if d.config.Token == "" {
		id := base64.RawURLEncoding.EncodeToString([]byte(d.bot.id))
		d.config.Token = id + ".testing.not-a-secret"
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("discordtest: listen: %v", err)
	}
	d.url = "http://" + listener.Addr().String()
	d.rest.init(d)
	d.gateway.init()
	d.http = &http.Server{Handler: http.HandlerFunc(d.serve), ReadHeaderTimeout: time.Minute}
	d.tasks.Go(func() { _ = d.http.Serve(listener) }) // returns when Close closes it
	t.Cleanup(d.Close)
	return d
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	c.BotName = orDefault(c.BotName, "testbot")
	c.Patience = orDefault(c.Patience, 10*time.Second)
	c.NonceWindow = orDefault(c.NonceWindow, 3*time.Minute)
	c.Heartbeat = orDefault(c.Heartbeat, 41250*time.Millisecond)
	c.Shards = orDefault(c.Shards, 1)
	c.MaxConcurrency = orDefault(c.MaxConcurrency, 1)
	c.InvalidLimit = orDefault(c.InvalidLimit, maxInvalidRequests)
	return c
}

func orDefault[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// URL is where the API is, such as http://127.0.0.1:40001. A client's requests to
// https://discord.com/api/… and to the CDN are to be sent to this host instead.
func (d *Discord) URL() string { return d.url }

// Token is the bot's token, without "Bot ".
func (d *Discord) Token() string { return d.config.Token }

// ApplicationID is the application's id, which is also the bot user's.
func (d *Discord) ApplicationID() string { return d.bot.id }

// Now is the time by this Discord's clock.
func (d *Discord) Now() time.Time { return d.config.Now() }

// Close ends all connections, waits for them and reports expectations that were
// not met. [New] arranges that it is called when the test ends.
func (d *Discord) Close() {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return
	}
	d.closed = true
	close(d.done)
	links := slices.Collect(maps.Keys(d.gateway.links))
	unmet := d.unmet()
	d.mu.Unlock()

	for _, l := range links {
		l.ws.NetConn().Close()
	}
	_ = d.http.Close()
	d.tasks.Wait()
	for _, e := range unmet {
		d.t.Errorf("discordtest: expected %s, but it did not happen", e)
	}
}

// locked does something with d.mu held, and wakes everyone who waits.
func (d *Discord) locked(do func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	do()
	d.bump()
}

// bump wakes everyone who waits for something to happen. Call it with d.mu held.
func (d *Discord) bump() {
	close(d.changed)
	d.changed = make(chan struct{})
}

// Until waits until condition holds, looking again whenever something happens.
// After Config.Patience it ends the test. The condition may call any method.
func (d *Discord) Until(what string, condition func() bool) {
	d.t.Helper()
	if !d.until(condition) {
		d.t.Fatalf("discordtest: waited %v in vain for %s", d.config.Patience, what)
	}
}

func (d *Discord) until(condition func() bool) bool {
	limit := time.NewTimer(d.config.Patience)
	defer limit.Stop()
	for {
		d.mu.Lock()
		changed := d.changed
		d.mu.Unlock()
		if condition() {
			return true
		}
		select {
		case <-changed:
		case <-limit.C:
			return condition()
		case <-d.done:
			return false
		}
	}
}

// epoch is the first second of 2015, from which snowflakes count milliseconds.
var epoch = time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)

// newID makes the next snowflake: ever growing, and holding the time of the clock.
func (d *Discord) newID() string {
	id := uint64(max(0, d.config.Now().Sub(epoch).Milliseconds())) << 22
	d.lastID = max(d.lastID+1, id)
	return strconv.FormatUint(d.lastID, 10)
}

// Timestamp is the time that a snowflake holds.
func Timestamp(id string) (time.Time, error) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read snowflake %q: %w", id, err)
	}
	return epoch.Add(time.Duration(n>>22) * time.Millisecond), nil
}
