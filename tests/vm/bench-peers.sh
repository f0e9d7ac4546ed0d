#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench-peers.sh: what an allocation costs with each hook of ours, and with each
# other tool that can count failures by stack, one after the other in one run.
# Prints lines "bench ...", which scripts/bench/run makes tables of. Needs a whole
# Debian, and lab/run --icount.
# shellcheck source=lib.sh disable=SC2086 # requests are lists of words
. /lab/lib.sh
null=0xffffffffffffffff	# the event's pfn where there is no page
trigger="hist:keys=order,gfp_flags,stacktrace"
repeats=1000
ways=300	# new stacks of the deep kind; a hist trigger has room for 2,048

absent() {
	echo "bench absent $tool $1" | head -n 1 | cut -c1-200
	ok "$tool is not to be had here"
}

# figures REQUEST CONTEXT: of the run that is over. Blocks that are granted differ
# by how the per-CPU lists stand, the whole run through: there the least.
figures() {
	case $1 in
	pair*) median=$(value /tmp/result cost_$2_min) ;;
	*) median=$(value /tmp/result cost_$2_median) ;;
	esac
	echo "bench cost $tool $1 $2 $median $(value /tmp/result cost_$2_mean)"
	[ "$median" -gt 0 ] || fail "$tool $1 $2: no figure"
}

# run CONTEXTS STIMULUS...
run() {
	contexts=$1
	shift
	stimulate timed=1 context=$contexts "$@"
	refused=$((refused + $(value /tmp/result refused)))
}

# measure REQUEST CONTEXT STIMULUS...
measure() {
	request=$1
	context=$2
	shift 2
	run $context "$@"
	figures $request $context
}

in_both() {
	request=$1
	shift
	measure $request task "$@"
	measure $request softirq "$@"
}

# Each way once: eight sites, and seven or fifteen ways to each of them
short_task="depth=3 sites=8 paths=7 count=56"
short_softirq="depth=4 sites=8 paths=15 count=120"
deep_ways="depth=14 paths=$ways count=$ways"

# short REQUEST STIMULUS...: with interrupts too the task is a thread, whose stack
# is short; what fails in those interrupts is no figure, since some tools miss
# what comes while they are busy.
short() {
	request=$1
	shift
	measure $request softirq $short_softirq "$@"
	run task+softirq $short_task "$@"
	figures $request task
}

pairs() {
	for order in 0 3; do
		measure pair$order task special=granted order=$order gfp=KERNEL \
			count=$repeats
		measure pair$order softirq special=granted order=$order gfp=ATOMIC \
			count=$repeats
	done
}

failures_repeated() {
	for order in 0 3; do
		in_both deep$order order=$order depth=16 count=$repeats
		in_both repeat$order order=$order count=$repeats
	done
}

# Each order with a depth of its own, so that no stack has been seen before.
failures_new() {
	short new3 order=3
	short_task="$short_task depth=4" short_softirq="$short_softirq depth=5"
	short new0 order=0
	short_task=${short_task% *} short_softirq=${short_softirq% *}
	in_both newdeep3 order=3 $deep_ways
	in_both newdeep0 order=0 $deep_ways depth=15
}

# With all memory free that can be: the drain leaves as much free in each zone.
all_requests() {
	refused=0
	sync
	echo 3 >/proc/sys/vm/drop_caches
	pairs
	failures_repeated
	failures_new
}

# seen COUNT: how many of the failures the tool has recorded. Some of those that
# interrupt its own work it may have missed.
seen() {
	echo "bench seen $tool $refused ${1:-0}"
	check "$tool has seen ${1:-0} of $refused failures" \
		[ "${1:-0}" -ge $((refused * 9 / 10)) ]
}

# --- ours

# The most shown frames of a signature of a context
frames() {
	awk -v context="context=$1" '
		/^count=/ { n = 0; wanted = index($0, context) }
		/^\t/ && wanted && ++n > most { most = n }
		END { print most + 0 }' $af/signatures
}

frames_of() {
	request=$1
	contexts=$2
	shift 2
	echo 1 >$parameters/reset
	stimulate context=$contexts order=3 "$@"
	context=${contexts%+*}
	echo "bench frames $request $context $(frames $context)"
}

count_frames() {
	for context in task softirq; do
		frames_of repeat $context count=50
		frames_of deep $context count=50 depth=16
		frames_of newdeep $context $deep_ways
	done
	frames_of new softirq $short_softirq
	frames_of new task+softirq $short_task
}

