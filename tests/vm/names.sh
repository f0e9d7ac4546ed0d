#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# names.sh TIMES [KEY=VALUE...]: a module that goes leaves its names: one that fails to load, whose
# init code is freed, that is unloaded, and where another one comes to lie. At last
# TIMES loads while failures rain, in all contexts if the stimulus is told nothing else,
# and what has the names is read.
# shellcheck source=lib.sh disable=SC2317,SC2086 # functions run by check()
. /lab/lib.sh
times=$1
shift
offset='[+]0x[0-9a-f]+/0x[0-9a-f]+'

# tenant a|b PARAMETER...
tenant() {
	insmod "/lab/af_tenant_$1.ko" "${2-ask=}" "${3-result=0}" 2>/dev/null
}

leave() {
	rmmod "af_tenant_$1" || die "rmmod af_tenant_$1"
}

# place a|b: where its code lies
place() {
	awk -v name="af_tenant_$1" '$1 == name { print $6 }' /proc/modules
}

# again: a new table
again() {
	echo 1 >$parameters/reset
}

# asked REGEX: records whose innermost frame is so, and the sum of their counts
asked() {
	frame=$1 awk '
		BEGIN { frame = "^\t" ENVIRON["frame"] "$" }
		/^count=/ {
			split($1, field, "=")
			innermost = 1
			next
		}
		innermost && $0 ~ frame {
			records++
			sum += field[2]
		}
		{ innermost = 0 }
		END { printf "%d %d", records, sum }' $af/signatures
}

# sum REGEX: of these counts
sum() {
	asked "$1" | cut -d ' ' -f 2
}

# named a|b FUNCTION: its name, as signatures has it
named() {
	echo "tenant_$1_$2$offset [[]af_tenant_$1[]]"
}

# folded a|b FUNCTION: the sum of the lines of folded that have it at their end
folded() {
	grep -oE "tenant_$1_$2 \[af_tenant_$1\] [0-9]+\$" $af/folded |
		awk '{ sum += $NF } END { print sum }'
}

# fails init|core: a load fails, after a request of that code. Busybox then tries
# again: $tries is how often.
fails() {
	mark_log
	! tenant a "ask=$1" result=-12 || fail "loads with result=-12"
	tries=$(dmesg | tail -n +$((log_lines + 1)) |
		grep -c 'af_tenant_a: result=-12')
}

# no FRAME: in no file
no() {
	! grep -F "$1" $af/signatures $af/folded
}

# succeed: with a fresh table, a comes and goes, and b comes to lie at the same place,
# $where
succeed() {
	for _ in $(seq 20); do
		again
		tenant a || die "insmod af_tenant_a.ko"
		where=$(place a)
		leave a
		tenant b || die "insmod af_tenant_b.ko"
		if [ "$(place b)" = "$where" ]; then
			ok "b lies where a lay"
			return
		fi
		leave b
	done
	die "b never lies where a lay"
}

storm() {
	i=0
	while [ $i -lt $times ]; do
		if [ $((i % 4)) = 0 ]; then
			! tenant a ask=init result=-12 || return 1
		else
			tenant a ask=core && rmmod af_tenant_a || return 1
		fi
		i=$((i + 1))
	done
}

load stack_budget=1000000
fails init
same "init code that fails has its name" $tries "$(sum "$(named a begin)")"
same "and in folded" $tries "$(folded a begin)"

again
fails core
same "core code of an init that fails has its name" $tries \
	"$(sum "$(named a core)")"
same "and in folded" $tries "$(folded a core)"

again
tenant a ask=init || die "insmod af_tenant_a.ko"
same "init code has its name while its module is loaded" "1 1" \
	"$(asked "$(named a begin)")"
leave a
same "and when it is not" "1 1" "$(asked "$(named a begin)")"

again
tenant a ask=exit || die "insmod af_tenant_a.ko"
leave a
same "code that its exit function called has its name" "1 1" \
	"$(asked "$(named a core)")"
check "no name is missing" no '[unknown]'
check "none is gone" no '[gone]'
check "files have their formats" formatted

succeed
leave b
tenant a ask=core
same "a lies there" "$where" "$(place a)"
same "a has its name" "1 1" "$(asked "$(named a core)")"
leave a
tenant b ask=core
same "b lies there" "$where" "$(place b)"
same "a has its name while b lies there" "1 1" "$(asked "$(named a core)")"
same "b is another signature" "1 1" "$(asked "$(named b core)")"
leave b
tenant a ask=core
same "a lies there again" "$where" "$(place a)"
same "it is its signature again" "1 2" "$(asked "$(named a core)")"
same "b has its name" "1 1" "$(asked "$(named b core)")"
leave a
same "a in folded" 2 "$(folded a core)"
same "b in folded" 1 "$(folded b core)"
check "no name is missing" no '[unknown]'

# A failure after the notice.
insmod /lab/af_late.ko || die "insmod af_late.ko"
again
tenant a
leave a
same "a failure after the notice has no name" "1 1" "$(asked '[[]unknown[]]')"
same "nothing was dropped" 0 "$(value $af/counters names_dropped)"
succeed
same "nor has it that of another" "1 1" "$(asked '[[]gone[]]')"
same "that was counted" 1 "$(value $af/counters names_dropped)"
leave b
rmmod af_late || die "rmmod af_late"
same "it stays so" "1 1" "$(asked '[[]gone[]]')"
check "files have their formats" formatted
again
same "a reset forgets" 0 "$(value $af/counters names_dropped)"
same "all names" "0" "$(value $af/status names)"
unload

# More names than there is room for.
load stack_budget=1000000 names=1
tenant a ask=many || die "insmod af_tenant_a.ko"
leave a
gone=$(grep -c '\[gone\]' $af/signatures)
check "some names had no room" [ "$gone" -gt 0 ]
same "each was counted" "$gone" "$(value $af/counters names_dropped)"
check "others had" grep -q 'tenant_a_many' $af/signatures
check "no more than there is room for" [ "$(value $af/status names)" -le 1024 ]
check "sums" sums
unload

insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
load stack_budget=1000000
start_rain "order=9 context=$all_contexts cpus=$(nproc) gfp=HIGH sites=8 depth=4 \
	count=100000000 $*"
read_in_turn signatures folded counters status &
readers=$!
check "$times loads in a storm" storm
stop_readers
stop_rain
failing=$(((times + 3) / 4))
same "each of them has its name" $((times - failing)) "$(folded a core)"
same "and each that failed" $((failing * tries)) "$(folded a begin)"
same "no name was dropped" 0 "$(value $af/counters names_dropped)"
check "no name is missing" no '[unknown]'
check "sums" sums
check "files have their formats" formatted
unload
check "nothing left" nothing_left
finish
