# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154,SC2034 # variables shared with run
#
# Sourced by run: each case starts on a fresh machine, as it is after the release's
# installation, $root, with kernel $running.

# --- the packages, of this tree and of one with a higher version

# A copy of the tree, with version $2, in directory $1
export_tree() {
	"$lab_scripts/release/dist" "$share"
	mkdir "$share/$1"
	tar -C "$share/$1" --strip-components=1 -xf "$share/allocfail-$version.tar.gz"
	rm "$share/allocfail-$version.tar.gz"
	sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$2\"/" "$share/$1/dkms.conf"
	sed -i "s/^## $version .*/## $2 (unreleased)/" "$share/$1/CHANGELOG.md"
}

build_tree() {
	in_root make -C "/mnt/$1" deb && mkdir "$share/$2" &&
		cp "$share/$1"/build/packages/allocfail_*.deb "$share/$2/allocfail.deb" &&
		cp "$share/$1"/build/packages/allocfail-dkms_*.deb \
			"$share/$2/allocfail-dkms.deb"
}

# By each release's own tools: its command is linked with its libraries.
build_packages() {
	local start=$EPOCHREALTIME

	case=build
	first=$running
	version=$("$lab_scripts/release/version")
	next=$version.1
	rm -rf --one-file-system "${share:?}"/*
	if [[ $built && -e $built/$kernel ]]; then
		cp -r "$built/$kernel"/* "$share"
		return
	fi
	export_tree tree "$version"
	export_tree next-tree "$next"
	mount_root
	check "make deb" build_tree tree debs
	check "make deb, higher version" build_tree next-tree next
	check "its module, for the upgrade in a VM" in_root make -C /mnt/next-tree \
		KDIR="/lib/modules/$first/build" module
	check "the program that makes failures" in_root gcc -std=gnu11 -D_GNU_SOURCE -O2 \
		-static -o /mnt/af_storm /mnt/tree/tests/programs/af_storm.c
	unmount_root
	[[ ! $built ]] || { mkdir -p "$built" && cp -r "$share" "$built/$kernel"; }
	echo "= $kernel build: $(lab_elapsed "$start")"
}

# --- what is on the machine

packages=(allocfail-dkms allocfail)

# apt_install DIR [OPTION...]: the packages of $share/DIR, with what they depend on
apt_install() {
	apt --no-install-recommends "${@:2}" install "/mnt/$1/allocfail-dkms.deb" \
		"/mnt/$1/allocfail.deb"
}

# dpkg_install: those of this tree by dpkg alone, which may fail; $tmp/output says how
dpkg_install() {
	in_root dpkg -i /mnt/debs/allocfail-dkms.deb /mnt/debs/allocfail.deb \
		>"$tmp/output" 2>&1 || true
}

states() {
	in_root dpkg-query -W -f "\${db:Status-Abbrev}" "${packages[@]}" 2>/dev/null |
		sed 's/ *$//; s/  */ /g' || true
}

consistent() {
	same "$1: dpkg finds no package half installed" "" "$(in_root dpkg --audit)"
}

# Each dkms says it in its own way: "allocfail, VERSION, RELEASE, x86_64: installed",
# and a warning behind it if that is not what it has built.
dkms_has() {
	in_root dkms status | grep -xF -e "allocfail/$1, $2, x86_64: installed" \
		-e "allocfail, $1, $2, x86_64: installed"
}

# installed NAME VERSION RELEASE: by dkms, for that kernel, where modprobe finds it
installed() {
	check "$1: dkms has built and installed it for $3" dkms_has "$2" "$3"
	same "$1: modprobe finds version $2 there" "$2" \
		"$(in_root modinfo -k "$3" -F version allocfail 2>&1)"
	same "$1: made for $3" "$3" \
		"$(in_root modinfo -k "$3" -F vermagic allocfail 2>&1 | cut -d' ' -f1)"
}

not_installed() {
	same "$1: no module" "" "$(find "$root/lib/modules/" -name 'allocfail.ko*')"
}

