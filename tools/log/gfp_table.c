// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bits and the names of the gfp masks of all kernels. Pure.
 *
 * Sources: include/linux/mm.h of 2.4, include/linux/gfp.h and gfp_types.h and
 * include/trace/events/mmflags.h after it, of some eighty releases:
 * tests/tools/masks.list says which, and what they have. A bit that means one thing
 * wherever it is used has no end here. 2.4.0 to 2.4.9 had other bits, and did not
 * print them. From 4.6 on a report has the names, and the bits serve only where
 * these are torn off.
 */
#include "log/gfp_table.h"

#define R(major, minor, patch) KERNEL_VERSION(major, minor, patch)
#define R24 R(2, 4, 0)
#define R26 R(2, 5, 0)
#define R44 R(4, 4, 0)
#define R46 R(4, 6, 0)
#define R410 R(4, 10, 0)
#define R418 R(4, 18, 0)
#define R51 R(5, 1, 0)
#define R514 R(5, 14, 0)
#define R518 R(5, 18, 0)
#define R64 R(6, 4, 0)
#define R610 R(6, 10, 0)
#define R2413 R(2, 4, 13)
#define EVER UINT32_MAX

const struct af_gfp_bit af_gfp_bits[] = {
	{ 0x01, AF_GFP_DMA, R24, EVER },
	{ 0x02, AF_GFP_HIGHMEM, R24, EVER },
	{ 0x10, AF_GFP_WAIT, R24, R44 },
	{ 0x20, AF_GFP_HIGH, R24, EVER },
	{ 0x40, AF_GFP_IO, R24, EVER },
	/* HIGHIO came with the bounce buffers' own pool, in 2.4.13 or near. */
	{ 0x80, AF_GFP_FS, R24, R2413 },
	{ 0x80, AF_GFP_HIGHIO, R2413, R26 },
	{ 0x100, AF_GFP_FS, R2413, R26 },

	{ 0x04, AF_GFP_DMA32, R(2, 6, 15), EVER },
	{ 0x80, AF_GFP_FS, R26, EVER },
	{ 0x100, AF_GFP_COLD, R26, R(4, 15, 0) },
	{ 0x200, AF_GFP_NOWARN, R26, R51 },
	{ 0x400, AF_GFP_REPEAT, R26, R(4, 13, 0) },
	{ 0x800, AF_GFP_NOFAIL, R26, R51 },
	{ 0x1000, AF_GFP_NORETRY, R26, R51 },
	{ 0x2000, AF_GFP_NO_GROW, R26, R(2, 6, 22) },
	{ 0x4000, AF_GFP_COMP, R26, R51 },
	{ 0x8000, AF_GFP_ZERO, R(2, 6, 11), R51 },
	{ 0x10000, AF_GFP_NOMEMALLOC, R(2, 6, 12), R51 },
	{ 0x20000, AF_GFP_HARDWALL, R(2, 6, 14), R51 },
	{ 0x40000, AF_GFP_THISNODE, R(2, 6, 19), R51 },
	{ 0x80000, AF_GFP_MOVABLE, R(2, 6, 23), R(2, 6, 24) },
	/* Grouping by mobility: one more bit, and another for movable. */
	{ 0x80000, AF_GFP_RECLAIMABLE, R(2, 6, 24), R44 },
	{ 0x100000, AF_GFP_MOVABLE, R(2, 6, 24), R(2, 6, 31) },
	/* b70d94ee438b: with the zone modifiers. */
	{ 0x08, AF_GFP_MOVABLE, R(2, 6, 31), EVER },
	{ 0x200000, AF_GFP_NOTRACK, R(2, 6, 31), R(4, 15, 0) },
	/* 32dba98e085f, 78afd5612deb, a756cf5908530 */
	{ 0x400000, AF_GFP_NO_KSWAPD, R(2, 6, 38), R44 },
	{ 0x800000, AF_GFP_OTHER_NODE, R(2, 6, 39), R410 },
	{ 0x1000000, AF_GFP_WRITE, R(3, 3, 0), R410 },
	/* b37f1dd0f543 */
	{ 0x2000, AF_GFP_MEMALLOC, R(3, 6, 0), R51 },
	{ 0x100000, AF_GFP_KMEMCG, R(3, 8, 0), R(3, 16, 0) },
	{ 0x100000, AF_GFP_NOACCOUNT, R(4, 1, 0), R(4, 5, 0) },
	/* 016c13daa5c9, d0164adc89f6: waiting is two bits, atomic is one. */
	{ 0x10, AF_GFP_RECLAIMABLE, R44, EVER },
	{ 0x80000, AF_GFP_ATOMIC, R44, R51 },
	{ 0x400000, AF_GFP_DIRECT_RECLAIM, R44, R418 },
	{ 0x2000000, AF_GFP_KSWAPD_RECLAIM, R44, R410 },
	{ 0x100000, AF_GFP_ACCOUNT, R(4, 5, 0), R51 },
	/* 41b6167e8f74: one bit less. dcda9b04713c: another name. 7e7844226f10 */
	{ 0x800000, AF_GFP_WRITE, R410, R418 },
	{ 0x1000000, AF_GFP_KSWAPD_RECLAIM, R410, R418 },
	{ 0x400, AF_GFP_RETRY_MAYFAIL, R(4, 13, 0), R51 },
	{ 0x2000000, AF_GFP_NOLOCKDEP, R(4, 12, 0), R418 },
	/* "mm: save two stranding bit in gfp_mask" */
	{ 0x100, AF_GFP_WRITE, R418, R51 },
	{ 0x200000, AF_GFP_DIRECT_RECLAIM, R418, R51 },
	{ 0x400000, AF_GFP_KSWAPD_RECLAIM, R418, R51 },
	{ 0x800000, AF_GFP_NOLOCKDEP, R418, R514 },

	/* "mm: shuffle GFP_* flags": those used most are neighbours. */
	{ 0x100, AF_GFP_ZERO, R51, EVER },
	{ 0x200, AF_GFP_ATOMIC, R51, R(6, 3, 0) },
	{ 0x400, AF_GFP_DIRECT_RECLAIM, R51, EVER },
	{ 0x800, AF_GFP_KSWAPD_RECLAIM, R51, EVER },
	{ 0x1000, AF_GFP_WRITE, R51, EVER },
	{ 0x2000, AF_GFP_NOWARN, R51, EVER },
	{ 0x4000, AF_GFP_RETRY_MAYFAIL, R51, EVER },
	{ 0x8000, AF_GFP_NOFAIL, R51, EVER },
	{ 0x10000, AF_GFP_NORETRY, R51, EVER },
	{ 0x20000, AF_GFP_MEMALLOC, R51, EVER },
	{ 0x40000, AF_GFP_COMP, R51, EVER },
	{ 0x80000, AF_GFP_NOMEMALLOC, R51, EVER },
	{ 0x100000, AF_GFP_HARDWALL, R51, EVER },
	{ 0x200000, AF_GFP_THISNODE, R51, EVER },
	{ 0x400000, AF_GFP_ACCOUNT, R51, EVER },
	{ 0x800000, AF_GFP_ZEROTAGS, R514, EVER },
	{ 0x1000000, AF_GFP_SKIP_KASAN_POISON, R514, R518 },
	{ 0x2000000, AF_GFP_NOLOCKDEP, R514, R518 },
	/* 53ae233c30a6, 9353ffa6e9e9: only where memory has tags, on arm64. */
	{ 0x1000000, AF_GFP_SKIP_ZERO, R518, R610 },
	{ 0x2000000, AF_GFP_SKIP_KASAN_UNPOISON, R518, R64 },
	{ 0x4000000, AF_GFP_SKIP_KASAN_POISON, R518, R64 },
	{ 0x8000000, AF_GFP_NOLOCKDEP, R518, R64 },
	/* 0a54864f8dfb */
	{ 0x2000000, AF_GFP_SKIP_KASAN, R64, R610 },
	{ 0x4000000, AF_GFP_NOLOCKDEP, R64, R610 },
};

