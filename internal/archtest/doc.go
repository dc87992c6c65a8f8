// Package archtest fails the build when the house loses its shape.
//
// It owns no table and no route. It reads the source of the module with the standard library only and reports, as text that
// says what to do instead: an import that points the wrong way, a banned call (a second clock, GORM's Save, AutoMigrate, a
// route registered past the permission table), an init function, a package without doc.go, and a difference between the two
// dialects of the database schema.
//
// The checks work on an fs.FS, so that the tests can prove on small bad trees that each of them is able to fail.
// Nobody imports this package.
package archtest
