#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# explain.sh: the kernel's report of a failure, as `allocfail explain` reads it from
# the log, and the module's event of the same failure: order, mask, caller, context,
# class and cause. For a machine with two nodes; /lab/allocfail is the command,
# linked without libraries.
# shellcheck source=lib.sh
. /lab/lib.sh

# field KEY: of the only line of /tmp/explained
field() {
	sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" /tmp/explained
}

# key KEY: of the only event
key() {
	tr ' ' '\n' </tmp/event | sed -n "s/^$1=//p"
}

# One failure, its report and its event. Return: whether there are both; the kernel
# reports one in ten seconds.
one_failure() {
	sleep 10.5
	echo 1 >$parameters/reset
	mark_log
	stimulate "$*" count=1
	dmesg | tail -n +$((log_lines + 1)) >/tmp/report
	order=$(value /tmp/result order)
	mask=$(value /tmp/result gfp_mask)
	grep " order=$order .* gfp_mask=$mask " $af/events >/tmp/event
	# 1: there are failures that matter
	/lab/allocfail explain --format json /tmp/report >/tmp/all
	explain_status=$?
	grep "\"order\":$order,.*\"gfp_mask\":\"$mask\"" /tmp/all >/tmp/explained
	[ "$(wc -l </tmp/event)" = 1 ] && [ "$(wc -l </tmp/explained)" = 1 ]
}

# both NAME CAUSE SURE STIMULUS...: again if the cause was disturbed, as by kswapd.
# SURE: is the log enough for the cause
both() {
	name=$1
	cause=$2
	sure=$3
	shift 3
	for _ in 1 2 3 4 5; do
		if one_failure "$@" && [ "$(key cause)" = "$cause" ] &&
			[ "$(field cause)" = "$cause" ]; then
			break
		fi
		retry "$name: $(key cause) in the event, $(field cause) in the log"
	done
	same "$name: cause in the event" "$cause" "$(key cause)"
	same "$name: cause in the log" "$cause" "$(field cause)"
	same "$name: is it for sure" "$sure" "$(field sure)"
	same "$name: mask by name" "$(key gfp)" "$(field gfp)"
	same "$name: context" "$(key context)" "$(field context)"
	same "$name: class" "$(key class)" "$(field class)"
	same "$name: caller" stimulus_site_0 "$(field caller)"
	same "$name: module" af_stimulus "$(field module)"
	same "$name: kernel" "$(uname -r)" "$(field kernel)"
	same "$name: comm" "$(key comm)" "$(field comm)"
	if [ "$(key class)" = opportunistic ]; then
		same "$name: exit code" 0 "$explain_status"
	else
		same "$name: exit code" 1 "$explain_status"
	fi
}

# A vmalloc() that fails is reported, and is no page allocation failure.
not_vmalloc() {
	mark_log
	stimulate "special=vmalloc count=1"
	dmesg | tail -n +$((log_lines + 1)) >/tmp/report
	/lab/allocfail explain --format json /tmp/report >/tmp/explained
	same "vmalloc: exit code" 0 $?
	same "vmalloc: no failure" 0 "$(wc -l </tmp/explained)"
}

load hook=tracepoint
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
echo 3 >/proc/sys/vm/drop_caches
not_vmalloc
# Since 6.1 the kernel does not show the zones above the request's.
case $(uname -r) in
5.10.*) above=true ;;
*) above=false ;;
esac
both softirq fragmentation true order=3 pieces=0 'gfp=ATOMIC|COMP' context=softirq
both watermark watermark true order=0 gfp=ATOMIC
both reserve reserve true order=0 gfp=MEMALLOC
both lowmem lowmem $above order=0 'gfp=DMA|ATOMIC'
both thisnode placement true order=0 'gfp=THISNODE|ATOMIC' node=1
both blocking fragmentation true order=5 'gfp=KERNEL|NORETRY'
[ "${contexts##*hardirq*}" ] ||
	both hardirq fragmentation true order=2 pieces=0 gfp=HIGH context=hardirq
unload
finish
