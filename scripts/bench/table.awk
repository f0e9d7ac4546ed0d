# SPDX-License-Identifier: GPL-2.0-only
#
# Makes docs/benchmarks.md of the lines that the scripts in tests/vm/bench-*.sh
# print, each after the name of its run. Fails if a figure of ours is not there.
# -v parts= what was run, main= the kernel of what is measured on one only,
# plugged= that of the machine with 64 CPUs, qemu= QEMU's version

function thousands(n,   text, sign) {
	sign = n < 0 ? "-" : ""
	text = sprintf("%d", n < 0 ? -n : n)
	while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
		text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
	return sign text
}

function missing(what) {
	print "no figure: " what >"/dev/stderr"
	bad = 1
}

function was_run(part) {
	return index(" " parts " ", " " part " ")
}

$2 == "release" { release[$1] = $3; runs[++nr_runs] = $1 }
$2 == "version" { version[$1, $3] = $4 }
$2 == "frames" { frames[$1, $3, $4] = $5 }
$2 == "seen" { asked[$1, $3] = $4; seen[$1, $3] = $5 }
$2 == "depth" { depth[$1, $3] = $4 }
$2 == "absent" {
	why = $0
	sub(/^[^ ]+ [^ ]+ [^ ]+ /, "", why)
	absent[$1, $3] = why
}
$2 == "grown" {
	grown[$3, $4, ++nr_grown[$3, $4]] = $0
	if (!($NF > 0))
		missing("growth with " $3 ", " $4)
}
$2 == "dropped" { dropped = $3 }
$2 == "read" { reading[++nr_reading] = $0 }
$2 == "lines" {
	if (!(($1, $3) in lines_all))
		lines_rows[++nr_lines_rows] = $1 SUBSEP $3
	lines_all[$1, $3]
	lines[$1, $3, $4] = $5 ", " $6
}
$2 == "storm" { storm_cpus = $4; storm_ns[$3] = $5; storm_failures[$3] = $6
	storm_counted[$3] = $7; storm_busy[$3] = $8 }
$2 == "cost" {
	median[$1, $3, $4, $5] = $6
	mean[$1, $3, $4, $5] = $7
}
$2 == "cost" && $1 == "again" {
	again++
	if (median[main, $3, $4, $5] == $6)
		again_same++
	else if (median[main, $3, $4, $5]) {
		apart = $6 / median[main, $3, $4, $5] - 1
		apart = apart < 0 ? -apart : apart
		if (apart > again_off)
			again_off = apart
		if (apart > again_ours && $3 ~ /^allocfail/ && $4 ~ /^(pair|repeat|deep|over)/)
			again_ours = apart
	}
}

function added(run, tool, request, context,   base) {
	base = request
	sub(/^default/, "repeat", base)
	sub(/^overdeep/, "newdeep", base)
	sub(/^over/, "new", base)
	sub(/^spent/, "newdeep", base)
	return median[run, tool, request, context] - bare(run, base, context)
}

# With nothing attached. Of a block that is granted the lower of the figures from
# the beginning and the end of the run: how the CPU's lists stand is in them.
function bare(run, request, context,   first, last) {
	first = median[run, "nothing", request, context]
	last = median[run, "nothing-again", request, context]
	return request ~ /^pair/ && last > 0 && last < first ? last : first
}

# In the means there are the interrupts too that came into a request.
function added_mean(run, tool, request, context) {
	return mean[run, tool, request, context] - \
		mean[run, "nothing", request, context]
}

function ratio(part, whole) {
	if (whole <= 0 || part <= 0)
		return ""
	return sprintf(" (%.*f)", part / whole < 10 ? 1 : 0, part / whole)
}

function cell(run, tool, request, context,   key, plus, ours) {
	key = run SUBSEP tool SUBSEP request SUBSEP context
	if (!(key in median))
		return tool ~ /^allocfail/ ? "-" : "n/a"
	plus = added(run, tool, request, context)
	if (tool ~ /^nothing/)
		return thousands(median[key])
	if (by_mean)
		plus = added_mean(run, tool, request, context)
	ours = by_mean ? added_mean(run, "allocfail-tracepoint", request, context) : \
		added(run, "allocfail-tracepoint", request, context)
	return thousands(by_mean ? mean[key] : median[key]) " " \
		(plus < 0 ? "" : "+") thousands(plus) ratio(plus, ours)
}

