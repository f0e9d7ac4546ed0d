// SPDX-License-Identifier: GPL-2.0-only
/* The fragmentation indices of any zone, against the kernel's formulas. */
#include "fuzz.h"
#include "why/fragindex.h"

#define MAX_ORDERS 16
/* Free blocks of an order: together the pages of the largest x86-64. */
#define MAX_BITS 36

struct zone {
	unsigned int nr;
	u64 *blocks;
};

static unsigned __int128 pages_of(const struct zone *zone, unsigned int from)
{
	unsigned __int128 pages = 0;
	unsigned int i;

	for (i = from; i < zone->nr; i++)
		pages += (unsigned __int128)zone->blocks[i] << i;
	return pages;
}

static unsigned __int128 count_of(const struct zone *zone, unsigned int from)
{
	unsigned __int128 count = 0;
	unsigned int i;

	for (i = from; i < zone->nr; i++)
		count += zone->blocks[i];
	return count;
}

/* unusable_free_index() */
static int unusable(const struct zone *zone, unsigned int order)
{
	unsigned __int128 pages = pages_of(zone, 0);

	if (!pages)
		return 1000;
	return (pages - pages_of(zone, order)) * 1000 / pages;
}

/* __fragmentation_index() */
static int fragmentation(const struct zone *zone, unsigned int order)
{
	unsigned __int128 pages = pages_of(zone, 0), count = count_of(zone, 0);

	if (!count)
		return 0;
	if (count_of(zone, order))
		return -1000;
	return 1000 -
	       (int)((1000 + pages * 1000 / ((unsigned __int128)1 << order)) /
		     count);
}

static void check_indices(const struct zone *zone, unsigned int order)
{
	fuzz_check(af_unusable_index(zone->blocks, zone->nr, order) ==
		   unusable(zone, order));
	fuzz_check(af_fragmentation_index(zone->blocks, zone->nr, order) ==
		   fragmentation(zone, order));
}

/* The higher the order, the less of the memory is of use. */
static void check_orders(const struct zone *zone)
{
	int index, before = 0;
	unsigned int order;

	for (order = 0; order < MAX_ORDERS; order++) {
		check_indices(zone, order);
		index = af_unusable_index(zone->blocks, zone->nr, order);
		fuzz_check(index >= before && index <= 1000);
		fuzz_check(order || !pages_of(zone, 0) || !index);
		before = index;
	}
}

/* A block in two halves: nobody finds more that is of use to them. */
static void check_split(struct zone *zone, unsigned int split)
{
	int before[MAX_ORDERS];
	unsigned int order;

	if (!split || !zone->blocks[split])
		return;
	for (order = 0; order < MAX_ORDERS; order++)
		before[order] =
			af_unusable_index(zone->blocks, zone->nr, order);
	zone->blocks[split]--;
	zone->blocks[split - 1] += 2;
	for (order = 0; order < MAX_ORDERS; order++)
		fuzz_check(af_unusable_index(zone->blocks, zone->nr, order) >=
			   before[order]);
	check_orders(zone);
}

static void fuzz(struct choices *choices)
{
	struct zone zone = { .nr = 1 + choose_below(choices, MAX_ORDERS) };
	unsigned int i;

	zone.blocks = fuzz_zalloc(zone.nr * sizeof(u64));
	for (i = 0; i < zone.nr && choices->left; i++)
		zone.blocks[i] = choose_magnitude(choices, MAX_BITS);
	check_orders(&zone);
	check_split(&zone, choose_below(choices, zone.nr));
	free(zone.blocks);
}
