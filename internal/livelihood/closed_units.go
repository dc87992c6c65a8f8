package livelihood

import (
	"context"

	"guatu/internal/auth"
)

// closedUnit refuses to give a row to a department that is disabled: nobody of it
// could report. A row that has such a department already may keep it. Call it in
// the transaction of the change: the department then stays in use until it ends.
func closedUnit(ctx context.Context, directory *auth.Directory, before, after int64) error {
	if before == after {
		return nil
	}
	closed, err := directory.Closed(ctx, []int64{after})
	if err != nil {
		return err
	}
	if len(closed) > 0 {
		return invalid([]fault{{"departmentId", "unit_closed"}})
	}
	return nil
}
