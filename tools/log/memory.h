/* SPDX-License-Identifier: GPL-2.0-only */
/* The zones as a report in the kernel log shows them: its Mem-Info. */
#ifndef AF_LOGMEM_H
#define AF_LOGMEM_H

#include "lib/scan.h"

#define AF_LOG_ORDERS 16  /* more than any kernel has */
#define AF_LOG_RESERVES 8 /* zones of a node, the same */

/* In the order of their addresses, which is that of their numbers. */
enum af_log_zone_name {
	AF_LOG_DMA,
	AF_LOG_DMA32,
	AF_LOG_NORMAL,
	AF_LOG_HIGHMEM,
	AF_LOG_MOVABLE,
	AF_LOG_DEVICE,
	AF_NR_LOG_ZONES
};

extern const char *const af_log_zone_names[AF_NR_LOG_ZONES];

/* Kinds of the free blocks of an order, by the kernel's letters. */
#define AF_LOG_LETTERS 0x01  /* the report has letters at all */
#define AF_LOG_PLAIN 0x02    /* U, M, E, R */
#define AF_LOG_CMA 0x04	     /* C */
#define AF_LOG_HIGH 0x08     /* H: highatomic */
#define AF_LOG_ISOLATED 0x10 /* I */

/* Amounts in kB, as they are printed; the reserves are in pages. */
struct af_log_zone {
	s64 node; /* 0 where the report has no nodes */
	enum af_log_zone_name name;
	bool marks; /* the line with its watermarks was there */
	bool lists; /* that with its free blocks, to its end */
	u64 free, min, boost, cma;
	u64 highatomic, free_highatomic;
	bool highatomic_known;
	u64 reserve[AF_LOG_RESERVES]; /* lowmem_reserve */
	unsigned int nr_reserves;
	u64 blocks[AF_LOG_ORDERS];
	u8 kinds[AF_LOG_ORDERS];
	unsigned int nr_orders;
};

struct af_log_memory {
	struct af_log_zone *zones;
	size_t nr;
	u64 page_kb; /* size of a page, 4 unless the lists say otherwise */
	bool total_known;
	u64 total_free; /* pages, in zones that are not shown too */
	/* Loggers break the kernel's lines: what the next one may go on with. */
	bool node_open;
	s64 node;
	bool reserve_open;
	bool list_open;
	size_t open; /* its zone */
};

int af_log_memory_line(struct af_log_memory *memory, struct af_slice text);
bool af_log_memory_knows(const struct af_log_memory *memory,
			 struct af_slice text);

#endif /* AF_LOGMEM_H */
