#!/usr/bin/env bash
# The long proofs that no acknowledged write is lost, at most an hour in all; `make soak` runs exactly this.
#
#   scripts/soak.sh [NAME OF A TEST…]     TestKill, TestGalera, …; all of them without a name
#
# Every proof prints a line FIGURES. What the machine can not do (no loop device, not root) is skipped, and said at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pattern="$(IFS='|'; echo "$*")"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
began=$SECONDS
status=0

GUATU_SOAK=1 scripts/with-mariadb.sh go test ./internal/soak -run "^(${pattern:-Test.*})$" -count=1 -v -timeout 60m 2>&1 |
	grep --line-buffered -v '^=== ' | tee "$log" || status=1

# The drill of going back to a point in time is a script of its own.
if [[ -z "$pattern" && -x scripts/soak/pitr.sh ]]; then
	scripts/soak/pitr.sh 2>&1 | tee -a "$log" || status=1
fi

printf '\nFigures after %d s\n' $((SECONDS - began))
grep -E 'FIGURES|NOT TESTED|^--- SKIP|^ *--- FAIL' "$log" | sed -E 's/^ *[a-z_]+\.go:[0-9]+: //' || true
exit "$status"
