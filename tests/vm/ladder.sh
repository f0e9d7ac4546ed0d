#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Each rung of init's ladder fails once, by a function of the kernel that is
# made to fail for insmod: the load fails, says why, and leaves nothing behind.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh

# The first of the names that the kernel has.
symbol() {
	for name in "$@"; do
		if grep -q " [Tt] $name\$" /proc/kallsyms; then
			echo "$name"
			return
		fi
	done
}

loads_again() {
	insmod /lab/allocfail.ko hook="$hook" && rmmod allocfail && nothing_left
}

# rung HOOK NTH RETVAL LOG SYMBOL...: the NTH call of the first of the symbols
# fails
rung() {
	hook=$1
	nth=$2
	retval=$3
	log=$4
	shift 4
	broken=$(symbol "$@")
	[ "$broken" ] || die "none of these functions: $*"
	insmod /lab/af_breaker.ko symbol="$broken" retval="$retval" \
		caller='[allocfail]' skip=$((nth - 1)) times=2 || die "insmod af_breaker.ko"
	mark_log
	if insmod /lab/allocfail.ko hook="$hook" 2>/dev/null; then
		fail "$hook: loads although $broken fails"
		rmmod allocfail
	else
		ok "$hook: does not load when call $nth of $broken fails"
	fi
	hits=$(cat /sys/module/af_breaker/parameters/hits)
	rmmod af_breaker
	check "$hook: $broken did fail" [ "$hits" -gt 0 ]
	check "$hook: the log says: $log" said "$log"
	check "$hook: $broken left nothing behind" nothing_left
	check "$hook: loads after $broken" loads_again
}

rung tracepoint 1 0 "no memory for .* signatures" vzalloc_noprof vzalloc
# Of the first CPU, and of the second.
for nth in 1 2; do
	rung tracepoint $nth 0 "no memory for .* events" \
		vzalloc_node_noprof vzalloc_node
done
rung tracepoint 1 -12 "cannot be told of new modules" register_module_notifier
for nth in 2 3; do
	rung tracepoint $nth 0 "no memory for a snapshot" vzalloc_noprof vzalloc
done
rung tracepoint 1 -12 "files in debugfs" debugfs_create_dir
for nth in 1 2 3 4 5 6 7; do
	rung tracepoint $nth -12 "files in debugfs" \
		debugfs_create_file_full debugfs_create_file
done
rung tracepoint 1 -12 "cannot probe" tracepoint_probe_register
rung kprobe 1 -22 "cannot probe" register_kprobe
rung kprobe 2 -22 "cannot probe" register_kprobe
rung kretprobe 1 -12 "cannot probe" register_kretprobe
finish
