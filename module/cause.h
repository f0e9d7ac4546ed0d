/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a request failed: the allocator's own watermark check, done again on the
 * facts of the request and of the zones. All amounts are in pages.
 */
#ifndef AF_CAUSE_H
#define AF_CAUSE_H

#include "failure.h"

/* How a kernel release shares out its reserves; the rows are in cause.c. */
struct af_rules;

/*
 * What the rules look at in a request, by meaning: the bits of a gfp mask
 * differ between releases.
 */
struct af_request {
	u32 order;
	bool high;		/* __GFP_HIGH */
	bool atomic;		/* __GFP_ATOMIC, where the release has it */
	bool may_wait;		/* __GFP_DIRECT_RECLAIM */
	bool memalloc;		/* __GFP_MEMALLOC */
	bool nomemalloc;	/* __GFP_NOMEMALLOC */
	bool movable;		/* migrate type is movable: CMA pages will do */
	bool task_memalloc;	/* current task is in PF_MEMALLOC */
	bool task_oom_victim;	/* current task is one */
	bool task_realtime;	/* current task has a realtime or deadline policy */
	bool in_interrupt;	/* in_interrupt(): bottom halves off counts too */
	bool in_task;		/* in_task(): it does not */
	bool serving_softirq;	/* in_serving_softirq() */
};

/* What a request may take, by the rules. */
struct af_allowance {
	bool no_watermarks;	/* may take the last page */
	bool oom;		/* an OOM victim's share of the reserves */
	bool half;		/* half of the min watermark is open to it */
	bool quarter;		/* and a quarter of what then remains */
	bool highatomic_pages;	/* those reserved do not count as unusable */
	bool highatomic_blocks;	/* may take a block of them */
	bool cma;		/* may take CMA pages */
	bool no_boost;		/* a boosted min watermark is not for it */
	bool no_policy;		/* cpuset and nodemask are not for it */
};

/* Kinds of free blocks, bits of af_zone.blocks. */
#define AF_BLOCKS_PLAIN 1	/* unmovable, movable, reclaimable */
#define AF_BLOCKS_CMA 2
#define AF_BLOCKS_HIGHATOMIC 4

/* One zone as a request meets it. */
struct af_zone {
	u64 free;		/* free pages */
	u64 min;		/* min watermark, boost included */
	u64 boost;		/* of the watermarks */
	u64 lowmem_reserve;	/* kept from requests that could go higher */
	u64 highatomic;		/* reserved, or free of it: as the rules count */
	u64 cma;		/* free CMA pages */
	u8 blocks;		/* AF_BLOCKS_ of the order or above that exist */
};

/* What a zone had for a request, from worst to best. */
enum af_verdict {
	AF_ZONE_NONE,		/* no zone at all */
	AF_ZONE_SHORT,		/* at or below the watermark, or no usable page */
	AF_ZONE_FRAGMENTED,	/* above it, without a usable block */
	AF_ZONE_OK		/* could have served it */
};

/* How a zone stands to a request. */
enum af_relation {
	AF_ELIGIBLE,		/* the request may use it */
	AF_SHUT_OUT,		/* but for nodemask, cpuset or __GFP_THISNODE */
	AF_ABOVE,		/* but for the zone modifiers of its gfp mask */
	AF_NR_RELATIONS
};

/* All that is known about a failure when its cause is decided. */
struct af_evidence {
	enum af_verdict best[AF_NR_RELATIONS];	/* of the zones so related */
	bool oversize;		/* order above the allocator's maximum */
	bool early;		/* refused before the allocator looked at zones */
	bool cgroup_full;	/* accounted, and no room in a memory cgroup */
	/*
	 * Confined to one node, it is not known which, and there are nodes
	 * that could not have served it.
	 */
	bool node_unknown;
};

const struct af_rules *af_rules_of(u32 release);
bool af_rules_free_highatomic(const struct af_rules *rules);
void af_allow(struct af_allowance *allowance, const struct af_rules *rules,
	      const struct af_request *request);
enum af_verdict af_zone_judge(const struct af_allowance *allowance, u32 order,
			      const struct af_zone *zone, s64 *margin);
enum af_cause af_cause_decide(const struct af_allowance *allowance,
			      const struct af_evidence *evidence);

#endif /* AF_CAUSE_H */
