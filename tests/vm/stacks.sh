#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# stacks.sh HOOK: each signature names the stimulus's call site, in each context
# and at each depth, with the count of that site; interrupts' stacks end at the
# interrupt's entry.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1

# sites CONTEXT COUNT: 8 sites, each a record of this context with COUNT, and
# the site the first frame below the allocator.
sites() {
	awk -v context="$1" -v count="$2" '
		/^count=/ {
			mine = $0 ~ "context=" context " "
			split($1, field, "=")
			first = 1
			next
		}
		mine && first && /stimulus_site_[0-7]\+.*\[af_stimulus\]/ {
			name = $1
			sub(/\+.*/, "", name)
			sum[name] += field[2]
		}
		{ first = 0 }
		END {
			for (i = 0; i < 8; i++) {
				name = "stimulus_site_" i
				if (sum[name] != count) {
					printf "%s: expected %d, got %d; ", name, count, sum[name]
					wrong = 1
				}
			}
			exit wrong
		}' $af/signatures
}

# who CPU FROM TO: this shell's request, on that CPU, between those two times
who() {
	awk -v pid=$$ -v cpu="$1" -v from="$2" -v to="$3" '
		/^count=/ && / comm=sh$/ {
			for (i = 1; i <= NF; i++) {
				split($i, pair, "=")
				value[pair[1]] = pair[2]
			}
			found = value["pid"] == pid && value["cpu"] == cpu &&
				value["first"] >= from - 0.02 &&
				value["first"] <= value["last"] &&
				value["last"] <= to + 0.02
			print
		}
		END { exit !found }' $af/signatures
}

# depths: the frames of stimulus_descend above the site are as many as asked
depths() {
	awk -v depth="$1" '
		/^count=/ { frames = 0; site = 0 }
		/stimulus_site_/ { site = 1 }
		/stimulus_descend/ { frames++ }
		site && frames > most { most = frames }
		END {
			if (most != depth)
				printf "expected %d frames, got %d", depth, most
			exit most != depth
		}' $af/signatures
}

# nothing of what was interrupted: neither its syscall, nor a kernel thread, but
# those that run softirqs
ends_at_entry() {
	awk '/^count=/ {
			irq = $0 !~ /context=task/
			records += irq
			thread = 0
		}
		/run_ksoftirqd|rcu_cpu_kthread/ {
			thread = 1
			next
		}
		irq && /do_syscall_64|ret_from_fork|kthread\+|run_worker|worker_thread|cpu_startup/ {
			if ($0 ~ /ret_from_fork|kthread\+/ && thread)
				next
			printf "%s; ", $0
			wrong = 1
		}
		END { exit wrong || !records }' $af/signatures
}

folded_agrees() {
	total=$(awk '{ sum += $NF } END { print sum }' $af/folded)
	[ "$total" = "$(awk 'sub(/^count=/, "") { sum += $1 } END { print sum }' \
		$af/signatures)" ] &&
		grep -q ';stimulus_descend \[af_stimulus\];.*stimulus_site_7 \[af_stimulus\] 100$' $af/folded
}

load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

for context in $contexts; do
	echo 1 >$parameters/reset
	stimulate "order=10 context=$context sites=8 count=800"
	check "$hook $context: each call site by name" sites $context 100
	check "$hook $context: sums" sums
	[ $context = task ] ||
		check "$hook $context: the stack ends at the interrupt's entry" \
			ends_at_entry
done

taskset -p 2 $$ >/dev/null || die "taskset"
echo 1 >$parameters/reset
read -r from _ </proc/uptime
stimulate "order=10 gfp=HIGH count=10"
read -r to _ </proc/uptime
check "$hook: cpu, pid, comm, first and last" who 1 "$from" "$to"
# The first is unwound, and another where an interrupt came in between.
check "$hook: a stack that comes again is recognised" \
	[ "$(value $af/counters recognised_stacks)" -ge 5 ]

for depth in 1 8; do
	echo 1 >$parameters/reset
	stimulate "order=10 sites=8 depth=$depth count=800"
	check "$hook depth $depth" depths $depth
done
check "$hook folded" folded_agrees
unload

# The kernel calls several probes of a tracepoint, or a function's, differently.
load hook="$hook" stack_budget=1000000
stimulate "order=10 sites=8 count=800"
records=$(grep -c '^count=' $af/signatures)
ftrace_start
stimulate "order=10 sites=8 count=800"
ftrace_stop
same "$hook: another tracer makes no new signature" "$records" \
	"$(grep -c '^count=' $af/signatures)"
check "$hook: each call site, traced by both" sites task 200
unload

load hook="$hook" stack_budget=1000000 stack_depth=8
stimulate "order=10 depth=40 count=10"
check "$hook stack_depth=8" awk '/^\t/ { n++; if (n > most) most = n }
	/^count=/ { n = 0 } END { exit most > 8 || most < 2 }' $af/signatures
unload

# A full table: 16 signatures fit, the others are counted as dropped.
load hook="$hook" stack_budget=1000000 signatures=16
for order in 1 2 3 4 5 6 7 8 9 10; do
	stimulate "order=$order sites=8 count=80"
done
check "$hook sums with a full table" sums
same "$hook full table" "16 / 16" \
	"$(sed -n 's/^signatures: //p' $af/status)"
same "$hook records" 16 "$(grep -c '^count=' $af/signatures)"
unload
finish
