package web

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// checkWithin is how long one check may take.
const checkWithin = 2 * time.Second

// A Check says whether one thing that the program depends on works.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// Health is what [Ops] answers about the program.
type Health struct {
	Live  []Check // whether the process should be left running; of nothing outside it
	Ready []Check // whether it can do its work now
}

// Ops serves /healthz, /readyz and /metrics, which are for the operator alone: let
// it listen on loopback or an inner network.
func Ops(h Health, m *Metrics) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", checked(h.Live))
	mux.HandleFunc("GET /readyz", checked(h.Ready))
	mux.Handle("GET /metrics", m.handler())
	return mux
}

// A verdict is what a check came to.
type verdict struct {
	Name    string `json:"name"`
	OK      bool   `json:"ok"`
	Problem string `json:"problem,omitempty"`
	Took    string `json:"took"`
}

// checked runs the checks at once and answers 200 if all pass, else 503.
func checked(checks []Check) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkWithin)
		defer cancel()
		verdicts := make([]verdict, len(checks))
		var wg sync.WaitGroup
		for i, c := range checks {
			wg.Go(func() { verdicts[i] = c.verdict(ctx) })
		}
		wg.Wait()
		status := http.StatusOK
		for _, v := range verdicts {
			if !v.OK {
				status = http.StatusServiceUnavailable
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": status == http.StatusOK, "checks": verdicts})
	}
}

func (c Check) verdict(ctx context.Context) verdict {
	start := time.Now()
	err := c.Run(ctx)
	v := verdict{Name: c.Name, OK: err == nil, Took: time.Since(start).Round(time.Microsecond).String()}
	if err != nil {
		v.Problem = err.Error()
	}
	return v
}
