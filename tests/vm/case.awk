# SPDX-License-Identifier: GPL-2.0-only
#
# One run of the stimulus: the counters after it less those before it must be
# what the stimulus counted, to the last digit, and nothing else may have moved.
# Reads before, after, result. Variables:
#   order, class, zone, nowarn, memalloc   of the requests
#   seen        0 if the hook cannot see them, 1 if it can (default)
#   pretend     added to what is expected, to show that the check can fail
function expect(name, count) {
	expected[name] += count
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

	expect("failures", refused + drained)
	expect("stacks_captured", refused + drained)
	expect("failures_nowarn", nowarn * refused + drained)
	expect("failures_memalloc", memalloc * refused)
	expect("class_" class, refused)
	expect("class_opportunistic", drained)
	expect("context_task", result["refused_task"] * seen + pretend + drained)
	expect("context_softirq", result["refused_softirq"] * seen)
	expect("context_hardirq", result["refused_hardirq"] * seen)
	expect("order_" order, refused)
	expect("zone_" zone, refused + drained)
	for (name in result)
		if (sub(/^drain_refused_order_/, "order_", name))
			expect(name, result["drain_refused_" name])

	for (i = 0; i < n; i++) {
		name = names[i]
		moved = after[name] - before[name]
		if (moved != expected[name]) {
			printf "%s: expected %d, got %d; ", name, expected[name], moved
			wrong = 1
		}
		delete expected[name]
	}
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
