// Package migrations holds the versioned schema, one folder per dialect.
//
// Rules, checked by a test: both folders hold the same file names; versions
// 00001-00009 belong to the platform; a released file never changes. MySQL
// does not roll back schema changes, so that every statement there must be
// repeatable (IF NOT EXISTS), also one that is alone in its file: the program
// may be killed before it has noted that it ran. Its tables are InnoDB with the
// collation utf8mb4_bin, so that both dialects compare texts alike.
package migrations

import "embed"

// Files holds the folders sqlite and mysql.
//
//go:embed sqlite/*.sql mysql/*.sql
var Files embed.FS
