// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a request may take: numbers worked out by hand from the kernel's watermark
 * check, and what the releases differ in.
 */
#include "unit.h"
#include "cause_model.h"

static const char *const kernel_name[KERNELS] = { "5.10", "6.1", "6.12",
						  "7.2" };

/* Requests as callers make them, in a task unless they say otherwise. */
#define GFP_KERNEL .may_wait = true
#define GFP_NOWAIT .may_wait = false
#define GFP_HIGH .high = true, .may_wait = true
#define GFP_ATOMIC .high = true, .atomic = true
#define IN_IRQ .in_interrupt = true
#define IN_SOFTIRQ .in_interrupt = true, .serving_softirq = true
#define BH_OFF .in_interrupt = true, .in_task = true

static void allow(struct af_allowance *allowance, const struct af_rules *rules,
		  struct af_request request)
{
	if (!request.in_interrupt)
		request.in_task = true;
	memset(allowance, 0xff, sizeof(*allowance));
	af_allow(allowance, rules, &request);
}

/*
 * A request, and for each kernel how many free pages are one too few: at that
 * number the check fails, with one more it passes.
 */
struct vector {
	const char *name;
	struct af_request request;
	u64 too_few[KERNELS];
};

static enum af_verdict judge(const struct af_rules *rules,
			     const struct af_request *request,
			     const struct af_zone *zone, s64 *margin)
{
	struct af_allowance allowance;

	allow(&allowance, rules, *request);
	*margin = af_zone_margin(&allowance, zone);
	return af_zone_judge(&allowance, request->order, zone, *margin);
}

static void check_free(const struct vector *vector, enum kernel kernel,
		       struct af_zone zone, s64 above)
{
	enum af_verdict expected = above > 0 ? AF_ZONE_OK : AF_ZONE_SHORT;
	enum af_verdict verdict;
	s64 margin;

	zone.free = vector->too_few[kernel] + above;
	verdict = judge(rules_of(kernel), &vector->request, &zone, &margin);
	if (verdict != expected || margin != above)
		fail_msg("%s, %s, %lld free: verdict %d, margin %lld",
			 vector->name, kernel_name[kernel],
			 (long long)zone.free, verdict, (long long)margin);
}

static void check_vectors(const struct vector *vectors, size_t n,
			  const struct af_zone *zone)
{
	enum kernel kernel;
	s64 above;
	size_t i;

	for (i = 0; i < n; i++)
		for (kernel = 0; kernel < KERNELS; kernel++)
			for (above = -1; above <= 1; above++)
				check_free(&vectors[i], kernel, *zone, above);
}

/*
 * Of a min watermark of 1001: half off is 501 (1001 - 500), then a quarter off
 * 376 (501 - 125); a quarter alone 751 (1001 - 250). And 30 pages of lowmem
 * reserve, of which no share is ever taken.
 *
 * 5.10 takes half for __GFP_HIGH, and a quarter for __GFP_ATOMIC or a realtime
 * task. Later ones take half for __GFP_HIGH and for a realtime task that may
 * wait, and the quarter only from that half, for who has __GFP_HIGH and cannot
 * wait. All leave an OOM victim half, whatever else it asked for.
 */
