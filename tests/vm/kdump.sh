#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# kdump.sh HOOK: a panic while failures rain, with a crash kernel that stands by.
# It starts, and runs this script once more; in the dead kernel's memory the
# counters are what they were, to the last digit.
# Needs crash_kernel, dump_words, and the kernel's image as /lab/vmlinuz-*; and memory
# for the crash kernel, by crashkernel=.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2034 # functions run by check()
. /lab/lib.sh
hook=$1
# What goes over from the first kernel to the second, in the latter's initramfs.
kept=/lab/kept
dump=/proc/vmcore

# --- before

# Numbers that nothing else has: of order 7 as many as there will be, while more
# come of order 10.
provoke() {
	stimulate "order=7 count=4321 sites=8 gfp=HIGH"
	stimulate "order=7 count=1234 context=softirq cpus=2"
	same "$hook: order 7" $((4321 + 2 * 1234)) "$(value $af/counters order_7)"
}

# Where the module's counters and each CPU's part of the memory are.
address() {
	awk -v name="$1" '$3 == name { print $1; exit }' /proc/kallsyms
}

keep() {
	mkdir $kept
	cat $af/counters >$kept/counters
	address af_cpu >$kept/af_cpu
	address __per_cpu_offset >$kept/offsets
	nproc >$kept/cpus
	echo $passed >$kept/passed
}

# The initramfs is this one as it is now, but for the image; it goes elsewhere.
stand_by() {
	mkdir -p /mnt
	mount -t tmpfs tmpfs /mnt || die "no tmpfs"
	(cd / && find . -xdev ! -name 'vmlinuz-*' | cpio -o -H newc) \
		>/mnt/initramfs 2>/dev/null
	/lab/crash_kernel /lab/vmlinuz-* /mnt/initramfs \
		"$(sed 's/crashkernel=[^ ]*//' /proc/cmdline) nr_cpus=1" ||
		die "no crash kernel"
	same "$hook: a crash kernel stands by" 1 "$(cat /sys/kernel/kexec_crash_loaded)"
}

rain() {
	echo "order=10 context=$all_contexts cpus=$(nproc) gfp=HIGH sites=8 \
		count=100000000" >$stimulus/run &
	before=$(value $af/counters failures)
	until [ "$(value $af/counters failures)" -gt $((before + 1000)) ]; do
		sleep 0.1
	done
}

crash() {
	load hook="$hook"
	insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
	provoke
	keep
	stand_by
	rain
	echo c >/proc/sysrq-trigger
	sleep 60
	die "the panic did not end this kernel"
}

# --- after

# words ADDRESS COUNT: of the dead kernel, a line each
words() {
	/lab/dump_words $dump "$1" "$2"
}

# add HEX NUMBER: an address
add() {
	printf '%x' $((0x$1 + $2))
}

# The sums over the CPUs, in the form of the file "counters".
counters_of_dump() {
	lines=$(wc -l <$kept/counters)
	cpu=0
	while [ $cpu -lt "$(cat $kept/cpus)" ]; do
		offset=$(words "$(add "$(cat $kept/offsets)" $((8 * cpu)))" 1) ||
			return
		words "$(add "$(cat $kept/af_cpu)" "$offset")" "$lines" || return
		cpu=$((cpu + 1))
	done | awk '
		NR == FNR { name[n++] = $1; next }
		{ sum[(FNR - 1) % n] += $1 }
		END { for (i = 0; i < n; i++) print name[i], sum[i] + 0 }
	' $kept/counters -
}

# unchanged FILE: but for what the rain has added, which is of order 10 alone; at
# the panic each context of a CPU may have been in the midst of one failure.
unchanged() {
	awk -v most=$((3 * $(cat $kept/cpus))) '
		function wrong(what) { print what; bad = 1 }
		NR == FNR { before[$1] = $2; next }
		/^order_/ && !/^order_10 / && $2 != before[$1] {
			wrong($1 " was " before[$1] ", is " $2)
		}
		$2 < before[$1] { wrong($1 " went back") }
		{ after[$1] = $2; group = $1; sub(/_.*/, "", group); sum[group] += $2 }
		function under_way(group) {
			more = after["failures"] - sum[group]
			if (more < 0 || more > most)
				wrong(group ": " sum[group] " of " after["failures"])
		}
		END {
			under_way("class")
			under_way("context")
			under_way("order")
			under_way("cause")
			under_way("zone")
			if (after["order_10"] < before["order_10"] + 1000)
				wrong("no rain")
			exit bad
		}
	' $kept/counters "$1"
}

# One number wrong, and it must be seen.
noticed() {
	awk '$1 == "order_7" { $2++ } { print }' /tmp/dump >/tmp/wrong
	! unchanged /tmp/wrong
}

unmapped() {
	! words 1000 1
}

examine() {
	passed=$(cat $kept/passed)
	ok "$hook: the crash kernel has started"
	counters_of_dump >/tmp/dump
	grep -v ' 0$' /tmp/dump
	check "$hook: the dump has the counters" unchanged /tmp/dump
	check "$hook: one more in one of them is noticed" noticed
	check "$hook: no memory where there was none" unmapped
	check "$hook: the module loads here too" insmod /lab/allocfail.ko hook="$hook"
	finish
}

if [ -e $dump ]; then
	examine
else
	crash
fi
