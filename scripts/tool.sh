#!/usr/bin/env bash
# Prints the path of a tool of the checks, built once for this version of it and of Go, and kept outside the checkout.
#
#   scripts/tool.sh gosec|govulncheck|staticcheck        (GUATU_TOOLS: the folder they are kept in)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case "${1:-}" in
gosec) package=github.com/securego/gosec/v2/cmd/gosec version=v2.30.0 ;; # four minutes to build on two cores
govulncheck) package=golang.org/x/vuln/cmd/govulncheck version=v1.9.0 ;;
staticcheck) package=honnef.co/go/tools/cmd/staticcheck version=v0.8.2 ;;
*)
	echo "usage: scripts/tool.sh gosec|govulncheck|staticcheck" >&2
	exit 2
	;;
esac
folder="${GUATU_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/guatu-tools}/$1-$version-$(go env GOVERSION)"
if [[ ! -x "$folder/$1" ]]; then
	echo "tool: building $1 $version" >&2
	mkdir -p "$folder"
	work="$(mktemp -d -p "$folder")" # two checks at once do not see half a tool
	trap 'rm -rf "$work"' EXIT
	GOBIN="$work" GOFLAGS=-trimpath go install "$package@$version" >&2
	mv "$work/$1" "$folder/$1"
fi
echo "$folder/$1"
