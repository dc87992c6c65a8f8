package auth

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
	"guatu/internal/schedule"
)

// FirstAdministrator is one of the people an installation begins with.
type FirstAdministrator struct {
	Role, Username, Name string
}

// FirstAdministrators are the people an installation begins with, each with a one-time password. They are made before the
// transaction that needs them, because a hash takes a while.
type FirstAdministrators struct {
	people []FirstAdministrator
	once   []oneTime
}

// IssuedPassword is the first password of one administrator.
type IssuedPassword struct {
	Role            string    `json:"role"`
	Username        string    `json:"username"`
	Name            string    `json:"name"`
	OneTimePassword string    `json:"oneTimePassword" doc:"Shown once and kept nowhere; it must be changed at the first login."`
	ValidUntil      time.Time `json:"validUntil" doc:"Nobody signs in with the one-time password afterwards."`
}

// PrepareAdministrators makes the one-time passwords.
func (s *Service) PrepareAdministrators(ctx context.Context, people []FirstAdministrator) (FirstAdministrators, error) {
	out := FirstAdministrators{people: people}
	for range people {
		made, err := s.newOneTime(ctx)
		if err != nil {
			return out, err
		}
		out.once = append(out.once, made)
	}
	return out, nil
}

// Establish makes the accounts of the first administrators and a post with its role for each, held from the day on. It
// belongs into the transaction of the set-up and refuses (409 already_set_up) when there is any account.
func (s *Service) Establish(ctx context.Context, first FirstAdministrators, from schedule.Date) ([]IssuedPassword, error) {
	var issued []IssuedPassword
	err := s.change(AsSystem(ctx), func(ctx context.Context, tx *gorm.DB) error {
		if there, err := hasAccounts(tx); err != nil || there {
			if err == nil {
				err = ErrSetUp()
			}
			return err
		}
		issued = nil
		for i, person := range first.people {
			if err := s.establish(ctx, person, first.once[i], from); err != nil {
				return err
			}
			issued = append(issued, IssuedPassword{Role: person.Role, Username: person.Username, Name: person.Name,
				OneTimePassword: first.once[i].password, ValidUntil: first.once[i].until})
		}
		return nil
	})
	return issued, err
}

func (s *Service) establish(ctx context.Context, person FirstAdministrator, once oneTime, from schedule.Date) error {
	user, err := s.CreateUser(ctx, NewUser{Username: person.Username, Name: strings.TrimSpace(person.Name), once: &once})
	if err != nil {
		return err
	}
	post, err := s.CreatePost(ctx, NewPost{Code: person.Role, Name: roleName(person.Role)})
	if err != nil {
		return err
	}
	if _, err := s.Grant(ctx, NewGrant{PostID: post.ID, Role: person.Role}); err != nil {
		return err
	}
	_, err = s.Appoint(ctx, NewHolder{PostID: post.ID, UserID: user.ID, From: from})
	return err
}

// HasAccounts says whether there is any account, disabled ones included.
func (s *Service) HasAccounts(ctx context.Context) (bool, error) { return hasAccounts(s.db.Read(ctx)) }

func hasAccounts(tx *gorm.DB) (bool, error) {
	var ids []int64
	err := tx.Table("users").Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, database.Translate(err)
}

// ErrSetUp refuses to set up an installation that has accounts.
func ErrSetUp() *httpapi.Error {
	return httpapi.Conflict("already_set_up",
		"本区已经开通，没有再做任何改动。一次性口令如没有记下，请在服务器上运行 guatu user reset-password 用户名",
		"This installation has been set up already; nothing was changed. One-time passwords that were not noted down are made anew on the server: guatu user reset-password")
}
