// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a request failed. Pure: no kernel state.
 *
 * The rules are data: a table of what a request gets for what it is, in two
 * families, and a table of which of them each release of the kernel has. They
 * are those of the last attempt that the allocator makes before it gives up, in
 * mm/page_alloc.c:
 *
 *   gfp_to_alloc_flags()         what a mask is worth
 *   __gfp_pfmemalloc_flags()     who may take the reserves, instead of that
 *   __alloc_pages_slowpath()     who may leave cpuset and nodemask
 *   __zone_watermark_ok()        what that is against the watermark
 *   zone_watermark_fast()        for whom a boost does not count
 *   rmqueue(), rmqueue_buddy()   which blocks are taken
 */
#include "why/cause.h"

const char *const af_cause_names[AF_NR_CAUSES] = {
	[AF_CAUSE_FRAGMENTATION] = "fragmentation",
	[AF_CAUSE_WATERMARK] = "watermark",
	[AF_CAUSE_RESERVE] = "reserve",
	[AF_CAUSE_LOWMEM] = "lowmem",
	[AF_CAUSE_CGROUP] = "cgroup",
	[AF_CAUSE_PLACEMENT] = "placement",
	[AF_CAUSE_OVERSIZE] = "oversize",
	[AF_CAUSE_INJECTED] = "injected",
	[AF_CAUSE_TRANSIENT] = "transient",
};

/* What a request is. */
#define IS_PAGE 0x0001	/* of order 0 */
#define IS_BLOCK 0x0002 /* of a higher order */
#define IS_HIGH 0x0004
#define IS_ATOMIC 0x0008
#define IS_NOT_ATOMIC 0x0010
#define IS_WAITING 0x0020 /* may reclaim */
#define IS_NON_BLOCKING 0x0040
#define IS_NOT_NOMEMALLOC 0x0080 /* not __GFP_NOMEMALLOC */
#define IS_RT_OUTSIDE 0x0100	 /* a realtime task's, not in_interrupt() */
#define IS_RT_TASK 0x0200	 /* a realtime task's, in_task() */
#define IS_MOVABLE 0x0400
#define IS_OOM 0x0800	   /* of an OOM victim that may take reserves */
#define IS_MEMALLOC 0x1000 /* may take all of the reserves */

/* What the allocator forgets of one that may take the reserves. */
#define IS_FORGOTTEN                                                  \
	(IS_HIGH | IS_WAITING | IS_NON_BLOCKING | IS_NOT_NOMEMALLOC | \
	 IS_RT_OUTSIDE | IS_RT_TASK)

/* What it gets: the members of struct af_allowance. */
#define GETS_ALL 0x0001
#define GETS_OOM 0x0002
#define GETS_HALF 0x0004
#define GETS_QUARTER 0x0008
#define GETS_HIGHATOMIC_PAGES 0x0010
#define GETS_HIGHATOMIC_BLOCKS 0x0020
#define GETS_CMA 0x0040
#define GETS_NO_BOOST 0x0080
#define GETS_NO_POLICY 0x0100

/* What releases differ in. */
#define ANY 0x0001	       /* all of them */
#define HARDER 0x0002	       /* shares by ALLOC_HARDER */
#define HARDER_OUTSIDE 0x0004  /* for realtime tasks not in_interrupt() */
#define HARDER_TASK 0x0008     /* for realtime tasks in_task() */
#define SHARES 0x0010	       /* shares by ALLOC_RESERVES */
#define BLOCKS_ATOMIC 0x0020   /* highatomic blocks for all that can't wait */
#define BLOCKS_HIGH 0x0040     /* for those of them with __GFP_HIGH */
#define BLOCKS_PAGE 0x0080     /* for single pages too */
#define BOOST_ATOMIC 0x0100    /* no boost for __GFP_ATOMIC */
#define BOOST_SHARES 0x0200    /* no boost for those with half of the mark */
#define FREE_HIGHATOMIC 0x0400 /* the free highatomic pages are known */

/* Who is all of @is gets @gets, in releases that have @rule. */
struct clause {
	u16 rule;
	u16 is;
	u16 gets;
};

