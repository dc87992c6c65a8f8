#!/usr/bin/env bash
# Known vulnerabilities (govulncheck, by symbol) against a data base on the disk: nothing is asked over the network.
#
# The data base is, in this order, GOVULNDB (an address as govulncheck takes it), GUATU_VULNDB (its folder or its .tgz), or the
# newest packed one beside this checkout. Without any the step is skipped, aloud: nobody should wait for a download to build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

warn() { printf '\n!! vulnerabilities: %s\n' "$1"; }

address="${GOVULNDB:-}"
if [[ -z "$address" ]]; then
	packed="${GUATU_VULNDB:-}"
	if [[ -z "$packed" ]]; then
		for found in ../shared/tools/go-vulndb-*.tgz; do
			if [[ -e "$found" ]]; then packed="$found"; fi # the names sort by month: the last is the newest
		done
	fi
	if [[ -z "$packed" ]]; then
		warn "SKIPPED, there is no data base here; set GUATU_VULNDB to the folder or the .tgz of one (https://vuln.go.dev/vulndb.zip, unpacked)"
		exit 0
	fi
	if [[ ! -e "$packed" ]]; then
		warn "SKIPPED, GUATU_VULNDB names $packed, which is not there"
		exit 0
	fi
	if [[ -f "$packed" ]]; then
		unpacked="$(mktemp -d)"
		trap 'rm -rf "$unpacked"' EXIT
		tar -xzf "$packed" -C "$unpacked"
		packed="$unpacked"
	fi
	index="$(find "$packed" -path '*/index/db.json' -print -quit)"
	if [[ -z "$index" ]]; then
		echo "check-vulns: $packed is no data base of govulncheck (it has no index/db.json)" >&2
		exit 1
	fi
	modified="$(sed -n 's/.*"modified":"\{0,1\} *"\([^"]*\)".*/\1/p' "$index")"
	days=$((($(date +%s) - $(date -d "$modified" +%s)) / 86400))
	echo "vulnerabilities: data base of $modified, $days days old"
	if ((days > 60)); then warn "the data base is OLDER THAN 60 DAYS: what became known since is not looked for"; fi
	address="file://$(cd "$(dirname "$(dirname "$index")")" && pwd)"
else
	echo "vulnerabilities: data base $address, of its own age"
fi
"$(scripts/tool.sh govulncheck)" -db "$address" ./...
