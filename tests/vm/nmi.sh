#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nmi.sh HOOK FAILURES: failures in NMIs that come in the middle of anything,
# above all of the recording of another: each is counted, as what it is. A probe
# of the kernel's is left out where it interrupts another: that is counted, too. Only
# alloc_pages_nolock() is meant for NMIs, and only in its storms lockdep, if the kernel
# has it, looks at what they do.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
hook=$1
each=$2

# storm CONTEXTS CPUS [ORDER REQUEST]
storm() {
	echo 1 >$parameters/reset
	missed=$(value $af/status nmissed)
	cat $af/counters >/tmp/before
	stimulate "${4:-gfp=NOWARN} order=${3:-10} context=$1 cpus=$2 sites=8 depth=6 \
		paths=64 count=$each"
	cat $af/counters >/tmp/after
	[ "$4" ] || same "$hook $1 on $2 CPUs: none was granted" 0 "$(value /tmp/result granted)"
	missed=$(($(value $af/status nmissed) - missed))
	if [ $missed = 0 ]; then
		check "$hook $1 on $2 CPUs${4:+, $4}" awk -v order="${3:-10}" -v class=opportunistic \
			-v zone=Normal -v nowarn=1 \
			-f /lab/case.awk /tmp/before /tmp/after /tmp/result
	else
		echo "$hook $1 on $2 CPUs: $missed left out by the kernel"
		[ "$hook" != tracepoint ] ||
			fail "a tracepoint's probe is never left out"
		same "$hook $1 on $2 CPUs: all, with those left out" \
			$(($(value /tmp/result refused) +
				$(value /tmp/result drain_refused))) \
			$(($(value /tmp/after failures) + missed))
		check "$hook $1 on $2 CPUs: what cannot be left out is counted: $(floor $1)" floor $1
	fi
	same "$hook $1 on $2 CPUs: no recursion" 0 \
		"$(value $af/counters recursions)"
	check "$hook $1 on $2 CPUs: sums" sums
}

# increase_outside: of all contexts but NMIs
increase_outside() {
	echo $(($(increase context_task) + $(increase context_softirq) +
		$(increase context_hardirq)))
}

# floor CONTEXTS: what must have been counted, whatever the kernel left out. A kprobe's
# handler runs with interrupts off: nothing but an NMI meets another's. In a kretprobe's
# interrupts come, and how many is chance; a task never runs within another's handler.
floor() {
	in_nmi=$(value /tmp/result refused_nmi)
	drain=$(value /tmp/result drain_refused)
	outside=$(($(value /tmp/result refused) - in_nmi + drain))
	in_tasks=$(($(value /tmp/result refused_task) + drain))
	counted=$(increase_outside)
	echo "outside NMIs $counted of $outside, in tasks $(increase context_task) of" \
		"$in_tasks, in NMIs $(increase context_nmi) of $in_nmi"
	case $hook in
	kretprobe)
		[ "$(increase context_task)" = $in_tasks ] || return 1
		[ $outside = $in_tasks ] || [ $counted -gt $in_tasks ] || return 1
		;;
	*) [ $counted = $outside ] || return 1 ;;
	esac
	[ $1 != nmi ] || [ $((2 * $(increase context_nmi))) -ge $in_nmi ]
}

load hook="$hook" stack_budget=1000000 stack_verify=Y
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
storm nmi 1
storm nmi "$(nproc)"
storm task+nmi 1
storm "$all_contexts+nmi" "$(nproc)"
if [ "$hook" = tracepoint ] && grep -q ' alloc_pages_nolock_noprof$' /proc/kallsyms; then
	storm nmi "$(nproc)" 3 special=nolock
	storm task+nmi 1 3 special=nolock
fi
if [ "$(value $af/counters context_nmi)" -gt 0 ]; then
	check "$hook: signatures of NMIs" grep -q context=nmi $af/signatures
fi
same "$hook: recognised stacks are right" 0 \
	"$(value $af/counters recognised_wrong)"
unload
finish
