// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fragmented the free memory of a zone is. Pure: no kernel state. The
 * definitions are those of fill_contig_page_info(), unusable_free_index() and
 * __fragmentation_index() in mm/vmstat.c, the same from 5.10 to 7.3.
 */
#include "why/fragindex.h"

/* Free memory as a request of some order meets it. */
struct free_memory {
	u64 pages;    /* free pages */
	u64 blocks;   /* free blocks of any order */
	u64 suitable; /* blocks of the order that they make */
};

static struct free_memory fragindex_sum_up(const u64 *blocks, unsigned int nr,
					   unsigned int order)
{
	struct free_memory sum = { .pages = 0 };
	unsigned int i;

	for (i = 0; i < nr; i++) {
		sum.pages += blocks[i] << i;
		sum.blocks += blocks[i];
		if (i >= order)
			sum.suitable += blocks[i] << (i - order);
	}
	return sum;
}

/**
 * af_unusable_index() - share of free memory that is no use to a request
 * @blocks: free blocks of each order
 * @nr: orders there are
 * @order: of the request
 *
 * Context: Any.
 * Return: Thousandths, from 0 to 1000; 1000 if nothing is free.
 */
int af_unusable_index(const u64 *blocks, unsigned int nr, unsigned int order)
{
	struct free_memory free = fragindex_sum_up(blocks, nr, order);
	u64 unusable = free.pages - (free.suitable << order);

	return free.pages ? div64_u64(unusable * 1000, free.pages) : 1000;
}

/**
 * af_fragmentation_index() - would a request fail for lack of memory, or of order
 * @blocks: free blocks of each order
 * @nr: orders there are
 * @order: of the request
 *
 * Context: Any.
 * Return: Thousandths: -1000 if it would not fail, towards 0 for lack of
 * memory, towards 1000 for fragmentation; 0 if nothing is free.
 */
int af_fragmentation_index(const u64 *blocks, unsigned int nr,
			   unsigned int order)
{
	struct free_memory free = fragindex_sum_up(blocks, nr, order);
	u64 thousandths = div64_u64(free.pages * 1000, 1ULL << order);

	if (!free.blocks)
		return 0;
	if (free.suitable)
		return -1000;
	return 1000 - (int)div64_u64(1000 + thousandths, free.blocks);
}
