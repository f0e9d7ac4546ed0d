// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a request may take. Pure: no kernel state.
 *
 * Each function is named after the one in mm/page_alloc.c that it repeats, and
 * they come in the same order as there. First the allocator turns a request
 * into ALLOC_ flags; then the flags decide which pages, blocks and shares of the
 * watermark are open to the request. Where releases differ, a member of struct
 * af_rules says so; docs/porting.md says how to compare a new release.
 */
#include "why/rules.h"

/*
 * A row holds for its release and for all after it, up to the next row. Stable
 * releases got some changes before the later mainline ones.
 */
static const struct af_rules rules_of_releases[] = {
	{ .release = KERNEL_VERSION(5, 10, 0),
	  .alloc_harder = true,
	  .rt_unless_in_interrupt = true,
	  .boost_ignored_for_atomic = true },
	/* 88dc6f208829: in_task() */
	{ .release = KERNEL_VERSION(5, 15, 0),
	  .alloc_harder = true,
	  .boost_ignored_for_atomic = true },
	/* Backports, those of 6.1.116. */
	{ .release = KERNEL_VERSION(5, 15, 171),
	  .boost_ignored_for_atomic = true,
	  .non_block_takes_highatomic = true },
	/* Backport of 6a204d4b14c9 (6.18). */
	{ .release = KERNEL_VERSION(5, 15, 195),
	  .highatomic_needs_high = true,
	  .boost_ignored_for_atomic = true,
	  .non_block_takes_highatomic = true },
	/* As 5.15.0. */
	{ .release = KERNEL_VERSION(5, 16, 0),
	  .alloc_harder = true,
	  .boost_ignored_for_atomic = true },
	/*
	 * Backports of 524c48072e56, c988dcbecf3f, eb2e2b425c69, ab3508854353
	 * and 1ebbb21811b7 (6.3), which replace ALLOC_HARDER, and of
	 * 281dd25c1a01 (6.12).
	 */
	{ .release = KERNEL_VERSION(6, 1, 116),
	  .boost_ignored_for_atomic = true,
	  .non_block_takes_highatomic = true },
	/* Backport of 6a204d4b14c9 (6.18). */
	{ .release = KERNEL_VERSION(6, 1, 157),
	  .highatomic_needs_high = true,
	  .boost_ignored_for_atomic = true,
	  .non_block_takes_highatomic = true },
	/* As 5.15.0. */
	{ .release = KERNEL_VERSION(6, 2, 0),
	  .alloc_harder = true,
	  .boost_ignored_for_atomic = true },
	/* Those of 6.1.116, less the last; 2973d8229b78: no __GFP_ATOMIC. */
	{ .release = KERNEL_VERSION(6, 3, 0) },
	/* Backport of 281dd25c1a01 (6.12). */
	{ .release = KERNEL_VERSION(6, 6, 60),
	  .non_block_takes_highatomic = true },
	/* Backport of 6a204d4b14c9 (6.18). */
	{ .release = KERNEL_VERSION(6, 6, 113),
	  .highatomic_needs_high = true,
	  .non_block_takes_highatomic = true },
	/* As 6.3.0. */
	{ .release = KERNEL_VERSION(6, 7, 0) },
	/* Backport of 281dd25c1a01 (6.12). */
	{ .release = KERNEL_VERSION(6, 11, 7),
	  .non_block_takes_highatomic = true },
	/* 281dd25c1a01; c928807f6f6b: nr_free_highatomic */
	{ .release = KERNEL_VERSION(6, 12, 0),
	  .non_block_takes_highatomic = true,
	  .free_highatomic = true },
	/* Backport of 6a204d4b14c9 (6.18). */
	{ .release = KERNEL_VERSION(6, 12, 54),
	  .highatomic_needs_high = true,
	  .non_block_takes_highatomic = true,
	  .free_highatomic = true },
	/* As 6.12.0. */
	{ .release = KERNEL_VERSION(6, 13, 0),
	  .non_block_takes_highatomic = true,
	  .free_highatomic = true },
	/* Backport of 6a204d4b14c9, which 6.18 has. */
	{ .release = KERNEL_VERSION(6, 17, 4),
	  .highatomic_needs_high = true,
	  .non_block_takes_highatomic = true,
	  .free_highatomic = true },
};

