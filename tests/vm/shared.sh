#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# shared.sh HOOK: a failure that comes again writes nothing that CPUs share. All
# memory of the module but what each CPU has for itself is watched by the dirty
# bits of its pages: the table of signatures, the snapshots, its variables.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
sections=/sys/module/allocfail/sections
watched=/sys/module/af_dirty/parameters

# Ranges "START BYTES", in hexadecimal: the table, which is the largest that
# af_store_init() got, a CPU's own being smaller; the snapshots; the pages of the
# module's variables.
ranges() {
	awk '/af_snapshot_init/ || (/af_store_init/ && $2 > most) {
			sub(/^0x/, "", $1)
			split($1, ends, "-")
			range = sprintf("%s %x", ends[1], $2 - 4096)
			if (/af_snapshot_init/)
				print range
			else {
				most = $2
				table = range
			}
		}
		END { print table }' /proc/vmallocinfo
	for section in .data .bss; do
		[ -e $sections/$section ] && echo "$(cat $sections/$section) 1"
	done
}

watch_all() {
	ranges >/tmp/ranges
	while read -r range; do
		echo "$range" >$watched/watch || die "watch $range"
	done </tmp/ranges
}

# By tasks: where an interrupt comes in between, its stack may be a new one.
failures() {
	stimulate "order=10 cpus=4 count=$1"
}

load hook=$hook snapshot_budget=0
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
insmod /lab/af_dirty.ko || die "insmod af_dirty.ko"
failures 500
# For the addresses in /proc/vmallocinfo; from 6.15 on no_hash_pointers is.
echo 1 >/proc/sys/kernel/kptr_restrict
before=$(value $af/counters failures)
# From here on no file of the module is opened: its count of users is in a page
# with its variables.
watch_all
pages=$(cat $watched/pages)
check "$hook: there is something to watch: $pages pages" [ "$pages" -gt 100 ]

failures 20000
dirty=$(cat $watched/dirty)
moved=$(($(value $af/counters failures) - before))
same "$hook: shared pages written in $moved failures of $(nproc) CPUs" 0 \
	$dirty
check "$hook: they were 80000" [ $moved -ge 80000 ]
check "$hook: and recognised" [ "$(value $af/counters recognised_stacks)" \
	-gt 80000 ]
check "$hook: sums" sums

# That it would have been seen.
stimulate "order=9 count=1"
check "$hook: a new signature is written" [ "$(cat $watched/dirty)" -gt 0 ]
rmmod af_dirty
unload
finish
