// SPDX-License-Identifier: GPL-2.0-only
/*
 * The zones of the running kernel, read without locks: each number is whole,
 * several of them are not of one moment, as for the allocator's own check. Any
 * context, NMI included.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

#include "why/zones.h"

/**
 * af_zone_names() - the running kernel's names of its zones
 * @names: where to put them: they are the same on every node
 *
 * Context: Any.
 */
void af_zone_names(const char *names[AF_NR_ZONES])
{
	const struct pglist_data *node = NODE_DATA(first_online_node);
	unsigned int i;

	for (i = 0; i < AF_NR_ZONES; i++)
		names[i] = node->node_zones[i].name;
}

/**
 * af_zones_max() - zones that there can ever be
 *
 * Context: Any.
 * Return: How many.
 */
unsigned int af_zones_max(void)
{
	return nr_node_ids * AF_NR_ZONES;
}

static void zones_collect_one(struct af_zone_state *state, struct zone *zone)
{
	u64 boost = READ_ONCE(zone->watermark_boost);
	unsigned int i;

	*state = (struct af_zone_state){
		.node = zone_to_nid(zone),
		.zone = zone_idx(zone),
		.free = zone_page_state(zone, NR_FREE_PAGES),
		.min = READ_ONCE(zone->_watermark[WMARK_MIN]) + boost,
		.low = READ_ONCE(zone->_watermark[WMARK_LOW]) + boost,
		.high = READ_ONCE(zone->_watermark[WMARK_HIGH]) + boost,
		.boost = boost,
		.highatomic = READ_ONCE(zone->nr_reserved_highatomic),
		.cma = af_free_cma_pages(zone),
		.managed = zone_managed_pages(zone),
	};
	for (i = 0; i < AF_NR_ZONES; i++)
		state->lowmem_reserve[i] = READ_ONCE(zone->lowmem_reserve[i]);
	for (i = 0; i < AF_NR_ORDERS; i++)
		state->blocks[i] = af_nr_free(zone, i);
}

/**
 * af_zones_collect() - all populated zones in full
 * @states: where to put them
 * @max: how many fit
 *
 * Context: Any.
 * Return: How many there are.
 */
unsigned int af_zones_collect(struct af_zone_state *states, unsigned int max)
{
	struct zone *zones;
	unsigned int n = 0;
	int nid, i;

	for_each_online_node(nid) {
		zones = NODE_DATA(nid)->node_zones;
		for (i = 0; i < AF_NR_ZONES && n < max; i++)
			if (populated_zone(&zones[i]))
				zones_collect_one(&states[n++], &zones[i]);
	}
	return n;
}

/**
 * af_memory_collect() - what could have been had
 * @memory: where to put it
 *
 * The kernel counts mapped pages of files and of shared memory in one, and
 * does not say which dirty pages are mapped: an estimate takes dirty ones and
 * those in writeback from the unmapped first.
 *
 * Context: Any.
 */
void af_memory_collect(struct af_memory_state *memory)
{
	u64 file = global_node_page_state(NR_ACTIVE_FILE) +
		   global_node_page_state(NR_INACTIVE_FILE);
	u64 mapped = min_t(u64, file, global_node_page_state(NR_FILE_MAPPED));
	u64 dirty = global_node_page_state(NR_FILE_DIRTY);
	u64 writeback = global_node_page_state(NR_WRITEBACK);
	u64 clean = file - min(file, dirty + writeback);

	*memory = (struct af_memory_state){
		.free = global_zone_page_state(NR_FREE_PAGES),
		.dirty = dirty,
		.writeback = writeback,
		.bounce = af_bounce_pages(),
		.file_clean_unmapped = clean - min(clean, mapped),
		.file_clean_mapped = min(clean, mapped),
		.slab_reclaimable =
			global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B),
		.swap_free = get_nr_swap_pages(),
	};
}
