#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# tools.sh: the trace event allocfail:page_alloc_failure, used by perf, trace-cmd,
# ftrace and bpftrace: each finds as many as there were. Needs a whole Debian.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046,SC2119 # functions run by check()
. /lab/lib.sh
event=$debugfs/tracing/events/allocfail/page_alloc_failure
run='order=4 gfp=NOWARN count=100'
other='order=2 gfp=HIGH context=softirq count=30'

# Others can fail too while the stimulus has the memory: what is compared is ours
# and theirs. From here on both count.
begin() {
	echo 1 >$parameters/reset
}

both() {
	echo "$run" >$stimulus/run
	echo "$other" >$stimulus/run
}

# compare NAME LEAST THEIRS REGEX: as many as our signatures whose line matches
compare() {
	ours=$(sed -n "s/^count=\([0-9]*\) $4.*/\1/p" $af/signatures |
		awk '{ sum += $1 } END { print sum + 0 }')
	same "$1: $ours" "$ours" "$3"
	check "$1: at least $2" [ "$ours" -ge "$2" ]
}

in_task='order=4 .* context=task .* cause=[a-z]'
in_softirq='order=2 .* context=softirq class=atomic cause=[a-z]'

by_perf() {
	begin
	perf record -q -a -o /tmp/perf.data -e allocfail:page_alloc_failure \
		--filter 'order == 4 && context == 0' \
		sh -c "echo '$run' >$stimulus/run; echo '$other' >$stimulus/run" \
		>/dev/null 2>&1
	perf script -i /tmp/perf.data 2>/dev/null >/tmp/script
	compare "perf, filtered" 100 "$(grep -c "$in_task" /tmp/script)" "$in_task"
	same "perf: nothing else" 0 "$(grep -vc "$in_task" /tmp/script)"
}

by_trace_cmd() {
	begin
	trace-cmd record -q -o /tmp/trace.dat -e allocfail:page_alloc_failure \
		sh -c "echo '$run' >$stimulus/run; echo '$other' >$stimulus/run" \
		>/dev/null 2>&1
	trace-cmd report -i /tmp/trace.dat >/tmp/report 2>/dev/null
	compare "trace-cmd, task" 100 "$(grep -c "$in_task" /tmp/report)" "$in_task"
	compare "trace-cmd, softirq" 30 "$(grep -c "$in_softirq" /tmp/report)" \
		"$in_softirq"
}

by_ftrace() {
	echo >$debugfs/tracing/trace
	echo 'context == 1' >$event/filter
	echo 1 >$event/enable
	begin
	both
	echo 0 >$event/enable
	echo 0 >$event/filter
	grep page_alloc_failure: $debugfs/tracing/trace >/tmp/trace
	compare "ftrace, filtered" 30 "$(grep -c "$in_softirq" /tmp/trace)" \
		"$in_softirq"
	same "ftrace: nothing else" 0 "$(grep -vc 'context=softirq' /tmp/trace)"
}

# Debian's 5.10 has no hist triggers.
by_hist() {
	[ -e $event/hist ] || return 0
	begin
	echo 'hist:keys=order,context' >$event/trigger
	both
	# { order: 4, context: 0 } hitcount: 100
	compare "hist trigger" 100 "$(tr -s ' :,' ' ' <$event/hist |
		awk '$3 == 4 && $5 == 0 { print $8 }')" "$in_task"
	echo '!hist:keys=order,context' >$event/trigger
}

by_bpftrace() {
	start_bpftrace 'tracepoint:allocfail:page_alloc_failure {
			@[args->order, args->context] = count(); }'
	begin
	both
	stop_bpftrace
	compare "bpftrace, task" 100 \
		"$(sed -n 's/^@\[4, 0\]: //p' /tmp/bpftrace)" "$in_task"
	compare "bpftrace, softirq" 30 \
		"$(sed -n 's/^@\[2, 1\]: //p' /tmp/bpftrace)" "$in_softirq"
}

load
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
by_perf
by_trace_cmd
by_ftrace
by_hist
by_bpftrace
rmmod af_stimulus
unload
finish
