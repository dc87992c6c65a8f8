#!/usr/bin/env bash
# Executes the administrator guide: every block of commands in docs/管理手册.md, from top to bottom, with an archive of
# `make dist`, in namespaces of its own. There it is alone: its own network, processes and copies of /etc, /usr/local and
# /var, which are gone afterwards. Needs root and unshare; MariaDB is one of its own.
#
#   scripts/check-guide.sh [FOLDER]     the archives (default: dist)
#
# What is not real there: systemctl and journalctl. The two functions below start the command of the unit file with the
# account, folder and environment it names, and show its log.
set -euo pipefail

if [[ "${1:-}" != --inside ]]; then
	cd "$(dirname "${BASH_SOURCE[0]}")/.."
	if ((EUID != 0)) || ! command -v unshare >/dev/null; then
		echo "check-guide: NOT tried: needs root and unshare" >&2
		exit 0
	fi
	scripts/need.sh mariadb
	for tool in sqlite3 mariadb-dump curl; do
		command -v "$tool" >/dev/null || {
			echo "check-guide: NOT tried: $tool is missing (apt-get install sqlite3 mariadb-client curl)" >&2
			exit 0
		}
	done
	work="$(mktemp -d)"
	trap 'rm -rf "$work"' EXIT
	dist="$(cd "${1:-dist}" && pwd)"
	arch=amd64
	[[ "$(uname -m)" == x86_64 ]] || arch=arm64
	archive="$(basename "$(echo "$dist"/guatu-*-linux-"$arch".tar.gz)")"
	version="${archive#guatu-}"
	version="${version%-linux-*}"
	# The blocks that are run are those marked sh or mariadb; the others show files and output.
	awk '/^```(sh|mariadb)$/ {run = 1; print "say " NR; next} /^```/ {run = 0} run' docs/管理手册.md |
		sed "s/版本/$version/g; s/linux-amd64/linux-$arch/g" >"$work/commands"
	unshare --net --mount --pid --fork --kill-child --mount-proc "${BASH_SOURCE[0]}" --inside "$work" "$dist"
	exit
fi

work="$2"
dist="$3"
PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ip link set lo up
mkdir "$work/layers"
mount -t tmpfs tmpfs "$work/layers"
for folder in /etc /usr/local /var; do
	layer="$work/layers$folder"
	mkdir -p "$layer/upper" "$layer/work"
	mount -t overlay overlay -o "lowerdir=$folder,upperdir=$layer/upper,workdir=$layer/work" "$folder"
done
mkdir -p /run/mysqld
mount -t tmpfs tmpfs /run/mysqld
rm -rf /etc/guatu /var/lib/guatu /usr/local/bin/guatu /etc/mysql/mariadb.conf.d/*

mariadb-install-db --no-defaults --user=root --datadir="$work/layers/db" --auth-root-authentication-method=normal --skip-test-db >"$work/db.log" 2>&1
mariadbd --no-defaults --user=root --datadir="$work/layers/db" --socket=/run/mysqld/mysqld.sock --bind-address=127.0.0.1 --port=3306 \
	--tmpdir="$work/layers/db" --skip-name-resolve --innodb-flush-log-at-trx-commit=1 --log-bin=binlog --sync-binlog=1 --server-id=1 >>"$work/db.log" 2>&1 &

unit=/etc/systemd/system/guatu.service
service=""
ready() { curl --fail --silent --output /dev/null http://127.0.0.1:8080/readyz; }

# as_unit UNIT: becomes the command of a unit file, with the account, folder and environment it names. Called in a subshell.
as_unit() {
	local settings command
	install -d -m 700 -o guatu -g guatu /var/lib/guatu # StateDirectory
	mapfile -t settings < <(sed -n 's/^Environment=//p' "$1")
	read -ra command <<<"$(sed -n 's/^ExecStart=//p' "$1")"
	umask 077
	cd /
	exec env -i "${settings[@]}" setpriv --reuid guatu --regid guatu --clear-groups --no-new-privs "${command[@]}" >>"$work/journal" 2>&1
}

start_unit() {
	as_unit "$unit" &
	service=$!
	for _ in {1..300}; do
		if ready; then return 0; fi
		kill -0 "$service" 2>/dev/null || break
		sleep 0.1
	done
	tail -n 5 "$work/journal" >&2
	return 1
}

systemctl() {
	case "$*" in
	daemon-reload) [[ -s "$unit" ]] ;;
	"enable --now guatu-backup.timer") [[ -s /etc/systemd/system/guatu-backup.timer ]] ;;
	"start guatu-backup.service") (as_unit /etc/systemd/system/guatu-backup.service) ;;
	"enable --now guatu" | "start guatu") start_unit ;;
	stop | "stop guatu") kill -TERM "$service" && wait "$service" ;;
	*) return 1 ;;
	esac
}

journalctl() { tail -n 20 "$work/journal"; }

say() { line="$1"; }

for _ in {1..100}; do
	if mariadb --execute='select 1' >/dev/null 2>&1; then break; fi
	sleep 0.1
done
cd "$dist"
line=0
exec 3>&2 # what fails below fails while the output goes into a file
finish() {
	local code=$?
	if ((code != 0)); then
		tail -n 15 "$work/output" >&3
		echo "check-guide: the block at line $line of docs/管理手册.md failed" >&3
	fi
	exit "$code"
}
trap finish EXIT
# Not "source … || …": behind that nothing would stop at a command that fails.
# shellcheck disable=SC1091
source "$work/commands" >"$work/output" 2>&1
# The guide restores a backup, and then a dump and the log, into the database it had moved out of: is everything there again?
guatu copy-database --from mysql://guatu:Guatu-2026-Kouling@127.0.0.1:3306/guatu --to "sqlite://$work/restored.db" >>"$work/output" 2>&1
if [[ -n "${VERBOSE:-}" ]]; then cat "$work/output"; fi
echo "check-guide: executed $(grep -c '^say ' "$work/commands") blocks of docs/管理手册.md"
systemctl stop
