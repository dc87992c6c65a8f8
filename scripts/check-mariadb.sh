#!/usr/bin/env bash
# Runs deploy/mariadb.sql as an administrator would, then does with the account it makes what the program does.
#
#   scripts/with-mariadb.sh scripts/check-mariadb.sh GUATU SQLITE_FILE
#
# Expects what with-mariadb.sh sets: GUATU_TEST_MYSQL_DSN and GUATU_TEST_MYSQL_SOCKET.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

guatu="$1"
file="$2"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
port="${GUATU_TEST_MYSQL_DSN##*:}"
port="${port%%/*}"

root() { mariadb --no-defaults --socket="$GUATU_TEST_MYSQL_SOCKET" --user=root "$@"; }
# with-mariadb.sh made an account and a database of the same names, with all rights: the file must do without them.
root --execute="DROP DATABASE guatu; DROP USER 'guatu'@'127.0.0.1'"
sed 's/换成你的口令/p@ss 词/' deploy/mariadb.sql | root --default-character-set=utf8mb4

dsn="mysql://guatu:p%40ss%20%E8%AF%8D@127.0.0.1:$port/guatu"
export GUATU_DATABASE_DSN="$dsn" GUATU_DATA_DIR="$work"
"$guatu" migrate >/dev/null 2>"$work/migrate"
if grep -q 'may lose' "$work/migrate"; then cat "$work/migrate" >&2 && exit 1; fi
"$guatu" copy-database --from "sqlite://$file" --to "$dsn" >"$work/there" 2>"$work/log" || { cat "$work/log" >&2 && exit 1; }
"$guatu" migrate --check >/dev/null
"$guatu" copy-database --from "$dsn" --to "sqlite://$work/back.db" >"$work/back" 2>"$work/log" || { cat "$work/log" >&2 && exit 1; }
# Each table with its hash, and the lamps; the last line names the target, and `user list` took the lease of migrations.
same() { head -n -1 "$1" | grep -v ' leases$'; }
diff <(same "$work/there") <(same "$work/back")
"$guatu" audit grants --account "'guatu_service'@'127.0.0.1'" >"$work/grants"
root <"$work/grants"
# The account of the running service: it starts, it writes, and it neither changes nor removes a record of the audit.
service="mysql://guatu_service:p%40ss%20%E8%AF%8D@127.0.0.1:$port/guatu"
GUATU_DATABASE_DSN="$service" "$guatu" user list >"$work/users"
grep -q leader.chief "$work/users"
GUATU_DATABASE_DSN="$service" "$guatu" user unlock leader.chief
GUATU_DATABASE_DSN="$service" "$guatu" audit verify >"$work/verify" || { cat "$work/verify" >&2 && exit 1; }
as_service() { mariadb --no-defaults --host=127.0.0.1 --port="$port" --user=guatu_service --password='p@ss 词' --default-character-set=utf8mb4 guatu "$@"; }
as_service --execute="UPDATE users SET version = version WHERE id = 0; DELETE FROM sessions WHERE id = ''"
for statement in "UPDATE audit_events SET at = 0" "DELETE FROM audit_events" "TRUNCATE audit_events" "DROP TABLE audit_events" "ALTER TABLE audit_events DROP COLUMN hash" \
	"UPDATE audit_chains SET host = ''" "DELETE FROM audit_archives" "UPDATE audit_verifications SET faults = 0"; do
	if as_service --execute="$statement" 2>/dev/null; then
		echo "check-mariadb: the service may: $statement" >&2
		exit 1
	fi
done
# The three administrators exclude each other in the database itself.
if as_service --execute="INSERT INTO grants (post_id, role, granted_at) SELECT post_id, 'secadmin', 0 FROM grants WHERE role = 'sysadmin'" 2>/dev/null; then
	echo "check-mariadb: one post is two administrators" >&2
	exit 1
fi
# Another database of the server is none of the account's business.
root --execute="CREATE DATABASE other"
if GUATU_DATABASE_DSN="${dsn%guatu}other" "$guatu" migrate >/dev/null 2>&1; then
	echo "check-mariadb: the account may write into another database" >&2
	exit 1
fi
