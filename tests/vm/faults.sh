#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# faults.sh HOOK [FILES]: on a kernel with fault injection. Each allocation that loading
# makes fails, one after the other, slab and page alike: the load fails and
# leaves nothing, or does without. Then the same for `enabled` from N to Y, and for
# the files' readers.
# shellcheck source=lib.sh disable=SC2317,SC2016,SC2086 # for sh -c
. /lab/lib.sh
hook=$1
readers=${2-$files}

# Of one process, and asked for by it. `times` goes down with each.
prepare() {
	for fault in failslab fail_page_alloc; do
		[ -d $debugfs/$fault ] || die "no $fault in this kernel"
		echo N >$debugfs/$fault/ignore-gfp-wait
		echo 0 >$debugfs/$fault/verbose
		echo 1000000 >$debugfs/$fault/times
	done
	echo 0 >$debugfs/fail_page_alloc/min-order
	echo N >$debugfs/fail_page_alloc/ignore-gfp-highmem
}

# nth N COMMAND...: the Nth allocation of a process that becomes COMMAND fails.
nth() {
	nth_n=$1
	shift
	sh -c 'echo $0 >/proc/self/fail-nth
		exec "$@"' "$nth_n" "$@" >/tmp/nth.out 2>&1
}

injected() {
	awk '{ sum += 1000000 - $1 } END { printf "%d", sum }' \
		$debugfs/failslab/times $debugfs/fail_page_alloc/times
}

# each NAME UNDO COMMAND...: each of the command's allocations fails in turn, up
# to a run that has no more of them. Where it succeeds all the same, what UNDO
# undoes is there; where not, nothing is.
each() {
	name=$1
	undo=$2
	shift 2
	before=$(injected)
	n=0
	refused=0
	while :; do
		n=$((n + 1))
		if nth $n "$@"; then
			$undo || die "$name: it said that it worked, allocation $n"
			[ "$(injected)" -ge $((before + n)) ] || break
		else
			refused=$((refused + 1))
		fi
		left=$($clean) || die "$name: after allocation $n: $left"
	done
	ok "$name: $((n - 1)) allocations failed, $refused times it did not work"
	check "$name: that was tried" [ $refused -gt 5 ]
}

undo_load() {
	[ -e $af/counters ] && rmmod allocfail
}

undo_enable() {
	[ "$(cat $parameters/enabled)" = Y ] && echo N >$parameters/enabled
}

# Off is off, and what was counted is there.
disabled() {
	state=$(cat $parameters/enabled)
	if [ "$state" != N ]; then
		echo "enabled is $state"
		return 1
	fi
	sums
}

# All of the file, or an error: a part without one would be a lie.
whole() {
	[ "$(wc -l </tmp/nth.out)" -ge "$lines" ]
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
# What busybox's insmod falls back on: the first failure is to be the last word.
insmod /lab/af_breaker.ko symbol=__x64_sys_init_module retval=-12 comm= \
	times=0 || die "insmod af_breaker.ko"
prepare
clean=nothing_left
each "$hook: load" undo_load insmod /lab/allocfail.ko hook="$hook"
for message in 'no memory for .* signatures' 'no memory for .* events' \
	'no memory for a snapshot' 'files in debugfs'; do
	check "$hook: the log says: $message" sh -c "dmesg | grep -q '$message'"
done

load hook="$hook"
stimulate "order=10 count=100 sites=8"
check "$hook: loads, and counts" [ "$(value $af/counters failures)" -ge 100 ]
echo N >$parameters/enabled
clean=disabled
each "$hook: enabled" undo_enable sh -c "echo Y >$parameters/enabled"
echo Y >$parameters/enabled
before=$(value $af/counters failures)
stimulate "order=10 count=100 sites=8"
check "$hook: counts after that" \
	[ "$(value $af/counters failures)" -ge $((before + 100)) ]
echo N >$parameters/enabled

for file in $readers; do
	lines=$(wc -l <$af/$file)
	each "$hook: $file" whole cat $af/$file
done
echo Y >$parameters/enabled
unload
check "$hook: nothing left" nothing_left
finish
