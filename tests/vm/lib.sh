#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scripts that run in the VM: load, provoke, compare. Each check
# prints a line "ok ..." or "FAILED ..."; finish() counts them.
# shellcheck disable=SC2034 # some variables are for the scripts
debugfs=/sys/kernel/debug
af=$debugfs/allocfail
parameters=/sys/module/allocfail/parameters
stimulus=$debugfs/af_stimulus
writer=
event=$debugfs/tracing/events/kmem/mm_page_alloc
files="status counters signatures folded events snapshot fragmentation cgroups"

# Those that the stimulus can request from: PREEMPT_RT allocates no pages in hard
# interrupts.
case $(uname -v) in
*PREEMPT_RT*) contexts="task softirq" ;;
*) contexts="task softirq hardirq" ;;
esac
all_contexts=$(echo "$contexts" | tr ' ' +)

passed=0
failed=0

# Of the script itself, where the hooks have theirs
other_probes=0

# Of attempt()
unseen=0
blind=0

ok() {
	passed=$((passed + 1))
	echo "ok $*"
}

fail() {
	failed=$((failed + 1))
	echo "FAILED $*"
}

# check NAME COMMAND...: the command prints what is wrong, and fails, or nothing
check() {
	check_name=$1
	shift
	if check_output=$("$@" 2>&1); then
		ok "$check_name"
	else
		fail "$check_name: $check_output"
	fi
}

# same NAME EXPECTED GOT
same() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		fail "$1: expected $2, got $3"
	fi
}

die() {
	fail "$*"
	finish
}

finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
	exit
}

# load PARAMETER...
load() {
	insmod /lab/allocfail.ko "$@" || die "insmod allocfail.ko $*"
}

unload() {
	rmmod allocfail || die "rmmod allocfail"
}

# A reader that holds a file open makes rmmod fail, rightly: try again.
unload_busy() {
	tries=0
	until rmmod allocfail 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 3000 ] || return 1
		sleep 0.02
	done
}

# Of the module, once it is unloaded or did not load
nothing_left() {
	if [ -e $af ]; then
		echo "a directory in debugfs"
		return 1
	fi
	grep -e warn_alloc -e alloc_pages -e alloc_frozen \
		$debugfs/kprobes/list >/tmp/probes
	if [ "$(wc -l </tmp/probes)" != "$other_probes" ]; then
		echo "probes: $(cat /tmp/probes)"
		return 1
	fi
	if grep '^allocfail ' /proc/modules; then
		echo "the module"
		return 1
	fi
}

# All parameters that can be changed
values() {
	cat $parameters/enabled $parameters/stack_budget \
		$parameters/snapshot_budget $parameters/stack_verify
}

# What the kernel logs from here on, for said(); dmesg -c would take it from the
# lab's verdict.
mark_log() {
	log_lines=$(dmesg | wc -l)
}

# said REGEX: a line of the log since mark_log()
said() {
	dmesg | tail -n +$((log_lines + 1)) | grep -q "$1"
}

# value FILE KEY: of a line "key value" or "key: value"
value() {
	awk -v key="$2" '{ sub(":", "", $1) } $1 == key { print $2 }' "$1"
}

# stimulate KEY=VALUE...: one run, its result in /tmp/result. The writer is this
# shell, or what the command in $writer starts.
stimulate() {
	$writer echo "$*" >$stimulus/run || die "stimulus: $*"
	cat $stimulus/result >/tmp/result
}

# increase NAME: of a counter or figure, from /tmp/before to /tmp/after
increase() {
	echo $(($(value /tmp/after "$1") - $(value /tmp/before "$1")))
}

# --- tries: each is printed, scripts/test counts them, and in each of them the sum holds

# retry WHY: what was just tried is tried again.
retry() {
	echo "retry: $*"
}

# What the kernel does by itself on other CPUs, and in the midst of a case, is put off:
# writeback, the boost of watermarks, each CPU's folding of its counts, compaction.
quiet() {
	echo 0 >/proc/sys/vm/dirty_writeback_centisecs
	echo 0 >/proc/sys/vm/watermark_boost_factor
	echo 3600 >/proc/sys/vm/stat_interval
	# A shell that grows would ask for huge pages, and be refused.
	[ ! -e /sys/kernel/mm/transparent_hugepage/enabled ] ||
		echo never >/sys/kernel/mm/transparent_hugepage/enabled
	[ ! -e /proc/sys/vm/compaction_proactiveness ] ||
		echo 0 >/proc/sys/vm/compaction_proactiveness
	# Written anew, it takes a boost away that is there.
	cat /proc/sys/vm/min_free_kbytes >/tmp/min_free_kbytes
	cat /tmp/min_free_kbytes >/proc/sys/vm/min_free_kbytes
	# What kswapd could still free would make room.
	echo 3 >/proc/sys/vm/drop_caches
}

