/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands in a call trace between the page allocator and who wants something
 * from it: one table, of all releases and architectures.
 */
#ifndef AF_LOGPLUMBING_H
#define AF_LOGPLUMBING_H

#include "log/trace.h"

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

/* Who asked, as far as the trace tells. */
struct af_log_caller {
	bool known;
	struct af_slice symbol; /* without suffixes and dots */
	struct af_slice module; /* empty: the kernel's own */
	unsigned int index;	/* of its frame, or of the last of all */
	u32 passes; /* bits of enum af_plumbing: what the request came by */
	bool mixed; /* the log had two traces at once */
	bool guess; /* no frame of the trace is sure, or some are left over */
	bool cut;   /* the trace ends within the allocator */
	bool bare;  /* the trace has addresses and no names */
};

struct af_slice af_log_base(struct af_slice symbol);
enum af_plumbing af_log_plumbing(struct af_slice symbol);
void af_log_find_caller(struct af_log_caller *caller,
			const struct af_log_trace *trace);

/* Does the request come by this part of an allocator. */
static inline bool af_log_passes(const struct af_log_caller *caller,
				 enum af_plumbing kind)
{
	return caller->passes >> kind & 1;
}

#endif /* AF_LOGPLUMBING_H */