static const struct clause clauses[] = {
	{ ANY, IS_MEMALLOC, GETS_ALL | GETS_NO_POLICY },
	{ ANY, IS_OOM, GETS_OOM | GETS_NO_POLICY | GETS_HIGHATOMIC_PAGES },
	{ ANY, IS_MOVABLE, GETS_CMA },

	/*
	 * Up to 6.2. An OOM victim's check of a watermark counts the blocks of
	 * highatomic, but rmqueue() does not take one for it, nor a single page
	 * for anybody.
	 */
	{ HARDER, IS_HIGH, GETS_HALF },
	{ HARDER, IS_ATOMIC | IS_NOT_NOMEMALLOC,
	  GETS_QUARTER | GETS_HIGHATOMIC_PAGES },
	{ HARDER, IS_ATOMIC | IS_NOT_NOMEMALLOC | IS_BLOCK,
	  GETS_HIGHATOMIC_BLOCKS },
	{ HARDER, IS_ATOMIC, GETS_NO_POLICY },
	{ HARDER_OUTSIDE, IS_NOT_ATOMIC | IS_RT_OUTSIDE,
	  GETS_QUARTER | GETS_HIGHATOMIC_PAGES },
	{ HARDER_OUTSIDE, IS_NOT_ATOMIC | IS_RT_OUTSIDE | IS_BLOCK,
	  GETS_HIGHATOMIC_BLOCKS },
	{ HARDER_TASK, IS_NOT_ATOMIC | IS_RT_TASK,
	  GETS_QUARTER | GETS_HIGHATOMIC_PAGES },
	{ HARDER_TASK, IS_NOT_ATOMIC | IS_RT_TASK | IS_BLOCK,
	  GETS_HIGHATOMIC_BLOCKS },

	/* From 6.3 on, and in stable releases before. */
	{ SHARES, IS_OOM, GETS_HIGHATOMIC_BLOCKS },
	{ SHARES, IS_HIGH, GETS_HALF | GETS_HIGHATOMIC_PAGES },
	{ SHARES, IS_WAITING | IS_RT_TASK, GETS_HALF | GETS_HIGHATOMIC_PAGES },
	{ SHARES, IS_NON_BLOCKING | IS_NOT_NOMEMALLOC, GETS_HIGHATOMIC_PAGES },
	{ SHARES, IS_NON_BLOCKING | IS_NOT_NOMEMALLOC | IS_HIGH, GETS_QUARTER },
	{ SHARES, IS_NON_BLOCKING | IS_HIGH, GETS_NO_POLICY },
	{ BLOCKS_ATOMIC, IS_NON_BLOCKING | IS_NOT_NOMEMALLOC | IS_BLOCK,
	  GETS_HIGHATOMIC_BLOCKS },
	{ BLOCKS_HIGH, IS_NON_BLOCKING | IS_NOT_NOMEMALLOC | IS_HIGH | IS_BLOCK,
	  GETS_HIGHATOMIC_BLOCKS },
	{ BLOCKS_PAGE, IS_NON_BLOCKING | IS_NOT_NOMEMALLOC | IS_PAGE,
	  GETS_HIGHATOMIC_BLOCKS },

	{ BOOST_ATOMIC, IS_ATOMIC | IS_PAGE, GETS_NO_BOOST },
	{ BOOST_SHARES, IS_HIGH | IS_PAGE, GETS_NO_BOOST },
	{ BOOST_SHARES, IS_WAITING | IS_RT_TASK | IS_PAGE, GETS_NO_BOOST },
};

/* The rules of a release, and of those after it, up to the next. */
struct af_rules {
	u32 release;
	u16 rules;
};

/* As the kernel counts its releases. */
#define RELEASE(major, minor, patch) ((major) << 16 | (minor) << 8 | (patch))

/*
 * The four eras, as Debian ships them, begin at 5.10, 6.1.157, 6.12.54 and
 * 6.17.4; the rest is releases between, where stable ones got changes first.
 */
#define ERA_HARDER (ANY | HARDER | BOOST_ATOMIC)
#define ERA_BACKPORT (ANY | SHARES | BOOST_ATOMIC | BLOCKS_PAGE)
#define ERA_SHARES (ANY | SHARES | BOOST_SHARES)
#define ERA_FREE (ERA_SHARES | BLOCKS_PAGE | FREE_HIGHATOMIC)

static const struct af_rules releases[] = {
	{ RELEASE(5, 10, 0), ERA_HARDER | HARDER_OUTSIDE },
	/* 88dc6f208829: in_task() */
	{ RELEASE(5, 15, 0), ERA_HARDER | HARDER_TASK },
	/* Backport, as in 6.1.116. */
	{ RELEASE(5, 15, 171), ERA_BACKPORT | BLOCKS_ATOMIC },
	/* Backport of 6a204d4b14c9, as in 6.1.157. */
	{ RELEASE(5, 15, 195), ERA_BACKPORT | BLOCKS_HIGH },
	{ RELEASE(5, 16, 0), ERA_HARDER | HARDER_TASK },
	/*
	 * Backports of 524c48072e56, c988dcbecf3f, eb2e2b425c69, ab3508854353
	 * and 1ebbb21811b7 (6.3), and of 281dd25c1a01 (6.12).
	 */
	{ RELEASE(6, 1, 116), ERA_BACKPORT | BLOCKS_ATOMIC },
	/* Backport of 6a204d4b14c9 (6.18): blocks for __GFP_HIGH only. */
	{ RELEASE(6, 1, 157), ERA_BACKPORT | BLOCKS_HIGH },
	{ RELEASE(6, 2, 0), ERA_HARDER | HARDER_TASK },
	/* Those of 6.1.116, less the last; 2973d8229b78: no __GFP_ATOMIC. */
	{ RELEASE(6, 3, 0), ERA_SHARES | BLOCKS_ATOMIC },
	/* Backport of 281dd25c1a01 (6.12): single pages. */
	{ RELEASE(6, 6, 60), ERA_SHARES | BLOCKS_PAGE | BLOCKS_ATOMIC },
	/* Backport of 6a204d4b14c9. */
	{ RELEASE(6, 6, 113), ERA_SHARES | BLOCKS_PAGE | BLOCKS_HIGH },
	{ RELEASE(6, 7, 0), ERA_SHARES | BLOCKS_ATOMIC },
	/* Backport of 281dd25c1a01. */
	{ RELEASE(6, 11, 7), ERA_SHARES | BLOCKS_PAGE | BLOCKS_ATOMIC },
	/* 281dd25c1a01; c928807f6f6b: nr_free_highatomic. */
	{ RELEASE(6, 12, 0), ERA_FREE | BLOCKS_ATOMIC },
	/* Backport of 6a204d4b14c9. */
	{ RELEASE(6, 12, 54), ERA_FREE | BLOCKS_HIGH },
	{ RELEASE(6, 13, 0), ERA_FREE | BLOCKS_ATOMIC },
	/* Backport of 6a204d4b14c9; 6.18 has it. */
	{ RELEASE(6, 17, 4), ERA_FREE | BLOCKS_HIGH },
};

