#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# recognise.sh HOOK COUNT: stacks that were recognised, each unwound all the same
# and compared (stack_verify): from many ways, depths and contexts, by several
# tasks, while modules come and go and others trace. COUNT failures a case.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
count=$2

at_least() {
	echo "$1 of at least $2"
	[ "$1" -ge "$2" ]
}

# exact NAME LEAST: nothing was recognised wrongly, and at least LEAST % rightly
exact() {
	captured=$(value $af/counters stacks_captured)
	recognised=$(value $af/counters recognised_stacks)
	same "$hook $1: recognised wrongly, of $recognised" 0 \
		"$(value $af/counters recognised_wrong)"
	check "$hook $1: recognised" at_least $recognised $((captured * $2 / 100))
	check "$hook $1: sums" sums
	echo 1 >$parameters/reset
}

# Each run is a system call, and begins at a random place of the stack.
runs() {
	run=0
	while [ $run -lt $1 ]; do
		echo "order=10 count=5 $2" >$stimulus/run || die "stimulus"
		run=$((run + 1))
	done
}

each_context() {
	[ "$hook" = kretprobe ] || echo "$all_contexts"
	echo $contexts
}

load hook="$hook" stack_budget=1000000 stack_verify=Y
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
same "$hook: stack_verify" Y "$(cat $parameters/stack_verify)"

for context in $(each_context); do
	stimulate "order=10 context=$context cpus=2 count=$count"
	exact "one way, $context" 90
	stimulate "order=10 context=$context cpus=2 depth=12 paths=4 count=$count"
	exact "four ways, $context" 60
	# More than are remembered: hardly one comes again in time.
	stimulate "order=10 context=$context cpus=2 depth=20 paths=61 sites=3 count=$count"
	exact "many ways, $context" 0
done
for depth in 0 1 2 3 5 8 13 21 34 55; do
	stimulate "order=10 depth=$depth count=$((count / 10))"
done
exact "many depths" 90

runs 100 ""
exact "many system calls" 60
(runs 50 "depth=3") &
runs 50 "depth=3"
wait
exact "two tasks" 40

# Another tracer, and modules that come: what was known is unwound again.
ftrace_start
stimulate "order=10 count=$((count / 10))"
ftrace_stop
insmod /lab/af_breaker.ko symbol=vfree comm=nobody || die "insmod af_breaker.ko"
stimulate "order=10 count=$((count / 10))"
rmmod af_breaker
stimulate "order=10 count=$((count / 10))"
exact "tracers and modules" 90

echo N >$parameters/stack_verify
stimulate "order=10 count=1000"
same "$hook: without stack_verify" "1000 999" \
	"$(value $af/counters stacks_captured) $(value $af/counters recognised_stacks)"
check "$hook: sums" sums
unload
finish
