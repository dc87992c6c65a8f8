package database

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Grants are the statements an administrator of MariaDB or MySQL executes for the account of the running program: it may read and add
// everywhere, and change and remove rows in all tables but those of addOnly. It changes no schema. After each migration they are
// needed anew, because MariaDB knows rights on all tables and on single ones, but none on all except some.
func (d *DB) Grants(ctx context.Context, account string, addOnly []string) ([]string, error) {
	if d.dialect != MySQL {
		return nil, errors.New("database: SQLite knows no accounts; there the tables themselves refuse")
	}
	var name string
	if err := d.Read(ctx).Raw("SELECT DATABASE()").Row().Scan(&name); err != nil {
		return nil, Translate(err)
	}
	tables, err := d.tableNames(ctx)
	if err != nil {
		return nil, err
	}
	slices.Sort(tables)
	schema := "`" + strings.ReplaceAll(name, "`", "``") + "`"
	out := []string{fmt.Sprintf("GRANT SELECT, INSERT ON %s.* TO %s;", schema, account)}
	for _, t := range tables {
		if !slices.Contains(addOnly, t) && t != versionTable {
			out = append(out, fmt.Sprintf("GRANT UPDATE, DELETE ON %s.%s TO %s;", schema, quote(t), account))
		}
	}
	return out, nil
}