/**
 * af_rules_of() - the rules of a release
 * @release: as the kernel counts them: a patch level past 255 is 255
 *
 * Context: Any.
 * Return: The row of the last release in the table that is not after @release,
 * the first row for a release before all of them.
 */
const struct af_rules *af_rules_of(u32 release)
{
	unsigned int i = ARRAY_SIZE(rules_of_releases) - 1;

	while (i && rules_of_releases[i].release > release)
		i--;
	return &rules_of_releases[i];
}

/**
 * af_rules_free_highatomic() - what af_zone.highatomic is to be
 * @rules: of the running kernel
 *
 * Context: Any.
 * Return: True for the free pages of the highatomic reserve, false for the whole
 * reserve, in use or not.
 */
bool af_rules_free_highatomic(const struct af_rules *rules)
{
	return rules->free_highatomic;
}

/* The allocator's ALLOC_ flags. */
struct rules_flags {
	bool no_watermarks; /* ALLOC_NO_WATERMARKS */
	bool oom;	    /* ALLOC_OOM */
	bool cpuset;	    /* ALLOC_CPUSET */
	bool min_reserve;   /* ALLOC_MIN_RESERVE; ALLOC_HIGH up to 6.2 */
	bool harder;	    /* ALLOC_HARDER, up to 6.2 */
	bool non_block;	    /* ALLOC_NON_BLOCK, from 6.3 on */
	bool highatomic;    /* ALLOC_HIGHATOMIC, from 6.3 on */
	bool cma;	    /* ALLOC_CMA */
};

/* __alloc_pages_slowpath() takes __GFP_ATOMIC off a request that may wait. */
static bool rules_gfp_atomic(const struct af_request *request)
{
	return request->atomic && !request->may_wait;
}

/* rmqueue_buddy(), a part of rmqueue() up to 5.19. */
static bool rules_rmqueue_buddy(const struct af_rules *rules,
				const struct rules_flags *flags, u32 order)
{
	if (rules->alloc_harder)
		return order > 0 && flags->harder;
	if (flags->highatomic)
		return true;
	return flags->oom ||
	       (flags->non_block && rules->non_block_takes_highatomic);
}

/* __zone_watermark_unusable_free(); the second test is of ALLOC_RESERVES. */
static bool rules_highatomic_usable(const struct af_rules *rules,
				    const struct rules_flags *flags)
{
	if (rules->alloc_harder)
		return flags->harder || flags->oom;
	return flags->non_block || flags->min_reserve || flags->highatomic ||
	       flags->oom;
}

/* __zone_watermark_ok(), its shares of the watermark. */
static void rules_watermark_shares(struct af_allowance *allowance,
				   const struct af_rules *rules,
				   const struct rules_flags *flags)
{
	allowance->half = flags->min_reserve;
	if (rules->alloc_harder)
		allowance->quarter = flags->harder && !flags->oom;
	else
		allowance->quarter = flags->min_reserve && flags->non_block;
	allowance->oom = flags->oom;
}

/* __zone_watermark_ok(), its search of the free lists; not for single pages. */
static bool rules_watermark_highatomic(const struct af_rules *rules,
				       const struct rules_flags *flags,
				       u32 order)
{
	if (!order)
		return true;
	if (rules->alloc_harder)
		return flags->harder || flags->oom;
	return flags->highatomic || flags->oom;
}

/* zone_watermark_fast(), its second check, without the boost. */
static bool rules_watermark_fast(const struct af_rules *rules,
				 const struct rules_flags *flags,
				 const struct af_request *request)
{
	if (request->order)
		return false;
	if (rules->boost_ignored_for_atomic)
		return rules_gfp_atomic(request);
	return flags->min_reserve;
}