static const struct vector share_vectors[] = {
	{ "plain", { GFP_KERNEL }, { 1031, 1031, 1031, 1031 } },
	{ "nowait", { GFP_NOWAIT }, { 1031, 1031, 1031, 1031 } },
	{ "high", { GFP_HIGH }, { 531, 531, 531, 531 } },
	{ "atomic", { GFP_ATOMIC }, { 406, 406, 406, 406 } },
	{ "atomic, irq", { GFP_ATOMIC, IN_IRQ }, { 406, 406, 406, 406 } },
	{ "high, no wait, not atomic",
	  { .high = true },
	  { 531, 406, 406, 406 } },
	{ "atomic, not high", { .atomic = true }, { 781, 1031, 1031, 1031 } },
	{ "atomic that may wait is not atomic",
	  { GFP_ATOMIC, GFP_KERNEL },
	  { 531, 531, 531, 531 } },
	{ "atomic, nomemalloc",
	  { GFP_ATOMIC, .nomemalloc = true },
	  { 531, 531, 531, 531 } },
	{ "nowait, nomemalloc",
	  { GFP_NOWAIT, .nomemalloc = true },
	  { 1031, 1031, 1031, 1031 } },

	{ "realtime",
	  { GFP_KERNEL, .task_realtime = true },
	  { 781, 531, 531, 531 } },
	{ "realtime, nowait",
	  { GFP_NOWAIT, .task_realtime = true },
	  { 781, 1031, 1031, 1031 } },
	{ "realtime, high",
	  { GFP_HIGH, .task_realtime = true },
	  { 406, 531, 531, 531 } },
	{ "realtime, nomemalloc",
	  { GFP_KERNEL, .task_realtime = true, .nomemalloc = true },
	  { 781, 531, 531, 531 } },
	{ "realtime, atomic, nomemalloc",
	  { GFP_ATOMIC, .task_realtime = true, .nomemalloc = true },
	  { 531, 531, 531, 531 } },
	{ "realtime, bottom halves off",
	  { GFP_KERNEL, .task_realtime = true, BH_OFF },
	  { 1031, 531, 531, 531 } },
	{ "irq on top of a realtime task",
	  { GFP_KERNEL, .task_realtime = true, IN_IRQ },
	  { 1031, 1031, 1031, 1031 } },

	{ "OOM victim",
	  { GFP_KERNEL, .task_oom_victim = true },
	  { 531, 531, 531, 531 } },
	{ "OOM victim, atomic",
	  { GFP_ATOMIC, .task_oom_victim = true },
	  { 531, 531, 531, 531 } },
	{ "OOM victim, realtime",
	  { GFP_KERNEL, .task_oom_victim = true, .task_realtime = true },
	  { 531, 531, 531, 531 } },
	{ "OOM victim, nomemalloc",
	  { GFP_KERNEL, .task_oom_victim = true, .nomemalloc = true },
	  { 1031, 1031, 1031, 1031 } },
	{ "irq on top of an OOM victim",
	  { GFP_NOWAIT, .task_oom_victim = true, IN_IRQ },
	  { 1031, 1031, 1031, 1031 } },
	{ "PF_MEMALLOC, nomemalloc",
	  { GFP_KERNEL, .task_memalloc = true, .nomemalloc = true },
	  { 1031, 1031, 1031, 1031 } },
	{ "irq on top of PF_MEMALLOC",
	  { GFP_ATOMIC, .task_memalloc = true, IN_IRQ },
	  { 406, 406, 406, 406 } },
	{ "PF_MEMALLOC, bottom halves off",
	  { GFP_KERNEL, .task_memalloc = true, BH_OFF },
	  { 1031, 1031, 1031, 1031 } },
};

static void test_shares(void **state)
{
	static const struct af_zone zone = {
		.min = 1001,
		.lowmem_reserve = 30,
		.blocks = AF_BLOCKS_PLAIN,
	};

	check_vectors(share_vectors, ARRAY_SIZE(share_vectors), &zone);
}

/*
 * 1500 of which 501 are boost. For a single page it does not count if it has
 * __GFP_ATOMIC (5.10, 6.1), or any claim to half of the watermark (later), but
 * not by a victim's: 999 is 500 (999 - 499), then 375 (500 - 125); with the
 * boost 1500 is 750, then 563 (750 - 187); a quarter off 999 is 750 (249).
 * An order of 1 needs one page more.
 */
