package database

import (
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
	"modernc.org/sqlite"
)

// driverName is how modernc.org/sqlite registers itself.
const driverName = "sqlite"

// liteDialect teaches GORM the SQL of SQLite, over a pool that is open already. It is ours because the dialects there are
// stand on other drivers: one on cgo, the other on an old copy of modernc.org/sqlite that parses a prepared statement anew at
// every execution and does not watch the context (ADR 0034).
type liteDialect struct{ pool gorm.ConnPool }

// Name is GORM's.
func (liteDialect) Name() string { return SQLite }

// Initialize registers what GORM runs for a create, an update and a delete.
func (d liteDialect) Initialize(db *gorm.DB) error {
	db.ConnPool = d.pool
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		// SQLite names the last id of several rows that one INSERT made, MySQL the first.
		LastInsertIDReversed: true,
	})
	db.ClauseBuilders["LIMIT"] = buildLimit
	// There is one writer and no lock of a row.
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {}
	return nil
}

// buildLimit exists for OFFSET: SQLite takes none without a LIMIT.
func buildLimit(c clause.Clause, b clause.Builder) {
	limit, ok := c.Expression.(clause.Limit)
	if !ok {
		c.Build(b)
		return
	}
	rows := -1
	if limit.Limit != nil {
		rows = *limit.Limit
	}
	if rows < 0 && limit.Offset <= 0 {
		return
	}
	_, _ = b.WriteString("LIMIT " + strconv.Itoa(rows)) // a statement is built in memory
	if limit.Offset > 0 {
		_, _ = b.WriteString(" OFFSET " + strconv.Itoa(limit.Offset))
	}
}

// Migrator is GORM's; the schema is made by the migrations alone, so there is none.
func (liteDialect) Migrator(*gorm.DB) gorm.Migrator { return nil }

// DataTypeOf is asked by a Migrator alone.
func (liteDialect) DataTypeOf(field *schema.Field) string { return string(field.DataType) }

// DefaultValueOf stands for a value that the database gives.
func (liteDialect) DefaultValueOf(*schema.Field) clause.Expression { return clause.Expr{SQL: "NULL"} }

// BindVarTo is GORM's.
func (liteDialect) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }

// QuoteTo quotes each part of a dotted name.
func (liteDialect) QuoteTo(w clause.Writer, name string) {
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			_ = w.WriteByte('.')
		}
		_, _ = w.WriteString("`" + strings.ReplaceAll(strings.Trim(part, "`"), "`", "``") + "`")
	}
}

// Explain is for the log.
func (liteDialect) Explain(sql string, vars ...any) string {
	return logger.ExplainSQL(sql, nil, `"`, vars...)
}

// SavePoint is GORM's.
func (liteDialect) SavePoint(tx *gorm.DB, name string) error {
	return tx.Exec("SAVEPOINT " + name).Error
}

// RollbackTo is GORM's.
func (liteDialect) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

// Translate is GORM's; see typedByCode for the rest.
func (liteDialect) Translate(err error) error {
	lite, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch lite.Code() {
	case sqliteConstraintPrimaryKey, sqliteConstraintUnique:
		return gorm.ErrDuplicatedKey
	case sqliteConstraintForeignKey:
		return gorm.ErrForeignKeyViolated
	}
	return err
}
