/* SPDX-License-Identifier: GPL-2.0-only */
/* One failed request: what it was, and what it might have taken. */
#ifndef AF_REQUEST_H
#define AF_REQUEST_H

#include <linux/gfp.h>
#include <linux/nodemask.h>
#include <linux/sched.h>

#include "failure.h"
#include "kernel/compat.h"
#include "why/era.h"
#include "why/rules.h"

/* The failed call, as far as its hook knows it. */
struct af_call {
	gfp_t gfp; /* as the allocator saw it */
	unsigned int order;
	int node; /* preferred, NUMA_NO_NODE if not known */
	bool nodemask_known;
	bool early;  /* returned before it looked at zones */
	bool hidden; /* a tracer has the caller's address: no stack */
	const nodemask_t *nodemask; /* if known: NULL for all nodes */
};

/*
 * The state of a request: what the rules look at besides order and mask. Two are the
 * task's own flags, so that they need only be taken from there.
 */
#define AF_STATE_KNOWN 0x01
#define AF_STATE_OOM_VICTIM 0x02
#define AF_STATE_REALTIME 0x04
#define AF_STATE_IN_INTERRUPT 0x08
#define AF_STATE_IN_TASK 0x10
#define AF_STATE_SERVING_SOFTIRQ 0x20
#define AF_STATE_MEMALLOC PF_MEMALLOC
#define AF_STATE_CMA_FORBIDDEN AF_PF_NOCMA

static_assert(!((PF_MEMALLOC | AF_PF_NOCMA) & 0x3f));

/* Which nodes are open to a request, if not all; found anew for each failure. */
struct af_reach {
	int node; /* with __GFP_THISNODE: which, NUMA_NO_NODE if not known */
	const nodemask_t *nodemask; /* allowed nodes, NULL for all */
	const nodemask_t *cpuset;   /* and of these, NULL for all */
};

/*
 * The last failure of one CPU and context, and what it might have taken.
 * Failures repeat: for the same request in the same state nothing of it is
 * worked out again.
 */
struct af_judged {
	struct af_failure failure; /* cause and stack anew for each failure */
	u32 state;		   /* AF_STATE_; 0: nothing yet */
	bool this_node;		   /* __GFP_THISNODE */
	bool by_nodemask; /* a nodemask is for it, if the hook knows it */
	bool by_policy;	  /* if it does not: the task's own policy is */
	bool by_cpuset;	  /* the task's cpuset is */
	struct af_allowance allowance;
	struct af_reach reach;
	u64 refuser; /* id of a memory cgroup; only if the cause is one */
};

/**
 * af_migratetype() - migrate type of a request by its mask
 * @gfp: the mask
 *
 * As gfp_migratetype(), which asks a variable that is not exported: it is set on
 * machines with too little memory to group pages by mobility.
 *
 * Context: Any.
 * Return: MIGRATE_UNMOVABLE, MIGRATE_MOVABLE or MIGRATE_RECLAIMABLE.
 */
static inline int af_migratetype(gfp_t gfp)
{
	if (gfp & __GFP_MOVABLE)
		return MIGRATE_MOVABLE;
	return gfp & __GFP_RECLAIMABLE ? MIGRATE_RECLAIMABLE :
					 MIGRATE_UNMOVABLE;
}

void af_request_init(u32 set);
const struct af_era *af_request_era(void);
void af_request_learn(struct af_judged *judged, const struct af_call *call,
		      enum af_context context, u32 state);

#endif /* AF_REQUEST_H */
