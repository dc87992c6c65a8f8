#!/usr/bin/env bash
# What must hold before a change lands; `make test` runs exactly this. The check of a fresh clone adds `make test-long`.
# Cheap checks come first, and the first failure ends the run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Every database of a test flushes every commit, as in service. What is flushed need not be a disk: where there is room in memory,
# the temporary folders are there. (Power cuts and full disks are proved on file systems of their own.) Servers that run as
# another user need a folder anybody may write to.
began=$SECONDS
summary=()
room="$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || true)"
if [[ -z "${TMPDIR:-}" && -w /dev/shm && "${room:-0}" -gt 6000000 ]]; then
	TMPDIR="$(mktemp -d /dev/shm/guatu-test.XXXXXX)"
	chmod 1777 "$TMPDIR"
	export TMPDIR
	trap 'rm -rf "$TMPDIR"' EXIT
fi
step() { # step NAME COMMAND…
	local name="$1" from=$SECONDS
	shift
	printf '\n== %s\n' "$name"
	if ! "$@"; then
		printf '\nFAILED: %s, after %d s\n' "$name" $((SECONDS - from)) >&2
		((${#summary[@]} == 0)) || printf '%s\n' "${summary[@]}"
		exit 1
	fi
	summary+=("$(printf '%5d s  %s' $((SECONDS - from)) "$name")")
}

# The archive of this machine's architecture; the others are built by `make dist` alone.
packed() {
	make --no-print-directory dist DIST_ARCHS="$(go env GOARCH)" DIST_OUT=bin/dist >/dev/null && scripts/check-dist.sh bin/dist
}

# together TARGET…: targets of the Makefile at the same time; the output of each comes in one piece when it is done.
together() { make --no-print-directory --jobs="$#" --output-sync=target "$@"; }

step "tools" scripts/need.sh go node mariadb haproxy chromium cjk-font
step "front end: packages" make --no-print-directory web/node_modules/.package-lock.json
step "front end and program: build" make --no-print-directory build
step "lint, types, unit tests of the front end, generated files; Go: format, vet, staticcheck" together lint-web test-web check-generated lint-go
step "Go: tests with the race detector, SQLite and MariaDB" make --no-print-directory test-go
step "deploy: unit of systemd, a TLS proxy in front of the program" scripts/check-deploy.sh --quick
step "archive: pack, unpack, run" packed
# A browser leaves half of two processors. They are for what one caller does alone, spared the detector: rights matrix, one
# definition, closing, merging, copying, restoring.
step "browser: journeys on the built program; Go: tests of one caller" together NICE="nice -n 19" test-e2e test-unwatched

printf '\nAll checks passed in %d s\n' $((SECONDS - began))
printf '%s\n' "${summary[@]}"
