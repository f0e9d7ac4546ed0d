#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# memory.sh: what a failure in PF_MEMALLOC could have had, in its snapshot: dirty
# pages, clean ones mapped and not, slab, swap, against /proc/vmstat at the same
# moment. Needs a disk.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2046,SC2119 # functions run by check()
. /lab/lib.sh

# Nothing is written by itself while we look.
echo 0 >/proc/sys/vm/dirty_writeback_centisecs
echo 90 >/proc/sys/vm/dirty_ratio
echo 80 >/proc/sys/vm/dirty_background_ratio

# Of page cache: clean, then dirty
fill() {
	head -c 20000000 /dev/zero >/var/tmp/clean
	sync
	cat /var/tmp/clean >/dev/null
	head -c 8000000 /dev/zero >/var/tmp/dirty
	head -c 16000000 /dev/zero >/var/tmp/swap
	chmod 600 /var/tmp/swap
	mkswap /var/tmp/swap >/dev/null
	swapon /var/tmp/swap
}

pages() {
	value /tmp/vmstat $1
}

# A failure, and the kernel's numbers, which are the same before and after it
# but for the CPUs' uncounted ones.
one_moment() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo 1 >$parameters/reset
		echo 1 >/proc/sys/vm/stat_refresh
		cat /proc/vmstat >/tmp/vmstat
		stimulate 'order=5 memalloc=1 gfp=NOWARN count=1'
		echo 1 >/proc/sys/vm/stat_refresh
		cat /proc/vmstat >/tmp/after
		cat $af/snapshot >/tmp/snapshot
		same_moment && return
	done
	return 1
}

same_moment() {
	for name in nr_dirty nr_writeback nr_active_file nr_inactive_file \
		nr_mapped nr_slab_reclaimable; do
		[ $(value /tmp/vmstat $name) = $(value /tmp/after $name) ] || return 1
	done
}

load
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
fill
check "a moment in which only the stimulus moves memory" one_moment
check "the snapshot is of the failure in PF_MEMALLOC" \
	grep -q '^time=.* order=5 .* memalloc=1 ' /tmp/snapshot
file=$(($(pages nr_active_file) + $(pages nr_inactive_file)))
dirty=$(($(pages nr_dirty) + $(pages nr_writeback)))
mapped=$(pages nr_mapped)
same "dirty" "$(pages nr_dirty)" "$(value /tmp/snapshot dirty)"
check "dirty: the file that was written" [ $(pages nr_dirty) -ge 1900 ]
same "writeback" "$(pages nr_writeback)" "$(value /tmp/snapshot writeback)"
same "file_clean_mapped" $mapped "$(value /tmp/snapshot file_clean_mapped)"
check "file_clean_mapped: programs at least" [ $mapped -gt 0 ]
same "file_clean_unmapped" $((file - dirty - mapped)) \
	"$(value /tmp/snapshot file_clean_unmapped)"
check "file_clean_unmapped: the file that was read" \
	[ $((file - dirty - mapped)) -ge 4000 ]
same "slab_reclaimable" "$(pages nr_slab_reclaimable)" \
	"$(value /tmp/snapshot slab_reclaimable)"
same "swap_free" $(($(awk '$1 == "SwapFree:" { print $2 }' /proc/meminfo) / 4)) \
	"$(value /tmp/snapshot swap_free)"
check "swap_free: there is some" [ $(value /tmp/snapshot swap_free) -gt 3000 ]
swapoff /var/tmp/swap
rmmod af_stimulus
unload
finish
