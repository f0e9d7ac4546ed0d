// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks that were free, and kept for others. An event says how many blocks of the
 * order its zone had, of any kind: if the request had none of them, the zone says
 * whose they are. Pure.
 */
#include "reserved.h"

/* The same kind of failure. */
static bool is_of(const struct af_event *event, const struct af_group *group)
{
	const struct af_subject *a = &event->subject;
	const struct af_subject *b = &group->most->subject;

	return a->order == b->order && a->gfp_mask == b->gfp_mask &&
	       a->memalloc == b->memalloc && a->context == b->context &&
	       a->cause == b->cause;
}

static const struct af_zone_shape *zone_in(const struct af_zones *zones,
					   const struct af_event *event)
{
	size_t i;

	for (i = 0; i < zones->nr; i++)
		if (zones->all[i].node == event->node &&
		    af_slice_same(zones->all[i].name, event->subject.zone))
			return &zones->all[i];
	return NULL;
}

/* At that moment, if there is a snapshot of such a failure; else now. */
static const struct af_zone_shape *zone_of(const struct af_view *view,
					   const struct af_event *event,
					   const struct af_group *group)
{
	if (view->snapshot.has_event && is_of(&view->snapshot.event, group))
		return zone_in(&view->snapshot, &view->snapshot.event);
	return zone_in(&view->fragmentation, event);
}

/* Did @reserved pages, which others may have, make the difference? */
static bool kept(const struct af_event *event, u64 reserved)
{
	if (!reserved || event->free <= event->min)
		return false;
	if (event->subject.cause == AF_CAUSE_FRAGMENTATION)
		return event->blocks && reserved >> event->subject.order;
	return event->subject.cause == AF_CAUSE_WATERMARK &&
	       event->free <= event->min + reserved;
}

static const struct af_event *latest(const struct af_events *events,
				     const struct af_group *group)
{
	size_t i = events->nr;

	while (i--)
		if (is_of(&events->all[i], group))
			return &events->all[i];
	return NULL;
}

/**
 * af_reserved_find - what the groups' cases cannot know of a signature alone
 * @groups: whose cma_only and highatomic are set, where it can be told
 * @view: with events, the snapshot and fragmentation read
 */
void af_reserved_find(struct af_groups *groups, const struct af_view *view)
{
	const struct af_zone_shape *zone;
	const struct af_event *event;
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		event = latest(&view->events, &groups->all[i]);
		zone = event ? zone_of(view, event, &groups->all[i]) : NULL;
		if (!zone)
			continue;
		groups->all[i].facts.cma_only = af_fact(kept(event, zone->cma));
		groups->all[i].facts.highatomic =
			af_fact(kept(event, zone->highatomic));
	}
}
