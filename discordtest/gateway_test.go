package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		query string
		sends []string // %t is the token
		want  string
	}{
		{"unknown opcode", v10, []string{`{"op":99,"d":null}`}, "closed 4001"},
		{"no JSON", v10, []string{`{"op":`}, "closed 4002"},
		{"too large", v10, []string{`{"op":1,"d":"` + strings.Repeat("x", 4096) + `"}`}, "closed 4002"},
		{"before IDENTIFY", v10, []string{`{"op":3,"d":{}}`}, "closed 4003"},
		{"wrong token", v10, []string{`{"op":2,"d":{"token":"no","intents":1,"properties":{}}}`}, "closed 4004"},
		{"second IDENTIFY", v10, []string{`{"op":2,"d":{"token":"%t","intents":0,"properties":{}}}`, `{"op":2,"d":{"token":"%t","intents":0,"properties":{}}}`}, "closed 4005"},
		{"too many", v10, slicesRepeat(`{"op":1,"d":null}`, 121), "closed 4008"},
		{"no such shard", v10, []string{`{"op":2,"d":{"token":"%t","intents":0,"properties":{},"shard":[1,1]}}`}, "closed 4010"},
		{"version", "?v=6&encoding=json", nil, "closed 4012"},
		{"unknown intents", v10, []string{`{"op":2,"d":{"token":"%t","intents":1073741824,"properties":{}}}`}, "closed 4013"},
		{"privileged intents", v10, []string{`{"op":2,"d":{"token":"%t","intents":2,"properties":{}}}`}, "closed 4014"},
		{"RESUME with a wrong token", v10, []string{`{"op":6,"d":{"token":"no","session_id":"x","seq":0}}`}, "closed 4004"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, log := fake(t, discordtest.Config{})
			w := dial(t, d, test.query)
			for _, s := range test.sends {
				w.send(strings.ReplaceAll(s, "%t", d.Token()))
			}
			var end string
			for end == "" {
				_, end = w.next()
			}
			if end != test.want {
				t.Errorf("the connection ended with %s, not %s", end, test.want)
			}
			if len(log.Failures()) == 0 {
				t.Error("the test was not told")
			}
		})
	}
}

func slicesRepeat(s string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = s
	}
	return list
}

func TestFatalMeansStay(t *testing.T) {
	t.Parallel()
	d, log := fake(t, discordtest.Config{})
	d.Expect(4014, "")
	w := dial(t, d, v10)
	w.send(identify(d, 2, ""))
	w.until(10, "")
	if _, end := w.next(); end != "closed 4014" {
		t.Fatal(end)
	}
	if f := log.Failures(); len(f) != 0 {
		t.Fatalf("an expected close was reported: %v", f)
	}
	d.Expect(4014, "")
	w = dial(t, d, v10)
	w.send(identify(d, 2, ""))
	w.until(10, "")
	_, _ = w.next()
	if f := log.Failures(); len(f) != 1 || !strings.Contains(f[0], "fatal") {
		t.Errorf("coming back after 4014 reported %v", f)
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	w, session := ready(t, d, 1|512)
	seq := w.until(0, "GUILD_CREATE").S
	d.Trouble(discordtest.Running, discordtest.Drop())
	if _, end := w.next(); end != "broken" {
		t.Fatal(end)
	}
	d.Until("the connection to end", func() bool { return d.Connected() == 0 })
	for _, s := range []string{"one", "two"} {
		ana.Say(server.Channel("general"), s)
	}
	resume := func(seq int) wire {
		w := dial(t, d, v10)
		w.until(10, "")
		w.send(fmt.Sprintf(`{"op":6,"d":{"token":%q,"session_id":%q,"seq":%d}}`, d.Token(), session, seq))
		return w
	}
	w = resume(seq)
	for _, want := range []string{"MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"} {
		if f, end := w.next(); f.T != want {
			t.Fatalf("replayed %s%s, not %s", f.T, end, want)
		}
	}
	d.Expect(4007, "")
	if _, end := resume(1000).next(); end != "closed 4007" {
		t.Errorf("a sequence from the future: %s", end)
	}
	d.Trouble(discordtest.BeforeResumed, discordtest.InvalidSession(false))
	if f, _ := resume(seq).next(); f.Op != 9 || string(f.Raw) != "false" {
		t.Errorf("op 9 while resuming: %+v", f)
	}
}

func TestGatewayTroubles(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		phase   discordtest.Phase
		trouble discordtest.Trouble
		want    string // what the bot gets after HELLO and IDENTIFY, or after READY
	}{
		{"op 7 before READY", discordtest.BeforeReady, discordtest.Reconnect(), "op 7"},
		{"op 9 before READY", discordtest.BeforeReady, discordtest.InvalidSession(false), "op 9"},
		{"no READY", discordtest.BeforeReady, discordtest.Withhold(), "op 11"},
		{"dropped before READY", discordtest.BeforeReady, discordtest.Drop(), "broken"},
		{"4000 before READY", discordtest.BeforeReady, discordtest.CloseWith(4000), "closed 4000"},
		{"garbage before READY", discordtest.BeforeReady, discordtest.Garbage(), "garbage READY op 11"},
		{"truncated before READY", discordtest.BeforeReady, discordtest.TruncatedFrame(), "broken"},
		{"no ACK", discordtest.BeforeReady, discordtest.NoAck(), "READY silent"},
		{"silence", discordtest.BeforeReady, discordtest.Silence(), "silent"},
		{"READY twice", discordtest.BeforeReady, discordtest.Twice(), "READY READY op 11"},
		{"no HELLO", discordtest.BeforeHello, discordtest.Withhold(), "READY op 11"},
		{"garbage before HELLO", discordtest.BeforeHello, discordtest.Garbage(), "garbage op 10 READY op 11"},
		{"dropped before HELLO", discordtest.BeforeHello, discordtest.Drop(), "broken"},
		{"swapped", discordtest.BeforeReady, discordtest.Swapped(), "op 11"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, _ := fake(t, discordtest.Config{})
			d.Trouble(test.phase, test.trouble)
			w := dial(t, d, v10)
			if test.phase != discordtest.BeforeHello {
				w.until(10, "")
			}
			_ = w.ws.WriteMessage(1, []byte(identify(d, 0, "")))
			_ = w.ws.WriteMessage(1, []byte(`{"op":1,"d":null}`))
			if got := w.story(strings.Contains(test.want, "silent")); got != test.want {
				t.Errorf("the bot got %q, not %q", got, test.want)
			}
		})
	}
}