/**
 * af_rules_of - the rules of a release
 * @release: as the kernel counts them: a patch level past 255 is 255
 *
 * Return: of the last release in the table that is not after it; those of the
 * first for an earlier one
 */
const struct af_rules *af_rules_of(u32 release)
{
	unsigned int i = ARRAY_SIZE(releases) - 1;

	while (i && releases[i].release > release)
		i--;
	return &releases[i];
}

/**
 * af_rules_free_highatomic - what af_zone.highatomic is to be
 * @rules: of the running kernel
 *
 * Return: true for the free pages of the highatomic reserve, false for the
 * whole reserve, in use or not
 */
bool af_rules_free_highatomic(const struct af_rules *rules)
{
	return rules->rules & FREE_HIGHATOMIC;
}

/*
 * IS_MEMALLOC, IS_OOM, or 0 without access to the reserves. A softirq has that
 * of the task which it interrupts.
 */
static u16 access_to_reserves(const struct af_request *request)
{
	if (request->nomemalloc)
		return 0;
	if (request->memalloc)
		return IS_MEMALLOC;
	if (request->serving_softirq && request->task_memalloc)
		return IS_MEMALLOC;
	if (request->in_interrupt)
		return 0;
	if (request->task_memalloc)
		return IS_MEMALLOC;
	return request->task_oom_victim ? IS_OOM : 0;
}

/* By the mask. __GFP_ATOMIC is taken off a request that may wait. */
static u16 facts_of_mask(const struct af_request *request)
{
	bool atomic = request->atomic && !request->may_wait;

	return (request->order ? IS_BLOCK : IS_PAGE) |
	       (request->high ? IS_HIGH : 0) |
	       (atomic ? IS_ATOMIC : IS_NOT_ATOMIC) |
	       (request->may_wait ? IS_WAITING : IS_NON_BLOCKING) |
	       (request->nomemalloc ? 0 : IS_NOT_NOMEMALLOC) |
	       (request->movable ? IS_MOVABLE : 0);
}

static u16 facts_of_task(const struct af_request *request)
{
	if (!request->task_realtime)
		return 0;
	return (request->in_interrupt ? 0 : IS_RT_OUTSIDE) |
	       (request->in_task ? IS_RT_TASK : 0);
}

static u16 facts_of(const struct af_request *request)
{
	u16 facts = facts_of_mask(request) | facts_of_task(request);
	u16 reserves = access_to_reserves(request);

	if (reserves)
		facts &= ~IS_FORGOTTEN;
	return facts | reserves;
}

static u16 apply(u16 rules, u16 facts)
{
	unsigned int i;
	u16 gets = 0;

	for (i = 0; i < ARRAY_SIZE(clauses); i++)
		if (rules & clauses[i].rule &&
		    (facts & clauses[i].is) == clauses[i].is)
			gets |= clauses[i].gets;
	return gets;
}

/**
 * af_allow - what a request may take
 * @allowance: where to put it
 * @rules: of the running kernel
 * @request: the facts
 *
 * Any context.
 */
void af_allow(struct af_allowance *allowance, const struct af_rules *rules,
	      const struct af_request *request)
{
	u16 gets = apply(rules->rules, facts_of(request));

	*allowance = (struct af_allowance){
		.no_watermarks = gets & GETS_ALL,
		.oom = gets & GETS_OOM,
		.half = gets & GETS_HALF,
		.quarter = gets & GETS_QUARTER,
		.highatomic_pages = gets & GETS_HIGHATOMIC_PAGES,
		.highatomic_blocks = gets & GETS_HIGHATOMIC_BLOCKS,
		.cma = gets & GETS_CMA,
		.no_boost = gets & GETS_NO_BOOST,
		.no_policy = gets & GETS_NO_POLICY,
		.plain = !(gets & (GETS_ALL | GETS_OOM | GETS_HALF |
				   GETS_QUARTER | GETS_NO_BOOST)),
	};
}
