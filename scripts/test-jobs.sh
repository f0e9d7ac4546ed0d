# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # variables shared with test
#
# Sourced by test: what each part runs, as jobs. Which options a VM gets is in
# vm_options, for the next jobs, and in vm_always.

# A job that is a single check.
single() {
	if "$@"; then
		echo "1 passed, 0 failed"
	else
		echo "0 passed, 1 failed"
		return 1
	fi
}

vm() {
	local kernel=$1 script=$2

	shift 2
	"$lab_scripts/lab/run" --modules "$out/$kernel" \
		--add "$lab_top/tests/vm/lib.sh" \
		--add "$lab_top/tests/vm/case.awk" \
		--add "$lab_top/tests/vm/sums.awk" \
		--add "$lab_top/tests/vm/format.awk" \
		--mem "$vm_memory" --append init_on_alloc=0 \
		--log "$out/$job.dmesg" ${coverage:+--coverage "$out/$job.gcda"} \
		"${vm_options[@]}" "${vm_always[@]}" \
		"$kernel" "$lab_top/tests/vm/$script" "$@"
}

# several KERNEL JOB 'NAME SCRIPT [ARG...]'...: one VM for several scripts. Each is asked
# for or left out as if it had a job of its own, NAME.
several() {
	local kernel=$1 name=$2 entry script chosen=()

	for entry in "${@:3}"; do
		wanted "${entry%% *}" || continue
		script=${entry#* }
		chosen+=("$script")
		vm_options+=(--add "$lab_top/tests/vm/${script%% *}")
	done
	if ((${#chosen[@]})); then
		start "$name" vm "$kernel" several.sh "${chosen[@]}"
	fi
}

# The run that is meant to fail: all of its checks, and so the run.
vm_wrong() {
	local log=$out/$job.output rc=0

	vm "$1" wrong.sh >"$log" 2>&1 || rc=$?
	cat "$log"
	echo "--- this was meant to fail"
	((rc == 1)) && grep -q '^FAILED one more than there are' "$log" &&
		grep -q '^FAILED a false sum' "$log" &&
		grep -q '^FAILED a torn line: events: line 2:' "$log" &&
		grep -q '^FAILED an address: folded: line 1:' "$log" &&
		grep -q '^0 passed, 4 failed' "$log"
}

kernels_of() {
	lab_kernels | awk -v role="$1" '$3 ~ role { print $1 }'
}

# A million failures with the default hook on one kernel, on CPUs that really
# run at once; a tenth in each other combination.
counts() {
	local kernel=$1 hook=$2

	vm_options=(--cpus 4 --timeout 600)
	if [[ $kernel = 6.12 && $hook = tracepoint ]]; then
		vm_options+=(--parallel)
		job "$kernel-$hook-counts" vm "$kernel" counts.sh "$hook" 1000000
	else
		job "$kernel-$hook-counts" vm "$kernel" counts.sh "$hook" \
			$((100000 / slowness))
	fi
}

# A node for memory that may be plugged in, but is not; and one that has a CPU only.
absent_node=(--mem "512M,slots=1,maxmem=1G"
	--qemu '-object memory-backend-ram,id=own,size=512M'
	--qemu '-smp 2,sockets=2'
	--qemu '-numa node,memdev=own,cpus=0 -numa node,cpus=1 -numa node')

# One VM for each layout of memory. A Normal zone without gigabytes needs memory
# above 4 GiB. The real process in a cgroup meets the OOM killer.
causes() {
	local kernel=$1 hook=$2

	vm_options=(--cpus 2 --qemu '-machine max-ram-below-4g=128M'
		--expect-log 'invoked oom-killer|vmalloc error')
	job "$kernel-$hook-causes-zones" vm "$kernel" causes.sh "$hook" zones
	vm_options=(--cpus 2 --numa 2 --add "$out/$kernel/bind_node")
	job "$kernel-$hook-causes-nodes" vm "$kernel" causes.sh "$hook" nodes
	vm_options=(--cpus 2 --append cma=32M "${absent_node[@]}")
	job "$kernel-$hook-causes-reserved" vm "$kernel" causes.sh "$hook" \
		reserved
}

# Memory that is there at boot, but not in use.
plugged_memory=(--qemu '-object memory-backend-ram,id=plugged,size=256M'
	--qemu '-device pc-dimm,memdev=plugged'
	--append memhp_default_state=offline)

# What differs between hooks does so on each kernel.
hotplug() {
	local kernel=$1 hook=$2

	[[ $hook == tracepoint || $kernel == 6.12* ]] || return 0
	vm_options=(--cpus 4 --mem "$vm_memory,slots=1,maxmem=1G"
		"${plugged_memory[@]}")
	job "$kernel-$hook-hotplug" vm "$kernel" hotplug.sh "$hook"
}

# Memory by cgroup v1, which Debian's kernels have up to 6.1: in a VM that does nothing else.
cgroup1() {
	case $1 in
	5.10* | 6.1 | 6.1-*)
		vm_options=(--cpus 2)
		job "$1-cgroups-v1" vm "$1" cgroups.sh tracepoint v1
		;;
	esac
}

# As many as an APIC without x2APIC can number. Since 6.9 processors that may be plugged in
# later count in a guest alone, and kernels do not know the emulator by name: so the
# machine calls itself VMware's. Kernels of our own are for no guests.
possible() {
	local cpus=255

	vm_options=(--cpus 2 --mem 768M --qemu '-smp 2,maxcpus=255,sockets=255'
		--qemu '-cpu max,-cx16,-hypervisor -machine vmport=on'
		--qemu '-smbios type=1,serial=VMware-255')
	if [[ $1 == *-* ]]; then
		cpus=8
		vm_options=(--cpus 8 --mem 768M)
	fi
	job "$1-possible" vm "$1" possible.sh $cpus
}

# Everything that one kernel goes through, but for what it costs.
kernel_jobs() {
	local kernel=$1 hook at

	for hook in "${hooks[@]}"; do
		vm_options=(--cpus 2 --timeout 900)
		job "$kernel-$hook-churn" vm "$kernel" churn.sh "$hook" \
			$((30 / slowness))
		counts "$kernel" "$hook"
		causes "$kernel" "$hook"
		vm_options=(--cpus 2 --timeout 900)
		# Lockdown lasts until the next boot.
		at=$kernel-$hook
		several "$kernel" "$at-several" "$at-stacks stacks.sh $hook" \
			"$at-blind blind.sh $hook" \
			"$at-tracers tracers.sh $hook" \
			"$at-recognise recognise.sh $hook $((2000 / slowness))" \
			"$at-nmi nmi.sh $hook $((2000 / slowness))" \
			"$at-machinery machinery.sh $hook" \
			"$at-lockdown lockdown.sh $hook"
		hotplug "$kernel" "$hook"
		vm_options=(--cpus 2 --timeout 900)
		job "$kernel-$hook-inject" vm "$kernel" inject.sh "$hook" \
			$((100 / slowness))
		vm_options=(--cpus 1)
		job "$kernel-$hook-klog" vm "$kernel" klog.sh "$hook"
	done
	vm_options=(--cpus 2 --timeout 900)
	several "$kernel" "$kernel-several" "$kernel-ladder ladder.sh" \
		"$kernel-params params.sh" "$kernel-recursion recursion.sh" \
		"$kernel-cgroups cgroups.sh tracepoint v2" \
		"$kernel-generated generated.sh" \
		"$kernel-names-rain names.sh $((20 / slowness))" \
		"$kernel-pieces pieces.sh tracepoint" \
		"$kernel-hostile hostile.sh" "$kernel-storms storms.sh tracepoint"
	vm_options=(--cpus 2 --timeout 1800)
	job "$kernel-names" vm "$kernel" names.sh $((1000 / slowness)) \
		context=task pause=1
	vm_options=(--cpus 2 --timeout 900 --expect-log 'invoked oom-killer'
		--add "$out/$kernel/af_storm")
	job "$kernel-unprivileged" vm "$kernel" unprivileged.sh \
		$((40 / slowness))
	vm_options=(--cpus 2 --expect-log 'invoked oom-killer')
	job "$kernel-oom" vm "$kernel" oom.sh tracepoint
	cgroup1 "$kernel"
	vm_options=(--cpus 2 --append cma=32M)
	job "$kernel-fragmentation-1" vm "$kernel" fragmentation.sh 1
	vm_options=(--cpus 2 --numa 2)
	job "$kernel-fragmentation-2" vm "$kernel" fragmentation.sh 2
	job "$kernel-stimulus" vm "$kernel" stimulus.sh
	possible "$kernel"
	vm_options=()
	job "$kernel-wrong" single vm_wrong "$kernel"
}

cost_jobs() {
	local kernel=$1 hook

	vm_options=(--cpus 1 --icount)
	job "$kernel-cost" vm "$kernel" cost.sh
	# Of those that take CPUs to come for possible without further ado.
	vm_options=(--cpus '1,maxcpus=64' --mem 768M --icount --timeout 900)
	[[ $kernel != 6.1 ]] ||
		job "$kernel-readers" vm "$kernel" readers.sh 64 65536
	lab_lines_options vm_options "$out/lines.so"
	job "$kernel-lines" vm "$kernel" lines.sh
	for hook in tracepoint kprobe; do
		vm_options=(--cpus 4 --append no_hash_pointers)
		job "$kernel-$hook-shared" vm "$kernel" shared.sh "$hook"
	done
}

# A panic; the kernel that stood by looks at the dead one's memory.
kdump() {
	local kernel=$1 hook=$2 root memory

	root=$(lab_root "$kernel")
	# One of our own needs more, and Debian's with PREEMPT_RT gets it.
	case $kernel in
	*-*) memory=(--mem 1G --append crashkernel=400M) ;;
	*) memory=(--mem 512M --append crashkernel=160M) ;;
	esac
	vm_options=(--cpus 2 "${memory[@]}" --expect-log 'sysrq triggered crash'
		--add "$out/$kernel/crash_kernel" --add "$out/$kernel/dump_words"
		--add "$root/boot/vmlinuz-$(lab_release "$root" "$kernel")")
	job "$kernel-$hook-kdump" vm "$kernel" kdump.sh "$hook"
}

vm_jobs() {
	local kernel

	build_plugin
	for kernel in $(kernels_of test); do
		kernel_jobs "$kernel"
		cost_jobs "$kernel"
		vm_options=(--cpus 2 --add "$out/command/allocfail")
		job "$kernel-command" vm "$kernel" command.sh tracepoint
		job "$kernel-doctor" vm "$kernel" doctor.sh
		vm_options+=(--timeout 600 --expect-log 'BUG: kernel NULL|Oops')
		job "$kernel-sweep" vm "$kernel" sweep.sh
		vm_options=(--cpus 2 --add "$out/command/allocfail")
		# Figures are the same on all.
		[[ $kernel != 6.12 ]] ||
			job "$kernel-export" vm "$kernel" export.sh tracepoint
	done
	kdump 6.12 tracepoint
}

# With each hook.
kdump_all_hooks() {
	local hook

	for hook in "${hooks[@]}"; do
		kdump "$1" "$hook"
	done
}

kdump_jobs() {
	local kernels kernel

	mapfile -t kernels < <(kernels_of test)
	build_jobs "${kernels[@]}"
	for kernel in "${kernels[@]}"; do
		kdump_all_hooks "$kernel"
	done
}

# Each with its own dkms.
dkms_jobs() {
	local kernel

	for kernel in $(kernels_of test); do
		job "$kernel-dkms" "$lab_top/tests/dkms" "$kernel"
	done
}

# What the command reads from the kernel log, and what the module says.
explain_jobs() {
	local kernels kernel

	mapfile -t kernels < <(kernels_of test)
	build_command
	build_jobs "${kernels[@]}"
	vm_options=(--cpus 2 --numa 2 --timeout 600
		--expect-log 'vmalloc error|vmalloc: allocation failure'
		--add "$out/command/allocfail")
	for kernel in "${kernels[@]}"; do
		job "$kernel-explain" vm "$kernel" explain.sh
	done
}

# kernel_module KERNEL NAME: one of the kernel's own, as a file that busybox takes
kernel_module() {
	local file

	lab_kernel "$1"
	file=$(find "$(lab_root "$1")/lib/modules" -name "$2.ko*" | head -n 1)
	lab_unpack "$file" "$out/$2.ko"
}

# Whether what the report advises helps: a good quarter of an hour.
advice_jobs() {
	local kernel=6.12

	build_command
	build_jobs "$kernel"
	kernel_module "$kernel" brd
	vm_options=(--cpus 2 --timeout 2400 --expect-log 'invoked oom-killer'
		--add "$out/command/allocfail" --add "$out/$kernel/af_holes"
		--add "$out/brd.ko")
	job "$kernel-advice" vm "$kernel" advice.sh
}

start_builds() {
	local kernel ALLOCFAIL_TEST_ONLY=

	for kernel; do
		job "$kernel-build" single "$lab_scripts/lab/build" "$kernel" \
			"$out/$kernel" ${build_vars[@]+"${build_vars[@]}"}
	done
}

# build_jobs KERNEL...
build_jobs() {
	start_builds "$@"
	drain
}

# What watches a VM's memory: QEMU itself loads it.
build_plugin() {
	local ALLOCFAIL_TEST_ONLY=

	job plugin-build single lab_plugin "$out/lines.so"
}

# The VMs have no libraries.
build_command() {
	local ALLOCFAIL_TEST_ONLY=

	job command-build single make -C "$lab_top/tools" STATIC=1 \
		OUT="$out/command"
}

# --- what each change must pass

# core_kernel KERNEL: in three layouts of memory, each for a VM that takes the hooks in
# turn. The first is zones without gigabytes.
core_kernel() {
	local kernel=$1 hook at scripts=() nodes=() reserved=()

	for hook in "${hooks[@]}"; do
		at=$kernel-$hook
		scripts+=("$at-counts counts.sh $hook 20000"
			"$at-stacks stacks.sh $hook" "$at-blind blind.sh $hook"
			"$at-causes-zones causes.sh $hook zones"
			"$at-churn churn.sh $hook 3")
		nodes+=("$at-causes-nodes causes.sh $hook nodes")
		reserved+=("$at-causes-reserved causes.sh $hook reserved")
	done
	nodes+=("$kernel-ladder ladder.sh" "$kernel-params params.sh"
		"$kernel-cgroups cgroups.sh tracepoint v2"
		"$kernel-recursion recursion.sh" "$kernel-hostile hostile.sh"
		"$kernel-klog klog.sh tracepoint"
		"$kernel-names names.sh 20 context=task pause=1")

	vm_options=(--cpus 2 --timeout 900 --qemu '-machine max-ram-below-4g=128M'
		--expect-log 'invoked oom-killer|vmalloc error')
	several "$kernel" "$kernel-core" "${scripts[@]}"
	vm_options=(--cpus 2 --timeout 900 --numa 2
		--add "$out/$kernel/bind_node")
	several "$kernel" "$kernel-core-nodes" "${nodes[@]}"
	vm_options=(--cpus 2 --timeout 600 --append cma=32M "${absent_node[@]}")
	several "$kernel" "$kernel-core-reserved" "${reserved[@]}"
	cgroup1 "$kernel"
}

# configuration_jobs KERNEL: what depends on the configuration.
configuration_jobs() {
	local kernel=$1 hook at scripts=()

	"$lab_scripts/lab/fetch" "$kernel"
	build_jobs "$kernel"
	for hook in "${hooks[@]}"; do
		at=$kernel-$hook
		scripts+=("$at-counts counts.sh $hook 20000"
			"$at-stacks stacks.sh $hook"
			"$at-recognise recognise.sh $hook 2000"
			"$at-causes-zones causes.sh $hook zones"
			"$at-tracers tracers.sh $hook"
			"$at-churn churn.sh $hook 3")
	done
	vm_options=(--cpus 2 --timeout 1800
		--qemu '-machine max-ram-below-4g=128M'
		--expect-log 'invoked oom-killer|vmalloc error')
	several "$kernel" "$kernel-core" "${scripts[@]}"
	vm_options=(--cpus 1 --icount)
	job "$kernel-cost" vm "$kernel" cost.sh
}

# Configurations other than Debian's.
kernels_jobs() {
	configuration_jobs 6.12-frame
}

# Once: what is the same on each kernel, or takes long. Lockdown, by the doctor, lasts.
core_once() {
	local kernel=$1

	[[ $planning ]] || await command-build
	vm_options=(--cpus 1 --icount)
	job "$kernel-cost" vm "$kernel" cost.sh
	vm_options=(--cpus 2)
	job "$kernel-inject" vm "$kernel" inject.sh tracepoint 4
	kdump "$kernel" tracepoint
	vm_options=(--cpus 2 --timeout 600 --add "$out/command/allocfail")
	several "$kernel" "$kernel-core-command" \
		"$kernel-command command.sh tracepoint" \
		"$kernel-export export.sh tracepoint" "$kernel-doctor doctor.sh"
	vm_options=()
	job "$kernel-wrong" single vm_wrong "$kernel"
}

core_vms() {
	local kernel

	for kernel; do
		[[ $planning ]] || await "$kernel-build"
		core_kernel "$kernel"
		[[ $kernel != 6.12 ]] || core_once "$kernel"
	done
}

# What needs no VM. The longest first.
core_host() {
	job tools "$lab_top/tests/tools/run"
	job unit "$lab_top/tests/unit/run"
	job fuzz-replay "$lab_top/tests/fuzz/run" --replay
	job check-text "$lab_scripts/check/run" checkpatch clang-format shellcheck \
		spdx hygiene versions layers lengths docs one-version matrix
}

# Only what is wanted is built, and the VMs of a kernel start when it is.
core_jobs() {
	local all kernels=() kernel

	mapfile -t all < <(kernels_of test)
	planning=yes planned=()
	core_vms "${all[@]}"
	planning=
	for kernel in "${all[@]}"; do
		[[ " ${planned[*]}" != *" $kernel-"* ]] || kernels+=("$kernel")
	done
	start_builds "${kernels[@]}"
	[[ " ${planned[*]} " != *-core-command\ * ]] || build_command
	core_vms "${kernels[@]}"
	core_host
}

# faults KERNEL HOOK [FILES]. Whatever loads a module warns when its memory fails:
# labels and events. An exec() that fails past the point of no return is a crash, too;
# 7.2's has an allocation there before the task gets its new name.
faults() {
	local kernel=$1 hook=$2

	vm_options=(--cpus 2 --timeout 900 --expect-log
		'cut here|vmalloc error|jump_label|event_(define_fields|file_put)'
		--expect-log ' (exe|sh): potentially unexpected fatal signal 11')
	job "$kernel-$hook-faults" vm "$kernel" faults.sh "${@:2}"
}

fault_jobs() {
	local kernel=6.12-fault hook

	"$lab_scripts/lab/fetch" "$kernel"
	build_jobs "$kernel"
	vm_options=(--cpus 2)
	for hook in "${hooks[@]}"; do
		job "$kernel-$hook-injected" vm "$kernel" injected.sh "$hook"
	done
	for hook in "${hooks[@]}"; do
		faults "$kernel" "$hook"
	done
}

# What the debug kernels must say of each kind of mistake.
declare -A reports=(
	[use_after_free]='KASAN: slab-use-after-free'
	[out_of_bounds]='KASAN: vmalloc-out-of-bounds'
	[locks_in_both_orders]='possible circular locking'
	[sleep_in_atomic]='scheduling while atomic|sleeping function'
	[this_cpu_preemptible]='using smp_processor_id\(\) in preemptible'
	[leak]='kmemleak: [0-9]+ new suspected'
	[rcu_without_lock]='suspicious RCU usage'
	[shift_too_far]='UBSAN: shift-out-of-bounds'
	[race]='KCSAN: data-race'
)

# vm_mistake KERNEL KIND: the run must fail, and for that.
vm_mistake() {
	local log=$out/$1-mistake-$2.output rc=0

	vm "$1" mistake.sh "$2" >"$log" 2>&1 || rc=$?
	cat "$log"
	echo "--- this was meant to fail, with: ${reports[$2]}"
	((rc == 1)) && grep -q '^1 passed, 0 failed' "$log" &&
		grep -q 'the kernel log has: ' "$log" &&
		grep -qE "${reports[$2]}" "$out/$1-mistake-$2.dmesg"
}

# own_reports KERNEL: what its log may have, in the array expected, for none of it is
# the module's. With PREEMPT_RT the serial port's interrupt handler is a thread,
# which in a slow emulator comes late. KCSAN finds calls that a kprobe misses, which the
# kernel counts without a lock, and, until 6.13 marked them, reads of the clock for NMIs.
own_reports() {
	local race='KCSAN: data-race in'

	expected=()
	case $1 in
	*-rt*) expected=(--expect-log 'irq 4: nobody cared') ;;
	*-kcsan) expected=(--expect-log "$race kprobes_inc_nmissed_count") ;;
	esac
	[[ $1 != 6.12-kcsan ]] || expected+=(--expect-log
		"$race (timekeeping_cycles_to_ns|ktime_get_mono_fast_ns)")
}

