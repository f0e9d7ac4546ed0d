# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $tmp and $here are of tests/tools/run
#
# What must hold whatever a copy says, and whoever looks at it: sourced by run.

# In front of what a terminal would obey, so that it can be looked for.
evil=$'\033]0;owned\a\033[5;31mowned\033[0m\302\233'

# hostile DIR: a copy whose names, of tasks, functions, cgroups and of itself, are such,
# and whose numbers are as large as they get
hostile() {
	local dir=$1 file

	cp -r "$here/roots/6.12-mixed" "$dir"
	sed -i "s/comm=sh/comm=$evil;id/; s/zone=DMA32/zone=$evil/
		s/stimulus_site_0/$evil/; s/\[af_stimulus\]/[$evil]/" \
		"$dir/signatures" "$dir/events" "$dir/folded" "$dir/snapshot"
	sed -i "s/gfp=GFP_NOIO/gfp=$evil/; s/free=[0-9]*/free=18446744073709551615/
		s/ pid=[0-9]*/ pid=-9223372036854775807/" \
		"$dir/signatures" "$dir/events"
	sed -i "s/^hook: .*/hook: $evil $evil/; s/^kernel: /kernel: 6.12$evil/
		s/^blind_spots: /&$evil; /" "$dir/status"
	sed -i "s/^zone_DMA32/zone_$evil/" "$dir/counters"
	sed -i "s/zone *DMA32/zone $evil/
		s/\(free\|min\|low\|high\|managed\|boost\) [0-9]*/\1 18446744073709551615/g" \
		"$dir/fragmentation"
	cat >"$dir/machine/cgroups" <<-END
		9223372036854775807 9223372036854775807 9223372036854775807 /a
		281474976710656 281474976710656 99 /$evil/b;id #.service
		4194304 4194304 98 /c\$(id).service
		4194304 4194304 97 /../../../etc/x
		dying 9223372036854775807
	END
	for file in "$dir"/machine/proc/sys/vm/*; do
		echo 9223372036854775807 >"$file"
	done
	echo "9223372036854775.80 1.00" >"$dir/machine/proc/uptime"
	sed -i 's/[0-9][0-9]* kB/9223372036854775807 kB/' "$dir/machine/proc/meminfo"
	echo "0-9223372036854775807" >"$dir/machine/sys/devices/system/cpu/online"
}

hostile_commands() {
	cat <<-'END'
		report
		report --full --width 40
		report --json
		report --class atomic
		report --html -
		flamegraph
		flamegraph --by cause
		top --batch
		top --batch --full
		events
		events --full --width 200
		events --json
		diff
		zones
		zones --json
		doctor
		doctor --json
		journal --output /dev/stdout
		export --format json
		export --format csv
		export --format folded
		export --format prometheus
		bundle -
	END
}

# Nothing of a terminal but text, and nothing that the sanitizers found.
harmless() {
	local status=$1

	if ((status > 2)); then
		echo "exit $status"
		return 1
	fi
	if LC_ALL=C grep -an $'[\001-\010\013\014\016-\037\177-\377]' "$tmp/text"; then
		return 1
	fi
	! grep -nE '^ *(systemctl|echo|sysctl) .*(owned|id|\.\.)' "$tmp/text"
}

run_hostile() {
	local line words status where

	hostile "$tmp/hostile"
	while IFS= read -r line; do
		read -ra words <<<"$line"
		where=--root
		[[ $line != diff* ]] || where=$here/roots/6.12-mixed
		status=0
		ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 NO_COLOR=1 \
			TERM=dumb LC_ALL=C.UTF-8 script -qec \
			"${launcher[*]} $out/allocfail ${words[*]} $where $tmp/hostile" \
			/dev/null >"$tmp/typed" 2>&1 </dev/null || status=$?
		# The terminal's own, and the blocks that bars are drawn with.
		tr -d '\r\0' <"$tmp/typed" | sed 's/[█▏▎▍▌▋▊▉]//g' >"$tmp/text"
		try "hostile copy: $line" harmless "$status"
	done < <(hostile_commands)
	{ sleep 2 && printf '\n' && sleep 1 && printf 'q'; } |
		ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 TERM=xterm \
			LC_ALL=C.UTF-8 script -qec "stty rows 40 cols 120
			${launcher[*]} $out/allocfail top --root $tmp/hostile
			echo exit \$?" /dev/null >"$tmp/text" || true
	try "hostile copy: top" top_is_harmless
}

top_is_harmless() {
	grep -q 'exit 0' "$tmp/text" && grep -qF '\x1b' "$tmp/text" &&
		! LC_ALL=C grep -aF $'\033]' "$tmp/text" &&
		! LC_ALL=C grep -aF $'\033[5;31m' "$tmp/text"
}

# A copy that leads elsewhere: nothing of that is read, or waited for.
stays_inside() {
	local copy=$tmp/links

	cp -r "$here/roots/6.12-mixed" "$copy"
	echo secret >"$tmp/secret"
	rm -r "$copy/machine/proc/meminfo" "$copy/machine/sys"
	ln -s "$tmp/secret" "$copy/machine/proc/meminfo"
	ln -s /sys "$copy/machine/sys"
	"$out/allocfail" bundle --root "$copy" - | tar -t >"$tmp/names" || return
	! grep -E 'meminfo|/sys/devices' "$tmp/names" || return
	rm "$copy/events" && mkfifo "$copy/events"
	! timeout 20 "$out/allocfail" events --root "$copy" || return
	[[ $? != 124 ]]
}

# --- bundle

bundle_mixed() {
	"$out/allocfail" bundle --root "$here/roots/6.12-mixed" "$@"
}

bundle_is_private() {
	(umask 0 && bundle_mixed "$tmp/a:b.tar") || return
	[[ $(stat -c %a "$tmp/a:b.tar") == 600 ]] || return
	tar --force-local -tf "$tmp/a:b.tar" >/dev/null
}

bundle_follows_no_link() {
	echo kept >"$tmp/kept"
	ln -s "$tmp/kept" "$tmp/link.tar"
	bundle_mixed "$tmp/link.tar" || return
	[[ $(cat "$tmp/kept") == kept && ! -L $tmp/link.tar ]] || return
	! bundle_mixed /dev/null || return
	[[ -c /dev/null ]]
}

# Without tar, rm or a place for files in between.
bundle_needs_nothing() {
	(cd "$tmp" && PATH=/nonexistent TMPDIR=/nonexistent \
		bundle_mixed alone.tar && tar -tf alone.tar >/dev/null)
}

# What the file had, it has again.
output_keeps_mode() {
	touch "$tmp/figures"
	chmod 640 "$tmp/figures"
	(umask 0 && "$out/allocfail" export --format csv \
		--root "$here/roots/6.12-mixed" --output "$tmp/figures") || return
	[[ $(stat -c %a "$tmp/figures") == 640 && -s $tmp/figures ]]
}

# --- exit codes

full_commands() {
	local root="--root $here/roots/6.12-mixed"

	cat <<-END
		--version
		--help
		help events
		report $root
		report --json $root
		top --batch $root
		events $root
		events --json $root
		zones $root
		doctor $root
		journal --output /dev/stdout $root
		export --format json $root
		bundle $root -
		advice
	END
}

# Status 1 is about failures, never about a disk.
full_is_trouble() {
	local line words status

	while IFS= read -r line; do
		read -ra words <<<"$line"
		status=0
		"$out/allocfail" "${words[@]}" >/dev/full 2>/dev/null || status=$?
		if ((status != 2)); then
			echo "$line: exit $status"
			return 1
		fi
	done < <(full_commands)
}

top_needs_terminal() {
	local status=0

	timeout 20 "$out/allocfail" top --root "$here/roots/6.12-mixed" \
		</dev/null >/dev/null 2>"$tmp/text" || status=$?
	((status == 2)) && grep -q 'top --batch' "$tmp/text" || return
	TERM=xterm timeout 20 script -qec "$out/allocfail top \
		--root $here/roots/6.12-mixed </dev/null" /dev/null >"$tmp/text" ||
		status=$?
	((status == 2))
}

run_safe() {
	run_hostile
	try "a copy with links and pipes" stays_inside
	try "a bundle is private, with a colon in its name" bundle_is_private
	try "a bundle follows no link" bundle_follows_no_link
	try "a bundle needs no program" bundle_needs_nothing
	try "--output keeps the mode" output_keeps_mode
	try "a full disk is trouble" full_is_trouble
	try "top needs a terminal" top_needs_terminal
}
