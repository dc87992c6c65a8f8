package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"guatu/internal/app"
)

// user manages accounts on the machine itself, for the first start and for forgotten passwords.
func user(ctx context.Context, p program, args []string) error {
	if len(args) == 0 {
		return usageError{"要做什么？"}
	}
	set := flags("user")
	path := set.String("config", "", "配置文件（YAML）")
	name := set.String("name", "", "显示名（add）")
	role := set.String("role", "", "角色（add）：首次安装时用 sysadmin、secadmin、auditadmin")
	action, args := args[0], args[1:]
	var username string
	if action != "list" {
		if len(args) == 0 || args[0] == "" || args[0][0] == '-' {
			return usageError{action + " 后面要写用户名"}
		}
		username, args = args[0], args[1:]
	}
	if err := parse(set, p, args); err != nil {
		return err
	}
	return withAccounts(ctx, p, *path, func(accounts app.Accounts) error {
		switch action {
		case "list":
			return list(ctx, p, accounts)
		case "add":
			password, err := accounts.Add(ctx, app.NewAccount{Username: username, Name: *name, Role: *role})
			return tell(p, username, password, err)
		case "reset-password":
			password, err := accounts.ResetPassword(ctx, username)
			return tell(p, username, password, err)
		case "unlock":
			return accounts.Unlock(ctx, username)
		case "reset-second-factor":
			return accounts.ResetFactor(ctx, username)
		}
		return usageError{fmt.Sprintf("没有 user %s", action)}
	})
}

// withAccounts builds the program over the configured database without serving it.
func withAccounts(ctx context.Context, p program, path string, use func(app.Accounts) error) error {
	c, err := load(p, path)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Version: version, LogTo: p.err})
	if err != nil {
		return err
	}
	return errors.Join(use(a.Accounts()), a.Close())
}

// setupCode makes a new set-up code for an installation nobody has an account on yet.
func setupCode(ctx context.Context, p program, args []string) error {
	set := flags("setup-code")
	path := set.String("config", "", "配置文件（YAML）")
	if err := parse(set, p, args); err != nil {
		return err
	}
	c, err := load(p, *path)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, c, app.Options{Version: version, LogTo: p.err})
	if err != nil {
		return err
	}
	words, err := a.NewSetupCode(ctx)
	if err == nil {
		_, err = fmt.Fprint(p.out, words)
	}
	return errors.Join(err, a.Close())
}

func list(ctx context.Context, p program, accounts app.Accounts) error {
	all, err := accounts.List(ctx)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, a := range all {
		state := ""
		switch {
		case a.Disabled:
			state = "已停用"
		case a.Locked:
			state = "已锁定"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\n", a.Username, a.Name, state)
	}
	return out.Flush()
}

// tell shows a one-time password once; it is kept nowhere.
func tell(p program, username, password string, err error) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "账号 %s 的一次性口令（只显示这一次，过期作废，登录后须修改）：%s\n", username, password)
	return err
}
