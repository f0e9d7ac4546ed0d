#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# lines.sh: which cache lines a failure writes that comes again, with hook=tracepoint, by
# kind of memory, against the figures below. For a VM of one CPU whose stacks begin at no
# random place (randomize_kstack_offset=off), and which is watched by tests/lines/lines.c
# (lab/run --icount --plugin). Of many requests one is looked at that writes and reads as
# many lines as most do. A failure is the same request by the same way, so the figures are
# the same from run to run.
# Needs lines.awk.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
port=/dev/ttyS3
sample=200

# watch FILE STIMULUS...: the memory accesses of a request, as the plugin has them
watch() {
	file=$1
	shift
	stimulate "timed=1 $*"
	awk '{ print } /^end$/ { exit }' <&3 >$file
}

# So many are refused, a few more granted; a timer's interrupt comes into few of them.
alike() {
	read -r _ nr _ most _ <$1
	echo "$most of $nr"
	[ "$nr" -ge $sample ] && [ "$most" -gt $((sample * 9 / 10)) ]
}

address() {
	awk -v name="$1" '$3 == name { print $1; exit }' /proc/kallsyms
}

# The module's functions: from the first, and a page beyond where the last begins.
text() {
	awk '$4 == "[allocfail]" && tolower($2) == "t" { print $1 }' /proc/kallsyms |
		sort
}

# What af_store_init() got for the only CPU: the smaller of the two.
own() {
	awk '/af_store_init/ && (!least || $2 < least) {
			least = $2
			range = $1
		}
		END { gsub(/0x/, "", range); sub(/-/, " ", range); print range }
	' /proc/vmallocinfo
}

learn_addresses() {
	text >/tmp/text
	text=$(head -n 1 /tmp/text)
	text_end=$(printf '%x' $((0x$(tail -n 1 /tmp/text) + 4096)))
	own >/tmp/own
	read -r own own_end </tmp/own
	counters=$((0x$(address af_cpu) & 4095))
	preempt=$(address __preempt_count)
	preempt=$((0x${preempt:-$(address pcpu_hot)} & 4095))
}

# lines NAME: of /tmp/without and /tmp/with, to /tmp/lines.NAME
lines() {
	awk -v text=$text -v text_end=$text_end -v own=$own -v own_end=$own_end \
		-v counters=$counters -v counters_bytes=$af_cpu_bytes \
		-v preempt=$preempt \
		-f /lab/lines.awk /tmp/without /tmp/with >/tmp/lines.$1
}

# compare NAME STIMULUS...: without the hook, and with it: nearly all failures are of one
# that comes again, the third time or later
compare() {
	name=$1
	shift
	echo N >$parameters/enabled
	watch /tmp/without "$@" count=$sample
	echo Y >$parameters/enabled
	watch /tmp/with "$@" count=$sample
	lines $name
}

# failure ORDER: in a report of bench, too
failure() {
	compare $1 order=$1
	check "order $1: most requests are alike without the hook" alike /tmp/without
	check "order $1: most requests are alike" alike /tmp/with
	sed "s/^/bench lines $1 /" /tmp/lines.$1
}

# of NAME KIND COLUMN: 2 is written, 3 added
of() {
	awk -v kind=$2 -v column=$3 '$1 == kind { print $column }' /tmp/lines.$1
}

# written ORDER OWN COUNTERS 5.10 6.1 6.12 7.2: to the line, that of the stack by release, and
# one for the count of preemption, where the kernel has one; nothing else is written
written() {
	count=1
	case $(uname -r) in
	5.*) stack=$4 count=0 ;;
	6.1.*) stack=$5 ;;
	6.*) stack=$6 ;;
	*) stack=$7 ;;
	esac
	same "order $1: lines of stack, own memory, counters, preempt count, else" \
		"$stack $2 $3 $count 0" "$(of $1 stack 2) $(of $1 own 2) $(
		of $1 counters 2) $(of $1 preempt 2) $(of $1 other 2)"
}

# at_most ORDER LIMIT: that the request does not write without the hook
at_most() {
	check "order $1: $(of $1 all 3) lines are added, $2 are allowed" \
		[ "$(of $1 all 3)" -le $2 ]
}

# struct af_cpu
af_cpu_bytes=448

# The port stays open: what comes while it is closed is lost.
[ -c $port ] || die "no $port"
stty -F $port raw -echo
exec 3<>$port
echo 1 >/proc/sys/kernel/kptr_restrict
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
load hook=tracepoint
learn_addresses
echo "text $text to $text_end, own $own to $own_end, counters at $counters"

failure 10
failure 3
same "recognised" 0 "$(value $af/counters recognised_wrong)"
check "sums" sums

# That more would be seen.
echo 1 >$debugfs/tracing/events/allocfail/page_alloc_failure/enable
compare traced order=10
echo 0 >$debugfs/tracing/events/allocfail/page_alloc_failure/enable
check "with its trace event a failure writes more: $(of traced all 3)" \
	[ "$(of traced all 3)" -gt $(($(of 10 all 3) + 2)) ]
unload

written 10 6 4 5 5 5 5
written 3 6 5 5 5 5 5
at_most 10 14
at_most 3 14
finish
