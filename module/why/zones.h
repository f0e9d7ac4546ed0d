/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The zones of the running kernel in full, read without locks: for the files and
 * snapshots.
 */
#ifndef AF_ZONES_H
#define AF_ZONES_H

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/vmstat.h>

#include "kernel/compat.h"

/* One zone in full. Amounts in pages; free[] in blocks of each order. */
struct af_zone_state {
	s16 node;
	u8 zone;
	u64 free;
	u64 min, low, high; /* watermarks, boost included */
	u64 boost;
	u64 highatomic; /* reserved */
	u64 cma;	/* free CMA pages */
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

/**
 * af_free_cma_pages() - free CMA pages
 * @zone: of the running kernel
 *
 * Context: Any.
 * Return: Pages.
 */
static inline u64 af_free_cma_pages(struct zone *zone)
{
	return IS_ENABLED(CONFIG_CMA) ?
		       zone_page_state(zone, NR_FREE_CMA_PAGES) :
		       0;
}

/**
 * af_nr_free() - free blocks of one order
 * @zone: of the running kernel
 * @order: below AF_NR_ORDERS
 *
 * Context: Any.
 * Return: Blocks.
 */
static inline u64 af_nr_free(const struct zone *zone, unsigned int order)
{
	/* Written under zone->lock with plain stores: any value will do. */
	return data_race(zone->free_area[order].nr_free);
}

/**
 * af_zone_blocks() - free blocks of an order or above
 * @zone: of the running kernel
 * @order: any; above the maximum there is none
 *
 * Context: Any.
 * Return: Blocks.
 */
static __always_inline u64 af_zone_blocks(const struct zone *zone, u32 order)
{
	const struct free_area *end = zone->free_area + AF_NR_ORDERS;
	const struct free_area *area = zone->free_area + order;
	u64 blocks = 0;

	if (unlikely(order >= AF_NR_ORDERS))
		return 0;
	do
		/* Written under zone->lock with plain stores: any value will do. */
		blocks += data_race(area->nr_free);
	while (++area < end);
	return blocks;
}

void af_zone_names(const char *names[AF_NR_ZONES]);
unsigned int af_zones_max(void);
unsigned int af_zones_collect(struct af_zone_state *states, unsigned int max);
void af_memory_collect(struct af_memory_state *memory);

#endif /* AF_ZONES_H */
