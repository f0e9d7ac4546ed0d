#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# causes.sh HOOK LAYOUT: each cause is provoked for real; only that cause is
# counted, and events and signatures say so. Where the watermark refuses, the
# threshold is compared with the kernel's arithmetic. LAYOUT is what the VM has:
#   zones      one node with DMA, DMA32 and Normal
#   nodes      two nodes
#   reserved   pages that not every request may take: highatomic ones, and CMA
#              where the kernel has it; and a node that is off line
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046 # functions run by check()
. /lab/lib.sh
hook=$1
layout=$2
cgroups=/sys/fs/cgroup

# Refusals of a case; one CPU's ring holds as many events.
count=100

# What a request lacked can become free between its refusal and the look at it: then it
# is transient, rightly. Over all tries of all cases so many were, and may be: two of a
# thousand, and more of requests that wait.
transients=0
transients_allowed=5

# provoke CAUSE STIMULUS...: from zero, with nobody else refused, nor the drain
provoke() {
	provoked=$1
	shift
	for _ in 1 2 3 4 5; do
		alone_afresh "$@"
		if [ $provoked != transient ]; then
			transient=$(increase cause_transient)
			transients=$((transients + transient))
		else
			transient=0
		fi
		[ $made != "$(value /tmp/result refused)" ] || return 0
		retry "the drain was refused, too: $*"
	done
}

# only CAUSE: $count events, and as many in records, all of this cause, but for those
# that were transient
only() {
	awk -v cause="cause=$1" -v count=$count -v transient=$transient '
		{
			mine = 0
			for (i = 1; i <= NF; i++)
				mine = mine || $i == cause ||
					(transient && $i == "cause=transient")
		}
		FILENAME ~ /events$/ {
			events++
			right += mine
			if (!mine)
				other = events ": " $0
		}
		FILENAME ~ /signatures$/ && sub(/^count=/, "") {
			records += $1
			counted += mine * $1
		}
		END {
			if (events == count && right == count &&
			    records == count && counted == count)
				exit 0
			printf "of %d events %d, of %d in records %d; %s", events,
				right, records, counted, other
			exit 1
		}' $af/events $af/signatures
}

# one HOOKS NAME CAUSE CLASS ZONE STIMULUS...: class and highest zone are those
# of the request. Hooks that cannot see it, or cannot know its cause, are left
# out.
one() {
	echo $hook | grep -qE "^($1)$" || [ $1 = all ] || return 0
	name="$hook $2: $3"
	cause=$3
	case " $* " in
	*NOWARN* | *nolock*) nowarn=1 ;;
	*) nowarn=0 ;;
	esac
	variables="-v cause=$3 -v class=$4 -v zone=$5 -v nowarn=$nowarn"
	shift 5
	provoke $cause "$@" count=$count
	variables="$variables -v transient=$transient"
	order=$(value /tmp/result order)
	[ $order -le 10 ] || order=over
	variables="$variables -v order=$order"
	variables="$variables -v memalloc=$(value /tmp/result memalloc)"
	check "$name" awk -f /lab/case.awk $variables \
		/tmp/before /tmp/after /tmp/result
	check "$name, say events and signatures" only $cause
	check "$name, sums" sums
}

# Lines with the words of one()
table() {
	while read -r line; do
		[ -z "$line" ] || one $line </dev/null
	done
}

# threshold SHARE [UNUSABLE [MINS]]: in each event that the watermark caused, of a
# request that may use all zones, the free pages of the zone that came closest are at
# the request's threshold or below it, by no more than a CPU takes into its own lists
# at once and all of them leave uncounted. SHARE is what of the watermark is open to
# the request, UNUSABLE, ZONE=PAGES, are pages that it may not take, MINS a copy of
# zoneinfo with the watermarks that hold for it, if not the event's.
threshold() {
	awk -v share="$1" -v unusable="$2" -v mins="$3" '
		BEGIN { split(unusable, kept, "=") }
		FILENAME !~ /events$/ && /^Node/ { zone = $2 + 0 "/" $4 }
		FILENAME ~ /zoneinfo$/ && /protection:/ {
			gsub(/[(),]/, " ")
			reserve[zone] = $4
		}
		FILENAME == mins && $1 == "min" { marks[zone] = $2 }
		$1 == "batch:" { batch[zone] = $2 }
		/vm stats threshold:/ { uncounted[zone] += $4 }
		FILENAME ~ /events$/ && / cause=watermark / {
			for (i = 1; i <= NF; i++) {
				split($i, pair, "=")
				value[pair[1]] = pair[2]
			}
			zone = value["node"] "/" value["zone"]
			min = zone in marks ? marks[zone] : value["min"]
			if (share ~ /half/)
				min -= int(min / 2)
			if (share ~ /quarter/)
				min -= int(min / 4)
			if (value["zone"] == kept[1])
				min += kept[2]
			below = min + reserve[zone] - value["free"]
			slack = 4 * batch[zone] + uncounted[zone]
			if (!slack || below < 0 || below > slack) {
				wrong++
				text = sprintf("below by %d, may be %d: %s", below,
					slack, $0)
			}
			events++
		}
		END {
			if (wrong || !events)
				printf "not so %d times of %d: %s", wrong, events, text
			exit wrong || !events
		}' $3 /proc/zoneinfo $af/events
}

