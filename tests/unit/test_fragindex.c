// SPDX-License-Identifier: GPL-2.0-only
/* The fragmentation indices: by hand, and against the definitions. */
#include "unit.h"
#include "why/fragindex.h"

#define ORDERS 11

/* A zone, and what mm/vmstat.c makes of it for each order. */
struct vector {
	u64 blocks[ORDERS];
	int unusable[ORDERS];
	int fragmentation[ORDERS];
};

static const struct vector vectors[] = {
	/* Nothing free: all of nothing is unusable, and it is lack of memory. */
	{
		{ 0 },
		{ 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,
		  1000 },
		{ 0 },
	},
	/* One block of the highest order: all of use to everyone. */
	{
		{ [10] = 1 },
		{ 0 },
		{ -1000, -1000, -1000, -1000, -1000, -1000, -1000, -1000, -1000,
		  -1000, -1000 },
	},
	/*
	 * 1000 single pages: 1 - (1000 + 1000 * 1000 / 2^order) / 1000 / 1000.
	 * Order 1: 1000000 / 2 = 500000, + 1000, / 1000 = 501: 499.
	 * Order 10: 976, + 1000, / 1000 = 1: 999.
	 */
	{
		{ 1000 },
		{ 0, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,
		  1000 },
		{ -1000, 499, 749, 874, 937, 968, 984, 992, 996, 998, 999 },
	},
	/* One page: below 0 for who wants more, as the kernel computes it. */
	{
		{ 1 },
		{ 0, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,
		  1000 },
		{ -1000, -500, -250, -125, -62, -31, -15, -7, -3, -1, 0 },
	},
	/* 4 pages and 3 of order 2: 16 pages, 7 blocks. Order 3: 2000 + 1000. */
	{
		{ 4, 0, 3 },
		{ 0, 250, 250, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000 },
		{ -1000, -1000, -1000, 572, 715, 786, 822, 840, 849, 853, 855 },
	},
};

static void test_vectors(void **state)
{
	const struct vector *v;
	unsigned int order;

	for (v = vectors; v < vectors + ARRAY_SIZE(vectors); v++)
		for (order = 0; order < ORDERS; order++) {
			assert_int_equal(af_unusable_index(v->blocks, ORDERS,
							   order),
					 v->unusable[order]);
			assert_int_equal(af_fragmentation_index(v->blocks,
								ORDERS, order),
					 v->fragmentation[order]);
		}
}

/* In the words of the documentation of extfrag, in as many bits as it takes. */
static int unusable_in_words(const u64 *blocks, unsigned int order)
{
	unsigned __int128 pages = 0, usable = 0;
	unsigned int i;

	for (i = 0; i < ORDERS; i++) {
		pages += (unsigned __int128)blocks[i] << i;
		if (i >= order)
			usable += (unsigned __int128)blocks[i] << i;
	}
	return pages ? (int)((pages - usable) * 1000 / pages) : 1000;
}

static int fragmentation_in_words(const u64 *blocks, unsigned int order)
{
	unsigned __int128 pages = 0, count = 0;
	unsigned int i;

	for (i = 0; i < ORDERS; i++) {
		if (i >= order && blocks[i])
			return -1000;
		pages += (unsigned __int128)blocks[i] << i;
		count += blocks[i];
	}
	if (!count)
		return 0;
	return 1000 - (int)((1000 + pages * 1000 / (1 << order)) / count);
}

/* Up to a zone of 2^40 pages, with holes in the orders. */
static void random_zone(u64 *blocks, u64 *seed)
{
	unsigned int bits = unit_below(seed, 30), i;

	for (i = 0; i < ORDERS; i++)
		blocks[i] = unit_below(seed, 3) ?
				    unit_random(seed) & ((1ULL << bits) - 1) :
				    0;
	/* As a fragmented zone is: nothing above some order. */
	for (i = unit_below(seed, ORDERS + 1); i < ORDERS; i++)
		blocks[i] = 0;
}

static void test_property(void **state)
{
	u64 blocks[ORDERS], seed = unit_seed();
	unsigned int order;
	int round;

	for (round = 0; round < 50000; round++) {
		random_zone(blocks, &seed);
		for (order = 0; order < ORDERS; order++) {
			assert_int_equal(af_unusable_index(blocks, ORDERS,
							   order),
					 unusable_in_words(blocks, order));
			assert_int_equal(af_fragmentation_index(blocks, ORDERS,
								order),
					 fragmentation_in_words(blocks, order));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_property),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
