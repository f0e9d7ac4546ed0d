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

struct af_slice af_log_base(struct af_slice symbol);
enum af_plumbing af_log_plumbing(struct af_slice symbol);
bool af_log_fits(struct af_slice symbol, const char *text);

#endif /* AF_LOGPLUMBING_H */
