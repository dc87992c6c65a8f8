package database

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Grants are the statements an administrator of MariaDB or MySQL executes for the account of the running program: it may read and add
// everywhere, and change and remove rows in all tables but those of addOnly. It changes no schema. After each migration they are
// needed anew, because MariaDB knows rights on all tables and on single ones, but none on all except some.
func (d *DB) Grants(ctx context.Context, account string, addOnly []string) ([]string, error) {
	if d.dialect != MySQL {
		return nil, errors.New("database: SQLite knows no accounts; there the tables themselves refuse")
	}
	schema, err := d.Name(ctx)
	if err != nil {
		return nil, err
	}
	tables, err := d.TableNames(ctx)
	if err != nil {
		return nil, err
	}
	slices.Sort(tables)
	out := []string{fmt.Sprintf("GRANT SELECT, INSERT ON %s.* TO %s;", schema, account)}
	for _, t := range tables {
		if !slices.Contains(addOnly, t) && t != versionTable {
			out = append(out, fmt.Sprintf("GRANT UPDATE, DELETE ON %s.%s TO %s;", schema, quote(t), account))
		}
	}
	return out, nil
}

// Name is the name of the database on its server, quoted for a statement. SQLite has none.
func (d *DB) Name(ctx context.Context) (string, error) {
	var name string
	err := d.Read(ctx).Raw("SELECT DATABASE()").Row().Scan(&name)
	return quote(name), Translate(err)
}
