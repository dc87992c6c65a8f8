#!/usr/bin/env bash
# Packs what `make dist` has built: one archive an architecture, and the checksums of all of them.
#
#   scripts/dist.sh VERSION OUT ARCH…        (expects bin/linux-ARCH/guatu)
#
# The same commit gives the same bytes: names sorted, no owner, every file as old as the commit, no time in the gzip head.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if (($# < 3)); then
	echo "usage: scripts/dist.sh VERSION OUT ARCH…" >&2
	exit 2
fi
version="${1//[^A-Za-z0-9._-]/-}"
out="$2"
shift 2
# Outside a checkout there is no commit to take the time from; then everything is from 1 January 2020.
epoch="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1577836800)}"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
archives=()
for arch in "$@"; do
	name="guatu-$version-linux-$arch"
	folder="$work/$name"
	mkdir -p "$folder/docs"
	install -m 755 "bin/linux-$arch/guatu" "$folder/guatu"
	install -m 644 configs/guatu.example.yaml CHANGELOG.md SECURITY.md "$folder/"
	if ! SOURCE_DATE_EPOCH="$epoch" go run ./cmd/sbom -binary "$folder/guatu" -version "$version" -out "$folder/sbom.cdx.json" >"$work/sbom.log"; then
		cat "$work/sbom.log" >&2
		exit 1
	fi
	cp -R deploy "$folder/deploy"
	cp docs/*.md "$folder/docs/"
	if [[ -d docs/images ]]; then cp -R docs/images "$folder/docs/images"; fi
	printf '%s\n' "$version" >"$folder/VERSION"
	find "$folder" -type d -exec chmod 755 {} + -o -type f ! -perm -u+x -exec chmod 644 {} +
	tar --create --directory "$work" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$epoch" "$name" |
		gzip --no-name --best >"$out/$name.tar.gz"
	archives+=("$name.tar.gz")
done
(cd "$out" && sha256sum "${archives[@]}" >SHA256SUMS)
# Whoever publishes signs with a key of their own; SECURITY.md says how to check it. No key, no signature.
rm -f "$out/SHA256SUMS.sig"
if [[ -n "${GUATU_SIGN_KEY:-}" ]]; then ssh-keygen -q -Y sign -f "$GUATU_SIGN_KEY" -n guatu "$out/SHA256SUMS"; fi
(cd "$out" && ls -l SHA256SUMS "${archives[@]}")
