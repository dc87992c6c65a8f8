#!/usr/bin/env bash
# Fails when a file that is made from code differs from what the code makes now. Changes nothing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fresh="$(mktemp -d)"
trap 'rm -rf "$fresh"' EXIT
bin/guatu openapi >"$fresh/openapi.json"
bin/guatu config example >"$fresh/guatu.example.yaml"
(cd web && npx --no-install openapi-typescript "$fresh/openapi.json" -o "$fresh/schema.d.ts" >/dev/null)

stale=0
compare() { # compare COMMITTED FRESH
	diff -u "$1" "$2" >"$fresh/difference" 2>&1 && return
	head -n 40 "$fresh/difference" >&2
	echo "out of date: $1 (run: make generate)" >&2
	stale=1
}
compare web/openapi.json "$fresh/openapi.json"
compare configs/guatu.example.yaml "$fresh/guatu.example.yaml"
compare web/src/api/schema.d.ts "$fresh/schema.d.ts"
exit "$stale"
