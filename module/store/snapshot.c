// SPDX-License-Identifier: GPL-2.0-only
/*
 * The latest snapshot. There are two places: one holds the latest, the next is
 * made in the other. Snapshots are few, so all CPUs share them, and who finds
 * another at work goes without.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

#include "control.h"
#include "store/snapshot.h"

/* Copies that a reader tries before it gives up. */
#define TRIES 100

struct place {
	u32 version; /* odd while it is being written */
	struct af_snapshot *snapshot;
};

static struct place places[2];
static u32 latest;    /* index of the place that holds it */
static atomic_t busy; /* a writer is at work */

static size_t bytes(void)
{
	return struct_size(places[0].snapshot, zones, af_zones_max());
}

/**
 * af_snapshot_init - get the memory
 *
 * Context: process, before the hook is attached.
 * Return: 0 or -ENOMEM
 */
int af_snapshot_init(void)
{
	places[0].snapshot = vzalloc(bytes());
	if (!places[0].snapshot)
		return -ENOMEM;
	places[1].snapshot = vzalloc(bytes());
	if (places[1].snapshot)
		return 0;
	vfree(places[0].snapshot);
	return -ENOMEM;
}

/* Process context, after the hook is detached and the files are gone. */
void af_snapshot_free(void)
{
	vfree(places[0].snapshot);
	vfree(places[1].snapshot);
}

/* Forget it. Process context, no writer at work, readers kept out. */
void af_snapshot_reset(void)
{
	lockdep_assert_held(&af_control_lock);
	memset(places[0].snapshot, 0, bytes());
	memset(places[1].snapshot, 0, bytes());
}

static void fill(struct af_snapshot *snapshot, const struct af_event *event)
{
	snapshot->event = *event;
	snapshot->event.sequence = 1;
	snapshot->cpu = smp_processor_id();
	af_memory_collect(&snapshot->memory);
	snapshot->nr_zones = af_zones_collect(snapshot->zones, af_zones_max());
}

static void write_place(struct place *place, const struct af_event *event)
{
	WRITE_ONCE(place->version, place->version + 1);
	/* Pairs with smp_rmb() in copy_latest(): odd before any new content. */
	smp_wmb();
	fill(place->snapshot, event);
	/* Pairs with the acquire in copy_latest(): even after all of it. */
	smp_store_release(&place->version, place->version + 1);
}

/**
 * af_snapshot_take - make a snapshot of this moment
 * @event: the failure that it belongs to
 *
 * Any context, NMI included, preemption off.
 *
 * Return: whether it was made; not while another is being made
 */
bool af_snapshot_take(const struct af_event *event)
{
	u32 next;

	if (atomic_cmpxchg_acquire(&busy, 0, 1))
		return false;
	next = !READ_ONCE(latest);
	write_place(&places[next], event);
	/* Pairs with the acquire in copy_latest(). */
	smp_store_release(&latest, next);
	/* Pairs with the acquire above, of the next writer. */
	atomic_set_release(&busy, 0);
	return true;
}

/* Return: whether the copy is of one snapshot. */
static bool copy_latest(struct af_snapshot *copy)
{
	/* Pairs with the release in af_snapshot_take(). */
	struct place *place = &places[smp_load_acquire(&latest)];
	/* Pairs with the release in write_place(). */
	u32 version = smp_load_acquire(&place->version);

	if (version & 1)
		return false;
	/* A writer may be at work by now: then the copy is thrown away. */
	data_race(memcpy(copy, place->snapshot, bytes()));
	/* Pairs with smp_wmb() in write_place(). */
	smp_rmb();
	return READ_ONCE(place->version) == version;
}

/**
 * af_snapshot_read - the latest snapshot
 *
 * Context: process, under af_control_lock.
 * Return: a copy for the caller to kvfree(), -ENOMEM, or -EAGAIN if writers
 * never left the time for one
 */
struct af_snapshot *af_snapshot_read(void)
{
	struct af_snapshot *copy = kvmalloc(bytes(), GFP_KERNEL);
	int tries;

	lockdep_assert_held(&af_control_lock);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	for (tries = 0; tries < TRIES; tries++)
		if (copy_latest(copy))
			return copy;
	kvfree(copy);
	return ERR_PTR(-EAGAIN);
}

/* Bytes held, as vmalloc rounds them. */
size_t af_snapshot_memory(void)
{
	return 2 * PAGE_ALIGN(bytes());
}
