# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $tmp and $here are of tests/tools/run
#
# Names that somebody chose, who may be nobody: of tasks, functions, modules, cgroups and
# units, in a copy, on the machine and in a log. Each command with each of its options prints
# them on a terminal that records what it gets. Sourced by run.

# What a terminal would obey, so that it can be looked for.
evil=$'\033]0;owned\a\033[5;31mowned\033[0m\302\233'

# cgroup_line ID COUNT: of the module's file cgroups
cgroup_line() {
	echo "count=$2 id=$1 opportunistic=$2 atomic=$2 blocking=$2 refused=$2 last=9223372036854.775807"
}

# hostile DIR: a copy whose names are such, and whose numbers are as large as they get
hostile() {
	local dir=$1 file id

	cp -r "$here/roots/6.12-mixed" "$dir"
	sed -i "s/comm=sh/comm=$evil;id/; s/zone=DMA32/zone=$evil/
		s/stimulus_site_0/$evil/; s/\[af_stimulus\]/[$evil]/" \
		"$dir/signatures" "$dir/events" "$dir/folded" "$dir/snapshot"
	sed -i "s/gfp=GFP_NOIO/gfp=$evil/; s/free=[0-9]*/free=18446744073709551615/
		s/ pid=[0-9]*/ pid=-9223372036854775807/" \
		"$dir/signatures" "$dir/events"
	sed -i "s/^hook: .*/hook: $evil $evil/; s/^kernel: /kernel: 6.12$evil/
		s/^blind_spots: /&$evil; /; s/^version: /&$evil/" "$dir/status"
	sed -i "s/^zone_DMA32/zone_$evil/" "$dir/counters"
	sed -i "s/zone *DMA32/zone $evil/
		s/\(free\|min\|low\|high\|managed\|boost\) [0-9]*/\1 18446744073709551615/g" \
		"$dir/fragmentation"
	cat >"$dir/machine/cgroups" <<-END
		id 1 9223372036854775807 9223372036854775807 9223372036854775807 /a
		id 2 281474976710656 281474976710656 99 /$evil/b;id #.service
		id 3 4194304 4194304 98 /c\$(id).service
		id 4 4194304 4194304 97 /../../../etc/x
		dying 9223372036854775807
	END
	for id in 1 2 3 4 5 18446744073709551614; do
		cgroup_line "$id" 18446744073709551615
	done >"$dir/cgroups"
	sed -i 's/ comm=/ cgroup=2&/' "$dir/events" "$dir/snapshot"
	for file in "$dir"/machine/proc/sys/vm/*; do
		echo 9223372036854775807 >"$file"
	done
	echo "9223372036854775.80 1.00" >"$dir/machine/proc/uptime"
	sed -i 's/[0-9][0-9]* kB/9223372036854775807 kB/' "$dir/machine/proc/meminfo"
	echo "0-9223372036854775807" >"$dir/machine/sys/devices/system/cpu/online"
	cp "$here/made/clock/machine/clock" "$dir/machine/clock"
}

# A log in which each name is such.
hostile_log() {
	sed "s/Comm: [^ ]*/Comm: $evil;id/; s/^[^ ]*: page alloc/$evil: page alloc/
		s/ \([a-z_0-9]*\)+0x\([0-9a-f/x]*\) \[[a-z_0-9]*\]/ $evil\1+0x\2 [$evil]/
		s/\(PID: [0-9]*\)/\1$evil/; s/zone:[A-Za-z]*/&$evil/" \
		"$here"/logs/{case-baseline,5.4-arm-r8152,6.12-vm-softirq}.log
	printf 'Out of memory: Killed process 1 (%s) total-vm:1kB\n' "$evil"
	printf 'SLUB: Unable to allocate memory on node -1 (gfp=0x20)\n'
	printf '  cache: %s, object size: 8192\n' "$evil"
}

# make_live DIR: a machine of its own, of a copy; $inside then runs a command there
make_live() {
	rm -rf "$tmp/live"
	mkdir -p "$tmp/live/cgroup"
	cat >"$tmp/live/run" <<-END
		#!/bin/sh
		mount -t tmpfs none /sys && mkdir -p /sys/kernel/debug /sys/fs/cgroup &&
			mount --bind $tmp/live /sys/kernel/debug &&
			mount --bind $tmp/live/cgroup /sys/fs/cgroup && mkdir -p /sys/module/allocfail && exec "\$@"
	END
	chmod +x "$tmp/live/run"
	inside=(unshare --mount "$tmp/live/run")
	((!EUID)) || inside=(unshare --map-root-user --mount "$tmp/live/run")
	cp -r "$1" "$tmp/live/allocfail"
}

