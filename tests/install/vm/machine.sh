#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Sourced by the scripts that run on a machine booted by systemd.
# shellcheck source=../../vm/lib.sh disable=SC2034,SC2317 # functions run by check()
. /lab/lib.sh
export SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 DEBIAN_FRONTEND=noninteractive LC_ALL=C

loaded_version() {
	cat /sys/module/allocfail/version 2>/dev/null
}

not_loaded() {
	! grep '^allocfail ' /proc/modules
}

# unit_time UNIT: when it became active, in microseconds of the boot clock
unit_time() {
	systemctl show -p ActiveEnterTimestampMonotonic --value "$1"
}

# No unit has failed, but for $1
failed_units() {
	same "no unit has failed${1:+ but $1}" "$1" \
		"$(systemctl list-units --failed --plain --no-legend | awk '{ print $1 }')"
}

# Before the services start: in sysinit.target, where modules are loaded.
loaded_early() {
	since=$(value $af/status since)
	sysinit=$(unit_time sysinit.target)
	echo "counts since $since s, sysinit.target was reached at $sysinit us"
	awk -v since="$since" -v sysinit="$sysinit" \
		'BEGIN { exit !(since > 0 && sysinit > 0 && since * 1e6 < sysinit) }'
}

# counts NAME: real failures, each of them counted; the kernel counts them too
counts() {
	failures=$(value $af/counters failures)
	ftrace_start
	storm_start
	check "$1: failures" storm_reaches failures $((failures + 20))
	storm_end
	ftrace_stop
	same "$1: all are counted" "$ftrace_count" \
		$(($(value $af/counters failures) - failures))
	check "$1: sums" sums
}

# says NAME REGEX COMMAND...: what the command prints has it
says() {
	says_name=$1 says_regex=$2
	shift 2
	"$@" >/tmp/said 2>&1
	if grep -qE "$says_regex" /tmp/said; then
		ok "$says_name: $(grep -E "$says_regex" /tmp/said | head -n 1)"
	else
		fail "$says_name: nothing like '$says_regex' in: $(head -c 1500 /tmp/said)"
	fi
}

# consistent: what dpkg thinks
consistent() {
	same "dpkg finds no package half installed" "" "$(dpkg --audit)"
}

installed_version() {
	modinfo -F version allocfail
}
