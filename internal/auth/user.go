package auth

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// noPassword is stored for an account nobody can sign in to until its password is reset. No hash looks like it.
const noPassword = "!"

// User is an account as administrators see it.
type User struct {
	ID           int64      `json:"id"`
	Username     string     `json:"username"`
	Name         string     `json:"name"`
	Phone        string     `json:"phone"`
	Disabled     bool       `json:"disabled"`
	LockedUntil  *time.Time `json:"lockedUntil" doc:"Null when it is not locked after failed logins."`
	OneTimeUntil *time.Time `json:"oneTimeUntil" doc:"How long the one-time password is good, which has not been changed yet; null when the password is the person's own."`
	FactorSince  *time.Time `json:"factorSince" doc:"Since when a second factor is asked for; null when there is none."`
	CreatedAt    time.Time  `json:"createdAt"`
	Version      int64      `json:"version"`
}

// NewUser is what an account starts with: no post, so no right, and no password unless the program itself gives one.
type NewUser struct {
	Username string `json:"username" minLength:"2" maxLength:"80" pattern:"^[a-z0-9][a-z0-9._-]*$"`
	Name     string `json:"name" minLength:"1" maxLength:"80"`
	Phone    string `json:"phone,omitempty" maxLength:"40"`
	// Password is for loaders and the command line; the API never takes one (a sysadmin resets it to a one-time one).
	Password string `json:"-"`
	// Shared is a password that several accounts begin with, instead of Password.
	Shared *SharedPassword `json:"-"`

	once *oneTime // see CreateUserOnce
}

// SharedPassword is a password that was made into a hash once, for many accounts: a hash costs a tenth of a second by intent.
// Whoever reads the hashes sees that the accounts begin with the same password, so it is for demonstrations.
type SharedPassword struct{ word, hash string }

// SharePassword makes the hash. Each account it is given to still checks the password by the rules.
func (s *Service) SharePassword(ctx context.Context, word string) (*SharedPassword, error) {
	hash, err := s.hasher.hash(ctx, word)
	return &SharedPassword{word: word, hash: hash}, err
}

// UserPatch changes an account; absent fields stay.
type UserPatch struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Phone    *string `json:"phone,omitempty" maxLength:"40"`
	Disabled *bool   `json:"disabled,omitempty"`
}

