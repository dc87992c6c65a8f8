package database

import "strings"

// DaysBetween returns an SQL expression for the days from column colB to
// column colA (a minus b), both civil dates.
func (d *DB) DaysBetween(colA, colB string) string {
	if d.dialect == MySQL {
		return "DATEDIFF(" + colA + ", " + colB + ")"
	}
	return "CAST(julianday(" + colA + ") - julianday(" + colB + ") AS INTEGER)"
}

// YearOf returns an SQL expression for the year of a civil date.
func (d *DB) YearOf(column string) string {
	if d.dialect == MySQL {
		return "YEAR(" + column + ")"
	}
	return "CAST(substr(" + column + ", 1, 4) AS INTEGER)"
}

// Contains returns an SQL condition with one parameter that finds column
// containing a text, regardless of the case of Latin letters. Give the
// parameter as LikeArgument(text).
func (d *DB) Contains(column string) string {
	if d.dialect == MySQL {
		return column + " COLLATE utf8mb4_general_ci LIKE ? ESCAPE '!'"
	}
	return column + " LIKE ? ESCAPE '!'"
}

// LikeArgument quotes text for Contains.
func LikeArgument(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
}

// nowMillis is the database's own clock: instances may disagree about the time.
func (d *DB) nowMillis() string {
	if d.dialect == MySQL {
		return "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"
	}
	return "CAST(unixepoch('subsec') * 1000 AS INTEGER)"
}
