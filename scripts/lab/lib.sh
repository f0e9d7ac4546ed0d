# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034 # the variables are for the scripts
#
# Shared by the lab's scripts: where things are, and how to say things.

lab_scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lab_top=$(dirname "$lab_scripts")
lab_cache=${ALLOCFAIL_CACHE:-/var/cache/allocfail}
lab_self=${0##*/}

lab_note() {
	printf '%s\n' "$*" >&2
}

lab_die() {
	printf '%s: %s\n' "$lab_self" "$*" >&2
	exit 2
}

lab_need_root() {
	[[ $EUID -eq 0 ]] || lab_die "must be root $1: try sudo ${0}"
}

# The end of a log, indented so that it stands out from the messages around it.
lab_tail() {
	local log=$1 lines=${2:-25}

	lab_note "the end of $log:"
	tail -n "$lines" "$log" | sed 's/^/    /' >&2
}

# Makes $2/root a copy of root directory $1 to run programs in: an overlay, whose upper
# half is in memory. Everything is mounted below $2, in the caller's own mount namespace.
lab_mount_copy() {
	mkdir -p "$2"
	mount -t tmpfs tmpfs "$2"
	mkdir "$2"/{upper,work,root}
	mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" \
		overlay "$2/root"
	mount -t proc proc "$2/root/proc"
	mount --rbind /dev "$2/root/dev"
	mount -t tmpfs tmpfs "$2/root/tmp"
}

# Writes kernel module $1, which may be compressed, to file $2.
lab_unpack() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -qdc "$1" ;;
	*) cat "$1" ;;
	esac >"$2"
}

# What sees each access of a VM to memory, for lab/run --plugin: to file $1.
lab_plugin() {
	gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Wno-unused-parameter \
		-shared -fPIC -fvisibility=hidden -o "$1" \
		"$lab_top/tests/lines/lines.c"
}

# lab_lines_options ARRAY PLUGIN: what lab/run needs for tests/vm/lines.sh
lab_lines_options() {
	local -n lines_options=$1

	lines_options=(--cpus 1 --mem 256M --icount --timeout 600
		--plugin "$2" --add "$lab_top/tests/vm/lines.awk"
		--append "no_hash_pointers randomize_kstack_offset=off"
		--add "$lab_top/tests/vm/sums.awk")
}

# Elapsed seconds since $1, a value of $EPOCHREALTIME.
lab_elapsed() {
	awk -v from="$1" -v to="$EPOCHREALTIME" \
		'BEGIN { printf "%.1f s", to - from }'
}

lab_kernels() {
	grep -Ev '^[[:space:]]*(#|$)' "$lab_scripts/lab/kernels.conf"
}

lab_variant() {
	if [[ -e $1.config ]]; then
		lab_config=$1.config
	elif [[ -e $1.packages ]]; then
		lab_packages=$1.packages
	else
		lab_die "$2: there is no $1.config or .packages"
	fi
}

# Sets lab_suites and lab_role for kernel $1. It can have a variant, a file in
# tests/kernels: 6.12-fault is built from the source of 6.12 with fault.config,
# 6.12-workload is 6.12 with the packages in workload.packages. Sets lab_config
# or lab_packages to that file, empty if there is none.
lab_kernel() {
	local version suites role series=${1%%-*}

	lab_config='' lab_packages=''
	if [[ $1 == *-* ]]; then
		lab_variant "$lab_top/tests/kernels/${1#*-}" "$1"
	fi
	while read -r version suites role _; do
		if [[ $version == "$series" ]]; then
			lab_suites=$suites
			lab_role=$role
			return
		fi
	done < <(lab_kernels)
	lab_die "no kernel '$1' in the matrix; there are:" \
		"$(lab_kernels | awk '{ printf "%s ", $1 }')"
}

# The kernel configuration in file $1, after the one that it is on top of.
lab_config_text() {
	local below

	below=$(sed -n 's/^# on top of //p' "$1")
	[[ ! $below ]] || lab_config_text "${1%/*}/$below"
	cat "$1"
}

# The kernel's name for the architecture that the configuration in file $1 is for.
lab_config_arch() {
	local arch

	arch=$(lab_config_text "$1" | sed -n 's/^# architecture //p' | tail -n1)
	printf '%s\n' "${arch:-x86}"
}

lab_root() {
	printf '%s/roots/%s\n' "$lab_cache" "$1"
}

# The release (uname -r) of the kernel that root directory $1 has for kernel
# $2. Fails if it has none: the directory is not what its name says.
lab_release() {
	local image

	for image in "$1/boot/vmlinuz-${2%%-*}"[!0-9]*; do
		[[ -s $image ]] || return 1
		printf '%s\n' "${image##*/vmlinuz-}"
		return
	done
}
