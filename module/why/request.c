// SPDX-License-Identifier: GPL-2.0-only
/*
 * One failed request: what its mask says, and what the current task may do. Any
 * context, NMI included, preemption off.
 */
#include <linux/hardirq.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/rt.h>
#include <linux/sched/signal.h>

#include "kernel/compat.h"
#include "why/request.h"

/* Of the running kernel, from init on. */
static const struct af_rules *request_rules;

/**
 * af_request_init() - choose the rules of the running kernel
 *
 * Context: Process, before the hook is attached.
 */
void af_request_init(void)
{
	request_rules = af_rules_of(AF_RELEASE);
}

/* Any realtime class, deadline included, as rt_task() was up to 6.11. */
static bool request_by_realtime(void)
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

/*
 * A task keeps its signal_struct as long as it is a task, so what
 * tsk_is_oom_victim() reads is there even after the task has been reaped.
 */
static u32 request_state(enum af_context context)
{
	unsigned long softirq = softirq_count();
	u32 state = STATE_KNOWN;

	if (current->flags & PF_MEMALLOC)
		state |= STATE_MEMALLOC;
	if (current->flags & AF_PF_NOCMA)
		state |= STATE_CMA_FORBIDDEN;
	if (tsk_is_oom_victim(current))
		state |= STATE_OOM_VICTIM;
	if (request_by_realtime())
		state |= STATE_REALTIME;
	if (context == AF_CONTEXT_TASK)
		state |= STATE_IN_TASK;
	if (context != AF_CONTEXT_TASK || softirq)
		state |= STATE_IN_INTERRUPT;
	if (softirq & SOFTIRQ_OFFSET)
		state |= STATE_SERVING_SOFTIRQ;
	return state;
}

static void request_describe(struct af_request *request,
			     const struct af_call *call, u32 state)
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

/* In a hard interrupt the flags of current are those of another's work. */
static bool request_by_memalloc(enum af_context context, u32 state)
{
	return context <= AF_CONTEXT_SOFTIRQ && state & STATE_MEMALLOC;
}

/* Called only when the request differs from the last one. */
static noinline void request_learn_anew(struct af_judged *judged,
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
		.memalloc = request_by_memalloc(context, state),
	};
	request_describe(&request, call, state);
	af_allow(&judged->allowance, request_rules, &request);
}

static bool request_is_same(const struct af_judged *judged,
			    const struct af_call *call, u32 state)
{
	return judged->failure.order == call->order &&
	       judged->failure.gfp == (__force u32)call->gfp &&
	       judged->state == state;
}

/*
 * Where the hook does not know the nodemask, that of the task's own policy
 * stands in for it, if it is a binding one and applies to such a request. A
 * policy of a memory area remains unknown.
 */
static const nodemask_t *request_policy_nodes(gfp_t gfp, u32 state)
{
	if (state & STATE_IN_INTERRUPT || gfp & __GFP_THISNODE ||
	    gfp_zone(gfp) < ZONE_NORMAL)
		return NULL;
	return af_bound_nodes(current);
}

/* cpuset_node_allowed() of kernel/cgroup/cpuset.c, without exclusive ancestors. */
static const nodemask_t *request_cpuset_nodes(gfp_t gfp, u32 state)
{
	if (state & (STATE_IN_INTERRUPT | STATE_OOM_VICTIM) ||
	    !(gfp & __GFP_HARDWALL))
		return NULL;
	return af_cpuset_nodes(current);
}

static void request_find_reach(struct af_reach *reach,
			       const struct af_call *call,
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
	reach->nodemask = call->nodemask_known ?
				  call->nodemask :
				  request_policy_nodes(gfp, state);
	reach->cpuset = request_cpuset_nodes(gfp, state);
}

/**
 * af_request_learn() - what a failed request was, and what it might have taken
 * @judged: the last request of this CPU and context; this one from now on
 * @reach: where to put where it may go
 * @call: the request
 * @context: where it came from
 *
 * Context: Any, NMI included; preemption off. One caller at a time for @judged.
 */
void af_request_learn(struct af_judged *judged, struct af_reach *reach,
		      const struct af_call *call, enum af_context context)
{
	u32 state = request_state(context);

	if (!request_is_same(judged, call, state))
		request_learn_anew(judged, call, context, state);
	request_find_reach(reach, call, judged);
}
