# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $out, $tmp, $here and $top are of run
#
# Sourced by run: how much work explain does for a log, and how much memory it
# takes. Work is counted in basic blocks of the command, so that a busy machine says
# the same as an idle one; explain_bounds has the seconds.

# Log, megabytes of it (kinds: thousands), and the most blocks for each byte.
work=(
	"mixed 1 18"
	"reports 1 37"
	"json 1 17"
	"headers 1 55"
	"kinds 1 49"
)

build_counted() {
	"${CC:-gcc}" -O2 -c -o "$tmp/count_work.o" "$here/count_work.c" &&
		make -s -j2 -C "$top/tools" OUT="$tmp/counted" WERROR=-Werror \
			CFLAGS="-O2 -fsanitize-coverage=trace-pc" \
			LDFLAGS="$tmp/count_work.o" CC="${CC:-gcc}" >&2
}

# little_work NAME MEGABYTES MOST
little_work() {
	local blocks bytes

	"$here/explain_bounds" --make "$1" "$2" >"$tmp/log" || return
	COUNT_WORK=$tmp/blocks "$tmp/counted/allocfail" explain "$tmp/log" \
		>/dev/null || (($? == 1)) || return
	blocks=$(<"$tmp/blocks")
	bytes=$(stat -c %s "$tmp/log")
	echo "$1: $((blocks / bytes)) blocks a byte, at most $3"
	((blocks > 0 && bytes > 0 && blocks / bytes <= $3))
}

# within MB NAME SIZE: it is read with so much of address space
within() {
	"$here/explain_bounds" --make "$2" "$3" >"$tmp/log" || return
	(ulimit -v $(($1 * 1000)) && exec "$tmp/counted/allocfail" explain \
		"$tmp/log" >/dev/null) || (($? == 1))
}

# One that it cannot do with is refused: the limit counts.
limit_counts() {
	! within 15 mixed 10
}

run_work() {
	local one fields

	build_counted || {
		fail "work: it cannot be built to count"
		return
	}
	for one in "${work[@]}"; do
		read -ra fields <<<"$one"
		try "work: ${fields[0]}" little_work "${fields[@]}"
	done
	try "memory: 10 MB of headers in 100 MB" within 100 headers 10
	try "memory: 10 MB of a log in 40 MB" within 40 mixed 10
	try "memory: the limit counts" limit_counts
}
