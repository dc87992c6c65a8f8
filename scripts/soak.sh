#!/usr/bin/env bash
# The long proofs that no acknowledged write is lost, at most an hour in all; `make soak` runs exactly this.
#
#   scripts/soak.sh [NAME OF A TEST…]     TestKill, TestGalera, …; all of them without a name
#
# Every proof prints a line FIGURES. What the machine can not do (no loop device, not root) is skipped, and said at the end,
# with the time each proof took.
# shellcheck disable=SC2317 # part calls the functions
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pattern="$(IFS='|'; echo "$*")"
folder="$(mktemp -d)"
log="$folder/log"
trap 'rm -rf "$folder"' EXIT
began=$SECONDS
status=0

# part NAME COMMAND…: what it prints is kept; its failure is remembered, and the next part runs all the same.
part() {
	local name="$1" from=$SECONDS
	shift
	"$@" 2>&1 | grep --line-buffered -v '^=== ' | tee -a "$log" || status=1
	echo "--- TOOK: $name ($((SECONDS - from)).00s)" >>"$log"
}

proofs() { GUATU_SOAK=1 scripts/with-mariadb.sh go test ./internal/soak "$@" -count=1 -v -timeout 60m; }

if [[ -n "$pattern" ]]; then
	part "Go tests of internal/soak, with building them" proofs -run "^($pattern)$"
else
	part "Go tests of internal/soak, with building them" proofs
	part "migrations broken off after every statement" env GUATU_SOAK=1 \
		scripts/with-mariadb.sh go test ./internal/platform/database -run '^TestKilledBetweenStatements$' -count=1 -v -timeout 20m
	part "the audit of a million records, SQLite" env GUATU_TEST_MILLION=1 \
		go test ./internal/audit -run '^TestVerifyAMillion$' -count=1 -v -timeout 20m
	part "the audit of a million records, MariaDB" env GUATU_TEST_MILLION=1 \
		scripts/with-mariadb.sh go test ./internal/audit -run '^TestVerifyAMillion$' -count=1 -v -timeout 20m
	# Those that write; the others look at pages, for most of the time it takes (make test-balanced runs them all).
	part "browser journeys while instances are killed" make --no-print-directory test-balanced \
		SPECS="01-report 02-review 03-leader 12-changes 13-periods 14-figures 15-rules 18-audit"
	# The drill of going back to a point in time is a script of its own.
	part "MariaDB back to the moment before an accident" scripts/soak/pitr.sh
fi

printf '\nFigures\n'
grep -E 'FIGURES|^pitr:|NOT TESTED|NOT ALL|^--- SKIP|^ *--- FAIL' "$log" | sed -E 's/^ *[a-z_]+\.go:[0-9]+: //' || true
printf '\nTime, in seconds\n'
sed -nE 's/^--- (PASS|FAIL|TOOK): (.*) \(([0-9]+)\.[0-9]+s\)$/\3 \2/p' "$log" | while read -r seconds name; do
	((seconds == 0)) || printf '%6d  %s\n' "$seconds" "$name"
done
printf '%6d  in all\n' $((SECONDS - began))
exit "$status"