# at_threshold NAME SHARE [UNUSABLE [MINS]]
at_threshold() {
	check "$hook $1: refused at its own threshold" threshold "$2" "$3" $4
}

release_is() {
	uname -r | grep -qE "^($1)\."
}

# What __GFP_HIGH alone opens: in 5.10 the quarter is for __GFP_ATOMIC.
high_share() {
	if release_is '5\.10'; then
		echo half
	else
		echo half,quarter
	fi
}

# nearly_all CAUSE: of /tmp/before to /tmp/after, but for those that are transient
nearly_all() {
	rest=$(increase cause_transient)
	echo "$1 $(increase "cause_$1"), transient $rest"
	[ $(($(increase "cause_$1") + rest)) = $count ]
}

# waiting NAME SHARE KEY=VALUE...: requests that reclaim. What they get by that they take,
# but if it says that there was nothing the kernel does not look again, though others
# have freed pages meanwhile: on 7.2 that makes three in a hundred transient.
waiting() {
	name=$1
	share=$2
	shift 2
	provoke watermark order=0 'gfp=DIRECT_RECLAIM|NORETRY|NOWARN' \
		"$@" count=$count
	transients_allowed=$((transients_allowed + 5))
	check "$hook $name: watermark" nearly_all watermark
	check "$hook $name: sums" sums
	at_threshold $name $share
}

# Since 6.3, and in stable releases before, only the requests of a realtime task that
# may wait go further down; in 5.10 those that may not, too.
each_realtime() {
	lower=half
	hasty=none
	if release_is '5\.10'; then
		lower=quarter
		hasty=quarter
	fi
	waiting waiting none
	waiting realtime_waiting $lower realtime=1
	one all realtime watermark opportunistic Normal \
		'order=0 realtime=1 gfp=NOWAIT|NOWARN'
	at_threshold realtime $hasty
	one all realtime_HIGH watermark atomic Normal 'order=0 realtime=1 gfp=HIGH'
	at_threshold realtime_HIGH half,quarter
}

# A CPU's own lists are kept to four batches: from 6.7 on they take more at once,
# the more a CPU allocates.
each_watermark() {
	[ ! -e /proc/sys/vm/percpu_pagelist_high_fraction ] ||
		echo 1000000 >/proc/sys/vm/percpu_pagelist_high_fraction
	one all NOWAIT watermark opportunistic Normal 'order=0 gfp=NOWAIT|NOWARN'
	at_threshold NOWAIT none
	one all ATOMIC watermark atomic Normal 'order=0 gfp=ATOMIC'
	at_threshold ATOMIC half,quarter
	one all HIGH watermark atomic Normal 'order=0 gfp=HIGH'
	at_threshold HIGH $(high_share)
	one all softirq watermark atomic Normal \
		'order=0 gfp=ATOMIC context=softirq'
	at_threshold softirq half,quarter
	each_realtime
}

# Min watermarks of all zones
sum_of_mins() {
	awk '$1 == "min" { sum += $2 } END { print sum }' /proc/zoneinfo
}

# Memory in pieces, more or less than what a request may go down to: that tells
# whether there was too little of it for this request.
each_share() {
	before=$(cat /proc/sys/vm/min_free_kbytes)
	echo 32768 >/proc/sys/vm/min_free_kbytes
	high=fragmentation
	! release_is '5\.10' || high=watermark
	table <<-END
		all above_min fragmentation opportunistic Normal order=3 pieces=0 spare=115 gfp=NOWARN
		all below_min watermark opportunistic Normal order=3 pieces=0 spare=85 gfp=NOWARN
		all ATOMIC_above fragmentation atomic Normal order=3 pieces=0 spare=43 gfp=ATOMIC
		all ATOMIC_below watermark atomic Normal order=3 pieces=0 spare=30 gfp=ATOMIC
		all HIGH_above fragmentation atomic Normal order=3 pieces=0 spare=60 gfp=HIGH
		all HIGH_between $high atomic Normal order=3 pieces=0 spare=43 gfp=HIGH
		all memalloc_below fragmentation opportunistic Normal order=3 pieces=0 spare=30 memalloc=1 gfp=NOWARN
	END
	echo $before >/proc/sys/vm/min_free_kbytes
}

