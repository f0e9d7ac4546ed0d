# SPDX-License-Identifier: GPL-2.0-only
#
# The sums that docs/interface.md promises, over counters and signatures. Prints
# those that do not hold, and fails if there are any.
function equal(name, sum) {
	if (sum != recorded) {
		printf "%s: %d, but failures - recursions is %d; ", name, sum, recorded
		wrong = 1
	}
}

FILENAME ~ /counters$/ {
	counter[$1] = $2
	prefix = $1
	sub(/_.*/, "", prefix)
	group[prefix] += $2
}

FILENAME ~ /signatures$/ && sub(/^count=/, "") {
	signatures += $1
}

END {
	recorded = counter["failures"] - counter["recursions"]
	equal("class_", group["class"])
	equal("context_", group["context"])
	equal("order_", group["order"])
	equal("cause_", group["cause"])
	equal("zone_", group["zone"])
	equal("stacks_", group["stacks"])
	equal("snapshots_", group["snapshots"])
	equal("signatures", signatures + counter["signatures_dropped"])
	if (!("failures" in counter)) {
		printf "no counters at all; "
		wrong = 1
	}
	exit wrong
}