static const struct vector boost_vectors[] = {
	{ "plain", { GFP_KERNEL }, { 1500, 1500, 1500, 1500 } },
	{ "atomic", { GFP_ATOMIC }, { 375, 375, 375, 375 } },
	{ "atomic, order 1",
	  { GFP_ATOMIC, .order = 1 },
	  { 564, 564, 564, 564 } },
	{ "high", { GFP_HIGH }, { 750, 750, 500, 500 } },
	{ "high, order 1", { GFP_HIGH, .order = 1 }, { 751, 751, 751, 751 } },
	{ "atomic, not high", { .atomic = true }, { 750, 999, 1500, 1500 } },
	{ "atomic, nomemalloc",
	  { GFP_ATOMIC, .nomemalloc = true },
	  { 500, 500, 500, 500 } },
	{ "atomic that may wait is not atomic",
	  { GFP_ATOMIC, GFP_KERNEL },
	  { 750, 750, 500, 500 } },
	{ "realtime",
	  { GFP_KERNEL, .task_realtime = true },
	  { 1125, 750, 500, 500 } },
	{ "realtime, nowait",
	  { GFP_NOWAIT, .task_realtime = true },
	  { 1125, 1500, 1500, 1500 } },
	{ "OOM victim, atomic",
	  { GFP_ATOMIC, .task_oom_victim = true },
	  { 500, 500, 750, 750 } },
	{ "OOM victim, realtime",
	  { GFP_KERNEL, .task_oom_victim = true, .task_realtime = true },
	  { 750, 750, 750, 750 } },
};

static void test_boost(void **state)
{
	static const struct af_zone zone = {
		.min = 1500,
		.boost = 501,
		.blocks = AF_BLOCKS_PLAIN,
	};

	check_vectors(boost_vectors, ARRAY_SIZE(boost_vectors), &zone);
}

/*
 * A watermark of 1000 and 300 highatomic pages, which are as good as used for
 * who has no claim: on 5.10 that is __GFP_ATOMIC, a realtime task or a victim;
 * later also __GFP_HIGH, and whoever cannot wait and may have reserves.
 */
static const struct vector highatomic_vectors[] = {
	{ "plain", { GFP_KERNEL }, { 1300, 1300, 1300, 1300 } },
	{ "nowait", { GFP_NOWAIT }, { 1300, 1000, 1000, 1000 } },
	{ "nowait, nomemalloc",
	  { GFP_NOWAIT, .nomemalloc = true },
	  { 1300, 1300, 1300, 1300 } },
	{ "high", { GFP_HIGH }, { 800, 500, 500, 500 } },
	{ "atomic", { GFP_ATOMIC }, { 375, 375, 375, 375 } },
	{ "atomic, nomemalloc",
	  { GFP_ATOMIC, .nomemalloc = true },
	  { 800, 500, 500, 500 } },
	{ "realtime",
	  { GFP_KERNEL, .task_realtime = true },
	  { 750, 500, 500, 500 } },
	{ "OOM victim",
	  { GFP_KERNEL, .task_oom_victim = true },
	  { 500, 500, 500, 500 } },
};

static void test_highatomic_pages(void **state)
{
	static const struct af_zone zone = {
		.min = 1000,
		.highatomic = 300,
		.blocks = AF_BLOCKS_PLAIN,
	};

	check_vectors(highatomic_vectors, ARRAY_SIZE(highatomic_vectors),
		      &zone);
}

/* A watermark of 1000 and 200 free CMA pages: for movable requests only. */
static const struct vector cma_vectors[] = {
	{ "plain", { GFP_KERNEL }, { 1200, 1200, 1200, 1200 } },
	{ "movable",
	  { GFP_KERNEL, .movable = true },
	  { 1000, 1000, 1000, 1000 } },
	{ "OOM victim",
	  { GFP_KERNEL, .task_oom_victim = true },
	  { 700, 700, 700, 700 } },
	{ "OOM victim, movable",
	  { GFP_KERNEL, .task_oom_victim = true, .movable = true },
	  { 500, 500, 500, 500 } },
	{ "order 3, movable",
	  { GFP_KERNEL, .movable = true, .order = 3 },
	  { 1007, 1007, 1007, 1007 } },
	{ "order 10", { GFP_KERNEL, .order = 10 }, { 2223, 2223, 2223, 2223 } },
};

static void test_cma_pages(void **state)
{
	static const struct af_zone zone = {
		.min = 1000,
		.cma = 200,
		.blocks = AF_BLOCKS_PLAIN,
	};

	check_vectors(cma_vectors, ARRAY_SIZE(cma_vectors), &zone);
}

