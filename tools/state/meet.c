// SPDX-License-Identifier: GPL-2.0-only
/* What a request would meet in the zones now. Pure. */
#include "state/meet.h"

const char *const af_kind_names[AF_NR_KINDS] = {
	[AF_KIND_KERNEL] = "GFP_KERNEL",
	[AF_KIND_ATOMIC] = "GFP_ATOMIC",
};

/* As the module numbers zones: in the order of its counters. */
unsigned int af_zone_index(const struct af_totals *totals, struct af_slice name)
{
	unsigned int i;

	for (i = 0; i < totals->nr_zones; i++)
		if (af_slice_same(totals->zone[i].name, name))
			break;
	return i;
}

static struct af_request request_of(enum af_kind kind, u32 order)
{
	return (struct af_request){
		.order = order,
		.high = kind == AF_KIND_ATOMIC,
		.atomic = kind == AF_KIND_ATOMIC,
		.may_wait = kind == AF_KIND_KERNEL,
		.in_interrupt = kind == AF_KIND_ATOMIC,
		.in_task = kind == AF_KIND_KERNEL,
	};
}

/*
 * The file does not say of which kind the blocks are. Free CMA and highatomic
 * pages it does say, and they are not counted as usable.
 */
static u8 blocks_of(const struct af_zone_shape *zone, u32 order)
{
	unsigned int i;

	for (i = order; i < zone->nr_orders; i++)
		if (zone->blocks[i])
			return AF_BLOCKS_PLAIN;
	return 0;
}

/**
 * af_meet_zone - what one zone has for a request
 * @zone: the zone
 * @rules: of the release
 * @kind: of the request
 * @order: of the request
 * @highest: index of the highest zone that the request may use
 *
 * Return: the verdict, as the allocator would have it now
 */
enum af_verdict af_meet_zone(const struct af_zone_shape *zone,
			     const struct af_rules *rules, enum af_kind kind,
			     u32 order, unsigned int highest)
{
	const struct af_request request = request_of(kind, order);
	const struct af_zone met = {
		.free = zone->free,
		.min = zone->min,
		.boost = zone->boost,
		.lowmem_reserve = highest < zone->nr_reserves ?
					  zone->lowmem_reserve[highest] :
					  0,
		.highatomic = zone->highatomic,
		.cma = zone->cma,
		.blocks = blocks_of(zone, order),
	};
	struct af_allowance allowance;

	af_allow(&allowance, rules, &request);
	return af_zone_judge(&allowance, order, &met,
			     af_zone_margin(&allowance, &met));
}

/* The best of the zones up to Normal. */
enum af_verdict af_meet_all(const struct af_zones *zones,
			    const struct af_rules *rules, enum af_kind kind,
			    u32 order, const struct af_totals *totals)
{
	unsigned int highest = af_zone_index(totals, af_slice_string("Normal"));
	enum af_verdict best = AF_ZONE_NONE, verdict;
	size_t i;

	for (i = 0; i < zones->nr; i++) {
		const struct af_zone_shape *zone = &zones->all[i];

		if (af_zone_index(totals, zone->name) > highest)
			continue;
		verdict = af_meet_zone(zone, rules, kind, order, highest);
		if (verdict > best)
			best = verdict;
	}
	return best;
}
