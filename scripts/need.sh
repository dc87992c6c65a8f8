#!/usr/bin/env bash
# Makes sure that what the tests need beyond Go and Node is on this machine.
#
#   scripts/need.sh mariadb chromium cjk-font
#
# As root it installs what is missing with apt; otherwise it fails with the command to run.
# Only MariaDB's *core* packages are used: they bring the programs and no system service, so nothing starts by itself
# and the tests never meet a server that somebody else runs.
set -euo pipefail

need_tool() { # need_tool PROGRAM HINT
	command -v "$1" >/dev/null 2>&1 && return
	echo "need: $1 is missing; $2" >&2
	exit 1
}

have_mariadb() {
	local tool
	for tool in mariadbd mariadb-install-db mariadb my_print_defaults; do
		PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$tool" >/dev/null 2>&1 || return 1
	done
}

# The build without a window does the same in less time; where there is none, the whole browser does.
have_chromium() { [[ -x "${CHROMIUM:-}" ]] || command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1; }

# A cluster copies its data with a script that only the full package of the server has. Its service is never used.
have_galera() {
	local tool
	for tool in wsrep_sst_rsync rsync runuser; do
		PATH="$PATH:/usr/sbin" command -v "$tool" >/dev/null 2>&1 || return 1
	done
	[[ -e /usr/lib/galera/libgalera_smm.so || -e /usr/lib64/galera-4/libgalera_smm.so ]]
}

# Without a Chinese font every label in a screenshot is a row of boxes, and layout checks measure the wrong widths.
have_cjk_font() {
	if command -v fc-list >/dev/null 2>&1; then
		[[ -n "$(fc-list :lang=zh family)" ]]
	else
		[[ -d /usr/share/fonts/opentype/noto ]]
	fi
}

packages=()
missing=()
for item in "$@"; do
	case "$item" in
	go) need_tool go "install Go $(sed -n 's/^go //p' go.mod) or newer" ;;
	node) need_tool npm "install Node.js 20 or newer with npm" ;;
	mariadb) have_mariadb || { missing+=("$item") && packages+=(mariadb-server-core mariadb-client-core); } ;;
	haproxy) PATH="$PATH:/usr/sbin" command -v haproxy >/dev/null 2>&1 || { missing+=("$item") && packages+=(haproxy); } ;;
	galera) have_galera || { missing+=("$item") && packages+=(mariadb-server galera-4 rsync); } ;;
	chromium) have_chromium || { missing+=("$item") && packages+=(chromium-headless-shell); } ;;
	cjk-font) have_cjk_font || { missing+=("$item") && packages+=(fonts-noto-cjk fontconfig); } ;;
	*)
		echo "need: unknown item '$item' (go, node, mariadb, haproxy, galera, chromium, cjk-font)" >&2
		exit 2
		;;
	esac
done
((${#packages[@]})) || exit 0

echo "need: missing ${missing[*]}"
install=(apt-get install -y --no-install-recommends)
if ! command -v apt-get >/dev/null 2>&1; then
	echo "need: no apt-get here; install ${packages[*]} (names of Debian) yourself and run again" >&2
	exit 1
fi
if ((EUID != 0)); then
	echo "need: not root, so nothing was installed; run:  sudo apt-get update && sudo ${install[*]} ${packages[*]}" >&2
	exit 1
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
echo "need: installing ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
whole_browser_if_need_be() { apt-cache show chromium-headless-shell || packages=("${packages[@]/chromium-headless-shell/chromium}"); }
if ! { apt-get update && whole_browser_if_need_be && "${install[@]}" "${packages[@]}"; } >"$log" 2>&1; then
	tail -n 30 "$log" >&2
	echo "need: apt failed; run it yourself:  apt-get update && ${install[*]} ${packages[*]}" >&2
	exit 1
fi
