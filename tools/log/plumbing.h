/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands in a call trace between the page allocator and who wants something
 * from it: one table, of all releases and architectures.
 */
#ifndef AF_LOGPLUMBING_H
#define AF_LOGPLUMBING_H

#include "lib/slice.h"

enum af_plumbing {
	AF_NO_PLUMBING,
	AF_PLUMBING_PRINT, /* prints the report */
	AF_PLUMBING_PAGES, /* the page allocator, and its entries */
	AF_PLUMBING_SLAB,
	AF_PLUMBING_VMALLOC,
	AF_PLUMBING_DMA,
	AF_PLUMBING_SKB,
	AF_PLUMBING_HELPER, /* the rest: percpu, mempool, devres, USB, iommu */
};

enum af_plumbing af_log_plumbing(struct af_slice symbol);
bool af_log_fits_whole(struct af_slice symbol, const char *text);

/**
 * af_log_base - a symbol as it stands in the source
 * @symbol: as it stands in a trace
 *
 * Without what the compiler puts behind a dot (.isra.0, .constprop.1, .part.2,
 * .cold, .clone.3, .llvm.4) and the dot before a function's code on ppc64.
 */
static inline struct af_slice af_log_base(struct af_slice symbol)
{
	const char *dot;

	if (!symbol.length)
		return symbol;
	af_slice_take(&symbol, ".");
	dot = memchr(symbol.text, '.', symbol.length);
	return dot ? af_slice_front(symbol, dot - symbol.text) : symbol;
}

/**
 * af_log_fits - does a name fit a row of a table
 * @symbol: the name
 * @text: a beginning, of two bytes or more; with "$" at its end, all of it
 *
 * The most rows are told apart by two bytes.
 */
static inline bool af_log_fits(struct af_slice symbol, const char *text)
{
	return symbol.length > 1 && symbol.text[0] == text[0] &&
	       symbol.text[1] == text[1] && af_log_fits_whole(symbol, text);
}

#endif /* AF_LOGPLUMBING_H */
