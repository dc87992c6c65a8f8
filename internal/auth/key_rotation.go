package auth

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/audit"
	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// keyState is what the audit keeps of a change of signing keys.
type keyState struct {
	Kid     string `json:"kid,omitempty"`
	Retired int64  `json:"retired,omitempty"`
}

// RotateKey adds a signing key, which signs every token from now on, on every instance; tokens of the keys before stay good.
// For the program itself alone. It returns the id of the key.
func (s *Service) RotateKey(ctx context.Context) (string, error) {
	if !isSystem(ctx) {
		return "", httpapi.Forbidden()
	}
	row, err := newKey(s.clock.Now().UnixMilli())
	if err != nil {
		return "", err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var newest int64
		if err := tx.Table("signing_keys").Select("COALESCE(MAX(created_at), 0)").Row().Scan(&newest); err != nil {
			return database.Translate(err)
		}
		row.CreatedAt = max(row.CreatedAt, newest+1) // the newest signs, whatever the clocks of the instances say
		if err := tx.Create(&row).Error; err != nil {
			return database.Translate(err)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "key.rotate", Entity: "key", After: keyState{Kid: row.Kid}})
	})
	return row.Kid, err
}

// RetireKeys takes every signing key but the newest out of use: their tokens are refused with the next request, on every
// instance, and whoever holds one renews it with the cookie. For the program itself alone. It returns how many there were.
func (s *Service) RetireKeys(ctx context.Context) (int64, error) {
	if !isSystem(ctx) {
		return 0, httpapi.Forbidden()
	}
	var retired int64
	err := s.db.Tx(ctx, func(ctx context.Context, tx *gorm.DB) error {
		var newest keyRow
		if err := tx.Where("retired_at = 0").Order("created_at DESC, kid DESC").Take(&newest).Error; err != nil {
			return database.Translate(err)
		}
		done := tx.Table("signing_keys").Where("retired_at = 0 AND kid <> ?", newest.Kid).Update("retired_at", s.clock.Now().UnixMilli())
		if retired = done.RowsAffected; done.Error != nil || retired == 0 {
			return database.Translate(done.Error)
		}
		return s.audit.Record(ctx, tx, audit.Event{Action: "key.retire", Entity: "key", After: keyState{Kid: newest.Kid, Retired: retired}})
	})
	return retired, err
}

// newKey makes a signing key that is in no table yet.
func newKey(at int64) (keyRow, error) {
	kid, err := randomText(9)
	if err != nil {
		return keyRow{}, err
	}
	secret, err := randomText(minSecret + 16)
	return keyRow{Kid: kid, Secret: secret, CreatedAt: at}, err
}
