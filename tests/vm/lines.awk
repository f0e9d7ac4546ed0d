# SPDX-License-Identifier: GPL-2.0-only
#
# lines.awk WITHOUT WITH: reports of tests/lines/lines.c of one request, without the hook
# and with it. Prints, by kind of memory and for all, two numbers of cache lines:
#   KIND WRITTEN ADDED
# written by the module, from its first instruction to its last, with what it calls in
# between; and added: written with the hook, and without it not. Variables, addresses as
# 16 digits:
#   text, text_end   the module's instructions
#   own, own_end     what the CPU has for itself: one vmalloc
#   counters         the per-CPU variable af_cpu, its offset in a page
#   counters_bytes   and how long it is
#   preempt          the per-CPU count of preemption, its offset in a page
# How the stack lies to the cache lines depends on who called: where it would lie so that
# most are written, is counted.

function number(hex,    i, n) {
	n = 0
	for (i = 1; i <= length(hex); i++)
		n = n * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return n
}

# A double has 53 bits: the low 36 of an address apart.
function line(address, shift) {
	return substr(address, 1, 7) ":" \
		int((number(substr(address, 8)) + shift) / 64)
}

function stack_of(address) {
	return substr(address, 1, 7) ":" int(number(substr(address, 8)) / 16384)
}

# Other per-CPU variables lie at the same place of their pages.
function near_counters(address,    distance) {
	distance = number(substr(address, 8)) - counters_at
	return counters_at == "" || \
		(distance < counters_bytes && -distance < counters_bytes)
}

function kind(address,    offset) {
	if (stack_of(address) == stack)
		return "stack"
	if (address >= own && address < own_end)
		return "own"
	offset = number(substr(address, 14))
	if (int(offset / 64) == int(preempt / 64))
		return "preempt"
	return (offset + 4096 - counters) % 4096 < counters_bytes && \
		near_counters(address) ? "counters" : "other"
}

function is_own_instruction(by) {
	return by >= text && by < text_end
}

# The first is the call of the request: it writes to the stack.
$1 == "w" && stack == "" { stack = stack_of($3) }

$1 == "w" && FILENAME == ARGV[1] { without[++nr_without] = $3 "" }

$1 == "w" && FILENAME == ARGV[2] {
	all[++nr_all] = $3 ""
	if (is_own_instruction($2 "")) {
		if (!first)
			first = nr_all
		last = nr_all
		if (counters_at == "" && kind($3 "") == "counters")
			counters_at = number(substr($3, 8))
	}
}

# Words of the stack begin at multiples of 16 bytes from a line, so there are four ways.
function count(shift,    i, key, of, seen) {
	for (i = 1; i <= nr_without; i++)
		seen["without", line(without[i], shift)]
	for (i = 1; i <= nr_all; i++) {
		of = kind(all[i])
		if ((of == "stack") != (shift >= 0))
			continue
		key = line(all[i], shift > 0 ? shift : 0)
		if (i >= first && i <= last && !(("written", key) in seen)) {
			seen["written", key]
			written[of, shift]++
		}
		if (!(("without", key) in seen) && !(("added", key) in seen)) {
			seen["added", key]
			added[of, shift]++
		}
	}
}

function print_kind(of, most_written, most_added) {
	print of, most_written + 0, most_added + 0
	sum_written += most_written
	sum_added += most_added
}

END {
	count(-1)
	for (shift = 0; shift < 64; shift += 16) {
		count(shift)
		if (written["stack", shift] > most_written)
			most_written = written["stack", shift]
		if (added["stack", shift] > most_added)
			most_added = added["stack", shift]
	}
	print_kind("stack", most_written, most_added)
	print_kind("own", written["own", -1], added["own", -1])
	print_kind("counters", written["counters", -1], added["counters", -1])
	print_kind("preempt", written["preempt", -1], added["preempt", -1])
	print_kind("other", written["other", -1], added["other", -1])
	print "all", sum_written, sum_added
}
