/* SPDX-License-Identifier: GPL-2.0-only */
/* The zones as a report in the kernel log shows them: its Mem-Info. */
#ifndef AF_LOGMEM_H
#define AF_LOGMEM_H

#include "lib/slice.h"

#define AF_LOG_ORDERS 20  /* more than any kernel has */
#define AF_LOG_RESERVES 8 /* zones of a node, the same */
#define AF_LOG_ALLOCS 4	  /* of the kernel's own list, 6.10 and later */
#define AF_LOG_ALLOC_LEN 56

/* What the summary of a report counts, in pages. */
enum af_log_count {
	AF_LOG_ACTIVE_ANON,
	AF_LOG_INACTIVE_ANON,
	AF_LOG_ACTIVE_FILE,
	AF_LOG_INACTIVE_FILE,
	AF_LOG_UNEVICTABLE,
	AF_LOG_DIRTY,
	AF_LOG_WRITEBACK,
	AF_LOG_SLAB, /* up to 2.6.18: of both kinds */
	AF_LOG_SLAB_RECLAIMABLE,
	AF_LOG_SLAB_UNRECLAIMABLE,
	AF_LOG_MAPPED,
	AF_LOG_SHMEM,
	AF_LOG_PAGETABLES,
	AF_LOG_FREE, /* in zones that are not shown too */
	AF_LOG_FREE_CMA,
	AF_LOG_PAGECACHE,
	AF_LOG_RAM,
	AF_LOG_HIGHMEM_PAGES,
	AF_LOG_RESERVED,
	AF_NR_LOG_COUNTS
};

/* Where the size of a page is known from. */
enum af_page_from {
	AF_PAGE_ASSUMED,
	AF_PAGE_ARCH, /* the kernel's name, or what only one processor has */
	AF_PAGE_HUGE, /* hugepages_size */
	AF_PAGE_LISTS,
};

/* A row of "Memory allocations:". */
struct af_log_alloc {
	u64 bytes;
	char what[AF_LOG_ALLOC_LEN];
};

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
	u64 low;
	u64 present, managed; /* 0: not said */
	u64 file;	      /* active and inactive page cache */
	bool boost_known;     /* the report says how much of min it is */
	bool cma_known;
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
	u64 page_kb; /* size of a page */
	enum af_page_from page_from;
	u32 counts_known; /* bits of enum af_log_count */
	u64 counts[AF_NR_LOG_COUNTS];
	bool swap_free_known, swap_total_known;
	u64 swap_free_kb, swap_total_kb;
	bool tail; /* lines that come after the zones were there */
	struct af_log_alloc allocs[AF_LOG_ALLOCS];
	unsigned int nr_allocs;
	bool allocs_open;
	/* Loggers break the kernel's lines: what the next one may go on with. */
	bool node_open;
	s64 node;
	bool reserve_open;
	bool list_open;
	size_t open; /* its zone */
};

static inline bool af_log_counted(const struct af_log_memory *memory,
				  enum af_log_count count)
{
	return memory->counts_known >> count & 1;
}

int af_log_memory_line(struct af_log_memory *memory, struct af_slice text);
bool af_log_memory_knows(const struct af_log_memory *memory,
			 struct af_slice text);

#endif /* AF_LOGMEM_H */
