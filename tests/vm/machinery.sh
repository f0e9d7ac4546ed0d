#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# machinery.sh HOOK: what the hook stands on is switched off and on again by
# somebody else: all kprobes, their optimisation, the function tracer. A hook
# that is off counts nothing, one that is on counts all; status says which; and nothing
# breaks, also if the module goes while it is off.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
optimization=/proc/sys/debug/kprobes-optimization

# one WHEN all|none: a run of failures
one() {
	before=$(value $af/counters failures)
	stimulate "order=10 cpus=2 sites=8 gfp=HIGH count=500"
	counted=$(($(value $af/counters failures) - before))
	expected=0
	[ $2 = none ] || expected=$(($(value /tmp/result refused) +
		$(value /tmp/result drain_refused)))
	same "$hook, $1: counts $2" $expected $counted
}

# state WHEN Y|N: what status says is what happens
state() {
	same "$hook, $1: armed" $2 "$(value $af/status armed)"
	if [ $2 = Y ]; then
		one "$1" all
	else
		one "$1" none
	fi
}

# trace [FUNCTION]: by the function tracer, none without one
trace() {
	if [ "$1" ]; then
		echo $1 >$debugfs/tracing/set_ftrace_filter &&
			echo function >$debugfs/tracing/current_tracer
	else
		echo nop >$debugfs/tracing/current_tracer &&
			echo >$debugfs/tracing/set_ftrace_filter
	fi
}

# What switches the hook off, by its kind: the tracepoint, nothing.
by_kprobes=N
by_ftrace=Y
case $hook in
tracepoint) by_kprobes=Y ;;
kretprobe) by_ftrace=N ;;
esac

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
load hook="$hook"
state "at first" Y

echo 0 >$debugfs/kprobes/enabled
state "kprobes off" $by_kprobes
echo 1 >$debugfs/kprobes/enabled
state "kprobes on" Y

echo 0 >/proc/sys/kernel/ftrace_enabled
state "ftrace off" $by_ftrace
echo 1 >/proc/sys/kernel/ftrace_enabled
state "ftrace on" Y

# Where the kernel forgets that a probe was there, it says so as another function's
# only tracer goes, and traces no more; see module/hook/ftrace_hold.h.
for way in alone beside; do
	if [ $way = beside ]; then
		echo "p:machinery/other vfs_fsync" >$debugfs/tracing/kprobe_events
		echo 1 >$debugfs/tracing/events/machinery/enable
	fi
	echo 0 >/proc/sys/kernel/ftrace_enabled
	echo N >$parameters/enabled
	echo Y >$parameters/enabled
	unload
	echo 1 >/proc/sys/kernel/ftrace_enabled
	if [ $way = beside ]; then
		echo 0 >$debugfs/tracing/events/machinery/enable
		echo >$debugfs/tracing/kprobe_events
	fi
	check "$hook, gone $way while ftrace is off: a tracer comes" trace vfs_open
	check "$hook, gone $way while ftrace is off: and goes" trace
	load hook="$hook"
	state "loaded after it has gone $way" Y
done

for optimized in 0 1; do
	echo $optimized >$optimization
	sleep 1
	state "kprobes-optimization=$optimized" Y
done

# Attached while it is off, detached while it is off.
echo N >$parameters/enabled
same "$hook, enabled=N: armed" N "$(value $af/status armed)"
echo 0 >$debugfs/kprobes/enabled
echo Y >$parameters/enabled
state "enabled while kprobes are off" $by_kprobes
echo 1 >$debugfs/kprobes/enabled
state "kprobes on after that" Y
echo 0 >$debugfs/kprobes/enabled
echo 0 >/proc/sys/kernel/ftrace_enabled
unload
same "$hook: nothing left in debugfs" "" "$(ls -d $af 2>/dev/null)"
load hook="$hook"
state "loaded while all is off" $by_kprobes
echo 1 >/proc/sys/kernel/ftrace_enabled
echo 1 >$debugfs/kprobes/enabled
state "all on again" Y
check "$hook: sums" sums
unload
finish
