// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gfp masks of all kernels. Pure.
 *
 * Sources: include/linux/mm.h of 2.4.17; include/linux/gfp.h of 2.6.0, 2.6.11,
 * 2.6.18, 2.6.20, 2.6.24, and of the patches that changed a bit after it up to
 * 5.1; gfp.h and gfp_types.h of 5.10, 6.1, 6.12, 7.2 and 7.3. A bit that means
 * one thing wherever it is used has no end here. 2.4.0 to 2.4.9 had other bits,
 * and did not print them. From 4.6 on a report has the names, and the bits serve
 * only where these are torn off.
 */
#include "log/gfp.h"

#define R(major, minor, patch) AF_RELEASE_OF(major, minor, patch)
#define R24 R(2, 4, 0)
#define R26 R(2, 5, 0)
#define R44 R(4, 4, 0)
#define R410 R(4, 10, 0)
#define R418 R(4, 18, 0)
#define R51 R(5, 1, 0)
#define R514 R(5, 14, 0)
#define R518 R(5, 18, 0)
#define R2413 R(2, 4, 13)
#define EVER UINT32_MAX

/* What a bit means in the releases from @from on, up to before @until. */
struct bit {
	u32 mask;
	enum af_gfp_flag flag;
	u32 from;
	u32 until;
};

static const struct bit bits[] = {
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
	{ 0x2000, AF_GFP_NO_GROW, R26, R(2, 6, 24) },
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
	{ 0x800000, AF_GFP_OTHER_NODE, R(2, 6, 38), R410 },
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
	/* Of every kernel; from 5.18 on bits above ZEROTAGS go by its options. */
	{ 0x1000000, AF_GFP_SKIP_KASAN_POISON, R514, R518 },
	{ 0x2000000, AF_GFP_NOLOCKDEP, R514, R518 },
};

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

/* A name for several flags. */
struct compound {
	const char *name;
	u64 flags;
	u32 from;
	u32 until;
};

/* Those with the most flags first, as the kernel prints them. */
static const struct compound compounds[] = {
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

	{ "GFP_HIGHUSER_MOVABLE", USING | AF_GFP(HIGHMEM) | AF_GFP(MOVABLE),
	  R26, R44 },
	{ "GFP_HIGHUSER", USING | AF_GFP(HIGHMEM), R26, R44 },
	{ "GFP_USER", USING, R26, R44 },
	{ "GFP_TEMPORARY", WAITING | AF_GFP(RECLAIMABLE), R26, R44 },
	{ "GFP_KERNEL", WAITING, R26, R44 },
	{ "GFP_NOFS", AF_GFP(WAIT) | AF_GFP(IO), R26, R44 },
	{ "GFP_NOIO", AF_GFP(WAIT), R26, R44 },
	{ "GFP_ATOMIC", AF_GFP(HIGH), R24, R44 },

	/* 25160354a2f6, in 4.9: the light one never reclaims. */
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(DIRECT_RECLAIM), R(4, 9, 0), EVER },
	{ "GFP_TRANSHUGE", LIGHT | AF_GFP(DIRECT_RECLAIM) | AF_GFP(NORETRY),
	  R44, R(4, 9, 0) },
	{ "GFP_TRANSHUGE_LIGHT", LIGHT, R(4, 9, 0), EVER },
	{ "GFP_TRANSHUGE",
	  LIGHT | AF_GFP(DIRECT_RECLAIM) | AF_GFP(SKIP_KASAN_POISON), R514,
	  R518 },
	{ "GFP_TRANSHUGE_LIGHT", LIGHT | AF_GFP(SKIP_KASAN_POISON), R514,
	  R518 },
	{ "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE | AF_GFP(SKIP_KASAN_POISON),
	  R514, R518 },
	{ "GFP_HIGHUSER_MOVABLE", HIGHUSER_MOVABLE, R44, EVER },
	{ "GFP_HIGHUSER", HIGHUSER, R44, EVER },
	{ "GFP_USER", USER, R44, EVER },
	{ "GFP_KERNEL_ACCOUNT", KERNEL | AF_GFP(ACCOUNT), R(4, 5, 0), EVER },
	{ "GFP_TEMPORARY", KERNEL | AF_GFP(RECLAIMABLE), R44, R(4, 15, 0) },
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

