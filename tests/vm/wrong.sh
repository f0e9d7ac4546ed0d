#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Meant to fail: expects one failure more than there are, and has a false sum, a
# torn line, and an address in a file. The caller checks that each is found, and
# that the run as a whole fails.
# shellcheck source=lib.sh
. /lab/lib.sh

load hook=tracepoint
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
cat $af/counters >/tmp/before
stimulate "order=10 count=100"
cat $af/counters >/tmp/after
check "one more than there are" awk -v order=10 -v class=opportunistic \
	-v zone=Normal -v nowarn=1 -v pretend=1 \
	-f /lab/case.awk /tmp/before /tmp/after /tmp/result
sed 's/^failures .*/failures 5/' $af/counters >/tmp/counters
cat $af/signatures >/tmp/signatures
cat $af/cgroups >/tmp/cgroups
check "a false sum" awk -f /lab/sums.awk /tmp/counters /tmp/signatures /tmp/cgroups
sed '2s/ pid=[0-9]*//' $af/events >/tmp/events
check "a torn line" awk -v kind=events -f /lab/format.awk /tmp/events
echo 'main;ffffffff81234567 7' >/tmp/folded
check "an address" awk -v kind=folded -f /lab/format.awk /tmp/folded
unload
finish
