// SPDX-License-Identifier: GPL-2.0-only
/* The ring of the last failures. Pure: no kernel state. */
#include "store/events.h"

static_assert(sizeof(struct af_event) == AF_EVENT_WORDS * sizeof(u64));

/* By words: writer and reader may meet, and the reader then drops its copy. */
static void event_copy(struct af_event *to, const struct af_event *from)
{
	const u64 *source = (const u64 *)from;
	u64 *target = (u64 *)to;
	unsigned int i;

	/* The first is the sequence number. */
	for (i = 1; i < AF_EVENT_WORDS; i++)
		target[i] = READ_ONCE(source[i]);
}

/**
 * af_event_read() - copy an event out of a ring that is being written
 * @cell: of a ring
 * @event: where to
 *
 * Context: Process.
 * Return: Whether there was an event, and the copy is of one whole event.
 */
bool af_event_read(const struct af_event *cell, struct af_event *event)
{
	/* Pairs with the release in af_event_end(). */
	event->sequence = smp_load_acquire(&cell->sequence);
	if (event->sequence <= 0)
		return false;
	event_copy(event, cell);
	/* Pairs with smp_wmb() in af_event_begin(). */
	smp_rmb();
	return READ_ONCE(cell->sequence) == event->sequence;
}