# make_group NAME: of the machine of make_live, which has refused something
make_group() {
	mkdir -p "$tmp/live/cgroup/$1"
	echo 4194304 >"$tmp/live/cgroup/$1/memory.max"
	echo 4194304 >"$tmp/live/cgroup/$1/memory.current"
	echo "max 17" >"$tmp/live/cgroup/$1/memory.events"
	cgroup_line "$(stat -c %i "$tmp/live/cgroup/$1")" 17 >>"$tmp/live/allocfail/cgroups"
}

# Files and directories that are named so, too.
make_hostile() {
	copy="$tmp/copy $evil"
	log="$tmp/log $evil"
	written="$tmp/written $evil"
	[[ -e $tmp/hostile ]] || hostile "$tmp/hostile"
	cp -r "$tmp/hostile" "$copy"
	hostile_log >"$log"
	make_live "$tmp/hostile"
	: >"$tmp/live/allocfail/cgroups"
	make_group "system.slice/$evil.service"
	make_group 'b;id #.service'
	make_group "user.slice/\$(id)/a'b"
}

# The name of a task as it is behind the gate, where filters look.
gated='\x1b]0;owned\x07\x1b[5;31mowned\x1b[0m\xc2\x9b;id'

# All filters, so that hostile names are left; nothing is younger than nine days there.
filters='--order 0-9 --cause fragmentation,watermark,cgroup,lowmem --context task,softirq'
filters+=' --class atomic,opportunistic,blocking --comm GATED'
moments='--since 0 --until 99999999'

# A command a line. COPY, FROM, LOG, OUT, EVIL and GATED stand for names; "live" is on the
# machine, "screen" on a whole screen.
hostile_commands() {
	cat <<-END
		report COPY
		report COPY --full --width 40
		report COPY --height 10 --color always
		report COPY --json
		report COPY --time iso
		report COPY --html -
		report COPY --html OUT
		report COPY $filters $moments
		report COPY --last 9d
		report COPY --comm EVIL
		report COPY --since EVIL
		live report --interval 0.1
		live report --full
		live report --json
		top COPY --batch
		top COPY --batch --full --width 200
		top COPY --batch --sort time
		top COPY --batch $filters $moments
		top COPY --batch --last 9d
		top COPY --sort EVIL
		screen top COPY --color always
		live top --batch --count 2 --interval 0.1
		events COPY
		events COPY --full --width 200
		events COPY --json
		events COPY --time iso --color always --count 9
		events COPY $filters $moments
		events COPY --last 9d
		live events --follow --interval 0.1
		live events --follow --json
		journal COPY --output /dev/stdout
		journal COPY --output OUT
		journal COPY --output /dev/stdout $filters $moments
		journal COPY --last 9d
		live journal --output /dev/stdout
		live journal --follow --count 2 --interval 0.1
		explain LOG
		explain LOG --full --width 40 --color always
		explain LOG --format json
		explain LOG --kernel 6.12
		explain LOG --kernel EVIL
		explain EVIL
		zones COPY --color always --width 100
		zones COPY --order 0-3
		zones COPY --json
		live zones
		cgroups COPY --color always --width 200
		cgroups COPY --json
		live cgroups
		live cgroups --json
		doctor COPY --color always --width 40
		doctor COPY --json
		live doctor
		bundle COPY -
		bundle COPY OUT
		live bundle -
		diff FROM COPY
		diff FROM COPY --color always --width 120
		diff FROM COPY $filters
		live diff FROM
		export COPY --format json
		export COPY --format csv
		export COPY --format folded
		export COPY --format prometheus
		export COPY --format csv --output OUT
		export COPY --format EVIL
		export COPY --format csv $filters $moments
		export COPY --format csv --last 9d
		live export --format json
		live export --format csv
		flamegraph COPY --by module
		flamegraph COPY --by cause
		flamegraph COPY --by class --output OUT
		flamegraph COPY --by EVIL
		flamegraph COPY $filters $moments
		flamegraph COPY --last 9d
		sweep --module EVIL --all --timeout 5 --junit - --json --html - -- EVIL
		sweep --color always --width 40 -- EVIL
		advice --markdown
		advice --color always --width 40
		advice EVIL
		help EVIL
		EVIL
		report --EVIL
		report EVIL
	END
	commands_of_help | sed 's/$/ --help/'
}

