package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Timeouts are the limits of a server; zero values mean the defaults.
type Timeouts struct {
	ReadHeader time.Duration // 5 s
	Read       time.Duration // 30 s
	Write      time.Duration // 60 s; streams set their own deadlines
	Idle       time.Duration // 2 min
	Shutdown   time.Duration // 15 s
	OnDrain    func()        // called first when stopping, to become not ready
	Log        *slog.Logger
}

const maxHeaderBytes = 32 << 10

// Serve answers on listener until ctx ends, then stops taking requests, waits
// for those under way until the shutdown limit, and cuts the rest. It returns
// nil after a clean stop.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, timeouts Timeouts) error {
	limit := func(value, standard time.Duration) time.Duration {
		if value == 0 {
			return standard
		}
		return value
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: limit(timeouts.ReadHeader, 5*time.Second),
		ReadTimeout:       limit(timeouts.Read, 30*time.Second),
		WriteTimeout:      limit(timeouts.Write, time.Minute),
		IdleTimeout:       limit(timeouts.Idle, 2*time.Minute),
		MaxHeaderBytes:    maxHeaderBytes,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	if timeouts.Log != nil {
		server.ErrorLog = slog.NewLogLogger(timeouts.Log.Handler(), slog.LevelWarn)
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("httpapi: serve: %w", err)
	case <-ctx.Done():
	}
	if timeouts.OnDrain != nil {
		timeouts.OnDrain()
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit(timeouts.Shutdown, 15*time.Second))
	defer cancel()
	err := server.Shutdown(stopping)
	if err != nil {
		err = errors.Join(fmt.Errorf("httpapi: requests were cut: %w", err), server.Close())
	}
	<-failed
	return err
}
