#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# pieces.sh HOOK: every file read in pieces of 1 to 65536 bytes, and from places
# in its middle, by eight readers while failures rain and the table is reset:
# each read ends, what is read has whole lines of the file's own format, and no
# address in it. Then, with nothing going on, the pieces add up to the whole.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1

wrong() {
	echo "$*" >>/tmp/wrong
}

# The first lines can be cut off, if the read began in the middle.
formatted() {
	awk -v kind=$1 -f /lab/format.awk $2
}

# read_file FILE BYTES NAME
read_file() {
	if ! timeout 120 dd if=$af/$1 bs=$2 2>/dev/null >/tmp/$3; then
		wrong "$1 in pieces of $2: no end, or an error"
		return
	fi
	formatted $1 /tmp/$3 >/tmp/$3.wrong ||
		wrong "$1 in pieces of $2: $(cat /tmp/$3.wrong)"
	# Nothing says where a reset cuts the lines if the reader jumps.
	dd if=$af/$1 bs=$2 skip=3 2>/dev/null | grep -qE 'ffff[89a-f][0-9a-f]{11}' &&
		wrong "$1 from byte $((3 * $2)): an address"
	echo 1 >>/tmp/reads.$3
}

# reader NAME: until told
reader() {
	until [ -e /tmp/stop ]; do
		for file in $files; do
			for bytes in 4096 7 65536 4095; do
				read_file $file $bytes $1
			done
		done
		# A system call a byte, of the short ones.
		read_file status 1 $1
		read_file snapshot 1 $1
	done
}

rain() {
	until [ -e /tmp/stop ]; do
		echo "order=10 context=$all_contexts cpus=2 sites=8 \
			depth=8 paths=256 count=200" >$stimulus/run
	done
}

# all_of FILE BYTES: what comes in pieces is what comes at once
all_of() {
	cat $af/$1 >/tmp/whole
	dd if=$af/$1 bs=$2 2>/dev/null >/tmp/pieces
	cmp /tmp/whole /tmp/pieces
}

# tail_of FILE BYTES: and from the middle, to the end
tail_of() {
	skip=$(($(wc -c </tmp/whole) / $2 / 2))
	dd if=$af/$1 bs=$2 skip=$skip 2>/dev/null >/tmp/pieces
	tail -c +$((skip * $2 + 1)) /tmp/whole | cmp - /tmp/pieces
}

load hook="$hook" signatures=512 stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
: >/tmp/wrong
rain &
all=$!
for reader in 1 2 3 4 5 6 7 8; do
	reader $reader &
	all="$all $!"
done
resets=0
while [ $resets -lt 20 ]; do
	sleep 0.5
	echo 1 >$parameters/reset
	resets=$((resets + 1))
done
touch /tmp/stop
wait $all
same "$hook: nothing wrong in $(cat /tmp/reads.* | wc -l) reads" "" \
	"$(head -n 3 /tmp/wrong)"
check "$hook: each reader has read all files" [ "$(cat /tmp/reads.* |
	wc -l)" -gt 120 ]

echo 1 >$parameters/reset
stimulate "order=10 cpus=2 sites=8 depth=8 paths=256 count=2000"
for file in counters signatures folded events snapshot; do
	for bytes in 1 7 4095 4096 65536; do
		check "$hook: $file in pieces of $bytes" all_of $file $bytes
		check "$hook: the second half of it" tail_of $file $bytes
	done
done
check "$hook: sums" sums
unload
finish