# With page tables of five levels an interrupt within identify_cpu(), at boot, takes
# them for four, and KASAN complains.
slow_down() {
	own_reports "$1"
	vm_always=(--timeout 1800 --append no5lvl "${expected[@]}")
	vm_memory=512M slowness=10
}

full_speed() {
	vm_always=() vm_memory=256M slowness=1
}

# debug_kernel_jobs KERNEL KIND...: all of the VM suite, and a run for each kind
# of mistake that the kernel finds.
debug_kernel_jobs() {
	local kernel=$1 kind

	"$lab_scripts/lab/fetch" "$kernel"
	build_jobs "$kernel"
	slow_down "$kernel"
	vm_options=(--cpus 2)
	for kind in "${@:2}"; do
		job "$kernel-mistake-$kind" single vm_mistake "$kernel" "$kind"
	done
	kernel_jobs "$kernel"
	full_speed
}

# Debian's own, and one with lockdep.
rt_jobs() {
	local kernel=6.12-rt

	"$lab_scripts/lab/fetch" "$kernel"
	build_jobs "$kernel"
	own_reports "$kernel"
	vm_always=("${expected[@]}")
	kernel_jobs "$kernel"
	kdump_all_hooks "$kernel"
	vm_always=()
	debug_kernel_jobs 6.12-rtlock locks_in_both_orders sleep_in_atomic \
		this_cpu_preemptible rcu_without_lock
}

