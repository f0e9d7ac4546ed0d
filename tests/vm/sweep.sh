#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# sweep.sh: allocfail sweep finds the three mistakes of tests/sample, and only those; it
# ends when there is nothing left to fail, and leaves nothing armed, also if it is killed.
#
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2317
. /lab/lib.sh
inject=$debugfs/allocfail_inject
sample=$debugfs/af_sample/run

# verdict FUNCTION: of the place in /tmp/sweep.json that is in the function
verdict() {
	awk -v place="\"place\": \"$1[+.]" '
		/"verdict":/ { split($0, part, "\""); verdict = part[4] }
		$0 ~ place { print verdict }' /tmp/sweep.json
}

# sweep OPTION... : of the sample, its exit status in $rc
sweep() {
	/lab/allocfail sweep "$@" -- sh -c "echo go >$sample" 2>/tmp/sweep.err
	rc=$?
}

echo 0 >/proc/sys/kernel/panic_on_oops
insmod /lab/af_sample.ko || die "af_sample"
sweep --module af_sample --json >/dev/null
same "without the module: status" 2 $rc
check "without the module: it says so" grep -q 'modprobe allocfail_inject' /tmp/sweep.err
insmod /lab/allocfail_inject.ko || die "allocfail_inject"

sweep --module af_sample --json --junit /tmp/sweep.xml --html /tmp/sweep.html >/tmp/sweep.json
cat /tmp/sweep.json /tmp/sweep.err
same "it found something" 1 $rc
same "not looked at" crashed "$(verdict sample_scratch)"
same "not given back" leaked "$(verdict sample_table)"
same "swallowed" unnoticed "$(verdict sample_trace)"
for right in rx tx events command status reply firmware large log name; do
	same "right: $right" handled "$(verdict sample_$right)"
done
same "verdicts" 13 "$(grep -c '"verdict":' /tmp/sweep.json)"
same "never reached: one" 1 "$(grep -c '"why":' /tmp/sweep.json)"
check "never reached: which, and why" sh -c "sed -n '/unreached/,\$p' /tmp/sweep.json |
	grep -A 1 'never failed: __GFP_NOFAIL' | grep -q sample_must"
same "page: rows" 14 "$(grep -c '<tr><td' /tmp/sweep.html)"
same "the leak is one page" 1 "$(grep -c '"leaked_pages": 1,*$' /tmp/sweep.json)"
same "the others leak none" 12 "$(grep -c '"leaked_pages": 0,*$' /tmp/sweep.json)"
same "JUnit: tests and failures" 1 "$(grep -c 'tests="14" failures="3" errors="0" skipped="1"' /tmp/sweep.xml)"
# Where it is asked, the sample loses no objects.
kmemleak=false
[ ! -e $debugfs/kmemleak ] || kmemleak=true
check "kmemleak, where it is" grep -qx "  \"kmemleak\": $kmemleak" /tmp/sweep.json
same "no objects are lost" 13 "$(grep -c '"leaked_objects": 0$' /tmp/sweep.json)"
same "nothing is armed" no "$(value $inject/status armed)"

sweep --module af_sample >/tmp/sweep.txt
cat /tmp/sweep.txt
same "table: the worst first" "sample_scratch" \
	"$(awk '/^ *RUNS/ { getline; sub("[+].*", "", $5); print $5 }' /tmp/sweep.txt)"
check "table: the sum" grep -q '^13 runs, 13 places: crashed 1 leaked 1 unnoticed 1 handled 10; never reached: 1' \
	/tmp/sweep.txt
sweep --module af_sample --all --json >/tmp/sweep.json
same "--all: runs" 13 "$(awk -F'[:,]' '/"runs":/ { print $2 + 0; exit }' /tmp/sweep.json)"

# --- commands
/lab/allocfail sweep --module af_sample -- true >/tmp/none
same "nothing to fail: status" 0 $?
check "nothing to fail" grep -q 'no page allocation' /tmp/none
/lab/allocfail sweep -- false 2>/tmp/sweep.err
same "a command that fails by itself" 2 $?
check "and it says so" grep -q 'fails by itself' /tmp/sweep.err
/lab/allocfail sweep --module 'a;b' -- true 2>/tmp/sweep.err
same "a name that is none" 2 $?
check "with the module's reason" grep -q 'must be the name of a module' /tmp/sweep.err
/lab/allocfail sweep --timeout 2 --module af_sample -- \
	sh -c "echo go >$sample || sleep 100" >/tmp/hung
check "a hang is seen" grep -q 'hung' /tmp/hung

# --- killed, it leaves nothing armed
/lab/allocfail sweep --module af_sample -- sh -c "echo go >$sample; sleep 1000" &
sweeping=$!
await grep -qx "armed: session" $inject/status
same "armed while it runs" session "$(value $inject/status armed)"
kill -9 $sweeping
wait $sweeping 2>/dev/null
same "killed, nothing is armed" no "$(value $inject/status armed)"
check "and nothing fails" sh -c "echo go >$sample"
rmmod allocfail_inject || fail "rmmod allocfail_inject"
finish
