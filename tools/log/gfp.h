/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gfp masks of all kernels: which bit means what differs from release to
 * release, and so do some of the names. Here a mask is a set of meanings.
 */
#ifndef AF_GFP_H
#define AF_GFP_H

#include "lib/slice.h"

enum af_gfp_flag {
	AF_GFP_DMA,
	AF_GFP_HIGHMEM,
	AF_GFP_DMA32,
	AF_GFP_MOVABLE,
	AF_GFP_RECLAIMABLE,
	AF_GFP_WAIT, /* up to 4.3: may wait, and wakes kswapd */
	AF_GFP_HIGH,
	AF_GFP_IO,
	AF_GFP_HIGHIO, /* 2.4 */
	AF_GFP_FS,
	AF_GFP_COLD,
	AF_GFP_NOWARN,
	AF_GFP_REPEAT,
	AF_GFP_RETRY_MAYFAIL,
	AF_GFP_NOFAIL,
	AF_GFP_NORETRY,
	AF_GFP_NO_GROW,
	AF_GFP_MEMALLOC,
	AF_GFP_COMP,
	AF_GFP_ZERO,
	AF_GFP_NOMEMALLOC,
	AF_GFP_HARDWALL,
	AF_GFP_THISNODE,
	AF_GFP_KMEMCG,
	AF_GFP_NOACCOUNT,
	AF_GFP_ACCOUNT,
	AF_GFP_NOTRACK,
	AF_GFP_NO_KSWAPD,
	AF_GFP_OTHER_NODE,
	AF_GFP_WRITE,
	AF_GFP_ATOMIC,
	AF_GFP_DIRECT_RECLAIM,
	AF_GFP_KSWAPD_RECLAIM,
	AF_GFP_ZEROTAGS,
	AF_GFP_SKIP_ZERO,
	AF_GFP_SKIP_KASAN,
	AF_GFP_SKIP_KASAN_UNPOISON,
	AF_GFP_SKIP_KASAN_POISON,
	AF_GFP_NOLOCKDEP,
	AF_GFP_NO_OBJ_EXT,
	AF_NR_GFP_FLAGS
};

#define AF_GFP(flag) (1ULL << AF_GFP_##flag)

/* More than there are. */
#define AF_GFP_BOUNDS 96

/* Room for the longest mask by name. */
#define AF_GFP_TEXT 512

bool af_gfp_of_mask(u32 mask, u32 release, u64 *flags, u32 *unknown);
bool af_gfp_of_names(struct af_slice names, u32 release, u64 *flags);
u32 af_gfp_config_bits(u32 release);
size_t af_gfp_bounds(const u32 **bounds);
void af_gfp_text(char text[AF_GFP_TEXT], u64 flags, u32 release);

/* Flags that only some configurations have. */
#define AF_GFP_BY_CONFIG                                           \
	(AF_GFP(SKIP_ZERO) | AF_GFP(SKIP_KASAN) |                  \
	 AF_GFP(SKIP_KASAN_UNPOISON) | AF_GFP(SKIP_KASAN_POISON) | \
	 AF_GFP(NOLOCKDEP) | AF_GFP(NO_OBJ_EXT))

/* May the caller wait: direct reclaim is open to it. */
static inline bool af_gfp_may_wait(u64 flags)
{
	return flags & (AF_GFP(WAIT) | AF_GFP(DIRECT_RECLAIM));
}

#endif /* AF_GFP_H */
