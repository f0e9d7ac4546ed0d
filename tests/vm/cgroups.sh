#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# cgroups.sh HOOK VERSION: in which memory cgroup failures were, by the inode numbers of
# its directories: each event, and the counts of the file cgroups, to the last digit; and
# which group refused. A charge that the kernel cannot refuse has another cause. VERSION
# is v2, or v1 where the kernel has it. kprobe sees nothing that a group refuses.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
count=40

# Kernel memory that a group has no room for can be given back between the refusal and
# the look at it, by an RCU callback, say: then it is transient, rightly. Over all cases
# of that counter five may be.
transients=0

# provoke STIMULUS...: from zero, with nobody else refused, nor the drain
provoke() {
	for _ in 1 2 3 4 5; do
		alone_afresh "$@"
		[ $made != "$(value /tmp/result refused)" ] || return 0
		retry "the drain was refused, too: $*"
	done
}

id_of() {
	stat -c %i "$1"
}

# Lines of the file cgroups: "id count refused", by id
lines() {
	sed 's/^count=\([0-9]*\) id=\([0-9]*\) .* refused=\([0-9]*\) .*/\2 \1 \3/' \
		$af/cgroups | sort -n
}

# in_events CONTEXT ID: how many there are
in_events() {
	grep -c "context=$1 .* cgroup=$2 " $af/events
}

# of ID KEY: a value of a group's line
of() {
	sed -n "s/.* id=$1 .* $2=\([0-9]*\) .*/\1/p; s/.* id=$1 $2=\([0-9]*\) .*/\1/p" \
		$af/cgroups
}

enter() {
	echo $$ >"$1/cgroup.procs" || die "cannot enter $1"
}

# one NAME ID REFUSED STIMULUS...: all failures are in that group, and it has refused
# all, with REFUSED 1, or none, with 0, or, with kmem, all but those that are transient
one() {
	name=$1
	id=$2
	refused=$3
	shift 3
	provoke "$@"
	case $refused in
	1) refused=$made ;;
	kmem)
		refused=$((made - $(increase cause_transient)))
		transients=$((transients + made - refused))
		;;
	esac
	same "$name: $made failures in group $id" "$id $made $refused" "$(lines)"
	same "$name: each has its event" $made "$(in_events task $id)"
	check "$name: sums" sums
}

# Of tasks that are in no group of their own; one of a class at a time.
groups() {
	one "at the top" $top_id 0 "order=10 gfp=NOWARN count=$count"
	mkdir $top/first $top/second
	enter $top/first
	first_id=$(id_of $top/first)
	one "a group" $first_id 0 "order=10 gfp=NOWARN count=$count"
	same "opportunistic" $made "$(of $first_id opportunistic)"
	one "atomic" $first_id 0 "order=10 gfp=ATOMIC count=$count"
	same "atomic" $made "$(of $first_id atomic)"
	one "blocking" $first_id 0 "order=10 gfp=KERNEL count=3"
	same "blocking" $made "$(of $first_id blocking)"
}

# From one group to the other and back; what has been counted stays.
to_and_fro() {
	second_id=$(id_of $top/second)
	echo 1 >$parameters/reset
	in_first=0
	in_second=0
	for _ in 1 2 3; do
		enter $top/second
		attempt "order=10 gfp=NOWARN count=$count"
		in_second=$((in_second + made))
		enter $top/first
		attempt "order=10 gfp=NOWARN count=$((2 * count))"
		in_first=$((in_first + made))
	done
	enter $top
	check "to and fro: sums" sums
	same "to and fro" "$in_first $in_second" \
		"$(of $first_id opportunistic) $(of $second_id opportunistic)"
	rmdir $top/second
	same "a group that is gone keeps its line" $second_id \
		"$(lines | awk -v id=$second_id '$1 == id { print $1 }')"
}

# Kernel threads are at the top; what is none of a task is in no group.
interrupts() {
	enter $top/first
	provoke "order=10 gfp=NOWARN context=$all_contexts cpus=2 count=$count"
	same "of two CPUs" "$top_id $((2 * count)) 0" "$(lines)"
	for context in $contexts; do
		id=0
		[ $context != task ] || id=$top_id
		same "$context: cgroup=$id" $((2 * count)) "$(in_events $context $id)"
	done
	check "of two CPUs: sums" sums
	check "of two CPUs: formats, and the events in order" formatted
	enter $top
}

# limit DIRECTORY BYTES: of what it may have
limit() {
	echo "$2" >"$1/$limit_file" || die "$1: no limit of $2"
}

# A limit above holds below; the group that has it is the one that is named.
refusals() {
	[ $hook != kprobe ] || return 0
	mkdir $top/limited
	$subtree $top/limited
	mkdir $top/limited/inner
	limited_id=$(id_of $top/limited)
	inner_id=$(id_of $top/limited/inner)
	limit $top/limited 2M
	enter $top/limited/inner
	one "the parent refuses" $limited_id 1 \
		"special=cgroup gfp=ACCOUNT|NOWARN count=$count"
	limit $top/limited $unlimited
	limit $top/limited/inner 2M
	one "it refuses itself" $inner_id 1 \
		"special=cgroup gfp=ACCOUNT|NOWARN count=$count"
	evidence
	enter $top
	rmdir $top/limited/inner $top/limited
}