# others_in_trace COUNT LATER: of the last COUNT events before the LATER ones how many
# are not the stimulus's: of another order or mask than its requests and its drain's.
others_in_trace() {
	grep mm_page_alloc: $debugfs/tracing/trace | tail -n $(($1 + $2)) |
		head -n "$1" | awk \
		-v order="$(value /tmp/result order)" \
		-v gfp="$(value /tmp/result gfp_names)" \
		-v drain="$(value /tmp/result drain_gfp_names)" '
		{
			mine = index($0 " ", "gfp_flags=" drain " ")
			if (index($0, " order=" order " "))
				mine = mine || index($0 " ", "gfp_flags=" gfp " ")
			others += !mine
		}
		END { print others + 0 }'
}

# counters_and_total FILE: copies the counters to FILE, and prints ftrace_total; by one
# process, so that no other starts in between, which might be refused something.
counters_and_total() {
	awk -v file="$1" '
		FILENAME ~ /counters$/ { print >file; next }
		/^(entries|overrun|commit overrun|dropped events)/ {
			split($0, pair, ":")
			sum += pair[2]
		}
		END { printf "%d", sum }' \
		$af/counters $debugfs/tracing/per_cpu/cpu*/stats
}

# attempt KEY=VALUE...: one run, with the counters before and after it in /tmp/before
# and /tmp/after; in $made what the stimulus was refused, in $others what others were
# meanwhile: what ftrace has more than that, and names as theirs. ftrace_start comes first.
# $unseen=1: the event is behind the place that refuses. $blind=1: the hook is. $afresh=1:
# all counts are zero before it.
attempt() {
	[ -z "$afresh" ] || echo 1 >$parameters/reset
	missed=$(value $af/status nmissed)
	traced=$(counters_and_total /tmp/before)
	stimulate "$@"
	traced_after=$(counters_and_total /tmp/after)
	traced=$((traced_after - traced))
	missed=$(($(value $af/status nmissed) - missed))
	made=$(awk '$1 == "refused" || $1 == "drain_refused" { sum += $2 }
		END { printf "%d", sum }' /tmp/result)
	others=$((traced - (unseen ? 0 : made)))
	[ $others = 0 ] || named=$(others_in_trace $traced \
		$(($(ftrace_total) - traced_after)))
}

# What must hold in each attempt, whoever else was refused.
adds_up() {
	[ "$others" = 0 ] || [ "$others" = "$named" ] || {
		echo "ftrace has $traced events, $named of others; the stimulus $made"
		return 1
	}
	counted=$(($(increase failures) + missed))
	[ "$counted" = $(((blind ? 0 : made) + others)) ] || {
		echo "counted $counted, but the stimulus had $made, others $others"
		return 1
	}
}

# alone KEY=VALUE...: attempts until nobody else was refused, five at most. Each adds up.
alone() {
	for _ in 1 2 3 4 5; do
		attempt "$@"
		[ $others != 0 ] || return 0
		check "it adds up, with $others of others: $*" adds_up
		retry "$others others were refused: $*"
	done
}

# alone_afresh KEY=VALUE...: as alone(), and what is counted is of the last attempt alone
alone_afresh() {
	afresh=1
	alone "$@"
	afresh=
}

# steadily KEY=VALUE...: as alone, and again if what it lacked became free between the
# refusal and the look; no more than one of twenty of all tries may be so.
steadily() {
	steady_tries=0
	steady_transient=0
	while :; do
		alone "$@"
		transient=$(increase cause_transient)
		steady_tries=$((steady_tries + 1))
		steady_transient=$((steady_transient + transient))
		if [ "$transient" = 0 ] || [ $steady_tries -ge 5 ]; then
			break
		fi
		retry "$transient became transient: $*"
	done
	check "hardly any was transient: $steady_transient of $steady_tries tries" \
		[ $((20 * steady_transient)) -le $((made * steady_tries)) ]
}

# storm_start: a user without privileges has allocations refused, until storm_end,
# in a memory cgroup; see tests/programs/af_storm.c
storm_start() {
	storm_cgroup=/sys/fs/cgroup/storm
	mkdir $storm_cgroup || die "no cgroup for the storm"
	echo 2M >$storm_cgroup/memory.max
	/lab/af_storm 3600 $storm_cgroup &
	storm=$!
}

# storm_reaches COUNTER VALUE: until it is that or more, four minutes at most
storm_reaches() {
	for _ in $(seq 1200); do
		[ "$(value $af/counters "$1")" -lt "$2" ] || return 0
		sleep 0.2
	done
	return 1
}

# Nobody is left, then.
storm_end() {
	kill "$storm"
	wait "$storm"
	until rmdir "$storm_cgroup" 2>/dev/null; do
		xargs -r kill -9 <"$storm_cgroup/cgroup.procs" 2>/dev/null
		sleep 0.2
	done
}

# Every NULL of the allocator, counted by the kernel itself: its own event with
# a filter. What the small buffer cannot hold any more is counted as overrun.
ftrace_start() {
	echo >$debugfs/tracing/trace
	if ! echo 'pfn==0xffffffffffffffff' >$event/filter ||
		! echo 1 >$event/enable; then
		die "no event kmem:mm_page_alloc"
	fi
}

# The events since ftrace_start
ftrace_total() {
	awk -F: '/^(entries|overrun|commit overrun|dropped events)/ { sum += $2 }
		END { printf "%d", sum }' $debugfs/tracing/per_cpu/cpu*/stats
}

# The events that were there, in $ftrace_count
ftrace_stop() {
	echo 0 >$event/enable
	ftrace_count=$(ftrace_total)
}

# try_bpftrace PROGRAM: in the background, its pid in $bpftrace, its output in
# /tmp/bpftrace; attached on return, or failed, with /tmp/bpftrace.err saying why.
# The program must not use BEGIN.
try_bpftrace() {
	bpftrace -e "$1 BEGIN { printf(\"attached\\n\"); }" >/tmp/bpftrace \
		2>/tmp/bpftrace.err &
	bpftrace=$!
	waited=0
	until grep -q attached /tmp/bpftrace; do
		waited=$((waited + 1))
		kill -0 $bpftrace 2>/dev/null && [ $waited -lt 600 ] || return 1
		sleep 0.2
	done
}

# start_bpftrace PROGRAM: where it must attach
start_bpftrace() {
	try_bpftrace "$1" || die "bpftrace: $(cat /tmp/bpftrace.err)"
}

# stop_bpftrace: its maps are in /tmp/bpftrace then. Before 0.19 it loses a signal that
# comes while it does not sleep, as is likely where it has to wait for a CPU.
stop_bpftrace() {
	waited=0
	while kill -0 "$bpftrace" 2>/dev/null; do
		[ $((waited % 200)) != 0 ] || kill -INT "$bpftrace"
		waited=$((waited + 1))
		sleep 0.1
	done
	wait "$bpftrace"
}

# The sums of docs/interface.md, once the writers are quiet
sums() {
	awk -f /lab/sums.awk $af/counters $af/signatures $af/cgroups
}

# Every file has its own format, and no address in it.
formatted() {
	for file in $files; do
		awk -v kind="$file" -f /lab/format.awk "$af/$file" || return 1
	done
}

# sum_of FILE...: of the first number of each line
sum_of() {
	awk '{ sum += $1 } END { printf "%d", sum }' "$@"
}

# The page allocator's entry function, as hook_kretprobe.c finds it
entry_function() {
	for name in __alloc_frozen_pages_noprof __alloc_pages_noprof \
		__alloc_pages __alloc_pages_nodemask; do
		if grep -q " [Tt] $name\$" /proc/kallsyms; then
			echo $name
			return
		fi
	done
}

# --- the machine

# switch WHAT 0|1: a CPU, a block of memory; it can be busy
switch() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo "$2" 2>/dev/null >"$1/online" && return
		sleep 0.1
	done
	fail "$1/online: $2"
}

