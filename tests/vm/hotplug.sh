#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# hotplug.sh HOOK: CPUs go off line and come back while failures rain, with
# memory that is plugged in and goes off line too. No count is lost; what came
# from a CPU that is gone stays, and what it remembered does no harm.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
cpus=/sys/devices/system/cpu
memory=/sys/devices/system/memory

# some KEY=VALUE...: failures, noted for the sum
some() {
	stimulate "order=10 sites=8 depth=6 paths=64 $*"
	awk '$1 == "refused" || $1 == "drain_refused" { sum += $2 }
		END { print sum }' /tmp/result >>/tmp/refused
}

# On the CPUs that are there; whoever is on one that goes is moved.
rain() {
	until [ -e /tmp/stop ]; do
		some count=2000
	done
}

managed() {
	awk '/Node/ { zone = $4 } $1 == "managed" { sum[zone] += $2 }
		END { print sum["'$1'"] + 0 }' /proc/zoneinfo
}

# The files show the zones that there are now.
zones_agree() {
	grep -c '^Node' /proc/buddyinfo >/tmp/zones
	grep -c '^Node' $af/fragmentation | cmp - /tmp/zones
}

# with_memory KIND ZONE: the zone becomes populated, and is counted and judged as
# any other.
with_memory() {
	for block in $blocks; do
		echo $1 >$block/state || fail "$block: $1"
	done
	check "$hook: $1: zone $2 has pages" [ "$(managed $2)" -gt 0 ]
	check "$hook: $1: zones agree" zones_agree
	echo 1 >$parameters/reset
	ftrace_start
	steadily "order=10 count=100 sites=8 gfp=MOVABLE|HIGHMEM|HIGH"
	ftrace_stop
	check "$hook: $1: counts" awk -v order=10 -v class=atomic \
		-v zone=Movable -v cause=fragmentation \
		-f /lab/case.awk /tmp/before /tmp/after /tmp/result
}

# Zones that appear and vanish while failures rain: memory that the request may not use
# is there, and then is not. Each has one of the two causes.
come_and_go() {
	echo 1 >$parameters/reset
	: >/tmp/refused
	rain &
	rain=$!
	rounds=0
	while [ $rounds -lt 15 ]; do
		for block in $blocks; do
			echo online_movable >$block/state ||
				fail "$block: online_movable"
		done
		sleep 0.2
		for block in $blocks; do
			switch $block 0
		done
		sleep 0.2
		rounds=$((rounds + 1))
	done
	touch /tmp/stop
	wait $rain
	rm /tmp/stop
	seen=$(($(value $af/counters failures) + $(value $af/status nmissed)))
	same "$hook: $(sum_of /tmp/refused) failures, 15 times a zone came and went" \
		"$(sum_of /tmp/refused)" $seen
	lowmem=$(value $af/counters cause_lowmem)
	fragmentation=$(value $af/counters cause_fragmentation)
	check "$hook: a zone above, $lowmem times" [ "$lowmem" -gt 0 ]
	check "$hook: and none, $fragmentation times" [ "$fragmentation" -gt 0 ]
	same "$hook: no other cause" "$(value $af/counters failures)" \
		$((lowmem + fragmentation + $(value $af/counters cause_transient)))
	check "$hook: sums" sums
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
load hook="$hook" stack_budget=1000000
: >/tmp/refused
# Each CPU has something to keep before any of them goes.
some count=100 cpus=4
rain &
rain=$!
rounds=0
while [ $rounds -lt 5 ]; do
	for cpu in 1 2 3; do
		switch $cpus/cpu$cpu 0
		sleep 0.1
	done
	for cpu in 3 1 2; do
		switch $cpus/cpu$cpu 1
		sleep 0.1
	done
	rounds=$((rounds + 1))
done
switch $cpus/cpu3 0
touch /tmp/stop
wait $rain
rm /tmp/stop
seen=$(($(value $af/counters failures) + $(value $af/status nmissed)))
same "$hook: $(sum_of /tmp/refused) failures, 30 times a CPU went or came" \
	"$(sum_of /tmp/refused)" $seen
check "$hook: sums" sums
for cpu in 0 1 2 3; do
	check "$hook: events of CPU $cpu" grep -q " cpu=$cpu " $af/events
done
switch $cpus/cpu3 1
same "$hook: no wrong stack" 0 "$(value $af/counters recognised_wrong)"

if [ ! -d $memory ]; then
	echo "no memory hotplug in $(uname -r)"
else
	blocks=$(plugged)
	check "there is memory to plug in" [ "$blocks" ]
	with_memory online_movable Movable
	for block in $blocks; do
		switch $block 0
	done
	check "$hook: zones after they went" zones_agree
	come_and_go
	# This stays: what the kernel has put there cannot be moved away.
	with_memory online_kernel Normal
fi
unload
finish
