#!/usr/bin/env bash
# gosec: a finding of high severity fails, the rest is listed. What is meant is said in the line it is found in (#nosec RULE -- why).
#
# It reads everything anew each time, a minute of one core. So a run that passed is remembered under the checksum of what it
# read, beside the tools (GUATU_TOOLS).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tool="$(scripts/tool.sh gosec)"
# G304: every file that is opened by a variable name is one the operator names, or one whose name the program made; that no
# name of an upload is ever part of a path is tested in internal/platform/storage.
options=(-fmt text -color=false -exclude G304 -exclude-dir web/node_modules)
sum="$({
	printf '%s\n' "$tool" "${options[@]}"
	cat scripts/check-gosec.sh go.mod go.sum
	find cmd configs internal web -path web/node_modules -prune -o -name '*.go' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum | cut -c1-32)"
passed="$(dirname "$tool")/passed-$sum"
if [[ -e "$passed" ]]; then
	echo "gosec: nothing has changed since it passed:"
	cat "$passed"
	exit 0
fi
report="$(mktemp)"
trap 'rm -f "$report" "$report.log"' EXIT
if ! "$tool" "${options[@]}" -no-fail -out "$report" ./... >"$report.log" 2>&1 || ! grep -q '^ *Files *:' "$report"; then
	tail -n 20 "$report.log"
	echo "check-gosec: gosec could not do its work" >&2
	exit 1
fi
high="$(grep -c 'Severity: HIGH)' "$report" || true)"
rest="$(grep -cE 'Severity: (MEDIUM|LOW)\)' "$report" || true)"
if ((high + rest > 0)); then cat "$report"; fi
summary="gosec: $high high, $rest lower, $(sed -n 's/ *Files *: *//p' "$report") files, $(sed -n 's/ *Nosec *: *//p' "$report") lines with their reason"
echo "$summary"
((high == 0)) || exit 1
# Only the newest is kept.
rm -f "$(dirname "$tool")"/passed-*
echo "$summary" >"$passed"
