# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # variables shared with run
#
# Sourced by run: the machine that things are installed on. It is three things on
# top of each other: the root directory of lab/fetch, which has the kernel that the
# release came with; in the cache, a layer that makes it boot in the lab and have its
# packages from a directory; and what a test does to it, in memory.

# What removing these takes along must come back from the directory, too.
removable=('^linux-headers-.*' '^(gcc|cpp)(-[0-9]+)?(-x86-64-linux-gnu)?$' '^make$' '^dkms$')
# What apt does when it is only to fill the directory.
# shellcheck disable=SC2089 # apt parses it
download_only="APT::Get::Download-Only 1; Dir::Cache::archives \"/mnt/pool\";"

# machine KERNEL: sets the variables for it
machine() {
	kernel=$1
	base=$(lab_root "$kernel-install")
	cached=$lab_cache/install/$kernel
	pool=$cached/pool
	root=$tmp/root
	share=$tmp/share
	mkdir -p "$share"
}

# A second layer's tmpfs, or $1, which stays. Its lower ones are only read.
mount_root() {
	local upper=${1-} lower=$base

	mkdir -p "$tmp/top" "$root"
	mount -t tmpfs tmpfs "$tmp/top"
	mkdir "$tmp/top/work" "$tmp/top/upper"
	[[ $upper ]] || lower=$cached/layer:$base
	mkdir -p "${upper:=$tmp/top/upper}" "${upper%/*}/work"
	mount -t overlay -o "lowerdir=$lower,upperdir=$upper" \
		-o "workdir=${upper%/*}/work" overlay "$root"
}

unmount_root() {
	umount "$root" "$tmp/top"
}

# Runs a program on the machine, which believes that kernel $running runs. /mnt is
# $share, and in it its packages; $full, if set, is a directory on a disk that has only
# $room left. Mounts and processes end with the command.
in_root() {
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount --pid --fork --kill-child bash -c '
		set -e
		root=$1 share=$2 pool=$3 running=$4 full=$5 room=$6
		shift 6
		mount -t proc proc "$root/proc"
		mount -t sysfs -o ro sysfs "$root/sys"
		mount --rbind /dev "$root/dev"
		mount -t tmpfs tmpfs "$root/run"
		mount -t tmpfs tmpfs "$root/tmp"
		mount --bind "$share" "$root/mnt"
		mkdir -p "$root/mnt/pool"
		mount --bind "$pool" "$root/mnt/pool"
		[[ ! $full ]] || mount -t tmpfs -o "size=$room" tmpfs "$root$full"
		mkdir "$root/run/lock"
		cp "$root/bin/uname" "$root/run/uname"
		printf "%s\n" "#!/bin/sh" "[ \"\$*\" != -r ] || exec echo $running" \
			"exec /run/uname \"\$@\"" >"$root/run/fake"
		chmod 755 "$root/run/fake"
		mount --bind "$root/run/fake" "$root/bin/uname"
		exec chroot "$root" "$@"
	' - "$root" "$share" "$pool" "$running" "${full-}" "${room-}" env -i LC_ALL=C HOME=/root \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		DEBIAN_FRONTEND=noninteractive ${APT_CONFIG:+APT_CONFIG="$APT_CONFIG"} \
		"$@" </dev/null
}

apt() {
	in_root apt-get -y -q -o Acquire::Check-Valid-Until=false "$@"
}

# --- the cached layer

recipe() {
	{
		cat "$base/.allocfail-recipe"
		# shellcheck disable=SC2090
		declare -p removable download_only
		cat "$lab_scripts/release/deps"
		declare -f prepare_layer download second_kernel
	} | sha256sum | cut -d' ' -f1
}

# Each file of the directory is there, and whole as far as its size tells.
pool_complete() {
	local file size

	[[ -s $pool/Packages ]] || return 1
	while read -r file size; do
		[[ $(stat -c %s "$pool/$file" 2>/dev/null) == "$size" ]] || return 1
	done < <(awk '$1 == "Filename:" { file = $2 }
		$1 == "Size:" { print file, $2 }' "$pool/Packages")
}

complete() {
	[[ $(cat "$cached/recipe" 2>/dev/null) == "$(recipe)" && -d $cached/layer ]] &&
		pool_complete
}

# The newest kernel that apt has, and if the machine has that one, the same
# version's other flavour.
second_kernel() {
	local newest

	newest=$(in_root apt-cache depends linux-image-amd64 |
		sed -n 's/.*Depends: linux-image-//p')
	if [[ $newest == "$running" ]]; then
		echo linux-image-rt-amd64 linux-headers-rt-amd64
	else
		echo linux-image-amd64 linux-headers-amd64
	fi
}

download() {
	local purged
	local -x APT_CONFIG=/mnt/apt.conf

	mapfile -t purged < <(in_root apt-get -s purge "${removable[@]}" |
		awk '$1 == "Purg" { print $2 }')
	# shellcheck disable=SC2046 # two packages
	apt install $(second_kernel) || return
	apt --no-install-recommends --reinstall install "${purged[@]}" || return
	# make deb installs these, as everywhere.
	in_root /mnt/scripts/release/deps
}

prepare_layer() {
	local sources=$root/etc/apt/sources.list

	# Manual pages are of interest here.
	rm -f "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	[[ ! -d $root/etc/initramfs-tools ]] ||
		printf '9p\n9pnet_virtio\n' >>"$root/etc/initramfs-tools/modules"
	echo machine >"$root/etc/hostname"
	# For dracut; see lab/run.
	[[ ! -e $root/usr/bin/dracut ]] || echo "root / 9p" \
		"trans=virtio,version=9p2000.L,cache=loose,msize=262144 0 0" >"$root/etc/fstab"
	mkdir -p "$pool/partial" "$share"/scripts/{lab,release}
	cp "$lab_scripts"/lab/{lib.sh,packages.sh} "$share/scripts/lab"
	cp "$lab_scripts/release/deps" "$share/scripts/release"
	echo "$download_only" >"$share/apt.conf"
	apt update || return
	download || return
	rm -rf "$pool/partial" "$pool/lock" "$root/etc/apt/sources.list.d"/*
	in_root sh -c 'cd /mnt/pool && dpkg-scanpackages -m . >Packages' || return
	second_kernel >"$cached/second"
	echo 'deb [trusted=yes] file:/mnt/pool ./' >"$sources"
	rm -rf "$root/var/lib/apt/lists"/*
	apt update && in_root update-initramfs -u -k "$running"
}

# prepare: makes the layer and the directory, once. This process keeps the lock.
prepare() {
	local lock log=$lab_cache/log/install-$kernel.log start=$EPOCHREALTIME

	mkdir -p "$lab_cache"/{log,lock,install}
	exec {lock}>"$lab_cache/lock/$kernel-install-layer"
	flock "$lock"
	running=$(lab_release "$base" "$kernel")
	complete && return
	lab_note "prepare $kernel: a minute or two ..."
	rm -rf --one-file-system "$cached"
	mkdir -p "$cached" "$pool"
	mount_root "$cached/layer"
	if ! prepare_layer >"$log" 2>&1; then
		lab_tail "$log"
		lab_die "cannot prepare the machine for $kernel"
	fi
	unmount_root
	rm -rf --one-file-system "$cached/work"
	recipe >"$cached/recipe"
	lab_note "prepare $kernel: $(lab_elapsed "$start"), $(du -sh "$cached" | cut -f1)"
}