function row(run, tool, request,   text, order, n) {
	text = "| " title[tool] " |"
	if ((run, tool) in absent)
		return text " n/a: " absent[run, tool] " | | | |"
	for (order = 0; order <= 3; order += 3)
		for (n = 1; n <= 2; n++)
			text = text " " cell(run, tool, request order, contexts[n]) " |"
	return text
}

function table(run, name, request, tools,   list, n, i) {
	print ""
	print name
	print ""
	print "| attached | order 0, task | order 0, softirq | order 3, task | order 3, softirq |"
	print "|---|---|---|---|---|"
	n = split(tools, list, " ")
	for (i = 1; i <= n; i++)
		print row(run, list[i], request)
}

# Ours must be there, and a failure's cost cannot be nothing.
function demand(run, tool, request,   order, n) {
	for (order = 0; order <= 3; order += 3)
		for (n = 1; n <= 2; n++) {
			if (!(median[run, tool, request order, contexts[n]] > 0))
				missing(run " " tool " " request order " " contexts[n])
			else if (tool ~ /^allocfail-[a-z]*$/ && request != "pair" &&
				 added(run, tool, request order, contexts[n]) <= 0)
				missing(run " " tool " " request order " " contexts[n] \
					" is nothing")
		}
}

function demand_all(run,   list, hooks, n, i, j) {
	n = split("pair repeat deep new newdeep over overdeep spent default", list, " ")
	split("tracepoint kprobe kretprobe", hooks, " ")
	for (i = 1; i <= n; i++)
		for (j = 1; j <= 3; j++) {
			demand(run, "allocfail-" hooks[j], list[i])
			if (i <= 3)
				demand(run, "allocfail-" hooks[j] "-off", list[i])
		}
	for (i = 1; i <= 5; i++)
		demand(run, "nothing", list[i])
}

# The frames of a request in task and softirq, those that the module shows
function shown(run, request) {
	return frames[run, request, "task"] " and " frames[run, request, "softirq"] \
		" frames shown"
}

# Medians that are not the same at the end of a run as at its beginning
function drift(run,   key, field, n, most, off) {
	for (key in median) {
		split(key, field, SUBSEP)
		if (field[1] != run || field[2] != "nothing")
			continue
		off = median[run, "nothing-again", field[3], field[4]] - median[key]
		off = off < 0 ? -off : off
		if (off > most)
			most = off
	}
	return most + 0
}

function incomplete(run,   list, tool, n, i, text) {
	n = split(peers, list, " ")
	for (i = 1; i <= n; i++) {
		tool = list[i]
		if (((run, tool) in asked) && asked[run, tool] != seen[run, tool])
			text = text "\n- " title[tool] " recorded " \
				thousands(seen[run, tool]) " of " \
				thousands(asked[run, tool]) " failures."
		if (stackless(run, tool))
			text = text "\n- " title[tool] " has no useful stack: its frames " \
				"are " depth[run, tool] " at most."
	}
	return text ? "\n" text : ""
}

function kernel_tables(run,   all) {
	all = ours " " peers
	print ""
	print "## " run
	print ""
	print "Kernel " release[run] ", bpftrace " version[run, "bpftrace"] ", perf " \
		version[run, "perf"] "."
	print "With nothing attached the figures at the end of the run and at its beginning"
	print "differ by at most " thousands(drift(run)) "." incomplete(run)
	table(run, "A block taken and given back:", "pair", "nothing " all " " off)
	table(run, "The same failure again and again (" shown(run, "repeat") "):", \
		"repeat", "nothing " all " " off)
	table(run, "The same with " shown(run, "deep") ":", "deep", \
		"nothing " all " " off)
	table(run, "A stack never seen before (" shown(run, "new") "):", "new", \
		"nothing " all)
	table(run, "A stack never seen before, deep (" shown(run, "newdeep") "):", \
		"newdeep", "nothing " all)
	by_mean = 1
	table(run, "The same, means instead of medians:", "newdeep", all)
	by_mean = 0
	table(run, "Stacks never seen before with `stack_budget=0` (" \
		shown(run, "new") "):", "over", ours)
	table(run, "The same, deep (" shown(run, "newdeep") "):", "overdeep", ours)
	table(run, "The same with `stack_budget=1000` used up, deep:", "spent", ours)
	table(run, "The same failure again and again with the parameters' defaults (" \
		shown(run, "repeat") "):", "default", ours)
}

# No peer at all if its stacks end at the first frames
function stackless(run, tool) {
	return ((run, tool) in depth) && depth[run, tool] < 10
}

