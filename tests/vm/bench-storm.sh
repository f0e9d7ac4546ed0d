#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench-storm.sh FAILURES SECONDS: what a workload of user space loses to the
# module while failures come from all CPUs, in tasks and interrupts. Prints
# lines "bench ...", for scripts/bench/run. Needs lab/run --icount.
# shellcheck source=lib.sh
. /lab/lib.sh
failures=$1
seconds=$2
bursts=$((seconds < 50 ? seconds : 50))
cpus=$(nproc)
second=1000000000
each=$((failures / bursts / cpus / 2))	# of a burst, CPU and context

# Nanoseconds
now() {
	while read -r word at ns _; do
		[ "$word $at" != "now at" ] || break
	done </proc/timer_list
}

# wait_until NS
wait_until() {
	now
	[ "$ns" -ge "$1" ] || sleep "$(awk -v ns=$(($1 - ns)) \
		'BEGIN { printf "%.6f", ns / 1e9 }')"
}

# A task that counts until it is told to stop
count() {
	n=0
	trap 'echo $n >"/tmp/count.$1"; exit' TERM
	while :; do
		n=$((n + 1))
	done
}

begin() {
	workers=
	for cpu in $(seq 0 $((cpus - 1))); do
		count "$cpu" &
		taskset -p $((1 << cpu)) $! >/dev/null || die "taskset"
		workers="$workers $!"
	done
	now
	started=$ns
}

# end SECONDS: in $counted, what all of them have counted by then, and in $took the
# nanoseconds, which are a few more
end() {
	wait_until $((started + $1 * second))
	# shellcheck disable=SC2086 # a list
	kill -TERM $workers
	now
	took=$((ns - started))
	wait
	counted=$(cat /tmp/count.* | awk '{ n += $1 } END { printf "%d", n }')
	rm /tmp/count.*
}

# In bursts, over all the time
storm() {
	refused=0
	busy=0
	burst=0
	while [ $burst -lt $bursts ]; do
		wait_until $((started + burst * (seconds * second / bursts)))
		stimulate order=3 context=task+hardirq cpus="$cpus" \
			count="$each"
		refused=$((refused + $(value /tmp/result refused)))
		busy=$((busy + $(value /tmp/result elapsed_ns)))
		burst=$((burst + 1))
	done
}

measure() {
	begin
	storm
	end "$seconds"
	echo "bench storm $1 $cpus $took $refused $counted $busy"
	same "$1: failures" $((bursts * cpus * 2 * each)) "$refused"
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
begin
end $((seconds / 10))
echo "bench storm quiet $cpus $took 0 $counted 0"
measure without
# shellcheck disable=SC2119 # the default parameters
load
measure with
same "failures counted" "$refused" "$(value $af/counters failures)"
check "sums" sums
unload
finish
