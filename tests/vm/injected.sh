#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# injected.sh HOOK: on a kernel with fail_page_alloc. What that refuses is seen
# by the kretprobe alone, each one as injected; and only that.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
fault=$debugfs/fail_page_alloc
count=100

# inject TIMES: for this process and its children alone, of order 4 and up
inject() {
	echo 1 >/proc/self/make-it-fail
	echo Y >$fault/task-filter
	echo 4 >$fault/min-order
	echo N >$fault/ignore-gfp-wait
	echo 0 >$fault/verbose
	echo 1 >$fault/interval
	echo 0 >$fault/space
	echo $1 >$fault/times
	echo 100 >$fault/probability
}

injection_over() {
	echo 0 >$fault/probability
}

# one NAME CAUSE CLASS NOWARN STIMULUS...
one() {
	name="$hook $1: $2"
	variables="-v cause=$2 -v class=$3 -v nowarn=$4 -v order=5 -v zone=Normal
		-v memalloc=0 -v seen=$seen"
	shift 4
	echo 1 >$parameters/reset
	cat $af/counters >/tmp/before
	stimulate order=5 count=$count "$@"
	cat $af/counters >/tmp/after
	check "$name" awk -f /lab/case.awk $variables \
		/tmp/before /tmp/after /tmp/result
	check "$name, sums" sums
}

# each EVENTS: that many, all of them injected
each_injected() {
	same "$hook: events" $1 "$(grep -c 'cause=injected ' $af/events)"
	same "$hook: no other event" $1 "$(wc -l <$af/events)"
}

[ -d $fault ] || die "no fail_page_alloc in this kernel"
load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
seen=0
[ "$hook" != kretprobe ] || seen=1

inject $count
one not_waiting injected opportunistic 1 gfp=NOWAIT\|NOWARN drain=0
[ $seen = 0 ] || each_injected $count
inject $count
one blocking injected blocking 0 gfp=KERNEL drain=0
[ $seen = 0 ] || each_injected $count
injection_over
same "$hook: its signature says so" $seen \
	"$(grep -c 'cause=injected ' $af/signatures)"

# The same kernel refusing for a reason of its own is no injection.
seen=1
one in_pieces fragmentation opportunistic 1 gfp=NOWARN
unload
finish
