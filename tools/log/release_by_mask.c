// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which releases a report can be of: by its form, by the functions in its trace,
 * by the fields of its zones, and by its mask, of which each era of the kernel
 * makes something else. Pure.
 *
 * Sources: the format strings of mm/page_alloc.c and lib/show_mem.c, and the
 * functions, as they stand in the sources of the releases named.
 */
#include <stdio.h>

#include "log/plumbing.h"
#include "log/release_by_mask.h"

#define R(major, minor) KERNEL_VERSION(major, minor, 0)
#define R26(patch) KERNEL_VERSION(2, 6, patch)
#define EVER UINT32_MAX

/* What is asked of a release, the strictest first. */
enum strictness {
	BY_ALL,
	BY_MASK,  /* the form may have been changed by who pasted it */
	BY_SENSE, /* bits may be unknown, if what is known makes sense */
	BY_NOTHING,
};

/* Functions that only some releases have; with "*", names that begin so. */
static const struct {
	const char *text;
	u32 from, until;
} functions[] = {
	{ "warn_alloc_failed", R(3, 0), R(4, 9) },
	{ "warn_alloc", R(4, 9), EVER },
	{ "__alloc_pages_internal", R26(26), R26(31) },
	{ "__alloc_pages_nodemask", R26(26), R(5, 13) },
	{ "__alloc_pages_slowpath", R26(31), EVER },
	{ "__alloc_pages_noprof", R(6, 10), EVER },
	{ "__alloc_frozen_pages_noprof", R(6, 14), EVER },
	{ "__kmalloc_noprof", R(6, 10), EVER },
	{ "__kmalloc_large_node", R(6, 1), R(6, 10) },
	{ "kmalloc_order", R26(38), R(6, 1) },
	{ "kmalloc_order_trace", R26(38), R(6, 1) },
	{ "alloc_kmem_pages", R(3, 16), R(4, 8) },
	{ "folio_alloc", R(5, 16), R(6, 10) },
	{ "vma_alloc_folio", R(5, 18), R(6, 10) },
	{ "__kmem_cache_alloc_node", R(6, 1), R(6, 8) },
	{ "page_frag_alloc", R(4, 10), EVER },
	{ "__alloc_page_frag", R(3, 19), R(4, 10) },
	{ "__alloc_rx_skb", R(3, 18), R(4, 1) },
	{ "asm_exc_*", R(5, 8), EVER },
	{ "asm_sysvec_*", R(5, 8), EVER },
	{ "sysvec_*", R(5, 8), EVER },
	{ "irq_exit_rcu", R(5, 8), EVER },
	{ "ret_from_fork_asm", R(6, 5), EVER },
	{ "__x64_sys_*", R(4, 17), EVER },
	{ "__arm64_sys_*", R(4, 19), EVER },
	{ "SyS_*", R26(29), R(4, 17) },
	{ "system_call_fastpath", R26(27), R(4, 2) },
	{ "handle_mm_fault", R(2, 4), EVER },
};

static void narrow(struct af_release_range *range, u32 from, u32 until)
{
	if (from > range->from)
		range->from = from;
	if (until < range->until)
		range->until = until;
}

/* 4.6: the mask by name. 4.11: the nodemask, then the cpuset on the same line. */
static void narrow_by_form(struct af_release_range *range,
			   const struct af_log_report *report)
{
	switch (report->form) {
	case AF_LOG_1990S:
		narrow(range, 0, R(2, 2));
		break;
	case AF_LOG_2_4:
		narrow(range, R(2, 4), R(2, 5));
		break;
	case AF_LOG_DOT:
		narrow(range, R(2, 5), R(3, 0));
		break;
	case AF_LOG_COLON:
		narrow(range, R(3, 0), R(4, 6));
		break;
	case AF_LOG_NAMES:
		narrow(range, R(4, 6), EVER);
		if (report->nodemask_said)
			narrow(range, R(4, 11), EVER);
		/* 5.0, and distributions' 4.18 */
		if (report->cpuset_said)
			narrow(range, R(4, 18), EVER);
		break;
	}
}

static bool is_function(struct af_slice base, const char *text)
{
	size_t length = strlen(text);

	if (text[length - 1] != '*')
		return af_slice_is(base, text);
	return base.length >= length && !memcmp(base.text, text, length - 1);
}

