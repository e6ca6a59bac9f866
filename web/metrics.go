package web

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"magpie/slash"
)

// Metrics count what an operator watches. No label names a server or a person.
// All methods are safe for concurrent use.
type Metrics struct {
	registry     *prometheus.Registry
	connected    *prometheus.GaugeVec
	identifies   prometheus.Gauge
	interactions *prometheus.CounterVec
	acks         *prometheus.HistogramVec
	requests     *prometheus.CounterVec
	requestTimes *prometheus.HistogramVec
	limited      *prometheus.CounterVec
	invalid      prometheus.Gauge
	fetches      *prometheus.CounterVec
	fetchTimes   prometheus.Histogram
	runs         *prometheus.CounterVec
	lateness     prometheus.Histogram
	suppressed   prometheus.Counter
	backup       prometheus.Gauge
}

// NewMetrics returns metrics of a build of the program.
func NewMetrics(version, commit string) *Metrics {
	r := prometheus.NewRegistry()
	m := &Metrics{
		registry:     r,
		connected:    gauges(r, "gateway_connected", "Whether a shard is connected to Discord's gateway.", "shard"),
		identifies:   gauges(r, "gateway_identify_budget_remaining", "How many times Magpie may still identify in 24 hours.").WithLabelValues(),
		interactions: counters(r, "interactions_total", "What people did, and what it came to.", "kind", "command", "outcome"),
		acks: histograms(r, "interaction_ack_duration_seconds", "Time from an interaction to its first answer.",
			[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3}, "command"),
		requests:     counters(r, "discord_requests_total", "Requests to Discord, by route and status.", "route", "code"),
		requestTimes: histograms(r, "discord_request_duration_seconds", "Duration of requests to Discord.", prometheus.DefBuckets, "route"),
		limited:      counters(r, "discord_rate_limited_total", "Answers 429 from Discord.", "scope"),
		invalid:      gauges(r, "discord_invalid_requests", "Requests that Discord refused in the last ten minutes; it bans at 10,000.").WithLabelValues(),
		fetches:      counters(r, "feed_fetches_total", "Feeds fetched, and how it went.", "outcome"),
		fetchTimes:   histograms(r, "feed_fetch_duration_seconds", "Duration of fetching a feed.", prometheus.DefBuckets).WithLabelValues().(prometheus.Histogram),
		runs:         counters(r, "digest_runs_total", "Runs of digests, and how they went.", "outcome"),
		lateness: histograms(r, "digest_lateness_seconds", "How long after its time a digest was made.",
			[]float64{1, 5, 15, 60, 300, 900, 3600, 6 * 3600}).WithLabelValues().(prometheus.Histogram),
		suppressed: counters(r, "outbox_duplicates_suppressed_total", "Messages found to be sent already when in doubt.").WithLabelValues(),
		backup:     gauges(r, "backup_last_success_timestamp_seconds", "When the last verified backup was made.").WithLabelValues(),
	}
	gauges(r, "build_info", "The running build.", "version", "commit", "go_version").
		WithLabelValues(version, commit, runtime.Version()).Set(1)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		Registry: m.registry, ErrorHandling: promhttp.ContinueOnError, // one that fails is left out
	})
}

func counters(r *prometheus.Registry, name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "magpie", Name: name, Help: help}, labels)
	r.MustRegister(c)
	return c
}

func gauges(r *prometheus.Registry, name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "magpie", Name: name, Help: help}, labels)
	r.MustRegister(g)
	return g
}

func histograms(r *prometheus.Registry, name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "magpie", Name: name, Help: help, Buckets: buckets}, labels)
	r.MustRegister(h)
	return h
}

// Connected notes whether a shard is connected to the gateway.
func (m *Metrics) Connected(shard int, on bool) {
	value := 0.0
	if on {
		value = 1
	}
	m.connected.WithLabelValues(strconv.Itoa(shard)).Set(value)
}

