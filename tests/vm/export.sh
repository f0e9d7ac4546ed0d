#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# export.sh HOOK: what allocfail export and journal say of a live module
# is what its files say, also with a full table and in a storm. /lab/allocfail is
# the command, linked statically.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check
. /lab/lib.sh

hook=$1
command=/lab/allocfail

figures() {
	$command export --format prometheus >/tmp/figures ||
		fail "export --format prometheus: exit $?"
}

# The sum of the series of a metric in /tmp/figures
sum_of() {
	awk -v name="allocfail_$1{" 'index($1, name) == 1 { n += $2 }
		END { printf "%d\n", n }' /tmp/figures
}

# by_label GROUP: each counter of it is a series, with its value
by_label() {
	sed -n "s/^allocfail_$1_failures_total{$1=\"\(.*\)\"} /$1_\1 /p" \
		/tmp/figures >/tmp/got
	grep "^$1_" "$af/counters" | cmp - /tmp/got
}

same_figures() {
	figures
	same "$1: the sum of failures_total" \
		"$(value $af/counters failures)" "$(sum_of failures_total)"
	for group in order cause class context zone; do
		check "$1: by $group" by_label $group
	done
	same "$1: dropped" "$(value $af/counters signatures_dropped)" \
		"$(value /tmp/figures allocfail_dropped_failures_total)"
}

# Counts by order, cause and class: of the file, and of the series.
joint() {
	sed -n 's/^count=\([0-9]*\) order=\([0-9]*\) .*class=\([a-z]*\) cause=\([a-z]*\) .*/\2 \4 \3 \1/p' \
		$af/signatures | awk '{ n[$1 " " $2 " " $3] += $4 }
			END { for (k in n) print k, n[k] }' | sort >/tmp/expected
	sed -n 's/^allocfail_failures_total{order="\([0-9]*\)",cause="\(.*\)",class="\(.*\)"} /\1 \2 \3 /p' \
		/tmp/figures | sort >/tmp/got
	cmp /tmp/expected /tmp/got
}

folded() {
	$command export --format folded | cmp - $af/folded
}

# Of the table: rows, and the sum of the first column.
table() {
	$command export --format csv |
		awk -F, 'NR > 1 { n++; sum += $1 } END { print n, sum }'
}

records() {
	sed -n 's/^count=\([0-9]*\) .*/\1/p' $af/signatures |
		awk '{ n++; sum += $1 } END { print n, sum }'
}

# No series ever goes down: Prometheus would take it for a restart.
growing() {
	figures
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
		cp /tmp/figures /tmp/before
		figures
		awk '/^#/ || !/_total/ { next } FILENAME == "/tmp/before" { before[$1] = $2; next }
			{ seen[$1] = 1 }
			$2 < before[$1] { print $1, before[$1], $2; bad = 1 }
			END { for (k in before) if (!(k in seen)) {
				print k, "is gone"; bad = 1 }
			exit bad }' /tmp/before /tmp/figures || return 1
	done
}

storm() {
	while [ ! -e /tmp/enough ]; do
		stimulate order=3 'gfp=ATOMIC|COMP' context=$all_contexts \
			cpus=2 count=2000
	done
}

# Five looks a second: a line for each new signature, not for each failure.
start_journal() {
	rm -f /tmp/journal
	$command journal --follow --interval 0.2 --output /tmp/journal &
	follower=$!
	sleep 1
}

lines() {
	sleep 1
	grep -c . /tmp/journal
}

kinds() {
	grep -c '^count=' $af/signatures
}

# Mostly one: a failure can meet a zone that has just got free pages, and whoever
# else asks while the stimulus holds the memory is refused too.
new_kinds() {
	echo $(($(kinds) - known))
}

journal() {
	known=$(kinds)
	start_journal
	same "journal: what was there before" 0 "$(lines)"
	stimulate order=2 gfp=NOWAIT count=50
	same "journal: a new kind, fifty times" "$(new_kinds)" "$(lines)"
	stimulate order=2 gfp=NOWAIT count=50
	same "journal: the same kind again" "$(new_kinds)" "$(lines)"
	check "journal: the line" grep -q \
		'^<[346]>allocfail: allocation of order 2 (16 KiB) failed: [a-z]*, [a-z]*, task, .* of af_stimulus, task sh$' \
		/tmp/journal
	for order in 1 4 5 6 7 8; do
		stimulate order=$order gfp=ATOMIC count=2
		stimulate order=$order 'gfp=ATOMIC|COMP' count=2
	done
	same "journal: twelve kinds more, ten lines a minute" 10 "$(lines)"
	kill $follower
	wait $follower
}

runs_down() {
	$command export --format prometheus >/tmp/figures 2>/tmp/complaint ||
		return 1
	grep -v '^#' /tmp/figures
}

same "not loaded: figures" "allocfail_up 0" "$(runs_down)"
$command export --format json >/tmp/figures 2>/tmp/complaint
same "not loaded: json" 2 $?

load hook="$hook"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
same_figures "nothing"
stimulate order=3 'gfp=ATOMIC|COMP' context=softirq count=812
stimulate order=9 'gfp=NOWARN' count=300 sites=3
stimulate order=1 'gfp=NOIO|COMP' memalloc=1 count=24
same_figures "three kinds"
check "by all three" joint
check "folded" folded
same "csv" "$(records)" "$(table)"
same "as many records as status says" "$(records | cut -d' ' -f1)" \
	"$(sed -n 's/^signatures: \([0-9]*\) .*/\1/p' $af/status)"
journal
before=$(value $af/counters failures)
storm &
check "no series goes down in a storm" growing
: >/tmp/enough
wait
if [ "$(value $af/counters failures)" -gt $((before + 10000)) ]; then
	ok "it was a storm"
else
	fail "it was no storm: $before before"
fi
same_figures "after the storm"
check "by all three, after the storm" joint
unload

load hook="$hook" signatures=16 stack_budget=0
for order in 1 2 3 4 5 6 7 8 9 10; do
	stimulate order=$order gfp=ATOMIC count=10
	stimulate order=$order 'gfp=ATOMIC|COMP' count=10
done
same_figures "a full table"
same "a full table: without a signature" \
	"$(value $af/counters signatures_dropped)" \
	"$(value /tmp/figures 'allocfail_failures_total{order="unknown",cause="unknown",class="unknown"}')"
unload
finish
