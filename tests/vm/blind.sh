#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# blind.sh HOOK: what the hook's blind_spots in status say that it does not see
# is just what it does not see.
# shellcheck source=lib.sh
. /lab/lib.sh
hook=$1

# claimed TEXT: 0 if the hook's blind_spots name it, else 1. What is one "up to" a
# release, or "from" one "on", is none on others.
claimed() {
	sed -n 's/^blind_spots: //p' $af/status | tr ';' '\n' |
		awk -v text="$1" -v running="$(uname -r)" '
			function number(release, part) {
				split(release, part, /[.-]/)
				return part[1] * 1000 + part[2]
			}
			!index($0, text) { next }
			/ up to [0-9.]+$/ && number(running) > number($NF) { next }
			/ from [0-9.]+ on$/ && number(running) < number($(NF - 1)) { next }
			{ blind = 1 }
			END { print 1 - blind }'
}

# one BLIND_SPOT VARIABLES STIMULUS...
one() {
	seen=$(claimed "$1")
	spot=$1
	variables=$2
	shift 2
	cat $af/counters >/tmp/before
	stimulate "$@"
	cat $af/counters >/tmp/after
	# shellcheck disable=SC2086 # a list of assignments
	check "$hook: $spot: seen=$seen" awk -f /lab/case.awk $variables \
		-v seen="$seen" /tmp/before /tmp/after /tmp/result
}

cgroup() {
	mkdir /sys/fs/cgroup/limited
	echo 4M >/sys/fs/cgroup/limited/memory.max
	echo $$ >/sys/fs/cgroup/limited/cgroup.procs
	one "memory cgroup refusals" \
		"-v order=0 -v class=opportunistic -v zone=Normal -v nowarn=1" \
		"special=cgroup gfp=ACCOUNT|NOWARN count=1000"
	echo $$ >/sys/fs/cgroup/cgroup.procs
	rmdir /sys/fs/cgroup/limited
}

oversize() {
	one "orders above the maximum" \
		"-v order=over -v class=opportunistic -v zone=Normal -v nowarn=1" \
		"order=11 gfp=NOWARN count=1000"
}

# Kernels without alloc_pages_nolock() say so: the stimulus is not built for it.
nolock() {
	if ! grep -q ' alloc_pages_nolock_noprof$' /proc/kallsyms; then
		echo "no alloc_pages_nolock() in $(uname -r)"
		return
	fi
	mask="-v class=opportunistic -v nowarn=1"
	[ "$(claimed "masks of lockless requests")" = 1 ] ||
		mask="-v class=atomic -v nowarn=0"
	one "alloc_pages_nolock" "-v order=3 -v zone=Normal $mask" \
		"special=nolock order=3 count=1000"
	one "nolock" "-v order=4 -v zone=Normal $mask" \
		"special=nolock order=4 count=1000"
}

# Not a failure of the page allocator: no hook may count it.
vmalloc() {
	cat $af/counters >/tmp/before
	stimulate "special=vmalloc count=100"
	cat $af/counters >/tmp/after
	check "$hook: a failed vmalloc is none of ours" awk -v seen=0 \
		-f /lab/case.awk /tmp/before /tmp/after /tmp/result
}

# As fail_page_alloc does it: should_fail_alloc_page() says yes. Kernels since
# 6.8 have that function only if they are built with the injection.
injection() {
	if ! grep -q ' should_fail_alloc_page$' /proc/kallsyms; then
		echo "no should_fail_alloc_page() in $(uname -r)"
		return
	fi
	insmod /lab/af_breaker.ko symbol=should_fail_alloc_page retval=1 \
		comm=sh min_order=9 times=100 || die "insmod af_breaker.ko"
	one "fail_page_alloc injection" \
		"-v order=9 -v class=opportunistic -v zone=Normal -v nowarn=1" \
		"order=9 drain=0 count=100 gfp=NOWARN"
	same "$hook: injected" 100 \
		"$(cat /sys/module/af_breaker/parameters/hits)"
	rmmod af_breaker
}

load hook="$hook" stack_budget=1000000
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
cgroup
oversize
nolock
vmalloc
injection
check "$hook sums" sums
unload
finish
