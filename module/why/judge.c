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

#include "why/cgroup.h"
#include "kernel/compat.h"
#include "why/judge.h"
#include "why/zonewalk.h"

/* Of the running kernel, from init on. */
static const struct af_rules *rules;

/* Before the hook is attached. */
void af_judge_init(void)
{
	rules = af_rules_of(AF_RELEASE);
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

/* What the rules look at besides order and mask. */
#define STATE_KNOWN 0x01
#define STATE_MEMALLOC 0x02
#define STATE_OOM_VICTIM 0x04
#define STATE_REALTIME 0x08
#define STATE_IN_INTERRUPT 0x10
#define STATE_IN_TASK 0x20
#define STATE_SERVING_SOFTIRQ 0x40
#define STATE_CMA_FORBIDDEN 0x80

static u32 current_state(enum af_context context)
{
	unsigned long softirq = softirq_count();
	u32 state = STATE_KNOWN;

	if (current->flags & PF_MEMALLOC)
		state |= STATE_MEMALLOC;
	if (current->flags & AF_PF_NOCMA)
		state |= STATE_CMA_FORBIDDEN;
	if (oom_victim())
		state |= STATE_OOM_VICTIM;
	if (realtime())
		state |= STATE_REALTIME;
	if (context == AF_CONTEXT_TASK)
		state |= STATE_IN_TASK;
	if (context != AF_CONTEXT_TASK || softirq)
		state |= STATE_IN_INTERRUPT;
	if (softirq & SOFTIRQ_OFFSET)
		state |= STATE_SERVING_SOFTIRQ;
	return state;
}

static void describe(struct af_request *request, const struct af_call *call,
		     u32 state)
{
	gfp_t gfp = call->gfp;

	*request = (struct af_request){
		.order = call->order,
		.high = gfp & __GFP_HIGH,
		.atomic = gfp & AF_GFP_ATOMIC,
		.may_wait = gfp & __GFP_DIRECT_RECLAIM,
		.memalloc = gfp & __GFP_MEMALLOC,
		.nomemalloc = gfp & __GFP_NOMEMALLOC,
		.movable = af_migratetype(gfp) == MIGRATE_MOVABLE &&
			   !(state & STATE_CMA_FORBIDDEN),
		.task_memalloc = state & STATE_MEMALLOC,
		.task_oom_victim = state & STATE_OOM_VICTIM,
		.task_realtime = state & STATE_REALTIME,
		.in_interrupt = state & STATE_IN_INTERRUPT,
		.in_task = state & STATE_IN_TASK,
		.serving_softirq = state & STATE_SERVING_SOFTIRQ,
	};
}

/* In a hard interrupt the flags of current are another's. */
static bool by_memalloc(enum af_context context, u32 state)
{
	return context <= AF_CONTEXT_SOFTIRQ && state & STATE_MEMALLOC;
}

/* Only where the last request was another one. */
static noinline void judge_anew(struct af_judged *judged,
				const struct af_call *call,
				enum af_context context, u32 state)
{
	gfp_t gfp = call->gfp;
	bool nowarn = gfp & __GFP_NOWARN;
	struct af_request request;

	judged->state = state;
	judged->failure = (struct af_failure){
		.order = call->order,
		.gfp = (__force u32)gfp,
		.zone = gfp_zone(gfp),
		.context = context,
		.class = af_classify(nowarn, gfp & __GFP_NORETRY,
				     gfp & __GFP_DIRECT_RECLAIM),
		.nowarn = nowarn,
		.memalloc = by_memalloc(context, state),
	};
	describe(&request, call, state);
	af_allow(&judged->allowance, rules, &request);
}

static void judge_request(struct af_judged *judged, const struct af_call *call,
			  enum af_context context, u32 state)
{
	if (judged->failure.order != call->order ||
	    judged->failure.gfp != (__force u32)call->gfp ||
	    judged->state != state)
		judge_anew(judged, call, context, state);
}

/*
 * Where the hook does not know the nodemask: that of the task's own policy, if
 * it is a binding one and applies to such a request. A policy of the memory
 * area alone remains unknown.
 */
static const nodemask_t *task_policy_nodes(gfp_t gfp, u32 state)
{
	if (state & STATE_IN_INTERRUPT || gfp & __GFP_THISNODE ||
	    gfp_zone(gfp) < ZONE_NORMAL)
		return NULL;
	return af_bound_nodes(current);
}

/* cpuset_node_allowed() of kernel/cgroup/cpuset.c, but for exclusive ancestors. */
static const nodemask_t *cpuset_nodes(gfp_t gfp, u32 state)
{
	if (state & (STATE_IN_INTERRUPT | STATE_OOM_VICTIM) ||
	    !(gfp & __GFP_HARDWALL))
		return NULL;
	return af_cpuset_nodes(current);
}

static void find_reach(struct af_reach *reach, const struct af_call *call,
		       const struct af_judged *judged, bool no_policy)
{
	gfp_t gfp = call->gfp;
	u32 state = judged->state;

	*reach = (struct af_reach){
		.zone = judged->failure.zone,
		.this_node = gfp & __GFP_THISNODE,
		.node = call->node,
	};
	if (no_policy)
		return;
	reach->nodemask = call->nodemask_known ? call->nodemask :
						 task_policy_nodes(gfp, state);
	reach->cpuset = cpuset_nodes(gfp, state);
}

/**
 * af_judge - why a request failed
 * @call: the request
 * @context: where it came from
 * @judged: of this CPU and context; its failure is this one from now on
 * @closest: where to put the zone that came closest
 *
 * The zones are looked at now, a moment after the allocator did.
 *
 * Return: the cause
 */
enum af_cause af_judge(const struct af_call *call, enum af_context context,
		       struct af_judged *judged, struct af_closest *closest)
{
	const struct af_allowance *allowance = &judged->allowance;
	u32 state = current_state(context);
	struct af_reach reach;
	struct af_evidence evidence = {
		.oversize = call->order >= AF_NR_ORDERS,
		.early = call->early,
	};

	judge_request(judged, call, context, state);
	find_reach(&reach, call, judged, allowance->no_policy);
	af_zones_judge(allowance, call->order, &reach, &evidence, closest);
	/* Only a page that was there can have been refused by the cgroup. */
	if (evidence.best == AF_ZONE_OK && context == AF_CONTEXT_TASK)
		evidence.cgroup_full = af_cgroup_full(call->gfp, call->order);
	return af_cause_decide(allowance, &evidence);
}
