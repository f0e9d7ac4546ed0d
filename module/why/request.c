// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a failed request was: its mask and its state in the terms of the rules.
 * Failures repeat, so most of them need nothing of this.
 */
#include <linux/gfp.h>
#include <linux/mmzone.h>

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
			   !(state & AF_STATE_CMA_FORBIDDEN),
		.task_memalloc = state & AF_STATE_MEMALLOC,
		.task_oom_victim = state & AF_STATE_OOM_VICTIM,
		.task_realtime = state & AF_STATE_REALTIME,
		.in_interrupt = state & AF_STATE_IN_INTERRUPT,
		.in_task = state & AF_STATE_IN_TASK,
		.serving_softirq = state & AF_STATE_SERVING_SOFTIRQ,
	};
}

/* In a hard interrupt the flags of current are those of another's work. */
static bool request_by_memalloc(enum af_context context, u32 state)
{
	return context <= AF_CONTEXT_SOFTIRQ && state & AF_STATE_MEMALLOC;
}

/**
 * af_request_learn() - what a failed request was, and what it might have taken
 * @judged: the last request of this CPU and context; this one from now on
 * @call: the request
 * @context: where it came from
 * @state: of the task and the context, AF_STATE_
 *
 * Context: Any, NMI included; preemption off. One caller at a time for @judged.
 */
void af_request_learn(struct af_judged *judged, const struct af_call *call,
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
