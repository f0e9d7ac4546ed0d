#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# lockdown.sh HOOK: the kernel is locked down while the module is loaded, to
# integrity, as Secure Boot does, then to confidentiality. Every file can still be
# read, every parameter be written, the hook be attached, and no failure is lost.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
lockdown=/sys/kernel/security/lockdown
trace=$debugfs/tracing/events/allocfail/page_alloc_failure/enable

formatted() {
	awk -v kind=$1 -f /lab/format.awk $af/$1
}

# Lockdown looks at a file when it is opened: this one was open before.
exact() {
	before=$(value $af/counters failures)
	echo "order=10 cpus=2 sites=8 gfp=HIGH count=500" >&3 || die "stimulus"
	cat $stimulus/result >/tmp/result
	expected=$(($(value /tmp/result refused) +
		$(value /tmp/result drain_refused)))
	check "$1: there are failures" [ $expected -ge 1000 ]
	same "$1: all are counted" $expected \
		$(($(value $af/counters failures) - before))
}

set_parameter() {
	echo $2 >$parameters/$1 || return 1
	[ $1 = reset ] || same "$level: $1 is" $2 "$(cat $parameters/$1)"
}

files_and_parameters() {
	for file in $files; do
		check "$level: $file can be read" cat $af/$file
		check "$level: $file: its format" formatted $file
	done
	for parameter in "stack_budget 77" "stack_budget 1000000" \
		"snapshot_budget 7" "stack_verify Y" \
		"stack_verify N" "reset 1"; do
		set_parameter $parameter || fail "$level: $parameter"
	done
}

# Attached while the kernel is locked down
attached_again() {
	set_parameter enabled N || fail "$level: enabled N"
	same "$level: armed" N "$(value $af/status armed)"
	set_parameter enabled Y || fail "$level: enabled Y"
	same "$level: armed again" Y "$(value $af/status armed)"
}

all_works() {
	level=$1
	exact "$level"
	files_and_parameters
	exact "$level, after a reset"
	attached_again
	exact "$level, attached again"
	check "$level: sums" sums
	check "$level: stacks" grep -q '^	stimulus_site_7+' $af/signatures
}

load hook="$hook"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
exec 3>$stimulus/run || die "the stimulus cannot be opened"
mount -t securityfs securityfs /sys/kernel/security
all_works none
for level in integrity confidentiality; do
	echo $level >$lockdown || die "no lockdown to $level"
	check "locked down to $level" grep -qF "[$level]" $lockdown
	check "$level refuses other files of debugfs" sh -c \
		"! echo 'order=10 count=1' 2>/dev/null >$stimulus/run"
	all_works $level
	case $level in
	integrity) check "$level: the trace event" sh -c "echo 1 >$trace" ;;
	*) check "$level: no trace event" sh -c "! cat $trace 2>/dev/null" ;;
	esac
done
unload
check "nothing is left" nothing_left
finish