/* A trace that names __alloc_pages alone is of before 2.6.28, or of 5.13 on. */
static void narrow_by_entry(struct af_release_range *range,
			    const struct af_log_report *report)
{
	bool entry = false;
	unsigned int i;

	for (i = 0; i < report->trace.nr; i++) {
		struct af_slice base =
			af_log_base(report->trace.frames[i].symbol);

		if (af_slice_begins(base, "__alloc_pages_nodemask") ||
		    af_slice_begins(base, "__alloc_pages_internal"))
			return;
		entry |= af_slice_is(base, "__alloc_pages");
	}
	if (entry && range->from >= R26(28))
		narrow(range, R(5, 13), R(6, 10));
}

static void narrow_by_trace(struct af_release_range *range,
			    const struct af_log_report *report)
{
	struct af_release_range by = *range;
	unsigned int i;
	size_t j;

	for (i = 0; i < report->trace.nr; i++) {
		struct af_slice base =
			af_log_base(report->trace.frames[i].symbol);

		for (j = 0; j < ARRAY_SIZE(functions); j++)
			if (is_function(base, functions[j].text))
				narrow(&by, functions[j].from,
				       functions[j].until);
	}
	narrow_by_entry(&by, report);
	/* Distributions take functions back to older releases. */
	if (by.from < by.until)
		*range = by;
}

static void narrow_by_zones(struct af_release_range *range,
			    const struct af_log_report *report)
{
	size_t i;

	for (i = 0; i < report->memory.nr; i++) {
		const struct af_log_zone *zone = &report->memory.zones[i];

		if (zone->boost_known)
			narrow(range, R(5, 16), EVER);
		if (zone->highatomic_known)
			narrow(range, R(5, 7), EVER);
		if (zone->cma_known)
			narrow(range, R(3, 7), EVER);
	}
}

/* No kernel has asked so: what a caller may do, and who may wait, contradict. */
static bool makes_sense(u64 flags, u32 release)
{
	bool waits = af_gfp_may_wait(flags);
	/* From 4.4 on it is said who wakes kswapd: nearly everybody does. */
	bool wakes = release < R(4, 4) ||
		     flags & (AF_GFP(KSWAPD_RECLAIM) | AF_GFP(DIRECT_RECLAIM));
	u64 waiting = AF_GFP(IO) | AF_GFP(FS) | AF_GFP(HIGHIO) |
		      AF_GFP(NOFAIL) | AF_GFP(REPEAT) | AF_GFP(RETRY_MAYFAIL);

	if (!wakes || (!waits && flags & waiting))
		return false;
	if (flags & AF_GFP(FS) && !(flags & AF_GFP(IO)))
		return false;
	if (flags & AF_GFP(NOFAIL) && flags & AF_GFP(NORETRY))
		return false;
	if (flags & AF_GFP(DMA) && flags & (AF_GFP(HIGHMEM) | AF_GFP(DMA32)))
		return false;
	return !(flags & AF_GFP(HIGHMEM) && flags & AF_GFP(DMA32));
}

static bool names_fit(const struct af_log_report *report, u32 release,
		      u64 flags)
{
	u64 named;

	if (!report->names_whole || !report->names.length)
		return true;
	/* GFP_HIGHUSER_MOVABLE has some of them, where a kernel has them. */
	return af_gfp_of_names(report->names, release, &named) &&
	       !((named ^ flags) & ~AF_GFP_BY_CONFIG);
}

static bool possible(const struct af_log_report *report, u32 release,
		     enum strictness how)
{
	u32 unknown;
	u64 flags;
	bool known;

	if (how == BY_NOTHING || !report->mask_known)
		return true;
	af_gfp_of_mask(report->mask, release, &flags, &unknown);
	known = !(unknown & ~af_gfp_config_bits(release));
	/* What is printed was not to be silent. */
	if (flags & AF_GFP(NOWARN))
		return false;
	if (how == BY_SENSE)
		return makes_sense(flags, release);
	return known && names_fit(report, release, flags) &&
	       (report->names.length || makes_sense(flags, release));
}

/*
 * Those at which it may change, within a range, and its ends.
 *
 * Return: how many
 */