# Taking blocks of another mobility raises the watermark, until kswapd has run.
boost() {
	for mobility in NONE RECLAIMABLE MOVABLE NONE RECLAIMABLE MOVABLE; do
		stimulate "order=1 pieces=0 gfp=$mobility|NOWARN"
		[ $(sum_of_mins) -le $1 ] || break
	done
	check "the watermark is boosted" [ $(sum_of_mins) -gt $1 ]
}

# Some requests may pass over the boost.
boosted() {
	# kswapd is at rest
	sleep 1
	echo 15000 >/proc/sys/vm/watermark_boost_factor
	cat /proc/zoneinfo >/tmp/unboosted
	min=$(sum_of_mins)
	boost $min
	one all boosted watermark opportunistic Normal 'order=0 gfp=NOWARN'
	at_threshold boosted none
	check "the watermark is still boosted" [ $(sum_of_mins) -gt $min ]
	one all boosted_HIGH watermark atomic Normal 'order=0 gfp=HIGH'
	if release_is '5\.10|6\.1'; then
		at_threshold boosted_HIGH $(high_share)
	else
		at_threshold boosted_HIGH $(high_share) '' /tmp/unboosted
	fi
	echo 0 >/proc/sys/vm/watermark_boost_factor
}

each_breaker() {
	insmod /lab/af_breaker.ko symbol=get_page_from_freelist comm=sh \
		min_order=4 times=0 || die "insmod af_breaker.ko"
	one all race transient opportunistic Normal \
		'order=5 gfp=NOWAIT|NOWARN drain=0'
	one all race_blocking transient blocking Normal \
		'order=5 gfp=KERNEL drain=0'
	rmmod af_breaker
}

# A limit on the parent holds for the child, which has none itself.
each_cgroup() {
	mkdir $cgroups/limited
	echo +memory >$cgroups/limited/cgroup.subtree_control
	mkdir $cgroups/limited/inner
	echo 2M >$cgroups/limited/memory.max
	echo $$ >$cgroups/limited/inner/cgroup.procs
	one 'tracepoint|kretprobe' limited_parent cgroup opportunistic Normal \
		'special=cgroup gfp=ACCOUNT|NOWARN'
	echo max >$cgroups/limited/memory.max
	echo 2M >$cgroups/limited/inner/memory.max
	one 'tracepoint|kretprobe' limited_itself cgroup opportunistic Normal \
		'special=cgroup gfp=ACCOUNT|NOWARN'
	echo $$ >$cgroups/cgroup.procs
	real_process
	rmdir $cgroups/limited/inner $cgroups/limited
}

# A shell opens a file as number 200000: the table of its files takes 2 MiB,
# which its cgroup does not have. The kernel tries one block, then less, then
# pages. The OOM killer finds nothing there that it may kill.
real_process() {
	echo 1 >$parameters/reset
	ftrace_stop
	ftrace_start
	sh -c 'echo -1000 >/proc/self/oom_score_adj
		echo $$ >/sys/fs/cgroup/limited/inner/cgroup.procs
		ulimit -n 300000
		exec 200000</dev/null' 2>/dev/null
	ftrace_stop
	check "the allocator has refused a real process" [ $ftrace_count -gt 0 ]
	[ $hook != kprobe ] || ftrace_count=0
	same "$hook real process in a cgroup: cgroup" $ftrace_count \
		"$(value $af/counters cause_cgroup)"
	same "$hook real process in a cgroup: failures" $ftrace_count \
		"$(value $af/counters failures)"
	ftrace_start
}

# Debian's kernels have no injection, but 5.10 and 6.1 have its function. In a
# kernel that cannot inject, a refusal for no reason is no injection.
no_injection() {
	grep -q ' should_fail_alloc_page$' /proc/kallsyms || return 0
	insmod /lab/af_breaker.ko symbol=should_fail_alloc_page retval=1 \
		comm=sh min_order=9 times=0 || die "insmod af_breaker.ko"
	cause=transient
	[ ! -d $debugfs/fail_page_alloc ] || cause=injected
	unseen=1
	one kretprobe imitated_injection $cause opportunistic Normal \
		'order=9 drain=0 gfp=NOWARN'
	unseen=0
	rmmod af_breaker
}

nolock() {
	grep -q ' alloc_pages_nolock_noprof$' /proc/kallsyms || return 0
	one tracepoint nolock fragmentation opportunistic Normal \
		'special=nolock order=3'
}