# Blocks of memory that were not in use at boot
plugged() {
	for block in /sys/devices/system/memory/memory*; do
		[ "$(cat "$block/online")" = 1 ] || echo "$block"
	done
}

# Takes memory until it is killed for that.
hog() {
	echo 1000 >/proc/self/oom_score_adj
	exec tail /dev/zero >/dev/null 2>&1
}

# await COMMAND...: until it succeeds, ten seconds at most; whether it did is for the next
# check to say
await() {
	waited=0
	until "$@" || [ $waited = 100 ]; do
		waited=$((waited + 1))
		sleep 0.1
	done
}

# --- failures and readers without an end

# start_rain KEY=VALUE...: threads that are refused until it is stopped. They take
# what the others leave of the CPUs, or all would take ten times as long.
start_rain() {
	sh -c "echo '$*' >$stimulus/run" 2>/dev/null &
	rain=$!
	waited=0
	until threads=$(busybox pidof af_stim/0 af_stim/1 af_stim/2 af_stim/3); do
		waited=$((waited + 1))
		[ $waited -lt 600 ] || die "no rain"
		sleep 0.1
	done
	# shellcheck disable=SC2086 # a list
	busybox renice -n 19 -p $threads
}

# The stimulus gives the memory back.
stop_rain() {
	kill -9 "$rain"
	wait "$rain" 2>/dev/null
}

# read_in_turn FILE...: until killed
read_in_turn() {
	while :; do
		for file in "$@"; do
			nice -n 19 cat "$af/$file" >/dev/null 2>&1
		done
		sleep 0.02
	done
}

# They pause, or rmmod would hardly ever find no file open.
start_readers() {
	for some in "status events" "counters snapshot" \
		"signatures fragmentation" folded; do
		# shellcheck disable=SC2086 # a list
		read_in_turn $some &
		readers="$readers $!"
	done
}

stop_readers() {
	# shellcheck disable=SC2086 # a list
	kill $readers
	# shellcheck disable=SC2086 # a list
	wait $readers 2>/dev/null
}

# --- random choices: the same with each seed, by Park and Miller's generator

# sow SEED: from 1 on
sow() {
	random_state=$(($1 % 2147483646 + 1))
	random 2
}

# random N: $r, from 0 to N - 1
random() {
	random_state=$((random_state * 48271 % 2147483647))
	r=$((random_state / 8 % $1))
}

# pick WORD...: one of them in $picked
pick() {
	random $#
	shift $r
	picked=$1
}
