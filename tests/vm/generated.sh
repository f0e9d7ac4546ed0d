#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A failure below code that was made at run time, of which the unwinder knows
# nothing: it is counted, its stack has the frames up to there, and nothing of what it
# takes for an address behind that. With the tracepoint only: the kernel runs no kprobe
# within another's handler.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh

request=/sys/module/af_generated/parameters/request

# By way of the code that the optimisation makes, which is some time after it says so.
optimized() {
	for _ in $(seq 50); do
		echo 1 >$request
		! grep -q optimized_callback $af/signatures || return 0
		sleep 0.2
	done
	return 1
}

# One record of order 10, with count $1: the handler is the first frame below the
# allocator, the generated code, which has no name, is the last.
record() {
	awk -v count=$1 '
		/^count=/ { mine = / order=10 / }
		mine && /^count=/ { records++; counted = $1 == "count=" count }
		mine && /^\t/ { n++; frames = frames " " $1 }
		END {
			if (records == 1 && counted && n > 2 &&
			    frames ~ /^ request_block\+[^[]* [a-z_]+\+[^[]* \[unknown\]$/)
				exit 0
			printf "%d records, count is right: %d, frames:%s", records,
				counted, frames
			exit 1
		}' $af/signatures
}

load hook=tracepoint stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
insmod /lab/af_generated.ko || die "insmod af_generated.ko"
# Memory is in pieces while it sleeps.
echo 'order=4 gfp=MOVABLE|NOWARN count=60 pause=500' >$stimulus/run &
run=$!
until [ "$(value $af/counters failures)" -gt 0 ]; do
	sleep 0.1
done
check "the kprobe is optimised" optimized
echo 1 >$parameters/reset
before=$(cat /sys/module/af_generated/parameters/refused)
echo 100 >$request
kill -9 $run
wait $run 2>/dev/null
same "refused" $((before + 100)) \
	"$(cat /sys/module/af_generated/parameters/refused)"
same "counted" 100 "$(value $af/counters order_10)"
check "one record, up to that code" record 100
check "formats" formatted
same "no wrong stack" 0 "$(value $af/counters recognised_wrong)"
check "sums" sums
rmmod af_generated
unload
finish
