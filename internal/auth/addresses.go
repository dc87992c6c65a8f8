package auth

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/config"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// allAdministrators stands for the three administrator roles in the setting allowFrom.
const allAdministrators = "administrators"

// allowList says from which networks a role may be used; a role that is not in it may be used from everywhere.
type allowList map[string][]netip.Prefix

// newAllowList reads the setting. A role that does not exist is a fault: a list that limits nobody by a slip of the pen is worse
// than none.
func newAllowList(c config.Config) (allowList, error) {
	given, err := c.AllowedFrom()
	if err != nil {
		return nil, fmt.Errorf("auth: allowFrom: %w", err)
	}
	list := allowList{}
	for name, networks := range given {
		roles := []string{name}
		if name == allAdministrators {
			roles = administratorRoles()
		}
		for _, role := range roles {
			if !IsRole(role) {
				return nil, fmt.Errorf("auth: allowFrom: there is no role %q", name)
			}
			list[role] = append(list[role], networks...)
		}
	}
	return list, nil
}

func administratorRoles() []string { return []string{RoleSysadmin, RoleSecadmin, RoleAuditadmin} }

// admits says whether somebody with the roles of the actor may come from the address: every one of the roles must be allowed
// there. An address that can not be read is none of any list.
func (a allowList) admits(actor *Actor, ip string) bool {
	for _, held := range actor.Roles {
		if networks, limited := a[held.Role]; limited && !within(networks, ip) {
			return false
		}
	}
	return true
}

func within(networks []netip.Prefix, ip string) bool {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return false
	}
	address = address.Unmap().WithZone("")
	for _, network := range networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// AdministratorsLimited says whether each of the three administrators may sign in from configured networks alone.
func (s *Service) AdministratorsLimited() bool {
	for _, role := range administratorRoles() {
		if len(s.allow[role]) == 0 {
			return false
		}
	}
	return true
}

// refreshedFrom refuses to renew a session from where its owner may not be. The session lives on: a thief of the cookie must not
// be able to end it.
func (s *Service) refreshedFrom(ctx context.Context, sessionID string) error {
	if len(s.allow) == 0 {
		return nil
	}
	var session sessionRow
	err := s.db.Read(ctx).Where("id = ?", sessionID).Take(&session).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return errSessionEnded()
	}
	if err != nil {
		return database.Translate(err)
	}
	actor, err := s.actorOf(ctx, userRow{ID: session.UserID})
	if err != nil || s.allow.admits(actor, httpapi.ClientIP(ctx)) {
		return err
	}
	if s.refusals.first(session.UserID, "refresh", s.clock.Now()) {
		err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
			return s.audit.Record(ctx, tx, audit.Event{Action: "access.refused", Entity: "access", EntityID: session.UserID,
				After: refusal{Operation: "refresh", Code: codeAddress}})
		})
		if err != nil {
			return err
		}
	}
	return errAddress()
}
