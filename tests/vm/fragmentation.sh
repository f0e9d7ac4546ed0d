#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# fragmentation.sh NODES: the file fragmentation, on whole memory and on memory in
# pieces, against /proc/buddyinfo, extfrag, /proc/zoneinfo and /proc/vmstat,
# digit for digit, on all nodes.
# shellcheck source=lib.sh disable=SC2317,SC2086,SC2119 # functions run by check()
. /lab/lib.sh
nodes=$1

# The kernel's numbers and ours, all of one moment: read by one process, which
# starts no other and writes nothing, between two reads of buddyinfo and of our
# file. If one of these has changed, the machine was not quiet: again.
read_quiet() {
	awk -v af=$af -v extfrag=$debugfs/extfrag '
		function content(file, line, text) {
			while ((getline line < file) > 0)
				text = text line "\n"
			close(file)
			return text
		}
		BEGIN {
			for (attempt = 0; attempt < 300; attempt++) {
				buddyinfo = content("/proc/buddyinfo")
				ours = content(af "/fragmentation")
				unusable = content(extfrag "/unusable_index")
				index_ = content(extfrag "/extfrag_index")
				zoneinfo = content("/proc/zoneinfo")
				vmstat = content("/proc/vmstat")
				if (ours == content(af "/fragmentation") &&
				    buddyinfo == content("/proc/buddyinfo"))
					break
			}
			printf "%s", buddyinfo >"/tmp/buddyinfo"
			printf "%s", ours >"/tmp/ours"
			printf "%s", unusable >"/tmp/unusable"
			printf "%s", index_ >"/tmp/extfrag"
			printf "%s", zoneinfo >"/tmp/zoneinfo"
			printf "%s", vmstat >"/tmp/vmstat"
			exit attempt == 300
		}'
}

# The kernel prints -31 thousandths as 0.-31.
kernel_index() {
	awk '{ for (i = 5; i <= NF; i++)
			sub(/^0\.-/, "-0.", $i)
		for (i = 5; i <= NF; i++)
			if ($i ~ /^-0\./)
				$i = sprintf("-0.%03d", substr($i, 4))
		$1 = $1; print }' "$1"
}

# our_index NAME: in the kernel's form
our_index() {
	awk -v name="$1:" '
		/^Node/ { zone = $1 " " $2 " " $3 " " $4 }
		$1 == name { $1 = zone; print }' /tmp/ours
}

# Zone by zone: free min low high boost cma managed, then lowmem_reserve. 5.10
# does not show the boost.
our_zones() {
	awk -v boost="$(grep -q ' boost ' /tmp/zoneinfo && echo 1)" '
		/^Node/ { zone = $2 + 0 "/" $4 }
		$1 == "pages:" {
			print zone, $3, $5, $7, $9, boost * $11, $15, $17
		}
		$1 == "lowmem_reserve:" { $1 = zone " reserve"; print }
		' /tmp/ours
}

zoneinfo_zones() {
	awk '
		function show() {
			if (zone != "" && managed > 0) {
				print zone, free, min, low, high, boost + 0,
					cma + 0, managed
				print zone " reserve" reserve
			}
			boost = cma = managed = 0
			zone = ""
		}
		/^Node/ { show(); zone = $2 + 0 "/" $4 }
		$1 == "pages" { free = $3 }
		$1 == "boost" { boost = $2 }
		$1 == "min" { min = $2 }
		$1 == "low" { low = $2 }
		$1 == "high" && $2 ~ /^[0-9]+$/ && !seen[zone]++ { high = $2 }
		$1 == "managed" { managed = $2 }
		$1 == "nr_free_cma" { cma = $2 }
		$1 == "protection:" {
			gsub(/[(),]/, " ")
			$1 = ""
			reserve = $0
			gsub(/ +/, " ", reserve)
			sub(/ $/, "", reserve)
		}
		END { show() }' /tmp/zoneinfo
}

same_files() {
	cmp -s "$1" "$2" || {
		diff "$1" "$2" | head -n 6
		return 1
	}
}

# memory NAME VMSTAT: a line of ours is one of /proc/vmstat
memory() {
	same "$state: $1" "$(value /tmp/vmstat "$2")" "$(value /tmp/ours "$1")"
}

compare() {
	state=$1
	check "$state: a quiet moment" read_quiet
	grep ^Node /tmp/ours >/tmp/a
	check "$state: /proc/buddyinfo" same_files /tmp/buddyinfo /tmp/a
	our_index unusable >/tmp/a
	kernel_index /tmp/unusable >/tmp/b
	check "$state: unusable_index" same_files /tmp/b /tmp/a
	our_index fragindex >/tmp/a
	kernel_index /tmp/extfrag >/tmp/b
	check "$state: extfrag_index" same_files /tmp/b /tmp/a
	our_zones >/tmp/a
	zoneinfo_zones >/tmp/b
	check "$state: /proc/zoneinfo" same_files /tmp/b /tmp/a
	memory free nr_free_pages
	memory dirty nr_dirty
	memory writeback nr_writeback
	memory slab_reclaimable nr_slab_reclaimable
	same "$state: nodes" $nodes \
		"$(grep '^Node' /tmp/ours | cut -d, -f1 | sort -u | wc -l)"
}

load
compare "whole memory"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
# Holds nearly all memory, CMA's too, the rest in pieces, while it sleeps.
echo 'order=4 gfp=MOVABLE|NOWARN count=60 pause=500' >$stimulus/run &
run=$!
waited=0
until [ "$(value $af/counters failures)" -gt 0 ]; do
	waited=$((waited + 1))
	[ $waited -lt 100 ] || die "no failure"
	sleep 0.1
done
compare "memory in pieces"
check "fragindex: above 0 too" grep -q 'fragindex:.* 0\.[0-9]*[1-9]' /tmp/ours
check "unusable: above 0 too" grep -q 'unusable:.*[1-9]' /tmp/ours
kill -9 $run
wait $run 2>/dev/null
unload
finish
