#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# For tests/secureboot: the firmware has verified the kernel, the kernel verifies
# modules. It refuses one without a signature, with a broken one, and with that of
# a key it doesn't know; those that make sign and dkms signed load, and count.
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

# counts KIND: real failures, since lockdown refuses the stimulus. The kernel's own count
# of them.
counts() {
	insmod /lab/$1.ko hook=tracepoint || die "insmod $1.ko"
	ftrace_start
	storm_start
	check "$1: failures" storm_reaches failures 20
	storm_end
	ftrace_stop
	same "$1: all are counted" $ftrace_count $(value $af/counters failures)
	check "$1: sums" sums
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
# Signed by Debian: the kernel asks for it where there is a modprobe.
[ ! -e /lab/sha512_generic.ko ] || insmod /lab/sha512_generic.ko
for kind in signed dkms; do
	for hook in kprobe kretprobe; do
		check "$kind: loads, hook=$hook" insmod /lab/$kind.ko hook=$hook
		same "$kind: armed, hook=$hook" Y "$(value $af/status armed)"
		unload
	done
	counts $kind
done
finish
