# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $tmp and $here are of tests/tools/run
#
# Screens: each keeps the width that it was given and uses it, and top does what its keys
# say, on a terminal that tmux plays. Sourced by run.

widths=(40 80 200)

# Of a copy; with "iso", of those that know the time of the day.
screens_of_copy() {
	cat <<-'END'
		report --height 100
		report --full
		report --time iso
		events
		events --full
		events --time iso
		zones
		cgroups
		doctor
		top --batch
		top --batch --full
		top --batch --sort time
		top --batch --sort cause
		diff
	END
}

# screen WIDTH ARGUMENT...: what is printed, without the blanks at the ends of bars
screen() {
	local width=$1 status=0

	shift
	LC_ALL=C.UTF-8 "$out/allocfail" "$@" --width "$width" \
		>"$tmp/screen" 2>"$tmp/complaint" || status=$?
	if ((status > 1)) && [[ $* != *unarmed* ]]; then
		echo "$*: exit $status"
		cat "$tmp/complaint"
		return 1
	fi
	sed -i 's/ *$//' "$tmp/screen"
}

# fits WIDTH ARGUMENT...: no line of the screen is wider
fits() {
	local columns

	screen "$@" || return
	columns=$(LC_ALL=C.UTF-8 wc -L <"$tmp/screen")
	if ((columns > $1 || columns < 20)); then
		echo "${*:2}: $columns columns of $1"
		return 1
	fi
}

keeps_width_of() {
	local root=$1 line words width

	while IFS= read -r line; do
		[[ $line != *iso* || -e $root/machine/clock ]] || continue
		[[ $line != cgroups || -e $root/cgroups ]] || continue
		read -ra words <<<"$line"
		[[ $line != diff ]] || words+=("$here/roots/6.12-quiet")
		[[ $line == diff ]] || words+=(--root)
		for width in "${widths[@]}"; do
			fits "$width" "${words[@]}" "$root" || return
		done
	done < <(screens_of_copy)
}

