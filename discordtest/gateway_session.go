package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A session is what a bot can resume.
type session struct {
	id       string
	identity string
	link     *link // nil while nobody is connected
	lost     time.Time
	intents  Intents
	shard    int
	shards   int
	large    int
	seq      int
	log      []frame
}

type frame struct {
	seq   int
	event string
	body  []byte
}

// resumableFor is how long a session without a connection is kept.
const resumableFor = 10 * time.Minute

// identify starts a new session.
func (l *link) identify(data json.RawMessage) {
	var hello struct {
		Token      string          `json:"token"`
		Properties json.RawMessage `json:"properties"`
		Compress   bool            `json:"compress"`
		Large      int             `json:"large_threshold"`
		Shard      *[2]int         `json:"shard"`
		Intents    *Intents        `json:"intents"`
		Presence   json.RawMessage `json:"presence"`
	}
	if err := json.Unmarshal(data, &hello); err != nil || hello.Properties == nil {
		l.refuse(4002, fmt.Sprintf("IDENTIFY cannot be decoded: %v", err))
		return
	}
	g := &l.d.gateway
	g.identifies++
	g.starts = append(within(g.starts, l.d.config.Now(), 24*time.Hour), l.d.config.Now())
	shard := orDefault(hello.Shard, &[2]int{0, 1})
	l.identity = fmt.Sprint(hello.Token, *orDefault(hello.Intents, new(Intents)), *shard)
	l.blameIfFatal()
	if code, why := l.refusesIdentify(hello.Token, hello.Intents, *shard); code != 0 {
		l.refuse(code, why)
		return
	}
	l.compress = hello.Compress
	if l.troubled(BeforeReady) {
		return
	}
	if !l.d.identifyInTurn(shard[0]) {
		l.push(opInvalidSession, "", nil, false)
		return
	}
	l.start(&session{
		id: "session-" + l.d.newID(), identity: l.identity, link: l, intents: *hello.Intents, shard: shard[0], shards: shard[1], large: orDefault(hello.Large, 50),
	})
}

// blameIfFatal fails the test if the bot has come back after a close code that
// tells it to stay away.
func (l *link) blameIfFatal() {
	if code := l.d.gateway.fatal[l.identity]; code != 0 {
		l.d.blame("the bot came back to the gateway after close code %d, which is fatal", code)
	}
}

func (l *link) refusesIdentify(token string, intents *Intents, shard [2]int) (int, string) {
	switch {
	case l.session != nil:
		return 4005, "a second IDENTIFY"
	case !l.d.isToken(token):
		return 4004, "the token is wrong"
	case len(l.d.gateway.starts) > identifiesPerDay:
		return 4004, "more than 1000 IDENTIFYs a day: Discord has reset the token"
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		return 4010, fmt.Sprintf("shard %v does not exist", shard)
	case intents == nil || *intents&^knownIntents != 0:
		return 4013, "the intents are missing or unknown"
	case *intents&privilegedIntents&^l.d.config.Privileged != 0:
		return 4014, "privileged intents that are not switched on"
	case l.d.guildsOn(shard[0], shard[1]) > guildsPerShard:
		return 4011, fmt.Sprintf("more than %d servers on a shard", guildsPerShard)
	}
	return 0, ""
}

// isToken compares a token; the gateway also takes it with "Bot " before it.
func (d *Discord) isToken(s string) bool {
	return strings.TrimPrefix(s, "Bot ") == d.config.Token
}

func (d *Discord) identifiesToday() int {
	return len(within(d.gateway.starts, d.config.Now(), 24*time.Hour))
}

// identifyInTurn enforces max_concurrency.
func (d *Discord) identifyInTurn(shard int) bool {
	if !d.config.RateLimits.Identify {
		return true
	}
	key, now := shard%d.config.MaxConcurrency, d.config.Now()
	last, ok := d.gateway.startsByKey[key]
	if ok && now.Sub(last) < identifyEvery {
		return false
	}
	d.gateway.startsByKey[key] = now
	return true
}

func (d *Discord) guildsOn(shard, shards int) int {
	n := 0
	for _, s := range d.servers {
		if s.bot && s.shardOf(shards) == shard {
			n++
		}
	}
	return n
}

// shardOf is the shard that a server's events go to.
func (s *Server) shardOf(shards int) int {
	id, _ := strconv.ParseUint(s.ID, 10, 64)
	return int(id>>22) % shards
}