// story is what arrives up to the ACK of a heartbeat or the end.
func (w wire) story(silent bool) string {
	var parts []string
	for {
		if silent {
			_ = w.ws.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
			_, data, err := w.ws.ReadMessage()
			if err != nil {
				return strings.Join(append(parts, "silent"), " ")
			}
			if strings.Contains(string(data), "READY") {
				parts = append(parts, "READY")
			}
			continue
		}
		f, end := w.next()
		switch {
		case end == "garbage":
			parts = append(parts, end)
			continue
		case end != "":
			return strings.Join(append(parts, end), " ")
		case f.Op == 0:
			parts = append(parts, f.T)
		default:
			parts = append(parts, fmt.Sprint("op ", f.Op))
		}
		if f.Op == 11 || f.Op == 7 || f.Op == 9 {
			return strings.Join(parts, " ")
		}
	}
}

func TestIntents(t *testing.T) {
	t.Parallel()
	const guilds, members, messages, content = 1, 2, 512, 32768
	for _, test := range []struct {
		name    string
		intents int
		want    string
	}{
		{"none", 0, ""},
		{"guilds", guilds, "GUILD_CREATE(1)"},
		{"members", guilds | members, "GUILD_CREATE(3) GUILD_MEMBER_ADD"},
		{"messages", messages, `MESSAGE_CREATE("") MESSAGE_CREATE("hi bot")`},
		{"content", messages | content, `MESSAGE_CREATE("hello") MESSAGE_CREATE("hi bot")`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers | discordtest.IntentMessageContent, BotName: "bot"})
			server := d.Server("Nest", discordtest.ServerOptions{})
			ana := server.Person("ana", "en-US")
			w, _ := ready(t, d, test.intents)
			server.Person("bo", "en-US")
			ana.Say(server.Channel("general"), "hello")
			ana.Say(server.Channel("general"), "hi <@"+d.ApplicationID()+">")
			w.send(`{"op":1,"d":null}`)
			var parts []string
			for {
				f, end := w.next()
				if end != "" {
					t.Fatal(end)
				}
				if f.Op == 11 {
					break
				}
				switch f.T {
				case "GUILD_CREATE":
					f.T += fmt.Sprintf("(%d)", len(f.D["members"].([]any)))
				case "MESSAGE_CREATE":
					f.T += fmt.Sprintf("(%q)", strings.ReplaceAll(f.D["content"].(string), "<@"+d.ApplicationID()+">", "bot"))
				}
				parts = append(parts, f.T)
			}
			if got := strings.Join(parts, " "); got != test.want {
				t.Errorf("the bot heard\n%s\nnot\n%s", got, test.want)
			}
		})
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	clock := newClock()
	d := discordtest.New(t, discordtest.Config{Now: clock.Now, Shards: 2})
	for i := range 6 {
		d.Server(fmt.Sprint("s", i), discordtest.ServerOptions{})
		clock.advance(time.Millisecond) // ids that differ in time, as shards go by it
	}
	total := 0
	for shard := range 2 {
		w := dial(t, d, v10)
		w.send(identify(d, 1, fmt.Sprintf(`,"shard":[%d,2]`, shard)))
		n := len(w.until(0, "READY").D["guilds"].([]any))
		if n == 0 {
			t.Errorf("shard %d has no servers", shard)
		}
		total += n
	}
	if total != 6 {
		t.Errorf("%d servers are on two shards, not 6", total)
	}
}

