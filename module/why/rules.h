/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a kernel shares out its reserves, and the check of a watermark: the last
 * attempt that the allocator makes before it gives up, made again on plain facts
 * of the request and of one zone. To be read beside mm/page_alloc.c: rules.c says
 * what a request may take, and the functions below check one zone for that. All
 * amounts are in pages.
 */
#ifndef AF_RULES_H
#define AF_RULES_H

#include "kernel/pure.h"

/**
 * struct af_rules - what releases of the kernel differ in
 * @release: the first release that has these rules
 * @alloc_harder: gfp_to_alloc_flags() gives ALLOC_HARDER, to __GFP_ATOMIC and to
 *	realtime tasks, as it did up to 6.2; later it gives ALLOC_NON_BLOCK,
 *	ALLOC_HIGHATOMIC and ALLOC_MIN_RESERVE
 * @rt_unless_in_interrupt: with ALLOC_HARDER: it looks for a realtime task
 *	!in_interrupt(), and not in_task()
 * @highatomic_needs_high: without ALLOC_HARDER: it gives ALLOC_HIGHATOMIC only
 *	to requests with __GFP_HIGH
 * @boost_ignored_for_atomic: zone_watermark_fast() ignores a boost for
 *	__GFP_ATOMIC, and not for ALLOC_MIN_RESERVE
 * @non_block_takes_highatomic: rmqueue_buddy() takes a highatomic block for
 *	ALLOC_NON_BLOCK too, when there is no other
 * @free_highatomic: __zone_watermark_unusable_free() subtracts the free pages of
 *	the highatomic reserve, and not the whole reserve
 */
struct af_rules {
	u32 release;
	bool alloc_harder;
	bool rt_unless_in_interrupt;
	bool highatomic_needs_high;
	bool boost_ignored_for_atomic;
	bool non_block_takes_highatomic;
	bool free_highatomic;
};

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
	u64 block;  /* pages of a block of the order, less one */
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

/*
 * How close a zone came, in one number: a step for a better verdict, and the margin,
 * which is less than half a step either way.
 */
#define AF_RANK_NONE S64_MIN
#define AF_RANK_STEP 0x100000000000000LL /* 2^56 */

static inline s64 af_rank(enum af_verdict verdict, s64 margin)
{
	return (s64)(verdict - AF_ZONE_SHORT) * AF_RANK_STEP + margin;
}

/* The verdict that is in a rank. */
static inline enum af_verdict af_rank_verdict(s64 rank)
{
	if (rank > AF_RANK_STEP * 3 / 2)
		return AF_ZONE_OK;
	if (rank > AF_RANK_STEP / 2)
		return AF_ZONE_FRAGMENTED;
	return rank == AF_RANK_NONE ? AF_ZONE_NONE : AF_ZONE_SHORT;
}

/* As __zone_watermark_unusable_free(), taken off the free pages. */
static inline s64 af_usable_pages(const struct af_allowance *allowance,
				  const struct af_zone *zone)
{
	s64 usable = zone->free - allowance->block;

	if (!allowance->highatomic_pages)
		usable -= zone->highatomic;
	if (!allowance->cma)
		usable -= zone->cma;
	return usable;
}

/*
 * As the first half of __zone_watermark_ok(). The shares are taken in its order:
 * each is of what the one before has left.
 */
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

/**
 * af_zone_margin() - usable pages above the watermark that applies
 * @allowance: what the request may take
 * @zone: the zone, as the request meets it
 *
 * Context: Any.
 * Return: Pages; 0 or less if the check of the watermark fails.
 */
static inline s64 af_zone_margin(const struct af_allowance *allowance,
				 const struct af_zone *zone)
{
	return af_usable_pages(allowance, zone) - af_watermark(allowance, zone);
}

/**
 * af_blocks_matter() - does the verdict depend on which free blocks there are
 * @allowance: what the request may take
 * @margin: of the zone, af_zone_margin()
 *
 * Context: Any.
 * Return: Whether af_zone_judge() looks at the zone's blocks.
 */
static inline bool af_blocks_matter(const struct af_allowance *allowance,
				    s64 margin)
{
	return margin > 0 || allowance->no_watermarks;
}

/**
 * af_zone_judge() - what a zone had for a request
 * @allowance: what the request may take
 * @order: of the request
 * @zone: the zone; its blocks may be left out where they do not matter
 * @margin: of the zone, af_zone_margin()
 *
 * As the second half of __zone_watermark_ok(), and rmqueue_buddy(). A single
 * page is never called fragmented: if all free pages are of a kind that the
 * request may not take, the zone has none for it.
 *
 * Context: Any.
 * Return: The verdict.
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

#endif /* AF_RULES_H */
