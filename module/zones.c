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

#include "zones.h"

/* The kernel's own names, the same on every node, empty zones' too. */
void af_zone_names(const char *names[AF_NR_ZONES])
{
	const struct pglist_data *node = NODE_DATA(first_online_node);
	unsigned int i;

	for (i = 0; i < AF_NR_ZONES; i++)
		names[i] = node->node_zones[i].name;
}

static u64 free_cma_pages(struct zone *zone)
{
	return IS_ENABLED(CONFIG_CMA) ?
		       zone_page_state(zone, NR_FREE_CMA_PAGES) :
		       0;
}

static u64 min_watermark(struct zone *zone)
{
	return READ_ONCE(zone->_watermark[WMARK_MIN]) +
	       READ_ONCE(zone->watermark_boost);
}

/* A peek at the list's head, as __zone_watermark_ok() has it. */
static bool has_block(struct free_area *area, int migratetype)
{
	return !list_empty(&area->free_list[migratetype]);
}

static u8 kinds_of_blocks(struct free_area *area)
{
	u8 kinds = 0;
	int type;

	for (type = 0; type < MIGRATE_PCPTYPES; type++)
		if (has_block(area, type))
			kinds |= AF_BLOCKS_PLAIN;
	if (has_block(area, MIGRATE_HIGHATOMIC))
		kinds |= AF_BLOCKS_HIGHATOMIC;
#ifdef CONFIG_CMA
	if (has_block(area, MIGRATE_CMA))
		kinds |= AF_BLOCKS_CMA;
#endif
	return kinds;
}

static u64 nr_free(const struct zone *zone, unsigned int order)
{
	/* Written under zone->lock with plain stores; any value will do. */
	return data_race(zone->free_area[order].nr_free);
}

/* Of the order or above, until there is one that every request may take. */
static u8 find_blocks(struct zone *zone, u32 order)
{
	u8 kinds = 0;

	for (; order < AF_NR_ORDERS && !(kinds & AF_BLOCKS_PLAIN); order++)
		if (nr_free(zone, order))
			kinds |= kinds_of_blocks(&zone->free_area[order]);
	return kinds;
}

/* The request meets the reserve that is kept from those up to @highest. */
static void describe(struct af_zone *facts, struct zone *zone, u32 order,
		     u8 highest)
{
	*facts = (struct af_zone){
		.free = zone_page_state(zone, NR_FREE_PAGES),
		.min = min_watermark(zone),
		.boost = READ_ONCE(zone->watermark_boost),
		.lowmem_reserve = READ_ONCE(zone->lowmem_reserve[highest]),
		.highatomic = af_highatomic_pages(zone),
		.cma = free_cma_pages(zone),
		.blocks = find_blocks(zone, order),
	};
}

/* What is known while one request's zones are gone through. */
struct walk {
	const struct af_allowance *allowance;
	const struct af_reach *reach;
	u32 order;
	enum af_verdict best[AF_NR_RELATIONS];
	struct zone *closest;  /* eligible zone, NULL if there is none */
	struct af_zone facts;  /* of it, as they were judged */
	s64 margin;	       /* its own */
	unsigned int nodes_ok; /* nodes that could have served it */
};

static bool node_allowed(const struct af_reach *reach, int nid)
{
	if (reach->this_node && reach->node != NUMA_NO_NODE &&
	    reach->node != nid)
		return false;
	return (!reach->nodemask || node_isset(nid, *reach->nodemask)) &&
	       (!reach->cpuset || node_isset(nid, *reach->cpuset));
}

static void come_closer(struct walk *walk, struct zone *zone,
			const struct af_zone *facts, enum af_verdict verdict,
			s64 margin)
{
	if (walk->closest && verdict <= walk->best[AF_ELIGIBLE] &&
	    (verdict < walk->best[AF_ELIGIBLE] || margin <= walk->margin))
		return;
	walk->closest = zone;
	walk->facts = *facts;
	walk->margin = margin;
}

static enum af_verdict judge_zone(struct walk *walk, struct zone *zone,
				  enum af_relation relation)
{
	struct af_zone facts;
	enum af_verdict verdict;
	s64 margin;

	describe(&facts, zone, walk->order, walk->reach->zone);
	verdict = af_zone_judge(walk->allowance, walk->order, &facts, &margin);
	if (relation == AF_ELIGIBLE)
		come_closer(walk, zone, &facts, verdict, margin);
	if (verdict > walk->best[relation])
		walk->best[relation] = verdict;
	return verdict;
}

