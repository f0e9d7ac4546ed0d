#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# tracers.sh HOOK: the counts and the stacks stay exact beside other users of the same
# places: a kprobe event on warn_alloc, the function tracer on it, the kernel's own event
# of the tracepoint; a return probe and the function graph tracer on the allocator's entry
# function. All are attached before the hook, and after it.
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

# The allocator's entry function, on this kernel
entry() {
	for name in __alloc_frozen_pages_noprof __alloc_pages_noprof \
		__alloc_pages __alloc_pages_nodemask; do
		grep -q " $name\$" /proc/kallsyms && echo $name && return
	done
}

return_probe_attach() {
	echo "r:allocfail_test/return $entry" >$tracing/kprobe_events
	echo 1 >$tracing/events/allocfail_test/enable
}

return_probe_detach() {
	echo 0 >$tracing/events/allocfail_test/enable
	echo >$tracing/kprobe_events
}

graph_attach() {
	echo $entry >$tracing/set_ftrace_filter
	echo function_graph >$tracing/current_tracer
	same "$hook: the function graph tracer is on" function_graph \
		"$(cat $tracing/current_tracer)"
}

graph_detach() {
	echo nop >$tracing/current_tracer
	echo >$tracing/set_ftrace_filter
}

# Each stack of the failures since the last reset, once
stacks_seen() {
	sed 's/ [0-9]*$//' $af/folded | sort -u
}

# one WHEN: a run of failures, all of them counted, with the stacks that they have when
# nobody else is there
one() {
	fail_again
	same "$hook, others $1" "$refused" "$(value $af/counters failures)"
	same "$hook, others $1: the stacks" "$alone" "$(stacks_seen)"
	same "$hook, others $1: callers that are hidden" 0 "$hidden"
}

# at_return WHEN: as one(), where a tracer of the function's return may be first at the
# call, or in the unwinder's way: then there is no stack rather than a wrong one
at_return() {
	fail_again
	same "$hook, $1" "$refused" "$(value $af/counters failures)"
	if [ "$hidden" -eq 0 ]; then
		same "$hook, $1: the stacks" "$alone" "$(stacks_seen)"
	else
		same "$hook, $1: no stack, and counted" "$refused [no stack]" \
			"$hidden $(stacks_seen)"
	fi
}

fail_again() {
	echo 1 >$parameters/reset
	stimulate "order=10 cpus=$(nproc) gfp=HIGH count=500"
	refused=$(value /tmp/result refused)
	hidden=$(value $af/counters callers_hidden)
}

entry=$(entry)
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

load hook="$hook" stack_budget=1000000
stimulate "order=10 cpus=$(nproc) gfp=HIGH count=500"
alone=$(stacks_seen)
check "$hook: stacks from the stimulus" grep -q af_stimulus $af/folded
return_probe_attach
at_return "a return probe, attached second"
[ "$hook" != kretprobe ] || same "$hook: which hides nobody" 0 "$hidden"
return_probe_detach
graph_attach
at_return "the graph tracer, attached second"
graph_detach
unload
return_probe_attach
load hook="$hook" stack_budget=1000000
at_return "a return probe, attached first"
return_probe_detach
unload
graph_attach
load hook="$hook" stack_budget=1000000
at_return "the graph tracer, attached first"
graph_detach
unload

others_attach
load hook="$hook" stack_budget=1000000
one "attached first"
others_detach
one "detached first"
unload

load hook="$hook" stack_budget=1000000
others_attach
one "attached second"
echo N >$parameters/enabled
echo Y >$parameters/enabled
one "attached while the hook was off and on"
unload
stimulate "order=10 count=10"
others_detach
load hook="$hook" stack_budget=1000000
one "gone"
check "$hook sums" sums
unload
finish
