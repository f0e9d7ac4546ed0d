// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why one request failed: what it was, what the current task may do, and what
 * the zones had. Any context, NMI included, preemption off.
 */
#include <linux/hardirq.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>

#include "cgroup.h"
#include "compat.h"
#include "judge.h"

/* Of the running kernel, from init on. */
static const struct af_rules *rules;

/* Before the hook is attached. */
void af_judge_init(void)
{
	rules = af_rules_of(AF_RELEASE);
}

static bool movable(gfp_t gfp)
{
	return af_migratetype(gfp) == MIGRATE_MOVABLE &&
	       !af_cma_forbidden(current);
}

/* A task that has been reaped while it still runs has no signal any more. */
static bool oom_victim(void)
{
	return current->signal && tsk_is_oom_victim(current);
}

/* Any realtime class, deadline included, as rt_task() was up to 6.11. */
static bool realtime(void)
{
	return current->prio < MAX_RT_PRIO;
}

static void describe(struct af_request *request, const struct af_call *call,
		     enum af_context context)
{
	gfp_t gfp = call->gfp;

	*request = (struct af_request){
		.order = call->order,
		.high = gfp & __GFP_HIGH,
		.atomic = gfp & AF_GFP_ATOMIC,
		.may_wait = gfp & __GFP_DIRECT_RECLAIM,
		.memalloc = gfp & __GFP_MEMALLOC,
		.nomemalloc = gfp & __GFP_NOMEMALLOC,
		.movable = movable(gfp),
		.task_memalloc = current->flags & PF_MEMALLOC,
		.task_oom_victim = oom_victim(),
		.task_realtime = realtime(),
		.in_interrupt = context != AF_CONTEXT_TASK || softirq_count(),
		.in_task = context == AF_CONTEXT_TASK,
		.serving_softirq = in_serving_softirq(),
	};
}

/*
 * Where the hook does not know the nodemask: that of the task's own policy, if
 * it is a binding one and applies to such a request. A policy of the memory
 * area alone remains unknown.
 */
static const nodemask_t *task_policy_nodes(gfp_t gfp, bool in_interrupt)
{
	if (in_interrupt || gfp & __GFP_THISNODE || gfp_zone(gfp) < ZONE_NORMAL)
		return NULL;
	return af_bound_nodes(current);
}

/* cpuset_node_allowed() of kernel/cgroup/cpuset.c, but for exclusive ancestors. */
static const nodemask_t *cpuset_nodes(gfp_t gfp,
				      const struct af_request *request)
{
	if (request->in_interrupt || request->task_oom_victim ||
	    !(gfp & __GFP_HARDWALL))
		return NULL;
	return af_cpuset_nodes(current);
}

static void find_reach(struct af_reach *reach, const struct af_call *call,
		       const struct af_request *request, bool no_policy)
{
	gfp_t gfp = call->gfp;

	*reach = (struct af_reach){
		.zone = gfp_zone(gfp),
		.this_node = gfp & __GFP_THISNODE,
		.node = call->node,
	};
	if (no_policy)
		return;
	reach->nodemask = call->nodemask_known ?
				  call->nodemask :
				  task_policy_nodes(gfp, request->in_interrupt);
	reach->cpuset = cpuset_nodes(gfp, request);
}

/**
 * af_judge - why a request failed
 * @call: the request
 * @context: where it came from
 * @closest: where to put the zone that came closest
 *
 * The zones are looked at now, a moment after the allocator did.
 *
 * Return: the cause
 */
enum af_cause af_judge(const struct af_call *call, enum af_context context,
		       struct af_closest *closest)
{
	struct af_allowance allowance;
	struct af_request request;
	struct af_reach reach;
	struct af_evidence evidence = {
		.oversize = call->order >= AF_NR_ORDERS,
		.early = call->early,
	};

	describe(&request, call, context);
	af_allow(&allowance, rules, &request);
	find_reach(&reach, call, &request, allowance.no_policy);
	af_zones_judge(&allowance, call->order, &reach, &evidence, closest);
	/* Only a page that was there can have been refused by the cgroup. */
	if (evidence.best[AF_ELIGIBLE] == AF_ZONE_OK && request.in_task)
		evidence.cgroup_full = af_cgroup_full(call->gfp, call->order);
	return af_cause_decide(&allowance, &evidence);
}
