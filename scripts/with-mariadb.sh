#!/usr/bin/env bash
# Runs a command beside a MariaDB of its own and ends that server afterwards, whatever the command did.
#
#   scripts/with-mariadb.sh COMMAND [ARGUMENT…]
#
# The command sees GUATU_TEST_MYSQL_DSN, and the socket of the administrator as GUATU_TEST_MYSQL_SOCKET. The server lives in
# a temporary folder, listens on loopback on a free port below
# the ephemeral range (a client socket could hold a port above it), and reads no configuration of the machine.
# Its temporary tables are in that folder too, also while it is made: a server that starts removes all of them from its temporary folder, also
# those of another server that is running, which then breaks down.
# It flushes every commit to disk, as the program demands of a real server.
set -euo pipefail

if (($# == 0)); then
	echo "usage: scripts/with-mariadb.sh COMMAND [ARGUMENT…]" >&2
	exit 2
fi
PATH="$PATH:/usr/sbin:/usr/local/sbin"

base="$(mktemp -d "${TMPDIR:-/tmp}/guatu-mariadb.XXXXXX")"
server=""
stop() {
	if [[ -n "$server" ]] && kill -0 "$server" 2>/dev/null; then
		kill -TERM "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$base"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as=()
((EUID == 0)) && as=(--user=root)

fail() {
	echo "with-mariadb: $1" >&2
	tail -n 20 "$base"/*.log >&2 || true
	exit 1
}

mkdir "$base/tmp"
mariadb-install-db --no-defaults "${as[@]}" --datadir="$base/data" --tmpdir="$base/tmp" --auth-root-authentication-method=normal \
	--skip-test-db --skip-name-resolve --innodb-log-file-size=8M >"$base/install.log" 2>&1 ||
	fail "could not create the data folder"

client() { mariadb --no-defaults --socket="$base/m.sock" --user=root "$@"; }

# start PORT: true once the server answers; false when it ended, for instance because somebody took the port meanwhile.
start() {
	mariadbd --no-defaults "${as[@]}" --datadir="$base/data" --socket="$base/m.sock" --pid-file="$base/m.pid" --tmpdir="$base/tmp" \
		--bind-address=127.0.0.1 --port="$1" --skip-name-resolve --log-error="$base/server.log" --skip-log-bin \
		--character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci --max-connections=500 \
		--innodb-log-file-size=8M --innodb-buffer-pool-size=256M \
		--innodb-flush-log-at-trx-commit=1 >/dev/null 2>&1 &
	server=$!
	for _ in {1..300}; do
		client --execute='select 1' >/dev/null 2>&1 && return 0
		kill -0 "$server" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}

port=""
for _ in {1..20}; do
	candidate=$((20000 + RANDOM % 12000))
	# Something that answers here is not ours.
	if (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then continue; fi
	if start "$candidate"; then
		port="$candidate"
		break
	fi
	kill -KILL "$server" 2>/dev/null || true
	wait "$server" 2>/dev/null || true
	server=""
done
[[ -n "$port" ]] || fail "the server did not start"

client --execute="create user 'guatu'@'127.0.0.1' identified by 'guatu';
grant all on *.* to 'guatu'@'127.0.0.1'; create database guatu character set utf8mb4"

export GUATU_TEST_MYSQL_SOCKET="$base/m.sock" GUATU_TEST_MYSQL_DSN="mysql://guatu:guatu@127.0.0.1:$port/guatu"
# Last command of the file: its status is ours, and the trap ends the server.
"$@"