static const char *const flag_names[AF_NR_GFP_FLAGS] = {
	[AF_GFP_DMA] = "DMA",
	[AF_GFP_HIGHMEM] = "HIGHMEM",
	[AF_GFP_DMA32] = "DMA32",
	[AF_GFP_MOVABLE] = "MOVABLE",
	[AF_GFP_RECLAIMABLE] = "RECLAIMABLE",
	[AF_GFP_WAIT] = "WAIT",
	[AF_GFP_HIGH] = "HIGH",
	[AF_GFP_IO] = "IO",
	[AF_GFP_HIGHIO] = "HIGHIO",
	[AF_GFP_FS] = "FS",
	[AF_GFP_COLD] = "COLD",
	[AF_GFP_NOWARN] = "NOWARN",
	[AF_GFP_REPEAT] = "REPEAT",
	[AF_GFP_RETRY_MAYFAIL] = "RETRY_MAYFAIL",
	[AF_GFP_NOFAIL] = "NOFAIL",
	[AF_GFP_NORETRY] = "NORETRY",
	[AF_GFP_NO_GROW] = "NO_GROW",
	[AF_GFP_MEMALLOC] = "MEMALLOC",
	[AF_GFP_COMP] = "COMP",
	[AF_GFP_ZERO] = "ZERO",
	[AF_GFP_NOMEMALLOC] = "NOMEMALLOC",
	[AF_GFP_HARDWALL] = "HARDWALL",
	[AF_GFP_THISNODE] = "THISNODE",
	[AF_GFP_KMEMCG] = "KMEMCG",
	[AF_GFP_NOACCOUNT] = "NOACCOUNT",
	[AF_GFP_ACCOUNT] = "ACCOUNT",
	[AF_GFP_NOTRACK] = "NOTRACK",
	[AF_GFP_NO_KSWAPD] = "NO_KSWAPD",
	[AF_GFP_OTHER_NODE] = "OTHER_NODE",
	[AF_GFP_WRITE] = "WRITE",
	[AF_GFP_ATOMIC] = "ATOMIC",
	[AF_GFP_DIRECT_RECLAIM] = "DIRECT_RECLAIM",
	[AF_GFP_KSWAPD_RECLAIM] = "KSWAPD_RECLAIM",
	[AF_GFP_ZEROTAGS] = "ZEROTAGS",
	[AF_GFP_SKIP_ZERO] = "SKIP_ZERO",
	[AF_GFP_SKIP_KASAN] = "SKIP_KASAN",
	[AF_GFP_SKIP_KASAN_UNPOISON] = "SKIP_KASAN_UNPOISON",
	[AF_GFP_SKIP_KASAN_POISON] = "SKIP_KASAN_POISON",
	[AF_GFP_NOLOCKDEP] = "NOLOCKDEP",
	[AF_GFP_NO_OBJ_EXT] = "NO_OBJ_EXT",
};

static bool within(u32 release, u32 from, u32 until)
{
	return release >= from && release < until;
}

/**
 * af_gfp_of_mask - what a mask means
 * @mask: its bits
 * @release: of the kernel that has printed it
 * @flags: what they mean, as far as it is known
 * @unknown: the bits of which it is not
 *
 * Return: whether every bit is known
 */
bool af_gfp_of_mask(u32 mask, u32 release, u64 *flags, u32 *unknown)
{
	size_t i;

	*flags = 0;
	*unknown = mask;
	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		if (!(mask & bits[i].mask) ||
		    !within(release, bits[i].from, bits[i].until))
			continue;
		*flags |= 1ULL << bits[i].flag;
		*unknown &= ~bits[i].mask;
	}
	return !*unknown;
}

