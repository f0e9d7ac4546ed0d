#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench-growth.sh PART: how the cost of a failure grows with the depth of its
# stack, the signatures in the table, the zones and the CPUs, and what reading
# costs. Prints lines "bench ...", for scripts/bench/run. Needs lab/run --icount.
# shellcheck source=lib.sh disable=SC2086,SC2317,SC2119 # requests are lists of words, parts are called by name
. /lab/lib.sh
part=$1
repeats=1000
context=task

# grown WHAT KIND X...: a failure's median with the module, and without it in $base
grown() {
	median=$(value /tmp/result cost_${context}_median)
	echo "bench grown $* $base $((median - base))"
	[ "$median" -gt "$base" ] || fail "$*: no figure"
}

timed() {
	stimulate timed=1 context=$context "$@"
}

# without STIMULUS...: the module is not loaded
without() {
	timed "$@"
	base=$(value /tmp/result cost_${context}_median)
}

# Shown frames of the first signature
frames() {
	awk '/^count=/ && n++ { exit } /^\t/ { shown++ } END { print shown + 0 }' \
		$af/signatures
}

used() {
	sed -n 's/^signatures: \([0-9]*\) .*/\1/p' $af/status
}

# The writer of `run` has some 14 frames of its own, the module keeps 64.
by_depth() {
	for depth in 0 6 16 26 36 46; do
		ways="depth=$depth sites=8 paths=$((depth ? 31 : 1))"
		without order=3 depth=$depth count=$repeats
		load stack_depth=64 stack_budget=1000000
		timed order=3 depth=$depth count=$repeats
		grown depth repeat "$(frames)"
		shown=$(frames)
		timed order=3 $ways count=$((depth ? 248 : 8))
		grown depth new "$shown"
		unload
	done
}

# A table of 4096. The base is that of the same request without the module.
by_signatures() {
	way="order=3 depth=13"
	without $way count=$repeats
	load signatures=4096 stack_budget=1000000
	for level in 1 64 1024 2048 3072 4096; do
		echo 1 >$parameters/reset
		timed $way paths=$level count=$level
		filled=$(used)
		grown signatures new $filled
		timed $way paths=$level count=$((2 * level))
		grown signatures any $filled
		timed $way count=$repeats
		grown signatures one $filled
	done
	timed $way order=2 paths=400 count=400
	echo "bench dropped $(value $af/counters signatures_dropped)"
	grown signatures dropped $filled
	unload
}

zones() {
	awk '$1 == "present" && $2 > 0 { n++ } END { print n }' /proc/zoneinfo
}

nodes() {
	set -- /sys/devices/system/node/node*
	echo $#
}

by_zones() {
	for order in 0 3; do
		without order=$order count=$repeats
		load stack_budget=1000000
		timed order=$order count=$repeats
		grown zones order$order "$(nodes)" "$(zones)"
		unload
	done
}

# All CPUs at once, the same failure; in softirqs, which need a thread a CPU for one
# CPU too
by_cpus() {
	context=softirq
	cpus=$(nproc)
	without order=3 count=$repeats cpus=$cpus
	load stack_budget=1000000
	timed order=3 count=$repeats cpus=$cpus
	grown cpus repeat $cpus
	same "$cpus CPUs: failures" $((repeats * cpus)) \
		"$(value $af/counters failures)"
	unload
}

# --- reading

# Nanoseconds, which are instructions
now() {
	while read -r word at ns _; do
		[ "$word $at" != "now at" ] || break
	done </proc/timer_list
}

# took FILE: instructions of reading it, without those of starting dd, in $took
took() {
	took=0
	for file in /dev/null $1; do
		now
		start=$ns
		dd if=$file of=/dev/null bs=64k 2>/dev/null
		now
		took=$((ns - start - took))
	done
}

# peak FILE: the most that the reading had from kmalloc at any moment, in $peak, by
# the kernel's own events
peak() {
	for name in kmalloc kfree; do
		echo 1 >$debugfs/tracing/events/kmem/$name/enable
	done
	echo >$debugfs/tracing/trace
	sh -c "echo \$\$ >$debugfs/tracing/set_event_pid
		exec dd if=$1 of=/dev/null bs=64k 2>/dev/null"
	for name in kmalloc kfree; do
		echo 0 >$debugfs/tracing/events/kmem/$name/enable
	done
	cp $debugfs/tracing/trace /tmp/trace
	peak=$(awk '{ ptr = ""; bytes = 0
			for (i = 1; i <= NF; i++) {
				if ($i ~ /^ptr=/) ptr = $i
				if ($i ~ /^bytes_alloc=/) bytes = substr($i, 13) + 0
			}
		}
		/ kmalloc: / && /seq|single_open|kvmalloc|allocfail/ {
			size[ptr] = bytes; live += bytes
			if (live > most) most = live
		}
		/ kfree: / { live -= size[ptr]; size[ptr] = 0 }
		END { print most + 0 }' /tmp/trace)
}

read_file() {
	took $af/$1
	peak $af/$1
	set -- $1 $2 "$(wc -c <$af/$1)"
	echo "bench read $1 $2 $3 $took $peak"
	[ $took -gt 0 ] || fail "$1: no figure"
}

reading() {
	load signatures=4096 stack_depth=16 stack_budget=1000000
	timed order=3 depth=13 paths=4096 count=4096
	read_file signatures "$(used)"
	read_file folded "$(used)"
	unload
}

reading_counters() {
	load
	timed order=3 count=100
	read_file counters "$(sed 's/.*-//' /sys/devices/system/cpu/possible)"
	unload
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
timed order=3 count=$repeats
timed order=0 count=$repeats
$part
ok "$part"
finish