/* gfp_to_alloc_flags_cma(), current_alloc_flags() up to 5.12. */
static bool rules_alloc_flags_cma(const struct af_request *request)
{
	return request->movable;
}

/* gfp_to_alloc_flags() up to 6.2. */
static struct rules_flags
rules_alloc_flags_harder(const struct af_rules *rules,
			 const struct af_request *request)
{
	bool rt_context = rules->rt_unless_in_interrupt ?
				  !request->in_interrupt :
				  request->in_task;
	struct rules_flags flags = {
		.cpuset = true,
		.min_reserve = request->high,
	};

	if (rules_gfp_atomic(request)) {
		if (!request->nomemalloc)
			flags.harder = true;
		flags.cpuset = false;
	} else if (request->task_realtime && rt_context) {
		flags.harder = true;
	}
	return flags;
}

/* gfp_to_alloc_flags() from 6.3 on. */
static struct rules_flags rules_alloc_flags(const struct af_rules *rules,
					    const struct af_request *request)
{
	struct rules_flags flags = {
		.cpuset = true,
		.min_reserve = request->high,
	};

	if (!request->may_wait) {
		if (!request->nomemalloc) {
			flags.non_block = true;
			if (request->order > 0 &&
			    (flags.min_reserve ||
			     !rules->highatomic_needs_high))
				flags.highatomic = true;
		}
		if (flags.min_reserve)
			flags.cpuset = false;
	} else if (request->task_realtime && request->in_task) {
		flags.min_reserve = true;
	}
	return flags;
}

/*
 * __gfp_pfmemalloc_flags(). A softirq starts with PF_MEMALLOC cleared in the
 * task that it runs on (handle_softirqs()): there the flag is set only by a
 * handler itself, as for sockets that are swapped to.
 */
static struct rules_flags
rules_pfmemalloc_flags(const struct af_request *request)
{
	static const struct rules_flags none;
	static const struct rules_flags all = { .no_watermarks = true };
	static const struct rules_flags oom = { .oom = true };

	if (request->nomemalloc)
		return none;
	if (request->memalloc)
		return all;
	if (request->serving_softirq && request->task_memalloc)
		return all;
	if (!request->in_interrupt) {
		if (request->task_memalloc)
			return all;
		if (request->task_oom_victim)
			return oom;
	}
	return none;
}

/**
 * af_allow() - what a request may take
 * @allowance: where to put it
 * @rules: of the running kernel
 * @request: the facts
 *
 * As __alloc_pages_slowpath() does before its last attempt: with access to the
 * reserves, what the mask is worth is forgotten, and so are cpuset and nodemask.
 *
 * Context: Any.
 */
void af_allow(struct af_allowance *allowance, const struct af_rules *rules,
	      const struct af_request *request)
{
	struct rules_flags flags = rules_pfmemalloc_flags(request);
	bool reserve_flags = flags.no_watermarks || flags.oom;

	if (!reserve_flags)
		flags = rules->alloc_harder ?
				rules_alloc_flags_harder(rules, request) :
				rules_alloc_flags(rules, request);
	flags.cma = rules_alloc_flags_cma(request);

	*allowance = (struct af_allowance){
		.no_watermarks = flags.no_watermarks,
		.highatomic_pages = rules_highatomic_usable(rules, &flags),
		.highatomic_blocks =
			rules_rmqueue_buddy(rules, &flags, request->order) &&
			rules_watermark_highatomic(rules, &flags,
						   request->order),
		.cma = flags.cma,
		.no_boost = rules_watermark_fast(rules, &flags, request),
		.no_policy = reserve_flags || !flags.cpuset,
		/* Past the maximum order it is more than any zone has. */
		.block = (1ULL << min_t(u32, request->order, 40)) - 1,
	};
	rules_watermark_shares(allowance, rules, &flags);
	allowance->plain = !allowance->no_watermarks && !allowance->oom &&
			   !allowance->half && !allowance->quarter &&
			   !allowance->no_boost;
}
