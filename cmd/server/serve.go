package main

import (
	"context"
	"errors"
	"fmt"

	"guatu/internal/app"
	"guatu/internal/platform/config"
)

// serve runs the service until it is told to stop.
func serve(ctx context.Context, p program, args []string) error {
	set := flags("serve")
	path := set.String("config", "", "配置文件（YAML）")
	if err := parse(set, p, args); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	return start(ctx, p, c, app.Options{})
}

// start builds the program, takes the address, says where it is, and serves.
func start(ctx context.Context, p program, c config.Config, options app.Options) (err error) {
	options.Version, options.LogTo = version, p.err
	a, err := app.New(ctx, c, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Listen(ctx); err != nil {
		return err
	}
	notice, err := a.SetupNotice(ctx)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(p.out, a.Banner()+notice); err != nil {
		return err
	}
	return a.Run(ctx)
}

// migrate brings the database to this program's schema, or only says how far it is.
func migrate(ctx context.Context, p program, args []string) error {
	set := flags("migrate")
	path := set.String("config", "", "配置文件（YAML）")
	check := set.Bool("check", false, "只检查")
	if err := parse(set, p, args); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	current, latest, err := app.Migrate(ctx, c, p.err, *check)
	if err != nil {
		return err
	}
	if current != latest {
		return fmt.Errorf("数据库结构是第 %d 版，程序需要第 %d 版；运行 guatu migrate 升级（先备份）", current, latest)
	}
	_, err = fmt.Fprintf(p.out, "数据库结构已是第 %d 版\n", current)
	return err
}