zones() {
	each_watermark
	each_share
	boosted
	table <<-'END'
		all pages fragmentation opportunistic Normal order=1 pieces=0 gfp=NOWARN
		all pages_3 fragmentation atomic Normal order=3 pieces=0 gfp=ATOMIC
		all pages_10 fragmentation opportunistic Normal order=10 pieces=0 gfp=NOWARN
		all half fragmentation opportunistic Normal order=4 gfp=NOWARN
		all movable fragmentation atomic Movable order=9 gfp=MOVABLE|HIGHMEM|HIGH
		all in_softirq fragmentation atomic Normal order=2 gfp=HIGH context=softirq
		all blocking fragmentation opportunistic Normal order=5 gfp=KERNEL|NORETRY
		all memalloc_3 fragmentation opportunistic Normal order=3 memalloc=1 gfp=NOWARN
		all short_3 watermark opportunistic Normal order=3 pieces=0 fragment=0 gfp=NOWARN
		all memalloc reserve opportunistic Normal order=0 memalloc=1 gfp=NOWARN
		all MEMALLOC reserve atomic Normal order=0 gfp=MEMALLOC
		all nomemalloc watermark opportunistic Normal order=0 memalloc=1 gfp=NOMEMALLOC|NOWARN
		all DMA lowmem opportunistic DMA order=0 gfp=DMA|NOWARN
		all DMA_ATOMIC lowmem atomic DMA order=0 gfp=DMA|ATOMIC
		all DMA_3 lowmem opportunistic DMA order=3 gfp=DMA|NOWARN
		all DMA_memalloc lowmem opportunistic DMA order=0 memalloc=1 gfp=DMA|NOWARN
		all DMA32 lowmem opportunistic DMA32 order=0 gfp=DMA32|NOWARN
		all DMA32_3 lowmem opportunistic DMA32 order=3 gfp=DMA32|NOWARN
	END
	# Refused before the kernel's own event.
	unseen=1
	one kretprobe oversize oversize opportunistic Normal order=11 gfp=NOWARN
	unseen=0
	[ "${contexts##*hardirq*}" ] ||
		one all in_hardirq fragmentation atomic Normal \
			'order=2 gfp=HIGH context=hardirq'
	nolock
	each_breaker
	no_injection
	each_cgroup
}

# The tracepoint does not know the node of THISNODE: one node has it, another
# has not. It knows no nodemask either, but the task's memory policy and cpuset.
nodes() {
	table <<-'END'
		all THISNODE placement opportunistic Normal order=0 gfp=THISNODE|NOWARN node=1
		all THISNODE_0 placement opportunistic Normal order=0 gfp=THISNODE|NOWARN node=0
		all THISNODE_3 placement opportunistic Normal order=3 gfp=THISNODE|NOWARN node=1
		all THISNODE_memalloc placement opportunistic Normal order=0 memalloc=1 gfp=THISNODE|NOWARN node=1
		all THISNODE_DMA placement opportunistic DMA order=0 drain=0 gfp=THISNODE|DMA|NOWARN node=1
		kprobe|kretprobe nodemask placement opportunistic Normal order=0 bind=1 gfp=NOWARN node=1
		kprobe|kretprobe nodemask_3 placement opportunistic Normal order=3 bind=1 gfp=NOWARN node=1
		tracepoint nodemask transient opportunistic Normal order=0 bind=1 gfp=NOWARN node=1
		all both_nodes watermark opportunistic Normal order=0 gfp=NOWARN
		all both_nodes_3 fragmentation opportunistic Normal order=3 gfp=NOWARN
		all both_nodes_memalloc reserve opportunistic Normal order=0 memalloc=1 gfp=NOWARN
	END
	writer="/lab/bind_node 1"
	table <<-'END'
		all policy placement opportunistic Normal order=0 bind=1 gfp=NOWARN node=1
		all policy_3 placement opportunistic Normal order=3 bind=1 gfp=NOWARN node=1
	END
	writer=
	echo +cpuset >$cgroups/cgroup.subtree_control
	mkdir $cgroups/placed
	echo 1 >$cgroups/placed/cpuset.mems
	echo $$ >$cgroups/placed/cgroup.procs
	table <<-'END'
		all cpuset placement opportunistic Normal order=0 gfp=HARDWALL|NOWARN
		all cpuset_3 placement opportunistic Normal order=3 gfp=HARDWALL|NOWARN
		all cpuset_ATOMIC watermark atomic Normal order=0 gfp=HARDWALL|ATOMIC
		all cpuset_no_wall watermark opportunistic Normal order=0 gfp=NOWARN
		all cpuset_softirq watermark opportunistic Normal order=0 gfp=HARDWALL|NOWARN context=softirq
	END
	echo $$ >$cgroups/cgroup.procs
	rmdir $cgroups/placed
}

