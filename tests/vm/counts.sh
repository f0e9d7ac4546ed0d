#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# counts.sh HOOK FAILURES: exact counts of every order, context, PF_MEMALLOC on
# and off, __GFP_NOWARN on and off, from one CPU, then of FAILURES failures in
# task, softirq and hardirq on all CPUs at once; against the stimulus, and
# against what ftrace counted meanwhile.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
storm=$2

# one CASE STIMULUS...: CASE are the variables of case.awk.
one() {
	variables=$1
	shift
	alone "$@"
	check "$hook $*" awk -f /lab/case.awk $variables \
		/tmp/before /tmp/after /tmp/result
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

# What the allocator grants, but for the drain, is counted by an event of its own.
grants=$debugfs/tracing/instances/grants

grants_start() {
	mkdir $grants || die "no instance of ftrace"
	echo "pfn!=0xffffffffffffffff && gfp_flags!=$(value /tmp/result \
		drain_gfp_mask)" >$grants/events/kmem/mm_page_alloc/filter ||
		die "no filter"
	echo 1 >$grants/events/kmem/mm_page_alloc/enable
}

grants_stop() {
	echo 0 >$grants/events/kmem/mm_page_alloc/enable
	granted=$(awk -F: '/^(entries|overrun|commit overrun|dropped events)/ { sum += $2 }
		END { printf "%d", sum }' $grants/per_cpu/cpu*/stats)
	rmdir $grants
}

in_range() {
	[ $1 -le $2 ] && [ $2 -le $3 ]
}

# The kernel leaves a return probe out where an interrupt hits it within the probe's own
# handler, and counts it, a call that was granted too. So seen and left out are what was
# refused, and no more beyond it than was granted meanwhile: mostly none is.
nested() {
	request="order=10 context=$all_contexts gfp=HIGH sites=8 count=$each"
	# For the mask of the drain.
	stimulate "order=10 gfp=HIGH count=1"
	grants_start
	attempt "$request"
	grants_stop
	seen=$(increase failures)
	check "$hook: seen $seen, left out $missed of $((made + others)), $granted granted" \
		in_range $((made + others)) $((seen + missed)) \
		$((made + others + granted))
	check "$hook: more were seen than left out" [ $seen -gt $missed ]
}

load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
same "$hook is the hook" "$hook" "$(cat $parameters/hook)"
quiet
ftrace_start
echo 1 >$parameters/reset

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
seen=$(($(value $af/counters failures) + $(value $af/status nmissed)))
check "$hook: as many as ftrace counted: $seen, $ftrace_count" \
	in_range $ftrace_count $seen $((ftrace_count + granted))
unload
finish
