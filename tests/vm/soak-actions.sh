# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2086,SC2154,SC2317 # of soak.sh; run by name
#
# For soak.sh: what can happen while it rains. Each action is a function; what it
# has switched stands in a variable.
tracing=$debugfs/tracing
own_event=$debugfs/tracing/events/allocfail/page_alloc_failure
optimization=/proc/sys/debug/kprobes-optimization
cpus=/sys/devices/system/cpu
memory=/sys/devices/system/memory
fault=$debugfs/fail_page_alloc
loaded=0 enabled=N hook=tracepoint
kprobes=1 ftrace=1 optimized=1
tracer=0 kernel_event=0 kprobe_event=0 hist=0 own=0 injecting=0

# As often as they stand here.
actions="load load load unload broken_load enabled enabled reset reset
	parameters parameters noise cpu cpu cpu oom
	tracer tracer kernel_event kernel_event kprobe_event kprobe_event
	hist own_event own_event kprobes ftrace optimization"

prepare_actions() {
	entry=$(entry_function)
	if [ -d $memory ]; then
		blocks=$(plugged)
		[ ! "$blocks" ] || actions="$actions memory memory"
	fi
	[ ! -d $fault ] || actions="$actions inject"
	broken=$(awk '$3 ~ /^vzalloc(_noprof)?$/ { print $3 }' /proc/kallsyms |
		head -n 1)
}

# act NAME: its name first, to be seen if it hangs
act() {
	echo "$round: $1"
	echo $1 >>/tmp/acts
	act_$1
	random 5
	sleep 0.$((r * 2))
}

# --- the module

act_unload() {
	[ $loaded = 1 ] || return
	expect=some
	[ $own = 0 ] || act_own_event
	unload_busy || die "$round: rmmod allocfail"
	loaded=0 enabled=N
	check "$round: nothing is left" nothing_left
}

# A load that finds no memory leaves nothing.
try_load() {
	tries=0
	until insmod /lab/allocfail.ko "$@" 2>/tmp/insmod; do
		grep -q memory /tmp/insmod || die "insmod $*: $(cat /tmp/insmod)"
		echo no_memory_to_load >>/tmp/acts
		left=$(nothing_left) || die "after a load without memory: $left"
		tries=$((tries + 1))
		[ $tries -lt 100 ] || die "no memory to load: $*"
		sleep 0.1
	done
}

act_load() {
	act_unload
	pick tracepoint kprobe kretprobe
	hook=$picked
	pick 16 100 300 300 1000
	sizes="signatures=$picked"
	pick 8 16 32 64
	sizes="$sizes stack_depth=$picked"
	pick 16 128 1000
	sizes="$sizes events=$picked"
	pick 0 10 1000 1000 1000000
	sizes="$sizes stack_budget=$picked"
	pick 0 10 1000
	sizes="$sizes snapshot_budget=$picked"
	pick Y N
	try_load hook=$hook $sizes stack_verify=$picked
	echo "$hook" >>/tmp/acts
	expect=some
	loaded=1 enabled=Y
}

# Fails, but where a probe does not work or the name is another.
act_broken_load() {
	act_unload
	[ $kprobes = 1 ] && [ $ftrace = 1 ] && [ "$broken" ] || return
	insmod /lab/af_breaker.ko symbol=$broken caller='[allocfail]' times=0 ||
		die "insmod af_breaker.ko"
	if insmod /lab/allocfail.ko 2>/dev/null; then
		fail "$round: loads although $broken fails"
	fi
	rmmod af_breaker
	check "$round: nothing is left of what did not load" nothing_left
}

act_enabled() {
	[ $loaded = 1 ] || return
	expect=some
	case $enabled in
	Y) enabled=N ;;
	N) enabled=Y ;;
	esac
	echo $enabled >$parameters/enabled || fail "$round: enabled=$enabled"
	same "$round: enabled" $enabled "$(cat $parameters/enabled)"
}

act_reset() {
	[ $loaded = 1 ] || return
	expect=some
	echo 1 >$parameters/reset || fail "$round: reset"
}

act_parameters() {
	pick 0 10 1000 1000000
	budget=$picked
	pick 0 10 1000
	snapshots=$picked
	pick Y N
	[ $loaded = 1 ] || return
	echo $budget >$parameters/stack_budget
	echo $snapshots >$parameters/snapshot_budget
	echo $picked >$parameters/stack_verify
}

# noise SEED BYTES
noise() {
	awk -v seed=$1 -v bytes=$2 'BEGIN {
		srand(seed)
		while (bytes--)
			printf "%c", 1 + int(rand() * 255)
	}'
}