# verdict CAUSE STIMULUS: of a request that the group has no room for, while the
# allocator is made to fail. So the cause is as if its charge had been refused.
verdict() {
	provoke "$2 order=10 drain=0 count=$count"
	same "$2: $1" $made "$(value $af/counters cause_$1)"
	refused=0
	[ $1 != cgroup ] || refused=$made
	same "$2: of its group" "$inner_id $made $refused" "$(lines)"
}

# The same without __GFP_ATOMIC is refused on 5.10 alone.
evidence() {
	provoke_nothing "special=burst gfp=ATOMIC|ACCOUNT|NOWARN count=2000"
	insmod /lab/af_breaker.ko symbol=get_page_from_freelist comm=sh \
		min_order=4 times=0 || die "insmod af_breaker.ko"
	verdict cgroup 'gfp=NOWAIT|ACCOUNT|NOWARN'
	verdict transient 'gfp=ATOMIC|ACCOUNT|NOWARN'
	verdict transient 'memalloc=1 gfp=ACCOUNT|NOWARN'
	case $(uname -r) in
	5.10.*) verdict cgroup 'gfp=HIGH|ACCOUNT|NOWARN' ;;
	*) verdict transient 'gfp=HIGH|ACCOUNT|NOWARN' ;;
	esac
	rmmod af_breaker
}

# The kernel lets such a request pass the limit.
provoke_nothing() {
	echo 1 >$parameters/reset
	attempt "$@"
	same "not refused: $*" 0 "$(value /tmp/result refused)"
}

# More groups than places: the others are counted as dropped, and the sums hold.
overflow() {
	unload
	load hook="$hook" cgroups=16
	same "places" "0 / 16" "$(sed -n 's/^cgroups: //p' $af/status)"
	for i in $(seq 20); do
		mkdir $top/many$i
		enter $top/many$i
		alone "order=10 gfp=NOWARN count=5"
	done
	enter $top
	rmdir $top/many*
	same "as many groups as places" 16 "$(lines | wc -l)"
	check "four are dropped" \
		[ "$(value $af/counters cgroups_dropped)" -ge 20 ]
	check "more than places: sums" sums
	same "all places are taken" "16 / 16" \
		"$(sed -n 's/^cgroups: //p' $af/status)"
	check "formats" formatted
	echo 1 >$parameters/reset
	same "none after a reset" 0 "$(lines | wc -l)"
}

v2() {
	top=/sys/fs/cgroup
	limit_file=memory.max
	unlimited=max
	subtree=enable_memory
	top_id=$(id_of $top)
	groups
	to_and_fro
	interrupts
	refusals
	rmdir $top/first
	overflow
}

enable_memory() {
	echo +memory >$1/cgroup.subtree_control
}

# Up to 5.10 a group below another one need not be charged with it.
with_hierarchy() {
	[ ! -e $1/memory.use_hierarchy ] ||
		echo 1 >$1/memory.use_hierarchy
}

# The counter of kernel memory refuses what may pass every other limit. Later kernels
# take a limit for it, and do nothing.
kmem() {
	case $(uname -r) in
	5.10.*) ;;
	*) return ;;
	esac
	mkdir $top/kmem
	echo 2M >$top/kmem/memory.kmem.limit_in_bytes || die "no limit of kernel memory"
	id=$(id_of $top/kmem)
	enter $top/kmem
	one "kernel memory" $id kmem "special=cgroup gfp=ACCOUNT|NOWARN count=$count"
	one "kernel memory, GFP_ATOMIC" $id kmem \
		"special=burst gfp=ATOMIC|ACCOUNT|NOWARN count=600"
	check "kernel memory, GFP_ATOMIC: some were refused" [ $made -gt 0 ]
	one "kernel memory, PF_MEMALLOC" $id kmem \
		"special=burst memalloc=1 gfp=ACCOUNT|NOWARN count=600"
	check "kernel memory, PF_MEMALLOC: some were refused" [ $made -gt 0 ]
	check "transient over all cases: $transients of 5 at most" [ $transients -le 5 ]
	enter $top
	rmdir $top/kmem
}

# The only hierarchy that has memory.
v1() {
	top=/tmp/v1
	limit_file=memory.limit_in_bytes
	unlimited=-1
	subtree=with_hierarchy
	echo -memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir $top
	mount -t cgroup -o memory memory $top || die "no cgroup v1 with memory"
	top_id=$(id_of $top)
	groups
	refusals
	kmem
	rmdir $top/first $top/second
}

# All events in one CPU's ring, but for those of the second CPU.
taskset -p 1 $$ >/dev/null || die "taskset"
load hook="$hook" events=1024 stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
quiet
ftrace_start
$2
ftrace_stop
unload
finish
