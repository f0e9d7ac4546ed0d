#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# advice.sh: does the advised value help? A shortage is provoked, what allocfail
# report advises is set as it is printed, and the same load comes again: the
# failures before and after. /lab/allocfail is the command, /lab/brd.ko a RAM disk,
# /lab/af_holes takes memory and leaves holes in it.
# shellcheck source=lib.sh
. /lab/lib.sh

command=/lab/allocfail
export TERM=dumb LC_ALL=C

# note TEXT: a figure, for the person who reads the output
note() {
	echo "= $*"
}

# As the machine came up
defaults() {
	sysctl -w vm.min_free_kbytes="$min_free" \
		vm.watermark_scale_factor=10 >/dev/null
}

# Memory full of page cache, which can all be had back: what was never written to a
# RAM disk takes no pages of its own.
fill_cache() {
	insmod /lab/brd.ko rd_nr=1 rd_size=8388608 || die "insmod brd.ko"
	# Its pages stay as long as somebody has it open.
	exec 4</dev/ram0
	read_mb=0
	read_on 300
}

# read_on MB: more of it, which was not read before
read_on() {
	dd if=/dev/ram0 of=/dev/null bs=1M skip=$read_mb count="$1" 2>/dev/null
	read_mb=$((read_mb + $1))
}

free_kb() {
	awk '$1 == "MemFree:" { print $2 }' /proc/meminfo
}

# advised KEY: its value in the report
advised() {
	$command report --full >/tmp/report
	sed -n "s/^ *sysctl -w $1=\([0-9]*\) .*/\1/p" /tmp/report | head -n 1
}

# set_again KEY...: as it is printed; fails if nothing is
set_again() {
	nr_set=0
	for key; do
		better=$(advised "$key")
		[ "$better" ] || continue
		sysctl -w "$key=$better" >/dev/null || fail "sysctl -w $key=$better"
		nr_set=$((nr_set + 1))
	done
	[ $nr_set -gt 0 ]
}

set_advised() {
	set_again "$@" || die "no advice on $*: $(cat /tmp/report)"
}

# burst ORDER COUNT: blocks in softirq, as packets want them, as fast as they can
# come. What the last one took is filled with page cache again, and kswapd has a
# second of rest.
burst() {
	read_on 32
	sleep 1
	stimulate special=burst order="$1" gfp=ATOMIC context=softirq count="$2"
	refused=$((refused + $(value /tmp/result refused)))
	requests=$((requests + $2))
}

# bursts NAME ORDER MIB...: eight of each size. Sets total.
bursts() {
	name=$1 order=$2 total=0
	shift 2
	for mib; do
		refused=0 requests=0
		for _ in 1 2 3 4 5 6 7 8; do
			burst "$order" $(((mib << 8) >> order))
		done
		note "$name: order $order, bursts of $mib MiB: $refused of $requests refused"
		total=$((total + refused))
	done
}

cached_kb() {
	awk '$1 == "Buffers:" || $1 == "Cached:" { sum += $2 }
		END { print sum }' /proc/meminfo
}

state() {
	note "$1: $(cached_kb) kB of page cache, $(free_kb) kB free, $(sysctl \
		vm.min_free_kbytes vm.watermark_scale_factor | xargs)"
}

# Single pages while memory is full of page cache: vm.min_free_kbytes, once, and as
# often as the report still has something to set.
receive() {
	state "before"
	bursts "before" 0 4 8 16
	before=$total
	check "there is a shortage of pages" [ $before -gt 0 ]
	set_advised vm.min_free_kbytes vm.watermark_scale_factor
	state "once"
	bursts "once" 0 4 8 16
	once=$total
	for _ in 1 2 3; do
		set_again vm.min_free_kbytes vm.watermark_scale_factor || break
	done
	state "to the end"
	bursts "to the end" 0 4 8 16
	check "once: fewer are refused" [ $once -lt $before ]
	check "to the end: at most half" [ $((2 * total)) -le $before ]
}

# Blocks of 32 KiB, the same.
jumbo() {
	defaults
	echo 1 >$parameters/reset
	state "before"
	bursts "before" 3 4 8 16
	before=$total
	check "there is a shortage of blocks" [ $before -gt 0 ]
	set_advised vm.min_free_kbytes
	state "once"
	bursts "once" 3 4 8 16
	check "once: fewer are refused" [ $total -lt $before ]
}

# Memory in single free pages between pages that can be moved. The OOM killer may
# come first.
make_holes() {
	for spare in 14 20 26 32; do
		echo 3 >/proc/sys/vm/drop_caches
		defaults
		: >/tmp/holes
		/lab/af_holes $(($(free_kb) / 1024 - spare)) 3 >/tmp/holes &
		holes=$!
		while kill -0 $holes 2>/dev/null; do
			! grep -q ready /tmp/holes || return 0
			sleep 0.2
		done
		wait $holes
	done
	die "no holes can be made"
}

fill_holes() {
	kill $holes
	wait $holes 2>/dev/null
}

# large NAME ORDER COUNT COMMAND...: blocks for who may wait, five times, in holes
# that are new each time, after the command.
large() {
	name=$1 order=$2 count=$3 refused=0
	shift 3
	for _ in 1 2 3 4 5; do
		make_holes
		"$@"
		stimulate special=burst order="$order" gfp=KERNEL count="$count"
		refused=$((refused + $(value /tmp/result refused)))
		fill_holes
	done
	note "$name: order $order: $refused of $((5 * count)) refused"
	total=$((total + refused))
}

# both NAME COMMAND...: the ends of the orders that ask for kvmalloc(). Sets total.
both() {
	both=$1 total=0
	shift
	large "$both" 4 400 "$@"
	large "$both" 7 50 "$@"
}

# Large blocks in memory that is in pieces: vm.compact_memory. What proactive
# compaction does is noted only: it is advised as a trial.
pieces() {
	exec 4<&-
	rmmod brd
	echo 1 >$parameters/reset
	both "at once" true
	before=$total
	check "there is a shortage of large blocks" [ "$before" -gt 0 ]
	both "at once, compacted" set_advised vm.compact_memory
	check "compacted: at most half" [ $((2 * total)) -le "$before" ]
	proactive=vm.compaction_proactiveness
	both "after 10 s, $(sysctl $proactive)" sleep 10
	set_advised $proactive
	both "after 10 s, $(sysctl $proactive)" sleep 10
}

load hook=tracepoint
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
min_free=$(cat /proc/sys/vm/min_free_kbytes)
fill_cache
receive
jumbo
pieces
unload
finish
