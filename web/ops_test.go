package web

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

func fine(context.Context) error { return nil }

func TestHealth(t *testing.T) {
	t.Parallel()
	h := Health{
		Live:  []Check{{"loops", fine}},
		Ready: []Check{{"database", fine}, {"gateway", func(context.Context) error { return errors.New("not connected") }}},
	}
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/healthz": {200, `"name":"loops","ok":true`},
		"/readyz":  {503, `"name":"gateway","ok":false,"problem":"not connected"`},
		"/other":   {404, ""},
	} {
		w := httptest.NewRecorder()
		Ops(h, NewMetrics("1.0", "abc")).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want.status || !strings.Contains(w.Body.String(), want.body) {
			t.Errorf("%s: %d %s, want %d %s", path, w.Code, w.Body, want.status, want.body)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	now := time.Unix(1000, 0)
	m := NewMetrics("1.0", "abc")
	m.Connected(0, true)
	m.IdentifyBudget(990)
	m.Interaction(slash.Outcome{Kind: slash.Pressed, Command: "guide.turn", Result: slash.Answered, Took: 3 * time.Millisecond})
	m.DiscordRequest("POST /channels/:id/messages", 200, time.Second)
	m.RateLimited("global")
	m.FeedFetched(news.Fetched{Took: time.Second})
	m.FeedFetched(news.Fetched{New: 1})
	m.FeedFetched(news.Fetched{Err: errors.New("no answer")})
	m.DigestRun(news.Run{Outcome: news.Posted, At: now, Done: now.Add(2 * time.Second)})
	m.DigestRun(news.Run{Outcome: news.Skipped, At: now, Done: now.Add(time.Hour)})
	m.DuplicateSuppressed()
	var fail error
	m.Read(Readings{
		Now:             func() time.Time { return now },
		InvalidRequests: func() int { return 3 },
		LastBackup:      func() (time.Time, error) { return now, fail },
		Messages: func(context.Context) (map[outbox.State]int, time.Time, error) {
			return map[outbox.State]int{outbox.Ready: 2}, now.Add(-time.Minute), fail
		},
	})
	scrape := func() (int, string) {
		w := httptest.NewRecorder()
		Ops(Health{}, m).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		return w.Code, w.Body.String()
	}
	_, body := scrape()
	for _, want := range []string{
		`magpie_build_info{commit="abc",go_version="go1.`,
		`magpie_gateway_connected{shard="0"} 1`,
		`magpie_gateway_identify_budget_remaining 990`,
		`magpie_interactions_total{command="guide.turn",kind="pressed",outcome="answered"} 1`,
		`magpie_interaction_ack_duration_seconds_bucket{command="guide.turn",le="0.005"} 1`,
		`magpie_discord_requests_total{code="200",route="POST /channels/:id/messages"} 1`,
		`magpie_discord_request_duration_seconds_sum{route="POST /channels/:id/messages"} 1`,
		`magpie_discord_rate_limited_total{scope="global"} 1`,
		`magpie_discord_invalid_requests 3`,
		`magpie_feed_fetches_total{outcome="failed"} 1`,
		`magpie_feed_fetches_total{outcome="new"} 1`,
		`magpie_feed_fetches_total{outcome="unchanged"} 1`,
		`magpie_feed_fetch_duration_seconds_sum 1`,
		`magpie_digest_runs_total{outcome="posted"} 1`,
		`magpie_digest_runs_total{outcome="skipped"} 1`,
		`magpie_digest_lateness_seconds_sum 2`,
		`magpie_outbox_messages{state="dead"} 0`,
		`magpie_outbox_messages{state="ready"} 2`,
		`magpie_outbox_oldest_waiting_seconds 60`,
		`magpie_outbox_duplicates_suppressed_total 1`,
		`magpie_backup_last_success_timestamp_seconds 1000`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	fail = errors.New("no disk")
	if status, body := scrape(); status != 200 || strings.Contains(body, "magpie_outbox_messages{") || !strings.Contains(body, "magpie_build_info") {
		t.Errorf("when the outbox cannot be read: %d", status)
	}
}

func TestServeFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done() // as a stream does
		_, _ = io.WriteString(w, "finished")
	})
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, quiet, l, h) }()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != "finished" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}

func TestServeTellsOfABrokenListener(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := Serve(t.Context(), quiet, l, http.NotFoundHandler()); err == nil {
		t.Error("no error")
	}
}
