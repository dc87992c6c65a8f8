package database_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/schedule"
)

type shade string

type inner struct {
	Due  schedule.Date `gorm:"column:due_on"`
	Hue  shade
	Open bool
}

type collected struct {
	inner
	ID    int64
	Name  string
	Score *int
}

// Collect reads what GORM's Scan reads, from both databases.
func TestCollect(t *testing.T) {
	for name, sql := range map[string]string{
		"a row":                 "SELECT 7 AS id, '名' AS name, '2017-09-30' AS due_on, 'red' AS hue, 1 AS open, 3 AS score",
		"NULL where it fits":    "SELECT 7 AS id, NULL AS name, NULL AS due_on, NULL AS hue, 0 AS open, NULL AS score",
		"a column nobody reads": "SELECT 7 AS id, 'x' AS other, '名' AS name",
		"no row":                "SELECT 7 AS id WHERE 1=0",
		"rows do not mix":       "SELECT 1 AS id, 'a' AS name, 5 AS score UNION ALL SELECT 2, NULL, NULL UNION ALL SELECT 3, 'c', 6 ORDER BY id",
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				var want, got []collected
				if err := db.Read(t.Context()).Raw(sql).Scan(&want).Error; err != nil {
					t.Fatal(err)
				}
				if err := database.Collect(db.Read(t.Context()).Raw(sql), &got); err != nil {
					t.Fatal(err)
				}
				if len(want) == 0 {
					want = nil
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("got %+v, GORM reads %+v", got, want)
				}
			})
		})
	}
}

// A missing number is not zero, and a fault of the query is told.
func TestCollectFails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var rows []collected
		if err := database.Collect(db.Read(t.Context()).Raw("SELECT NULL AS id"), &rows); err == nil || !strings.Contains(err.Error(), `"id"`) {
			t.Errorf("NULL for a number: %v", err)
		}
		if err := database.Collect(db.Read(t.Context()).Raw("SELECT FROM nothing"), &rows); err == nil {
			t.Error("a fault of the query is not told")
		}
		ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
		defer cancel()
		if err := database.Collect(db.Read(ctx).Raw("SELECT 1 AS id"), &rows); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after the deadline: %v", err)
		}
		if len(rows) != 0 {
			t.Errorf("rows of failed queries: %+v", rows)
		}
	})
}
