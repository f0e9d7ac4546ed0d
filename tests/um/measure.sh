#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# measure.sh ROUNDS: in a User-Mode Linux: each request in turn, without the hook and
# with it, so many times. Prints, for tests/um/table.awk,
#
#   ns ROUND REQUEST HOOK COUNT NANOSECONDS
#
# and fails if the module has not counted what was refused.
rounds=$1
stimulus=/sys/kernel/debug/af_stimulus
parameters=/sys/module/allocfail/parameters
counters=/sys/kernel/debug/allocfail/counters
counted=0

die() {
	echo "FAILED $*"
	exit 1
}

value() {
	awk -v name="$2" '$1 == name { print $2; exit }' "$1"
}

set_parameter() {
	echo "$2" >"$parameters/$1" || die "$1=$2"
}

# samples REQUEST HOOK COUNT STIMULUS...: five of so many requests, each shorter than
# the time that the machine gives a process at one go.
samples() {
	request=$1
	hook=$2
	count=$3
	shift 3
	for _ in 1 2 3 4 5; do
		echo "$* count=$count" >$stimulus/run || die "run $*"
		awk -v head="ns $round $request $hook $count" -v count="$count" '
			$1 == "elapsed_ns" { print head, $2 }
			$1 == "refused" || $1 == "granted" { whole += $2 == count }
			END { exit whole != 1 }' $stimulus/result || die "$request"
	done
}

granted() {
	samples success "$1" 1000 special=granted gfp=KERNEL order=0
}

# refused HOOK COUNT
refused() {
	samples failure "$1" "$2" gfp=NOWARN order=3
}

bare() {
	set_parameter enabled N
	granted bare
	refused bare 1000
}

# All of it: a stack each, as long as stack_budget allows, or none.
hooked() {
	set_parameter enabled Y
	granted hook
	set_parameter stack_budget 1000000
	refused stack 100
	set_parameter stack_budget 0
	refused stackless 1000
	counted=$((counted + 5500))
}

# What is first in one round is last in the next.
round() {
	if [ $((round % 2)) = 0 ]; then
		bare
		hooked
	else
		hooked
		bare
	fi
}

# hook=NAME is refused, and the kernel's log says why.
refuses() {
	insmod allocfail.ko hook="$1" 2>/dev/null && die "hook=$1 was loaded"
	dmesg | grep -q "hook=$1: .*without CONFIG_KPROBES" || die "hook=$1: no reason"
}

insmod af_stimulus.ko || die "insmod af_stimulus.ko"
refuses kprobe
refuses kretprobe
insmod allocfail.ko snapshot_budget=0 || die "insmod allocfail.ko"
round=0
while [ $round -lt "$rounds" ]; do
	round
	round=$((round + 1))
done
echo "counted $(value $counters failures) of $counted"
[ "$(value $counters failures)" = $counted ] || die "the module missed some"
awk '/\[af_stimulus\]/ { found = 1 } END { exit !found }' \
	/sys/kernel/debug/allocfail/signatures || die "no stack has its caller"
! grep -q '\[allocfail\]' /sys/kernel/debug/allocfail/signatures ||
	die "the module is in its own stacks"
cat /sys/kernel/debug/allocfail/signatures
rmmod allocfail || die "rmmod allocfail"
