package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"guatu/internal/platform/httpapi"
	"guatu/internal/platform/observe"
)

// writeMargin is what the write limit of a connection is above the handler's own deadline, so that a slow answer ends as a
// readable error and not as a cut connection.
const writeMargin = 15 * time.Second

// Listen takes the address of the configuration (port 0: any free one), so that URL is known before Run. It says in words
// when somebody else holds the port.
func (a *App) Listen(ctx context.Context) error {
	listener, err := listen(ctx, a.config.Addr, "addr", "GUATU_ADDR")
	if err != nil {
		return err
	}
	a.listener = listener
	if !a.rooms.auth.AdministratorsLimited() && a.demo == nil {
		a.log.WarnContext(ctx, "the three administrators may sign in from every address: set allowFrom (GUATU_ALLOW_FROM) to administrators=their network")
	}
	if a.config.MetricsAddr == "" {
		return nil
	}
	if a.metricsListener, err = listen(ctx, a.config.MetricsAddr, "metricsAddr", "GUATU_METRICS_ADDR"); err != nil {
		return errors.Join(err, a.listener.Close())
	}
	return nil
}

func listen(ctx context.Context, addr, key, variable string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("地址 %s 已被别的程序占用（或上一次的 guatu 还在运行）；请先停掉它，或换一个端口："+
			"设置环境变量 %s=127.0.0.1:8081，或改配置文件的 %s: %w", addr, variable, key, err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("没有权限监听 %s（1024 以下的端口需要特权）；请换一个端口：%s 或配置文件的 %s: %w", addr, variable, key, err)
	case err != nil:
		return nil, fmt.Errorf("无法监听 %s（%s 或配置文件的 %s）: %w", addr, variable, key, err)
	}
	return listener, nil
}

// URL is where a browser on this machine finds the pages. Empty before Listen.
func (a *App) URL() string {
	if a.listener == nil {
		return ""
	}
	addr := a.listener.Addr().String()
	if host, port, err := net.SplitHostPort(addr); err == nil {
		if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
			addr = net.JoinHostPort("127.0.0.1", port)
		}
	}
	return "http://" + addr
}

// Run serves until ctx ends or a listener fails. Then it stops in order: readiness first, so that a proxy looks elsewhere;
// then no new request; then the running ones get the shutdown timeout. The database stays open until Close.
func (a *App) Run(ctx context.Context) error {
	if a.listener == nil {
		if err := a.Listen(ctx); err != nil {
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	timeouts := httpapi.Timeouts{
		Write: a.config.RequestTimeout + writeMargin, Shutdown: a.config.ShutdownTimeout, OnDrain: a.health.Drain, Log: a.log,
	}
	group.Go(func() error { return httpapi.Serve(ctx, a.listener, a.api, timeouts) })
	if a.metricsListener != nil {
		group.Go(func() error {
			return httpapi.Serve(ctx, a.metricsListener, observe.Serve(a.health, a.metrics), timeouts)
		})
	}
	group.Go(func() error { return a.housekeeping(ctx) })
	group.Go(func() error { return a.rooms.notary.Run(ctx) })
	a.log.InfoContext(ctx, "serving", "url", a.URL(), "version", a.version, "today", a.clock.Today().String())
	return group.Wait()
}

// Handler is the whole HTTP surface of the main listener: probes, API and pages.
func (a *App) Handler() http.Handler { return a.api }
