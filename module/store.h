/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the module: counters, signatures, and who owns which. */
#ifndef AF_STORE_H
#define AF_STORE_H

#include <linux/percpu.h>

#include "budget.h"
#include "counters.h"
#include "events.h"
#include "signatures.h"
#include "streak.h"

/* How often, and how lately, one CPU saw one signature. */
struct af_hit {
	u64 count;
	u64 last_ns;		/* boot clock */
	u32 streak;		/* longest run of one task */
};

/*
 * One CPU's part. Written by that CPU alone, by contexts that nest: each field
 * by single-instruction this_cpu operations or, own, recording and streaks, by
 * one context each. The budgets may lose one to a context that nests.
 */
struct af_cpu {
	u64 counters[AF_NR_COUNTERS];
	u64 tickets;			/* events so far */
	struct af_event *events;	/* ring of the last of them */
	struct af_hit *hits;		/* one a slot of the table */
	struct af_budget stacks;
	struct af_budget snapshots;
	struct af_streak streaks[AF_NR_CONTEXTS][AF_STREAKS];
	u32 own[AF_NR_CONTEXTS];	/* private records in the table */
	bool recording[AF_NR_CONTEXTS];	/* guards own[] against recursion */
};

struct af_store {
	struct af_sigtable table;
	void *table_memory;
	u32 events;			/* places in each CPU's ring */
	bool paused;			/* a reset is under way */
	u64 since_ns;			/* boot clock at load or last reset */
};

DECLARE_PER_CPU(struct af_cpu, af_cpu);
extern struct af_store af_store;

int af_store_init(u32 signatures, u32 depth, u32 events);
void af_store_free(void);
void af_store_reset(void);
void af_store_sum_counters(u64 total[AF_NR_COUNTERS]);
struct af_hit af_store_sum_hits(u32 slot);
size_t af_store_memory(void);

#endif /* AF_STORE_H */