# With stack_budget=0 there is no unwinding, with 1000 only of the first.
over_budget() {
	echo 0 >$parameters/stack_budget
	for order in 0 3; do
		short over$order order=$order
		in_both overdeep$order order=$order $deep_ways
	done
	echo 1000 >$parameters/stack_budget
	for order in 0 3; do
		for context in task softirq; do
			# In a second of its own
			sleep 1.1
			measure spent$order $context order=$order depth=14 paths=4096 \
				count=4096
		done
	done
}

by_default() {
	for order in 0 3; do
		in_both default$order order=$order count=4096
	done
}

ours() {
	tool=allocfail-$1
	load hook=$1 stack_budget=1000000
	all_requests
	seen "$(value $af/counters failures)"
	[ $1 != tracepoint ] || count_frames
	over_budget
	unload

	load hook=$1
	by_default
	tool=$tool-off
	echo N >$parameters/enabled
	pairs
	failures_repeated
	unload
}

# --- the peers

# by_bpftrace TOOL PROGRAM [FUNCTION]: old ones say that they are attached before a
# probe of a function is
by_bpftrace() {
	tool=$1
	if ! try_bpftrace "$2"; then
		absent "$(grep -v '^Attaching' /tmp/bpftrace.err)"
		return
	fi
	until grep -q " ${3:-}" $debugfs/kprobes/list || [ $# -lt 3 ]; do
		sleep 0.1
	done
	all_requests
	stop_bpftrace
	echo "bench depth $tool $(awk '/\]: / { n = 0 }
		/\+[0-9]+$/ && ++n > most { most = n } END { print most + 0 }' /tmp/bpftrace)"
	seen "$(sed -n 's/^.*\]: \([0-9]*\)$/\1/p' /tmp/bpftrace |
		awk '{ sum += $1 } END { print sum + 0 }')"
}

bpftraces() {
	by_bpftrace bpftrace-tracepoint "tracepoint:kmem:mm_page_alloc
		/(int64)args->pfn == -1/ {
			@[kstack, args->order, args->gfp_flags] = count(); }"
	by_bpftrace bpftrace-rawtracepoint "rawtracepoint:mm_page_alloc
		/arg0 == 0/ { @[kstack, arg1, arg2] = count(); }"
	by_bpftrace bpftrace-kprobe "kprobe:warn_alloc {
		@[kstack, arg3, arg0] = count(); }" warn_alloc
	function=$(entry_function)
	by_bpftrace bpftrace-kretprobe "kretprobe:$function
		/retval == 0/ { @[kstack] = count(); }" "$function"
}

by_hist() {
	tool=hist
	if [ ! -e $event/hist ]; then
		absent "this kernel has no hist triggers (CONFIG_HIST_TRIGGERS)"
		return
	fi
	echo "$trigger if pfn==$null" >$event/trigger || die "hist trigger"
	all_requests
	seen "$(sed -n 's/^ *Hits: *//p' $event/hist)"
	echo "!$trigger" >$event/trigger
}

by_filter() {
	tool=filter
	echo stacktrace >$debugfs/tracing/trace_options
	ftrace_start
	all_requests
	ftrace_stop
	echo nostacktrace >$debugfs/tracing/trace_options
	echo 0 >$event/filter
	# A stack is an entry of its own.
	seen $((ftrace_count / 2))
}

# Its buffer holds all, so that it does not wake up to write while it is measured.
# It is attached when it starts its command, and ends with it.
by_perf() {
	tool=perf
	mkfifo /tmp/started /tmp/end
	perf record -q -a -g -m 16M -o /tmp/perf.data -e kmem:mm_page_alloc \
		--filter "pfn == $null" \
		sh -c 'echo yes >/tmp/started; read -r line </tmp/end' \
		>/tmp/perf.err 2>&1 || echo no >/tmp/started &
	perf=$!
	read -r started </tmp/started
	if [ "$started" != yes ]; then
		absent "$(cat /tmp/perf.err)"
		return
	fi
	all_requests
	echo >/tmp/end
	wait $perf
	seen "$(perf report --stats -i /tmp/perf.data 2>/dev/null |
		awk '/SAMPLE/ { print $3; exit }')"
}

nothing() {
	tool=$1
	all_requests
	seen $refused
}

echo "bench release $(uname -r)"
for program in bpftrace perf; do
	echo "bench version $program $($program --version | awk '{ print $NF }')"
done
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
nothing warm-up
nothing nothing
for hook in tracepoint kprobe kretprobe; do
	ours $hook
done
bpftraces
by_hist
by_filter
by_perf
nothing nothing-again
finish
