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
	bool high;	      /* __GFP_HIGH */
	bool atomic;	      /* __GFP_ATOMIC, where the release has it */
	bool may_wait;	      /* __GFP_DIRECT_RECLAIM */
	bool memalloc;	      /* __GFP_MEMALLOC */
	bool nomemalloc;      /* __GFP_NOMEMALLOC */
	bool movable;	      /* migrate type is movable: CMA pages will do */
	bool task_memalloc;   /* current task is in PF_MEMALLOC */
	bool task_oom_victim; /* current task is one */
	bool task_realtime; /* current task has a realtime or deadline policy */
	bool in_interrupt;  /* in_interrupt(): bottom halves off counts too */
	bool in_task;	    /* in_task(): it does not */
	bool serving_softirq; /* in_serving_softirq() */
};

/* What a request may take, by the rules. */
struct af_allowance {
	bool no_watermarks;	/* may take the last page */
	bool oom;		/* an OOM victim's share of the reserves */
	bool half;		/* half of the min watermark is open to it */
	bool quarter;		/* and a quarter of what then remains */
	bool highatomic_pages;	/* those reserved do not count as unusable */
	bool highatomic_blocks; /* may take a block of them */
	bool cma;		/* may take CMA pages */
	bool no_boost;		/* a boosted min watermark is not for it */
	bool no_policy;		/* cpuset and nodemask are not for it */
	bool plain; /* the watermark as it is: no share, boost too */
};

/* Kinds of free blocks, bits of af_zone.blocks. */
#define AF_BLOCKS_PLAIN 1 /* unmovable, movable, reclaimable */
#define AF_BLOCKS_CMA 2
#define AF_BLOCKS_HIGHATOMIC 4

/* One zone as a request meets it. */
struct af_zone {
	u64 free;	    /* free pages */
	u64 min;	    /* min watermark, boost included */
	u64 boost;	    /* of the watermarks */
	u64 lowmem_reserve; /* kept from requests that could go higher */
	u64 highatomic;	    /* reserved, or free of it: as the rules count */
	u64 cma;	    /* free CMA pages */
	u8 blocks;	    /* AF_BLOCKS_ of the order or above that exist */
};

/* What a zone had for a request, from worst to best. */
enum af_verdict {
	AF_ZONE_NONE,	    /* no zone at all */
	AF_ZONE_SHORT,	    /* at or below the watermark, or no usable page */
	AF_ZONE_FRAGMENTED, /* above it, without a usable block */
	AF_ZONE_OK	    /* could have served it */
};

/* All that is known about a failure when its cause is decided. */
struct af_evidence {
	enum af_verdict best; /* of the zones that the request may use */
	bool shut_out;	      /* but for nodemask, cpuset or __GFP_THISNODE */
	bool above;	      /* but for its zone: another would have served */
	bool oversize;	      /* order above the allocator's maximum */
	bool early;	      /* refused before the allocator looked at zones */
	bool cgroup_full;     /* accounted, and no room in a memory cgroup */
	/*
	 * Confined to one node, it is not known which, and there are nodes
	 * that could not have served it.
	 */
	bool node_unknown;
};

/*
 * Pages that a request could take, were there no watermark. The order may be
 * any: past the maximum, more than any zone has.
 */
static inline s64 af_usable_pages(const struct af_allowance *allowance,
				  u32 order, const struct af_zone *zone)
{
	s64 usable = zone->free - ((1ULL << min_t(u32, order, 40)) - 1);

	if (!allowance->highatomic_pages)
		usable -= zone->highatomic;
	if (!allowance->cma)
		usable -= zone->cma;
	return usable;
}

