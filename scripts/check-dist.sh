#!/usr/bin/env bash
# Does with an archive what an administrator does: check the sum, unpack, read the version, start, open the page, stop.
#
#   scripts/check-dist.sh [FOLDER]     the archive of this machine's architecture in FOLDER (default: dist)
#
# Foreign architectures are only asked for their version, and only where an emulator is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dist="$(cd "${1:-dist}" && pwd)"
work="$(mktemp -d)"
server=""
stop() {
	if [[ -n "$server" ]] && kill -0 "$server" 2>/dev/null; then
		kill -TERM "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap stop EXIT
fail() {
	echo "check-dist: $1" >&2
	exit 1
}

case "$(uname -m)" in
x86_64) native=amd64 ;;
aarch64) native=arm64 ;;
*) fail "no archive is made for $(uname -m)" ;;
esac

(cd "$dist" && sha256sum --check --quiet --strict SHA256SUMS) || fail "a checksum does not fit"
for archive in "$dist"/guatu-*-linux-*.tar.gz; do
	name="$(basename "$archive" .tar.gz)"
	arch="${name##*-linux-}"
	grep -q "  $name.tar.gz\$" "$dist/SHA256SUMS" || fail "$name.tar.gz has no checksum"
	tar -xzf "$archive" -C "$work"
	for file in guatu guatu.example.yaml VERSION CHANGELOG.md SECURITY.md sbom.cdx.json deploy/README.md deploy/guatu.service docs/管理手册.md; do
		[[ -s "$work/$name/$file" ]] || fail "$name has no $file"
	done
	if [[ "$arch" == "$native" ]]; then
		run=("$work/$name/guatu")
	elif emulator="$(command -v qemu-aarch64-static)" && [[ "$arch" == arm64 ]]; then
		run=("$emulator" "$work/$name/guatu")
	else
		echo "check-dist: $name was unpacked, not run (no emulator for $arch here)"
		continue
	fi
	[[ "$("${run[@]}" version)" == "$(cat "$work/$name/VERSION")" ]] || fail "$name says another version than its name"
	"${run[@]}" config example | cmp - "$work/$name/guatu.example.yaml" || fail "the example configuration of $name is not its own"
	echo "check-dist: $name runs and says its version"
done

home="$(echo "$work"/guatu-*-linux-"$native")"
[[ -x "$home/guatu" ]] || fail "there is no archive for $native"
# Nothing of this checkout is in reach: another folder, an environment with nothing in it.
cd "$home"
: >"$work/out"
env -i GUATU_DATA_DIR="$work/data" GUATU_ADDR=127.0.0.1:0 ./guatu serve >"$work/out" 2>"$work/err" &
server=$!
url=""
for _ in {1..100}; do
	url="$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$work/out" | head -n 1 || true)"
	if [[ -n "$url" ]]; then break; fi
	kill -0 "$server" 2>/dev/null || fail "the program ended: $(tail -n 3 "$work/err")"
	sleep 0.1
done
[[ -n "$url" ]] || fail "the program did not say its address"
curl --fail --silent --show-error "$url/readyz" >/dev/null || fail "not ready"
page="$(curl --fail --silent --show-error "$url/")"
script="$(grep -o '/assets/[^"]*\.js' <<<"$page" | head -n 1 || true)"
[[ -n "$script" ]] || fail "the page has no script: the front end is not inside"
curl --fail --silent --show-error --output /dev/null "$url$script" || fail "the script of the page is missing"
kill -TERM "$server"
wait "$server" || fail "the program did not stop cleanly: $(tail -n 3 "$work/err")"
server=""
echo "check-dist: unpacked, started, served its pages, stopped"
