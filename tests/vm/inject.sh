#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# inject.sh HOOK [UNLOADS]: what allocfail_inject fails is what was chosen, and nothing else:
# by what the stimulus was refused, what the injector counted, and what allocfail did.
#
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2317
. /lab/lib.sh
hook=$1
unloads=${2:-10}
inject=$debugfs/allocfail_inject

status() {
	value $inject/status "$1"
}

# arm LINE
arm() {
	echo "$1" >$inject/settings || fail "$1: refused: $(grep ^refused $inject/status)"
}

# burst COUNT KEY=VALUE...: requests of an order that nobody else asks for
burst() {
	burst=$1
	shift
	stimulate special=burst order=7 count="$burst" "$@"
}

# injects NAME COUNT LINE KEY=VALUE...: of 20 requests, or what KEY says; failed by all three
injects() {
	name=$1
	expected=$2
	arm "$3"
	shift 3
	cp $af/counters /tmp/before
	burst 20 gfp='KERNEL|NORETRY' "$@"
	cp $af/counters /tmp/after
	same "$name: refused" "$expected" "$(value /tmp/result refused)"
	same "$name: failed, by the injector" "$expected" "$(status failed)"
	same "$name: injected, by allocfail" "$expected" "$(increase cause_injected)"
	same "$name: nothing else failed" "$expected" "$(increase failures)"
}

# refuses LINE WORDS: it says why, and what was armed stays
refuses() {
	before=$(cat $inject/settings)
	if printf '%s\n' "$1" 2>/dev/null >$inject/settings; then
		fail "taken: $1"
	fi
	case $(grep ^refused: $inject/status) in
	*"$2"*) ok "refused: $1" ;;
	*) fail "refused: $1: $(grep ^refused: $inject/status)" ;;
	esac
	same "what was armed stays: $1" "$before" "$(cat $inject/settings)"
}

# allocfail may have a return probe there.
no_probe() {
	! grep -v '  r  ' "$debugfs/kprobes/list" | grep -e alloc_pages -e alloc_frozen \
		-e get_page_from_freelist
}

# stack_injects NAME COUNT LINE KEY=VALUE...: as injects, by the stack. 5.10 cannot see past a
# return probe: nothing is found there.
stack_injects() {
	stack_name=$1
	stack_expected=$2
	case $(uname -r)/$hook in
	5.10*/kretprobe) stack_expected=0 ;;
	esac
	shift 2
	injects "$stack_name" "$stack_expected" "$@"
}

insmod /lab/af_stimulus.ko || die "af_stimulus"
insmod /lab/allocfail_inject.ko || die "allocfail_inject"
check "loaded, it has no probe" no_probe
same "loaded, it is not armed" no "$(status armed)"
burst 20 gfp=KERNEL
same "loaded, it fails nothing" 0 "$(value /tmp/result refused)"

# --- without allocfail
arm "pid=$$ order=7 times=-1"
burst 20 gfp=KERNEL
same "without allocfail: refused" 20 "$(value /tmp/result refused)"
same "without allocfail: nobody is told" - "$(status allocfail)"
load hook="$hook"
same "allocfail that comes is told" told "$(status allocfail)"
if rmmod allocfail 2>/dev/null; then
	fail "allocfail went while it is told"
else
	ok "allocfail stays while it is told"
fi
quiet

# --- who
injects "a process" 20 "pid=$$ order=7 times=-1"
injects "another process" 0 "pid=1 order=7 times=-1"
injects "a thread" 20 "task=$$ order=7 times=-1"
injects "another thread" 0 "task=1 order=7 times=-1"
injects "a tree" 20 "tree=$PPID order=7 times=-1"
writer=busybox
injects "a child, by its parent's number" 0 "pid=$$ order=7 times=-1"
injects "a child, by the tree" 20 "tree=$$ order=7 times=-1"
writer=
mkdir -p /sys/fs/cgroup/a/b /sys/fs/cgroup/c
echo $$ >/sys/fs/cgroup/a/b/cgroup.procs
for group in a/b a .; do
	injects "cgroup $group" 20 \
		"cgroup=$(stat -c %i /sys/fs/cgroup/$group) order=7 times=-1"
