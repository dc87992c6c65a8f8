package app

import (
	"context"
	"errors"
	"fmt"

	"guatu/internal/auth"
	"guatu/internal/schedule"
)

// Accounts is what the administrator of the machine may do to accounts from the command line: the first start of a new
// installation, and forgotten passwords. Every change is in the audit, done by the system.
type Accounts struct {
	auth  *auth.Service
	today func() schedule.Date
}

// Accounts returns the desk for accounts.
func (a *App) Accounts() Accounts { return Accounts{auth: a.rooms.auth, today: a.clock.Today} }

// Account is one line of the list.
type Account struct {
	Username, Name   string
	Disabled, Locked bool
}

// NewAccount is what Add needs. Role is empty for an account without rights.
type NewAccount struct{ Username, Name, Role string }

// List returns all accounts.
func (d Accounts) List(ctx context.Context) ([]Account, error) {
	var list []Account
	in := auth.UserFilter{ListInput: auth.ListInput{Limit: 200}}
	for {
		page, err := d.auth.ListUsers(auth.AsSystem(ctx), in)
		if err != nil {
			return nil, err
		}
		for _, user := range page.Items {
			list = append(list, Account{Username: user.Username, Name: user.Name, Disabled: user.Disabled, Locked: user.LockedUntil != nil})
		}
		if page.NextCursor == "" {
			return list, nil
		}
		in.Cursor = page.NextCursor
	}
}

// Add makes an account and returns its one-time password, which must be changed at the first login. With a role it also makes the post that has it, so that the
// first administrators of an installation can be appointed.
func (d Accounts) Add(ctx context.Context, in NewAccount) (password string, err error) {
	ctx = auth.AsSystem(ctx)
	if in.Role != "" && !auth.IsRole(in.Role) {
		return "", fmt.Errorf("没有角色 %q；可用：%v", in.Role, auth.Roles())
	}
	user, err := d.auth.CreateUserOnce(ctx, auth.NewUser{Username: in.Username, Name: in.Name})
	password = user.OneTimePassword
	if err != nil || in.Role == "" {
		return password, err
	}
	post, err := d.auth.CreatePost(ctx, auth.NewPost{Code: in.Role + "." + in.Username, Name: in.Name})
	if err != nil {
		return password, fmt.Errorf("账号已建，岗位没有建成: %w", err)
	}
	if _, err := d.auth.Grant(ctx, auth.NewGrant{PostID: post.ID, Role: in.Role}); err != nil {
		return password, fmt.Errorf("账号已建，角色没有授予: %w", err)
	}
	if _, err := d.auth.Appoint(ctx, auth.NewHolder{PostID: post.ID, UserID: user.ID, From: d.today()}); err != nil {
		return password, fmt.Errorf("账号已建，岗位没有任命: %w", err)
	}
	return password, nil
}

// ResetPassword gives an account a new one-time password and ends its sessions.
func (d Accounts) ResetPassword(ctx context.Context, username string) (string, error) {
	id, err := d.find(ctx, username)
	if err != nil {
		return "", err
	}
	once, err := d.auth.ResetPassword(auth.AsSystem(ctx), id)
	return once.Password, err
}

// ResetFactor takes a lost second factor from an account and ends its sessions.
func (d Accounts) ResetFactor(ctx context.Context, username string) error {
	id, err := d.find(ctx, username)
	if err != nil {
		return err
	}
	_, err = d.auth.ResetFactor(auth.AsSystem(ctx), id)
	return err
}

// Unlock lifts the lock after failed logins.
func (d Accounts) Unlock(ctx context.Context, username string) error {
	id, err := d.find(ctx, username)
	if err != nil {
		return err
	}
	_, err = d.auth.UnlockUser(auth.AsSystem(ctx), id)
	return err
}

var errNoAccount = errors.New("没有这个账号；guatu user list 列出全部")

func (d Accounts) find(ctx context.Context, username string) (int64, error) {
	in := auth.UserFilter{ListInput: auth.ListInput{Limit: 200, Q: username}}
	for {
		page, err := d.auth.ListUsers(auth.AsSystem(ctx), in)
		if err != nil {
			return 0, err
		}
		for _, user := range page.Items {
			if user.Username == username {
				return user.ID, nil
			}
		}
		if page.NextCursor == "" {
			return 0, fmt.Errorf("%s: %w", username, errNoAccount)
		}
		in.Cursor = page.NextCursor
	}
}
