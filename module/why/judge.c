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

/* Where a request may go. */
struct af_reach {
	u8 zone;		    /* the highest zone, by its flags */
	bool this_node;		    /* __GFP_THISNODE */
	int node;		    /* then which, NUMA_NO_NODE if not known */
	const nodemask_t *nodemask; /* allowed nodes, NULL for all */
	const nodemask_t *cpuset;   /* and of these, NULL for all */
};

/*
 * Where the hook does not know the nodemask, that of the task's own policy
 * stands in for it, if it is a binding one and applies to such a request. A
 * policy of a memory area remains unknown.
 */
static const nodemask_t *judge_policy_nodes(gfp_t gfp, u32 state)
{
	if (state & AF_STATE_IN_INTERRUPT || gfp & __GFP_THISNODE ||
	    gfp_zone(gfp) < ZONE_NORMAL)
		return NULL;
	return af_bound_nodes(current);
}

/* cpuset_node_allowed() of kernel/cgroup/cpuset.c, without exclusive ancestors. */
static const nodemask_t *judge_cpuset_nodes(gfp_t gfp, u32 state)
{
	if (state & (AF_STATE_IN_INTERRUPT | AF_STATE_OOM_VICTIM) ||
	    !(gfp & __GFP_HARDWALL))
		return NULL;
	return af_cpuset_nodes(current);
}

static void judge_find_reach(struct af_reach *reach, const struct af_call *call,
			     const struct af_judged *judged)
{
	gfp_t gfp = call->gfp;
	u32 state = judged->state;

	*reach = (struct af_reach){
		.zone = judged->failure.zone,
		.this_node = gfp & __GFP_THISNODE,
		.node = call->node,
	};
	if (judged->allowance.no_policy)
		return;
	reach->nodemask = call->nodemask_known ? call->nodemask :
						 judge_policy_nodes(gfp, state);
	reach->cpuset = judge_cpuset_nodes(gfp, state);
}

static u64 judge_min_watermark(struct zone *zone)
{
	return READ_ONCE(zone->_watermark[WMARK_MIN]) +
	       READ_ONCE(zone->watermark_boost);
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

static bool judge_node_allowed(const struct af_reach *reach, int nid)
{
	if (reach->this_node && reach->node != NUMA_NO_NODE &&
	    reach->node != nid)
		return false;
	return (!reach->nodemask || node_isset(nid, *reach->nodemask)) &&
	       (!reach->cpuset || node_isset(nid, *reach->cpuset));
}

/* Are all nodes open to the request? They mostly are. */
static __always_inline bool judge_goes_everywhere(const struct af_reach *reach)
{
	return !reach->this_node && !reach->nodemask && !reach->cpuset;
}

/* The lowmem reserve is the one that applies to requests up to zone @highest. */
static __always_inline struct af_zone judge_facts_of(struct zone *zone,
						     u8 highest)
{
	return (struct af_zone){
		.free = zone_page_state(zone, NR_FREE_PAGES),
		.min = judge_min_watermark(zone),
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
			facts->blocks = judge_find_kinds(zone, order);
	}
	return af_zone_judge(allowance, order, facts, margin);
}

/* One zone that the request may use. Return: whether it would have served it */
static __always_inline bool judge_consider(struct zone *zone,
					   const struct af_allowance *allowance,
					   u32 order, u8 highest,
					   struct af_closest *closest)
{
	struct af_zone facts = judge_facts_of(zone, highest);
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

/* All such zones of one node. Return: whether one would have served it */
static __always_inline bool
judge_consider_node(struct pglist_data *node,
		    const struct af_allowance *allowance, u32 order, u8 highest,
		    struct af_closest *closest)
{
	struct zone *zone = node->node_zones;
	struct zone *last = zone + min_t(int, highest, node->nr_zones - 1);
	bool ok = false;

	for (; zone <= last; zone++)
		if (managed_zone(zone))
			ok |= judge_consider(zone, allowance, order, highest,
					     closest);
	return ok;
}

/* Could one of the zones from @zone to @last have served the request? */
static bool judge_any_serves(struct zone *zone, const struct zone *last,
			     const struct af_allowance *allowance, u32 order,
			     u8 highest)
{
	struct af_zone facts;
	s64 margin;
	u64 blocks;

	for (; zone <= last; zone++) {
		if (!managed_zone(zone))
			continue;
		facts = judge_facts_of(zone, highest);
		margin = af_zone_margin(allowance, order, &facts);
		if (judge_zone(zone, allowance, order, &facts, margin,
			       &blocks) == AF_ZONE_OK)
			return true;
	}
	return false;
}

/*
 * Zones that the request may not use: on nodes that it is shut out of, or above
 * the highest zone that it may use.
 */
static noinline void judge_others(const struct af_allowance *allowance,
				  u32 order, const struct af_reach *reach,
				  struct af_evidence *evidence)
{
	bool all = judge_goes_everywhere(reach);
	struct zone *zones, *last;
	u8 highest = reach->zone;
	int nid;

	for (nid = 0; nid < nr_node_ids; nid++) {
		if (!node_online(nid))
			continue;
		zones = NODE_DATA(nid)->node_zones;
		last = zones + NODE_DATA(nid)->nr_zones - 1;
		if (!all && !judge_node_allowed(reach, nid))
			evidence->shut_out |=
				judge_any_serves(zones, zones + highest,
						 allowance, order, highest);
		else if (last > zones + highest)
			evidence->above |= judge_any_serves(zones + highest + 1,
							    last, allowance,
							    order, highest);
	}
}

/*
 * All online nodes. Zones that the request may not use are looked at only if
 * none that it may use could have served it; one that is both shut out and too
 * high is never looked at. Sets shut_out, above and node_unknown of @evidence
 * where they are true.
 */
static __always_inline void judge_zones(const struct af_allowance *allowance,
					u32 order, const struct af_reach *reach,
					struct af_evidence *evidence,
					struct af_closest *closest)
{
	bool all = judge_goes_everywhere(reach), others = !all;
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
		if (all || judge_node_allowed(reach, nid))
			nodes_ok += judge_consider_node(node, allowance, order,
							reach->zone, closest);
	}
	evidence->best = closest->verdict;
	if (others && closest->verdict != AF_ZONE_OK)
		judge_others(allowance, order, reach, evidence);
	if (unlikely(reach->this_node) && reach->node == NUMA_NO_NODE)
		evidence->node_unknown = (int)nodes_ok <
					 num_node_state(N_MEMORY);
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
	const struct af_allowance *allowance = &judged->allowance;
	u32 state = judge_state(context);
	struct af_reach reach;
	struct af_evidence evidence = {
		.oversize = call->order >= AF_NR_ORDERS,
		.early = call->early,
	};

	if (!judge_is_same(judged, call, state))
		af_request_learn(judged, call, context, state);
	judge_find_reach(&reach, call, judged);
	judge_zones(allowance, call->order, &reach, &evidence, closest);
	/* Only a page that was there can have been refused by the cgroup. */
	if (evidence.best == AF_ZONE_OK && context == AF_CONTEXT_TASK) {
		closest->refuser = af_cgroup_refuser(call->gfp, call->order);
		evidence.cgroup_full = closest->refuser;
	}
	return af_cause_decide(allowance, &evidence);
}
