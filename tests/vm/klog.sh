#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# klog.sh HOOK: the kernel's own report of a failure, and our event of the same:
# order, mask, and of the zone that the event names the free memory, the min
# watermark and the free blocks of the order or above. Once for a request that finds
# no block, once for one that finds too little memory.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1

# key FILE KEY: the value of KEY= in the only line of FILE
key() {
	tr ' ' '\n' <"$1" | sed -n "s/^$2=//p"
}

# kilobytes NAME: of the zone's line in the report, in pages
kilobytes() {
	sed -n "s/^Node $node $zone free:.*\\b$1:\\([0-9]*\\)kB.*/\\1/p; \
		s/^Node $node $zone $1:\\([0-9]*\\)kB.*/\\1/p" /tmp/report |
		awk '{ print $1 / 4 }'
}

# Of "Node 0 DMA32: 5*4kB (ME) 24*8kB (UME) ...": blocks of the order or above.
blocks() {
	sed -n "s/^Node $node $zone: //p" /tmp/report | tr ' ' '\n' |
		awk -F'[*k]' -v size=$((4 << order)) \
			'/\*/ && $2 >= size { sum += $1 } END { print sum + 0 }'
}

# One failure: its event, and the report of it, in $node and $zone
one_report() {
	mark_log
	stimulate "order=$order gfp=$gfp count=1"
	dmesg | tail -n +$((log_lines + 1)) | sed 's/^\[[^]]*\] //' >/tmp/report
	grep "order=$order " $af/events >/tmp/event
	zone=$(key /tmp/event zone)
	node=$(key /tmp/event node)
}

# close_by: free pages in the report and in the event, in each try
close_by() {
	apart=$(($(kilobytes free) - $(key /tmp/event free)))
	echo "$apart pages apart"
	[ $apart -le 512 ] && [ $apart -ge -512 ]
}

# has_cause CAUSE: the event has it, or what it lacked came free before it was looked at
has_cause() {
	cause=$(key /tmp/event cause)
	echo "$cause"
	[ "$cause" = "$1" ] || [ "$cause" = transient ]
}

# One CPU, or others would free and take meanwhile.
others=$(ls -d /sys/devices/system/cpu/cpu[1-9]* 2>/dev/null)
for cpu in $others; do
	switch "$cpu" 0
done
quiet
load hook="$hook"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

# same_report CAUSE ORDER GFP: the event is what the report says. The kernel reports one
# in ten seconds. Between its look at the free pages and ours, they can change: the CPUs
# have some uncounted.
same_report() {
	name="$hook, $1"
	order=$2
	gfp=$3
	for _ in 1 2 3; do
		! dmesg | grep -q 'page allocation failure' || sleep 10.5
		echo 1 >$parameters/reset
		one_report
		check "$name: within a CPU's lists of each other" close_by
		[ "$(kilobytes free)" != "$(key /tmp/event free)" ] || break
		retry "free was $(kilobytes free), and then $(key /tmp/event free)"
	done
	same "$name: one event" 1 "$(wc -l </tmp/event)"
	same "$name: one report" 1 \
		"$(grep -c 'page allocation failure' /tmp/report)"
	check "$name: cause, or transient" has_cause "$1"
	same "$name: order" "$order" \
		"$(sed -n 's/.*page allocation failure: order:\([0-9]*\),.*/\1/p' \
			/tmp/report)"
	same "$name: mask" "$(key /tmp/event gfp_mask)" \
		"$(sed -n 's/.* mode:\(0x[0-9a-f]*\)(.*/\1/p' /tmp/report)"
	same "$name: mask by name" "$(key /tmp/event gfp)" \
		"$(sed -n 's/.* mode:0x[0-9a-f]*(\([^)]*\)).*/\1/p' /tmp/report)"
	same "$name: free pages of $zone" "$(kilobytes free)" "$(key /tmp/event free)"
	same "$name: min watermark of $zone" "$(kilobytes min)" "$(key /tmp/event min)"
	same "$name: free blocks of $zone" "$(blocks)" "$(key /tmp/event blocks)"
}

same_report fragmentation 4 'HIGH|COMP'
check "$hook: there was free memory to compare" \
	[ "$(key /tmp/event free)" -gt "$(key /tmp/event min)" ]
same_report watermark 0 HIGH
check "$hook: there were free blocks to compare" \
	[ "$(key /tmp/event blocks)" -gt 0 ]
unload
for cpu in $others; do
	switch "$cpu" 1
done
finish
