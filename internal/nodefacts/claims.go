package nodefacts

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"guatu/internal/schedule"
)

// Claims are the claims of completion that were sent back, oldest first; a
// column of JSON.
type Claims []schedule.ReturnedClaim

// Value stores the claims as JSON, none as NULL.
func (c Claims) Value() (driver.Value, error) {
	if len(c) == 0 {
		return nil, nil
	}
	text, err := json.Marshal([]schedule.ReturnedClaim(c))
	return string(text), err
}

// Scan reads the JSON.
func (c *Claims) Scan(src any) error {
	var text []byte
	switch v := src.(type) {
	case nil:
		*c = nil
		return nil
	case []byte:
		text = v
	case string:
		text = []byte(v)
	default:
		return fmt.Errorf("nodefacts: cannot read returned claims from %T", src)
	}
	var claims []schedule.ReturnedClaim
	if err := json.Unmarshal(text, &claims); err != nil {
		return fmt.Errorf("nodefacts: returned claims: %w", err)
	}
	*c = claims
	return nil
}

// GormDataType names the column type for GORM.
func (Claims) GormDataType() string { return "string" }
