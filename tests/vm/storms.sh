#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# storms.sh HOOK: how long a run of retries was, in streak=; and the budgets:
# what is beyond them goes without a stack, or a snapshot, and is counted.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
request="order=9 gfp=NOWARN"

# The greatest streak= of any record
longest() {
	awk '/^count=/ {
			for (i = 1; i <= NF; i++)
				if ($i ~ /^streak=/ && substr($i, 8) + 0 > most)
					most = substr($i, 8) + 0
		}
		END { print most + 0 }' $af/signatures
}

# streak EXPECTED RUNS STIMULUS...: the machine may pause us in the midst of a
# run, and end it, but not every time; a streak is never too long, in no try.
streak() {
	expected=$1
	runs=$2
	shift 2
	for _ in 1 2 3 4 5; do
		echo 1 >$parameters/reset
		run=0
		while [ $run -lt $runs ]; do
			[ $run = 0 ] || sleep 0.05
			stimulate $request "$@"
			run=$((run + 1))
		done
		got=$(longest)
		check "$hook streak: $got, $expected at most" [ $got -le $expected ]
		[ $got -lt $expected ] || break
		retry "a streak of $got, of $expected"
	done
	same "$hook streak of $runs runs, $*" $expected $got
}

now() {
	read -r uptime _ </proc/uptime
	echo ${uptime%.*}
}

between() {
	[ $1 -le $2 ] && [ $2 -le $3 ]
}

# within NAME COUNTER LIMIT CPUS: the budget was used up, in each of the seconds
# that the run can have touched at most
within() {
	got=$(value $af/counters $2)
	least=$(($3 * $4))
	most=$(($3 * $4 * (seconds + 2)))
	check "$hook $1: $got of $least to $most" between $least $got $most
}

# storm STIMULUS...: from zero, in a new second, and in $seconds how long it took
storm() {
	sleep 1
	echo 1 >$parameters/reset
	cat $af/counters >/tmp/before
	seconds=$(now)
	stimulate $request "$@"
	seconds=$(($(now) - seconds))
	cat $af/counters >/tmp/after
}

# exact NAME VARIABLES: no counter but those of the failures has moved
exact() {
	check "$hook $1: counters" awk -f /lab/case.awk -v order=9 -v nowarn=1 \
		-v class=opportunistic -v zone=Normal $2 \
		/tmp/before /tmp/after /tmp/result
	check "$hook $1: sums" sums
}

# bare COUNT: so many failures are in records without frames, and none of those
# records is there twice
bare() {
	awk -v count=$1 '
		function record() {
			if (number && !frames) {
				sum += number
				records++
			}
			number = frames = 0
		}
		/^count=/ { record(); number = substr($1, 7) + 0 }
		/^\t/ { frames++ }
		END {
			record()
			if (sum == count && records == (count > 0))
				exit 0
			printf "%d in %d records", sum, records
			exit 1
		}' $af/signatures
}

streaks() {
	streak 50 1 count=50
	streak 50 1 count=50 context=${contexts##* }
	streak 1 1 count=5 pause=20
	# Each task its own
	streak 50 1 count=50 cpus=2
	# A pause between
	streak 50 2 count=50
}

# A stack that was seen before costs the budget nothing: each way is new here.
stack_budget() {
	new="depth=10 paths=1024"
	echo 0 >$parameters/stack_budget
	storm count=100
	exact "no stacks" "-v stacks=0"
	check "$hook no stacks: one bare record" bare 100

	echo 10 >$parameters/stack_budget
	storm count=100 $new
	within "10 stacks a second" stacks_captured 10 1
	taken=$(value /tmp/after stacks_captured)
	exact "10 stacks a second" "-v stacks=$taken"
	check "$hook 10 stacks a second: the others are bare" \
		bare $((100 - taken))
	storm count=100 cpus=2 $new
	within "10 stacks a second and CPU" stacks_captured 10 2
	storm count=1000
	exact "10 stacks a second, one known" "-v stacks=1000"
	check "$hook a known stack is recognised" \
		between 999 "$(value $af/counters recognised_stacks)" 999

	echo 1 >$parameters/stack_budget
	storm count=6 pause=500 $new
	taken=$(value $af/counters stacks_captured)
	check "$hook each second has its stack: $taken in $seconds s" \
		between 3 $taken $((seconds + 1))

	echo 1000000 >$parameters/stack_budget
	storm count=1000 $new
	exact "all stacks" "-v stacks=1000"
	check "$hook all stacks: no bare record" bare 0
}

snapshot_budget() {
	echo 0 >$parameters/snapshot_budget
	storm count=100
	exact "no snapshots" "-v snapshots=0"
	echo 5 >$parameters/snapshot_budget
	storm count=100
	within "5 snapshots a second" snapshots_taken 5 1
	exact "5 snapshots a second" \
		"-v snapshots=$(value /tmp/after snapshots_taken)"
}

taskset -p 1 $$ >/dev/null || die "taskset"
load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
streaks
stack_budget
snapshot_budget
unload
finish
