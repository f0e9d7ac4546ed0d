#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# command.sh HOOK: the allocfail command on a live module: what it says equals
# what the files say, while nothing fails and while it does; exit codes.
# /lab/allocfail is the command, linked statically.
# shellcheck source=lib.sh
. /lab/lib.sh

hook=$1
command=/lab/allocfail
export TERM=dumb LC_ALL=C

# runs NAME EXPECTED ARGUMENT...: the command exits with that; output in /tmp/out
runs() {
	name=$1 expected=$2
	shift 2
	code=0
	$command "$@" >/tmp/out 2>&1 || code=$?
	if [ "$code" = "$expected" ]; then
		ok "$name: exit $code"
	else
		fail "$name: expected exit $expected, got $code: $(cat /tmp/out)"
	fi
}

# says NAME TEXT: /tmp/out has it, wherever its lines are broken
says() {
	if tr '\n' ' ' </tmp/out | grep -qF -- "$2"; then
		ok "$1"
	else
		fail "$1: no \"$2\" in: $(cat /tmp/out)"
	fi
}

# 1279 as 1,279
thousands() {
	echo "$1" | sed -e ':a' -e 's/^\([0-9]*[0-9]\)\([0-9]\{3\}\)/\1,\2/;ta'
}

# The numbers of the report's line that begins so, without commas, as name=value.
kinds() {
	sed -n "s/^  $1 *//p" /tmp/out | tr -d , |
		awk '{ for (i = 1; i < NF; i += 2) print $i "=" $(i + 1) }' | sort
}

# The same, of the file counters.
counted() {
	awk -v prefix="$1_" 'index($1, prefix) == 1 && $2 {
		print substr($1, length(prefix) + 1) "=" $2 }' $af/counters | sort
}

# shellcheck disable=SC2317 # run by check()
one_screen() {
	cat /tmp/out
	[ "$(wc -l </tmp/out)" -le 23 ] && [ "$(wc -L </tmp/out)" -le 80 ]
}

same_figures() {
	runs "report" 1 report
	check "report: one screen" one_screen
	says "failures" "$(thousands "$(value $af/counters failures)") failures"
	same "classes" "$(counted class)" "$(kinds class)"
	same "causes" "$(counted cause)" "$(kinds cause)"
}

# Each record of the file is a row of top, with its count, order, class and cause.
same_signatures() {
	runs "top" 0 top --batch --full --count 1 --sort count
	tail -n +3 /tmp/out | tr -d , | awk 'NF { print $2, $4, $6, $7 }' |
		sort >/tmp/top
	sed -n 's/^count=\([0-9]*\) order=\([0-9]*\) .*class=\([a-z]*\) cause=\([a-z]*\) .*/\1 \2 \3 \4/p' \
		$af/signatures | sort >/tmp/signatures
	same "signatures" "$(cat /tmp/signatures)" "$(cat /tmp/top)"
}

same_events() {
	runs "events" 1 events --full
	tail -n +2 /tmp/out | awk '{ print $1, $2, $3, $4, $5, $6 }' >/tmp/shown
	sed 's/^time=\([^ ]*\) cpu=\([0-9]*\) .*order=\([0-9]*\) .*context=\([a-z]*\) class=\([a-z]*\) cause=\([a-z]*\) .*/\1 \2 \3 \4 \5 \6/' \
		$af/events >/tmp/events
	same "events" "$(cat /tmp/events)" "$(cat /tmp/shown)"
}

# blocks DIR: free blocks by order, of each zone in turn
blocks() {
	sed -n 's/^Node.*zone *[A-Za-z0-9]* *//p' "$1"/fragmentation |
		tr -s ' ' '\n' | grep .
}

# drawn ARGUMENT...: the same, as the zones are drawn
drawn() {
	$command zones "$@" | tr -d , | awk '
		$1 ~ /^[0-9]+$/ && $2 ~ /^[0-9]+$/ { print $4 }'
}