/* More is not usable than is free: the kernel counts on below 0. */
static void test_below_zero(void **state)
{
	static const struct af_request request = { GFP_KERNEL, .order = 4 };
	static const struct af_zone zone = {
		.free = 100,
		.min = 50,
		.highatomic = 300,
		.blocks = AF_BLOCKS_PLAIN,
	};
	enum kernel kernel;
	s64 margin;

	for (kernel = 0; kernel < KERNELS; kernel++) {
		assert_int_equal(judge(rules_of(kernel), &request, &zone,
				       &margin),
				 AF_ZONE_SHORT);
		assert_true(margin == 100 - 15 - 300 - 50);
	}
}

/* Far above the watermark: what counts is which kinds of blocks there are. */
struct block_vector {
	const char *name;
	struct af_request request;
	u8 blocks;
	enum af_verdict verdict[KERNELS];
};

#define ALL_OK                                                 \
	{                                                      \
		AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK \
	}
#define ALL_SHORT                                                          \
	{                                                                  \
		AF_ZONE_SHORT, AF_ZONE_SHORT, AF_ZONE_SHORT, AF_ZONE_SHORT \
	}
#define ALL_FRAGMENTED                                                      \
	{                                                                   \
		AF_ZONE_FRAGMENTED, AF_ZONE_FRAGMENTED, AF_ZONE_FRAGMENTED, \
			AF_ZONE_FRAGMENTED                                  \
	}

/*
 * Highatomic blocks go to ALLOC_HARDER on 5.10, but for single pages; later to
 * who has __GFP_HIGH and cannot wait, and to victims. A victim on 5.10 gets by
 * the check, and then nothing. Single pages of them go, since the backport, to
 * all who cannot wait.
 */
static const struct block_vector block_vectors[] = {
	{ "none", { GFP_KERNEL, .order = 2 }, 0, ALL_FRAGMENTED },
	{ "plain", { GFP_KERNEL, .order = 2 }, AF_BLOCKS_PLAIN, ALL_OK },
	{ "cma", { GFP_KERNEL, .order = 2 }, AF_BLOCKS_CMA, ALL_FRAGMENTED },
	{ "cma, movable",
	  { GFP_KERNEL, .order = 2, .movable = true },
	  AF_BLOCKS_CMA,
	  ALL_OK },
	{ "highatomic, plain request",
	  { GFP_KERNEL, .order = 2, .movable = true },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_FRAGMENTED },
	{ "highatomic, high",
	  { GFP_HIGH, .order = 2 },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_FRAGMENTED },
	{ "highatomic, nowait",
	  { GFP_NOWAIT, .order = 2 },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_FRAGMENTED },
	{ "highatomic, atomic",
	  { GFP_ATOMIC, .order = 2 },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_OK },
	{ "highatomic, atomic, nomemalloc",
	  { GFP_ATOMIC, .order = 2, .nomemalloc = true },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_FRAGMENTED },
	{ "highatomic, realtime",
	  { GFP_KERNEL, .order = 2, .task_realtime = true },
	  AF_BLOCKS_HIGHATOMIC,
	  { AF_ZONE_OK, AF_ZONE_FRAGMENTED, AF_ZONE_FRAGMENTED,
	    AF_ZONE_FRAGMENTED } },
	{ "highatomic, OOM victim",
	  { GFP_KERNEL, .order = 2, .task_oom_victim = true },
	  AF_BLOCKS_HIGHATOMIC,
	  { AF_ZONE_FRAGMENTED, AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK } },
	{ "highatomic and cma, atomic and movable",
	  { GFP_ATOMIC, .order = 9, .movable = true },
	  AF_BLOCKS_HIGHATOMIC | AF_BLOCKS_CMA,
	  ALL_OK },

	{ "page: none", { GFP_KERNEL }, 0, ALL_SHORT },
	{ "page: plain", { GFP_KERNEL }, AF_BLOCKS_PLAIN, ALL_OK },
	{ "page: cma", { GFP_KERNEL }, AF_BLOCKS_CMA, ALL_SHORT },
	{ "page: highatomic", { GFP_KERNEL }, AF_BLOCKS_HIGHATOMIC, ALL_SHORT },
	{ "page: highatomic, atomic",
	  { GFP_ATOMIC },
	  AF_BLOCKS_HIGHATOMIC,
	  { AF_ZONE_SHORT, AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK } },
	{ "page: highatomic, nowait",
	  { GFP_NOWAIT },
	  AF_BLOCKS_HIGHATOMIC,
	  { AF_ZONE_SHORT, AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK } },
	{ "page: highatomic, high",
	  { GFP_HIGH },
	  AF_BLOCKS_HIGHATOMIC,
	  ALL_SHORT },
	{ "page: highatomic, OOM victim",
	  { GFP_KERNEL, .task_oom_victim = true },
	  AF_BLOCKS_HIGHATOMIC,
	  { AF_ZONE_SHORT, AF_ZONE_OK, AF_ZONE_OK, AF_ZONE_OK } },
};

