/* SPDX-License-Identifier: GPL-2.0-only */
/* Why one request failed: the facts about it, and the verdict. */
#ifndef AF_JUDGE_H
#define AF_JUDGE_H

#include <linux/gfp.h>
#include <linux/nodemask.h>

#include "why/cause.h"
#include "failure.h"

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

#define AF_UNCOUNTED U64_MAX /* they did not matter to the verdict */

/* The eligible zone that came closest; amounts in pages. */
struct af_closest {
	struct zone *zone; /* NULL if no zone is eligible */
	enum af_verdict verdict;
	s64 margin; /* usable pages above its watermark */
	u64 free;
	u64 min;    /* watermark, boost included */
	u64 blocks; /* of the order or above, or AF_UNCOUNTED */
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