# What is taken of it is a value; then as before.
act_noise() {
	pick enabled stack_budget snapshot_budget stack_verify reset
	parameter=$picked
	pick 1 2 3 8 100 4000
	bytes=$picked
	random 1000000
	[ $loaded = 1 ] || return
	expect=some
	noise $r $bytes 2>/dev/null >$parameters/$parameter
	values | grep -qvE '^([YN]|[0-9]+)$' && fail "$round: noise in $parameter"
	echo $enabled >$parameters/enabled
}

# --- the machine

act_cpu() {
	pick 1 2 3
	[ -e $cpus/cpu$picked/online ] || return
	read -r online <$cpus/cpu$picked/online
	switch $cpus/cpu$picked $((1 - online))
}

# What cannot be moved away in time stays.
act_memory() {
	for block in $blocks; do
		read -r state <$block/state
		if [ $state = offline ]; then
			echo online_movable 2>/dev/null >$block/state
		else
			timeout 20 sh -c "echo offline >$block/state" 2>/dev/null
		fi
	done
}

kills() {
	value /proc/vmstat oom_kill
}

act_oom() {
	goal=$(($(kills) + 2))
	for _ in 1 2 3 4 5 6; do
		(hog) &
		one=$!
		(hog) &
		wait $one $!
		[ "$(kills)" -lt $goal ] || break
	done
}

# --- other tracers

act_tracer() {
	if [ $tracer = 0 ]; then
		pick warn_alloc $entry
		echo $picked >$tracing/set_ftrace_filter
		echo function >$tracing/current_tracer || fail "$round: no tracer"
	else
		echo nop >$tracing/current_tracer
		echo >$tracing/set_ftrace_filter
	fi
	tracer=$((1 - tracer))
}

act_kernel_event() {
	kernel_event=$((1 - kernel_event))
	echo $kernel_event >$event/enable
}

# The kernel forgets that a probe was at a function's entry if that goes while ftrace is
# off, and later disables the tracer for it: module/hook/ftrace_hold.h.
ftrace_on() {
	[ $ftrace = 1 ] || act ftrace
}

act_kprobe_event() {
	if [ $kprobe_event = 0 ]; then
		pick "p:soak/other warn_alloc" "r:soak/other warn_alloc" \
			"p:soak/other $entry" "r:soak/other $entry"
		echo "$picked" >$tracing/kprobe_events || fail "$round: $picked"
		echo 1 >$tracing/events/soak/enable || fail "$round: no kprobe event"
	else
		ftrace_on
		echo 0 >$tracing/events/soak/enable
		echo >$tracing/kprobe_events
	fi
	kprobe_event=$((1 - kprobe_event))
	other_probes=$kprobe_event
}

act_hist() {
	[ -e $event/hist ] || return
	if [ $hist = 0 ]; then
		echo 'hist:keys=order,gfp_flags' >$event/trigger || fail "$round: hist"
	else
		echo '!hist:keys=order,gfp_flags' >$event/trigger
	fi
	hist=$((1 - hist))
}

# A trigger holds the module; an event that is enabled does not.
act_own_event() {
	pick enable trigger
	[ $loaded = 1 ] || return
	if [ $own = 0 ] && [ $picked = enable ]; then
		echo 1 >$own_event/enable
	elif [ $own = 0 ]; then
		[ -e $own_event/hist ] || return
		echo 'hist:keys=order,cause' >$own_event/trigger || fail "$round: hist"
		own=1
	else
		echo '!hist:keys=order,cause' >$own_event/trigger
		own=0
	fi
}

# --- what the hook stands on

act_kprobes() {
	ftrace_on
	[ $hook = tracepoint ] || expect=some
	kprobes=$((1 - kprobes))
	echo $kprobes >$debugfs/kprobes/enabled
}

act_ftrace() {
	[ $hook != kretprobe ] || expect=some
	ftrace=$((1 - ftrace))
	echo $ftrace >/proc/sys/kernel/ftrace_enabled
}

act_optimization() {
	optimized=$((1 - optimized))
	echo $optimized >$optimization
}

# Of order 4 and up, in any task. Only a return probe sees them.
act_inject() {
	[ $hook = kretprobe ] || expect=some
	injecting=$((1 - injecting))
	echo 4 >$fault/min-order
	echo 0 >$fault/verbose
	echo -1 >$fault/times
	echo $((injecting * 5)) >$fault/probability
}

# As it was before.
undo_all() {
	[ $injecting = 0 ] || act_inject
	[ $ftrace = 1 ] || act_ftrace
	[ $tracer = 0 ] || act_tracer
	[ $kernel_event = 0 ] || act_kernel_event
	[ $kprobe_event = 0 ] || act_kprobe_event
	[ $hist = 0 ] || act_hist
	[ $kprobes = 1 ] || act_kprobes
	act_unload
}
