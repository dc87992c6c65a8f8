package main

import (
	"context"
	"fmt"
	"net"

	"guatu/internal/app"
	"guatu/internal/platform/config"
)

// demo serves the plan of 2017 from an embedded database of its own. Without a configuration file it keeps its data in
// data/demo and shows 30 September 2017, or the day the data have come to; a second run finds what the first one left.
func demo(ctx context.Context, p program, args []string) error {
	set := flags("demo")
	path := set.String("config", "", "配置文件（YAML）")
	force := set.Bool("force", false, "允许监听本机以外的地址（演示账号共用一个口令）")
	if err := parse(set, p, args); err != nil {
		return err
	}
	var defaults []string
	if *path == "" {
		defaults = []string{"GUATU_DATA_DIR=./data/demo", "GUATU_LOG_LEVEL=warn",
			"GUATU_SECOND_FACTOR=optional", "GUATU_SESSIONS_PER_USER=0"} // one step for visitors, many of whom share an account
	}
	c, err := load(p, *path, defaults...)
	if err != nil {
		return err
	}
	if !*force {
		if err := onlyHere(c); err != nil {
			return err
		}
	}
	return start(ctx, p, c, app.Options{Demo: true})
}

// onlyHere refuses an address that other machines reach: every demonstration account has the same password.
func onlyHere(c config.Config) error {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("演示只监听本机（127.0.0.1），现在配置的是 %s：演示账号共用一个口令，别的机器也能登录；确实需要时加 --force", c.Addr)
}