static void check_blocks(const struct block_vector *vector, enum kernel kernel)
{
	const struct af_zone zone = {
		.free = 100000,
		.min = 1000,
		.blocks = vector->blocks,
	};
	enum af_verdict verdict;
	s64 margin;

	verdict = judge(rules_of(kernel), &vector->request, &zone, &margin);
	if (verdict != vector->verdict[kernel])
		fail_msg("%s, %s: verdict %d", vector->name,
			 kernel_name[kernel], verdict);
}

static void test_blocks(void **state)
{
	enum kernel kernel;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(block_vectors); i++)
		for (kernel = 0; kernel < KERNELS; kernel++)
			check_blocks(&block_vectors[i], kernel);
}

/* Without watermarks: a block is a block, and what is not usable is not. */
struct memalloc_vector {
	u32 order;
	u64 free, highatomic, cma;
	u8 blocks;
	enum af_verdict verdict;
	s64 margin;
};

/* clang-format off */

static const struct memalloc_vector memalloc_vectors[] = {
	{ 0,   0,   0,   0, 0,			  AF_ZONE_SHORT,       0 },
	{ 0,   1,   0,   0, AF_BLOCKS_PLAIN,	  AF_ZONE_OK,	       1 },
	{ 0,   0,   0,   0, AF_BLOCKS_PLAIN,	  AF_ZONE_OK,	       0 },
	{ 0,   5,   0,   0, 0,			  AF_ZONE_SHORT,       5 },
	{ 0,   5,   0,   0, AF_BLOCKS_HIGHATOMIC, AF_ZONE_SHORT,       5 },
	{ 0,   5,   0,   5, AF_BLOCKS_CMA,	  AF_ZONE_SHORT,       0 },
	{ 2,   3,   0,   0, 0,			  AF_ZONE_SHORT,       0 },
	{ 2,   4,   0,   0, 0,			  AF_ZONE_FRAGMENTED,  1 },
	{ 2,   4,   0,   0, AF_BLOCKS_PLAIN,	  AF_ZONE_OK,	       1 },
	{ 2, 100,   0,   0, AF_BLOCKS_HIGHATOMIC, AF_ZONE_FRAGMENTED, 97 },
	{ 2, 100,  97,   0, AF_BLOCKS_HIGHATOMIC, AF_ZONE_SHORT,       0 },
	{ 2, 100,  96,   0, AF_BLOCKS_HIGHATOMIC, AF_ZONE_FRAGMENTED,  1 },
	{ 2, 100, 300,   0, AF_BLOCKS_PLAIN,	  AF_ZONE_OK,	    -203 },
	{ 2, 100,   0,  97, AF_BLOCKS_CMA,	  AF_ZONE_SHORT,       0 },
	{ 2, 100,   0,  96, AF_BLOCKS_CMA,	  AF_ZONE_FRAGMENTED,  1 },
};

/* clang-format on */

static void check_memalloc(const struct af_rules *rules,
			   const struct memalloc_vector *vector,
			   struct af_request request)
{
	const struct af_zone zone = {
		.free = vector->free,
		.min = 1000,
		.boost = 10,
		.lowmem_reserve = 500,
		.highatomic = vector->highatomic,
		.cma = vector->cma,
		.blocks = vector->blocks,
	};
	s64 margin;

