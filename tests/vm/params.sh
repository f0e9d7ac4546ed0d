#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Bad values of parameters: refused, with a line in the log, nothing left behind
# and nothing changed.
# shellcheck source=lib.sh
. /lab/lib.sh

# at_load PARAMETER=VALUE
at_load() {
	mark_log
	if insmod /lab/allocfail.ko "$1" 2>/dev/null; then
		fail "loads with $1"
		rmmod allocfail
		return
	fi
	ok "does not load with $1"
	check "$1: a clear line in the log" \
		said "allocfail: ${1%%=*}="
	same "$1: nothing left behind" "" \
		"$(ls -d $af /sys/module/allocfail 2>/dev/null)"
}

# at_runtime PARAMETER VALUE
at_runtime() {
	before=$(values)
	mark_log
	# shellcheck disable=SC2039,SC3037 # busybox has echo -n
	if echo "$2" 2>/dev/null >$parameters/"$1"; then
		fail "takes '$2' for $1"
	else
		ok "refuses '$2' for $1"
	fi
	check "$1=$2: a clear line in the log" \
		said "allocfail: $1="
	same "$1=$2 changes nothing" "$before" "$(values)"
}

for value in nonsense '' trace tracepointx 0; do
	at_load "hook=$value"
done
for value in 0 15 65537 -1 99999999999999999999 many '' 0x 1.5; do
	at_load "signatures=$value"
done
for value in 0 7 65 -1 99999999999999999999 deep ''; do
	at_load "stack_depth=$value"
done
for value in 0 15 4097 -1 99999999999999999999 many ''; do
	at_load "events=$value"
done
for value in 0 15 4097 -1 99999999999999999999 many ''; do
	at_load "cgroups=$value"
done
for value in 0 257 -1 99999999999999999999 many ''; do
	at_load "names=$value"
done
for value in -1 1000001 99999999999999999999 all ''; do
	at_load "stack_budget=$value"
done
at_load snapshot_budget=1001
at_load enabled=perhaps
at_load enabled=nonsense
at_load reset=maybe
at_load stack_verify=maybe
for value in "" 5.9 6 6.x new; do
	at_load "rules=$value"
done

load signatures=16 stack_depth=8 events=16 names=1 stack_budget=0 snapshot_budget=0 cgroups=16
same "smallest cgroups" 16 "$(cat $parameters/cgroups)"
same "smallest signatures" 16 "$(cat $parameters/signatures)"
same "smallest stack_depth" 8 "$(cat $parameters/stack_depth)"
for value in perhaps nonsense yesterday '' 2 10; do
	at_runtime enabled "$value"
	at_runtime reset "$value"
	at_runtime stack_verify "$value"
done
at_runtime reset 0
for value in -1 1000001 some ''; do
	at_runtime stack_budget "$value"
	at_runtime snapshot_budget "$value"
done
echo 1000000 >$parameters/stack_budget
same "largest stack_budget" 1000000 "$(value $af/status stack_budget)"
echo 1000 >$parameters/snapshot_budget
same "largest snapshot_budget" 1000 "$(value $af/status snapshot_budget)"
same "smallest events" 16 "$(value $af/status events)"
for name in hook signatures stack_depth events names cgroups rules; do
	same "$name cannot be written" -r--r--r-- \
		"$(stat -c %A $parameters/$name)"
done
same "reset cannot be read" --w------- "$(stat -c %A $parameters/reset)"
for name in $files; do
	same "$name is root's to read" "-r--------" "$(stat -c %A "$af/$name")"
done
unload
load signatures=65536 stack_depth=64 events=4096 names=256
same "largest signatures" "0 / 65536" "$(sed -n 's/^signatures: //p' $af/status)"
unload
load rules=6.6.60
same "rules of another release" "6.6.60 set by hand" "$(sed -n 's/^rules: //p' $af/status)"
unload
load enabled=N
same "the rules are known" 1 \
	"$(grep -c '^rules: [0-9.]* by release and headers$' $af/status)"
same "rules=auto" auto "$(cat $parameters/rules)"
same "enabled=N at load" N "$(cat $parameters/enabled)"
same "status agrees" N "$(value $af/status enabled)"
echo Y >$parameters/enabled
same "enabled=Y later" Y "$(value $af/status enabled)"
unload

# Written while init attaches the hook: the last word holds.
insmod /lab/af_breaker.ko symbol=tracepoint_probe_register delay=1000 ||
	die "insmod af_breaker.ko"
insmod /lab/allocfail.ko &
until [ "$(cat /sys/module/af_breaker/parameters/hits)" -eq 1 ]; do
	sleep 0.01
done
echo N >$parameters/enabled || fail "enabled=N is refused during init"
wait $!
same "enabled=N written during init" N "$(cat $parameters/enabled)"
rmmod af_breaker
unload
finish
