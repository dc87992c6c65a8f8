package auth

import (
	"context"
	"time"
)

// OneTimePassword is a password somebody else made for an account. It is shown once and kept nowhere, opens the account
// until a time, and has to be changed before the account can do anything.
type OneTimePassword struct {
	Password   string    `json:"password" doc:"Shown once and kept nowhere."`
	ValidUntil time.Time `json:"validUntil" doc:"Nobody signs in with it afterwards."`
}

// CreatedUser is a new account with its first password.
type CreatedUser struct {
	User
	OneTimePassword string    `json:"oneTimePassword" doc:"Shown once and kept nowhere; it must be changed at the first login."`
	ValidUntil      time.Time `json:"validUntil" doc:"Nobody signs in with the one-time password afterwards."`
}

// oneTime is a one-time password made for nobody yet, with its hash.
type oneTime struct {
	password, hash string
	until          time.Time
}

func (o oneTime) shown() OneTimePassword {
	return OneTimePassword{Password: o.password, ValidUntil: o.until}
}

type oneTimeKey struct{}

func (s *Service) newOneTime(ctx context.Context) (made oneTime, err error) {
	if made.password, err = randomPassword(); err != nil {
		return made, err
	}
	made.hash, err = s.hasher.hash(ctx, made.password)
	made.until = s.clock.Now().Add(s.oneTimeFor)
	return made, err
}

// withOneTime makes the password before the transaction of the request begins: a hash waits for its turn and takes a while,
// and on SQLite every writer would wait with it.
func (s *Service) withOneTime(ctx context.Context) (context.Context, error) {
	made, err := s.newOneTime(ctx)
	return context.WithValue(ctx, oneTimeKey{}, made), err
}

// oneTimeOf is the password withOneTime made, else a new one.
func (s *Service) oneTimeOf(ctx context.Context) (oneTime, error) {
	if made, ok := ctx.Value(oneTimeKey{}).(oneTime); ok {
		return made, nil
	}
	return s.newOneTime(ctx)
}

// CreateUserOnce adds an account as CreateUser does and gives it a one-time password.
func (s *Service) CreateUserOnce(ctx context.Context, in NewUser) (CreatedUser, error) {
	made, err := s.oneTimeOf(ctx)
	if err != nil {
		return CreatedUser{}, err
	}
	in.once = &made
	user, err := s.CreateUser(ctx, in)
	return CreatedUser{User: user, OneTimePassword: made.password, ValidUntil: made.until}, err
}

// mustChange says whether the password of the account is one somebody else made.
func (row userRow) mustChange() bool { return row.OneTimeUntil != 0 }

// expired says whether the password of the account was a one-time one whose time is over.
func (row userRow) expired(now time.Time) bool {
	return row.mustChange() && now.UnixMilli() >= row.OneTimeUntil
}
