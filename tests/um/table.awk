# SPDX-License-Identifier: GPL-2.0-only
#
# Makes a section of docs/benchmarks.md of the lines of tests/um/measure.sh. Fails if
# a figure is missing. -v release= of the kernel, processor= of the machine, busy= its
# load average when it began

$1 == "ns" {
	key = $3 SUBSEP $4 SUBSEP $2
	sample[key, ++samples[key]] = $6 / $5
	if ($2 >= rounds)
		rounds = $2 + 1
}

# The value that @part of the @n in list[] are below
function quantile(list, n, part,   i, j, value) {
	for (i = 2; i <= n; i++) {
		value = list[i]
		for (j = i - 1; j >= 1 && list[j] > value; j--)
			list[j + 1] = list[j]
		list[j + 1] = value
	}
	return list[int((n - 1) * part + 0.5) + 1]
}

# A round's figure: the median of its samples, "" without any
function took(request, hook, r,   key, list, n, i) {
	key = request SUBSEP hook SUBSEP r
	n = samples[key]
	for (i = 1; i <= n; i++)
		list[i] = sample[key, i]
	return n ? quantile(list, n, 0.5) : ""
}

# What each round has of a request, less what it takes without the hook if @less
function quantile_of(request, hook, less, part,   list, n, r, figure) {
	n = 0
	for (r = 0; r < rounds; r++) {
		figure = took(request, hook, r)
		if (figure != "")
			list[++n] = figure - (less ? took(request, "bare", r) : 0)
	}
	if (!n || n < rounds) {
		print "no figure: " request " " hook >"/dev/stderr"
		bad = 1
		return 0
	}
	return quantile(list, n, part)
}

function number(value) {
	return sprintf(value < 100 ? "%.1f" : "%.0f", value)
}

function row(name, request, hook) {
	print "| " name " | " number(quantile_of(request, "bare", 0, 0.5)) " | " \
		number(quantile_of(request, hook, 0, 0.5)) " | " \
		number(quantile_of(request, hook, 1, 0.5)) " | " \
		number(quantile_of(request, hook, 1, 0.25)) " to " \
		number(quantile_of(request, hook, 1, 0.75)) " |"
}

END {
	print "## Nanoseconds"
	print ""
	print "Made by `sudo make bench-um`, which has no limits that these could fail: they are"
	print "of one machine, and of what else it did. User-Mode Linux is a kernel that runs as a"
	print "process, so that its code takes the time that the processor takes for it."
	print ""
	print "Kernel " release ", one CPU, on " processor "; the load average was " busy "."
	print "Medians of " rounds " rounds, each of which has all of these in turn: 1,000 blocks of order 0"
	print "that are taken and given back, and 1,000 failures of order 3 from a task, 100 where"
	print "stacks are walked, five times each; what is shorter than a turn of the machine's"
	print "scheduler is seldom cut short by it. The last two columns are of the differences"
	print "within a round: their median, and where half of them lie."
	print ""
	print "| nanoseconds | without the hook | `hook=tracepoint` | more | half of the rounds |"
	print "|---|---|---|---|---|"
	row("a block taken and given back", "success", "hook")
	row("a failure seen before, without a stack", "failure", "stackless")
	row("the same, its stack walked once more", "failure", "stack")
	print ""
	print "What this kernel lacks, beside x86-64 itself:"
	print ""
	print "- Jump labels and static calls. A tracepoint is a load and a test of memory where"
	print "  nothing is attached, and calls its probes through a pointer: dearer."
	print "- An unwinder. Nothing is recognised, and `stack_trace_save()` looks at each word of"
	print "  the stack: much dearer. A failure that comes again is on other kernels like the"
	print "  one without a stack here, and some 115 instructions for recognising its stack."
	print "- More CPUs and memory nodes. No atomic instruction has a lock prefix, no cache line"
	print "  comes from elsewhere, and there is one zone to look at: cheaper."
	print "- Kprobes. There is `hook=tracepoint` alone."
	exit bad
}
