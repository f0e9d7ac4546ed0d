#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# possible.sh N: a kernel that has N processors, or room for them. What the module says
# that it holds is what the kernel gave it, failures are counted exactly, and each file
# can be read. Prints the memory and the sizes of the files.
# shellcheck source=lib.sh
. /lab/lib.sh
cpus=$1

# KiB that vmalloc() has given away
vmalloc_kib() {
	awk '$1 == "VmallocUsed:" { print $2 }' /proc/meminfo
}

# one HOOK: the module's text and the kernel's own part of a return probe may come to
# 512 KiB. Up to 6.6 the instances of a return probe are kmalloc()'s.
one() {
	hook=$1
	before=$(vmalloc_kib)
	load hook="$hook"
	says=$(($(value $af/status memory_bytes) / 1024))
	has=$(($(vmalloc_kib) - before))
	echo "= $hook: memory_bytes $says KiB, by vmalloc() $has KiB"
	if [ "$hook" != kretprobe ] || ! uname -r | grep -qE '^(5\.10|6\.1)\.'; then
		check "$hook: memory_bytes is what it was given" \
			[ $((has - says)) -lt 512 -a $((says - has)) -lt 512 ]
	fi
	stimulate "order=10 cpus=$(nproc) gfp=HIGH count=500"
	same "$hook: failures" "$(value /tmp/result refused)" \
		"$(value $af/counters failures)"
	check "$hook: sums" sums
	for file in $files; do
		echo "$hook: $file has $(wc -c <$af/"$file") bytes"
	done
	unload
	[ "$hook" != kretprobe ] || at_return=$says
	[ "$hook" != tracepoint ] || at_tracepoint=$says
}

possible=$(sed 's/.*-//' /sys/devices/system/cpu/possible)
same "the last CPU that may come" $((cpus - 1)) "$possible"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
for hook in tracepoint kprobe kretprobe; do
	one $hook
done
# 4096 instances, and from 6.7 on a list of as many pointers for each CPU
check "what a return probe takes is bounded: $((at_return - at_tracepoint)) KiB" \
	[ $((at_return - at_tracepoint)) -lt $((cpus * 32 + 1024)) ]
finish