	request.order = vector->order;
	assert_int_equal(judge(rules, &request, &zone, &margin),
			 vector->verdict);
	assert_true(margin == vector->margin);
}

static void test_memalloc(void **state)
{
	static const struct af_request requests[] = {
		{ GFP_KERNEL, .task_memalloc = true },
		{ GFP_KERNEL, .task_memalloc = true, .task_oom_victim = true },
		{ GFP_ATOMIC, .task_memalloc = true, .task_realtime = true },
		{ GFP_ATOMIC, .memalloc = true, IN_IRQ },
		{ GFP_NOWAIT, .memalloc = true, BH_OFF },
		{ GFP_ATOMIC, .task_memalloc = true, IN_SOFTIRQ },
	};
	enum kernel kernel;
	size_t i, j;

	for (kernel = 0; kernel < KERNELS; kernel++)
		for (i = 0; i < ARRAY_SIZE(requests); i++)
			for (j = 0; j < ARRAY_SIZE(memalloc_vectors); j++)
				check_memalloc(rules_of(kernel),
					       &memalloc_vectors[j],
					       requests[i]);
}

/* Orders past the maximum come here too: nothing has such a block. */
static void test_huge_orders(void **state)
{
	static const u32 orders[] = { 11, 31, 32, 52, 63, 64, UINT32_MAX };
	static const struct af_zone zone = { .free = 1ULL << 30, .min = 1000 };
	struct af_request request = { GFP_KERNEL };
	s64 margin;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		request.order = orders[i];
		assert_int_equal(judge(rules_of(K7_2), &request, &zone,
				       &margin),
				 orders[i] < 30 ? AF_ZONE_FRAGMENTED :
						  AF_ZONE_SHORT);
	}
}

/* Who is not held to cpuset and nodemask. */
static void test_policy(void **state)
{
	static const struct {
		struct af_request request;
		bool free_of_it[KERNELS];
	} cases[] = {
		{ { GFP_KERNEL }, { false, false, false, false } },
		{ { GFP_NOWAIT }, { false, false, false, false } },
		{ { GFP_HIGH }, { false, false, false, false } },
		{ { GFP_ATOMIC }, { true, true, true, true } },
		{ { GFP_ATOMIC, .nomemalloc = true },
		  { true, true, true, true } },
		{ { GFP_ATOMIC, GFP_KERNEL }, { false, false, false, false } },
		{ { .high = true }, { false, true, true, true } },
		{ { .atomic = true }, { true, false, false, false } },
		{ { GFP_KERNEL, .task_realtime = true },
		  { false, false, false, false } },
		{ { GFP_KERNEL, .task_memalloc = true },
		  { true, true, true, true } },
		{ { GFP_KERNEL, .memalloc = true },
		  { true, true, true, true } },
		{ { GFP_KERNEL, .task_oom_victim = true },
		  { true, true, true, true } },
		{ { GFP_KERNEL, .task_oom_victim = true, .nomemalloc = true },
		  { false, false, false, false } },
	};
	struct af_allowance allowance;
	enum kernel kernel;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		for (kernel = 0; kernel < KERNELS; kernel++) {
			allow(&allowance, rules_of(kernel), cases[i].request);
			assert_int_equal(allowance.no_policy,
					 cases[i].free_of_it[kernel]);
		}
}

/* A letter for each thing that releases differ in. */
static const char *behaviour(u32 release)
{
	static const struct {
		char letter;
		struct af_request request;
		size_t member;
	} probes[] = {
#define PROBE(letter, member, ...) \
	{ letter, { __VA_ARGS__ }, offsetof(struct af_allowance, member) }
		/* Realtime: a quarter, and that with bottom halves off too. */
		PROBE('q', quarter, GFP_KERNEL, .task_realtime = true),
		PROBE('b', quarter, GFP_KERNEL, .task_realtime = true, BH_OFF),
		/* Pages of highatomic count for who can't wait. */
		PROBE('s', highatomic_pages, GFP_NOWAIT),
		/* Blocks for who can't wait, and single pages. */
		PROBE('w', highatomic_blocks, GFP_NOWAIT, .order = 1),
		PROBE('p', highatomic_blocks, GFP_ATOMIC),
		/* Boost: __GFP_ATOMIC, __GFP_HIGH. */
		PROBE('a', no_boost, GFP_NOWAIT, .atomic = true),
		PROBE('h', no_boost, GFP_HIGH),
#undef PROBE
	};
	static char letters[ARRAY_SIZE(probes) + 2];
	const struct af_rules *rules = af_rules_of(release);
	struct af_allowance allowance;
	size_t i, n = 0;

	for (i = 0; i < ARRAY_SIZE(probes); i++) {
		allow(&allowance, rules, probes[i].request);
		if (*((const bool *)&allowance + probes[i].member))
			letters[n++] = probes[i].letter;
	}
	if (af_rules_free_highatomic(rules))
		letters[n++] = 'f';
	letters[n] = '\0';
	return letters;
}

