/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The zones of the running kernel, read without locks: what a cause needs, and
 * the whole of it for the files.
 */
#ifndef AF_ZONES_H
#define AF_ZONES_H

#include <linux/nodemask.h>

#include "cause.h"
#include "compat.h"

/* Where a request may go. */
struct af_reach {
	u8 zone;			/* the highest zone, by its flags */
	bool this_node;			/* __GFP_THISNODE */
	int node;			/* then which, NUMA_NO_NODE if not known */
	const nodemask_t *nodemask;	/* allowed nodes, NULL for all */
	const nodemask_t *cpuset;	/* and of these, NULL for all */
};

/* The eligible zone that came closest; amounts in pages. */
struct af_closest {
	s16 node;			/* NUMA_NO_NODE if no zone is eligible */
	u8 zone;
	u64 free;
	u64 min;			/* watermark, boost included */
	u64 blocks;			/* free blocks of the order or above */
};

/* One zone in full. Amounts in pages; free[] in blocks of each order. */
struct af_zone_state {
	s16 node;
	u8 zone;
	u64 free;
	u64 min, low, high;		/* watermarks, boost included */
	u64 boost;
	u64 highatomic;			/* reserved */
	u64 cma;			/* free CMA pages */
	u64 managed;
	u64 lowmem_reserve[AF_NR_ZONES];
	u64 blocks[AF_NR_ORDERS];
};

/* Memory that could be had, in pages: docs/interface.md, fragmentation. */
struct af_memory_state {
	u64 free;
	u64 dirty;
	u64 writeback;
	u64 bounce;
	u64 file_clean_unmapped;
	u64 file_clean_mapped;
	u64 slab_reclaimable;
	u64 swap_free;
};

void af_zone_names(const char *names[AF_NR_ZONES]);
void af_zones_judge(const struct af_allowance *allowance, u32 order,
		    const struct af_reach *reach, struct af_evidence *evidence,
		    struct af_closest *closest);
unsigned int af_zones_max(void);
unsigned int af_zones_collect(struct af_zone_state *states, unsigned int max);
void af_memory_collect(struct af_memory_state *memory);

#endif /* AF_ZONES_H */
