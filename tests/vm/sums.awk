# SPDX-License-Identifier: GPL-2.0-only
#
# The sums that docs/interface.md promises, over counters, signatures and cgroups. Prints
# those that do not hold, and fails if there are any.
function equal(name, sum) {
	if (sum != recorded) {
		printf "%s: %d, and not %d; ", name, sum, recorded
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

FILENAME ~ /cgroups$/ {
	classes = 0
	for (i = 1; i <= NF; i++) {
		split($i, pair, "=")
		if (pair[1] == "count") {
			count = pair[2]
			cgroups += count
		} else if (pair[1] == "refused") {
			refused += pair[2]
		} else if (pair[1] ~ /^(opportunistic|atomic|blocking)$/) {
			classes += pair[2]
		}
	}
	if (count != classes) {
		printf "cgroups, line %d: %d of all classes; ", FNR, classes
		wrong = 1
	}
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
	recorded = counter["context_task"]
	equal("cgroups", cgroups + counter["cgroups_dropped"])
	if (refused > counter["cause_cgroup"] ||
	    (!counter["cgroups_dropped"] && refused != counter["cause_cgroup"])) {
		printf "cgroups: %d refused, but cause_cgroup is %d; ", refused,
			counter["cause_cgroup"]
		wrong = 1
	}
	if (!("failures" in counter)) {
		printf "no counters at all; "
		wrong = 1
	}
	exit wrong
}