/* Zones from @first to @last of a node. Return: the best verdict. */
static enum af_verdict judge_node(struct walk *walk, int nid,
				  enum af_relation relation, int first,
				  int last)
{
	struct zone *zones = NODE_DATA(nid)->node_zones;
	enum af_verdict verdict, best = AF_ZONE_NONE;
	int i;

	for (i = first; i <= last; i++) {
		if (!managed_zone(&zones[i]))
			continue;
		verdict = judge_zone(walk, &zones[i], relation);
		if (verdict > best)
			best = verdict;
	}
	return best;
}

static void judge_eligible(struct walk *walk)
{
	int nid;

	for_each_online_node(nid)
		if (node_allowed(walk->reach, nid) &&
		    judge_node(walk, nid, AF_ELIGIBLE, 0, walk->reach->zone) ==
			    AF_ZONE_OK)
			walk->nodes_ok++;
}

/* What one of the request's limits alone stood before. */
static void judge_others(struct walk *walk)
{
	u8 highest = walk->reach->zone;
	int nid;

	for_each_online_node(nid) {
		if (node_allowed(walk->reach, nid))
			judge_node(walk, nid, AF_ABOVE, highest + 1,
				   AF_NR_ZONES - 1);
		else
			judge_node(walk, nid, AF_SHUT_OUT, 0, highest);
	}
}

static u64 count_blocks(const struct zone *zone, u32 order)
{
	u64 blocks = 0;

	for (; order < AF_NR_ORDERS; order++)
		blocks += nr_free(zone, order);
	return blocks;
}

/* Free and min as they were judged, not what has become of them since. */
static void describe_closest(struct af_closest *closest,
			     const struct walk *walk)
{
	struct zone *zone = walk->closest;

	if (!zone) {
		*closest = (struct af_closest){ .node = NUMA_NO_NODE };
		return;
	}
	*closest = (struct af_closest){
		.node = zone_to_nid(zone),
		.zone = zone_idx(zone),
		.free = walk->facts.free,
		.min = walk->facts.min,
		.blocks = count_blocks(zone, walk->order),
	};
}

/**
 * af_zones_judge - what the zones had for a request
 * @allowance: what it may take
 * @order: of it; above the maximum no zone has a block
 * @reach: where it may go
 * @evidence: best verdicts and node_unknown are put here
 * @closest: the eligible zone that came closest is put here
 *
 * Zones that the request may not use are looked at only if none that it may
 * use could have served it. A zone that is both shut out and too high is not
 * looked at. All online nodes, any context, preemption off.
 */
void af_zones_judge(const struct af_allowance *allowance, u32 order,
		    const struct af_reach *reach, struct af_evidence *evidence,
		    struct af_closest *closest)
{
	struct walk walk = {
		.allowance = allowance,
		.reach = reach,
		.order = order,
	};

	judge_eligible(&walk);
	if (walk.best[AF_ELIGIBLE] != AF_ZONE_OK)
		judge_others(&walk);
	memcpy(evidence->best, walk.best, sizeof(walk.best));
	evidence->node_unknown = reach->this_node &&
				 reach->node == NUMA_NO_NODE &&
				 walk.nodes_ok < num_online_nodes();
	describe_closest(closest, &walk);
}

/* Zones that there can ever be. */
unsigned int af_zones_max(void)
{
	return nr_node_ids * AF_NR_ZONES;
}

static void collect_zone(struct af_zone_state *state, struct zone *zone)
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
		.cma = free_cma_pages(zone),
		.managed = zone_managed_pages(zone),
	};
	for (i = 0; i < AF_NR_ZONES; i++)
		state->lowmem_reserve[i] = READ_ONCE(zone->lowmem_reserve[i]);
	for (i = 0; i < AF_NR_ORDERS; i++)
		state->blocks[i] = nr_free(zone, i);
}

/**
 * af_zones_collect - all populated zones in full
 * @states: where to put them
 * @max: how many fit
 *
 * Any context.
 *
 * Return: how many there are
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
				collect_zone(&states[n++], &zones[i]);
	}
	return n;
}

/**
 * af_memory_collect - what could have been had
 * @memory: where to put it
 *
 * The kernel counts mapped pages of files and of shared memory in one, and
 * does not say which dirty pages are mapped: an estimate takes dirty ones and
 * those in writeback from the unmapped first. Any context.
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
