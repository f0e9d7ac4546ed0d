#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# tracers.sh HOOK: the counts stay exact beside other users of the same places:
# a kprobe event on warn_alloc, the function tracer on it, and the kernel's own
# event of the tracepoint; attached before the hook, and after it.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
tracing=$debugfs/tracing

others_attach() {
	echo 'p:allocfail_test/other warn_alloc' >$tracing/kprobe_events
	echo 1 >$tracing/events/allocfail_test/enable
	echo warn_alloc >$tracing/set_ftrace_filter
	echo function >$tracing/current_tracer
	ftrace_start
	same "$hook: others attached" "1 function" \
		"$(cat $tracing/events/allocfail_test/enable) $(cat $tracing/current_tracer)"
}

others_detach() {
	ftrace_stop
	echo nop >$tracing/current_tracer
	echo >$tracing/set_ftrace_filter
	echo 0 >$tracing/events/allocfail_test/enable
	echo >$tracing/kprobe_events
}

# one WHEN: a run of failures, all of them counted
one() {
	before=$(value $af/counters failures)
	stimulate "order=10 cpus=$(nproc) gfp=HIGH count=500"
	same "$hook, others $1" "$(value /tmp/result refused)" \
		$(($(value $af/counters failures) - before))
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

others_attach
load hook="$hook"
one "attached first"
others_detach
one "detached first"
unload

load hook="$hook"
others_attach
one "attached second"
echo N >$parameters/enabled
echo Y >$parameters/enabled
one "attached while the hook was off and on"
unload
stimulate "order=10 count=10"
others_detach
load hook="$hook"
one "gone"
check "$hook sums" sums
unload
finish
