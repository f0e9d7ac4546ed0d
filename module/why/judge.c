// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why one request failed: where it may go, and what the zones there had for it.
 * They are read without locks: each number is whole, several of them are not of
 * one moment, as for the allocator's own check. Any context, NMI included,
 * preemption off.
 *
 * Each failure goes through all of this. What it always needs is therefore
 * inlined into af_judge(), what it rarely needs is kept out of it.
 */
#include <linux/hardirq.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>

#include "kernel/compat.h"
#include "why/cause.h"
#include "why/cgroup.h"
#include "why/judge.h"
#include "why/zones.h"

/* Any realtime class, deadline included, as rt_task() was up to 6.11. */
static bool judge_by_realtime(void)
{
	return current->prio < MAX_RT_PRIO;
}

/*
 * A task keeps its signal_struct as long as it is a task, so what
 * tsk_is_oom_victim() reads is there even after the task has been reaped.
 */
static u32 judge_state(enum af_context context)
{
	unsigned long softirq = softirq_count();
	u32 state = AF_STATE_KNOWN;

	if (current->flags & PF_MEMALLOC)
		state |= AF_STATE_MEMALLOC;
	if (current->flags & AF_PF_NOCMA)
		state |= AF_STATE_CMA_FORBIDDEN;
	if (tsk_is_oom_victim(current))
		state |= AF_STATE_OOM_VICTIM;
	if (judge_by_realtime())
		state |= AF_STATE_REALTIME;
	if (context == AF_CONTEXT_TASK)
		state |= AF_STATE_IN_TASK;
	if (context != AF_CONTEXT_TASK || softirq)
		state |= AF_STATE_IN_INTERRUPT;
	if (softirq & SOFTIRQ_OFFSET)
		state |= AF_STATE_SERVING_SOFTIRQ;
	return state;
}

static bool judge_is_same(const struct af_judged *judged,
			  const struct af_call *call, u32 state)
{
	return judged->failure.order == call->order &&
	       judged->failure.gfp == (__force u32)call->gfp &&
	       judged->state == state;
}

/*
 * Which nodes are open to the request. Where the hook does not know the nodemask,
 * that of the task's own policy stands in for it, if it is a binding one. A policy
 * of a memory area remains unknown. Return: whether all are, as they mostly are
 */
static __always_inline bool judge_find_reach(struct af_judged *judged,
					     const struct af_call *call)
{
	const nodemask_t *nodemask = NULL, *cpuset = NULL;

	if (call->nodemask_known)
		nodemask = judged->by_nodemask ? call->nodemask : NULL;
	else if (judged->by_policy)
		nodemask = af_bound_nodes(current);
	if (judged->by_cpuset)
		cpuset = af_cpuset_nodes(current);
	judged->reach = (struct af_reach){
		.node = call->node,
		.nodemask = nodemask,
		.cpuset = cpuset,
	};
	return !judged->this_node && !nodemask && !cpuset;
}

/*
 * The zones of all nodes, as the allocator itself has them: the nearest node first,
 * of each node the highest zone. The kernel writes the list anew when memory comes
 * or goes. Whoever walks it just then may miss a zone or find one twice; a zone is
 * never freed, and behind the last there is always a NULL.
 */
static __always_inline struct zoneref *judge_first_zone(void)
{
	return node_zonelist(numa_node_id(), 0)->_zonerefs;
}

/* Looks at the list's head without zone->lock, as __zone_watermark_ok() does. */
static bool judge_has_block(struct free_area *area, int migratetype)
{
	return !list_empty(&area->free_list[migratetype]);
}

static u8 judge_kinds_in(struct free_area *area)
{
	u8 kinds = 0;
	int type;

	for (type = 0; type < MIGRATE_PCPTYPES; type++)
		if (judge_has_block(area, type))
			kinds |= AF_BLOCKS_PLAIN;
	if (judge_has_block(area, MIGRATE_HIGHATOMIC))
		kinds |= AF_BLOCKS_HIGHATOMIC;
#ifdef CONFIG_CMA
	if (judge_has_block(area, MIGRATE_CMA))
		kinds |= AF_BLOCKS_CMA;
#endif
	return kinds;
}

