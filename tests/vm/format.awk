# SPDX-License-Identifier: GPL-2.0-only
#
# The formats of docs/interface.md. Variables: kind, the name of the file under
# /sys/kernel/debug/allocfail; least, how many lines it has, if that is known. Prints the
# first line that is not of that format, and fails. An address of the kernel is of no
# format at all.
function number(text) {
	return text ~ /^[0-9]+$/
}

# The keys in their order, and comm to the end of the line, in printable ASCII.
function record(keys,	n, i, names, at, pair) {
	at = index($0, " comm=")
	if (!at || substr($0, at + 6) ~ /[^ -~]/)
		return 0
	n = split(keys, names, " ")
	if (split(substr($0, 1, at - 1), pair, " ") != n)
		return 0
	for (i = 1; i <= n; i++)
		if (index(pair[i], names[i] "=") != 1)
			return 0
	return 1
}

function zones() {
	if (NF == 2 && $1 ~ /^[a-z_]+$/)
		return number($2)
	if (/^Node [0-9]+, zone +[A-Za-z0-9]+ /)
		return $0 ~ /^Node [0-9]+, zone +[A-Za-z0-9]+( +[0-9]+)+ $/
	if ($1 == "pages:")
		return NF == 17
	if ($1 == "lowmem_reserve:")
		return !/[^a-z_:0-9 ]/
	return ($1 == "unusable:" || $1 == "fragindex:") && !/[^a-z:0-9. -]/
}

function event() {
	return record("time cpu pid order gfp gfp_mask memalloc context class " \
		"cause zone node free min blocks cgroup")
}

function cgroup() {
	return /^count=[1-9][0-9]* id=[0-9]+ opportunistic=[0-9]+ atomic=[0-9]+ blocking=[0-9]+ refused=[0-9]+ last=[0-9]+\.[0-9][0-9][0-9][0-9][0-9][0-9]$/
}

function right() {
	if (kind == "status")
		return /^[a-z_]+: ./
	if (kind == "counters")
		return NF == 2 && $1 ~ /^[A-Za-z0-9_]+$/ && number($2)
	if (kind == "signatures")
		return record("count order gfp gfp_mask memalloc context class " \
			"cause zone first last cpu pid streak") ||
			/^\t([^ \t]+\+0x[0-9a-f]+\/0x[0-9a-f]+( \[[^ ]+\])?|\[(unknown|gone)\])$/
	if (kind == "folded")
		return /^[^\t]+ [0-9]+$/
	if (kind == "events")
		return event()
	if (kind == "snapshot")
		return FNR == 1 ? event() : zones()
	if (kind == "cgroups")
		return cgroup()
	return kind == "fragmentation" && zones()
}

# Events are merged by time; of one CPU they come as they were recorded.
function in_order(	field) {
	if (kind != "events")
		return 1
	split($1, field, "=")
	time = field[2]
	before = last
	last = time
	split($2, field, "=")
	other = cpu != field[2]
	cpu = field[2]
	return FNR == 1 || !other || time + 0 >= before + 0
}

/(0x)?ffff[89a-f][0-9a-f]{11}/ || !right() || !in_order() {
	printf "%s: line %d: %s\n", kind, FNR, $0
	wrong = 1
	exit
}

END {
	if (!wrong && FNR < least) {
		printf "%s: %d lines of %d\n", kind, FNR, least
		wrong = 1
	}
	exit wrong
}
