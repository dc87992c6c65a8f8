package milestones

import (
	"fmt"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"guatu/internal/nodefacts"
	"guatu/internal/schedule"
)

// trace is a state of a milestone in the audit: its version and the fields that moved, and why.
type trace struct {
	Version int64             `json:"version"`
	Fields  map[string]string `json:"fields,omitempty"`
	Note    string            `json:"note,omitempty"`
}

// auditStates gives the two states of a change for the audit, limited to what moved.
func auditStates(before, after MilestoneRow) (was, is trace) {
	was, is = trace{Version: before.Version, Fields: map[string]string{}}, trace{Version: after.Version, Fields: map[string]string{}}
	for _, c := range changes(before, after) {
		if c.field != "" {
			was.Fields[c.field], is.Fields[c.field] = plain(c.from), plain(c.value)
		}
	}
	return was, is
}

// plain writes a value as people read it; absent is empty.
func plain(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case nodefacts.Claims:
		text := ""
		for _, claim := range v {
			text += fmt.Sprintf("%s→%s ", claim.Claimed, claim.Returned)
		}
		return text
	case schedule.Date:
		return v.String()
	case schedule.Month:
		return v.String()
	}
	return fmt.Sprint(value)
}

// limited is a text with the number of characters its column holds.
type limited struct {
	field string
	value string
	most  int
}

func lengthFaults(texts []limited) []Fault {
	var out []Fault
	for _, t := range texts {
		if utf8.RuneCountInString(t.value) > t.most {
			out = append(out, Fault{t.field, "too_long"})
		}
	}
	return out
}

func forUpdate() clause.Expression { return clause.Locking{Strength: clause.LockingStrengthUpdate} }
