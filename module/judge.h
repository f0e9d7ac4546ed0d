/* SPDX-License-Identifier: GPL-2.0-only */
/* Why one request failed: the facts about it, and the verdict. */
#ifndef AF_JUDGE_H
#define AF_JUDGE_H

#include <linux/gfp.h>
#include <linux/nodemask.h>

#include "failure.h"
#include "zonewalk.h"

/* The failed call, as far as its hook knows it. */
struct af_call {
	gfp_t gfp; /* as the allocator saw it */
	unsigned int order;
	int node; /* preferred, NUMA_NO_NODE if not known */
	bool nodemask_known;
	const nodemask_t *nodemask; /* if known: NULL for all nodes */
	bool early;		    /* returned before it looked at zones */
};

/*
 * The last failure of one CPU and context, and what it might have taken:
 * failures repeat, and the same request need not be gone into again.
 */
struct af_judged {
	struct af_failure failure; /* all but its cause and stack */
	u32 state;		   /* of task and context; 0: nothing yet */
	struct af_allowance allowance;
};

/*
 * Migrate type of a request by its mask, as gfp_migratetype(), which asks a
 * variable that is not exported: set on machines with too little memory to
 * group pages by mobility. Any context.
 */
static inline int af_migratetype(gfp_t gfp)
{
	if (gfp & __GFP_MOVABLE)
		return MIGRATE_MOVABLE;
	return gfp & __GFP_RECLAIMABLE ? MIGRATE_RECLAIMABLE :
					 MIGRATE_UNMOVABLE;
}

void af_judge_init(void);
enum af_cause af_judge(const struct af_call *call, enum af_context context,
		       struct af_judged *judged, struct af_closest *closest);

#endif /* AF_JUDGE_H */
