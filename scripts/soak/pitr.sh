#!/usr/bin/env bash
# Drill: a MariaDB loses a table by accident and comes back as it was at the moment before, from last night's dump and the
# binary log. People write through the program all the time; every report the program has acknowledged must be there again.
#
#   scripts/soak/pitr.sh            prints: reports acknowledged, back, lost, and how long it took
#
#   PITR_REPORTS=N          how many reports are sent after the dump (default 150)
#   PITR_WITHOUT_BINLOG=1   leaves out the replay, as somebody without a binary log must: the drill fails and says how many are lost
#   GUATU_BIN=FILE          the program (default: built from this checkout)
#
# Two servers of its own, one after the other, in a temporary folder, on loopback and free ports; both are ended here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH="$PATH:/usr/sbin:/usr/local/sbin"
scripts/need.sh go mariadb
reports="${PITR_REPORTS:-150}"

for tool in mariadb-dump mariadb-binlog curl; do
	command -v "$tool" >/dev/null || {
		echo "pitr: NOT tried: $tool is missing (apt-get install mariadb-client curl)" >&2
		exit 0
	}
done

work="$(mktemp -d "${TMPDIR:-/tmp}/guatu-pitr.XXXXXX")"
pids=()
stop() {
	local pid
	for pid in "${pids[@]}"; do
		if kill -TERM "$pid" 2>/dev/null; then wait "$pid" 2>/dev/null || true; fi
	done
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
fail() {
	echo "pitr: FAILED: $1" >&2
	exit 1
}
wait_for() {
	for _ in {1..600}; do
		if "$@" >/dev/null 2>&1; then return 0; fi
		sleep 0.1
	done
	return 1
}
free_port() {
	local port
	for _ in {1..50}; do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
	fail "no free port"
}
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

as=()
((EUID == 0)) && as=(--user=root)
sql() { mariadb --no-defaults --socket="$work/$1.sock" --user=root --batch --skip-column-names "${@:2}"; }

# database NAME PORT: a server that writes a binary log and syncs it, with an empty database and the account of the program.
database() {
	mkdir "$work/$1.tmp"
	mariadb-install-db --no-defaults "${as[@]}" --datadir="$work/$1" --tmpdir="$work/$1.tmp" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
		--innodb-log-file-size=8M >"$work/$1.install" 2>&1 || fail "no data folder: $(tail -n 3 "$work/$1.install")"
	mariadbd --no-defaults "${as[@]}" --datadir="$work/$1" --socket="$work/$1.sock" --pid-file="$work/$1.pid" --tmpdir="$work/$1.tmp" \
		--bind-address=127.0.0.1 --port="$2" --skip-name-resolve --log-error="$work/$1.log" --innodb-log-file-size=8M \
		--innodb-flush-log-at-trx-commit=1 --log-bin=binlog --binlog-format=ROW --sync-binlog=1 --server-id=1 \
		--character-set-server=utf8mb4 --collation-server=utf8mb4_bin >/dev/null 2>&1 &
	pids+=($!)
	wait_for sql "$1" --execute='select 1' || fail "server $1 does not start: $(tail -n 3 "$work/$1.log")"
	sql "$1" --execute="create user 'guatu'@'127.0.0.1' identified by 'Drill-2017'; grant all on guatu.* to 'guatu'@'127.0.0.1';
		create database guatu character set utf8mb4 collate utf8mb4_bin"
}

# fingerprint NAME: rows and checksum of every table but the leases, which belong to whoever runs.
fingerprint() {
	local table
	sql "$1" guatu --execute="show tables" | grep -v '^leases$' | sort | while read -r table; do
		sql "$1" guatu --execute="checksum table \`$table\` extended"
	done
}

guatu="${GUATU_BIN:-$work/guatu}"
[[ -n "${GUATU_BIN:-}" ]] || CGO_ENABLED=0 go build -o "$guatu" ./cmd/server

first="$(free_port)"
database one "$first"
address="$(free_port)"
program=(env -i "PATH=$PATH" "GUATU_ADDR=127.0.0.1:$address" GUATU_DEMO_PASSWORD=Drill-Guatu-2017 GUATU_RATE_LIMIT=0 GUATU_TODAY=2017-09-30 GUATU_LOG_LEVEL=warn)
"${program[@]}" "GUATU_DATA_DIR=$work/data" "GUATU_DATABASE_DSN=mysql://guatu:Drill-2017@127.0.0.1:$first/guatu" "$guatu" demo >"$work/demo.log" 2>&1 &
serving=$!
pids+=("$serving")
api="http://127.0.0.1:$address/api/v1"
wait_for curl --fail --silent "http://127.0.0.1:$address/readyz" || fail "the program does not start: $(tail -n 3 "$work/demo.log")"

# Last night's dump, with the place in the binary log it belongs to.
mariadb-dump --no-defaults --socket="$work/one.sock" --user=root --single-transaction --master-data=2 --hex-blob --default-character-set=utf8mb4 \
	guatu >"$work/night.sql"
place="$(grep -m 1 '^-- CHANGE MASTER TO' "$work/night.sql")"
log="$(sed "s/.*MASTER_LOG_FILE='\([^']*\)'.*/\1/" <<<"$place")"
from="$(sed 's/.*MASTER_LOG_POS=\([0-9]*\).*/\1/' <<<"$place")"
had="$(sql one guatu --execute='select count(*) from reports')"

