package auth

import (
	"context"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/httpapi"
)

// maxCount is where counting stops: beyond it the number helps nobody.
const maxCount = 10_000

// ListInput are the parameters every list of accounts takes.
type ListInput struct {
	Q      string `query:"q" maxLength:"100" doc:"Part of a name."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"1000"`
	Count  bool   `query:"count" doc:"Also count all rows."`
}

// Totals is the number of rows of a list, when it was asked for.
type Totals struct {
	Total       *int64 `json:"total,omitempty"`
	TotalCapped *bool  `json:"totalCapped,omitempty" doc:"The number is a lower bound."`
}

// DepartmentPage is one page of departments.
type DepartmentPage struct {
	Items      []Department `json:"items" nullable:"false"`
	NextCursor string       `json:"nextCursor" doc:"Empty on the last page."`
	Totals
}

// PostPage is one page of posts.
type PostPage struct {
	Items      []Post `json:"items" nullable:"false"`
	NextCursor string `json:"nextCursor" doc:"Empty on the last page."`
	Totals
}

// GrantPage is one page of grants.
type GrantPage struct {
	Items      []Grant `json:"items" nullable:"false"`
	NextCursor string  `json:"nextCursor" doc:"Empty on the last page."`
	Totals
}

type sortedCursor struct {
	Sort int   `json:"sort"`
	ID   int64 `json:"id"`
}

type idCursor struct {
	ID int64 `json:"id"`
}

// count counts the rows of the query before a cursor narrows it, up to a limit.
func (in ListInput) count(query *gorm.DB) (total *int64, capped *bool, err error) {
	if !in.Count {
		return nil, nil, nil
	}
	var n int64
	limited := query.Session(&gorm.Session{}).Select("1").Limit(maxCount + 1)
	if err := query.Session(&gorm.Session{NewDB: true}).Table("(?) AS counted", limited).Count(&n).Error; err != nil {
		return nil, nil, database.Translate(err)
	}
	over := n > maxCount
	n = min(n, maxCount)
	return &n, &over, nil
}

// afterID narrows the query to the rows behind the cursor of a list ordered by the id in column.
func (in ListInput) afterID(query *gorm.DB, column string) (*gorm.DB, error) {
	if in.Cursor == "" {
		return query, nil
	}
	var at idCursor
	if err := httpapi.DecodeCursor(in.Cursor, &at); err != nil {
		return nil, err
	}
	return query.Where(column+" > ?", at.ID), nil
}

// cutPage takes the row too many off and makes the cursor of the next page from the last row that stays.
func cutPage[T any](rows []T, limit int, key func(T) any) ([]T, string, error) {
	if len(rows) <= limit {
		return rows, "", nil
	}
	rows = rows[:limit]
	cursor, err := httpapi.EncodeCursor(key(rows[limit-1]))
	return rows, cursor, err
}

func convert[T, U any](rows []T, to func(T) U) []U {
	out := make([]U, len(rows))
	for i, row := range rows {
		out[i] = to(row)
	}
	return out
}

// lookup reads a row that is to be changed: 404 for one that is missing or may not be read, 403 for one that may be
// read and not changed.
func lookup[T any](ctx context.Context, s *Service, tx *gorm.DB, id int64, read, act string) (T, error) {
	var none T
	if !s.allowed(ctx, read) {
		return none, httpapi.NotFound()
	}
	row, err := find[T](tx, id)
	if err != nil {
		return none, err
	}
	if !s.allowed(ctx, act) {
		return none, httpapi.Forbidden()
	}
	return row, nil
}