// userState is what the audit keeps of an account.
type userState struct {
	Username string `json:"username"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Disabled bool   `json:"disabled"`
}

func (row userRow) state() userState {
	return userState{Username: row.Username, Name: row.DisplayName, Phone: row.Phone, Disabled: row.Disabled}
}

func (row userRow) user(now time.Time) User {
	user := User{ID: row.ID, Username: row.Username, Name: row.DisplayName, Phone: row.Phone, Disabled: row.Disabled,
		CreatedAt: time.UnixMilli(row.CreatedAt).UTC(), Version: row.Version, FactorSince: instant(row.FactorSince)}
	if row.LockedUntil > now.UnixMilli() {
		until := time.UnixMilli(row.LockedUntil).UTC()
		user.LockedUntil = &until
	}
	if row.mustChange() {
		until := time.UnixMilli(row.OneTimeUntil).UTC()
		user.OneTimeUntil = &until
	}
	return user
}

// CreateUser adds an account without rights. 403 without users.manage, 409 duplicate for a known user name, 422 for a
// password that is too weak.
func (s *Service) CreateUser(ctx context.Context, in NewUser) (User, error) {
	if !s.allowed(ctx, PermUsersManage) {
		return User{}, httpapi.Forbidden()
	}
	hash, err := s.firstHash(ctx, in)
	if err != nil {
		return User{}, err
	}
	now := s.clock.Now()
	row := userRow{Username: in.Username, DisplayName: strings.TrimSpace(in.Name), Phone: strings.TrimSpace(in.Phone), PasswordHash: hash,
		CreatedAt: now.UnixMilli(), PasswordAt: now.UnixMilli(), Version: 1}
	if in.once != nil {
		row.PasswordHash, row.OneTimeUntil = in.once.hash, in.once.until.UnixMilli()
	}
	err = s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if row.ID = 0; row.DisplayName == "" || row.Username == "" {
			return errNameRequired("name")
		}
		if err := tx.Create(&row).Error; err != nil {
			return duplicate(err, "username")
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.create", Entity: "user", EntityID: row.ID, After: row.state()})
	})
	return row.user(now), err
}

// firstHash is that of the password the account begins with, which must keep the rules.
func (s *Service) firstHash(ctx context.Context, in NewUser) (string, error) {
	word := in.Password
	if in.Shared != nil {
		word = in.Shared.word
	}
	if word == "" {
		return noPassword, nil
	}
	if err := s.checkPassword("password", in.Username, word); err != nil {
		return "", err
	}
	if in.Shared != nil {
		return in.Shared.hash, nil
	}
	return s.hasher.hash(ctx, word)
}

// PatchUser changes an account that is still at version. Disabling one ends all its sessions at once; the last administrator
// of each kind can not be disabled (409 last_administrator), and whoever audits only by the program itself (403 audit_role).
func (s *Service) PatchUser(ctx context.Context, id, version int64, patch UserPatch) (User, error) {
	var after userRow
	now := s.clock.Now()
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		before, err := lookup[userRow](ctx, s, tx, id, PermUsersRead, PermUsersManage)
		if err != nil {
			return err
		}
		if before.Version != version {
			return httpapi.PreconditionFailed(before.user(now))
		}
		after = before
		setText(&after.DisplayName, patch.Name)
		setText(&after.Phone, patch.Phone)
		set(&after.Disabled, patch.Disabled)
		if after.DisplayName == "" {
			return errNameRequired("name")
		}
		err = database.UpdateVersion(tx, "users", id, version, map[string]any{"display_name": after.DisplayName, "phone": after.Phone, "disabled": after.Disabled})
		if err != nil {
			return err
		}
		after.Version++
		if after.Disabled && !before.Disabled {
			if err := s.refuseOver(ctx, tx, id, watchingRoles(), errAuditRole()); err != nil {
				return err
			}
			if err := s.afterDisable(tx, id, now); err != nil {
				return err
			}
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.edit", Entity: "user", EntityID: id, Before: before.state(), After: after.state()})
	})
	return after.user(now), err
}

func (s *Service) afterDisable(tx *gorm.DB, id int64, now time.Time) error {
	if err := endSessions(tx, now, "user_id = ?", id); err != nil {
		return err
	}
	today := s.clock.Today()
	roles, err := rolesOfUser(tx, id, today)
	if err != nil {
		return err
	}
	return checkLastAdministrators(tx, today, roles)
}

// ResetPassword gives the account a one-time password, which is shown once and kept nowhere, and ends its sessions. It does not unlock: that is the security administrator's. 403 administrator_reset for an account that
// watches or administers, see [Service.SetPassword].
func (s *Service) ResetPassword(ctx context.Context, id int64) (OneTimePassword, error) {
	if err := s.demand(ctx, PermUsersRead, PermUsersManage); err != nil {
		if _, missing := find[userRow](s.db.Read(ctx), id); missing != nil {
			return OneTimePassword{}, httpapi.NotFound()
		}
		return OneTimePassword{}, err
	}
	made, err := s.oneTimeOf(ctx)
	if err != nil {
		return OneTimePassword{}, err
	}
	return made.shown(), s.storePassword(ctx, id, made.hash, made.until.UnixMilli())
}

// SetPassword stores a new password and ends the sessions of the account. 422 when it is too weak. Who knows a password
// can be its owner, so the accounts of the administrators and of the auditors get theirs from the command line alone.
func (s *Service) SetPassword(ctx context.Context, id int64, password string) error {
	user, err := find[userRow](s.db.Read(ctx), id)
	if err != nil {
		return err
	}
	if err := s.checkPassword("password", user.Username, password); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.storePassword(ctx, id, hash, 0)
}

// storePassword: until is the end of a one-time password, 0 for one that stays.
func (s *Service) storePassword(ctx context.Context, id int64, hash string, until int64) error {
	return s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		if _, err := lookup[userRow](ctx, s, tx, id, PermUsersRead, PermUsersManage); err != nil {
			return err
		}
		if err := s.refuseOver(ctx, tx, id, independentRoles(), errAdministratorReset()); err != nil {
			return err
		}
		if err := s.keepFormer(tx, id); err != nil {
			return err
		}
		chosen := map[string]any{"password_hash": hash, "one_time_until": until, "password_at": s.clock.Now().UnixMilli()}
		if err := tx.Table("users").Where("id = ?", id).Updates(chosen).Error; err != nil {
			return database.Translate(err)
		}
		if err := endSessions(tx, s.clock.Now(), "user_id = ?", id); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.resetPassword", Entity: "user", EntityID: id})
	})
}

// refuseOver refuses a change of an account that has or will have one of the roles, except to the program itself.
func (s *Service) refuseOver(ctx context.Context, tx *gorm.DB, id int64, roles []string, refusal error) error {
	if isSystem(ctx) {
		return nil
	}
	held, err := rolesOfUser(tx, id, s.clock.Today())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(held, func(role string) bool { return slices.Contains(roles, role) }) {
		return refusal
	}
	return nil
}

// UnlockUser lifts the lock after failed logins.
func (s *Service) UnlockUser(ctx context.Context, id int64) (User, error) {
	now := s.clock.Now()
	var row userRow
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var err error
		if row, err = lookup[userRow](ctx, s, tx, id, PermUsersRead, PermUsersUnlock); err != nil {
			return err
		}
		if err := tx.Exec("UPDATE users SET failed_logins = 0, locked_until = 0 WHERE id = ?", id).Error; err != nil {
			return database.Translate(err)
		}
		row.FailedLogins, row.LockedUntil = 0, 0
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.unlock", Entity: "user", EntityID: id})
	})
	return row.user(now), err
}
