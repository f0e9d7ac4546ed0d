/* SPDX-License-Identifier: GPL-2.0-only */
/* What is publicly known of a failure, and which releases mended it. */
#ifndef AF_FIXED_IN_H
#define AF_FIXED_IN_H

#include "kernel/pure.h"
#include "lib/slice.h"

/* Conditions beside who asked. */
#define AF_KNOWN_ATOMIC_PAGE 0x01 /* a single page, atomic, of the allocator */
#define AF_KNOWN_SLAB_LEAK 0x02	  /* slab fills memory, kernel of el7 */
#define AF_KNOWN_VMALLOC 0x04	  /* vmalloc()'s own report */
#define AF_KNOWN_HIGHATOMIC_FREE 0x08 /* free blocks of the atomic reserve */

#define AF_KNOWN_STABLE 4

struct af_known {
	const char *callers; /* functions, blanks between; NULL: by conditions */
	u32 conditions;	     /* all of them must hold */
	u32 order;	     /* at least */
	u32 most;	     /* at most; 0: any */
	u32 from, until; /* releases that have it, mended in @until; 0: open */
	u32 stable[AF_KNOWN_STABLE]; /* and in these of its stable branch */
	const char *problem;	     /* a sentence */
	const char *mended; /* "fixed in 6.12, 6.6.60"; or what is known */
	const char *commit; /* of the kernel's tree; NULL: none is known */
	const char *source; /* where it is documented */
	bool harmless;
};

/* What is known of the failure. */
struct af_known_query {
	const struct af_slice *symbols; /* who asked, and who called him */
	size_t nr;
	u32 conditions;
	u32 order;
	u32 release;
};

extern const struct af_known af_knowns[];
extern const size_t af_nr_knowns;

size_t af_known_find(const struct af_known_query *query,
		     const struct af_known **found, size_t most);

#endif /* AF_FIXED_IN_H */
