/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The zones as one request meets them, read without locks: each number is
 * whole, several of them are not of one moment, as for the allocator's own
 * check. Any context, NMI included, preemption off.
 *
 * A part of af_judge(), and of that file only: each failure goes through it, and
 * a call would cost as much as what is called.
 */
#ifndef AF_ZONEWALK_H
#define AF_ZONEWALK_H

#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#include "why/cause.h"
#include "kernel/compat.h"
#include "why/judge.h"
#include "why/zones.h"

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

/* Of the order or above, until there is one that every request may take. */
static noinline u8 find_kinds(struct zone *zone, u32 order)
{
	u8 kinds = 0;

	for (; order < AF_NR_ORDERS && !(kinds & AF_BLOCKS_PLAIN); order++)
		if (af_nr_free(zone, order))
			kinds |= kinds_of_blocks(&zone->free_area[order]);
	return kinds;
}

static bool node_allowed(const struct af_reach *reach, int nid)
{
	if (reach->this_node && reach->node != NUMA_NO_NODE &&
	    reach->node != nid)
		return false;
	return (!reach->nodemask || node_isset(nid, *reach->nodemask)) &&
	       (!reach->cpuset || node_isset(nid, *reach->cpuset));
}

/* Are all nodes open to the request: mostly. */
static __always_inline bool everywhere(const struct af_reach *reach)
{
	return !reach->this_node && !reach->nodemask && !reach->cpuset;
}

/* The reserve is that kept from requests that could use zones up to @highest. */
static __always_inline struct af_zone facts_of(struct zone *zone, u8 highest)
{
	return (struct af_zone){
		.free = zone_page_state(zone, NR_FREE_PAGES),
		.min = min_watermark(zone),
		.boost = READ_ONCE(zone->watermark_boost),
		.lowmem_reserve = READ_ONCE(zone->lowmem_reserve[highest]),
		.highatomic = af_highatomic_pages(zone),
		.cma = af_free_cma_pages(zone),
	};
}

/* Which blocks there are is looked at only where it matters. */
static __always_inline enum af_verdict
judge_zone(struct zone *zone, const struct af_allowance *allowance, u32 order,
	   struct af_zone *facts, s64 margin, u64 *blocks)
{
	*blocks = AF_UNCOUNTED;
	if (af_blocks_matter(allowance, margin)) {
		*blocks = af_zone_blocks(zone, order);
		if (*blocks)
			facts->blocks = find_kinds(zone, order);
	}
	return af_zone_judge(allowance, order, facts, margin);
}

/* One zone that it may use. Return: whether it would have served */
static __always_inline bool consider(struct zone *zone,
				     const struct af_allowance *allowance,
				     u32 order, u8 highest,
				     struct af_closest *closest)
{
	struct af_zone facts = facts_of(zone, highest);
	s64 margin = af_zone_margin(allowance, order, &facts);
	u64 blocks;
	enum af_verdict verdict =
		judge_zone(zone, allowance, order, &facts, margin, &blocks);

	if (verdict > closest->verdict ||
	    (verdict == closest->verdict && margin > closest->margin)) {
		closest->verdict = verdict;
		closest->margin = margin;
		closest->zone = zone;
		closest->free = facts.free;
		closest->min = facts.min;
		closest->blocks = blocks;
	}
	return verdict == AF_ZONE_OK;
}

/* The zones of a node that it may use. Return: whether one would have served */
static __always_inline bool consider_node(struct pglist_data *node,
					  const struct af_allowance *allowance,
					  u32 order, u8 highest,
					  struct af_closest *closest)
{
	struct zone *zone = node->node_zones;
	struct zone *last = zone + min_t(int, highest, node->nr_zones - 1);
	bool ok = false;

	for (; zone <= last; zone++)
		if (managed_zone(zone))
			ok |= consider(zone, allowance, order, highest,
				       closest);
	return ok;
}

/* Could one of these have served the request, but for one of its limits. */
static bool any_serves(struct zone *zone, const struct zone *last,
		       const struct af_allowance *allowance, u32 order,
		       u8 highest)
{
	struct af_zone facts;
	s64 margin;
	u64 blocks;

	for (; zone <= last; zone++) {
		if (!managed_zone(zone))
			continue;
		facts = facts_of(zone, highest);
		margin = af_zone_margin(allowance, order, &facts);
		if (judge_zone(zone, allowance, order, &facts, margin,
			       &blocks) == AF_ZONE_OK)
			return true;
	}
	return false;
}

/* What one of them alone stood before: the nodes, or how high it may go. */
static noinline void judge_others(const struct af_allowance *allowance,
				  u32 order, const struct af_reach *reach,
				  struct af_evidence *evidence)
{
	bool all = everywhere(reach);
	struct zone *zones, *last;
	u8 highest = reach->zone;
	int nid;

	for (nid = 0; nid < nr_node_ids; nid++) {
		if (!node_online(nid))
			continue;
		zones = NODE_DATA(nid)->node_zones;
		last = zones + NODE_DATA(nid)->nr_zones - 1;
		if (!all && !node_allowed(reach, nid))
			evidence->shut_out |= any_serves(zones, zones + highest,
							 allowance, order,
							 highest);
		else if (last > zones + highest)
			evidence->above |= any_serves(zones + highest + 1, last,
						      allowance, order,
						      highest);
	}
}

/*
 * af_zones_judge - what the zones had for a request
 * @allowance: what it may take
 * @order: of it; above the maximum no zone has a block
 * @reach: where it may go
 * @evidence: shut_out, above and node_unknown are set where they are true
 * @closest: the eligible zone that came closest is put here
 *
 * Zones that the request may not use are looked at only if none that it may
 * use could have served it. A zone that is both shut out and too high is not
 * looked at. All online nodes, any context, preemption off.
 */
static __always_inline void af_zones_judge(const struct af_allowance *allowance,
					   u32 order,
					   const struct af_reach *reach,
					   struct af_evidence *evidence,
					   struct af_closest *closest)
{
	bool all = everywhere(reach), others = !all;
	struct pglist_data *node;
	unsigned int nodes_ok = 0;
	int nid;

	closest->zone = NULL;
	closest->verdict = AF_ZONE_NONE;
	for (nid = 0; nid < nr_node_ids; nid++) {
		if (!node_online(nid))
			continue;
		node = NODE_DATA(nid);
		others |= node->nr_zones - 1 > reach->zone;
		if (all || node_allowed(reach, nid))
			nodes_ok += consider_node(node, allowance, order,
						  reach->zone, closest);
	}
	evidence->best = closest->verdict;
	if (others && closest->verdict != AF_ZONE_OK)
		judge_others(allowance, order, reach, evidence);
	if (unlikely(reach->this_node) && reach->node == NUMA_NO_NODE)
		evidence->node_unknown = nodes_ok < num_online_nodes();
}

#endif /* AF_ZONEWALK_H */
