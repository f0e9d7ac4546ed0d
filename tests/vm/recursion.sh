#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A failure within the recording of another, on the same CPU and in the same
# context: counted in failures and recursions, nowhere else; the sums hold.
# With the tracepoint only: the kernel runs no kprobe within another's handler.
# shellcheck source=lib.sh disable=SC2086,SC2046 # words
. /lab/lib.sh

nested="refused granted missed"

# figures FILE
figures() {
	for figure in $nested; do
		echo $figure $(cat /sys/module/af_recurse/parameters/$figure)
	done >$1
}

# stack_verify: else a known stack is not unwound, and brings no recursion.
load hook=tracepoint stack_budget=1000000 stack_verify=Y
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
insmod /lab/af_recurse.ko order=10 || die "insmod af_recurse.ko"
for context in $contexts; do
	echo 1 >$parameters/reset
	figures /tmp/before
	stimulate "order=10 context=$context cpus=$(nproc) count=1000"
	figures /tmp/after
	recorded=$(($(value /tmp/result refused) +
		$(value /tmp/result drain_refused)))
	recursions=$(increase refused)
	# A block that another CPU's lists kept in pieces can become whole just then, and
	# the kernel runs no probe within another's handler. What it left out may be
	# another's call of the unwinder, of which a debug kernel has many.
	granted=$(increase granted)
	missed=$(increase missed)
	within=$((recursions + granted))
	check "$context: no more requests than recordings: $within of $recorded" \
		[ $within -le $recorded ]
	check "$context: no fewer, but for those missed: $missed at most" \
		[ $((within + missed)) -ge $recorded ]
	check "$context: nearly all refused, $granted granted" \
		[ $((100 * (recorded - recursions))) -le $recorded ]
	same "$context: recursions" $recursions "$(value $af/counters recursions)"
	same "$context: failures" $((recorded + recursions)) \
		"$(value $af/counters failures)"
	same "$context: context_$context" "$(value /tmp/result "refused_$context")" \
		"$(value $af/counters "context_$context")"
	check "$context: sums" sums
done
rmmod af_recurse
unload
finish
