#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Users who mean harm, or do not know: names of tasks that look like records,
# parameters written with noise and by several at once, files that others must
# not read, and a table that one filled.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2016,SC3045 # run by check(), by sh -c
. /lab/lib.sh

# named NAME SHOWN: a task of this name fails; it is shown as this
named() {
	echo 1 >$parameters/reset
	sh -c 'printf "$0" >/proc/$$/comm
		echo "order=10 count=3" >'$stimulus/run "$1"
	check "a task named $2: formats" formatted
	same "a task named $2: events" 3 "$(grep -cF " comm=$2" $af/events)"
	same "a task named $2: the name ends the line" "" \
		"$(grep -vF " comm=$2" $af/events)"
	same "a task named $2: one signature" 1 \
		"$(grep -c '^count=3 ' $af/signatures)"
	check "a task named $2: sums" sums
}

load hook=tracepoint stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"

named 'a\nfailures 9' 'a\x0afailures 9'
named 'x count=9' 'x count=9'
named '\tspoof+0x1/0x2' '\x09spoof+0x1/0x2'
named 'gr\303\274n' 'gr\xc3\xbcn'
named '\033[31m\a\177' '\x1b[31m\x07\x7f'
named 'back\\slash' 'back\x5cslash'
named '\377\376\001' '\xff\xfe\x01'

# --- parameters

# noise BYTES: as many from the random generator. Nearly all of it is wrong; a
# single byte is sometimes a value, and then that is what can be read.
noise() {
	for parameter in enabled stack_budget snapshot_budget stack_verify reset; do
		before=$(values)
		head -c $1 /dev/urandom >/tmp/noise
		cat /tmp/noise >$parameters/$parameter 2>/dev/null ||
			[ "$before" = "$(values)" ] || return 1
		values | grep -qvE '^([YN]|[0-9]+)$' && return 1
	done
	return 0
}

much_noise() {
	for bytes in 1 1 1 1 2 2 3 4 8 16 100 1000 4000 4095; do
		noise $bytes || return 1
	done
}

# Two write, each its own two values; whatever comes out is one of them.
writers() {
	for value in $2 $3 $2 $3 $2 $3 $2 $3 $2 $3; do
		echo $value >$parameters/$1 || touch /tmp/refused
	done
}

together() {
	rm -f /tmp/refused
	for parameter in "enabled Y N" "enabled N Y" "stack_budget 10 20" \
		"stack_budget 30 40" "reset 1 1"; do
		writers $parameter &
		all="$all $!"
	done
	wait $all
	[ ! -e /tmp/refused ] || return 1
	values | grep -qvE '^([YN]|[0-9]+)$' && return 1
	return 0
}

mark_log
check "noise in parameters is refused, or taken whole" much_noise
check "a long line is refused" sh -c \
	"! head -c 100000 /dev/zero | tr '\\0' Y 2>/dev/null >$parameters/enabled"
check "several write at once" together
echo Y >$parameters/enabled
echo N >$parameters/stack_verify
echo 1000000 >$parameters/stack_budget
before=$(value $af/counters failures)
stimulate "order=10 count=100"
same "counts after that" "$(value /tmp/result refused)" \
	$(($(value $af/counters failures) - before))

# --- other users

echo 'nobody:x:65534:65534::/:/bin/sh' >/etc/passwd
echo 'root:x:0:0::/:/bin/sh' >>/etc/passwd
# as_nobody COMMAND
as_nobody() {
	su -s /bin/sh nobody -c "$1" 2>/dev/null
}

check "su works" as_nobody true
mode=$(stat -c %a $debugfs)
# Even where somebody has opened debugfs to all.
chmod 755 $debugfs
for file in $files; do
	same "mode of $file" 400 "$(stat -c %a $af/$file)"
	check "another user cannot read $file" sh -c \
		". /lab/lib.sh; ! su -s /bin/sh nobody -c 'cat $af/$file' 2>/dev/null"
done
chmod $mode $debugfs
for parameter in "$parameters"/*; do
	check "another user cannot write ${parameter##*/}" sh -c \
		"! su -s /bin/sh nobody -c 'echo 1 >$parameter' 2>/dev/null"
done
unload

# --- one fills the table, and another fails

load hook=tracepoint signatures=16 stack_budget=1000000
stimulate "order=10 sites=8 depth=8 paths=256 count=2000"
dropped=$(value $af/counters signatures_dropped)
check "the table is full" [ $dropped -gt 0 ]
quiet
ftrace_start
steadily "order=7 gfp=HIGH count=50"
ftrace_stop
for counter in order_7 class_atomic cause_fragmentation signatures_dropped; do
	same "what has no record is counted: $counter" 50 \
		"$(increase $counter)"
done
check "and has its event" grep -q ' order=7 ' $af/events
check "sums" sums
echo 1 >$parameters/reset
stimulate "order=7 gfp=HIGH count=50"
# One record, but for what has become transient
same "a reset makes room" "1 50" "$(awk -F'[= ]' '
	/^count=.* order=7 / { sum += $2; records += !/ cause=transient / }
	END { print records + 0, sum + 0 }' $af/signatures)"
unload
finish
