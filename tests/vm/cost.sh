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

# Each way of failing has 14 frames, the deep one 30; no way of `new` is known.
measure_all() {
	measure $1-failure order=10 count=$sample
	measure $1-failure3 order=3 count=$sample
	measure $1-deep order=10 depth=16 count=$sample
	measure $1-new order=10 sites=8 count=8
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

# added NAME CASE LIMIT [LEAST [BARE]]: what CASE takes more than without the module,
# or than BARE
added() {
	bare=${5:-bare-$2}
	cost=$(($(cat /tmp/cost.$1-$2) - $(cat /tmp/cost.$bare)))
	echo "$1-$2 $cost"
	check "$1 $2" below $cost $3 ${4:-0}
}

is_counted() {
	echo "the clock does not count instructions"
	[ "$(cat /tmp/cost.bare-success)" -lt 2000 ] &&
		[ "$(cat /tmp/cost.again-success)" = "$(cat /tmp/cost.bare-success)" ]
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
measure_all bare
measure bare-success special=granted gfp=KERNEL count=$sample
measure again-success special=granted gfp=KERNEL count=$sample
check "the same again" is_counted
for hook in tracepoint kprobe kretprobe; do
	load hook=$hook stack_budget=1000000
	measure_all $hook
	success $hook-success 0
	success $hook-success3 3
	same "$hook: recognised" 0 "$(value $af/counters recognised_wrong)"
	check "$hook: sums" sums
	echo N >$parameters/enabled
	measure off-success special=granted gfp=KERNEL count=$sample
	added off success 0
	unload
done
load stack_budget=0
measure_all bare_stack
check "without stacks: sums" sums
unload

# The targets, and a tenth.
added tracepoint success 24 1 tracepoint-success-before
added tracepoint success3 24 1 tracepoint-success3-before
added kprobe success 0 0 kprobe-success-before
added kprobe success3 0 0 kprobe-success3-before
added tracepoint deep 1430 400
added tracepoint new 9900 4000
# 900 is another; and what other releases than 6.12 are held to.
case $(uname -r) in
6.12.*) added tracepoint failure 900 400 ;;
7.*) added tracepoint failure 1090 400 ;;
*) added tracepoint failure 1000 400 ;;
esac
# No target, or one that was missed (docs/design.md): held to what it is.
added tracepoint failure3 1280 400
added kprobe failure 1930 400
added kprobe deep 2050 400
added kretprobe success 580 1 kretprobe-success-before
added kretprobe success3 580 1 kretprobe-success3-before
added kretprobe failure 1620 400
added bare_stack failure 870 300
added bare_stack failure3 1070 300

# A storm of 21,000 failures a second and CPU, at a thousand million
# instructions a second, takes so many of 10,000
echo "share of a CPU at 21000 failures a second, of 10000: $((($(cat \
	/tmp/cost.tracepoint-failure) - $(cat /tmp/cost.bare-failure)) * 21 / 100))"
finish