done
injects "another cgroup" 0 "cgroup=$(stat -c %i /sys/fs/cgroup/c) order=7 times=-1"
echo $$ >/sys/fs/cgroup/cgroup.procs
rmdir /sys/fs/cgroup/a/b /sys/fs/cgroup/a /sys/fs/cgroup/c
text=$(cat /sys/module/af_stimulus/sections/.text)
end=$(printf '%#x' $((text + 0x10000)))
stack_injects "a module" 20 "module=af_stimulus order=7 times=-1"
stack_injects "another module" 0 "module=allocfail order=7 times=-1"
stack_injects "a module that is not there" 0 "module=nowhere order=7 times=-1"
stack_injects "a function" 20 "function=af_stimulus:stimulus_site_0 order=7 times=-1"
# The first that is refused there is the last: then the other site asks.
stack_injects "a function, one of two" 1 "function=stimulus_site_0 order=7 times=-1" sites=2
stack_injects "another function" 0 "function=kfree order=7 times=-1"
stack_injects "a range" 20 "require-start=$text require-end=$end order=7 times=-1"
reached=0
case $(uname -r)/$hook in
5.10*/kretprobe) reached=20 ;;
esac
injects "all but a range" "$reached" "pid=$$ reject-start=$text reject-end=$end order=7 times=-1"
injects "everything" 20 "everything order=7 times=-1"

# --- what
injects "orders" 20 "pid=$$ order=6-7 times=-1"
injects "other orders" 0 "pid=$$ order=8-10 times=-1"
injects "bits that are set" 20 "pid=$$ gfp=KERNEL|__GFP_NORETRY order=7 times=-1"
injects "bits that are not all set" 0 "pid=$$ gfp=NORETRY|ZERO order=7 times=-1"
injects "bits that are clear" 20 "pid=$$ gfp-not=ZERO order=7 times=-1"
injects "bits that are not clear" 0 "pid=$$ gfp-not=NORETRY order=7 times=-1"
for context in $contexts; do
	injects "context $context" 5 "everything context=$context order=7 times=-1" \
		count=5 gfp=NOWAIT context="$all_contexts"
	same "context $context: refused there" 5 "$(value /tmp/result refused_"$context")"
done

# --- when
injects "the seventh" 1 "pid=$$ nth=7 order=7"
same "the seventh: matched" 20 "$(status matched)"
injects "each fourth" 5 "pid=$$ interval=4 order=7 times=-1"
injects "no more than 3" 3 "pid=$$ order=7 times=3"
injects "once, by default" 1 "pid=$$ order=7"
injects "behind 512 pages" 16 "pid=$$ space=512 order=7 times=-1"
[ $reached = 0 ] || new=1
injects "new ones only" "${new:-4}" "pid=$$ new order=7 times=-1" sites=4
arm "pid=$$ probability=50 seed=5 order=7 times=-1"
burst 60 gfp=NOWAIT
some=$(status failed)
check "half of 60, about: $some" [ "$some" -gt 15 -a "$some" -lt 45 ]
injects "the same seed again" "$some" "pid=$$ probability=50 seed=5 order=7 times=-1" count=60

# --- noted, not failed
injects "dry" 0 "pid=$$ dry nth=7 order=7"
same "dry: noted" 1 "$(status noted)"
same "dry: as what" passed \
	"$(sed -n 's/.* outcome=\([a-z_]*\) .*/\1/p' $inject/failed | tail -n 1)"
# Another site asks when one was refused: here none is.
injects "dry, new ones only" 0 "pid=$$ dry new order=7 times=-1" sites=4
same "dry, new ones only: noted" 1 "$(status noted)"

# --- never
injects "not within reclaim" 0 "pid=$$ order=7 times=-1" memalloc=1
same "not within reclaim: spared" 20 "$(status spared_recursion)"
injects "not within reclaim, dry" 0 "pid=$$ dry new order=7 times=-1" memalloc=1
same "not within reclaim, dry: noted" 1 "$(status noted)"

