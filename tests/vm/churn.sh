#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# churn.sh HOOK TIMES: load and unload, enable and disable, reset, TIMES each,
# while failures rain on all CPUs and readers read every file.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
times=$2
cpus=$(nproc)

load_unload() {
	i=0
	while [ $i -lt "$times" ]; do
		insmod /lab/allocfail.ko hook="$hook" || return 1
		unload_busy || return 1
		i=$((i + 1))
	done
	[ ! -e $af ]
}

# Each time the file agrees with what was written.
enable_disable() {
	i=0
	while [ $i -lt "$times" ]; do
		echo N >$parameters/enabled || return 1
		read -r state <$parameters/enabled
		[ "$state" = N ] || return 1
		echo Y >$parameters/enabled || return 1
		read -r state <$parameters/enabled
		[ "$state" = Y ] || return 1
		i=$((i + 1))
	done
}

reset() {
	i=0
	while [ $i -lt "$times" ]; do
		echo 1 >$parameters/reset || return 1
		i=$((i + 1))
	done
}

counting() {
	before=$(value $af/counters failures)
	sleep 0.5
	[ "$(value $af/counters failures)" -gt "$before" ]
}

# Detached, not a single one is counted.
detached() {
	echo N >$parameters/enabled
	before=$(value $af/counters failures)
	sleep 0.5
	after=$(value $af/counters failures)
	echo Y >$parameters/enabled
	[ "$before" = "$after" ]
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
start_rain "order=10 context=$all_contexts cpus=$cpus gfp=HIGH sites=8 depth=4 \
	count=100000000"
load hook="$hook"
waited=0
until [ "$(value $af/counters failures)" -gt 0 ]; do
	waited=$((waited + 1))
	[ $waited -lt 100 ] || die "no rain"
	sleep 0.1
done
unload
start_readers
check "$hook: $times loads and unloads under rain" load_unload
load hook="$hook" stack_budget=1000000
check "$hook: $times times enabled off and on under rain" enable_disable
check "$hook: counts after that" counting
check "$hook: counts nothing while enabled=N" detached
check "$hook: $times resets under rain" reset
check "$hook: counts after that" counting
stop_readers
stop_rain
check "$hook: sums of what came after the last reset" sums

echo 1 >$parameters/reset
cat $af/counters >/tmp/before
stimulate "order=10 cpus=$cpus gfp=HIGH count=1000"
cat $af/counters >/tmp/after
check "$hook: exact again" awk -v order=10 -v class=atomic -v zone=Normal \
	-f /lab/case.awk /tmp/before /tmp/after /tmp/result
unload
same "$hook: nothing left in debugfs" "" "$(ls -d $af 2>/dev/null)"
finish