# The peer that adds least, of those that record a stack at each failure, or what it adds
function best(run, request, context, named,   list, n, i, plus, least, name) {
	n = split(peers, list, " ")
	for (i = 1; i <= n; i++) {
		if (!((run, list[i], request, context) in median) || \
		    stackless(run, list[i]))
			continue
		plus = added(run, list[i], request, context)
		if (name == "" || plus < least) {
			least = plus
			name = title[list[i]]
		}
	}
	if (name == "")
		return "n/a"
	return named ? name : thousands(least)
}

# The hook of the three, detached, that adds most
function most_off(run, request,   list, n, i, plus, most) {
	n = split(off, list, " ")
	for (i = 1; i <= n; i++) {
		plus = added(run, list[i], request, "task")
		if (i == 1 || plus > most)
			most = plus
	}
	return thousands(most)
}

function summary_cell(run, tool, request) {
	if (tool == "best")
		return best(run, request, "task", 0)
	if (tool == "best-name")
		return best(run, request, "task", 1)
	if (tool == "off")
		return most_off(run, request)
	return thousands(added(run, tool, request, "task"))
}

function summary_row(text, tool, request,   i) {
	text = "| " text " |"
	for (i = 1; i <= nr_kernels; i++)
		text = text " " summary_cell(kernels[i], tool, request) " |"
	print text
}

function summary_rows(text, request) {
	summary_row(text ", `hook=tracepoint`", "allocfail-tracepoint", request)
	summary_row(text ", `hook=kprobe`", "allocfail-kprobe", request)
	summary_row(text ", `hook=kretprobe`", "allocfail-kretprobe", request)
	if (request ~ /^(over|spent|default)/)
		return
	summary_row(text ", cheapest peer", "best", request)
	summary_row("which that is", "best-name", request)
}

function summary(   i, text) {
	print ""
	print "## In short"
	print ""
	print "Instructions added to a request from a task; the successes are of order 0, the"
	print "failures of order 3:"
	print ""
	text = "| |"
	for (i = 1; i <= nr_kernels; i++)
		text = text " " kernels[i] " |"
	print text
	gsub(/[^|]+/, "---", text)
	print text
	summary_rows("success", "pair0")
	summary_row("success, any hook, `enabled=N`", "off", "pair0")
	summary_rows("failure seen before", "repeat3")
	summary_rows("the same, deep", "deep3")
	summary_rows("stack never seen", "new3")
	summary_rows("no stack, over the budget", "over3")
	summary_rows("seen before, default parameters", "default3")
}

# Lines "RUN grown WHAT KIND X... BASE ADDED"
function growth_rows(what, kinds, nr_x,   list, f, n, i, j, k, text) {
	n = split(kinds, list, " ")
	for (i = 1; i <= nr_grown[what, list[1]]; i++) {
		text = "|"
		for (j = 1; j <= n; j++) {
			split(grown[what, list[j], i], f, " ")
			for (k = 1; j == 1 && k <= nr_x; k++)
				text = text " " thousands(f[4 + k]) " |"
			text = text " " (f[6 + nr_x] == "" ? "-" : thousands(f[6 + nr_x])) " |"
		}
		print text
	}
	for (j = 1; j <= n; j++)
		if (!nr_grown[what, list[j]])
			missing("growth with " what ", " list[j])
}

function headed(name, columns) {
	print ""
	print name
	print ""
	print columns
	gsub(/[^|]+/, "---", columns)
	print columns
}

