// SPDX-License-Identifier: GPL-2.0-only
/* When a row of the table of advice is said: one function a row. Pure. */
#include "advice/when.h"

#define STREAK_MANY 100 /* in one go, by one task: nobody waits in between */

static bool is_atomic(const struct af_case *facts)
{
	return facts->class == AF_CLASS_ATOMIC;
}

static bool is_large(const struct af_case *facts, s64 from, s64 to)
{
	return facts->order >= from && facts->order <= to;
}

/* Short or in pieces: what a smaller request or more free memory would mend. */
static bool is_short(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_WATERMARK ||
	       facts->cause == AF_CAUSE_FRAGMENTATION ||
	       facts->cause == AF_CAUSE_TRANSIENT ||
	       facts->cause == AF_NR_CAUSES;
}

bool af_when_injected(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_INJECTED;
}

bool af_when_oversize(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_OVERSIZE;
}

bool af_when_optional_large(const struct af_case *facts)
{
	return facts->class == AF_CLASS_OPPORTUNISTIC &&
	       facts->cause != AF_CAUSE_CGROUP &&
	       (facts->order >= 4 || facts->site.place == AF_PLACE_VMALLOC ||
		facts->site.place == AF_PLACE_HUGE);
}

bool af_when_cgroup(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_CGROUP;
}

bool af_when_optional(const struct af_case *facts)
{
	return facts->class == AF_CLASS_OPPORTUNISTIC;
}

bool af_when_reserve_io(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_RESERVE &&
	       (facts->memalloc == AF_FACT_YES ||
		facts->site.place == AF_PLACE_NETWORK ||
		facts->site.place == AF_PLACE_STORAGE);
}

bool af_when_memalloc_pieces(const struct af_case *facts)
{
	return facts->memalloc == AF_FACT_YES && facts->order > 0;
}

bool af_when_reserve(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_RESERVE;
}

bool af_when_placement(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_PLACEMENT;
}

bool af_when_low(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_LOWMEM ||
	       (facts->low_zone == AF_FACT_YES && is_short(facts) &&
		facts->cause != AF_CAUSE_FRAGMENTATION);
}

bool af_when_cma(const struct af_case *facts)
{
	return facts->cma_only == AF_FACT_YES && is_short(facts);
}

bool af_when_highatomic(const struct af_case *facts)
{
	return facts->highatomic == AF_FACT_YES && is_short(facts);
}

bool af_when_receive(const struct af_case *facts)
{
	return !facts->order && is_atomic(facts) && is_short(facts) &&
	       facts->site.place == AF_PLACE_NETWORK;
}

bool af_when_atomic_page(const struct af_case *facts)
{
	return !facts->order && is_atomic(facts) && is_short(facts);
}

bool af_when_jumbo(const struct af_case *facts)
{
	return is_large(facts, 1, 3) && is_atomic(facts) && is_short(facts);
}

bool af_when_load(const struct af_case *facts)
{
	return facts->order >= 4 && is_short(facts) &&
	       (facts->site.place == AF_PLACE_LOADING ||
		facts->site.place == AF_PLACE_DMA);
}

bool af_when_kvmalloc(const struct af_case *facts)
{
	return facts->order >= 4 && facts->class == AF_CLASS_BLOCKING &&
	       facts->cause != AF_CAUSE_WATERMARK && is_short(facts);
}

bool af_when_pieces(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_FRAGMENTATION ||
	       (facts->order >= 4 && is_short(facts) &&
		facts->cause != AF_CAUSE_WATERMARK);
}

bool af_when_full(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_WATERMARK;
}

bool af_when_transient(const struct af_case *facts)
{
	return facts->cause == AF_CAUSE_TRANSIENT;
}

bool af_when_any(const struct af_case *facts)
{
	return facts;
}

bool af_when_storm(const struct af_case *facts)
{
	return facts->streak >= STREAK_MANY;
}
