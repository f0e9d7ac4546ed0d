/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why one request failed: where it may go, and what the zones there had for it.
 * They are read without locks: each number is whole, several of them are not of
 * one moment, as for the allocator's own check. Any context, NMI included,
 * preemption off.
 *
 * Each failure goes through all of this, and it is inline for that: a call takes
 * 20 instructions more. What is rare is in judge.c; decide.h chooses the cause.
 */
#ifndef AF_JUDGE_H
#define AF_JUDGE_H

#include <linux/gfp.h>
#include <linux/hardirq.h>
#include <linux/mmzone.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>
#include <linux/topology.h>

#include "kernel/compat.h"
#include "why/decide.h"
#include "why/closest.h"
#include "why/request.h"
#include "why/zones.h"

bool af_judge_node_allowed(const struct af_judged *judged, int nid);
bool af_judge_find_reach(struct af_judged *judged, const struct af_call *call);
enum af_verdict af_judge_kinds(struct zone *zone,
			       const struct af_allowance *allowance, u32 order,
			       s64 margin);
enum af_cause af_judge_further(const struct af_call *call,
			       struct af_judged *judged,
			       const struct af_closest *closest, bool all,
			       bool others);

/* Any realtime class, deadline included, as rt_task() was up to 6.11. */
static __always_inline bool af_judge_by_realtime(void)
{
	return current->prio < MAX_RT_PRIO;
}

/*
 * A task keeps its signal_struct as long as it is a task, so what
 * tsk_is_oom_victim() reads is there even after the task has been reaped.
 */
static __always_inline u32 af_judge_state(enum af_context context)
{
	unsigned long softirq = softirq_count();
	u32 state = AF_STATE_KNOWN;

	state |= current->flags & (AF_STATE_MEMALLOC | AF_STATE_CMA_FORBIDDEN);
	if (tsk_is_oom_victim(current))
		state |= AF_STATE_OOM_VICTIM;
	if (af_judge_by_realtime())
		state |= AF_STATE_REALTIME;
	if (context == AF_CONTEXT_TASK)
		state |= AF_STATE_IN_TASK;
	if (context != AF_CONTEXT_TASK || softirq)
		state |= AF_STATE_IN_INTERRUPT;
	if (softirq & SOFTIRQ_OFFSET)
		state |= AF_STATE_SERVING_SOFTIRQ;
	return state;
}

static __always_inline bool af_judge_is_same(const struct af_judged *judged,
					     const struct af_call *call,
					     u32 state)
{
	return judged->failure.order == call->order &&
	       judged->failure.gfp == (__force u32)call->gfp &&
	       judged->state == state;
}

/* May the request go to all nodes? It mostly may, and then has no reach. */
static __always_inline bool af_judge_goes_everywhere(struct af_judged *judged,
						     const struct af_call *call)
{
	if (!judged->this_node && !judged->by_cpuset &&
	    !(call->nodemask_known ? call->nodemask : af_bound_nodes(current)))
		return true;
	return af_judge_find_reach(judged, call);
}

/*
 * The zones of all nodes, as the allocator itself has them: the nearest node first,
 * of each node the highest zone. The kernel writes the list anew when memory comes
 * or goes. Whoever walks it just then may miss a zone or find one twice; a zone is
 * never freed, and behind the last there is always a NULL.
 */
static __always_inline struct zoneref *af_judge_first_zone(void)
{
	return node_zonelist(numa_node_id(), 0)->_zonerefs;
}

/* The lowmem reserve is the one that applies to requests up to zone @highest. */
static __always_inline struct af_zone af_judge_facts_of(struct zone *zone,
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

/* Blocks are looked at only where they matter: @blocks is how many there are. */
static __always_inline enum af_verdict
af_judge_zone(struct zone *zone, const struct af_allowance *allowance,
	      u32 order, s64 margin, u64 *blocks)
{
	const struct af_zone none = {};

	*blocks = AF_UNCOUNTED;
	if (!af_blocks_matter(allowance, margin))
		return AF_ZONE_SHORT;
	*blocks = af_zone_blocks(zone, order);
	if (unlikely(*blocks))
		return af_judge_kinds(zone, allowance, order, margin);
	return af_zone_judge(allowance, order, &none, margin);
}

/* One zone that the request may use. */
static __always_inline void
af_judge_consider(struct zone *zone, const struct af_allowance *allowance,
		  u32 order, u8 highest, struct af_closest *closest)
{
	struct af_zone facts = af_judge_facts_of(zone, highest);
	s64 rank, margin = af_zone_margin(allowance, &facts);
	u64 blocks;

	rank = af_rank(af_judge_zone(zone, allowance, order, margin, &blocks),
		       margin);
	if (rank > closest->rank) {
		closest->rank = rank;
		closest->zone = zone;
		closest->free = facts.free;
		closest->min = facts.min;
		closest->blocks = blocks;
	}
}

/* All zones. Return: whether there are some that the request may not use */
static __always_inline bool af_judge_zones(const struct af_judged *judged,
					   bool all, struct af_closest *closest)
{
	const u32 order = judged->failure.order;
	const u8 highest = judged->failure.zone;
	struct zoneref *ref = af_judge_first_zone();
	struct zone *zone;
	bool others = false;

	closest->zone = NULL;
	closest->rank = AF_RANK_NONE;
	for (; (zone = zonelist_zone(ref)); ref++) {
		if (unlikely(zonelist_zone_idx(ref) > highest) ||
		    (!all && !af_judge_node_allowed(judged, zone_to_nid(zone))))
			others = true;
		else
			af_judge_consider(zone, &judged->allowance, order,
					  highest, closest);
	}
	return others;
}

/**
 * af_judge() - why a request failed
 * @call: the request
 * @context: where it came from
 * @judged: the last request of this CPU and context; this one from now on, and a memory
 *	cgroup that refused it
 * @closest: where to put the zone that came closest
 *
 * The zones are looked at now, a moment after the allocator did. An order above
 * the maximum is judged too: no zone has a block of it.
 *
 * Context: Any, NMI included; preemption off.
 * Return: The cause.
 */
static __always_inline enum af_cause af_judge(const struct af_call *call,
					      enum af_context context,
					      struct af_judged *judged,
					      struct af_closest *closest)
{
	u32 state = af_judge_state(context);
	bool all, others;

	if (unlikely(!af_judge_is_same(judged, call, state)))
		af_request_learn(judged, call, context, state);
	all = af_judge_goes_everywhere(judged, call);
	others = af_judge_zones(judged, all, closest);
	if (unlikely(others || call->early || call->order >= AF_NR_ORDERS ||
		     af_rank_verdict(closest->rank) == AF_ZONE_OK))
		return af_judge_further(call, judged, closest, all, others);
	return af_cause_of_refused(&judged->allowance,
				   af_rank_verdict(closest->rank));
}

#endif /* AF_JUDGE_H */