function growth_tables(   i, f, text) {
	print ""
	print "## How it grows"
	print ""
	print "On " main ", `hook=tracepoint`, order 3 in a task where nothing else is said:"
	print "instructions added to a failure, stacks never left out (`stack_budget=1000000`)."
	headed("The stack's depth (`stack_depth=64`):", \
		"| frames shown | seen before | never seen |")
	growth_rows("depth", "repeat new", 1)
	headed("Signatures in a table of 4,096, each of a stack of its own, 24 frames shown." \
		"\n*One* is the same failure again and again, *any* all of them in turn, *new* what" \
		"\nfilled the table up to there:", "| signatures | one | any | new |")
	growth_rows("signatures", "one any new", 1)
	split(grown["signatures", "dropped", 1], f, " ")
	print ""
	print "When the table is full, what is new is counted without a record: " \
		thousands(f[7]) " (" dropped + 0 " of 400 failures)."
	if (!f[7])
		missing("a dropped failure's")
	headed("Zones and memory nodes, all of them eligible:", \
		"| nodes | zones | order 0 | order 3 |")
	growth_rows("zones", "order0 order3", 2)
	headed("Softirqs of so many CPUs that fail at the same time, in the same way:", \
		"| CPUs | a failure |")
	growth_rows("cpus", "repeat", 1)
	headed("Reading, with `dd bs=64k`; memory is the most that the kernel had from kmalloc for" \
		"\nit at any moment:", "| file | of | bytes | instructions | memory, bytes |")
	for (i = 1; i <= nr_reading; i++) {
		split(reading[i], f, " ")
		text = f[3] == "counters" ? f[4] + 1 " possible CPUs, on " plugged : \
			thousands(f[4]) " signatures"
		print "| `" f[3] "` | " text " | " thousands(f[5]) " | " thousands(f[6]) \
			" | " thousands(f[7]) " |"
		if (f[3] == "counters" && f[4] < 63)
			missing("counters of 64 CPUs")
		if (!(f[6] > 0) || !(f[7] > 0))
			missing("reading " f[3])
	}
	if (nr_reading < 3)
		missing("reading")
}

# What the workload has missed of what it counts when nothing fails, in
# nanoseconds of a machine that does an instruction in each
function missed(which,   rate) {
	rate = storm_counted["quiet"] / storm_ns["quiet"]
	return storm_ns[which] - storm_counted[which] / rate
}

function storm_row(name, which) {
	print "| " name " | " thousands(storm_failures[which]) " | " \
		sprintf("%.1f s", storm_ns[which] / 1e9) " | " \
		thousands(storm_counted[which]) " | " \
		(which == "quiet" ? "-" : sprintf("%.1f s", missed(which) / 1e9)) " |"
}

function storm_tables(   lost, share, i) {
	print ""
	print "## A storm"
	print ""
	if (!(storm_failures["with"] > 0) || !(storm_counted["without"] > 0) ||
	    !(storm_counted["quiet"] > 0)) {
		missing("the storm's")
		return
	}
	lost = missed("with") - missed("without")
	share = 100 * lost / 60e9
	print "On " main ", " storm_cpus " CPUs. On each a loop in a shell counts, while failures of order 3"
	print "come on all of them in 50 bursts over a minute, half in tasks, half in interrupts;"
	print "the module has its default parameters."
	headed("What the loops miss is measured by what they count when nothing fails:", \
		"| | failures | time | counted | missed |")
	storm_row("no failures", "quiet")
	storm_row("module not loaded", "without")
	storm_row("module loaded", "with")
	print ""
	print "The counters had every failure. The module took " sprintf("%.1f s", lost / 1e9) ", or " \
		thousands(lost / storm_failures["with"]) " instructions a failure, which is"
	print sprintf("%.1f", share) " % of this machine for a minute. It is a slow one: its clock goes on by 1 ns with each"
	print "instruction of any CPU, so that the CPUs together have 10^9 instructions a second."
	print "The same storm on " storm_cpus " CPUs that have so many each, a second:"
	print ""
	print "| instructions a second and CPU | share of the CPUs |"
	print "|---|---|"
	for (i = 1; i <= 4; i *= 2)
		print "| " i " x 10^9 | " sprintf("%.1f", share / storm_cpus / i) " % |"
	if (lost <= 0)
		missing("what the storm costs")
}

function lines_table(   i, at) {
	print ""
	print "## Cache lines"
	print ""
	print "Of the same failure again, `hook=tracepoint`, in a task: lines of 64 bytes that the module"
	print "writes from its first instruction to its last, and after the comma how many of them the"
	print "refused request does not write by itself, with nothing attached. `sudo scripts/bench/run lines`"
	print "counts them: a plugin of QEMU's (`tests/lines/lines.c`) sees each access to memory, and the"
	print "stack is taken to lie to the lines in the worst of four ways. None is shared between CPUs."
	print ""
	print "| kernel | order | stack | the CPU's own memory | counters | preempt count | else | all |"
	print "|---|---|---|---|---|---|---|---|"
	for (i = 1; i <= nr_lines_rows; i++) {
		at = lines_rows[i]
		print "| " substr(at, 1, index(at, SUBSEP) - 1) " | " \
			substr(at, index(at, SUBSEP) + 1) " | " \
			lines[at, "stack"] " | " lines[at, "own"] " | " \
			lines[at, "counters"] " | " lines[at, "preempt"] " | " \
			lines[at, "other"] " | " \
			lines[at, "all"] " |"
	}
	if (!nr_lines_rows)
		missing("cache lines")
}

