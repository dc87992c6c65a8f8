package searchtext_test

import (
	"context"
	"fmt"
	"testing"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
	"guatu/internal/platform/database/dbtest"
	"guatu/internal/platform/searchtext"
)

// TestFill: every row without a search text gets one, over several batches; one that has one keeps it.
func TestFill(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		const n = 1203
		err := db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
			if err := tx.Exec("CREATE TABLE things (id INTEGER PRIMARY KEY, name VARCHAR(200), code VARCHAR(40), search VARCHAR(1000) NOT NULL DEFAULT '')").Error; err != nil {
				return err
			}
			for id := 1; id <= n; id++ {
				if err := tx.Exec("INSERT INTO things (id, name, code) VALUES (?, '绣山中学', ?)", id, fmt.Sprint("A-", id)).Error; err != nil {
					return err
				}
			}
			return tx.Exec("UPDATE things SET search = 'kept' WHERE id = 7").Error
		})
		if err != nil {
			t.Fatal(err)
		}
		table := searchtext.Table{Name: "things", Key: "id", Texts: []string{"name", "code"}}
		for round, want := range []int{n - 1, 0} {
			got, err := searchtext.Fill(ctx, db, table)
			if err != nil || got != want {
				t.Errorf("round %d: %d filled, %v; want %d", round, got, err, want)
			}
		}
		for typed, want := range map[string]int{"xszx": n - 1, "绣山": n - 1, "a-1203": 1, "kept": 1, "100%": 0, "_": 0} {
			var found int
			err := db.Read(ctx).Raw("SELECT COUNT(*) FROM things WHERE "+searchtext.Condition("search"), searchtext.Argument(typed)).Row().Scan(&found)
			if err != nil || found != want {
				t.Errorf("%q finds %d, %v; want %d", typed, found, err, want)
			}
		}
	})
}
