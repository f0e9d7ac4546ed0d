#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# counts.sh HOOK FAILURES: exact counts of every order, context, PF_MEMALLOC on
# and off, __GFP_NOWARN on and off, from one CPU, then of FAILURES failures in
# task, softirq and hardirq on all CPUs at once; against the stimulus, and
# against what ftrace counted meanwhile.
# shellcheck source=lib.sh
. /lab/lib.sh
hook=$1
storm=$2

# foreign: somebody else was refused since the last time, as the kernel itself can be
# while there is no page left for the stimulus.
foreign() {
	others_before=$others
	others=$(awk '
		/^count=/ { sum += count; count = substr($1, 7) }
		/\[af_stimulus\]$/ { count = 0 }
		END { print sum + count }' $af/signatures)
	[ "$others" -gt "$others_before" ]
}

# one CASE STIMULUS...: CASE are the variables of case.awk. Once more, if it was not
# alone; all failures, whoever had them, are compared with ftrace's count in the end.
one() {
	variables=$1
	shift
	for _ in 1 2 3 4 5; do
		stimulate "$@"
		cat $af/counters >/tmp/after
		# shellcheck disable=SC2086 # a list of assignments
		awk -f /lab/case.awk $variables /tmp/before /tmp/after \
			/tmp/result >/tmp/verdict
		right=$?
		if [ $right = 0 ] || ! foreign; then
			break
		fi
		echo "again, since somebody else was refused: $*: $(cat /tmp/verdict)"
		cat $af/counters >/tmp/before
	done
	check "$hook $*" sh -c "cat /tmp/verdict; exit $right"
	mv /tmp/after /tmp/before
}

# The class follows from the flags: these requests never wait.
each_flag() {
	one "order=$order class=opportunistic zone=Normal nowarn=1 memalloc=0" \
		"order=$order context=$context gfp=NOWARN count=100"
	one "order=$order class=atomic zone=Normal nowarn=0 memalloc=0" \
		"order=$order context=$context gfp=HIGH count=100"
}

each_memalloc() {
	one "order=$order class=opportunistic zone=Normal nowarn=1 memalloc=1" \
		"order=$order memalloc=1 gfp=NOWARN count=100"
	one "order=$order class=atomic zone=Normal nowarn=0 memalloc=1" \
		"order=$order memalloc=1 gfp=HIGH count=100"
	one "order=$order class=blocking zone=Normal nowarn=0 memalloc=1" \
		"order=$order memalloc=1 gfp=DIRECT_RECLAIM count=20"
}

# storm CONTEXTS CPUS
storm() {
	one "order=10 class=atomic zone=Normal nowarn=0 memalloc=0" \
		"order=10 context=$1 cpus=$2 gfp=HIGH sites=8 count=$each"
}

# The kernel leaves a return probe out where an interrupt hits it within the
# probe's own handler. On one CPU what is left out is counted exactly, but seldom there
# is a call among it that was granted, to somebody else: then once more. $granted is of
# all the runs but the last.
nested() {
	for _ in 1 2 3 4 5; do
		failures=$(value $af/counters failures)
		nmissed=$(value $af/status nmissed)
		stimulate "order=10 context=$all_contexts gfp=HIGH sites=8 count=$each"
		seen=$(($(value $af/counters failures) - failures))
		missed=$(($(value $af/status nmissed) - nmissed))
		made=$(($(value /tmp/result refused) + $(value /tmp/result drain_refused)))
		if [ "$seen" -gt "$made" ] || [ $((seen + missed)) -le "$made" ]; then
			break
		fi
		echo "again: seen $seen + nmissed $missed, of $made"
		granted=$((granted + seen + missed - made))
	done
	same "$hook: seen $seen + nmissed $missed when contexts nest" \
		"$made" $((seen + missed))
}

load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
same "$hook is the hook" "$hook" "$(cat $parameters/hook)"
ftrace_start
echo 1 >$parameters/reset
cat $af/counters >/tmp/before
others=0

for order in 0 1 2 3 4 5 6 7 8 9 10; do
	for context in $contexts; do
		each_flag
	done
	each_memalloc
done
one "order=9 class=atomic zone=DMA nowarn=0 memalloc=0" \
	"order=9 gfp=DMA|HIGH count=100"
one "order=9 class=atomic zone=DMA32 nowarn=0 memalloc=0" \
	"order=9 gfp=DMA32|HIGH count=100"
one "order=9 class=atomic zone=Movable nowarn=0 memalloc=0" \
	"order=9 gfp=MOVABLE|HIGHMEM|HIGH count=100"
one "order=9 class=opportunistic zone=Normal nowarn=0 memalloc=1" \
	"order=9 gfp=DIRECT_RECLAIM|NORETRY memalloc=1 count=100"
check "$hook sums" sums

cpus=$(nproc)
granted=0
each=$((storm / cpus / 3 + 1))
if [ "$hook" = kretprobe ]; then
	for context in $contexts; do
		storm "$context" "$cpus"
	done
	same "$hook nmissed" 0 "$(value $af/status nmissed)"
	nested
else
	storm "$all_contexts" "$cpus"
	same "$hook nmissed" 0 "$(value $af/status nmissed)"
fi
check "$hook sums after the storm" sums
ftrace_stop
same "$hook: as many as ftrace counted" "$ftrace_count" \
	$(($(value $af/counters failures) + $(value $af/status nmissed) - granted))
unload
finish
