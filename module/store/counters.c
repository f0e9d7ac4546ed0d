// SPDX-License-Identifier: GPL-2.0-only
/* The counters' arithmetic and names. Pure: no kernel state. */
#include "store/counters.h"

static const char *const counter_names[AF_NR_COUNTERS] = {
	[AF_FAILURES] = "failures",
	[AF_FAILURES_NOWARN] = "failures_nowarn",
	[AF_FAILURES_MEMALLOC] = "failures_memalloc",
	[AF_ORDER_OVER] = "order_over",
	[AF_STACKS_CAPTURED] = "stacks_captured",
	[AF_STACKS_SKIPPED] = "stacks_skipped",
	[AF_SIGNATURES_DROPPED] = "signatures_dropped",
	[AF_RECURSIONS] = "recursions",
	[AF_SNAPSHOTS_TAKEN] = "snapshots_taken",
	[AF_SNAPSHOTS_SKIPPED] = "snapshots_skipped",
	[AF_RECOGNISED_STACKS] = "recognised_stacks",
	[AF_RECOGNISED_WRONG] = "recognised_wrong",
	[AF_NAMES_DROPPED] = "names_dropped",
	[AF_CGROUPS_DROPPED] = "cgroups_dropped",
	[AF_CALLERS_HIDDEN] = "callers_hidden",
};

/**
 * af_counters_add() - add one CPU's counters to the sum
 * @total: the sum, AF_NR_COUNTERS of them
 * @counters: one CPU's, which may be counting on
 *
 * Context: Process.
 */
void af_counters_add(u64 *total, const u64 *counters)
{
	unsigned int i;

	for (i = 0; i < AF_NR_COUNTERS; i++)
		total[i] += READ_ONCE(counters[i]);
}

/**
 * af_counter_name() - name of a counter, as the counters file prints it
 * @name: where to put it
 * @counter: which, enum af_counter
 * @zone_names: the running kernel's names of its zones
 */
void af_counter_name(char name[AF_COUNTER_NAME_LEN], unsigned int counter,
		     const char *const zone_names[AF_NR_ZONES])
{
	const size_t size = AF_COUNTER_NAME_LEN;

	if (counter < AF_NR_COUNTERS && counter_names[counter])
		snprintf(name, size, "%s", counter_names[counter]);
	else if (counter < AF_CONTEXT_0)
		snprintf(name, size, "class_%s",
			 af_class_names[counter - AF_CLASS_0]);
	else if (counter < AF_ORDER_0)
		snprintf(name, size, "context_%s",
			 af_context_names[counter - AF_CONTEXT_0]);
	else if (counter < AF_ORDER_OVER)
		snprintf(name, size, "order_%u", counter - AF_ORDER_0);
	else if (counter < AF_ZONE_0)
		snprintf(name, size, "cause_%s",
			 af_cause_names[counter - AF_CAUSE_0]);
	else
		snprintf(name, size, "zone_%s",
			 zone_names[counter - AF_ZONE_0]);
}
