#!/usr/bin/env bash
# Tries the files of deploy/ for real, with what is installed, and says what could not be tried.
#
#   scripts/check-deploy.sh            everything
#   scripts/check-deploy.sh --quick    what takes seconds: systemd, and one real TLS proxy in front of the demonstration
#
# Expects bin/guatu. Everything runs on loopback, on free ports, in a temporary folder; what is started here is ended here.
# As root on Debian, nginx is installed when it is missing, so that at least one proxy is always tried.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PATH:/usr/sbin:/usr/local/sbin"

quick=""
if [[ "${1:-}" == --quick ]]; then quick=yes; fi
site=guatu.example.gov.cn # the name in the files
guatu="$PWD/bin/guatu"
work="$(mktemp -d "${TMPDIR:-/tmp}/guatu-deploy.XXXXXX")"
pids=()
stop() {
	local pid
	for pid in "${pids[@]}"; do
		if kill -TERM "$pid" 2>/dev/null; then wait "$pid" 2>/dev/null || true; fi
	done
	rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
	echo "check-deploy: $1" >&2
	exit 1
}
tried() { echo "check-deploy: tried     $1"; }
untried() { echo "check-deploy: NOT tried $1"; }
have() { command -v "$1" >/dev/null 2>&1; }

free_port() {
	local port
	for _ in {1..50}; do
		port=$((20000 + RANDOM % 12000))
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
	fail "no free port"
}

# wait_for COMMAND…: until it succeeds, at most 30 seconds.
wait_for() {
	for _ in {1..300}; do
		if "$@" >/dev/null 2>&1; then return 0; fi
		sleep 0.1
	done
	return 1
}

systemd_units() {
	if ! have systemd-analyze; then
		untried "guatu.service, guatu-backup.service, guatu-backup.timer (no systemd-analyze here)"
		return
	fi
	local unit
	# The program and its account are not installed on the machine that checks.
	for unit in guatu.service guatu-backup.service guatu-backup.timer; do
		sed "s|/usr/local/bin/guatu|$guatu|" "deploy/$unit" >"$work/$unit"
	done
	for unit in guatu.service guatu-backup.service guatu-backup.timer; do
		systemd-analyze verify "$work/$unit" 2>"$work/verify" || fail "$unit: $(cat "$work/verify")"
		[[ ! -s "$work/verify" ]] || fail "$unit: $(cat "$work/verify")"
	done
	for unit in guatu.service guatu-backup.service; do
		systemd-analyze security --offline=true --threshold=20 "$work/$unit" >"$work/security" 2>&1 ||
			fail "$unit is exposed: $(tail -n 1 "$work/security")"
		tried "$unit: syntax, hardening (exposure $(sed -n 's/.*: \([0-9.]* [A-Z]*\).*/\1/p' "$work/security" | tail -n 1)); not started"
	done
	systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' deploy/guatu-backup.timer)" >/dev/null || fail "guatu-backup.timer: no such time"
	tried "guatu-backup.timer: syntax, its time"
	# What it runs is understood by this program, but for the folders of a real machine.
	local command
	read -ra command <<<"$(sed -n 's/^ExecStart=//p' "$work/guatu-backup.service")"
	"${command[@]}" >"$work/command" 2>&1 && fail "guatu-backup.service runs without an installation"
	! grep -q '用法' "$work/command" || fail "guatu-backup.service: $(head -n 2 "$work/command")"
}

# demonstration starts guatu behind a proxy on 127.0.0.1, once.
backend=""
demonstration() {
	if [[ -n "$backend" ]]; then return; fi
	backend="$(free_port)"
	env -i GUATU_ADDR="127.0.0.1:$backend" GUATU_DATA_DIR="$work/demo" GUATU_DEMO_PASSWORD=Deploy-Check-2017 \
		GUATU_TRUSTED_PROXIES=127.0.0.1 GUATU_LOG_LEVEL=info "$guatu" demo >"$work/demo.out" 2>>"$work/demo.log" &
	pids+=($!)
	wait_for curl --fail --silent "http://127.0.0.1:$backend/readyz" || fail "the demonstration does not start: $(tail -n 3 "$work/demo.log")"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$site" -addext "subjectAltName=DNS:$site" \
		-keyout "$work/key.pem" -out "$work/fullchain.pem" 2>/dev/null
}

