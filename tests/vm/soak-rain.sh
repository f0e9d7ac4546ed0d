# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2086,SC2154 # of soak.sh: $r, $picked
#
# For soak.sh: failures of all kinds, and readers of every file, in the background
# until told to stop. Each has a seed of its own, so that nobody's speed changes
# what another one does.
cgroup=/sys/fs/cgroup/soak

prepare_weather() {
	: >/tmp/acts
	: >/tmp/reads.0
	: >/tmp/runs
	mkdir $cgroup
	echo 4M >$cgroup/memory.max
	# The script, and who is to live on with it.
	echo -1000 >/proc/$$/oom_score_adj
	echo 0 >/proc/sys/vm/oom_dump_tasks
	specials="cgroup vmalloc granted"
	if grep -q ' alloc_pages_nolock_noprof$' /proc/kallsyms; then
		specials="$specials nolock"
	fi
}

# --- the rain

# A line for the stimulus, in $line: what it needs no memory taken away for.
special_line() {
	case $1 in
	cgroup) line="special=cgroup gfp=ACCOUNT|NOWARN" ;;
	nolock) line="special=nolock order=3" ;;
	*) line="special=$1" ;;
	esac
	line="$line count=100"
}

ways() {
	pick "depth=0" "depth=1" "depth=3 paths=8" "depth=6 paths=30" \
		"depth=12 paths=4000" "depth=50 paths=9"
	line="$line $picked"
	random 8
	line="$line sites=$((r + 1))"
}

# Contexts that nest; an NMI gets the highest order only. Not all of them with NMIs, which
# nmi.sh has: an NMI's breakpoint within an interrupt's, that within another's probe, is
# one too many for the kernel (reenter_kprobe() in arch/x86/kernel/kprobes/core.c).
nested_line() {
	pick task softirq $contexts $all_contexts nmi task+nmi
	line="context=$picked"
	case $picked in
	*nmi*) line="$line order=10 gfp=NOWARN" ;;
	*)
		pick 10 10 10 10 9 8 7 6 5 4 3 2 1 0
		line="$line order=$picked"
		pick NOWARN NOWARN HIGH "HIGH|NOWARN" "ATOMIC|NOWARN" "NOWAIT|NOWARN" \
			"MOVABLE|HIGHMEM|HIGH|NOWARN" "DMA32|NOWARN" "DMA|NOWARN"
		line="$line gfp=$picked"
		;;
	esac
	random "$(nproc)"
	line="$line cpus=$((r + 1))"
	random 300
	line="$line count=$((r + 1))"
	ways
}

# A task that may have all there is, or that waits.
task_line() {
	pick 10 10 9 7 5 4 3 1 0
	line="order=$picked"
	pick "memalloc=1 gfp=NOWARN" "memalloc=1 gfp=DIRECT_RECLAIM|NOWARN" \
		"gfp=DIRECT_RECLAIM|NORETRY|NOWARN"
	line="$line $picked count=20"
	pick "" fragment=0
	line="$line $picked"
	ways
}

rain_line() {
	random 16
	case $r in
	0 | 1 | 2)
		pick $specials
		special_line $picked
		;;
	3) line="order=11 count=100" ;;
	4 | 5) task_line ;;
	*) nested_line ;;
	esac
}

# Failures of order 10, and all, in /tmp/made. A line that is refused, as when a
# CPU has just gone, leaves another one's result, without an error.
rain_once() {
	if echo "$line" 2>/dev/null >$stimulus/run ||
		! grep -q '^error 0$' $stimulus/result; then
		awk '{ result[$1] = $2 }
			END {
				all = result["refused"] + result["drain_refused"]
				most = result["drain_refused_order_10"]
				if (result["order"] == 10)
					most += result["refused"]
				print most + 0, all
			}' $stimulus/result >>/tmp/made
		echo 1 >>/tmp/runs
	fi
}

# The name of a task is anybody's to choose.
rain() {
	sow $1
	until [ -e /tmp/stop ]; do
		pick rain 'x count=9' '	y+0x1/0x2' 'back\slash'
		echo "$picked" >/proc/self/comm
		rain_line
		case $line in
		*=cgroup*) echo 0 >$cgroup/cgroup.procs ;;
		esac
		rain_once
		echo 0 >/sys/fs/cgroup/cgroup.procs
		sleep 0.1
	done
}

# --- the readers

# For the OOM killer, who else would find nobody and panic.
victims() {
	until [ -e /tmp/stop ]; do
		(echo 1000 >/proc/self/oom_score_adj && exec sleep 2) 2>/dev/null
	done
}

# An error is one, and nothing is said of what came before it.
read_piece() {
	rm -f /tmp/error.$1
	{ dd if=$af/$2 bs=$3 2>/dev/null || : >/tmp/error.$1; } |
		awk -v kind=$2 -f /lab/format.awk >/tmp/read.$1 && return
	[ -e /tmp/error.$1 ] || sed "s/^/in pieces of $3: /" /tmp/read.$1 >>/tmp/wrong
}

# reader NAME SEED
reader() {
	sow $2
	reads=0
	until [ -e /tmp/stop ]; do
		pick $files
		file=$picked
		pick 61 512 4095 4096 4096 65536
		case $file in
		status | counters) pick 1 7 ;;
		esac
		if [ -e $af/$file ]; then
			read_piece $1 $file $picked
			reads=$((reads + 1))
		fi
		sleep 0.1
	done
	echo $reads >>/tmp/reads.$1
}

start_weather() {
	rm -f /tmp/stop
	: >/tmp/made
	: >/tmp/wrong
	random 1000000
	rain $((r + 1)) &
	weather=$!
	for victim in 1 2 3; do
		victims &
		weather="$weather $!"
	done
	for reader in 1 2; do
		random 1000000
		reader $reader $((r + 1)) &
		weather="$weather $!"
	done
}

stop_weather() {
	: >/tmp/stop
	wait $weather
}