# Readers are the same with each hook, and are half of what faults takes.
kasan_jobs() {
	local kernel kinds=(use_after_free out_of_bounds locks_in_both_orders
		sleep_in_atomic this_cpu_preemptible leak rcu_without_lock
		shift_too_far)

	for kernel in 6.12-debug 7.2-debug; do
		debug_kernel_jobs "$kernel" "${kinds[@]}"
		slow_down "$kernel"
		vm_always+=(--timeout 3600)
		faults "$kernel" tracepoint
		faults "$kernel" kprobe ''
		faults "$kernel" kretprobe ''
		kdump_all_hooks "$kernel"
		full_speed
	done
}

kcsan_jobs() {
	debug_kernel_jobs 7.2-kcsan race
	debug_kernel_jobs 6.12-kcsan race
}

# Firmware takes its time under emulation.
secureboot_jobs() {
	local kernels kernel

	mapfile -t kernels < <(kernels_of test)
	build_jobs "${kernels[@]}"
	for kernel in "${kernels[@]}"; do
		job "$kernel-secureboot" "$lab_top/tests/secureboot" \
			--modules "$out/$kernel" "$kernel"
	done
}

# What is downloaded comes first.
install_jobs() {
	local kernels kernel

	mapfile -t kernels < <(kernels_of test)
	"$lab_top/tests/install/run" --prepare "${kernels[@]}"
	for kernel in "${kernels[@]}"; do
		job "$kernel-install" "$lab_top/tests/install/run" "$kernel"
	done
}

