package searchtext

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"guatu/internal/platform/database"
)

// batch is how many rows one transaction fills.
const batch = 500

// Table is a table with the column search.
type Table struct {
	Name string
	// Key is the numbered primary key.
	Key string
	// Texts are the columns that are searched; at least one of them is never empty.
	Texts []string
}

// Fill derives the column search where it is empty: rows written before there was the column, or by an older program that
// is still running beside this one. It returns how many rows it filled.
func Fill(ctx context.Context, db *database.DB, tables ...Table) (filled int, err error) {
	for _, table := range tables {
		for from, more := int64(0), true; more; {
			last, n, err := fillBatch(ctx, db, table, from)
			if err != nil {
				return filled, err
			}
			filled += n
			from, more = last, n == batch
		}
	}
	return filled, nil
}

// fillBatch fills the first rows after a key and returns the last key it has seen. Nothing to fill costs no transaction.
func fillBatch(ctx context.Context, db *database.DB, table Table, after int64) (last int64, n int, err error) {
	rows, err := unfilled(ctx, db, table, after)
	if err != nil || len(rows) == 0 {
		return after, 0, err
	}
	err = db.Tx(ctx, func(_ context.Context, tx *gorm.DB) error {
		for _, row := range rows {
			// The condition spares a row that somebody has written meanwhile.
			done := tx.Exec("UPDATE "+table.Name+" SET search = ? WHERE "+table.Key+" = ? AND search = ''", Of(row.texts...), row.key)
			if done.Error != nil {
				return database.Translate(done.Error)
			}
		}
		return nil
	})
	return rows[len(rows)-1].key, len(rows), err
}

// unfilledRow is a row without a search text.
type unfilledRow struct {
	key   int64
	texts []string
}

func unfilled(ctx context.Context, db *database.DB, table Table, after int64) (out []unfilledRow, err error) {
	rows, err := db.Read(ctx).Raw("SELECT "+table.Key+", "+strings.Join(table.Texts, ", ")+" FROM "+table.Name+
		" WHERE search = '' AND "+table.Key+" > ? ORDER BY "+table.Key+" LIMIT ?", after, batch).Rows()
	if err != nil {
		return nil, database.Translate(err)
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = database.Translate(closing)
		}
	}()
	for rows.Next() {
		row := unfilledRow{texts: make([]string, len(table.Texts))}
		into := []any{&row.key}
		for i := range row.texts {
			into = append(into, &row.texts[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, database.Translate(err)
		}
		out = append(out, row)
	}
	return out, database.Translate(rows.Err())
}
