// SPDX-License-Identifier: GPL-2.0-only
/* Names of gfp bits, as settings may have them, without __GFP_ and GFP_. */
#include <linux/gfp.h>
#include <linux/kernel.h>

#include "inject/armed.h"

/* clang-format off */

#define NAMED(name) { #name, (__force u32)__GFP_##name }
#define MASK(name) { #name, (__force u32)GFP_##name }

const struct af_inject_gfp af_inject_gfp_names[] = {
	MASK(ATOMIC),	   MASK(KERNEL),	MASK(NOWAIT),
	MASK(NOIO),	   MASK(NOFS),		MASK(USER),
	NAMED(DMA),	   NAMED(DMA32),	NAMED(HIGHMEM),
	NAMED(MOVABLE),	   NAMED(RECLAIMABLE),	NAMED(HIGH),
	NAMED(IO),	   NAMED(FS),		NAMED(DIRECT_RECLAIM),
	NAMED(RECLAIM),	   NAMED(KSWAPD_RECLAIM), NAMED(NOWARN),
	NAMED(NORETRY),	   NAMED(RETRY_MAYFAIL), NAMED(COMP),
	NAMED(ZERO),	   NAMED(ACCOUNT),	NAMED(WRITE),
	NAMED(HARDWALL),   NAMED(THISNODE),	NAMED(MEMALLOC),
	NAMED(NOMEMALLOC),
};

/* clang-format on */

const size_t af_inject_nr_gfp_names = ARRAY_SIZE(af_inject_gfp_names);
