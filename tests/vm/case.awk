# SPDX-License-Identifier: GPL-2.0-only
#
# One run of the stimulus: the counters after it less those before it must be
# what the stimulus counted, to the last digit, and nothing else may have moved.
# Reads before, after, result. Variables:
#   order, class, zone, nowarn, memalloc   of the requests
#   cause       of all refusals; unknown: of each refusal there is one
#   transient   so many of them are transient instead; none by default
#   stacks      taken; all by default
#   hidden      so many have none, since another tracer hides the caller; none by default
#   snapshots   taken; unknown by default
#   dropped     from a table that may be full: any; none by default
#   seen        0 if the hook cannot see them, 1 if it can (default)
#   pretend     added to what is expected, to show that the check can fail
function expect(name, count) {
	expected[name] += count
}

# A group of which only the sum is known.
function expect_sum(group, count) {
	loose[group] = 1
	expect(group, count)
}

function group_of(name) {
	return substr(name, 1, index(name, "_"))
}

function compare(name, moved) {
	if (moved != expected[name]) {
		printf "%s: expected %d, got %d; ", name, expected[name], moved
		wrong = 1
	}
	delete expected[name]
}

FNR == 1 { file++ }
file == 1 { before[$1] = $2 }
file == 2 { after[$1] = $2; names[n++] = $1 }
file == 3 { result[$1] = $2 }

END {
	if (seen == "")
		seen = 1
	refused = result["refused"] * seen + pretend
	drained = result["drain_refused"]
	all = refused + drained

	expect("failures", all)
	expect("failures_nowarn", nowarn * refused + drained)
	expect("failures_memalloc", memalloc * refused)
	expect("class_" class, refused)
	expect("class_opportunistic", drained)
	expect("context_task", result["refused_task"] * seen + pretend + drained)
	expect("context_softirq", result["refused_softirq"] * seen)
	expect("context_hardirq", result["refused_hardirq"] * seen)
	expect("context_nmi", result["refused_nmi"] * seen)
	expect("order_" order, refused)
	expect("zone_" zone, all)
	for (name in result)
		if (sub(/^drain_refused_order_/, "order_", name))
			expect(name, result["drain_refused_" name])

	if (cause == "")
		expect_sum("cause_", all)
	else {
		expect("cause_" cause, all - transient)
		expect("cause_transient", transient)
	}
	if (stacks == "")
		stacks = all - hidden
	expect("stacks_captured", stacks)
	expect("callers_hidden", hidden)
	expect("stacks_skipped", all - stacks)
	if (snapshots == "") {
		expect_sum("snapshots_", all)
	} else {
		expect("snapshots_taken", snapshots)
		expect("snapshots_skipped", all - snapshots)
	}

	for (i = 0; i < n; i++) {
		name = names[i]
		moved = after[name] - before[name]
		# Of the stacks captured, some.
		if (name == "recognised_stacks" && moved <= stacks)
			continue
		if (name == "signatures_dropped" && dropped == "any")
			continue
		if (group_of(name) in loose)
			sum[group_of(name)] += moved
		else
			compare(name, moved)
	}
	for (name in loose)
		compare(name, sum[name] + 0)
	for (name in expected)
		if (expected[name]) {
			printf "%s: expected %d, no such counter; ", name, expected[name]
			wrong = 1
		}
	if (!n || result["refused"] + result["vmalloc_refused"] == 0) {
		printf "nothing was refused; "
		wrong = 1
	}
	exit wrong
}