static bool compound_of_name(struct af_slice name, u32 release, u64 *flags)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(compounds); i++) {
		if (!af_slice_is(name, compounds[i].name) ||
		    !within(release, compounds[i].from, compounds[i].until))
			continue;
		*flags |= compounds[i].flags;
		return true;
	}
	return false;
}

static bool flag_of_name(struct af_slice name, u64 *flags)
{
	size_t i;

	if (!af_slice_take(&name, "__GFP_"))
		return false;
	for (i = 0; i < AF_NR_GFP_FLAGS; i++) {
		if (!af_slice_is(name, flag_names[i]))
			continue;
		*flags |= 1ULL << i;
		return true;
	}
	return false;
}

/**
 * af_gfp_of_names - what a mask by name means
 * @names: as the kernel prints it, names with | between them
 * @release: of that kernel
 * @flags: what they mean, as far as it is known
 *
 * Return: whether every name is known; one that is cut off at the end is not
 */
bool af_gfp_of_names(struct af_slice names, u32 release, u64 *flags)
{
	bool known = true;

	*flags = 0;
	while (names.length) {
		size_t bar = af_slice_find(names, "|");
		size_t length = bar == AF_NOT_FOUND ? names.length : bar;
		struct af_slice name = af_slice_front(names, length);

		known &= compound_of_name(name, release, flags) ||
			 flag_of_name(name, flags);
		af_slice_skip(&names, length + (length < names.length));
	}
	return known;
}

static void append(char text[AF_GFP_TEXT], const char *prefix, const char *name)
{
	size_t length = strlen(text);

	snprintf(text + length, AF_GFP_TEXT - length, "%s%s%s",
		 length ? "|" : "", prefix, name);
}

/**
 * af_gfp_text - a mask by name, as kernels from 4.6 on print it
 * @text: where to put it
 * @flags: what it means
 * @release: of the kernel, for the names that cover several flags
 */
void af_gfp_text(char text[AF_GFP_TEXT], u64 flags, u32 release)
{
	size_t i;

	text[0] = '\0';
	for (i = 0; i < ARRAY_SIZE(compounds); i++) {
		const struct compound *one = &compounds[i];

		if (!within(release, one->from, one->until) ||
		    (flags & one->flags) != one->flags)
			continue;
		append(text, "", one->name);
		flags &= ~one->flags;
	}
	for (i = 0; i < AF_NR_GFP_FLAGS; i++)
		if (flags >> i & 1)
			append(text, "__GFP_", flag_names[i]);
	/* Waking nobody and waiting for nobody was GFP_NOWAIT. */
	if (!text[0] && within(release, R(2, 6, 16), R44))
		append(text, "", "GFP_NOWAIT");
	else if (!text[0])
		snprintf(text, AF_GFP_TEXT, "0");
}

static void add_bound(u32 *bounds, size_t *nr, u32 bound)
{
	size_t i;

	for (i = 0; i < *nr; i++)
		if (bounds[i] == bound)
			return;
	if (*nr < AF_GFP_BOUNDS)
		bounds[(*nr)++] = bound;
}

/**
 * af_gfp_bounds - the releases at which bits or names change their meaning
 * @bounds: where to put them, in no order
 *
 * Return: how many
 */
size_t af_gfp_bounds(u32 bounds[AF_GFP_BOUNDS])
{
	size_t i, nr = 0;

	for (i = 0; i < ARRAY_SIZE(bits); i++) {
		add_bound(bounds, &nr, bits[i].from);
		add_bound(bounds, &nr, bits[i].until);
	}
	for (i = 0; i < ARRAY_SIZE(compounds); i++) {
		add_bound(bounds, &nr, compounds[i].from);
		add_bound(bounds, &nr, compounds[i].until);
	}
	return nr;
}