// start says READY and names the servers.
func (l *link) start(s *session) {
	d := l.d
	for id, old := range d.gateway.sessions {
		if old.link == nil && d.config.Now().Sub(old.lost) > resumableFor {
			delete(d.gateway.sessions, id)
		}
	}
	l.session = s
	d.gateway.sessions[s.id] = s
	var mine []*Server
	guilds := []object{}
	for _, server := range d.servers {
		if server.bot && server.shardOf(s.shards) == s.shard {
			mine = append(mine, server)
			guilds = append(guilds, object{"id": server.ID, "unavailable": true})
		}
	}
	s.send(d, "READY", object{
		"v": 10, "user": d.bot.payload(), "guilds": guilds, "session_id": s.id, "session_type": "normal",
		"resume_gateway_url": orDefault(d.config.ResumeURL, d.gatewayURL()), "shard": []int{s.shard, s.shards}, "private_channels": []any{},
		"application": object{"id": d.bot.id, "flags": d.applicationFlags()}, "user_settings": object{}, "relationships": []any{}, "presences": []any{},
	})
	for _, server := range mine {
		if s.intents.Has(IntentGuilds) && !server.unavailable {
			s.send(d, "GUILD_CREATE", server.createPayload(s.intents, s.large))
		}
	}
}

// resume continues a session and sends what was missed.
func (l *link) resume(data json.RawMessage) {
	var hello struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	if err := json.Unmarshal(data, &hello); err != nil {
		l.refuse(4002, fmt.Sprintf("RESUME cannot be decoded: %v", err))
		return
	}
	l.d.gateway.resumes++
	s := l.d.gateway.sessions[hello.Session]
	switch {
	case !l.d.isToken(hello.Token):
		l.refuse(4004, "the token is wrong")
		return
	case l.session != nil:
		l.refuse(4005, "RESUME on a connection that has a session")
		return
	case s != nil && hello.Seq > s.seq:
		l.refuse(4007, fmt.Sprintf("sequence %d was never sent", hello.Seq))
		return
	}
	if s != nil {
		l.identity = s.identity
		l.blameIfFatal()
	}
	switch {
	case l.troubled(BeforeResumed):
		return
	case s == nil || len(s.log) > 0 && hello.Seq < s.log[0].seq-1:
		l.push(opInvalidSession, "", nil, false)
		return
	}
	if s.link != nil {
		s.link.put(outgoing{drop: true})
	}
	s.link, l.session = l, s
	for _, f := range s.log {
		if f.seq > hello.Seq {
			l.pushFrame(f.event, f.body, true)
		}
	}
	s.send(l.d, "RESUMED", object{})
}

// send gives the session an event, which is also kept for RESUME.
func (s *session) send(d *Discord, event string, data any) {
	s.seq++
	body := encode(object{"op": opDispatch, "t": event, "s": s.seq, "d": data})
	s.log = append(s.log, frame{s.seq, event, body})
	if len(s.log) > replayEvents {
		s.log = append(s.log[:0], s.log[len(s.log)/2:]...)
	}
	if s.link != nil {
		s.link.pushFrame(event, body, true)
	} else {
		d.note(Entry{Kind: Withheld, Event: event, Body: body, Note: "the bot is not connected; kept for RESUME"})
	}
}

// requestMembers answers opcode 8 with chunks of members.
func (l *link) requestMembers(data json.RawMessage) {
	var want struct {
		Guild string `json:"guild_id"`
		Nonce string `json:"nonce"`
	}
	if err := json.Unmarshal(data, &want); err != nil {
		l.refuse(4002, fmt.Sprintf("REQUEST_GUILD_MEMBERS cannot be decoded: %v", err))
		return
	}
	server := l.d.server(want.Guild)
	if server == nil || !server.bot || !l.session.intents.Has(IntentGuildMembers) {
		return
	}
	count := max(1, (len(server.joined)+memberChunk-1)/memberChunk)
	for i := range count {
		members := []object{}
		for _, m := range server.joined[i*memberChunk : min(len(server.joined), (i+1)*memberChunk)] {
			members = append(members, m.payload(true))
		}
		l.session.send(l.d, "GUILD_MEMBERS_CHUNK", object{
			"guild_id": server.ID, "members": members, "chunk_index": i, "chunk_count": count, "nonce": want.Nonce, "not_found": []any{},
		})
	}
}