static size_t find_bounds(u32 bounds[AF_GFP_BOUNDS + 2],
			  const struct af_release_range *range)
{
	const u32 *eras;
	size_t i, nr = 0, all = af_gfp_bounds(&eras);

	bounds[nr++] = range->from;
	for (i = 0; i < all; i++)
		if (eras[i] > range->from && eras[i] < range->until)
			bounds[nr++] = eras[i];
	bounds[nr++] = range->until;
	return nr;
}

/* The longest stretch of eras that the mask fits. Return: is there one */
static bool fit(struct af_release_range *range,
		const struct af_log_report *report, enum strictness how)
{
	u32 bounds[AF_GFP_BOUNDS + 2];
	size_t i, nr = find_bounds(bounds, range);
	struct af_release_range best = { 0 }, now = { 0 };

	for (i = 0; i + 1 < nr; i++) {
		if (!possible(report, bounds[i], how)) {
			now = (struct af_release_range){ 0 };
			continue;
		}
		if (!now.until)
			now.from = bounds[i];
		now.until = bounds[i + 1];
		if (now.until - now.from >= best.until - best.from)
			best = now;
	}
	if (!best.until)
		return false;
	*range = best;
	return true;
}

/**
 * af_release_by_mask - which releases a report can be of
 * @range: where to put them
 * @report: of a failure
 */
void af_release_by_mask(struct af_release_range *range,
			const struct af_log_report *report)
{
	enum strictness how;

	for (how = BY_ALL; how <= BY_NOTHING; how++) {
		*range = (struct af_release_range){ R(2, 0), EVER };
		if (how == BY_ALL || how == BY_NOTHING)
			narrow_by_form(range, report);
		narrow_by_trace(range, report);
		narrow_by_zones(range, report);
		if (range->from < range->until && fit(range, report, how))
			return;
	}
	*range = (struct af_release_range){ R(2, 0), EVER };
	narrow_by_form(range, report);
}

/**
 * af_release_within - one release of a range, whose rules may stand for all
 * @range: the releases
 *
 * Return: the latest of the long-lived ones, or the first of the range
 */
u32 af_release_within(const struct af_release_range *range)
{
	static const u32 kept[] = {
		R(6, 12), R(6, 6), R(6, 1),  R(5, 15),
		R(5, 10), R(5, 4), R(4, 19), R(4, 14),
		R(4, 9),  R(4, 4), R(3, 10), R(3, 2),
		R26(32),  R26(24), R26(18),  KERNEL_VERSION(2, 4, 18)
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kept); i++)
		if (kept[i] >= range->from && kept[i] < range->until)
			return kept[i];
	return range->from;
}

static void name(char *text, size_t size, u32 release)
{
	u32 major = release >> 16, minor = release >> 8 & 0xff;

	if (major == 2 && minor >= 5)
		snprintf(text, size, "2.6.%u", minor == 5 ? 0 : release & 0xff);
	else if (major == 2 && release & 0xff)
		snprintf(text, size, "2.%u.%u", minor, release & 0xff);
	else
		snprintf(text, size, "%u.%u", major, minor);
}

/* The last release before this one. */
static u32 before(u32 release)
{
	static const u32 lasts[][2] = {
		{ R(7, 0), R(6, 19) }, { R(6, 0), R(5, 19) },
		{ R(5, 0), R(4, 20) }, { R(4, 0), R(3, 19) },
		{ R(3, 0), R26(39) },  { R(2, 5), R(2, 4) },
		{ R(2, 2), R(2, 0) },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lasts); i++)
		if (release == lasts[i][0])
			return lasts[i][1];
	return release & 0xff ? release - 1 : release - 0x100;
}

/**
 * af_release_range_text - a range as people say it
 * @text: where to put it: "5.1 to 6.2", "5.1 or later"
 * @range: the releases
 */
const char *af_release_range_text(char text[AF_RANGE_TEXT],
				  const struct af_release_range *range)
{
	char from[12], to[12];

	name(from, sizeof(from), range->from);
	if (range->until == EVER) {
		snprintf(text, AF_RANGE_TEXT, "%s or later", from);
		return text;
	}
	name(to, sizeof(to), before(range->until));
	if (!strcmp(from, to))
		snprintf(text, AF_RANGE_TEXT, "%s", from);
	else
		snprintf(text, AF_RANGE_TEXT, "%s to %s", from, to);
	return text;
}
