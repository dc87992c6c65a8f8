package projects

import (
	"strconv"
	"strings"
)

// coUnits are the co-units as the row and its versions keep them: ids in order, with commas.
func coUnits(ids []int64) *string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = strconv.FormatInt(id, 10)
	}
	text := strings.Join(texts, ",")
	return &text
}

// recordedUnits reads them back; known is false for a version of before they were kept.
func (p ProjectRow) recordedUnits() (ids []int64, known bool) {
	if p.CoUnits == nil {
		return nil, false
	}
	for text := range strings.SplitSeq(*p.CoUnits, ",") {
		if id, err := strconv.ParseInt(text, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids, true
}

// asRecorded puts the co-units of a past day in the place of today's.
func (p parts) asRecorded(rows []Named) {
	for _, row := range rows {
		if ids, known := row.recordedUnits(); known {
			p.units[row.ID] = ids
		}
	}
}