# Each option of each command is in one of the lines, by its name.
all_options() {
	local one option

	hostile_commands >"$tmp/lines"
	for one in $(commands_of_help); do
		for option in $(complete_words "$one"); do
			[[ $option != root ]] || option=COPY
			grep -qE "^(live |screen )?$one( .*)? (--)?$option( |\$)" "$tmp/lines" &&
				continue
			echo "$one $option: in no line"
			return 1
		done
	done
}

# The words of a line, in $words.
spell() {
	local word line

	read -ra line <<<"$1"
	words=()
	for word in "${line[@]}"; do
		case $word in
		live) continue ;;
		COPY) [[ $1 == *diff* ]] || words+=(--root) && words+=("$copy") ;;
		FROM) words+=("$here/roots/6.12-mixed") ;;
		LOG) words+=("$log") ;;
		OUT) words+=("$written") ;;
		GATED) words+=("$gated") ;;
		*) words+=("${word//EVIL/$evil}") ;;
		esac
	done
}

# on_record COMMAND...: what a terminal gets, in $tmp/typed
on_record() {
	local limit=60

	# Who follows goes on until it is told to stop.
	[[ $* != *--follow* || $* == *--count* ]] || limit=2
	NO_COLOR=1 TERM=dumb LC_ALL=C.UTF-8 SHELL=/bin/bash \
		ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 script -qec \
		"$(printf '%q ' timeout -s INT "$limit" "$@")" /dev/null \
		>"$tmp/typed" 2>&1 </dev/null
}

# The names are in what was printed: else the line would show nothing. Filters by time, help
# and what only goes on have none.
names_are_there() {
	case $1 in
	*--last* | *--help | advice\ --* | live\ journal\ --follow*) return ;;
	esac
	grep -q owne "$tmp/text" && return
	echo "no name in what was printed"
	head -n 20 "$tmp/text"
	return 1
}

# Nothing of a terminal but text, colours of ours and the blocks that bars are drawn with,
# and nothing that the sanitizers found.
harmless() {
	local status=$1

	# 124 is of timeout: it has followed until then.
	if ((status > 2 && status != 124)); then
		echo "exit $status"
		cat "$tmp/typed"
		return 1
	fi
	tr -d '\r\0' <"$tmp/typed" | cat - "$2" | sed 's/[█▏▎▍▌▋▊▉]//g
		s/\x1b\[\(0\|1\|2\|32\|33\|1;31\)m//g' >"$tmp/text"
	names_are_there "$3" || return
	if LC_ALL=C grep -an $'[\001-\010\013\014\016-\037\177-\377]' "$tmp/text"; then
		return 1
	fi
	! grep -nE '^ *(systemctl|echo|sysctl) .*(owned|id|\.\.)' "$tmp/text"
}

run_hostile() {
	local line words status copy log written inside=() before

	make_hostile
	try "hostile names: every option of every command" all_options
	while IFS= read -r line; do
		[[ $line != screen* ]] || continue
		spell "$line"
		before=()
		[[ $line != live* ]] || before=("${inside[@]}")
		status=0
		: >"$written"
		on_record "${before[@]}" "${launcher[@]}" "$out/allocfail" \
			"${words[@]}" || status=$?
		try "hostile names: $line" harmless "$status" "$written" "$line"
	done < <(hostile_commands)
	run_hostile_top
}

# A whole screen, with a stack and the keys.
run_hostile_top() {
	inside=()
	start_top 120 40 --root "$tmp/hostile" --color always
	try "hostile names: top" top_is_harmless
	stop_top
}

# tmux would obey: it shows what has come to be on the screen, and its title.
top_is_harmless() {
	terminal pipe-pane -O "cat >'$tmp/typed'"
	shows '\\x1b' && press Enter && shows 'first on CPU' && shows '\\x1b' &&
		press End && press Enter && press '?' && shows pause &&
		press q && shows '^exit 0' || return
	! LC_ALL=C grep -aF $'\033]' "$tmp/typed" &&
		! LC_ALL=C grep -aF $'\033[5;31m' "$tmp/typed" &&
		! LC_ALL=C grep -aF $'\302\233' "$tmp/typed" &&
		[[ $(terminal display-message -p '#{pane_title}') != *owned* ]]
}