# All of the VM suite on the kernel that can count lines. What is left out has
# nothing to do with the module, or ends in a lockdown, which hides the counts.
coverage_jobs() {
	local kernel=6.12-fault

	build_vars=(GCOV_PROFILE=y) coverage=yes slowness=10
	leave_out='-(stimulus|wrong|lockdown)$'
	fault_jobs
	kernel_jobs "$kernel"
	drain
	job coverage single "$lab_scripts/lab/coverage" "$kernel" "$out/$kernel" \
		"$lab_cache/coverage" "$out"/*.gcda
	drain
	grep -E '^(vm|unit|both) |^Coverage:' "$out/coverage.log" || true
	build_vars=() coverage='' slowness=1 leave_out=''
}

workload_jobs() {
	local kernels kernel

	mapfile -t kernels < <(kernels_of test | sed 's/$/-workload/')
	"$lab_scripts/lab/fetch" "${kernels[@]}"
	build_jobs "${kernels[@]}"
	vm_options=(--cpus 2 --mem 512M --disk 3G --timeout 900
		--expect-log 'invoked oom-killer')
	for kernel in "${kernels[@]}"; do
		job "$kernel-tools" vm "$kernel" tools.sh
		job "$kernel-memory" vm "$kernel" memory.sh
		job "$kernel" vm "$kernel" workload.sh 10
	done
}

# A thousand loads and more: on each kernel each order of attaching, a third of them with
# each hook, with another order of detaching.
orders_jobs() {
	local kernels kernel hook shift=0 first

	mapfile -t kernels < <(kernels_of test | sed 's/$/-workload/')
	"$lab_scripts/lab/fetch" "${kernels[@]}"
	build_jobs "${kernels[@]}"
	vm_options=(--cpus 4 --mem 512M --disk 3G --timeout 3600)
	for kernel in "${kernels[@]}"; do
		first=0
		for hook in "${hooks[@]}"; do
			job "$kernel-$hook-orders" vm "$kernel" orders.sh "$hook" \
				12 $((shift++)) $((first++))
		done
	done
}

# An hour of failures and OOM kills fills a large log. A busy host makes a minute
# of the VM's longer.
soak_jobs() {
	local seconds=${SOAK_SECONDS:-3600} kernels kernel
	local seed=${SOAK_SEED:-$((RANDOM * 32768 + RANDOM))} memory slow

	read -ra kernels <<<"${SOAK_KERNELS:-6.12 7.2}"
	"$lab_scripts/lab/fetch" "${kernels[@]}"
	build_jobs "${kernels[@]}"
	for kernel in "${kernels[@]}"; do
		memory=384M slow=()
		if [[ $kernel == *-@(debug|kcsan|rtlock) ]]; then
			memory=640M slow=(--append no5lvl)
		fi
		own_reports "$kernel"
		vm_options=(--cpus 4 --mem "$memory,slots=1,maxmem=1G"
			"${plugged_memory[@]}" --append log_buf_len=8M
			"${slow[@]}" "${expected[@]}" --timeout $((seconds * 2 + 900))
			--add "$lab_top/tests/vm/soak-rain.sh"
			--add "$lab_top/tests/vm/soak-actions.sh"
			--expect-log 'invoked oom-killer|vmalloc error')
		job "$kernel-soak" vm "$kernel" soak.sh "$seconds" "$seed"
	done
}
