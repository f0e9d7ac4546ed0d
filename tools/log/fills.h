/* SPDX-License-Identifier: GPL-2.0-only */
/* What memory is full of, by the summary of a report. */
#ifndef AF_LOGFILLS_H
#define AF_LOGFILLS_H

#include "log/memory.h"

enum af_log_fill {
	AF_FILL_ANON,	 /* of processes, without what is shared */
	AF_FILL_SHARED,	 /* tmpfs and shared memory */
	AF_FILL_FILE,	 /* page cache */
	AF_FILL_SLAB,	 /* that can be reclaimed */
	AF_FILL_SLAB_UN, /* that cannot */
	AF_FILL_TABLES,
	AF_FILL_FREE,
	AF_NR_FILLS
};

/* Amounts in kB. */
struct af_log_fills {
	bool known; /* at least something */
	u64 total;  /* of the machine; 0: not said */
	u64 kb[AF_NR_FILLS];
	bool leak;  /* in slab */
	bool clean; /* most of it is page cache, and hardly any of that dirty */
	bool little_swap; /* for what processes use */
	bool swap_known;
	u64 swap_total, swap_free;
};

void af_log_find_fills(struct af_log_fills *fills,
		       const struct af_log_memory *memory, u64 page_kb);

#endif /* AF_LOGFILLS_H */