# Each process that starts takes some and gives some back, but few large ones.
same_zones() {
	for _ in 1 2 3 4 5; do
		expected=$(blocks $af | awk 'NR % 11 == 0')
		got=$(drawn | awk 'NR % 11 == 0')
		[ "$expected" != "$got" ] || break
		retry "blocks were taken or given back meanwhile"
	done
	same "blocks of the highest order" "$expected" "$got"
}

# shellcheck disable=SC2317 # run by check()
discreet() {
	! find /tmp/bundle | grep cmdline &&
		! grep -rE '(^|[^0-9a-z_])(0x)?[0-9a-f]{16}' /tmp/bundle &&
		! grep -rF "$(cat /proc/cmdline)" /tmp/bundle
}

# A bundle says what the machine says. It is the same moment: nothing fails.
same_bundle() {
	runs "bundle" 0 bundle /tmp/bundle.tar
	mkdir /tmp/bundle
	tar -C /tmp/bundle -xf /tmp/bundle.tar
	for file in status counters signatures folded events; do
		check "bundle: $file" cmp $af/$file /tmp/bundle/*/$file
	done
	for file in doctor clock cgroups proc/vmstat proc/zoneinfo \
		sys/module/allocfail/parameters/hook; do
		check "bundle: machine/$file" test -e "$(echo /tmp/bundle/*)/machine/$file"
	done
	check "bundle: no addresses, no command lines" discreet
	same "bundle: mode" 600 "$(stat -c %a /tmp/bundle.tar)"
	same "blocks of the zones in the bundle" "$(blocks /tmp/bundle/*)" \
		"$(drawn --root /tmp/bundle/*)"
	runs "report of the bundle" 1 report --root /tmp/bundle/*
	says "its failures" "$(thousands "$(value $af/counters failures)") failures"
}

# A name that a user may choose for a task.
# shellcheck disable=SC2317 # run by check()
no_escapes() {
	for what in "report --full" "events --width 200" "top --batch --full --count 1" \
		"export --format csv" "journal --output /dev/stdout"; do
		# shellcheck disable=SC2086 # words
		$command $what >/tmp/out 2>&1
		! grep "$(printf '\033')" /tmp/out || return 1
	done
}

hostile_name() {
	printf '\033]0;x\a' >/proc/$$/comm
	stimulate order=5 gfp=ATOMIC count=1
	printf 'sh' >/proc/$$/comm
	runs "events of a hostile name" 1 events --order 5
	says "the name is escaped" '\x1b]0;x\x07'
	check "no escapes" no_escapes
}

# Who follows sees each failure once: their events fit into the ring.
follow() {
	$command events --full --follow --interval 0.2 --order 7 >/tmp/followed &
	follower=$!
	sleep 1
	for _ in 1 2 3; do
		stimulate order=7 gfp=ATOMIC count=30
		sleep 1
	done
	kill $follower
	wait $follower
	same "events followed" 90 "$(grep -c ' atomic ' /tmp/followed)"
	same "each once" 90 "$(awk '{ print $1 }' /tmp/followed | tail -n +2 |
		sort -u | wc -l)"
}

# More than the rings hold come between two looks: what was shown, and what was
# said not to be, is all there was. Three times, with quiet looks in between.
overwritten() {
	before=$(value $af/counters failures)
	$command events --full --follow --interval 2 >/tmp/followed &
	follower=$!
	sleep 1
	shown=$(grep -c '^ *[0-9]*\.[0-9]* ' /tmp/followed)
	for _ in 1 2 3; do
		stimulate order=8 gfp=ATOMIC count=1500
		stimulate order=8 gfp=ATOMIC context=softirq count=20
		sleep 3
	done
	sleep 2
	kill $follower
	wait $follower
	unseen=$(sed -n 's/^-- \([0-9,]*\) not shown: .*/\1/p' /tmp/followed |
		tr -d , | awk '{ sum += $1 } END { print sum + 0 }')
	shown=$(($(grep -c '^ *[0-9]*\.[0-9]* ' /tmp/followed) - shown))
	same "followed: shown $shown, and said to be overwritten $unseen" \
		$(($(value $af/counters failures) - before)) $((shown + unseen))
	if [ "$unseen" -ge 3000 ]; then
		ok "the rings were overwritten"
	else
		fail "the rings were not overwritten: $(cat /tmp/followed)"
	fi
}

