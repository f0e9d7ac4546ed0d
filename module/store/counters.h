/* SPDX-License-Identifier: GPL-2.0-only */
/* The counters: which there are, what they are called, which a failure moves. */
#ifndef AF_COUNTERS_H
#define AF_COUNTERS_H

#include "failure.h"

/* Orders and zones that a counter of its own is kept for; see compat.h. */
#ifdef __KERNEL__
#include "kernel/compat.h"
#else
#define AF_NR_ORDERS 11
#define AF_NR_ZONES 5
#endif

/* In the order in which they are printed. */
enum af_counter {
	AF_FAILURES,
	AF_FAILURES_NOWARN,
	AF_FAILURES_MEMALLOC,
	AF_CLASS_0,
	AF_CONTEXT_0 = AF_CLASS_0 + AF_NR_CLASSES,
	AF_ORDER_0 = AF_CONTEXT_0 + AF_NR_CONTEXTS,
	AF_ORDER_OVER = AF_ORDER_0 + AF_NR_ORDERS,
	AF_CAUSE_0,
	AF_ZONE_0 = AF_CAUSE_0 + AF_NR_CAUSES,
	AF_STACKS_CAPTURED = AF_ZONE_0 + AF_NR_ZONES,
	AF_STACKS_SKIPPED,
	AF_SIGNATURES_DROPPED,
	AF_RECURSIONS,
	AF_SNAPSHOTS_TAKEN,
	AF_SNAPSHOTS_SKIPPED,
	AF_RECOGNISED_STACKS,
	AF_RECOGNISED_WRONG,
	AF_NAMES_DROPPED,
	AF_CGROUPS_DROPPED,
	AF_CALLERS_HIDDEN,
	AF_NR_COUNTERS
};

#define AF_COUNTER_NAME_LEN 40

/**
 * af_counters_move() - what one recorded failure adds to
 * @failure: what failed
 * @add_one: called with one counter of each group, and of those flags that are
 *	     set
 *
 * Left to the caller: failures, which counts recursions too, and what is known
 * only elsewhere, from signatures_dropped on.
 *
 * Context: Any.
 */
static __always_inline void
af_counters_move(const struct af_failure *failure,
		 void (*add_one)(unsigned int counter))
{
	add_one(AF_CLASS_0 + failure->class);
	add_one(AF_CONTEXT_0 + failure->context);
	add_one(AF_ORDER_0 + min_t(u32, failure->order, AF_NR_ORDERS));
	add_one(AF_CAUSE_0 + failure->cause);
	add_one(AF_ZONE_0 + failure->zone);
	add_one(failure->stack ? AF_STACKS_CAPTURED : AF_STACKS_SKIPPED);
	if (failure->nowarn)
		add_one(AF_FAILURES_NOWARN);
	if (failure->memalloc)
		add_one(AF_FAILURES_MEMALLOC);
}

void af_counters_add(u64 *total, const u64 *counters);
void af_counter_name(char name[AF_COUNTER_NAME_LEN], unsigned int counter,
		     const char *const zone_names[AF_NR_ZONES]);

#endif /* AF_COUNTERS_H */
