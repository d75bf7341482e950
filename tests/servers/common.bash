# SPDX-License-Identifier: BSD-3-Clause
# Copyright (c) the smtpmail authors
#
# What the servers' start scripts share. Each is called as NAME/start FOLDER CERTIFICATES by
# tests/servers/start, keeps to its FOLDER (absolute, and open to other users), and ends when the server
# answers: then FOLDER/info.ini has, for tests/servers/servers.inc,
#   version            of the server
#   plain, starttls, tls, lmtp    ports: the first three are there, lmtp where the server has it
#   mails              the folder where mails end up, a file each
#   line_end           of the files there: LF or CRLF
# Everywhere the user is crazymus@example.com, the password "s3cret code"; mail for example.com is taken,
# but for refused@ (550) and later@ (451). Port plain asks for no password, the others insist.
set -eu
shopt -s nullglob
dir=$1 certs=$2
servers=$(dirname "${BASH_SOURCE[0]}")
cache=$servers/../../.cache/servers
user=crazymus domain=example.com password='s3cret code'
# The certificate and key for users that may not read the others' files.
pem=$dir/localhost.pem

. "$servers/../inc/ports.bash"

# unpack NAME PACKAGE...: the packages, and those of the ones they need that the machine has not, as a tree in
# .cache/servers/NAME; nothing is installed, for one machine can have one mail server only. Where tree names a
# whole Debian, they are that one's, and laid over it.
unpack() {
	local to=$cache/$1 making top package
	shift
	if [ ! -e "$to" ]; then
		making=$(mktemp -d "$to.XXXXXX")
		mkdir "$making/debs"
		# shellcheck disable=SC2016
		unshare --mount bash -euc '
			[ -z "$2" ] || mount --bind "$1" "$2/mnt"
			[ -n "$2" ] || mount --bind "$1" /mnt
			exec ${2:+chroot "$2"} bash "-euc" "$3" "${@:3}"' unpack "$making/debs" "${tree:-}" '
			cd /mnt
			download() {
				local packages
				packages=$(apt-get install -s --no-install-recommends "$@" | sed -n "s/^Inst \([^ ]*\) .*/\1/p")
				[ -n "$packages" ] && apt-get download -q $packages
			}
			download "$@" || { apt-get update -q; download "$@"; }' "$@"
		for package in "$making"/debs/*.deb; do
			dpkg-deb -x "$package" "$making"
		done
		# Debian's /lib and the like have moved into /usr, but in packages' trees.
		for top in bin lib sbin; do
			[ -d "$making/$top" ] && mkdir -p "$making/usr/$top" && cp -a "$making/$top/." "$making/usr/$top/" && rm -r "${making:?}/$top"
		done
		rm -rf "$making/debs"
		chmod 755 "$making"
		mv -T "$making" "$to" || [ -e "$to" ]
	fi
	tree=$to${tree:+:$tree}
}

# account NAME ID: a user of the server's own view of the machine, for which its folder holds /etc.
account() {
	local base=${tree##*:}/etc file
	[ -e "$base/passwd" ] || base=/etc
	mkdir -p "$dir/upper/etc"
	for file in passwd group; do
		[ -e "$dir/upper/etc/$file" ] || cp "$base/$file" "$dir/upper/etc/"
	done
	sed -i "/^$1:/d" "$dir/upper/etc/passwd" "$dir/upper/etc/group"
	echo "$1:x:$2:$2::/nonexistent:/usr/sbin/nologin" >> "$dir/upper/etc/passwd"
	echo "$1:x:$2:" >> "$dir/upper/etc/group"
}

# inside COMMAND...: runs it with tree laid over this system's (or in it, where it is or ends in a system of its
# own, behind a colon), what it writes going to the folder's upper/: see view.
inside() {
	unshare --mount --uts --propagation private bash "$servers/view" "$dir" "${tree:-}" "$@"
}

# launch COMMAND...: the server itself, in the background, in the same view and among processes of its
# own: all of them end with the one that stop kills, or after two hours.
launch() {
	setsid unshare --mount --uts --pid --fork --kill-child --propagation private \
		bash "$servers/view" "$dir" "${tree:-}" timeout -s KILL 7200 "$@" > "$dir/log" 2>&1 < /dev/null &
	echo $! > "$dir/pid"
}

# answer PORT...: waits until something listens on all of them.
answer() {
	local port tries=300
	for port; do
		until (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do
			tries=$((tries - 1))
			if [ $tries -eq 0 ] || ! kill -0 "$(cat "$dir/pid")" 2> /dev/null; then
				tail -20 "$dir/log" >&2
				return 1
			fi
			sleep .1
		done
	done
}

# info KEY=VALUE...
info() {
	printf '%s\n' "$@" | sed 's/=\(.*\)/ = "\1"/' > "$dir/info.ini"
}

# upstream PACKAGE [ROOT]: its version's first two numbers, which security updates leave alone.
upstream() {
	local version
	version=$(dpkg-query ${2:+--root="$2"} -Wf '${Version}' "$1" 2> /dev/null || apt-cache show --no-all-versions "$1" | sed -n 's/^Version: //p')
	sed 's/^[0-9]*://; s/^\([0-9]*\.[0-9]*\).*/\1/' <<< "$version"
}

# modules NAME: sets modules to the node_modules that NAME/package-lock.json asks for.
modules() {
	local from=$servers/$1 making
	modules=$cache/$1-$(md5sum < "$from/package-lock.json" | cut -c 1-8)
	if [ ! -e "$modules" ]; then
		making=$(mktemp -d "$modules.XXXXXX")
		cp "$from"/package*.json "$making/"
		(cd "$making" && npm ci --no-audit --no-fund --omit=optional)
		chmod 755 "$making"
		mv -T "$making" "$modules" || [ -e "$modules" ]
	fi
	modules=$(cd "$modules/node_modules" && pwd)
}

# npm_version NAME: what NAME/package.json pins.
npm_version() {
	sed -n 's/.*"dependencies": { "[^"]*": "\([^"]*\)".*/\1/p' "$servers/$1/package.json"
}
