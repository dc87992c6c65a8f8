#!/usr/bin/env bash
# Builds the archive of this machine twice, in two folders of different names and with two build caches, and compares the bytes.
# The second folder has only the files that are committed or staged, so a file somebody forgot to add is found here too.
#
# Then it looks into the program for what must not be in it: paths of this machine, source maps, private keys.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

arch="$(go env GOARCH)"
version="$(git describe --tags --always --dirty)"
SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH
cache="${GUATU_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/guatu-tools}/second-go-build"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
second="$work/another folder/guatu"
mkdir -p "$second" "$work/first" "$work/second" "$cache"

pack() { # pack FOLDER OUT
	make --no-print-directory -C "$1" dist VERSION="$version" DIST_ARCHS="$arch" DIST_OUT="$2" >"$2.log" 2>&1 || {
		tail -n 20 "$2.log" >&2
		return 1
	}
}
git ls-files -z | xargs -0 cp --parents --no-dereference -t "$second"
make --no-print-directory web/node_modules/.package-lock.json >/dev/null
# The packages of npm were checked against the lockfile when they came; the second folder has the same files.
cp -al web/node_modules "$second/web/node_modules" 2>/dev/null || cp -a web/node_modules "$second/web/node_modules"
touch "$second/web/node_modules/.package-lock.json"
pack "$PWD" "$work/first"
GOCACHE="$cache" pack "$second" "$work/second"

name="guatu-$version-linux-$arch"
if ! cmp "$work/first/$name.tar.gz" "$work/second/$name.tar.gz"; then
	for side in first second; do tar -xzf "$work/$side/$name.tar.gz" -C "$work/$side"; done
	diff -rq "$work/first/$name" "$work/second/$name" >&2 || true
	diff -rq web/dist "$second/web/dist" >&2 || true
	echo "check-reproducible: two folders gave two programs" >&2
	exit 1
fi
echo "reproducible: $(sha256sum "$work/first/$name.tar.gz" | cut -c1-64)  $name.tar.gz, twice"

program="bin/linux-$arch/guatu"
for text in "$HOME/" "$PWD/" "$(go env GOMODCACHE)/" 'sourceMappingURL=' 'BEGIN PRIVATE KEY' 'BEGIN RSA PRIVATE KEY' 'BEGIN OPENSSH PRIVATE KEY'; do
	if [[ "$text" == */ && ${#text} -lt 5 ]]; then continue; fi # "/" is in every program
	if grep -qaF -- "$text" "$program"; then
		echo "check-reproducible: $program contains '$text'" >&2
		exit 1
	fi
done
if find web/dist -name '*.map' | grep -q .; then
	echo "check-reproducible: web/dist has source maps" >&2
	exit 1
fi
echo "reproducible: no path of this machine, no source map and no private key in the program"
