#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# oom.sh HOOK: the machine is out of memory, and the OOM killer at work, again and
# again, while failures come and every file is read: each read is whole and
# of its format, or an error; and everything counts afterwards.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1

hogs() {
	until [ -e /tmp/stop ]; do
		(hog) &
		(hog) &
		wait
	done
}

# What is read goes where it takes no memory. An error is one, and no part of the
# file: without one, there are as many lines as before, or more.
read_all() {
	for file in $files; do
		if { cat $af/$file 2>/dev/null || echo error; } | awk \
			-v kind=$file -v least="$(cat /tmp/lines.$file)" \
			-f /lab/format.awk >>/tmp/wrong; then
			echo 1 >>/tmp/read
		elif grep -q ': error$' /tmp/wrong; then
			echo 1 >>/tmp/errors
			sed -i '/: error$/d' /tmp/wrong
		fi
	done
}

killed() {
	dmesg | grep -c 'Out of memory: Killed process .*(tail)'
}

load hook="$hook"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
stimulate "order=10 sites=8 depth=6 paths=64 count=2000"
# The script, and who is to live on with it.
echo -1000 >/proc/$$/oom_score_adj
: >/tmp/wrong
: >/tmp/errors
for file in $files; do
	wc -l <$af/$file >/tmp/lines.$file
done
hogs &
hogs=$!
rounds=0
while [ "$(killed)" -lt 10 ] && [ $rounds -lt 200 ]; do
	read_all
	stimulate "order=10 sites=8 depth=6 paths=64 count=200 gfp=HIGH"
	rounds=$((rounds + 1))
done
touch /tmp/stop
wait $hogs
check "$hook: the OOM killer was at work, $(killed) times" [ "$(killed)" -ge 10 ]
same "$hook: $(wc -l </tmp/read) reads, $(wc -l </tmp/errors) errors" "" \
	"$(cat /tmp/wrong)"
check "$hook: sums" sums
echo 1 >$parameters/reset
cat $af/counters >/tmp/before
stimulate "order=10 count=100 gfp=HIGH"
cat $af/counters >/tmp/after
check "$hook: exact afterwards" awk -v order=10 -v class=atomic -v zone=Normal \
	-f /lab/case.awk /tmp/before /tmp/after /tmp/result
unload
finish
