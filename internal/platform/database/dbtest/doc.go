// Package dbtest gives tests a fresh, migrated database of every dialect the
// product claims. Only tests import it.
//
// SQLite always runs. MariaDB or MySQL runs when GUATU_TEST_MYSQL_DSN names a
// server (mysql://root@127.0.0.1:13306/) whose account may create databases.
// Migrated templates are kept per content of the migrations, as a file in the
// temporary folder and as a database on the server, because migrating for each
// test would be slow.
package dbtest