# Everything on the machine: its names and modes, what is in /etc, and what depmod
# has found. Not what dpkg and apt keep of the past, logs, and the key that dkms
# makes once for all modules.
manifest() {
	in_root sh -c '
		find / -xdev \( -path /var/log -o -path /var/cache -o -path /var/lib/apt \) \
			-prune -o -printf "%y %m %u %p %l\n" |
			grep -vE " /(var/lib/dpkg/(status|available|diversions|statoverride|lock|triggers).*|var/lib/dkms/mok[.].*|root/.*|etc/ld.so.cache) "
		find /etc /lib/modules/*/modules.* -xdev -type f ! -name "ld.so.cache" \
			-exec cksum {} +
	' | sort
}

# nothing_left NAME: the machine is what it was at the time of $tmp/before
nothing_left() {
	manifest >"$tmp/after"
	check "$1: everything is as it was, $(wc -l <"$tmp/after") lines" \
		diff "$tmp/before" "$tmp/after"
	same "$1: dkms knows nothing of it" "" "$(in_root dkms status | grep allocfail)"
}

# Names alone, for a machine on which other things have changed too
no_name_left() {
	same "$1: no file has its name" "" "$(find "$root" -xdev -name '*allocfail*' \
		! -name .allocfail-recipe ! -path "$root/var/log/*" ! -path "$root/var/cache/*")"
	same "$1: nor its contents" "" "$(grep -rls allocfail "$root/etc" \
		"$root"/lib/modules/*/modules.* "$root/var/lib/dpkg/status")"
}

switch_on() {
	in_root ln -s /usr/share/allocfail/modules-load.conf /etc/modules-load.d/allocfail.conf
}

# --- the cases

# Installed with headers: built, and not switched on.
case_packages() {
	check "apt installs both" apt_install debs
	same "installed" "ii ii" "$(states)"
	consistent "installed"
	installed "installed" "$version" "$running"
	same "installed: not loaded at boot" "" "$(grep -rls allocfail \
		"$root/etc/modules-load.d" "$root/lib/modules-load.d" "$root/etc/modules")"
	says "installed: the command runs" "$version" in_root allocfail --version
	check "installed: its manual page is there" \
		test -s "$root/usr/share/man/man8/allocfail.8.gz"
	check "installed: its completion" \
		test -s "$root/usr/share/bash-completion/completions/allocfail"
	check "installed again" apt_install debs --reinstall
	same "installed again" "ii ii" "$(states)"
	installed "installed again" "$version" "$running"
}

case_remove() {
	manifest >"$tmp/before"
	check "apt installs both" apt_install debs
	installed "before" "$version" "$running"
	check "switch it on" switch_on
	check "apt removes them" apt remove "${packages[@]}"
	not_installed "removed"
	same "removed: dkms knows nothing of it" "" "$(in_root dkms status | grep allocfail)"
	consistent "removed"
	check "removed: what switched it on makes no boot fail" \
		in_root /lib/systemd/systemd-modules-load
	check "apt purges them" apt purge "${packages[@]}"
	check "apt removes what came with them" apt --purge autoremove
	consistent "purged"
	nothing_left "purged"
	# Were something left, that would be found.
	touch "$root/usr/share/allocfail.left"
	manifest >"$tmp/after"
	fails "a file that is left is found" 'allocfail.left' diff "$tmp/before" "$tmp/after"
}

# From the source tree: make install, make uninstall
case_source() {
	check "what it is built with" apt --no-install-recommends install pkg-config \
		libjansson-dev libncurses-dev
	manifest >"$tmp/before"
	check "make install" in_root make -C /mnt/tree install
	installed "make install" "$version" "$running"
	says "make install: the command runs" "$version" in_root allocfail --version
	check "make install, again" in_root make -C /mnt/tree install
	check "make install, higher version" in_root make -C /mnt/next-tree install
	installed "higher version" "$next" "$running"
	same "higher version: dkms has no other" 1 \
		"$(in_root dkms status | grep -c '^allocfail')"
	check "make uninstall" in_root make -C /mnt/next-tree uninstall
	nothing_left "make uninstall"
}

# The packages say that they built nothing, and are whole; headers make up for it.
case_missing_headers() {
	check "no headers" apt purge '^linux-headers-.*'
	says "apt installs both" '[Hh]eaders' apt_install debs
	same "installed" "ii ii" "$(states)"
	consistent "installed"
	not_installed "installed"
	fails "make install, without the packages' own" 'linux-headers-' \
		in_root sh -c 'dpkg --purge allocfail allocfail-dkms >/dev/null &&
			make -C /mnt/tree install'
	check "apt installs both" apt_install debs
	check "headers come" apt --no-install-recommends install "linux-headers-$running"
	installed "headers came" "$version" "$running"
}