# An atomic request that gets a block below the low watermark has the kernel
# reserve the blocks around it.
reserve_blocks() {
	before=$(cat /proc/sys/vm/min_free_kbytes)
	free=$(awk '$1 == "MemFree:" { print $2 }' /proc/meminfo)
	echo $((free * 85 / 100)) >/proc/sys/vm/min_free_kbytes
	# Given up after so many grants
	echo 'order=3 gfp=ATOMIC drain=0 limit=200' 2>/dev/null >$stimulus/run
	echo $before >/proc/sys/vm/min_free_kbytes
}

# Who has to reclaim between the reservation and the old watermark, and be it
# this shell, has the kernel give the blocks back: then once more.
reserve_highatomic() {
	for _ in 1 2 3 4 5; do
		reserve_blocks
		[ $(highatomic_pages) -eq 0 ] || break
		retry "the kernel kept no block"
	done
	check "$(highatomic_pages) pages count as highatomic" \
		[ $(highatomic_pages) -gt 0 ]
}

# Pages that count as highatomic: all reserved ones, or since 6.12 free ones.
highatomic_pages() {
	if release_is '5\.10|6\.1'; then
		awk '/^Number of blocks type/ { blocks = 1; next }
			blocks { sum += $8 } END { print 512 * sum }' /proc/pagetypeinfo
	else
		awk '/^Node.*HighAtomic/ {
				pages = 1
				for (i = 7; i <= NF; i++) {
					sum += $i * pages
					pages *= 2
				}
			}
			END { print sum + 0 }' /proc/pagetypeinfo
	fi
}

cma_pages() {
	awk '$1 == "nr_free_cma" { sum += $2 } END { print sum + 0 }' \
		/proc/zoneinfo
}

# has_blocks: there were free blocks, of a kind that the request may not take
has_blocks() {
	awk '{ sub(/.* blocks=/, "") } $1 == 0 { none++ }
		END { if (none || !NR) printf "%d of %d without", none, NR
			exit none || !NR }' $af/events
}

# Only kernels with CMA say how much there is of it.
cma_kept() {
	grep -q '^CmaTotal:' /proc/meminfo || return 0
	check "the kernel has a CMA area" [ $(cma_pages) -gt 0 ]
	one all cma_kept fragmentation opportunistic Normal 'order=9 gfp=NOWARN'
	check "$hook cma_kept: there were such blocks" has_blocks
}

# Highatomic pages count as usable for who may take the reserves; since 6.1 for
# all that cannot wait, too, unless by NOMEMALLOC.
reserved() {
	same "a node may come, and is not there; one has no memory" "0-2 0-1 0" \
		"$(cat /sys/devices/system/node/possible \
			/sys/devices/system/node/online \
			/sys/devices/system/node/has_memory | tr '\n' ' ' | sed 's/ $//')"
	# All nodes with memory could have served it.
	insmod /lab/af_breaker.ko symbol=get_page_from_freelist comm=sh \
		min_order=4 times=0 || die "insmod af_breaker.ko"
	one all THISNODE transient opportunistic Normal \
		'order=5 gfp=THISNODE|NOWARN node=0 drain=0'
	rmmod af_breaker
	one all DMA lowmem opportunistic DMA 'order=0 gfp=DMA|NOWARN'
	cma_kept
	reserve_highatomic
	one all blocks_kept fragmentation opportunistic Normal \
		'order=1 pieces=0 gfp=NOWARN'
	check "$hook blocks_kept: there were such blocks" has_blocks
	one all pages_kept watermark opportunistic Normal \
		'order=0 gfp=NOMEMALLOC|NOWARN'
	at_threshold pages_kept none \
		DMA32=$(($(highatomic_pages) + $(cma_pages)))
	one all pages_open watermark opportunistic Normal 'order=0 gfp=NOWARN'
	if release_is '5\.10'; then
		at_threshold pages_open none \
			DMA32=$(($(highatomic_pages) + $(cma_pages)))
	else
		at_threshold pages_open none DMA32=$(cma_pages)
	fi
}

# All events in one CPU's ring
taskset -p 1 $$ >/dev/null || die "taskset"
load hook="$hook" events=128 stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
quiet
ftrace_start
$layout
ftrace_stop
check "$hook: transient over all tries: $transients of $transients_allowed at most" \
	[ $transients -le $transients_allowed ]
unload
finish
