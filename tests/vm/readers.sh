#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# readers.sh CPUS SIGNATURES: what reading the files takes when the table is full and CPUS
# processors are possible, and how long a reader keeps the module's lock at a time. For a
# VM whose clock counts instructions, 1 ns each, and that has one CPU.
# shellcheck source=lib.sh disable=SC2317 # functions run by check()
. /lab/lib.sh
cpus=$1
signatures=$2

# 10 ms, if an instruction takes one nanosecond. By the function graph tracer, whose own
# work is in it. What takes the lock is in each of these functions just once.
most_us=10000
under_lock="af_signatures_show af_folded_show af_events_next af_events_start
	af_cgroups_show af_counters_show af_status_show af_snapshot_show"

# now: milliseconds since boot
now() {
	awk '{ printf "%d\n", $1 * 1000 }' /proc/uptime
}

trace_functions() {
	echo 0 >$debugfs/tracing/tracing_on
	# shellcheck disable=SC2086 # words
	printf '%s\n' $under_lock >$debugfs/tracing/set_ftrace_filter ||
		die "functions to be traced"
	echo function_graph >$debugfs/tracing/current_tracer
	echo >$debugfs/tracing/trace
	echo 1 >$debugfs/tracing/tracing_on
}

# longest: the longest call in the trace, whole microseconds. All calls that there were
# room for are there, the first ones are not if there was too little.
longest() {
	echo 0 >$debugfs/tracing/tracing_on
	awk '/ us +\|/ {
			for (i = 2; i <= NF; i++)
				if ($i == "us" && $(i - 1) + 0 > most)
					most = $(i - 1) + 0
			calls++
		}
		END { print (calls ? int(most + 0.999) : "none") }' $debugfs/tracing/trace
	echo nop >$debugfs/tracing/current_tracer
	echo >$debugfs/tracing/set_ftrace_filter
}

# within MICROSECONDS MOST: "none" is not
within() {
	echo "$1 us"
	[ "$1" -gt 0 ] && [ "$1" -le "$2" ]
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
possible=$(sed 's/.*-//' /sys/devices/system/cpu/possible)
same "the last CPU that may come" $((cpus - 1)) "$possible"
load signatures="$signatures" stack_budget=1000000
stimulate "order=10 depth=16 paths=$signatures count=$signatures"
same "failures" "$(value /tmp/result refused)" "$(value $af/counters failures)"
same "each signature is there" "$signatures" \
	"$(sed -n 's/^signatures: \([0-9]*\) .*/\1/p' $af/status)"

for file in $files; do
	trace_functions
	began=$(now)
	cat $af/"$file" >/tmp/file
	took=$(($(now) - began))
	us=$(longest)
	echo "= $file: $(wc -c </tmp/file) bytes, $took ms; longest under the lock $us us"
	# It reads the zones as they are.
	[ "$file" = fragmentation ] || check "$file: the lock is kept for 10 ms at most" \
		within "$us" $most_us
	[ "$file" != signatures ] ||
		same "records" "$signatures" "$(grep -c '^count=' /tmp/file)"
done
unload
finish
