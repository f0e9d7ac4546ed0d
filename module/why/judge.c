// SPDX-License-Identifier: GPL-2.0-only
/*
 * What of judging a request is rare, and out of line: which kinds of blocks a zone
 * has, and zones that the request may not use. The usual way is in judge.h, and the
 * choice between the causes in decide.h.
 */
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#include "why/cgroup.h"
#include "why/judge.h"

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
static u8 judge_find_kinds(struct zone *zone, u32 order)
{
	u8 kinds = 0;

	for (; order < AF_NR_ORDERS && !(kinds & AF_BLOCKS_PLAIN); order++)
		if (af_nr_free(zone, order))
			kinds |= judge_kinds_in(&zone->free_area[order]);
	return kinds;
}

/**
 * af_judge_find_reach() - which nodes are open to a request
 * @judged: the request; its reach is set
 * @call: the same
 *
 * Where the hook does not know the nodemask, that of the task's own policy stands in
 * for it, if it is a binding one. A policy of a memory area remains unknown.
 *
 * Context: Any, NMI included; preemption off.
 * Return: Whether all are.
 */
bool af_judge_find_reach(struct af_judged *judged, const struct af_call *call)
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

/**
 * af_judge_node_allowed() - may a request use a node
 * @judged: the request, and its reach
 * @nid: the node
 *
 * Context: Any.
 * Return: Whether it may.
 */
bool af_judge_node_allowed(const struct af_judged *judged, int nid)
{
	const struct af_reach *reach = &judged->reach;

	if (judged->this_node && reach->node != NUMA_NO_NODE &&
	    reach->node != nid)
		return false;
	return (!reach->nodemask || node_isset(nid, *reach->nodemask)) &&
	       (!reach->cpuset || node_isset(nid, *reach->cpuset));
}

/**
 * af_judge_kinds() - judge a zone that has blocks, by their kinds
 * @zone: the zone
 * @allowance: what the request may take
 * @order: of the request
 * @margin: of the zone, af_zone_margin()
 *
 * Context: Any.
 * Return: The verdict.
 */
enum af_verdict af_judge_kinds(struct zone *zone,
			       const struct af_allowance *allowance, u32 order,
			       s64 margin)
{
	const struct af_zone facts = {
		.blocks = judge_find_kinds(zone, order),
	};

	return af_zone_judge(allowance, order, &facts, margin);
}

/* Could a zone that it may use, or might use, have served the request? */
static bool judge_serves(struct zone *zone, const struct af_judged *judged)
{
	const struct af_allowance *allowance = &judged->allowance;
	struct af_zone facts = af_judge_facts_of(zone, judged->failure.zone);
	s64 margin = af_zone_margin(allowance, &facts);
	u64 blocks;

	return af_judge_zone(zone, allowance, judged->failure.order, margin,
			     &blocks) == AF_ZONE_OK;
}

/*
 * Zones that the request may not use: on nodes that it is shut out of, or above
 * the highest zone that it may use. One that is both is never looked at.
 */
static void judge_others(const struct af_judged *judged, bool all,
			 struct af_evidence *evidence)
{
	struct zoneref *ref = af_judge_first_zone();
	struct zone *zone;
	bool above, allowed;

	for (; (zone = zonelist_zone(ref)); ref++) {
		above = zonelist_zone_idx(ref) > judged->failure.zone;
		allowed = all ||
			  af_judge_node_allowed(judged, zone_to_nid(zone));
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
	struct zoneref *ref = af_judge_first_zone();
	int nodes_ok = 0, latest = NUMA_NO_NODE;
	struct zone *zone;

	for (; (zone = zonelist_zone(ref)); ref++) {
		if (zonelist_zone_idx(ref) > judged->failure.zone ||
		    zone_to_nid(zone) == latest ||
		    !af_judge_node_allowed(judged, zone_to_nid(zone)) ||
		    !judge_serves(zone, judged))
			continue;
		latest = zone_to_nid(zone);
		nodes_ok++;
	}
	return nodes_ok < num_node_state(N_MEMORY);
}

/**
 * af_judge_further() - the cause where a zone would have served the request, or one that
 *	it may not use might have, or none was asked
 * @call: the request
 * @judged: the same, and its reach; for a memory cgroup that refused
 * @closest: the zone that came closest
 * @all: the request may go to all nodes; else it has a reach
 * @others: there are zones that the request may not use
 *
 * Context: Any, NMI included; preemption off.
 * Return: The cause.
 */
enum af_cause af_judge_further(const struct af_call *call,
			       struct af_judged *judged,
			       const struct af_closest *closest, bool all,
			       bool others)
{
	struct af_evidence evidence = {
		.best = af_rank_verdict(closest->rank),
		.oversize = call->order >= AF_NR_ORDERS,
		.early = call->early,
	};

	if (others && evidence.best != AF_ZONE_OK)
		judge_others(judged, all, &evidence);
	if (evidence.best == AF_ZONE_OK && judged->this_node &&
	    call->node == NUMA_NO_NODE)
		evidence.node_unknown = judge_some_lack(judged);
	/* Only a page that was there can have been refused by the cgroup. */
	if (evidence.best == AF_ZONE_OK &&
	    judged->failure.context == AF_CONTEXT_TASK) {
		judged->refuser = af_cgroup_refuser(call->gfp, call->order);
		evidence.cgroup_full = judged->refuser;
	}
	return af_cause_decide(&judged->allowance, &evidence);
}
