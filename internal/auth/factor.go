package auth

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// FactorNeed says what a session still lacks before it opens anything.
type FactorNeed string

// What a session may lack.
const (
	FactorNone  FactorNeed = ""
	FactorCode  FactorNeed = "code"  // the account has a second factor and this session has not shown it
	FactorEnrol FactorNeed = "enrol" // a role of the account demands a second factor and there is none
)

const (
	// pendingFor is how long somebody may take between the password and the second factor, and for setting one up.
	pendingFor = 10 * time.Minute
	// recoveryCodes is how many are given out at a time.
	recoveryCodes = 10
)

// factorRoles are those whose accounts need a second factor where the configuration demands it: the three administrators,
// supervision and the leaders.
func factorRoles() []string {
	return []string{RoleSysadmin, RoleSecadmin, RoleAuditadmin, RoleSupervisor, RoleLeader, RoleChief}
}

// demandsFactor says whether one of the roles makes a second factor compulsory here.
func (s *Service) demandsFactor(a *Actor) bool {
	return s.factorRequired && slices.ContainsFunc(a.Roles, func(held RoleHeld) bool { return slices.Contains(factorRoles(), held.Role) })
}

// factorNeed is what a session lacks: since is when the account got its second factor, shown when the session showed it.
func (s *Service) factorNeed(a *Actor, since, shown int64) FactorNeed {
	switch {
	case shown != 0:
		return FactorNone
	case since != 0:
		return FactorCode
	case s.demandsFactor(a):
		return FactorEnrol
	}
	return FactorNone
}

// SecondFactor is the state of one's own second factor.
type SecondFactor struct {
	Since        *time.Time `json:"since" doc:"Null while there is none."`
	Required     bool       `json:"required" doc:"A role one has demands it, so it can not be turned off."`
	RecoveryLeft int        `json:"recoveryLeft" doc:"Recovery codes that have not been used."`
}

// OwnFactor says how one's own second factor stands.
func (s *Service) OwnFactor(ctx context.Context) (SecondFactor, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return SecondFactor{}, httpapi.Unauthorized()
	}
	user, err := find[userRow](s.db.Read(ctx), actor.UserID)
	if err != nil {
		return SecondFactor{}, err
	}
	var left int64
	err = s.db.Read(ctx).Table("recovery_codes").Where("user_id = ? AND used_at = 0", user.ID).Count(&left).Error
	return SecondFactor{Since: instant(user.FactorSince), Required: s.demandsFactor(actor), RecoveryLeft: int(left)}, database.Translate(err)
}

// RemoveFactor turns the actor's second factor off. Password and a code are asked for once more; 409 factor_required when
// a role demands it.
func (s *Service) RemoveFactor(ctx context.Context, in FactorProof) error {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return httpapi.Unauthorized()
	}
	if s.demandsFactor(actor) {
		return errFactorRequired()
	}
	return s.proveBoth(ctx, actor, in, func(ctx context.Context, tx *gorm.DB, user userRow) error {
		if err := dropFactor(tx, user.ID); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "factor.remove", Entity: "user", EntityID: user.ID})
	})
}

// RenewRecoveryCodes replaces the actor's recovery codes; the old ones are worth nothing afterwards. Password and a code
// are asked for once more.
func (s *Service) RenewRecoveryCodes(ctx context.Context, in FactorProof) (RecoveryCodes, error) {
	actor, ok := ActorFrom(ctx)
	if !ok {
		return RecoveryCodes{}, httpapi.Unauthorized()
	}
	codes, err := newRecoveryCodes()
	if err != nil {
		return RecoveryCodes{}, err
	}
	err = s.proveBoth(ctx, actor, in, func(ctx context.Context, tx *gorm.DB, user userRow) error {
		if err := s.storeRecoveryCodes(tx, user.ID, codes); err != nil {
			return err
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "factor.recoveryCodes", Entity: "user", EntityID: user.ID})
	})
	return RecoveryCodes{Codes: codes}, err
}

// ResetFactor takes the second factor from an account whose owner has lost it, and ends its sessions; at the next login they
// set up another one. It needs the security administrator, who knows no password; the system administrator, who resets
// passwords, can not do it: nobody takes an account over alone. 403 administrator_factor for an account that watches or
// administers: that is done on the server.
func (s *Service) ResetFactor(ctx context.Context, id int64) (User, error) {
	var row userRow
	now := s.clock.Now()
	err := s.change(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var err error
		if row, err = lookup[userRow](ctx, s, tx, id, PermUsersRead, PermUsersUnlock); err != nil {
			return err
		}
		if err := s.refuseOver(ctx, tx, id, independentRoles(), errAdministratorFactor()); err != nil {
			return err
		}
		if row.FactorSince == 0 {
			return errNoFactor()
		}
		if err := dropFactor(tx, id); err != nil {
			return err
		}
		if err := endSessions(tx, now, "user_id = ?", id); err != nil {
			return err
		}
		row.FactorSince = 0
		return s.audit.Record(ctx, tx, audit.Event{Action: "user.resetFactor", Entity: "user", EntityID: id})
	})
	return row.user(now), err
}

// dropFactor forgets the second factor of an account with its recovery codes.
func dropFactor(tx *gorm.DB, userID int64) error {
	err := tx.Exec("UPDATE users SET factor_secret = '', factor_since = 0, factor_step = 0, factor_pending = '', factor_pending_at = 0 WHERE id = ?", userID).Error
	if err == nil {
		err = tx.Exec("DELETE FROM recovery_codes WHERE user_id = ?", userID).Error
	}
	return database.Translate(err)
}

// instant turns a stored time into an answer; 0 is null.
func instant(milli int64) *time.Time {
	if milli == 0 {
		return nil
	}
	at := time.UnixMilli(milli).UTC()
	return &at
}