/* On both sides of each change. */
static void test_releases(void **state)
{
	static const struct {
		u32 release;
		const char *behaviour;
	} cases[] = {
		{ 0, "qa" },
		{ KERNEL_VERSION(5, 10, 0), "qa" },
		{ KERNEL_VERSION(5, 10, 255), "qa" },
		{ KERNEL_VERSION(5, 14, 255), "qa" },
		{ KERNEL_VERSION(5, 15, 0), "qba" },
		{ KERNEL_VERSION(5, 15, 170), "qba" },
		{ KERNEL_VERSION(5, 15, 171), "swpa" },
		{ KERNEL_VERSION(5, 15, 194), "swpa" },
		{ KERNEL_VERSION(5, 15, 195), "spa" },
		{ KERNEL_VERSION(5, 15, 255), "spa" },
		{ KERNEL_VERSION(5, 16, 0), "qba" },
		{ KERNEL_VERSION(6, 1, 0), "qba" },
		{ KERNEL_VERSION(6, 1, 115), "qba" },
		{ KERNEL_VERSION(6, 1, 116), "swpa" },
		{ KERNEL_VERSION(6, 1, 156), "swpa" },
		{ KERNEL_VERSION(6, 1, 157), "spa" },
		{ KERNEL_VERSION(6, 1, 255), "spa" },
		{ KERNEL_VERSION(6, 2, 0), "qba" },
		{ KERNEL_VERSION(6, 2, 255), "qba" },
		{ KERNEL_VERSION(6, 3, 0), "swh" },
		{ KERNEL_VERSION(6, 6, 59), "swh" },
		{ KERNEL_VERSION(6, 6, 60), "swph" },
		{ KERNEL_VERSION(6, 6, 112), "swph" },
		{ KERNEL_VERSION(6, 6, 113), "sph" },
		{ KERNEL_VERSION(6, 6, 255), "sph" },
		{ KERNEL_VERSION(6, 7, 0), "swh" },
		{ KERNEL_VERSION(6, 11, 6), "swh" },
		{ KERNEL_VERSION(6, 11, 7), "swph" },
		{ KERNEL_VERSION(6, 11, 255), "swph" },
		{ KERNEL_VERSION(6, 12, 0), "swphf" },
		{ KERNEL_VERSION(6, 12, 53), "swphf" },
		{ KERNEL_VERSION(6, 12, 54), "sphf" },
		{ KERNEL_VERSION(6, 12, 255), "sphf" },
		{ KERNEL_VERSION(6, 13, 0), "swphf" },
		{ KERNEL_VERSION(6, 17, 3), "swphf" },
		{ KERNEL_VERSION(6, 17, 4), "sphf" },
		{ KERNEL_VERSION(6, 18, 0), "sphf" },
		{ KERNEL_VERSION(7, 3, 0), "sphf" },
		{ UINT32_MAX, "sphf" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (strcmp(behaviour(cases[i].release), cases[i].behaviour))
			fail_msg("%x: %s, not %s", cases[i].release,
				 behaviour(cases[i].release),
				 cases[i].behaviour);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_boost),
		cmocka_unit_test(test_highatomic_pages),
		cmocka_unit_test(test_cma_pages),
		cmocka_unit_test(test_below_zero),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_memalloc),
		cmocka_unit_test(test_huge_orders),
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_releases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