// IdentifyBudget notes how many IDENTIFYs are left of a day's.
func (m *Metrics) IdentifyBudget(left int) { m.identifies.Set(float64(left)) }

var kindNames = map[slash.Kind]string{
	slash.Typed: "typed", slash.Completed: "completed", slash.Clicked: "clicked",
	slash.Pressed: "pressed", slash.Submitted: "submitted",
}

// Interaction notes an event served; it is made for [slash.Options].Observe.
func (m *Metrics) Interaction(o slash.Outcome) {
	m.interactions.WithLabelValues(kindNames[o.Kind], o.Command, string(o.Result)).Inc()
	m.acks.WithLabelValues(o.Command).Observe(o.Took.Seconds())
}

// DiscordRequest notes a request by its route without ids ("POST
// /channels/:id/messages") and its status, 0 if there was no answer.
func (m *Metrics) DiscordRequest(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.requestTimes.WithLabelValues(route).Observe(took.Seconds())
}

// RateLimited notes a 429 by its scope: "user", "global", "shared" or "cloudflare".
func (m *Metrics) RateLimited(scope string) { m.limited.WithLabelValues(scope).Inc() }

// InvalidRequests notes how many of the last ten minutes' requests were refused.
func (m *Metrics) InvalidRequests(n int) { m.invalid.Set(float64(n)) }

// FeedFetched notes a fetch by its outcome, such as "new", "unchanged" or "failed".
func (m *Metrics) FeedFetched(outcome string, took time.Duration) {
	m.fetches.WithLabelValues(outcome).Inc()
	m.fetchTimes.Observe(took.Seconds())
}

// DigestRun notes a run by its outcome and how late it was.
func (m *Metrics) DigestRun(outcome string, late time.Duration) {
	m.runs.WithLabelValues(outcome).Inc()
	m.lateness.Observe(max(late, 0).Seconds())
}

// DuplicateSuppressed notes a message that was found instead of sent again.
func (m *Metrics) DuplicateSuppressed() { m.suppressed.Inc() }

// BackedUp notes when the last verified backup was made.
func (m *Metrics) BackedUp(at time.Time) { m.backup.Set(float64(at.Unix())) }

// Outbox is how many messages are in each state, and since when the oldest that
// is ready waits, zero if none does.
type Outbox struct {
	Messages map[string]int
	Oldest   time.Time
}

// WatchOutbox reads the outbox anew with every scrape; call it once. A read that
// fails leaves its metrics out.
func (m *Metrics) WatchOutbox(now func() time.Time, read func(context.Context) (Outbox, error)) {
	m.registry.MustRegister(&outboxCollector{
		now: now, read: read,
		messages: prometheus.NewDesc("magpie_outbox_messages", "Messages of the outbox, by state.", []string{"state"}, nil),
		oldest:   prometheus.NewDesc("magpie_outbox_oldest_ready_seconds", "How long the oldest message that is ready waits.", nil, nil),
	})
}

type outboxCollector struct {
	now              func() time.Time
	read             func(context.Context) (Outbox, error)
	messages, oldest *prometheus.Desc
}

// Describe is for the registry.
func (c *outboxCollector) Describe(descs chan<- *prometheus.Desc) {
	descs <- c.messages
	descs <- c.oldest
}

// Collect is for the registry.
func (c *outboxCollector) Collect(metrics chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), checkWithin)
	defer cancel()
	box, err := c.read(ctx)
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(c.messages, err)
		return
	}
	for state, n := range box.Messages {
		metrics <- prometheus.MustNewConstMetric(c.messages, prometheus.GaugeValue, float64(n), state)
	}
	waited := 0.0
	if !box.Oldest.IsZero() {
		waited = max(c.now().Sub(box.Oldest), 0).Seconds()
	}
	metrics <- prometheus.MustNewConstMetric(c.oldest, prometheus.GaugeValue, waited)
}