/* Blocks of @order or above, up to the first that every request may take. */
static noinline u8 judge_find_kinds(struct zone *zone, u32 order)
{
	u8 kinds = 0;

	for (; order < AF_NR_ORDERS && !(kinds & AF_BLOCKS_PLAIN); order++)
		if (af_nr_free(zone, order))
			kinds |= judge_kinds_in(&zone->free_area[order]);
	return kinds;
}

static bool judge_node_allowed(const struct af_judged *judged, int nid)
{
	const struct af_reach *reach = &judged->reach;

	if (judged->this_node && reach->node != NUMA_NO_NODE &&
	    reach->node != nid)
		return false;
	return (!reach->nodemask || node_isset(nid, *reach->nodemask)) &&
	       (!reach->cpuset || node_isset(nid, *reach->cpuset));
}

/* The lowmem reserve is the one that applies to requests up to zone @highest. */
static __always_inline struct af_zone judge_facts_of(struct zone *zone,
						     u8 highest)
{
	u64 boost = READ_ONCE(zone->watermark_boost);

	return (struct af_zone){
		.free = zone_page_state(zone, NR_FREE_PAGES),
		.min = READ_ONCE(zone->_watermark[WMARK_MIN]) + boost,
		.boost = boost,
		.lowmem_reserve = READ_ONCE(zone->lowmem_reserve[highest]),
		.highatomic = af_highatomic_pages(zone),
		.cma = af_free_cma_pages(zone),
	};
}

/* There are free blocks: it matters of which kind. */
static noinline enum af_verdict
judge_kinds(struct zone *zone, const struct af_allowance *allowance, u32 order,
	    s64 margin)
{
	const struct af_zone facts = {
		.blocks = judge_find_kinds(zone, order),
	};

	return af_zone_judge(allowance, order, &facts, margin);
}

/* Blocks are looked at only where they matter: @blocks is how many there are. */
static __always_inline enum af_verdict
judge_zone(struct zone *zone, const struct af_allowance *allowance, u32 order,
	   s64 margin, u64 *blocks)
{
	const struct af_zone none = {};

	*blocks = AF_UNCOUNTED;
	if (!af_blocks_matter(allowance, margin))
		return AF_ZONE_SHORT;
	*blocks = af_zone_blocks(zone, order);
	if (unlikely(*blocks))
		return judge_kinds(zone, allowance, order, margin);
	return af_zone_judge(allowance, order, &none, margin);
}

/* One zone that the request may use. */
static __always_inline void judge_consider(struct zone *zone,
					   const struct af_allowance *allowance,
					   u32 order, u8 highest,
					   struct af_closest *closest)
{
	struct af_zone facts = judge_facts_of(zone, highest);
	s64 rank, margin = af_zone_margin(allowance, &facts);
	u64 blocks;

	rank = af_rank(judge_zone(zone, allowance, order, margin, &blocks),
		       margin);
	if (rank > closest->rank) {
		closest->rank = rank;
		closest->zone = zone;
		closest->free = facts.free;
		closest->min = facts.min;
		closest->blocks = blocks;
	}
}

/* Could a zone that it may use, or might use, have served the request? */
static bool judge_serves(struct zone *zone, const struct af_judged *judged)
{
	const struct af_allowance *allowance = &judged->allowance;
	struct af_zone facts = judge_facts_of(zone, judged->failure.zone);
	s64 margin = af_zone_margin(allowance, &facts);
	u64 blocks;

	return judge_zone(zone, allowance, judged->failure.order, margin,
			  &blocks) == AF_ZONE_OK;
}

/*
 * Zones that the request may not use: on nodes that it is shut out of, or above
 * the highest zone that it may use. One that is both is never looked at.
 */
static void judge_others(const struct af_judged *judged,
			 struct af_evidence *evidence)
{
	struct zoneref *ref = judge_first_zone();
	struct zone *zone;
	bool above, allowed;

