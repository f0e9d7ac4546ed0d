// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory that was free, and kept for others. An event says how many blocks of the
 * order its zone had, of any kind: if the request had none of them, the zone now says
 * whose they may have been. For single pages a snapshot does. Pure.
 */
#include "advice/reserved.h"

/* The same kind of failure, as far as an event tells. */
static bool is_of(const struct af_event *event, const struct af_group *group)
{
	const struct af_key a = af_key_of_subject(&event->subject);
	const struct af_key b = af_key_of_subject(&group->most->subject);

	return af_key_same(&a, &b);
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

static const struct af_zone_shape *zone_of(const struct af_zones *zones,
					   const struct af_event *event)
{
	size_t i;

	for (i = 0; i < zones->nr; i++)
		if (zones->all[i].node == event->node &&
		    af_slice_same(zones->all[i].name, event->subject.zone))
			return &zones->all[i];
	return NULL;
}

/* In pieces, though there were blocks: were these the reserved ones? */
static bool kept_blocks(const struct af_event *event, u64 reserved)
{
	return event->blocks && reserved >> event->subject.order;
}

/* Short, though the zone had more than it must leave: without the reserved ones? */
static bool kept_pages(const struct af_zone_shape *zone, u64 reserved)
{
	return zone->free > zone->min && zone->free <= zone->min + reserved;
}

/* Zones from the lowest, as kernels name them. */
static size_t height(struct af_slice name)
{
	static const char *const names[] = { "DMA", "DMA32", "Normal",
					     "HighMem", "Movable" };
	size_t i = 0;

	while (i < ARRAY_SIZE(names) && !af_slice_is(name, names[i]))
		i++;
	return i;
}

static void find_blocks(struct af_group *group, const struct af_view *view)
{
	const struct af_event *event = latest(&view->events, group);
	const struct af_zone_shape *zone =
		event ? zone_of(&view->fragmentation, event) : NULL;

	if (!zone)
		return;
	group->facts.cma_only = af_fact(kept_blocks(event, zone->cma));
	group->facts.highatomic = af_fact(kept_blocks(event, zone->highatomic));
}

/* The snapshot is of one failure, the latest that had one. */
static void find_pages(struct af_group *group, const struct af_zones *snapshot)
{
	bool cma = false, highatomic = false;
	size_t i;

	if (!snapshot->has_event || !is_of(&snapshot->event, group))
		return;
	for (i = 0; i < snapshot->nr; i++) {
		const struct af_zone_shape *zone = &snapshot->all[i];

		if (height(zone->name) > height(group->most->subject.zone))
			continue;
		cma |= kept_pages(zone, zone->cma);
		highatomic |= kept_pages(zone, zone->highatomic);
	}
	group->facts.cma_only = af_fact(cma);
	group->facts.highatomic = af_fact(highatomic);
}

/**
 * af_reserved_find - what the groups' cases cannot know of a signature alone
 * @groups: whose cma_only and highatomic are set, where it can be told
 * @view: with events, the snapshot and fragmentation read
 */
void af_reserved_find(struct af_groups *groups, const struct af_view *view)
{
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		if (groups->all[i].facts.cause == AF_CAUSE_FRAGMENTATION)
			find_blocks(&groups->all[i], view);
		if (groups->all[i].facts.cause == AF_CAUSE_WATERMARK)
			find_pages(&groups->all[i], &view->snapshot);
	}
}
