#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# unprivileged.sh FAILURES: a user without privileges, in a memory cgroup at its
# limit, has as many page allocations refused as it can, until there are so many.
# That costs no more than the budgets, takes no memory, and neither takes away the
# signatures of others nor hides their failures.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046 # run by check(); words
. /lab/lib.sh
budget=1
root='^count=50 order=9 gfp=__GFP_HIGH .* comm=sh$'

at_most() {
	echo "$1, $2 are allowed"
	[ $1 -le $2 ]
}

uptime_s() {
	cut -d. -f1 /proc/uptime
}

# spent HOW_MANY BUDGET WHAT: of CPUs and seconds, the one that had begun included
spent() {
	echo "$3: $1 in $took s"
	check "$3 within the budget" at_most $1 $(($2 * $(nproc) * (took + 1)))
}

figures() {
	grep -v ' 0$' $af/counters
	grep '^signatures:' $af/status
	echo "killed: $(dmesg | grep -c 'Memory cgroup out of memory: Killed')"
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

# --- a table with room. The stacks of root's failures: one at rest, one in a storm.

load hook=tracepoint stack_budget=$budget snapshot_budget=$budget
memory=$(value $af/status memory_bytes)
began=$(uptime_s)
stimulate "order=9 gfp=HIGH count=50"
storm_start
check "a storm" storm_reaches failures $((50 + $1 / 2))
stimulate "order=9 gfp=HIGH count=50 depth=3"
check "and more of it" storm_reaches failures $((100 + $1))
storm_end
took=$(($(uptime_s) - began + 1))
figures
check "it is that of a cgroup" [ $(value $af/counters cause_cgroup) -ge $(($1 / 2)) ]
check "sums" sums
same "no memory is taken" $memory $(value $af/status memory_bytes)
spent $(($(value $af/counters stacks_captured) -
	$(value $af/counters recognised_stacks))) $budget "stacks unwound"
spent $(value $af/counters snapshots_taken) $budget "snapshots"
same "root's failures are there, each" 100 $(awk -F'[= ]' '
	/^count=.* order=9 .*gfp=__GFP_HIGH / { sum += $2 } END { print sum }' \
	$af/signatures)
check "root's signature of before is there" grep -q "$root" $af/signatures
unload

# --- a table that it fills

load hook=tracepoint signatures=16
storm_start
check "it fills a small table" storm_reaches signatures_dropped 1
storm_end
figures
check "full: sums" sums
quiet
ftrace_start
steadily "order=9 gfp=HIGH count=50"
ftrace_stop
for counter in order_9 cause_fragmentation signatures_dropped; do
	same "full: root's failures: $counter" 50 "$(increase $counter)"
done
check "full: root's failures: events" grep -q ' order=9 .* comm=sh$' $af/events
unload
finish
