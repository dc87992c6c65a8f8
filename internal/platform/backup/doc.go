// Package backup writes and reads one file that holds everything of an installation.
//
// # The file
//
//	128 bytes   one line: "guatu-backup 1", how it is closed (age or plain), the length of the rest and its SHA-256
//	the rest    a gzipped tar in the order of the manifest, closed with age unless it is plain:
//	            manifest.json, then every part the manifest names
//
// So a file can be checked without its key, and opened without this program: tail -c +129 FILE | age -d -i KEY | tar -xz.
//
// # Invariants
//
//   - A file appears under its name whole or not at all: it is written beside it, synced and renamed, then the folder is synced.
//   - Nothing is handed out before the length and the SHA-256 of the whole file were found right, and no part before its own.
//   - Each way in which a file can be no use has an error of its own.
//   - Nothing that stands in a file becomes part of a path here; the caller decides where parts go.
//
// It knows no database, no table and no user.
package backup