const size_t af_nr_gfp_bits = ARRAY_SIZE(af_gfp_bits);

#define WAITING (AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(FS))
#define USING (WAITING | AF_GFP(HARDWALL))
#define RECLAIM (AF_GFP(DIRECT_RECLAIM) | AF_GFP(KSWAPD_RECLAIM))
#define KERNEL (RECLAIM | AF_GFP(IO) | AF_GFP(FS))
#define USER (KERNEL | AF_GFP(HARDWALL))
#define HIGHUSER (USER | AF_GFP(HIGHMEM))
#define HIGHUSER_MOVABLE (HIGHUSER | AF_GFP(MOVABLE))
#define LIGHT                                                                \
	(AF_GFP(HIGHMEM) | AF_GFP(MOVABLE) | AF_GFP(HARDWALL) | AF_GFP(IO) | \
	 AF_GFP(FS) | AF_GFP(COMP) | AF_GFP(NOMEMALLOC) | AF_GFP(NOWARN))

/* Those with the most flags first, as the kernel prints them. */
const struct af_gfp_compound af_gfp_compounds[] = {
	{ "GFP_HIGHUSER",
	  AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(FS) | AF_GFP(HIGHMEM), R24,
	  R2413 },
	{ "GFP_KERNEL", AF_GFP(HIGH) | AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(FS),
	  R24, R2413 },
	{ "GFP_USER", AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(FS), R24, R2413 },
	{ "GFP_NOFS", AF_GFP(HIGH) | AF_GFP(WAIT) | AF_GFP(IO), R24, R2413 },
	{ "GFP_HIGHUSER",
	  AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(HIGHIO) | AF_GFP(FS) |
		  AF_GFP(HIGHMEM),
	  R2413, R26 },
	{ "GFP_KERNEL",
	  AF_GFP(HIGH) | AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(HIGHIO) |
		  AF_GFP(FS),
	  R2413, R26 },
	{ "GFP_USER", AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(HIGHIO) | AF_GFP(FS),
	  R2413, R26 },
	{ "GFP_NOFS", AF_GFP(HIGH) | AF_GFP(WAIT) | AF_GFP(IO) | AF_GFP(HIGHIO),
	  R2413, R26 },
	{ "GFP_NOHIGHIO", AF_GFP(HIGH) | AF_GFP(WAIT) | AF_GFP(IO), R2413,
	  R26 },
	{ "GFP_NOIO", AF_GFP(HIGH) | AF_GFP(WAIT), R24, R26 },

	{ "GFP_TRANSHUGE",
	  USING | AF_GFP(HIGHMEM) | AF_GFP(MOVABLE) | AF_GFP(COMP) |
		  AF_GFP(NOMEMALLOC) | AF_GFP(NORETRY) | AF_GFP(NOWARN) |
		  AF_GFP(NO_KSWAPD),
	  R(2, 6, 38), R44 },
	{ "GFP_HIGHUSER_MOVABLE", USING | AF_GFP(HIGHMEM) | AF_GFP(MOVABLE),
	  R(2, 6, 23), R44 },
	/* f90b1d2f1aaa: before HARDWALL, GFP_USER was GFP_KERNEL. */
	{ "GFP_HIGHUSER", WAITING | AF_GFP(HIGHMEM), R26, R(2, 6, 14) },
	{ "GFP_HIGHUSER", USING | AF_GFP(HIGHMEM), R(2, 6, 14), R44 },
	{ "GFP_USER", USING, R(2, 6, 14), R44 },
	{ "GFP_TEMPORARY", WAITING | AF_GFP(RECLAIMABLE), R(2, 6, 24), R44 },
	{ "GFP_KERNEL", WAITING, R26, R44 },
	{ "GFP_NOFS", AF_GFP(WAIT) | AF_GFP(IO), R26, R44 },
	{ "GFP_NOIO", AF_GFP(WAIT), R26, R44 },
	{ "GFP_ATOMIC", AF_GFP(HIGH), R24, R44 },
	{ "GFP_IOFS", AF_GFP(IO) | AF_GFP(FS), R(2, 6, 34), R44 },
	/* 980128f223fa, 4167e9b2cf10 */
	{ "GFP_THISNODE", AF_GFP(THISNODE) | AF_GFP(NOWARN) | AF_GFP(NORETRY),
	  R(2, 6, 19), R(4, 1, 0) },

	{ "GFP_TRANSHUGE",
	  LIGHT | AF_GFP(DIRECT_RECLAIM) | AF_GFP(SKIP_KASAN_POISON), R514,
	  R518 },
	{ "GFP_TRANSHUGE_LIGHT", LIGHT | AF_GFP(SKIP_KASAN_POISON), R514,
	  R518 },
	/* 25160354a2f6, in 4.9: the light one never reclaims. */
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(DIRECT_RECLAIM), R(4, 9, 0), R514 },
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(DIRECT_RECLAIM), R518, EVER },
	/* 444eb2a449ef: without reclaim already. */
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(NORETRY), R46, R(4, 9, 0) },
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(DIRECT_RECLAIM) | AF_GFP(NORETRY),
	  R44, R46 },
	{ "GFP_TRANSHUGE_LIGHT", LIGHT, R(4, 9, 0), R514 },
	{ "GFP_TRANSHUGE_LIGHT", LIGHT, R518, EVER },
	{ "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE | AF_GFP(SKIP_KASAN_POISON),
	  R514, R518 },
	{ "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE, R44, R514 },
	{ "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE, R518, EVER },
	{ "GFP_HIGHUSER", HIGHUSER, R44, EVER },
	{ "GFP_USER", USER, R44, EVER },
	/* 0ee931c4e31a */
	{ "GFP_TEMPORARY", KERNEL | AF_GFP(RECLAIMABLE), R44, R(4, 14, 0) },
	{ "GFP_KERNEL_ACCOUNT", KERNEL | AF_GFP(ACCOUNT), R(4, 5, 0), EVER },
	{ "GFP_KERNEL", KERNEL, R44, EVER },
	{ "GFP_NOFS", RECLAIM | AF_GFP(IO), R44, EVER },
	{ "GFP_ATOMIC", AF_GFP(HIGH) | AF_GFP(ATOMIC) | AF_GFP(KSWAPD_RECLAIM),
	  R44, R(6, 3, 0) },
	{ "GFP_ATOMIC", AF_GFP(HIGH) | AF_GFP(KSWAPD_RECLAIM), R(6, 3, 0),
	  EVER },
	{ "GFP_NOIO", RECLAIM, R44, EVER },
	{ "__GFP_RECLAIM", RECLAIM, R44, EVER },
	/* 16f5dfbc851b */
	{ "GFP_NOWAIT", AF_GFP(KSWAPD_RECLAIM) | AF_GFP(NOWARN), R(6, 8, 0),
	  EVER },
	{ "GFP_NOWAIT", AF_GFP(KSWAPD_RECLAIM), R44, R(6, 8, 0) },
	{ "GFP_DMA32", AF_GFP(DMA32), R44, EVER },
	{ "GFP_DMA", AF_GFP(DMA), R44, EVER },
};

const size_t af_nr_gfp_compounds = ARRAY_SIZE(af_gfp_compounds);
