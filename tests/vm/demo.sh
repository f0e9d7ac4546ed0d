#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# demo.sh [colour]: what scripts/demo runs in its VM: failures of several kinds,
# then what allocfail shows of them. A line "@TEXT" says that a step begins, for
# its progress; "@" alone, that the last one is over.
# shellcheck source=lib.sh
. /lab/lib.sh
set -e

bold='' dim='' red='' green='' plain=''
if [ "${1-}" = colour ]; then
	escape=$(printf '\033')
	bold="${escape}[1m" dim="${escape}[2m" red="${escape}[31m"
	green="${escape}[32m" plain="${escape}[0m"
fi

die() {
	echo "demo: $*"
	exit 1
}

# provoke TEXT STIMULUS...: the refusals go into $provoked
provoke() {
	echo "@$1"
	shift
	stimulate "$*"
	refused=$(value /tmp/result refused)
	provoked=$((provoked + refused + $(value /tmp/result drain_refused)))
}

# What asks like this, in a kernel at work, is in the text.
provoke_all() {
	provoked=0
	provoke "812 of order 3 in softirq, like a network driver's big frames" \
		"order=3 gfp=ATOMIC|COMP context=softirq count=812"
	provoke "300 of order 9, like huge pages: nobody warns of these" \
		"order=9 count=300 depth=2" \
		"gfp=IO|FS|HARDWALL|HIGHMEM|MOVABLE|COMP|NOMEMALLOC|NOWARN"
	provoke "96 of order 0 in a hard interrupt, like a full receive ring" \
		"order=0 gfp=ATOMIC context=hardirq count=96"
	provoke "24 of order 1 in PF_MEMALLOC, like a disk driver in reclaim" \
		"order=1 gfp=NOIO|COMP memalloc=1 sites=2 depth=5 count=24"
	provoke "7 of order 5 from zone DMA, like an old device's buffer" \
		"order=5 gfp=NOWAIT|DMA|ZERO sites=7 count=7"
	enter_cgroup
	provoke "40 of order 0 in a memory cgroup at its limit" \
		"special=cgroup gfp=ACCOUNT|NOWARN|ZERO count=40"
	leave_cgroup
	echo @
}

cgroup=/sys/fs/cgroup/limited

enter_cgroup() {
	if ! mkdir $cgroup || ! echo 4M >$cgroup/memory.max ||
		! echo $$ >$cgroup/cgroup.procs; then
		die "no memory cgroup"
	fi
}

leave_cgroup() {
	echo $$ >/sys/fs/cgroup/cgroup.procs
	rmdir $cgroup
}

# 1279 as 1,279
thousands() {
	echo "$1" | sed -e ':a' -e 's/^\([0-9]*[0-9]\)\([0-9]\{3\}\)/\1,\2/;ta'
}

# title TEXT COMMAND: the command is what a user would type
title() {
	printf '\n%s%s%s\n%s# %s%s\n' "$bold" "$1" "$plain" "$dim" "$2" "$plain"
}

show_status() {
	title "What it is, where it listens, and what it cannot see" \
		"cat $af/status"
	cat $af/status
}