/* The shares in the kernel's order: each is of what the one before left. */
static inline s64 af_watermark(const struct af_allowance *allowance,
			       const struct af_zone *zone)
{
	s64 mark = zone->min;

	if (allowance->plain)
		return mark + zone->lowmem_reserve;
	if (allowance->no_watermarks)
		return 0;
	if (allowance->no_boost)
		mark -= zone->boost;
	if (allowance->half)
		mark -= mark / 2;
	if (allowance->quarter)
		mark -= mark / 4;
	if (allowance->oom)
		mark -= mark / 2;
	return mark + zone->lowmem_reserve;
}

/*
 * af_zone_margin - usable pages above the watermark that applies
 * @allowance: what the request may take
 * @order: of the request
 * @zone: the zone, as the request meets it
 *
 * Any context.
 *
 * Return: pages, 0 or less if there are none
 */
static inline s64 af_zone_margin(const struct af_allowance *allowance,
				 u32 order, const struct af_zone *zone)
{
	return af_usable_pages(allowance, order, zone) -
	       af_watermark(allowance, zone);
}

/* Does its verdict depend on which free blocks a zone has. Any context. */
static inline bool af_blocks_matter(const struct af_allowance *allowance,
				    s64 margin)
{
	return margin > 0 || allowance->no_watermarks;
}

/*
 * af_zone_judge - what a zone had for a request
 * @allowance: what the request may take
 * @order: of the request
 * @zone: the zone; its blocks may be left out where they do not matter
 * @margin: af_zone_margin()
 *
 * A single page is not a matter of fragmentation: if all that are free are of
 * a kind that the request may not take, there are none for it. Any context.
 *
 * Return: the verdict
 */
static inline enum af_verdict
af_zone_judge(const struct af_allowance *allowance, u32 order,
	      const struct af_zone *zone, s64 margin)
{
	u8 usable = AF_BLOCKS_PLAIN | (allowance->cma ? AF_BLOCKS_CMA : 0) |
		    (allowance->highatomic_blocks ? AF_BLOCKS_HIGHATOMIC : 0);

	if (!af_blocks_matter(allowance, margin))
		return AF_ZONE_SHORT;
	if (zone->blocks & usable)
		return AF_ZONE_OK;
	return order && margin > 0 ? AF_ZONE_FRAGMENTED : AF_ZONE_SHORT;
}

const struct af_rules *af_rules_of(u32 release);
bool af_rules_free_highatomic(const struct af_rules *rules);
void af_allow(struct af_allowance *allowance, const struct af_rules *rules,
	      const struct af_request *request);
/* A zone that the request may use has it now. */
static inline enum af_cause af_decide_served(const struct af_evidence *evidence)
{
	if (evidence->cgroup_full)
		return AF_CAUSE_CGROUP;
	if (evidence->node_unknown)
		return AF_CAUSE_PLACEMENT;
	return AF_CAUSE_TRANSIENT;
}

/* No zone has it. */
static inline enum af_cause
af_decide_refused(const struct af_allowance *allowance,
		  const struct af_evidence *evidence)
{
	if (evidence->best == AF_ZONE_FRAGMENTED)
		return AF_CAUSE_FRAGMENTATION;
	if (allowance->no_watermarks || allowance->oom)
		return AF_CAUSE_RESERVE;
	return AF_CAUSE_WATERMARK;
}

/*
 * af_cause_decide - why a request failed
 * @allowance: what the request may take
 * @evidence: what is known
 *
 * A zone that had it and was not to be used says more than the state of those
 * that were: docs/causes.md. Any context.
 *
 * Return: the cause
 */
static inline enum af_cause
af_cause_decide(const struct af_allowance *allowance,
		const struct af_evidence *evidence)
{
	if (evidence->oversize)
		return AF_CAUSE_OVERSIZE;
	if (evidence->early)
		return AF_CAUSE_INJECTED;
	if (evidence->best == AF_ZONE_OK)
		return af_decide_served(evidence);
	if (evidence->shut_out)
		return AF_CAUSE_PLACEMENT;
	if (evidence->above)
		return AF_CAUSE_LOWMEM;
	return af_decide_refused(allowance, evidence);
}

#endif /* AF_CAUSE_H */