keeps_width() {
	local root

	[[ -e $tmp/hostile ]] || hostile "$tmp/hostile"
	for root in "$here"/roots/* "$here"/made/* "$tmp/hostile"; do
		[[ ! -e $root/status ]] || keeps_width_of "$root" || return
	done
}

explain_keeps_width() {
	local log width

	for log in "$here"/logs/*.log; do
		fits 40 explain --full "$log" || return
	done
	for width in 80 200; do
		for log in "$here"/logs/*{vm,arm,two-cpus}*.log; do
			fits "$width" explain "$log" || return
		done
	done
	fits 40 advice && fits 80 advice
}

# Its width is that of the terminal alone.
help_keeps_width() {
	local command width

	for width in 40 80; do
		for command in --help $(commands_of_help); do
			[[ $command == --* ]] || command="$command --help"
			COLUMNS=$width sh -c "$out/allocfail $command" \
				>"$tmp/screen" || return
			(($(wc -L <"$tmp/screen") <= width)) || return
		done
	done
	! COLUMNS=30 "$out/allocfail" help | grep '.\{41\}'
}

# wide WIDTH LEAST ARGUMENT...: some line of the screen is as wide as that
wide() {
	local width=$1 least=$2 columns

	shift 2
	screen "$width" "$@" || return
	columns=$(LC_ALL=C.UTF-8 wc -L <"$tmp/screen")
	if ((columns < least)); then
		echo "$*: $columns columns of $width"
		return 1
	fi
}

# Bars and columns that a narrow screen lacks; paragraphs stay readable.
uses_width() {
	local mixed=$here/roots/6.12-mixed

	wide 80 70 report --root "$mixed" && wide 200 150 report --root "$mixed" &&
		wide 200 110 zones --root "$mixed" &&
		wide 200 120 events --root "$mixed" &&
		wide 200 90 report --full --root "$mixed" &&
		wide 200 85 diff "$here"/roots/6.12-{quiet,full} || return
	screen 200 top --batch --root "$mixed" && grep -q CONTEXT "$tmp/screen" &&
		screen 80 top --batch --root "$mixed" &&
		! grep -q CONTEXT "$tmp/screen" && grep -q CLASS "$tmp/screen"
}

# What has no room is cut with a mark, or broken with one.
marks_cuts() {
	screen 40 report --root "$here/roots/6.12-mixed" &&
		grep -q ' af_stimulus.*~$' "$tmp/screen" &&
		! grep -q ' af_stimulus$' "$tmp/screen" &&
		screen 80 report --root "$here/roots/6.12-mixed" &&
		grep -q 'af_stimulus stimulus_site_0$' "$tmp/screen" &&
		screen 40 explain "$here/logs/5.4-arm-r8152.log" &&
		tr -d ' \n' <"$tmp/screen" | grep -qF \
			'https://lore.kernel.org/\all/20230406171411.1.\I84dbef'
}

# --- top, on a terminal

# Each terminal has a server of its own: one that ends may still be there for a moment.
terminals=0

# tmux ARGUMENT...: of that server
terminal() {
	TMUX='' tmux -S "$tmp/tmux$terminals" -f /dev/null "$@"
}

# start_top COLUMNS LINES ARGUMENT...: what it prints at its end stays to be seen
start_top() {
	local columns=$1 lines=$2

	shift 2
	stop_top
	terminals=$((terminals + 1))
	terminal new-session -d -x "$columns" -y "$lines" \
		"${inside[*]} env TERM=screen NO_COLOR=1 LC_ALL=C.UTF-8 \
		ASAN_OPTIONS=exitcode=99 ${launcher[*]} $out/allocfail top $*
		echo exit \$?; sleep 1000"
}

stop_top() {
	terminal kill-server >/dev/null 2>&1 || true
}

# shows REGEX: it is on the screen, now or within half a minute
shows() {
	local i

	for ((i = 0; i < 300; i++)); do
		terminal capture-pane -p >"$tmp/text" || return
		! grep -qE -- "$1" "$tmp/text" || return 0
		sleep 0.1
	done
	echo "not on the screen: $1"
	cat "$tmp/text"
	return 1
}

# lacks REGEX: it has gone from the screen, or goes
lacks() {
	local i

	for ((i = 0; i < 300; i++)); do
		terminal capture-pane -p >"$tmp/text" || return
		grep -qE -- "$1" "$tmp/text" || return 0
		sleep 0.1
	done
	echo "on the screen: $1"
	cat "$tmp/text"
	return 1
}

# press KEY...: by tmux's names
press() {
	terminal send-keys "$@"
}

top_shows_keys() {
	start_top 80 24 --root "$here/roots/6.12-driver"
	shows 'RATE\*.*COUNT.*WHO' && press '?' &&
		shows '^r n o c t  *sort by rate, number, order, cause, time$' &&
		press '?' && shows 'RATE\*' && press h && shows '^q  *quit' &&
		press Enter && shows 'RATE\*' && press h && shows '^q  *quit' &&
		press Escape && shows 'RATE\*' && press q && shows '^exit 0'
}

# At any width the column that is sorted by is there, and no other has a star.
top_marks_sort() {
	local columns key

	for columns in 40 80 200; do
		start_top "$columns" 24 --root "$here/roots/6.12-driver"
		shows 'RATE\*' || return
		for key in n:COUNT o:ORD c:CAUSE t:AGO r:RATE; do
			press "${key%:*}" &&
				shows "^[^*]*${key#*:}\\*[^*]*\$" || return
		done
	done
}

# The first and the last of the rows, and of the lines of a page.
top_goes_to_ends() {
	start_top 80 9 --sort count --root "$here/roots/6.12-mixed"
	shows '812 .* atomic ' && press End && lacks '812 .* atomic ' &&
		press Enter && shows 'cause (cgroup|lowmem|fragmentation|watermark)' &&
		lacks 'COUNT' && press Enter && shows 'COUNT' &&
		press Home && shows '812 .* atomic ' && press Enter &&
		shows '^order 3 \(32 KiB\), atomic' && press End &&
		lacks '^order 3' && press Home && shows '^order 3'
}

top_groups() {
	local root=$here/roots/6.12-mixed nr

	nr=$(grep -c '^count=' "$root/signatures")
	start_top 80 40 --sort count --root "$root"
	shows '; 6 sites' && shows ' 812 .* atomic ' && press g &&
		shows "; $nr signatures" && lacks ' 812 ' && press g &&
		shows '; 6 sites' && shows ' 812 .* atomic '
}

top_filters() {
	start_top 80 24 --sort count --root "$here/roots/6.12-driver"
	shows '5 sites' && press / && shows '^/_' && press e100 &&
		shows '^/e100_' && lacks af_stimulus && shows 'with "e100"' &&
		shows e1000_setup && press x && shows '^No failures' &&
		press BSpace && shows e1000_setup && press Enter &&
		shows '^q quit' && lacks af_stimulus && press Escape &&
		shows af_stimulus
}

# more N: so many failures of the first kind
more() {
	sed -i "s/^count=[0-9]* order=4 gfp=GFP_KERNEL/count=$1 order=4 gfp=GFP_KERNEL/" \
		"$tmp/live/allocfail/signatures"
}

top_of_machine() {
	local inside

	make_live "$here/roots/6.12-driver"
	start_top 100 24 --interval 0.4
	shows '^q quit .* every 0\.4 s' && press + && shows 'every 0\.8 s' &&
		press - && press - && shows 'every 0\.2 s' && more 777 &&
		shows ' 777 .* e1000' && press p && shows PAUSED && more 888 &&
		sleep 1 && ! grep ' 888 ' <(terminal capture-pane -p) &&
		press p && lacks PAUSED && shows ' 888 .* e1000' &&
		press q && shows '^exit 0'
}

# Names that have no room are cut with a mark, and what is important is not cut.
top_is_narrow() {
	start_top 40 12 --root "$here/roots/6.12-driver"
	shows 'e1000 .*~$' && press p && shows PAUSED && press '?' &&
		shows '^ {23}number, order,$' && press Enter && lacks pause &&
		press Enter && shows '^serious: allocfail advice'
}

# try_top NAME COMMAND
try_top() {
	local inside=()

	try "$@"
	stop_top
}

run_screens() {
	try "screens keep their width" keeps_width
	try "explain keeps its width" explain_keeps_width
	try "help keeps its width" help_keeps_width
	try "screens use their width" uses_width
	try "what is cut is marked" marks_cuts
	try_top "top: ? shows the keys, q ends" top_shows_keys
	try_top "top: the sorted column has a star" top_marks_sort
	try_top "top: Home and End" top_goes_to_ends
	try_top "top: sites, and signatures" top_groups
	try_top "top: / filters" top_filters
	try_top "top: interval and pause" top_of_machine
	try_top "top: 40 columns" top_is_narrow
}
