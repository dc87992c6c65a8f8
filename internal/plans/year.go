package plans

import (
	"guatu/internal/schedule"
)

// State is where the plan of a year stands.
type State string

// The states of a plan.
const (
	Draft    State = "draft"    // edited by the supervision office
	Proposed State = "proposed" // put forward; nothing changes until it is frozen or withdrawn
	Frozen   State = "frozen"   // fixed: dates move by approved changes alone
)

// The years a plan can be of.
const (
	firstYear = 2000
	lastYear  = 2100
)

// yearRow is one row of plan_years.
type yearRow struct {
	Year       int `gorm:"primaryKey;autoIncrement:false"`
	State      State
	ProposedBy *int64
	ProposedOn schedule.Date
	ProposedAt *int64
	FrozenBy   *int64
	FrozenOn   schedule.Date
	FrozenAt   *int64
	CreatedAt  int64
	Version    int64
}

// TableName names the table for GORM.
func (yearRow) TableName() string { return "plan_years" }

// stamp is who takes a step, on which business day and at which instant.
type stamp struct {
	by int64
	on schedule.Date
	at int64
}

// propose puts a draft forward.
func (y yearRow) propose(s stamp) (yearRow, error) {
	switch y.State {
	case Draft:
	case Proposed:
		return y, planProposed()
	case Frozen:
		return y, planFrozen()
	}
	y.State, y.ProposedBy, y.ProposedOn, y.ProposedAt = Proposed, &s.by, s.on, &s.at
	return y, nil
}

// freeze fixes what somebody else has put forward.
func (y yearRow) freeze(s stamp) (yearRow, error) {
	switch {
	case y.State == Frozen:
		return y, planFrozen()
	case y.State != Proposed:
		return y, notProposed()
	case y.ProposedBy == nil || *y.ProposedBy == s.by:
		return y, samePerson()
	}
	y.State, y.FrozenBy, y.FrozenOn, y.FrozenAt = Frozen, &s.by, s.on, &s.at
	return y, nil
}

// withdraw makes a draft of what was put forward.
func (y yearRow) withdraw() (yearRow, error) {
	switch y.State {
	case Frozen:
		return y, planFrozen()
	case Draft:
		return y, notProposed()
	case Proposed:
	}
	y.State, y.ProposedBy, y.ProposedOn, y.ProposedAt = Draft, nil, schedule.Date{}, nil
	return y, nil
}

// values are the columns a step writes.
func (y yearRow) values() map[string]any {
	return map[string]any{
		"state": string(y.State), "proposed_by": y.ProposedBy, "proposed_on": y.ProposedOn, "proposed_at": y.ProposedAt,
		"frozen_by": y.FrozenBy, "frozen_on": y.FrozenOn, "frozen_at": y.FrozenAt, "version": y.Version + 1,
	}
}
