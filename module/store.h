/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory of the module: counters, signatures, and who owns which. */
#ifndef AF_STORE_H
#define AF_STORE_H

#include <linux/percpu.h>

#include "counters.h"
#include "signatures.h"

/* How often, and how lately, one CPU saw one signature. */
struct af_hit {
	u64 count;
	u64 last_ns;		/* boot clock */
};

/*
 * One CPU's part. Written by that CPU alone, by contexts that nest: each field
 * by single-instruction this_cpu operations or, own and recording, by one
 * context each.
 */
struct af_cpu {
	u64 counters[AF_NR_COUNTERS];
	struct af_hit *hits;		/* one a slot of the table */
	u32 own[AF_NR_CONTEXTS];	/* private records in the table */
	bool recording[AF_NR_CONTEXTS];	/* guards own[] against recursion */
};

struct af_store {
	struct af_sigtable table;
	void *table_memory;
	bool paused;			/* a reset is under way */
	u64 since_ns;			/* boot clock at load or last reset */
};

DECLARE_PER_CPU(struct af_cpu, af_cpu);
extern struct af_store af_store;

int af_store_init(u32 signatures, u32 depth);
void af_store_free(void);
void af_store_reset(void);
void af_store_sum_counters(u64 total[AF_NR_COUNTERS]);
struct af_hit af_store_sum_hits(u32 slot);
size_t af_store_memory(void);

#endif /* AF_STORE_H */
