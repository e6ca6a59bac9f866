package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headerWithin = 5 * time.Second  // to send a request's header
	readWithin   = 30 * time.Second // to send a request
	writeWithin  = 60 * time.Second // to take an answer; a stream extends it
	idleFor      = 2 * time.Minute  // between requests
	stopWithin   = 10 * time.Second // for requests to end
	maxHeader    = 16 << 10         // bytes
)

// Serve answers requests on l with h until ctx ends, and then lets those that are
// being answered finish. Their contexts end with ctx, so that streams do. It
// closes l.
func Serve(ctx context.Context, log *slog.Logger, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerWithin, ReadTimeout: readWithin,
		WriteTimeout: writeWithin, IdleTimeout: idleFor, MaxHeaderBytes: maxHeader,
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stopped := make(chan error, 1)
	unwatch := context.AfterFunc(ctx, func() {
		limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		stopped <- server.Shutdown(limit)
	})
	err := server.Serve(l)
	if unwatch() || !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("stop serving %s: %w", l.Addr(), errors.Join(err, server.Close()))
	}
	return nil
}
