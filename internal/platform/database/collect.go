package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Collect runs the query of tx and puts its rows behind those in into. It does what GORM's Scan does for plain rows at a
// lower price: each column is read straight into its field, where GORM makes a value for every cell and copies it. Columns no
// field has are passed over. NULL is the empty text; a number or a switch that can not hold NULL must not meet one: that is an
// error here, not a zero. Errors are translated.
func Collect[T any](tx *gorm.DB, into *[]T) error {
	rows, err := tx.Rows()
	if err != nil {
		return Translate(err)
	}
	defer func() { _ = rows.Close() }() // rows.Err below reports what matters
	names, err := rows.Columns()
	if err != nil {
		return Translate(err)
	}
	fields, err := fieldsOf[T](tx, names)
	if err != nil {
		return err
	}
	ctx, targets, texts := tx.Statement.Context, make([]any, len(fields)), make([]text, len(fields))
	for rows.Next() {
		var row T
		aim(ctx, reflect.ValueOf(&row).Elem(), fields, targets, texts)
		if err := rows.Scan(targets...); err != nil {
			return fmt.Errorf("database: a row of %T: %w", row, Translate(err))
		}
		*into = append(*into, row)
	}
	return Translate(errors.Join(rows.Err(), rows.Close()))
}

// aim points the targets at the fields of the row.
func aim(ctx context.Context, row reflect.Value, fields []*schema.Field, targets []any, texts []text) {
	for i, field := range fields {
		if field == nil {
			targets[i] = new(any)
			continue
		}
		at := field.ReflectValueOf(ctx, row)
		targets[i] = at.Addr().Interface()
		if _, itself := targets[i].(sql.Scanner); !itself && at.Kind() == reflect.String {
			texts[i].field, targets[i] = at, &texts[i]
		}
	}
}

// text reads into a field of text, where NULL is the empty one: MySQL has no default for long texts.
type text struct{ field reflect.Value }

// Scan is database/sql's.
func (t *text) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		t.field.SetString("")
	case string:
		t.field.SetString(v)
	case []byte:
		t.field.SetString(string(v))
	default:
		return fmt.Errorf("a text can not be read from %T", src)
	}
	return nil
}

// fieldsOf are the fields of T that stand for the columns, nil for a column none has.
func fieldsOf[T any](tx *gorm.DB, columns []string) ([]*schema.Field, error) {
	statement := &gorm.Statement{DB: tx}
	if err := statement.Parse(new(T)); err != nil {
		return nil, fmt.Errorf("database: fields of %T: %w", *new(T), err)
	}
	fields := make([]*schema.Field, len(columns))
	for i, column := range columns {
		fields[i] = statement.Schema.LookUpField(column)
	}
	return fields, nil
}
