#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the stimulus promises: all memory back after many runs and after a killed
# one, bad lines refused, a node drained alone. On two memory nodes.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh

# Free pages in all, with those on the per-CPU lists, which differ from run to
# run; and without what slab caches keep for later: with KASAN, whose quarantine is
# emptied by this too, thousands of pages.
free_pages() {
	for cache in /sys/kernel/slab/*/shrink; do
		echo 1 >"$cache" || return 1
	done
	awk '$1 == "pages" && $2 == "free" { sum += $3 }
		/pagesets/ { lists = 1 }
		lists && $1 == "count:" { sum += $2 }
		END { print sum }' /proc/zoneinfo
}

memory_back() {
	missing=$((memory - $(free_pages)))
	[ $missing -lt 512 ] || {
		echo "$missing pages are missing"
		return 1
	}
}

refuses() {
	mark_log
	if echo "$1" 2>/dev/null >$stimulus/run; then
		fail "takes '$1'"
	else
		check "refuses '$1', says why" said "af_stimulus: "
	fi
}

node_free() {
	awk -v node="Node $1," '/^Node/ { mine = index($0, node) }
		mine && $1 == "pages" && $2 == "free" { sum += $3 }
		END { print sum }' /proc/zoneinfo
}

load hook=tracepoint stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
stimulate "order=3 count=10"
memory=$(free_pages) || die "no count of free pages"
i=0
while [ $i -lt 100 ]; do
	stimulate "order=$((i % 11)) cpus=2 context=task+${contexts##* } count=10"
	i=$((i + 1))
done
check "memory is back after 100 runs" memory_back

sh -c "echo 'order=10 cpus=2 count=100000000' >$stimulus/run" &
sleep 1
kill -9 $!
wait $! 2>/dev/null
check "memory is back after a killed run" memory_back

cat $af/counters >/tmp/before
stimulate "order=0 gfp=THISNODE|NOWARN node=1 count=1000"
cat $af/counters >/tmp/after
check "THISNODE on a drained node" awk -v order=0 -v class=opportunistic \
	-v zone=Normal -v nowarn=1 -f /lab/case.awk \
	/tmp/before /tmp/after /tmp/result
check "the other node has memory" [ "$(node_free 0)" -gt 1000 ]

for line in nonsense order=-1 order=99 count=0 gfp=NOSUCH gfp=NOFAIL \
	context=nmi cpus=0 sites=9 depth=65 node=7 special=nosuch paths=2; do
	refuses "$line"
done
refuses "order=11 gfp=HIGH"
refuses "gfp=THISNODE"
refuses "order=3 pieces=3"
refuses "pause=1 context=softirq"
refuses "bind=1"
refuses "timed=1 cpus=2 count=500001"
refuses "bind=1 node=1 memalloc=1"
refuses "bind=1 node=1 gfp=HIGH"

stimulate "special=granted order=2 gfp=ATOMIC context=task+softirq count=1000 timed=1"
same "grants what is asked for" "2000 0" \
	"$(value /tmp/result granted) $(value /tmp/result refused)"
# shellcheck disable=SC2317
ordered() {
	for context in task softirq; do
		[ "$(value /tmp/result cost_${context}_min)" -gt 0 ] &&
			[ "$(value /tmp/result cost_${context}_min)" -le \
				"$(value /tmp/result cost_${context}_median)" ] &&
			[ "$(value /tmp/result cost_${context}_median)" -le \
				"$(value /tmp/result cost_${context}_max)" ] || return 1
	done
}
check "says what they took" ordered
stimulate "special=burst order=2 gfp=ATOMIC context=softirq count=1000"
same "a burst of as many" 1000 \
	$(($(value /tmp/result granted) + $(value /tmp/result refused)))
echo 1 >$parameters/reset
stimulate "order=3 depth=5 paths=32 count=640"
same "takes each of 32 ways 20 times" "32 20" "$(sed -n \
	's/^count=\([0-9]*\) order=3 .*/\1/p' $af/signatures | sort | uniq -c |
	xargs)"
check "sums" sums
unload
finish
