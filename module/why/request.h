/* SPDX-License-Identifier: GPL-2.0-only */
/* One failed request: what it was, what it might have taken, where it may go. */
#ifndef AF_REQUEST_H
#define AF_REQUEST_H

#include <linux/gfp.h>
#include <linux/nodemask.h>

#include "failure.h"
#include "why/rules.h"

/* The failed call, as far as its hook knows it. */
struct af_call {
	gfp_t gfp; /* as the allocator saw it */
	unsigned int order;
	int node; /* preferred, NUMA_NO_NODE if not known */
	bool nodemask_known;
	const nodemask_t *nodemask; /* if known: NULL for all nodes */
	bool early;		    /* returned before it looked at zones */
};

/* Where a request may go. */
struct af_reach {
	u8 zone;		    /* the highest zone, by its flags */
	bool this_node;		    /* __GFP_THISNODE */
	int node;		    /* then which, NUMA_NO_NODE if not known */
	const nodemask_t *nodemask; /* allowed nodes, NULL for all */
	const nodemask_t *cpuset;   /* and of these, NULL for all */
};

/*
 * The last failure of one CPU and context, and what it might have taken.
 * Failures repeat: for the same request in the same state nothing of it is
 * worked out again.
 */
struct af_judged {
	struct af_failure failure; /* all but its cause and stack */
	u32 state;		   /* of task and context; 0: nothing yet */
	struct af_allowance allowance;
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

void af_request_init(void);
void af_request_learn(struct af_judged *judged, struct af_reach *reach,
		      const struct af_call *call, enum af_context context);

#endif /* AF_REQUEST_H */
