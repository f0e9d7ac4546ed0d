#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# workload.sh SECONDS: stress-ng in a small machine: memory, processes, sockets,
# page cache, and a memory cgroup at its limit. Beside the module bpftrace counts
# the allocator's NULLs by order and mask, and ftrace counts them: equal numbers.
# Needs a whole Debian with both.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046,SC2119 # functions run by check()
. /lab/lib.sh
seconds=$1
cgroup=/sys/fs/cgroup/limited

# By order and mask, and by cause as the module's own event has it
program='
tracepoint:kmem:mm_page_alloc /(int64)args->pfn == -1/ {
	@nulls[args->order, args->gfp_flags] = count();
}
tracepoint:allocfail:page_alloc_failure { @causes[args->cause] = count(); }
'

# Both count from 0 if nothing has failed since the reset.
begin() {
	for _ in 1 2 3; do
		echo 1 >$parameters/reset
		start_bpftrace "$program"
		[ "$(value $af/counters failures)" != 0 ] || return 0
		stop_bpftrace
	done
	die "no quiet moment to begin in"
}

failures() {
	value $af/counters failures
}

# Nothing has failed for two seconds.
wait_quiet() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		before=$(failures)
		sleep 2
		[ $before != $(failures) ] || return 0
	done
	die "no quiet moment to end in"
}

end() {
	wait_quiet
	stop_bpftrace
	same "failed while bpftrace stopped" 0 $(($(failures) - before))
	sed -n 's/^@nulls\[\([0-9]*\), \([0-9]*\)\]: \([0-9]*\)$/\1 \2 \3/p' \
		/tmp/bpftrace | sort >/tmp/theirs
	sed -n 's/^@causes\[\([0-9]*\)\]: \([0-9]*\)$/\1 \2/p' \
		/tmp/bpftrace | sort >/tmp/their_causes
}

# The victims of the OOM killer are those of stress-ng, not who counts. What it
# says is kept: a stressor that could not do its work is no workload.
stress() {
	echo "stress-ng $*"
	(echo 0 >/proc/self/oom_score_adj
		exec timeout -k 5 $((seconds + 30)) stress-ng --temp-path /tmp \
			--timeout $seconds "$@") >>/tmp/stress 2>&1
}

# Who counts is not in it. Not as root, or stress-ng would keep itself from being
# killed, and the OOM killer would find nobody.
stress_in_cgroup() {
	echo "in a cgroup of 24M:"
	mkdir $cgroup
	echo 24M >$cgroup/memory.max
	(sh -c "echo \$\$ >$cgroup/cgroup.procs; exec sleep 1000") &
	keeper=$!
	(sh -c "echo \$\$ >$cgroup/cgroup.procs
		exec setpriv --reuid 65534 timeout -k 5 $((seconds + 30)) \
			stress-ng --temp-path /tmp --timeout $seconds --vm 1 --vm-bytes 48M \
			--fork 2 --mmapfork 1 --pipe 2") >/dev/null 2>&1
	check "the cgroup was at its limit" \
		[ $(value $cgroup/memory.events max) -gt 0 ]
	kill -9 $keeper $(cat $cgroup/cgroup.procs) 2>/dev/null
}

connected() {
	! grep 'connect failed' /tmp/stress
}

# With reserves this small, memory is really gone before kswapd has done its work.
workload() {
	echo 512 >/proc/sys/vm/min_free_kbytes
	# A list of all tasks with each kill would push out the rest of the log.
	echo 0 >/proc/sys/vm/oom_dump_tasks
	stress --vm 4 --vm-bytes 130%
	stress --fork 4 --vm 2 --vm-bytes 110%
	stress --sock 4 --clone 4 --vm 2 --vm-bytes 110%
	stress --udp-flood 4 --vm 2 --vm-bytes 110%
	stress --hdd 4 --hdd-bytes 64M --dentry 2 --clone 4 --vm 1 --vm-bytes 80%
	stress_in_cgroup
	check "sockets could connect" connected
}

# Ours in the same form: "order mask count", masks in decimal
ours() {
	sed -n 's/^count=\([0-9]*\) order=\([0-9]*\) .* gfp_mask=\(0x[0-9a-f]*\) .*/\1 \2 \3/p' \
		$af/signatures |
		while read -r count order mask; do
			echo "$order $((mask)) $count"
		done |
		awk '{ sum[$1 " " $2] += $3 }
			END { for (key in sum) print key, sum[key] }' | sort
}

# By number, as the event has them: the counters' order is that of the enum.
our_causes() {
	awk '/^cause_/ { if ($2) print n + 0, $2; n++ }' $af/counters | sort
}

same_files() {
	cmp -s $1 $2 || {
		diff $1 $2 | head -n 10
		return 1
	}
}

echo -1000 >/proc/self/oom_score_adj
echo always >/sys/kernel/mm/transparent_hugepage/enabled
busybox ip link set lo up || die "no loopback"
load signatures=8192
begin
ftrace_start
workload
end
ftrace_stop
ours >/tmp/ours
our_causes >/tmp/our_causes
echo "order mask failures:"
cat /tmp/ours
grep -v ' 0$' $af/counters
check "the workload made failures of several kinds" [ $(wc -l </tmp/ours) -ge 2 ]
check "and many" [ $(failures) -ge 30 ]
check "bpftrace counted the same by order and mask" same_files /tmp/theirs /tmp/ours
check "bpftrace counted the same causes by our event" \
	same_files /tmp/their_causes /tmp/our_causes
same "ftrace counted as many" $ftrace_count $(failures)
same "signatures_dropped" 0 $(value $af/counters signatures_dropped)
check "sums" sums
unload
finish
