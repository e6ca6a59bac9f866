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

	"magpie/news"
	"magpie/outbox"
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
	fetches      *prometheus.CounterVec
	fetchTimes   prometheus.Histogram
	runs         *prometheus.CounterVec
	lateness     prometheus.Histogram
	suppressed   prometheus.Counter
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
		fetches:      counters(r, "feed_fetches_total", "Feeds fetched, and how it went.", "outcome"),
		fetchTimes:   histograms(r, "feed_fetch_duration_seconds", "Duration of fetching and reading a feed.", prometheus.DefBuckets).WithLabelValues().(prometheus.Histogram),
		runs:         counters(r, "digest_runs_total", "Scheduled runs of digests, and how they went.", "outcome"),
		lateness: histograms(r, "digest_lateness_seconds", "How long after its time a digest was made.",
			[]float64{1, 5, 15, 60, 300, 900, 3600, 6 * 3600}).WithLabelValues().(prometheus.Histogram),
		suppressed: counters(r, "outbox_duplicates_suppressed_total", "Messages found to be sent already when in doubt.").WithLabelValues(),
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

// FeedFetched notes a fetch.
func (m *Metrics) FeedFetched(f news.Fetched) {
	outcome := "unchanged"
	switch {
	case f.Err != nil:
		outcome = "failed"
	case f.New+f.Edited > 0:
		outcome = "new"
	}
	m.fetches.WithLabelValues(outcome).Inc()
	m.fetchTimes.Observe(f.Took.Seconds())
}

// DigestRun notes a scheduled run and, unless it was skipped, how late it was.
func (m *Metrics) DigestRun(r news.Run) {
	m.runs.WithLabelValues(string(r.Outcome)).Inc()
	if r.Outcome != news.Skipped {
		m.lateness.Observe(max(r.Done.Sub(r.At), 0).Seconds())
	}
}

// DuplicateSuppressed notes a message that was found instead of sent again.
func (m *Metrics) DuplicateSuppressed() { m.suppressed.Inc() }

// Readings are what is read anew with every scrape.
type Readings struct {
	Now func() time.Time
	// InvalidRequests is how many of the last ten minutes' requests Discord refused.
	InvalidRequests func() int
	// Messages is how many messages the outbox has in each state, and since when the
	// oldest that waits does, zero if none.
	Messages func(context.Context) (map[outbox.State]int, time.Time, error)
	// LastBackup is when the last verified backup was made, zero if there is none.
	LastBackup func() (time.Time, error)
}

// Read adds metrics of what r reads; call it once. A reading that fails is left out.
func (m *Metrics) Read(r Readings) {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("magpie_"+name, help, labels, nil)
	}
	m.registry.MustRegister(&readings{
		Readings: r,
		invalid:  desc("discord_invalid_requests", "Requests that Discord refused in the last ten minutes; it bans at 10,000."),
		messages: desc("outbox_messages", "Messages of the outbox, by state.", "state"),
		oldest:   desc("outbox_oldest_waiting_seconds", "How long the oldest message that was not sent yet waits."),
		backup:   desc("backup_last_success_timestamp_seconds", "When the last verified nightly backup was made."),
	})
}

type readings struct {
	Readings
	invalid, messages, oldest, backup *prometheus.Desc
}

// Describe implements [prometheus.Collector].
func (r *readings) Describe(descs chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{r.invalid, r.messages, r.oldest, r.backup} {
		descs <- d
	}
}

// Collect implements [prometheus.Collector].
func (r *readings) Collect(metrics chan<- prometheus.Metric) {
	gauge := func(desc *prometheus.Desc, value float64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
	}
	gauge(r.invalid, float64(r.InvalidRequests()))
	if at, err := r.LastBackup(); err != nil {
		metrics <- prometheus.NewInvalidMetric(r.backup, err)
	} else if !at.IsZero() {
		gauge(r.backup, float64(at.Unix()))
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkWithin)
	defer cancel()
	counts, oldest, err := r.Messages(ctx)
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(r.messages, err)
		return
	}
	for _, state := range []outbox.State{outbox.Ready, outbox.Sending, outbox.Sent, outbox.Unknown, outbox.Dead} {
		gauge(r.messages, float64(counts[state]), string(state))
	}
	waited := 0.0
	if !oldest.IsZero() {
		waited = max(r.Now().Sub(oldest), 0).Seconds()
	}
	gauge(r.oldest, waited)
}