# Headers depend on the compiler: it takes force to get there.
case_missing_compiler() {
	local compilers

	check "what the command needs" apt --no-install-recommends install libjansson4 libncursesw6
	mapfile -t compilers < <(in_root dpkg-query -W -f "\${Package} \${db:Status-Status}\n" \
		'gcc*' 'cpp*' | awk '$2 == "installed" && $1 ~ /^(gcc|cpp)(-[0-9]+)?(-x86-64-linux-gnu)?$/ { print $1 }')
	check "no compiler: ${compilers[*]}" in_root dpkg --force-depends --purge "${compilers[@]}"
	dpkg_install
	says "dpkg says that it was not built, and where is why" 'Consult .*/make.log' \
		cat "$tmp/output"
	says "there is why" 'gcc(-[0-9]+)?: (command )?not found' cat "$root/$(sed -n \
		's/^Consult \(.*make.log\).*/\1/p' "$tmp/output")"
	same "the one is not configured, the other is" "ii iF" "$(states)"
	not_installed "no compiler"
	check "apt brings the compiler" apt --fix-broken --no-install-recommends install \
		"${compilers[@]}"
	in_root dkms status | grep -q ': installed' ||
		check "and builds, once asked" in_root dpkg-reconfigure allocfail-dkms
	same "the compiler came" "ii ii" "$(states)"
	consistent "the compiler came"
	installed "the compiler came" "$version" "$running"
}

# repaired NAME: once there is room again
repaired() {
	full=
	check "$1: repaired" in_root dpkg --configure --pending
	dkms_has "$version" "$running" >/dev/null ||
		check "$1: repaired by installing it again" apt_install debs --reinstall
	same "$1: repaired" "ii ii" "$(states)"
	consistent "$1: repaired"
	installed "$1: repaired" "$version" "$running"
}

# full_at DIR ROOM STATES: those of command and module
full_at() {
	local full=$1 room=$2

	mkdir -p "$root$full"
	dpkg_install
	says "$1: says why" 'No space left on device' cat "$tmp/output"
	same "$1: states" "$3" "$(states)"
	repaired "$1"
	check "$1: purged" apt purge "${packages[@]}"
}

# Where dpkg unpacks, where dkms builds, and where it installs, of which dkms before 3.2
# takes no notice: only its status does.
case_full_disk() {
	local full='' room='' noticed='ii iF'

	case $(in_root dkms --version) in
	*[-:][12].* | *-3.[01].*) noticed='ii ii' ;;
	esac

	check "what the command needs" apt --no-install-recommends install libjansson4 libncursesw6
	full_at /usr/src 64k 'ii in'
	full_at /var/lib/dkms 256k 'ii iF'
	full_at "/lib/modules/$running/updates" 16k "$noticed"
}

# Installed, booted, upgraded, booted, the next kernel, booted, removed
case_life() {
	local old

	check "apt installs both" apt_install debs
	installed "installed" "$version" "$running"
	cp -r "$share/next" "$root/root/next"
	boot_options=(--add "$share/next-tree/allocfail.ko" --add "$lab_top/tests/install/vm/make")
	boot first first.sh "$version" "$next"
	boot_options=()
	rm -r "$root/root/next"
	boot upgraded booted.sh "$next"

	# shellcheck disable=SC2046 # two packages
	check "the next kernel comes: $(cat "$cached/second")" apt install \
		$(cat "$cached/second")
	second=$(find "$root/lib/modules" -mindepth 1 -maxdepth 1 -printf '%f\n' |
		grep -vxF "$first")
	installed "next kernel" "$next" "$second"
	installed "the kernel that runs" "$next" "$first"
	consistent "next kernel"
	running=$second
	boot_options=(--append module.sig_enforce=1)
	boot refused refused.sh
	boot_options=()
	mapfile -t old < <(in_root dpkg-query -W -f "\${Package}\n" "linux-*-$first")
	check "the old kernel goes: ${old[*]}" apt purge "${old[@]}"
	same "old kernel gone: no file, no index names it" "" \
		"$(grep -rls allocfail "$root/lib/modules/$first")"
	same "old kernel gone: dkms has nothing for it" "" \
		"$(in_root dkms status | grep -F "$first")"
	installed "old kernel gone" "$next" "$second"
	boot next-kernel booted.sh "$next" purge
	no_name_left "purged"
}

# Meant to fail: the machine must not load the module, and the check finds that.
case_blacklisted() {
	check "apt installs both" apt_install debs
	check "switch it on" switch_on
	boot_options=(--append module_blacklist=allocfail)
	(boot blacklisted booted.sh "$version") >"$tmp/output" 2>&1
	sed 's/^/    meant to fail: /' "$tmp/output"
	says "the boot was found to fail" 'FAILED .* loaded at boot' cat "$tmp/output"
}
