#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# capture.sh SCENE [HOOK]: runs in the VM. Makes failures and prints the
# module's files with what a bundle has of the machine, as a tar in base64
# between two lines: how tests/tools/roots were made, see tests/tools/record.
# shellcheck source=../vm/lib.sh
. /lab/lib.sh

machine_files="proc/uptime proc/meminfo proc/sys/kernel/osrelease
	proc/sys/vm/min_free_kbytes proc/sys/vm/watermark_scale_factor
	proc/sys/vm/watermark_boost_factor proc/sys/vm/compaction_proactiveness
	proc/sys/vm/extfrag_threshold proc/sys/vm/lowmem_reserve_ratio
	sys/devices/system/cpu/online
	sys/kernel/mm/transparent_hugepage/enabled
	sys/kernel/mm/transparent_hugepage/defrag"

save() {
	mkdir -p /tmp/root
	for file in $files; do
		cat $af/"$file" >/tmp/root/"$file"
	done
	for file in $machine_files; do
		[ -e /"$file" ] || continue
		mkdir -p /tmp/root/machine/"$(dirname "$file")"
		cat /"$file" >/tmp/root/machine/"$file"
	done
	[ ! -e /tmp/cgroups ] || cp /tmp/cgroups /tmp/root/machine/cgroups
	echo "--- root"
	tar -C /tmp/root -cf - . | base64
	echo "--- end"
}

# As allocfail bundle writes it: limit, usage, refusals, path.
limited() {
	mkdir /sys/fs/cgroup/limited || die "no memory cgroup"
	echo 4M >/sys/fs/cgroup/limited/memory.max
	echo $$ >/sys/fs/cgroup/limited/cgroup.procs
	stimulate special=cgroup 'gfp=ACCOUNT|NOWARN|ZERO' count=40
	cd /sys/fs/cgroup/limited || die "no cgroup"
	echo "$(cat memory.max) $(cat memory.current)" \
		"$(awk '$1 == "max" { print $2 }' memory.events) /limited" \
		>/tmp/cgroups
	cd / || die "no root"
	echo $$ >/sys/fs/cgroup/cgroup.procs
}

# As in tests/vm/causes.sh
reserve_highatomic() {
	echo 3 >/proc/sys/vm/drop_caches
	before=$(cat /proc/sys/vm/min_free_kbytes)
	free=$(awk '$1 == "MemFree:" { print $2 }' /proc/meminfo)
	echo 0 >/proc/sys/vm/watermark_boost_factor
	echo $((free * 85 / 100)) >/proc/sys/vm/min_free_kbytes
	echo 'order=3 gfp=ATOMIC drain=0 limit=200' 2>/dev/null >$stimulus/run
	echo "$before" >/proc/sys/vm/min_free_kbytes
	grep -q ' highatomic [1-9]' $af/fragmentation || die "no highatomic pages"
}

# A real one: its rings of 64 KiB while memory is in pieces, then the packets that
# the host sends while memory is short.
driver() {
	insmod /lab/e1000.ko RxDescriptors=4096 TxDescriptors=4096 ||
		die "insmod e1000.ko"
	stimulate order=4 gfp=NOWARN count=1 pause=4000 &
	sleep 2
	for _ in 1 2 3; do
		ip link set eth0 up
	done
	wait
	ip link set eth0 up || die "no network"
	ip addr add 10.0.2.15/24 dev eth0
	sleep 2
	stimulate order=0 gfp=ATOMIC fragment=0 count=1 pause=5000
}

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
case $1 in
quiet) load hook="${2-tracepoint}" ;;
mixed)
	load hook="${2-tracepoint}"
	stimulate order=3 'gfp=ATOMIC|COMP' context=softirq count=812
	stimulate order=9 count=300 depth=2 \
		'gfp=IO|FS|HARDWALL|HIGHMEM|MOVABLE|COMP|NOMEMALLOC|NOWARN'
	stimulate order=0 gfp=ATOMIC context=hardirq count=96
	stimulate order=1 'gfp=NOIO|COMP' memalloc=1 sites=2 depth=5 count=24
	stimulate order=5 'gfp=NOWAIT|DMA|ZERO' sites=7 count=7
	limited
	;;
harmless)
	load hook="${2-tracepoint}"
	stimulate order=9 count=300 depth=2 \
		'gfp=IO|FS|HARDWALL|HIGHMEM|MOVABLE|COMP|NOMEMALLOC|NOWARN'
	;;
unarmed)
	load hook=kprobe
	stimulate order=3 'gfp=ATOMIC|COMP' context=softirq count=12
	echo 0 >$debugfs/kprobes/enabled
	;;
full)
	load signatures=16 stack_budget=0
	for order in 1 2 3 4 5 6 7 8 9 10; do
		for gfp in ATOMIC NOWAIT 'ATOMIC|COMP'; do
			stimulate order=$order gfp="$gfp" count=10
		done
	done
	;;
nodes)
	load hook=kretprobe
	stimulate order=0 'gfp=THISNODE|HIGH' node=1 count=60
	stimulate order=3 'gfp=THISNODE|HIGH|COMP' node=1 count=40
	;;
cma)
	load hook="${2-tracepoint}"
	stimulate order=3 pieces=0 gfp=ATOMIC count=50
	stimulate order=0 gfp=ATOMIC context=softirq count=70
	;;
highatomic)
	load hook="${2-tracepoint}"
	reserve_highatomic
	echo 1 >$parameters/reset
	stimulate order=1 pieces=0 gfp=NONE count=80
	;;
driver)
	load hook="${2-tracepoint}"
	driver
	;;
*) die "no scene $1" ;;
esac
save
ok "$1"
finish
