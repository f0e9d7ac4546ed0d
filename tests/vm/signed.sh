#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# For tests/secureboot: the firmware has verified the kernel, the kernel verifies
# modules. It refuses one without a signature, with a broken one, and with that of
# a key it doesn't know; the one that make sign signed loads, and counts.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046 # functions run by check()
. /lab/lib.sh

# refused KIND REGEX: insmod fails, and says this
refused() {
	if output=$(insmod /lab/$1.ko 2>&1); then
		fail "$1: it is loaded"
		return
	fi
	echo "$1: $output"
	echo "$output" >/tmp/output
	check "$1: refused" grep -qE "$2" /tmp/output
	same "$1: not loaded" "" "$(grep '^allocfail ' /proc/modules)"
}

# Real failures: lockdown refuses the stimulus. The kernel's own count of them.
counts() {
	insmod /lab/signed.ko hook=tracepoint || die "insmod signed.ko"
	ftrace_start
	storm_start
	check "failures" storm_reaches failures 20
	storm_end
	ftrace_stop
	same "all are counted" $ftrace_count $(value $af/counters failures)
	check "sums" sums
	unload
}

mount -t securityfs securityfs /sys/kernel/security
check "locked down by Secure Boot" grep -qF '[integrity]' \
	/sys/kernel/security/lockdown
same "sig_enforce" Y "$(cat /sys/module/module/parameters/sig_enforce)"
mark_log
refused unsigned 'Key was rejected|Required key|not permitted'
check "unsigned: the kernel says why" said 'unsigned module is rejected'
mark_log
refused foreign 'Key was rejected|Required key'
check "foreign: the kernel says why" said 'module with unavailable key is rejected'
refused broken 'Key was rejected|Bad message|Required key'
for hook in kprobe kretprobe; do
	check "signed: loads, hook=$hook" insmod /lab/signed.ko hook=$hook
	same "signed: armed, hook=$hook" Y "$(value $af/status armed)"
	unload
done
counts
finish