show_counters() {
	title "What failed, counted: the lines that are not 0" \
		"grep -v ' 0\$' $af/counters"
	awk -v dim="$dim" -v plain="$plain" '
		BEGIN {
			text["failures"] = "page allocations that failed"
			text["failures_nowarn"] = "with __GFP_NOWARN: the kernel log never shows them"
			text["failures_memalloc"] = "of a task that was itself freeing memory (PF_MEMALLOC)"
			text["class_opportunistic"] = "the caller has a fallback"
			text["class_atomic"] = "the caller could not wait"
			text["class_blocking"] = "the caller would have waited: the serious ones"
			text["context_task"] = "in a process"
			text["context_softirq"] = "in a soft interrupt"
			text["context_hardirq"] = "in a hard interrupt"
			text["cause_fragmentation"] = "memory was there, in pieces too small"
			text["cause_watermark"] = "memory was short"
			text["cause_reserve"] = "even the reserves were used up"
			text["cause_lowmem"] = "low memory only would do, and was short"
			text["cause_cgroup"] = "a memory cgroup was at its limit"
			text["cause_transient"] = "could have been served a moment later"
			text["stacks_captured"] = "their callers are in the file signatures"
			text["stacks_skipped"] = "more stacks than the budget allows"
			text["snapshots_taken"] = "the last of them is in the file snapshot"
			text["recognised_stacks"] = "stacks that were known, and cost no unwind"
			text["snapshots_skipped"] = "more snapshots than the budget allows"
		}
		$2 == 0 { next }
		/^order_/ {
			size = 4
			for (order = substr($1, 7); order > 0; order--)
				size *= 2
			text[$1] = size " KiB in one piece"
		}
		/^zone_/ {
			text[$1] = "could be served from zone " substr($1, 6) " or below"
		}
		{ printf "%-26s%s%s%s\n", $0, dim, text[$1], plain }' $af/counters
}

# Long lines are wrapped, deep stacks cut.
show_signatures() {
	title "Who asked: the 4 signatures with the highest counts, deep stacks cut" \
		"cat $af/signatures"
	awk -v shown=4 -v bold="$bold" -v dim="$dim" -v plain="$plain" '
		/^count=/ {
			head[++records] = $0
			sub(/^count=/, "")
			count[records] = $1 + 0
			next
		}
		{ stack[records, ++frames[records]] = $0 }

		function highest(i, best) {
			best = 1
			for (i = 2; i <= records; i++)
				if (count[i] > count[best])
					best = i
			return best
		}

		function show_head(text, word, n, i, line) {
			n = split(text, word, " ")
			line = bold word[1] " " word[2] plain
			width = length(word[1] word[2]) + 1
			for (i = 3; i <= n; i++) {
				if (width + length(word[i]) > 76) {
					print line
					line = " "
					width = 1
				}
				line = line " " word[i]
				width += length(word[i]) + 1
			}
			print line
		}

		function show_stack(i, most, n) {
			most = frames[i] > 6 ? 5 : frames[i]
			for (n = 1; n <= most; n++)
				print dim stack[i, n] plain
			if (most < frames[i])
				printf "%s\t... and %d more frames%s\n", dim,
					frames[i] - most, plain
		}

		END {
			for (; shown; shown--) {
				i = highest()
				show_head(head[i])
				show_stack(i)
				count[i] = -1
			}
			print "... and " records - 4 " more signatures"
		}' $af/signatures
}

show_folded() {
	title "The same for flame graph tools, one line of it, wrapped here" \
		"cat $af/folded"
	grep hrtimer $af/folded | head -n1 | fold -w 78
}

show_event() {
	title "One of the last failures, and what it met, wrapped here" \
		"tail -n 1 $af/events"
	tail -n 1 $af/events | fold -s -w 78
}

show_log() {
	title "And the kernel log?" "dmesg | grep -c 'page allocation failure'"
	reports=$(dmesg | grep -c 'page allocation failure' || true)
	echo "$reports"
	echo "The kernel log reported $red$(thousands "$reports")$plain of" \
		"$bold$(thousands "$failures")$plain failures. It reports at most" \
		"one in ten"
	echo "seconds, and none with __GFP_NOWARN."
}

check_counts() {
	failures=$(value $af/counters failures)
	[ "$failures" = "$provoked" ] ||
		die "$provoked requests were refused, allocfail counted $failures"
	wrong=$(sums) || die "the counters do not add up: $wrong"
}

show_verdict() {
	printf '\n%s%s requests were refused, allocfail counted %s: exact.%s\n' \
		"$green" "$(thousands "$provoked")" "$(thousands "$failures")" \
		"$plain"
	echo "By order, context, class, cause and zone: each adds up to the same."
}

echo "@load allocfail.ko"
insmod /lab/allocfail.ko || die "insmod allocfail.ko"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
provoke_all
check_counts
show_status
show_counters
show_signatures
show_folded
show_event
show_log
show_verdict
