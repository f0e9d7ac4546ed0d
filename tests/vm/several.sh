#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# several.sh 'SCRIPT [ARG...]'...: one after the other in one VM, since a boot
# takes longer than most of them. Each must leave the machine as it was: the next
# one begins where it ended.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh

# run SCRIPT [ARG...]: adds its checks to ours
run() {
	echo "--- $*"
	read -r began _ </proc/uptime
	{
		sh "$@" 2>&1
		echo $? >/tmp/several.rc
	} | tee /tmp/several.out
	awk -v began="$began" '{ printf "--- it took %.1f s\n", $1 - began }' /proc/uptime
	rc=$(cat /tmp/several.rc)
	counts=$(sed -nE '$s/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' \
		/tmp/several.out)
	if [ ! "$counts" ] || [ $((rc != 0)) != $((${counts#* } != 0)) ]; then
		fail "$*: it ended with $rc, and not as it should"
		return
	fi
	passed=$((passed + ${counts% *}))
	failed=$((failed + ${counts#* }))
}

# What a script need not put away itself, or could not if it died.
tidy() {
	for module in allocfail af_stimulus af_breaker af_late \
		af_tenant_a af_tenant_b; do
		rmmod $module 2>/dev/null
	done
	rm -rf /tmp/*
}

switches() {
	cat $debugfs/kprobes/enabled /proc/sys/kernel/ftrace_enabled \
		/proc/sys/debug/kprobes-optimization \
		/sys/devices/system/cpu/online \
		$debugfs/tracing/current_tracer $debugfs/tracing/set_ftrace_filter \
		$debugfs/tracing/set_event $debugfs/tracing/kprobe_events 2>/dev/null
}

# What the kernel has in vmalloc(), in kilobytes, without its store of memory for
# code. With CONFIG_ARCH_HAS_EXECMEM_ROX that grows by 2 MiB with the first module
# that finds no room there, whichever it is, and is never given back.
vmalloc_used() {
	store=$(awk '$3 ~ /^execmem_alloc/ {
			for (i = 4; i <= NF; i++)
				if (sub(/^pages=/, "", $i))
					sum += 4 * $i
		}
		END { print sum + 0 }' /proc/vmallocinfo)
	echo $(($(value /proc/meminfo VmallocUsed) - store))
}

# It is no more than before by what a few threads take; a module's own memory goes
# some time after it.
memory_as_before() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		more=$(($(vmalloc_used) - vmalloc))
		[ $more -gt 256 ] || return 0
		sleep 0.2
	done
	echo "$more KiB of vmalloc() more than before"
	return 1
}

# Of what can be read: under lockdown, which only a reboot ends, that is little.
as_before() {
	nothing_left || return 1
	! grep -sqv '\[none\]' /sys/kernel/security/lockdown || return 0
	if [ "$(switches)" != "$before" ]; then
		switches
		return 1
	fi
}

before=$(switches)
vmalloc=$(vmalloc_used)
for command; do
	run $command
	tidy
	check "$command: leaves the machine as it was" as_before
	check "$command: leaves no memory taken" memory_as_before
done
finish