	for (; (zone = zonelist_zone(ref)); ref++) {
		above = zonelist_zone_idx(ref) > judged->failure.zone;
		allowed = judge_node_allowed(judged, zone_to_nid(zone));
		if (above && allowed)
			evidence->above |= judge_serves(zone, judged);
		else if (!above && !allowed)
			evidence->shut_out |= judge_serves(zone, judged);
	}
}

/*
 * Of a request that is confined to one node, and it is not known which: are there
 * nodes that could not have served it? The zones of a node follow one another.
 */
static bool judge_some_lack(const struct af_judged *judged)
{
	struct zoneref *ref = judge_first_zone();
	int nodes_ok = 0, latest = NUMA_NO_NODE;
	struct zone *zone;

	for (; (zone = zonelist_zone(ref)); ref++) {
		if (zonelist_zone_idx(ref) > judged->failure.zone ||
		    zone_to_nid(zone) == latest ||
		    !judge_node_allowed(judged, zone_to_nid(zone)) ||
		    !judge_serves(zone, judged))
			continue;
		latest = zone_to_nid(zone);
		nodes_ok++;
	}
	return nodes_ok < num_node_state(N_MEMORY);
}

/* All zones. Return: whether there are some that the request may not use */
static __always_inline bool judge_zones(const struct af_judged *judged,
					bool all, struct af_closest *closest)
{
	const u32 order = judged->failure.order;
	const u8 highest = judged->failure.zone;
	struct zoneref *ref = judge_first_zone();
	struct zone *zone;
	bool others = false;

	closest->zone = NULL;
	closest->rank = AF_RANK_NONE;
	for (; (zone = zonelist_zone(ref)); ref++) {
		if (unlikely(zonelist_zone_idx(ref) > highest) ||
		    (!all && !judge_node_allowed(judged, zone_to_nid(zone))))
			others = true;
		else
			judge_consider(zone, &judged->allowance, order, highest,
				       closest);
	}
	return others;
}

/*
 * What is not just short of memory: a zone would have served it, or one that the
 * request may not use might have, or no zone was asked.
 */
static noinline enum af_cause judge_further(const struct af_call *call,
					    const struct af_judged *judged,
					    struct af_closest *closest,
					    bool others)
{
	struct af_evidence evidence = {
		.best = af_rank_verdict(closest->rank),
		.oversize = call->order >= AF_NR_ORDERS,
		.early = call->early,
	};

	if (others && evidence.best != AF_ZONE_OK)
		judge_others(judged, &evidence);
	if (evidence.best == AF_ZONE_OK && judged->this_node &&
	    call->node == NUMA_NO_NODE)
		evidence.node_unknown = judge_some_lack(judged);
	/* Only a page that was there can have been refused by the cgroup. */
	if (evidence.best == AF_ZONE_OK &&
	    judged->failure.context == AF_CONTEXT_TASK) {
		closest->refuser = af_cgroup_refuser(call->gfp, call->order);
		evidence.cgroup_full = closest->refuser;
	}
	return af_cause_decide(&judged->allowance, &evidence);
}

/**
 * af_judge() - why a request failed
 * @call: the request
 * @context: where it came from
 * @judged: the last request of this CPU and context; this one from now on
 * @closest: where to put the zone that came closest, and a memory cgroup that refused
 *
 * The zones are looked at now, a moment after the allocator did. An order above
 * the maximum is judged too: no zone has a block of it.
 *
 * Context: Any, NMI included; preemption off.
 * Return: The cause.
 */
enum af_cause af_judge(const struct af_call *call, enum af_context context,
		       struct af_judged *judged, struct af_closest *closest)
{
	u32 state = judge_state(context);
	bool all, others;

	if (unlikely(!judge_is_same(judged, call, state)))
		af_request_learn(judged, call, context, state);
	all = judge_find_reach(judged, call);
	others = judge_zones(judged, all, closest);
	if (unlikely(others || call->early || call->order >= AF_NR_ORDERS ||
		     af_rank_verdict(closest->rank) == AF_ZONE_OK))
		return judge_further(call, judged, closest, others);
	return af_cause_of_refused(&judged->allowance,
				   af_rank_verdict(closest->rank));
}