# --- in the slow path
injects "slow path" 20 "mode=slowpath pid=$$ order=7 times=-1"
injects "slow path, the third" 1 "mode=slowpath pid=$$ order=7 nth=3"
injects "slow path, may not sleep" 20 "mode=slowpath pid=$$ order=7 times=-1" gfp=NOWAIT
injects "slow path, small" 20 "mode=slowpath pid=$$ order=3 gfp=NORETRY|ZERO gfp-not=NOWARN times=-1" \
	order=3 gfp='KERNEL|NORETRY|ZERO'
injects "slow path, for ever" 0 "mode=slowpath pid=$$ order=3 gfp=ZERO gfp-not=COMP|NOWARN times=-1" \
	order=3 gfp='KERNEL|ZERO'
same "slow path, for ever: spared" 20 "$(status spared_would_loop)"
injects "slow path, interrupts" 10 "mode=slowpath everything order=7 times=-1 context=softirq" \
	count=10 gfp=NOWAIT context="$all_contexts"
[ $reached != 0 ] ||
	check "its stack is the request's" grep -q stimulus_site_0 $inject/failed
check "its stack is the request's, in allocfail" awk '
	/^count=/ { injected = / order=7 / && / cause=injected / }
	/stimulus_site_0/ && injected { found = 1 }
	END { exit !found }' $af/signatures
check "the sums" sums

# --- all at once, or not at all
arm "pid=1 order=3"
refuses "order=3" "nobody is chosen"
refuses "pid=1 order=11" "order=11: must be an order"
refuses "pid=1 nonsense=3" "nonsense=3: there is no such setting"
refuses "function=no_such_function" "no_such_function: no function"
refuses "pid=1 pid=2" "pid=2: given twice"
refuses "everything pid=1" "a choice of somebody"
refuses "mode=slowpath order=x pid=1" "order=x: must be"
refuses "" "nobody is chosen"
refuses "pid=1 $(seq -s ' ' 1000)" "more than 1024 bytes"
refuses "pid=1 site=12x" "site=12x: must be a number"
arm off
check "off: no probe" no_probe
same "off: allocfail is told nothing" - "$(status allocfail)"

# --- a session
exec 5>$inject/session
echo "pid=$$ order=7 times=-1" >&5 || fail "a session is refused"
same "a session is armed" session "$(status armed)"
if echo "pid=1" 2>/dev/null >$inject/settings; then
	fail "settings within a session"
else
	ok "a session keeps settings out"
fi
if sh -c "exec 6>$inject/session" 2>/dev/null; then
	fail "a second session"
else
	ok "a session keeps others out"
fi
exec 5>&-
same "its end disarms" no "$(status armed)"
sh -c "exec 5>$inject/session; echo 'everything order=7 times=-1' >&5; exec sleep 1000" &
holder=$!
await grep -qx "armed: session" $inject/status
same "somebody's session" session "$(status armed)"
kill -9 $holder
wait $holder 2>/dev/null
same "killed, it disarms" no "$(status armed)"
burst 20 gfp=KERNEL
same "and nothing fails" 0 "$(value /tmp/result refused)"

# --- it goes while it fails requests
(
	while [ ! -e /tmp/enough ]; do
		echo "special=burst order=2 count=200 gfp=NOWAIT cpus=2 context=$all_contexts" \
			>$stimulus/run
	done
) 2>/dev/null &
load=$!
amid=0
for n in $(seq "$unloads"); do
	[ -d $inject ] || insmod /lab/allocfail_inject.ko || die "insmod, load $n"
	mode=early
	[ $((n % 2)) = 0 ] || mode=slowpath
	arm "mode=$mode everything order=2 gfp-not=DIRECT_RECLAIM times=-1"
	sleep 0.2
	[ "$(status failed)" = 0 ] || amid=$((amid + 1))
	rmmod allocfail_inject || fail "rmmod, load $n"
done
: >/tmp/enough
wait $load
same "unloaded amid failures" "$unloads" "$amid"
check "nothing is left" no_probe
unload
finish
