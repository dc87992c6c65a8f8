#!/usr/bin/env bash
# What `make check` says about the parts the program is made of and about its own source: known vulnerabilities, static
# analysis, lockfiles, licences, a build that anybody can repeat. A minute and a half with warm caches; the first run on a
# machine builds its tools, ten minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

began=$SECONDS
scripts/need.sh go node
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

names=()
start() { # start NAME COMMAND…: runs it aside, its words are kept together
	local name="$1" number="${#names[@]}"
	shift
	names+=("$name")
	(
		from=$SECONDS
		code=0
		"$@" >"$work/$number.out" 2>&1 || code=$?
		printf '%d %d\n' "$code" $((SECONDS - from)) >"$work/$number.end"
	) &
}

lockfiles() {
	# `start` looks at the end of a function alone, so each line leads to the next.
	go mod verify &&
		go run ./cmd/sbom -lockfile &&
		{ grep -qx 'ignore-scripts=true' web/.npmrc || { echo "web/.npmrc must say ignore-scripts=true" >&2; return 1; }; }
}

analysis() {
	go vet ./... &&
		"$(scripts/tool.sh staticcheck)" ./... &&
		echo "vet, staticcheck: 0"
}

for tool in gosec govulncheck staticcheck; do scripts/tool.sh "$tool" >/dev/null; done
start "gosec" scripts/check-gosec.sh
start "known vulnerabilities" scripts/check-vulns.sh
start "lockfiles" lockfiles
start "vet, staticcheck" analysis
wait
# After the others: it builds, and two cores are busy already.
start "reproducible build" scripts/check-reproducible.sh
wait
program="bin/linux-$(go env GOARCH)/guatu"
start "licences" go run ./cmd/sbom -binary "$program"
wait

failed=()
for number in "${!names[@]}"; do
	read -r code seconds <"$work/$number.end"
	printf '\n== %s (%d s)\n' "${names[$number]}" "$seconds"
	cat "$work/$number.out"
	if ((code != 0)); then failed+=("${names[$number]}"); fi
done
if ((${#failed[@]} > 0)); then
	printf '\nFAILED:' >&2
	printf ' %s;' "${failed[@]}" >&2
	printf ' after %d s\n' $((SECONDS - began)) >&2
	exit 1
fi
printf '\nAll of them passed in %d s\ncheck: %d passed, 0 failed\n' $((SECONDS - began)) "${#names[@]}"
