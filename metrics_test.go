package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

// TestMetricsAreFed lets the program serve a moderator, a feed and a digest for a day, and finds all of
// that in the metrics.
func TestMetricsAreFed(t *testing.T) {
	t.Parallel()
	w := newWorldAtRest(t)
	w.env["MAGPIE_WEB"] = freePort(t)
	w.start()
	w.serveFeed("morning.xml")
	k := &talk{T: t, world: w, server: w.server, places: map[string]*discordtest.Channel{"ana": w.server.Channel("general")}}
	k.setUp(w.server.Person("ana", "en-US", discordtest.ManageServer), "ana", "UTC — now 12:00")
	w.advanceTo(worldStart.Add(22 * time.Hour)) // past a night and the digest of the morning
	resp, err := http.Get("http://" + w.env["MAGPIE_WEB"] + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		`gateway_connected{shard="0"} 1`,
		`interactions_total{command="setup",kind="typed",outcome="answered"} 1`,
		`digest_runs_total{outcome="posted"} 1`,
		`digest_lateness_seconds_count 1`,
		`feed_fetches_total{outcome="new"}`,
		`outbox_messages{state="sent"} 2`,
		`outbox_messages{state="dead"} 0`,
		`outbox_oldest_waiting_seconds 0`,
		`discord_invalid_requests 0`,
		`backup_last_success_timestamp_seconds 1.7`,
	} {
		if !strings.Contains(string(body), "\nmagpie_"+name) {
			t.Errorf("no magpie_%s", name)
		}
	}
	if t.Failed() {
		t.Logf("%s", body)
	}
}

// freePort is an address on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
