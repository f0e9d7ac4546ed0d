# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $tmp and $here are of tests/tools/run
#
# What must hold whatever a copy says, and whoever looks at it: sourced by run.

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
		complete report
		report $root
		report --full $root
		report --json $root
		report --html - $root
		report --html /dev/full $root
		top --batch $root
		events $root
		events --json $root
		zones $root
		zones --json $root
		doctor $root
		doctor --json $root
		journal --output /dev/stdout $root
		explain $here/logs/case-baseline.log
		explain --format json $here/logs/case-baseline.log
		diff $here/roots/6.12-mixed $here/roots/6.12-later
		export --format json $root
		export --format csv $root
		export --format folded $root
		export --format prometheus $root
		export --format csv --output /dev/full $root
		flamegraph $root
		bundle $root -
		advice
		advice --markdown
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
	try "a copy with links and pipes" stays_inside
	try "a bundle is private, with a colon in its name" bundle_is_private
	try "a bundle follows no link" bundle_follows_no_link
	try "a bundle needs no program" bundle_needs_nothing
	try "--output keeps the mode" output_keeps_mode
	try "a full disk is trouble" full_is_trouble
	try "top needs a terminal" top_needs_terminal
}