# While failures come, the report has a rate.
rates() {
	stimulate order=6 gfp=ATOMIC count=1
	(
		sleep 1
		stimulate order=6 gfp=ATOMIC count=200
	) &
	$command report --interval 4 --order 6 >/tmp/out
	wait
	seen=$(sed -n 's/.*now \([0-9.]*\)\/s,.*/\1/p' /tmp/out)
	if [ "${seen%.*}" -ge 20 ] 2>/dev/null && [ "${seen%.*}" -le 60 ]; then
		ok "rate: $seen/s, of 200 in some 4 s"
	else
		fail "rate: ${seen:-none}: $(cat /tmp/out)"
	fi
}

in_group() {
	echo $$ >/sys/fs/cgroup/"$1"/cgroup.procs || die "cannot enter $1"
}

# shellcheck disable=SC2317 # run by check()
not_said() {
	! grep -F -- "$1" /tmp/out
}

# Two groups at their limit: one refuses, the other one lets all pass. The first alone is
# named, by the command, by its advice, and in a bundle.
who_refused() {
	echo 1 >$parameters/reset
	for group in innocent refuser; do
		mkdir /sys/fs/cgroup/$group
		echo 2M >/sys/fs/cgroup/$group/memory.max
	done
	in_group innocent
	stimulate 'special=burst gfp=ATOMIC|ACCOUNT|NOWARN count=1000'
	in_group refuser
	stimulate 'special=cgroup gfp=ACCOUNT|NOWARN count=40'
	in_group .
	runs "cgroups" 0 cgroups
	same "cgroups: who refused" "40 40 refuser" \
		"$(awk 'NR == 2 { print $1, $4, $NF }' /tmp/out)"
	runs "report of refusals" 0 report --full
	says "the report says where" "  where  refuser 40"
	says "the advice names who refused" "cgroup /refuser refused 40: limit 2 MiB"
	check "and nobody else" not_said innocent
	runs "bundle of refusals" 0 bundle /tmp/refusals.tar
	tar -xOf /tmp/refusals.tar >/tmp/out
	says "the bundle has its path" "id $(stat -c %i /sys/fs/cgroup/refuser) 2097152 "
	check "the bundle has no other" not_said innocent
	rmdir /sys/fs/cgroup/innocent /sys/fs/cgroup/refuser
	runs "cgroups: a group that is gone" 0 cgroups
	says "it is said to be gone" ", gone)"
}

runs "not loaded: report" 2 report
says "not loaded: it says so" "is the module loaded?"
runs "not loaded: doctor" 2 doctor
says "not loaded: doctor says so" "the module is not loaded"

load hook="$hook"
insmod /lab/af_stimulus.ko || die "insmod af_stimulus.ko"
runs "quiet: report" 0 report
says "quiet: it says so" "No page allocation has failed"
says "quiet: what can't be seen" \
	"Not seen by this hook: $(sed -n 's/^blind_spots: //p' $af/status)" 
runs "quiet: doctor" 0 doctor

stimulate order=9 'gfp=NOWARN' count=50
runs "harmless: report" 0 report
says "harmless: it says so" "Verdict: harmless."
stimulate order=3 'gfp=ATOMIC|COMP' context=softirq count=812
stimulate order=0 gfp=ATOMIC context=task count=96
stimulate order=1 'gfp=NOIO|COMP' memalloc=1 count=24
same_figures
same_signatures
same_events
same_zones
same_bundle
hostile_name
rates
follow
overwritten
who_refused

echo N >$parameters/enabled
runs "detached: report" 2 report
says "detached: it says so" "It does not listen"
runs "detached: doctor" 2 doctor
echo Y >$parameters/enabled
echo 1 >$parameters/reset
runs "after a reset" 0 report
unload
finish