# through NAME PLAIN TLS: what must hold through every proxy. The client speaks from 127.0.0.2, the proxy from 127.0.0.1:
# so it is seen whose address the program takes for the client's.
through() {
	local name="$1" plain="$2" tls="$3" got
	local ask=(curl --silent --show-error --max-time 20 --interface 127.0.0.2 --resolve "$site:$tls:127.0.0.1"
		--cacert "$work/fullchain.pem" --cookie-jar "$work/jar-${name//\//-}" --cookie "$work/jar-${name//\//-}")
	if [[ -n "$plain" ]]; then
		got="$(curl --silent --output /dev/null --write-out '%{http_code} %{redirect_url}' --header "Host: $site" "http://127.0.0.1:$plain/board?year=2017")"
		[[ "$got" == 30[18]" https://$site"*"/board?year=2017" ]] || fail "$name: plain HTTP is not sent to TLS: $got"
	fi
	"${ask[@]}" --dump-header "$work/head" --output /dev/null "https://$site:$tls/"
	grep -qi '^strict-transport-security: max-age=31536000' "$work/head" || fail "$name: no HSTS: $(cat "$work/head")"
	got="$("${ask[@]}" --output /dev/null --write-out '%{http_code}' "https://$site:$tls/readyz")"
	[[ "$got" == 404 ]] || fail "$name: /readyz is shown to everybody: $got"
	: >"$work/demo.log"
	"${ask[@]}" --fail --dump-header "$work/head" --output "$work/session" --header 'Content-Type: application/json' \
		--header 'X-Guatu-Client: check' --header 'X-Forwarded-For: 203.0.113.9' --header "Origin: https://$site:$tls" \
		--data '{"username":"leader.chief","password":"Deploy-Check-2017"}' "https://$site:$tls/api/v1/auth/login" ||
		fail "$name: nobody can sign in: $(cat "$work/session")"
	for word in Secure HttpOnly SameSite=Strict; do
		grep -i '^set-cookie: guatu_refresh=' "$work/head" | grep -qi "$word" || fail "$name: the cookie is not $word: $(cat "$work/head")"
	done
	grep -q 'path=/api/v1/auth/login.* ip=127.0.0.2' "$work/demo.log" ||
		fail "$name: the program takes another address for the client's: $(grep auth/login "$work/demo.log")"
	"${ask[@]}" --fail --request POST --output "$work/session" --header 'X-Guatu-Client: check' --header "Origin: https://$site:$tls" "https://$site:$tls/api/v1/auth/refresh" ||
		fail "$name: the session can not be refreshed: $(cat "$work/session")"
	got="$(sed -E 's/.*"accessToken":"([^"]*)".*/\1/' "$work/session")"
	"${ask[@]}" --fail --compressed --output "$work/board" --header "Authorization: Bearer $got" "https://$site:$tls/api/v1/board?year=2017" ||
		fail "$name: no board"
	grep -q '"total":10' "$work/board" || fail "$name: the board is not whole: $(head -c 200 "$work/board")"
	tried "$name: redirect, TLS, HSTS, Secure cookie, client address, sign-in, refresh, board"
}

nginx_proxy() {
	if ! have nginx && ((EUID == 0)) && have apt-get; then
		DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx-light >"$work/apt" 2>&1 ||
			{ apt-get update >"$work/apt" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends nginx-light >"$work/apt" 2>&1; } || true
	fi
	if ! have nginx; then
		untried "nginx.conf (no nginx here; apt-get install nginx-light)"
		return
	fi
	demonstration
	local plain tls
	plain="$(free_port)"
	tls="$(free_port)"
	sed -e "s|127.0.0.1:8080|127.0.0.1:$backend|; s|/etc/guatu/tls|$work|g" -e "s|listen 80;|listen 127.0.0.1:$plain;|; s|listen 443 |listen 127.0.0.1:$tls |" \
		-e '/listen \[::\]/d' deploy/nginx.conf >"$work/site.conf"
	# Only what a machine has around it: the file itself is used as it is, but for addresses and the certificate.
	cat >"$work/nginx.conf" <<-EOF
		daemon off; pid $work/nginx.pid; error_log $work/nginx.log; worker_processes 1;
		events {}
		http {
			access_log off; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
			include $work/site.conf;
		}
	EOF
	nginx -t -c "$work/nginx.conf" >"$work/nginx.test" 2>&1 || fail "nginx.conf: $(cat "$work/nginx.test")"
	if grep -q warn "$work/nginx.test"; then fail "nginx.conf: $(cat "$work/nginx.test")"; fi
	chmod 711 "$work" # its workers run under another account
	nginx -c "$work/nginx.conf" >/dev/null 2>&1 &
	pids+=($!)
	wait_for curl --silent "http://127.0.0.1:$plain/" || fail "nginx does not answer: $(cat "$work/nginx.log")"
	through "$(nginx -v 2>&1 | sed 's|.*: ||')" "$plain" "$tls"
}

caddy_proxy() {
	if ! have caddy; then
		untried "Caddyfile (no caddy here; apt-get install caddy)"
		return
	fi
	demonstration
	local plain tls
	plain="$(free_port)"
	tls="$(free_port)"
	{
		printf '{\n\tadmin off\n\thttp_port %s\n\thttps_port %s\n\tdefault_bind 127.0.0.1\n}\n' "$plain" "$tls"
		sed -e "s|127.0.0.1:8080|127.0.0.1:$backend|; s|/etc/guatu/tls|$work|g" deploy/Caddyfile
	} >"$work/Caddyfile"
	export XDG_DATA_HOME="$work/caddy-data" XDG_CONFIG_HOME="$work/caddy-config"
	caddy validate --config "$work/Caddyfile" --adapter caddyfile >"$work/caddy.test" 2>&1 || fail "Caddyfile: $(tail -n 2 "$work/caddy.test")"
	caddy run --config "$work/Caddyfile" --adapter caddyfile >"$work/caddy.log" 2>&1 &
	pids+=($!)
	wait_for curl --silent --insecure --resolve "$site:$tls:127.0.0.1" "https://$site:$tls/livez" || fail "Caddy does not answer: $(tail -n 3 "$work/caddy.log")"
	through "Caddy $(caddy version | sed 's/ .*//')" "$plain" "$tls"
}

haproxy_proxy() {
	if ! have haproxy; then
		untried "haproxy.cfg (no haproxy here; scripts/need.sh haproxy)"
		return
	fi
	demonstration
	local plain tls
	plain="$(free_port)"
	tls="$(free_port)"
	cat "$work/fullchain.pem" "$work/key.pem" >"$work/guatu.pem"
	sed -e "s|bind :80$|bind 127.0.0.1:$plain|; s|bind :443 |bind 127.0.0.1:$tls |; s|/etc/guatu/tls|$work|" \
		-e "s|server one .*|server one 127.0.0.1:$backend|" -e '/server \(two\|three\) /d' deploy/haproxy.cfg >"$work/haproxy.cfg"
	haproxy -c -q -f "$work/haproxy.cfg" >"$work/haproxy.test" 2>&1 || fail "haproxy.cfg: $(cat "$work/haproxy.test")"
	if grep -q WARNING "$work/haproxy.test"; then fail "haproxy.cfg: $(cat "$work/haproxy.test")"; fi
	haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
	pids+=($!)
	wait_for curl --silent "http://127.0.0.1:$plain/" || fail "HAProxy does not answer: $(cat "$work/haproxy.log")"
	through "HAProxy $(haproxy -v | sed -nE '1s/.* version ([0-9.]+).*/\1/p')" "$plain" "$tls"
}

# mariadb_account runs the SQL file as the administrator of a MariaDB of its own, then works with the account it makes.
mariadb_account() {
	if ! have mariadbd; then
		untried "mariadb.sql (no MariaDB here; scripts/need.sh mariadb)"
		return
	fi
	demonstration
	scripts/with-mariadb.sh scripts/check-mariadb.sh "$guatu" "$work/demo/guatu.db" || fail "mariadb.sql"
	tried "mariadb.sql: its account migrates, takes a copy of the demonstration in and gives it out again"
}

container() {
	if ! have buildah || ((EUID != 0)); then
		untried "Containerfile (needs root and buildah; apt-get install buildah)"
	else
		container_build
	fi
	if have docker-compose; then
		GUATU_DB_PASSWORD=a MARIADB_ROOT_PASSWORD=b docker-compose --file deploy/compose.yaml config >/dev/null 2>"$work/compose" || fail "compose.yaml: $(cat "$work/compose")"
		tried "compose.yaml: read by $(docker-compose version --short 2>/dev/null || echo docker-compose); not started"
	else
		untried "compose.yaml (no docker-compose here; never started anywhere by us)"
	fi
}

container_build() {
	mkdir -p "$work/context"
	cp -R bin/guatu deploy "$work/context/"
	local store=(--storage-driver vfs --root "$work/containers" --runroot "$work/containers-run") image from root
	buildah "${store[@]}" build --isolation chroot --file "$work/context/deploy/Containerfile" --tag guatu-check "$work/context" >"$work/buildah" 2>&1 ||
		fail "Containerfile: $(tail -n 3 "$work/buildah")"
	from="$(buildah "${store[@]}" from --pull-never guatu-check)"
	root="$(buildah "${store[@]}" mount "$from")"
	image="$(buildah "${store[@]}" inspect --type image guatu-check)"
	grep -q '"User": "65532:65532"' <<<"$image" || fail "Containerfile: the image runs as root"
	[[ "$(stat -c %u "$root/var/lib/guatu")" == 65532 ]] || fail "Containerfile: the data folder is not the account's"
	local port
	port="$(free_port)"
	# The image's own file system, account and settings, no right that an account does not have.
	env -i PATH="$PATH" GUATU_ADDR="127.0.0.1:$port" GUATU_DATA_DIR=/var/lib/guatu TMPDIR=/var/lib/guatu \
		setpriv --no-new-privs chroot --userspec=65532:65532 "$root" /guatu serve >"$work/container.log" 2>&1 &
	local pid=$!
	pids+=("$pid")
	wait_for curl --fail --silent "http://127.0.0.1:$port/readyz" || fail "Containerfile: the program does not start in the image: $(tail -n 3 "$work/container.log")"
	kill -TERM "$pid"
	wait "$pid" || fail "Containerfile: the program does not stop cleanly"
	buildah "${store[@]}" rm "$from" >/dev/null
	tried "Containerfile: built by $(buildah --version | cut -d' ' -f3), started in its own file system under its own account; not in a container network"
}

for tool in curl openssl; do
	have "$tool" || fail "$tool is missing"
done
[[ -x "$guatu" ]] || fail "bin/guatu is missing (make binary)"
systemd_units
nginx_proxy
haproxy_proxy
if [[ -z "$quick" ]]; then
	caddy_proxy
	mariadb_account
	container
fi
