#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# cost.sh: what the module costs, in instructions, against the limits below. For
# a VM whose clock counts them (lab/run --icount) and has one CPU. The figures
# are the same from run to run: a change of the code, and only that, moves them.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
sample=2000

# measure NAME STIMULUS...: the median of one request, in /tmp/cost.NAME
measure() {
	name=$1
	shift
	stimulate "timed=1 $*"
	value /tmp/result cost_task_median >/tmp/cost.$name
	[ -s /tmp/cost.$name ] || die "no figure for $name"
}

# failure NAME CASE STIMULUS...: what is refused, with the hook and before and after that
# without it. How the zones stand is in all three figures, and must be the same.
failure() {
	what=$1-$2
	shift 2
	for _ in 1 2 3 4 5; do
		echo 1 >$parameters/reset
		echo N >$parameters/enabled
		measure $what-before "$@"
		echo Y >$parameters/enabled
		measure $what "$@"
		echo N >$parameters/enabled
		measure $what-after "$@"
		echo Y >$parameters/enabled
		cmp -s /tmp/cost.$what-before /tmp/cost.$what-after && return
	done
	fail "$what: the zones do not come to rest"
}

# Each way of failing has 14 frames, the deep one 30; no way of `new` is known, and
# none of those has a snapshot, which the first in a second have.
failures() {
	failure $1 failure order=10 count=$sample
	failure $1 failure3 order=3 count=$sample
	failure $1 deep order=10 depth=16 count=$sample
	echo 0 >$parameters/snapshot_budget
	failure $1 new order=10 sites=8 count=8
	echo 10 >$parameters/snapshot_budget
}

lowest() {
	printf '%s\n' "$@" | sort -n | sed -n 1p
}

# success NAME ORDER: of blocks that are granted, without the hook and with it.
# Whether a block of that order lies ready, or one is split each time, and a few
# instructions of that, depend on what the zones have just been through: the lowest
# of six tries each.
success() {
	off=
	on=
	for _ in 1 2 3 4 5 6; do
		echo N >$parameters/enabled
		measure $1-before special=granted gfp=KERNEL order=$2 count=$sample
		off="$off $(cat /tmp/cost.$1-before)"
		echo Y >$parameters/enabled
		measure $1 special=granted gfp=KERNEL order=$2 count=$sample
		on="$on $(cat /tmp/cost.$1)"
	done
	echo "$1: without$off, with$on"
	lowest $off >/tmp/cost.$1-before
	lowest $on >/tmp/cost.$1
}

below() {
	echo "$1 instructions, $2 are allowed"
	[ "$1" -le "$2" ] && [ "$1" -ge "$3" ]
}

# added NAME CASE LIMIT [LEAST]: what CASE takes more than without the module
added() {
	cost=$(($(cat /tmp/cost.$1-$2) - $(cat /tmp/cost.$1-$2-before)))
	echo "$1-$2 $cost"
	check "$1 $2" below $cost $3 ${4:-0}
}

# within NAME CASE 5.10 6.1 6.12 7.2 FRAME: the figure of this release, or of one of our own
# with frame pointers, whose ways have five frames more, 3 % more or less
within() {
	name=$1
	of=$2
	shift 2
	case $(uname -r) in
	*-frame) figure=$5 ;;
	5.*) figure=$1 ;;
	6.1.*) figure=$2 ;;
	6.*) figure=$3 ;;
	*) figure=$4 ;;
	esac
	added $name $of $((figure * 103 / 100)) $((figure * 97 / 100))
}

is_counted() {
	echo "the clock does not count instructions"
	[ "$(cat /tmp/cost.bare-success)" -lt 2000 ] &&
		[ "$(cat /tmp/cost.again-success)" = "$(cat /tmp/cost.bare-success)" ]
}

# Zone DMA is near its watermark, and to be above it costs an instruction for each order
# more: it is always below.
keep_dma() {
	ratios=/proc/sys/vm/lowmem_reserve_ratio
	sed 's/^[0-9]*/1/' $ratios >/tmp/ratios
	cat /tmp/ratios >$ratios || die "lowmem_reserve_ratio"
}

keep_dma
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
measure bare-success special=granted gfp=KERNEL count=$sample
measure again-success special=granted gfp=KERNEL count=$sample
check "the same again" is_counted
for hook in tracepoint kprobe kretprobe; do
	load hook=$hook stack_budget=1000000
	failures $hook
	success $hook-success 0
	success $hook-success3 3
	same "$hook: recognised" 0 "$(value $af/counters recognised_wrong)"
	check "$hook: sums" sums
	echo N >$parameters/enabled
	measure off-success special=granted gfp=KERNEL count=$sample
	cp /tmp/cost.bare-success /tmp/cost.off-success-before
	added off success 0
	unload
done
load stack_budget=0
failure no_stack failure order=10 count=$sample
failure no_stack failure3 order=3 count=$sample
check "without stacks: sums" sums
unload

added tracepoint success 24 1
added tracepoint success3 24 1
added kprobe success 0
added kprobe success3 0
within kretprobe success 528 411 461 481 510
within kretprobe success3 528 411 461 481 510
within tracepoint failure 637 657 626 666 886
within tracepoint failure3 665 685 654 694 914
within tracepoint deep 713 733 702 742 1088
within tracepoint new 7985 7710 8715 9492 9481
within kprobe failure 1201 1227 1210 1214 1518
within kprobe failure3 1229 1255 1238 1242 1546
within kprobe deep 1277 1311 1286 1290 1705
within kretprobe failure 1154 1062 1082 1120 1388
within kretprobe failure3 1182 1098 1110 1148 1416
within kretprobe deep 1230 1138 1158 1196 1605
within no_stack failure 539 548 518 539 559
within no_stack failure3 567 576 546 567 587

# A storm of 21,000 failures a second and CPU, at a thousand million
# instructions a second, takes so many of 10,000
echo "share of a CPU at 21000 failures a second, of 10000: $((($(cat \
	/tmp/cost.tracepoint-failure) - \
	$(cat /tmp/cost.tracepoint-failure-before)) * 21 / 100))"
finish