function sameness() {
	print ""
	if (!again)
		return
	print "A second run of " main " gave the same median for " again_same + 0 " of " \
		again " figures" (again_same == again ? "." : \
		sprintf("; the others differ by %.1f %% at most,", 100 * again_off) \
		sprintf("\nours without an unwind by %.1f %%:", 100 * again_ours) \
		" the disk of a whole Debian answers when it can, and memory is not" \
		"\nlaid out the same. In a VM without a disk (`tests/vm/cost.sh`) they are the same every time.")
	if (again_ours > 0.1)
		missing("a second run that agrees with the first")
}

function intro() {
	print "<!-- SPDX-License-Identifier: GPL-2.0-only -->"
	print "# Benchmarks"
	print ""
	print "Made by `sudo make bench`; not to be edited. The figures are instructions, counted"
	print "by QEMU " qemu " (`scripts/lab/run --icount`), in VMs of one CPU where nothing else"
	print "is said: they do not depend on the machine, and say nothing about cache misses."
	print "Each is the median of what single requests took, from the call of the allocator to"
	print "its return, some 50 instructions of the loop around it included; of blocks that are"
	print "granted, the least."
	print ""
	print "In a cell: what the request took, `+` what of it is due to what is attached (the"
	print "same request with nothing attached taken off), and in brackets how many times what"
	print "`hook=tracepoint` adds. What can fail has no `__GFP_KSWAPD_RECLAIM`, so no reclaim is"
	print "in the figures. Where stacks are wanted, `stack_budget=1000000`."
	print ""
	print "- Ours records everything: counters, cause, stack, event. bpftrace counts by stack,"
	print "  order and mask, with the kretprobe by stack only; its kprobe is on `warn_alloc`."
	print "  The hist trigger counts as they do, but its stacks end at 16 frames. The event"
	print "  filter and perf record each failure with its stack in a buffer, and what it takes"
	print "  to read that is not counted."
	print "- Frames shown are those in `signatures`: the allocator's own, 3 or 4, come on top."
	print "- For stacks never seen before 56, 120 or 300 different ways lead to the allocator,"
	print "  and each is taken once."
	print "- Where a tool has recorded fewer failures than there were, the others came in an"
	print "  interrupt of its own work."
}

BEGIN {
	split("task softirq", contexts, " ")
	ours = "allocfail-tracepoint allocfail-kprobe allocfail-kretprobe"
	off = "allocfail-tracepoint-off allocfail-kprobe-off allocfail-kretprobe-off"
	peers = "bpftrace-tracepoint bpftrace-rawtracepoint bpftrace-kprobe " \
		"bpftrace-kretprobe hist filter perf"
	title["nothing"] = "nothing"
	title["allocfail-tracepoint"] = "allocfail, tracepoint"
	title["allocfail-kprobe"] = "allocfail, kprobe"
	title["allocfail-kretprobe"] = "allocfail, kretprobe"
	title["allocfail-tracepoint-off"] = "`hook=tracepoint`, `enabled=N`"
	title["allocfail-kprobe-off"] = "`hook=kprobe`, `enabled=N`"
	title["allocfail-kretprobe-off"] = "`hook=kretprobe`, `enabled=N`"
	title["bpftrace-tracepoint"] = "bpftrace tracepoint"
	title["bpftrace-rawtracepoint"] = "bpftrace rawtracepoint"
	title["bpftrace-kprobe"] = "bpftrace kprobe"
	title["bpftrace-kretprobe"] = "bpftrace kretprobe"
	title["hist"] = "ftrace hist trigger"
	title["filter"] = "ftrace event filter"
	title["perf"] = "perf record -g, filter"
}

END {
	intro()
	if (was_run("peers")) {
		for (i = 1; i <= nr_runs; i++)
			if (runs[i] != "again")
				kernels[++nr_kernels] = runs[i]
		if (!nr_kernels)
			missing("any kernel's")
		summary()
		sameness()
		for (i = 1; i <= nr_kernels; i++) {
			kernel_tables(kernels[i])
			demand_all(kernels[i])
		}
	}
	if (was_run("growth"))
		growth_tables()
	if (was_run("lines"))
		lines_table()
	if (was_run("storm"))
		storm_tables()
	exit bad
}
