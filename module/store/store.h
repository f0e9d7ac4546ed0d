/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the module: counters, signatures, and who owns which. */
#ifndef AF_STORE_H
#define AF_STORE_H

#include <linux/percpu.h>

#include "stack/stack.h"
#include "store/budget.h"
#include "store/cgroups.h"
#include "store/counters.h"
#include "store/events.h"
#include "store/hit.h"
#include "store/names.h"
#include "store/signatures.h"
#include "why/closest.h"
#include "why/request.h"

/*
 * Own: what one context of one CPU has to itself. What each failure writes is its
 * first cache line, and one of the streaks.
 */
struct af_own {
	bool recording;		       /* guards the rest against recursion */
	u32 record;		       /* its private record in the table */
	struct af_closest closest;     /* zone to its last failure */
	struct af_judged judged;       /* begins with the failure itself */
	struct af_latest bare;	       /* its last failure without a stack */
	struct af_known_stacks stacks; /* see af_store_latest() */
	struct af_streak streaks[AF_STREAKS] __aligned(32);
} ____cacheline_aligned;

static_assert(offsetof(struct af_own, judged.failure) +
		      sizeof(struct af_failure) <=
	      SMP_CACHE_BYTES);

/*
 * One CPU's part. Written by that CPU alone, by contexts that nest: each field
 * by single-instruction this_cpu operations or by one context. The budgets may
 * lose one to a context that nests. All modules share 8 KiB of static per-CPU data:
 * only what each failure needs is in it, with the counters first, for who reads a
 * crash dump, and the tickets behind them, in the same cache line as the last. The
 * pointers are to one vmalloc() a CPU.
 */
struct af_cpu {
	u64 counters[AF_NR_COUNTERS];
	u64 tickets;	    /* events so far */
	struct af_own *own; /* one a context; begins what the CPU was given */
	struct af_event *events; /* ring of the last of them */
	struct af_hit *hits;	 /* one a slot of the table */
	struct af_cgroup_counts *cgroups;
	struct af_budget unwinds;
	struct af_budget snapshots;
} ____cacheline_aligned;

struct af_store {
	struct af_sigtable table;
	void *table_memory; /* cgroups' keys and names are behind the table */
	struct af_cgtable cgroups;
	struct af_names names;
	u32 names_kib;
	u32 events;   /* places in each CPU's ring */
	bool paused;  /* a reset is under way */
	u64 since_ns; /* boot clock at load or last reset */
};

DECLARE_PER_CPU(struct af_cpu, af_cpu);
extern struct af_store af_store;

/**
 * af_store_latest() - the last failure with a known stack
 * @known: of af_own.stacks
 *
 * The store keeps it in front of the known stack.
 *
 * Context: Any; one caller at a time for each known stack.
 * Return: The failure, which may be none.
 */
static inline struct af_latest *af_store_latest(struct af_known_stack *known)
{
	return (struct af_latest *)known - 1;
}

int af_store_init(u32 signatures, u32 depth, u32 events, u32 names_kib,
		  u32 cgroups);
void af_store_free(void);
void af_store_reset(void);
void af_store_sum_counters(u64 total[AF_NR_COUNTERS]);
struct af_hits af_store_sum_hits(u32 slot);
struct af_cgroup_hits af_store_sum_cgroup(u32 place);
size_t af_store_memory(void);

#endif /* AF_STORE_H */
