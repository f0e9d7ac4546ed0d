#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A failure within the recording of another, on the same CPU and in the same
# context: counted in failures and recursions, nowhere else; the sums hold.
# With the tracepoint only: the kernel runs no kprobe within another's handler.
# shellcheck source=lib.sh
. /lab/lib.sh

# stack_verify: else a known stack is not unwound, and brings no recursion.
load hook=tracepoint stack_budget=1000000 stack_verify=Y
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
insmod /lab/af_recurse.ko order=10 || die "insmod af_recurse.ko"
for context in $contexts; do
	echo 1 >$parameters/reset
	before=$(cat /sys/module/af_recurse/parameters/refused)
	stimulate "order=10 context=$context cpus=$(nproc) count=1000"
	nested=$(cat /sys/module/af_recurse/parameters/refused)
	nested=$((nested - before))
	recorded=$(($(value /tmp/result refused) +
		$(value /tmp/result drain_refused)))
	same "$context: a recursion each" "$recorded" "$nested"
	same "$context: recursions" "$nested" "$(value $af/counters recursions)"
	same "$context: failures" "$((recorded + nested))" \
		"$(value $af/counters failures)"
	same "$context: context_$context" "$(value /tmp/result "refused_$context")" \
		"$(value $af/counters "context_$context")"
	check "$context: sums" sums
done
rmmod af_recurse
unload
finish
