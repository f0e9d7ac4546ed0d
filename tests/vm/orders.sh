#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# orders.sh HOOK TIMES SHIFT FIRST: the module, bpftrace on its hook's place, a tracer of
# functions, and the kernel's own events attach in every third of the 24 orders, from the
# one of number FIRST (0 to 2) on, while failures rain on all CPUs and every file is read.
# They detach in the order that stands SHIFT places further in the list of all. The module
# is loaded TIMES times an order: half of them where it attaches, half where it detaches.
# Counts are exact with all of them, and with those that are left, and each stack is what
# it is with the module alone, or is none, and counted. The tracer is the function
# tracer on warn_alloc() or the entry function, and in each second order the function
# graph tracer on the entry function. Where bpftrace cannot run, the others attach and
# detach in their 6 orders.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by name
. /lab/lib.sh
hook=$1
times=$2
shift=$3
number=$4
tracing=$debugfs/tracing
# Only this zone is drained: the tools have memory to live on.
request="order=10 cpus=$(nproc) gfp=DMA|HIGH|NOWARN sites=8 depth=4"
loads=0
rounds=0
entry=$(entry_function)

case $hook in
tracepoint)
	function=warn_alloc
	program='tracepoint:kmem:mm_page_alloc /(int64)args->pfn == -1/ {
		@nulls = count(); }'
	;;
kprobe)
	function=warn_alloc
	program='kprobe:warn_alloc { @nulls = count(); }'
	;;
kretprobe)
	function=$entry
	program="kretprobe:$entry /retval == 0/ { @nulls = count(); }"
	;;
esac

# orders FIRST REST: each order of the rest, a line, after what comes first
orders() {
	if [ ! "$2" ]; then
		echo $1
		return
	fi
	for who in $2; do
		echo "$1 $who:$(echo " $2 " | sed "s/ $who / /; s/^ *//; s/ *$//")"
	done | while IFS=: read -r first rest; do
		orders "$first" "$rest"
	done
}

# order N: the Nth, from 0, and after the last the first again
order() {
	sed -n "$(($1 % all + 1))p" /tmp/orders
}

# In $participants; says why not all of them.
choose() {
	participants="module bpftrace tracer events"
	step=3
	if try_bpftrace "$program" 2>/dev/null; then
		stop_bpftrace
	else
		participants="module tracer events"
		step=1
		number=0
		echo "= $hook: no bpftrace in $(uname -r): $(tail -n 1 /tmp/bpftrace.err)"
	fi
	orders "" "$participants" >/tmp/orders
	all=$(wc -l </tmp/orders)
}

insert() {
	load hook=$hook stack_budget=1000000
	loads=$((loads + 1))
}

remove() {
	unload_busy || die "$name: rmmod allocfail"
}

attach_module() {
	insert
	i=2
	while [ $i -le $((times / 2)) ]; do
		remove
		insert
		i=$((i + 1))
	done
}

detach_module() {
	exact "before the module goes"
	i=$((times / 2 + 1))
	while [ $i -le $times ]; do
		remove
		insert
		i=$((i + 1))
	done
	remove
}

attach_bpftrace() {
	start_bpftrace "$program"
}

# Each of them has been at work, or this would show nothing.
detach_bpftrace() {
	stop_bpftrace
	check "$name: bpftrace has counted" grep -qE '^@nulls: [1-9]' /tmp/bpftrace
}

# Each second time in the list of orders that this hook goes through.
graph() {
	[ $((rounds % 2)) -eq 1 ]
}

attach_tracer() {
	if graph; then
		echo $entry >$tracing/set_ftrace_filter
		echo function_graph >$tracing/current_tracer ||
			die "no function graph tracer"
	else
		echo $function >$tracing/set_ftrace_filter
		echo function >$tracing/current_tracer ||
			die "no function tracer"
	fi
}

detach_tracer() {
	if graph; then
		check "$name: the function graph tracer has traced" \
			grep -qm 1 "$entry" $tracing/trace
	else
		check "$name: the function tracer has traced" \
			grep -qm 1 "$function.* <-" $tracing/trace
	fi
	echo nop >$tracing/current_tracer
	echo >$tracing/set_ftrace_filter
}

# A probe, and a return probe, and the event of the tracepoint.
attach_events() {
	echo "p:orders/there $function" >$tracing/kprobe_events
	echo "r:orders/back $function" >>$tracing/kprobe_events
	echo 1 >$tracing/events/orders/enable || die "no kprobe events"
	echo 'pfn==0xffffffffffffffff' >$event/filter
	echo 1 >$event/enable
}

detach_events() {
	same "$name: kprobe events have been hit" 2 \
		"$(awk '$2 > 0' $tracing/kprobe_profile | wc -l)"
	echo 0 >$event/enable
	echo 0 >$tracing/events/orders/enable
	echo >$tracing/kprobe_events
}

# Each stack of the failures since the last reset, once
stacks_seen() {
	sed 's/ [0-9]*$//' $af/folded | sort -u
}

# The graph tracer can hide the caller from hook=kretprobe: from all failures then, for
# all go the same way. Prints how many that are.
hidden() {
	if [ $hook = kretprobe ] && graph &&
		[ "$(value $af/counters callers_hidden)" != 0 ]; then
		value /tmp/result refused
	else
		echo 0
	fi
}

# same_stacks WHEN: those of the module alone, or none where all callers are hidden
same_stacks() {
	if [ "$(hidden)" = 0 ]; then
		same "$name, $1: the stacks" "$alone" "$(stacks_seen)"
	else
		same "$name, $1: no stack" "[no stack]" "$(stacks_seen)"
	fi
}

# The stacks when nobody else is there, in $alone
learn() {
	insert
	stimulate "$request count=500"
	alone=$(stacks_seen)
	check "$hook: stacks from the stimulus" grep -q af_stimulus $af/folded
	remove
}

# exact WHEN
exact() {
	stop_rain
	echo 1 >$parameters/reset
	cat $af/counters >/tmp/before
	stimulate "$request count=500"
	cat $af/counters >/tmp/after
	check "$name, $1: exact" awk -v order=10 -v class=opportunistic \
		-v zone=DMA -v nowarn=1 -v hidden="$(hidden)" -f /lab/case.awk \
		/tmp/before /tmp/after /tmp/result
	check "$name, $1: sums" sums
	same "$name, $1: no wrong stack" 0 "$(value $af/counters recognised_wrong)"
	same_stacks "$1"
	start_rain "$request count=100000000"
}

one_order() {
	name="$hook, attach $(order $1), detach $(order $(($1 + shift)))"
	echo "$name"
	for who in $(order $1); do
		attach_$who
	done
	exact "all attached"
	for who in $(order $(($1 + shift))); do
		detach_$who
	done
	check "$name: nothing left" nothing_left
}

choose
same "different orders" $all "$(sort -u /tmp/orders | wc -l)"
echo 2048 >$tracing/buffer_size_kb
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
name="alone"
learn
start_rain "$request count=100000000"
start_readers
while [ $number -lt $all ] && [ $failed -lt 10 ]; do
	one_order $number
	number=$((number + step))
	rounds=$((rounds + 1))
done
stop_readers
stop_rain
echo "= $hook: $rounds orders of $(echo $participants | wc -w), $loads loads"
finish
