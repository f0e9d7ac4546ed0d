#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# soak.sh SECONDS SEED: everything that can happen to the module, in a random
# order: loads, switches, other tracers, CPUs and memory that come and go, the OOM
# killer, while failures of all kinds rain and every file is read. In rounds: at
# the end of each it is quiet, and all must add up. The seed gives the sequence.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2154 # run by name; $picked
. /lab/lib.sh
. /lab/soak-rain.sh
. /lab/soak-actions.sh
seconds=$1
seed=$2

# What is to be seen of this round's failures: all, none, some.
expect=all

# Seconds since boot, in $now
clock() {
	read -r now _ </proc/uptime
	now=${now%.*}
}

# Is the hook to hear of failures, by what has been switched?
listening() {
	[ $loaded = 1 ] && [ $enabled = Y ] || return 1
	[ $hook = tracepoint ] && return
	[ $kprobes = 1 ] || return 1
	[ $hook = kprobe ] || [ $ftrace = 1 ]
}

expected_now() {
	if listening; then
		echo all
	else
		echo none
	fi
}

# Order 10 is what nobody but the stimulus asks for.
begin_count() {
	expect=$(expected_now)
	[ $loaded = 1 ] || return
	order10=$(value $af/counters order_10)
	missed=$(value $af/status nmissed)
}

# What the kernel left out may have been requests that were granted.
add_up() {
	got=$(($(value $af/counters order_10) - order10))
	left_out=$(($(value $af/status nmissed) - missed))
	case $expect in
	all) [ $got -le $made ] && [ $((got + left_out)) -ge $made ] ;;
	none) [ $got = 0 ] ;;
	some) [ $got -le $made ] ;;
	esac && return
	echo "$expect expected of $made of order 10: $got, left out $left_out"
	grep -A 8 ' order=10 ' $af/signatures | head -n 40
	return 1
}

# The function tracer's call, on the same instruction, looks like a probe.
armed() {
	[ "$hook $tracer" != "kretprobe 1" ] || return 0
	wanted=N
	! listening || wanted=Y
	[ "$(value $af/status armed)" = $wanted ]
}

# Alone on the machine, counted to the last digit.
burst() {
	echo 1 >$parameters/reset
	echo 1000000 >$parameters/stack_budget
	contexts_now=$all_contexts
	[ $hook != kretprobe ] || contexts_now=$one_context
	cat $af/counters >/tmp/before
	stimulate "order=10 context=$contexts_now cpus=$(nproc) sites=8 depth=6 \
		paths=$paths gfp=HIGH|NOWARN count=100"
	cat $af/counters >/tmp/after
	burst_made=$(($(value /tmp/result refused) + $(value /tmp/result drain_refused)))
	burst_missed=$(value $af/status nmissed)
	if ! listening; then
		[ "$(value /tmp/after failures)" = 0 ]
	elif [ $burst_missed = 0 ]; then
		awk -v order=10 -v class=opportunistic -v zone=Normal -v nowarn=1 \
			-v dropped=any \
			-f /lab/case.awk /tmp/before /tmp/after /tmp/result
	else
		got=$(value /tmp/after failures)
		echo "$got and $burst_missed left out, of $burst_made"
		[ $got -le $burst_made ] && [ $((got + burst_missed)) -ge $burst_made ]
	fi
}

quiet_point() {
	[ "$injecting" = 0 ] || act inject
	made=$(awk '{ sum += $1 } END { printf "%d", sum }' /tmp/made)
	all_made=$((all_made + $(awk '{ sum += $2 } END { printf "%d", sum }' /tmp/made)))
	same "$round: readers" "" "$(head -n 3 /tmp/wrong)"
	if [ $loaded = 0 ]; then
		check "$round: nothing is left" nothing_left
		return
	fi
	round="$round, hook $hook"
	check "$round: $expect of $made of order 10 seen" add_up
	check "$round: sums" sums
	check "$round: formats" formatted
	same "$round: recognised_wrong" 0 "$(value $af/counters recognised_wrong)"
	check "$round: armed" armed
	random 64
	paths=$((r + 1))
	pick $contexts
	one_context=$picked
	check "$round: exact" burst
	check "$round: sums of that" sums
	all_made=$((all_made + burst_made))
}

# Mostly it listens.
restore() {
	random 4
	[ $r != 0 ] || return
	[ $kprobes = 1 ] || act kprobes
	[ $ftrace = 1 ] || act ftrace
	[ $loaded = 1 ] || act load
	[ $enabled = Y ] || act enabled
}

one_round() {
	rounds=$((rounds + 1))
	round="round $rounds"
	restore
	begin_count
	start_weather
	random 6
	steps=$((r + 3))
	while [ $steps -gt 0 ]; do
		pick $actions
		act $picked
		steps=$((steps - 1))
	done
	stop_weather
	quiet_point
}

# "= " is for who runs this to show.
tell() {
	echo "= seed $seed, $((now - begun)) s, $rounds rounds; failures made" \
		"$all_made, reads $(sum_of /tmp/reads.*), runs $(sum_of /tmp/runs)"
	sort /tmp/acts | uniq -c | awk '{ print "= " $2 " " $1 }'
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
echo "seed $seed"
sow $seed
prepare_weather
prepare_actions
round=begin
rounds=0
all_made=0
act load
clock
begun=$now
while [ $((now - begun)) -lt $seconds ] && [ $failed -lt 20 ]; do
	one_round
	clock
done
undo_all
tell
finish
