// SPDX-License-Identifier: GPL-2.0-only
/* From a gfp mask to what it means, and back to names. Pure. */
#include "log/gfp_table.h"

/* From 6.10 on an option that is off leaves its bit to the next flag. */
#define CONFIG_BITS 0xff000000

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
	for (i = 0; i < af_nr_gfp_bits; i++) {
		if (!(mask & af_gfp_bits[i].mask) ||
		    !within(release, af_gfp_bits[i].from, af_gfp_bits[i].until))
			continue;
		*flags |= 1ULL << af_gfp_bits[i].flag;
		*unknown &= ~af_gfp_bits[i].mask;
	}
	return !*unknown;
}

/**
 * af_gfp_config_bits - bits that are of other flags in another configuration
 * @release: of the kernel
 */
u32 af_gfp_config_bits(u32 release)
{
	return release >= KERNEL_VERSION(6, 10, 0) ? CONFIG_BITS : 0;
}

static bool compound_of_name(struct af_slice name, u32 release, u64 *flags)
{
	size_t i;

	for (i = 0; i < af_nr_gfp_compounds; i++) {
		if (!af_slice_is(name, af_gfp_compounds[i].name) ||
		    !within(release, af_gfp_compounds[i].from,
			    af_gfp_compounds[i].until))
			continue;
		*flags |= af_gfp_compounds[i].flags;
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

/* "0x2000000" behind the names: bits that have none. */
static bool flags_of_rest(struct af_slice name, u32 release, u64 *flags)
{
	u64 mask, rest;
	u32 unknown;

	if (!af_slice_begins(name, "0x") || !af_slice_u64(name, &mask) ||
	    mask > UINT32_MAX)
		return false;
	af_gfp_of_mask(mask, release, &rest, &unknown);
	*flags |= rest;
	return !(unknown & ~af_gfp_config_bits(release));
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
			 flag_of_name(name, flags) ||
			 flags_of_rest(name, release, flags);
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
	for (i = 0; i < af_nr_gfp_compounds; i++) {
		const struct af_gfp_compound *one = &af_gfp_compounds[i];

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
	if (!text[0] &&
	    within(release, KERNEL_VERSION(2, 6, 17), KERNEL_VERSION(4, 4, 0)))
		append(text, "", "GFP_NOWAIT");
	else if (!text[0])
		snprintf(text, AF_GFP_TEXT, "0");
}

static u32 eras[AF_GFP_BOUNDS];
static size_t nr_eras;

/* In order, and each once. */
static void add_era(u32 bound)
{
	size_t i;

	for (i = 0; i < nr_eras && eras[i] < bound; i++)
		;
	if (nr_eras == AF_GFP_BOUNDS || (i < nr_eras && eras[i] == bound))
		return;
	memmove(&eras[i + 1], &eras[i], (nr_eras - i) * sizeof(*eras));
	eras[i] = bound;
	nr_eras++;
}

/**
 * af_gfp_bounds - the releases at which bits or names change their meaning
 * @bounds: is set to them, the earliest first
 *
 * Return: how many
 */
size_t af_gfp_bounds(const u32 **bounds)
{
	size_t i;

	*bounds = eras;
	if (nr_eras)
		return nr_eras;
	for (i = 0; i < af_nr_gfp_bits; i++) {
		add_era(af_gfp_bits[i].from);
		add_era(af_gfp_bits[i].until);
	}
	for (i = 0; i < af_nr_gfp_compounds; i++) {
		add_era(af_gfp_compounds[i].from);
		add_era(af_gfp_compounds[i].until);
	}
	return nr_eras;
}