func TestTooManyServers(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Unrecorded: true})
	for i := range 2501 {
		d.Server(fmt.Sprint("s", i), discordtest.ServerOptions{})
	}
	d.Expect(4011, "")
	w := dial(t, d, v10)
	w.until(10, "")
	w.send(identify(d, 0, ""))
	if _, end := w.next(); end != "closed 4011" {
		t.Errorf("one shard for 2501 servers: %s", end)
	}
}

func TestMemberChunks(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers})
	server := d.Server("Nest", discordtest.ServerOptions{})
	for i := range 1100 {
		server.Person(fmt.Sprint("p", i), "en-US")
	}
	w, _ := ready(t, d, 1|2)
	if got := len(w.until(0, "GUILD_CREATE").D["members"].([]any)); got != 50 {
		t.Errorf("GUILD_CREATE names %d members of a large server", got)
	}
	w.send(fmt.Sprintf(`{"op":8,"d":{"guild_id":%q,"query":"","limit":0}}`, server.ID))
	total := 0
	for range 2 {
		total += len(w.until(0, "GUILD_MEMBERS_CHUNK").D["members"].([]any))
	}
	if total != 1102 {
		t.Errorf("the chunks name %d members", total)
	}
}

func TestIdentifyPacing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	d := discordtest.New(t, discordtest.Config{
		Now: func() time.Time { return now }, RateLimits: discordtest.RateLimits{Identify: true},
	})
	_, _ = ready(t, d, 0)
	w := dial(t, d, v10)
	w.until(10, "")
	w.send(identify(d, 0, ""))
	if f, _ := w.next(); f.Op != 9 {
		t.Errorf("a second IDENTIFY within 5 s got op %d", f.Op)
	}
	if got := d.Counts().Identifies; got != 2 {
		t.Errorf("%d IDENTIFYs were counted", got)
	}
	_, limits := api{t, d}.do("GET", "/gateway/bot", "")
	if got := limits["session_start_limit"].(map[string]any)["remaining"]; got != 998.0 {
		t.Errorf("%v session starts remain", got)
	}
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	d, log := fake(t, discordtest.Config{Heartbeat: 50 * time.Millisecond})
	w, _ := ready(t, d, 0)
	_, end := w.next()
	if end != "closed 4009" || len(log.Failures()) == 0 {
		t.Errorf("without heartbeats: %s, %v", end, log.Failures())
	}
}

func TestCompression(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	d.Server("Nest", discordtest.ServerOptions{})
	w := dial(t, d, v10)
	w.until(10, "")
	w.send(identify(d, 1, `,"compress":true`))
	if f := w.until(0, "GUILD_CREATE"); f.D["name"] != "Nest" {
		t.Errorf("the server is called %v", f.D["name"])
	}
}

func TestServersComeAndGo(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{WithoutBot: true})
	w, _ := ready(t, d, 1)
	server.AddBot()
	w.until(0, "GUILD_CREATE")
	server.SetUnavailable(true)
	if f := w.until(0, "GUILD_DELETE"); f.D["unavailable"] != true {
		t.Errorf("an outage is told as %v", f.D)
	}
	server.SetUnavailable(false)
	w.until(0, "GUILD_CREATE")
	server.RemoveBot()
	if f := w.until(0, "GUILD_DELETE"); f.D["unavailable"] != nil {
		t.Errorf("a removal is told as %v", f.D)
	}
}