# The day: somebody reports and takes back, again and again.
read -r item who < <(sql one guatu --execute="SELECT m.id, MIN(u.username) FROM milestones m JOIN posts s ON s.department_id = m.lead_department_id
	JOIN grants g ON g.post_id = s.id AND g.role = 'reporter' JOIN post_holders h ON h.post_id = s.id AND h.to_on IS NULL JOIN users u ON u.id = h.user_id
	WHERE m.open = 1 AND m.verified = 0 AND m.claimed_on IS NULL AND m.pending_on IS NULL AND m.suspended_on IS NULL GROUP BY m.id ORDER BY m.id LIMIT 1")
token="$(curl --fail --silent --header 'Content-Type: application/json' --header "Origin: http://127.0.0.1:$address" --header 'X-Guatu-Client: drill' \
	--data "{\"username\":\"$who\",\"password\":\"Drill-Guatu-2017\"}" "$api/auth/login" | sed -E 's/.*"accessToken":"([^"]*)".*/\1/')"
ask() { curl --fail-with-body --silent --show-error --header "Authorization: Bearer $token" --header 'Content-Type: application/json' "$@"; }
version() { grep -i '^etag:' "$1" | tr -d '\r' | cut -d' ' -f2; }
acknowledged=0
for ((n = 1; n <= reports; n++)); do
	ask --dump-header "$work/head" --output /dev/null "$api/milestones/$item"
	answer="$(ask --dump-header "$work/sent" --header "If-Match: $(version "$work/head")" --header "Idempotency-Key: pitr-$n" \
		--data "{\"progressBp\":$((1000 + n)),\"note\":\"演练 $n\"}" "$api/milestones/$item/reports")" || fail "report $n: $answer"
	acknowledged=$((acknowledged + 1))
	report="$(grep -o '"id":[0-9]*' <<<"$answer" | head -n 1 | cut -d: -f2)"
	answer="$(ask --request POST --header "If-Match: $(version "$work/sent")" --header "Idempotency-Key: back-$n" "$api/reports/$report/withdraw")" || fail "withdraw $n: $answer"
done
kill -TERM "$serving" && wait "$serving" || true
fingerprint one >"$work/before"

# The accident, and what came after it.
sql one guatu --execute="SET foreign_key_checks = 0; DROP TABLE reports; UPDATE departments SET name = '误改'"
sql one --execute="FLUSH BINARY LOGS"

# Back: another server, the dump, and the log from the place of the dump to just before the accident.
started="$(milliseconds)"
second="$(free_port)"
database two "$second"
sql two guatu <"$work/night.sql"
cd "$work/one"
logs=()
until=""
start=(--start-position="$from") # counts in the first file
for file in binlog.[0-9]*; do
	if [[ "$file" < "$log" ]]; then continue; fi
	logs+=("$file")
	# The beginning of the transaction that drops the table: "# at PLACE" stands before the line of its GTID.
	until="$(mariadb-binlog --no-defaults "${start[@]}" "$file" | awk '/^# at / {place = $3} /GTID [0-9-]+/ {begin = place} /^DROP TABLE `?reports`?/ && !found {found = begin} END {print found}')"
	if [[ -n "$until" ]]; then break; fi
	start=()
done
[[ -n "$until" ]] || fail "the accident is not in the binary log"
if [[ -z "${PITR_WITHOUT_BINLOG:-}" ]]; then
	# The end counts in the last file, the start in the first.
	mariadb-binlog --no-defaults --start-position="$from" --stop-position="$until" "${logs[@]}" | sql two
fi
cd "$OLDPWD"
"${program[@]}" "GUATU_DATA_DIR=$work/data2" "GUATU_DATABASE_DSN=mysql://guatu:Drill-2017@127.0.0.1:$second/guatu" "$guatu" migrate --check >/dev/null ||
	fail "the restored schema is not this program's"
fingerprint two >"$work/after"
back=$(($(sql two guatu --execute='select count(*) from reports') - had))
took=$(($(milliseconds) - started))
echo "pitr: $acknowledged reports acknowledged after the dump, $back back, $((acknowledged - back)) lost; $(wc -l <"$work/before") tables compared; $((took / 1000)).$(printf %03d $((took % 1000))) s from an empty machine"
((back == acknowledged)) || fail "reports are lost"
diff <(sed 's/^/  /' "$work/before") <(sed 's/^/  /' "$work/after") || fail "tables differ (left: before the accident)"

# The program on it: a whole backup, which compares lamps, histories and audit.
there=("${program[@]}" "GUATU_DATA_DIR=$work/data2" "GUATU_DATABASE_DSN=mysql://guatu:Drill-2017@127.0.0.1:$second/guatu" "$guatu")
"${there[@]}" backup --plain --to "$work/after.backup" >/dev/null
"${there[@]}" restore --verify --from "$work/after.backup" 2>/dev/null | tail -n 1
