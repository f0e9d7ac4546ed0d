// SPDX-License-Identifier: GPL-2.0-only
/*
 * The latest snapshot. There are two buffers: one holds the latest snapshot, the
 * next one is made in the other. Snapshots are few, so all CPUs share the
 * buffers. A CPU that finds another CPU making a snapshot makes none.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

#include "lock.h"
#include "store/snapshot.h"

/* Copies that a reader tries before it gives up. */
#define TRIES 100

struct snapshot_buffer {
	u32 version; /* odd while it is being written */
	struct af_snapshot *snapshot;
};

static struct snapshot_buffer snapshot_buffers[2];
static u32 snapshot_latest;    /* index of the buffer that holds it */
static atomic_t snapshot_busy; /* a writer is at work */

static size_t snapshot_bytes(void)
{
	return struct_size(snapshot_buffers[0].snapshot, zones, af_zones_max());
}

/**
 * af_snapshot_init() - get the memory
 *
 * Context: Process, before the hook is attached; sleeps.
 * Return: 0 or -ENOMEM.
 */
int af_snapshot_init(void)
{
	snapshot_buffers[0].snapshot = vzalloc(snapshot_bytes());
	if (!snapshot_buffers[0].snapshot)
		return -ENOMEM;
	snapshot_buffers[1].snapshot = vzalloc(snapshot_bytes());
	if (snapshot_buffers[1].snapshot)
		return 0;
	vfree(snapshot_buffers[0].snapshot);
	return -ENOMEM;
}

/**
 * af_snapshot_free() - give the memory back
 *
 * Context: Process, after the hook is detached and the files are gone.
 */
void af_snapshot_free(void)
{
	vfree(snapshot_buffers[0].snapshot);
	vfree(snapshot_buffers[1].snapshot);
}

/**
 * af_snapshot_reset() - forget the latest snapshot
 *
 * Context: Process, under af_control_lock, which keeps readers out, with no
 *	recording under way.
 */
void af_snapshot_reset(void)
{
	lockdep_assert_held(&af_control_lock);
	memset(snapshot_buffers[0].snapshot, 0, snapshot_bytes());
	memset(snapshot_buffers[1].snapshot, 0, snapshot_bytes());
}

static void snapshot_fill(struct af_snapshot *snapshot,
			  const struct af_event *event)
{
	snapshot->event = *event;
	snapshot->event.sequence = 1;
	snapshot->cpu = smp_processor_id();
	af_memory_collect(&snapshot->memory);
	snapshot->nr_zones = af_zones_collect(snapshot->zones, af_zones_max());
}

static void snapshot_make(struct snapshot_buffer *buffer,
			  const struct af_event *event)
{
	WRITE_ONCE(buffer->version, buffer->version + 1);
	/* Pairs with smp_rmb() in snapshot_copy_latest(): odd before any new content. */
	smp_wmb();
	snapshot_fill(buffer->snapshot, event);
	/* Pairs with the acquire in snapshot_copy_latest(): even after all of it. */
	smp_store_release(&buffer->version, buffer->version + 1);
}

/**
 * af_snapshot_take() - make a snapshot of this moment
 * @event: the failure that it belongs to
 *
 * Context: Any, NMI included; preemption off.
 * Return: Whether it was made; it is not while another one is being made.
 */
bool af_snapshot_take(const struct af_event *event)
{
	u32 next;

	if (atomic_cmpxchg_acquire(&snapshot_busy, 0, 1))
		return false;
	next = !READ_ONCE(snapshot_latest);
	snapshot_make(&snapshot_buffers[next], event);
	/* Pairs with the acquire in snapshot_copy_latest(). */
	smp_store_release(&snapshot_latest, next);
	/* Pairs with the acquire above, of the next writer. */
	atomic_set_release(&snapshot_busy, 0);
	return true;
}

/* Return: whether the copy is of one snapshot. */
static bool snapshot_copy_latest(struct af_snapshot *copy)
{
	/* Pairs with the release in af_snapshot_take(). */
	u32 latest = smp_load_acquire(&snapshot_latest);
	struct snapshot_buffer *buffer = &snapshot_buffers[latest];
	/* Pairs with the release in snapshot_make(). */
	u32 version = smp_load_acquire(&buffer->version);

	if (version & 1)
		return false;
	/* A writer may be at work by now: then the copy is thrown away. */
	data_race(memcpy(copy, buffer->snapshot, snapshot_bytes()));
	/* Pairs with smp_wmb() in snapshot_make(). */
	smp_rmb();
	return READ_ONCE(buffer->version) == version;
}

/**
 * af_snapshot_read() - copy the latest snapshot
 *
 * Context: Process, under af_control_lock; sleeps.
 * Return: A copy for the caller to kvfree(), -ENOMEM, or -EAGAIN if writers
 * never left the time for one.
 */
struct af_snapshot *af_snapshot_read(void)
{
	struct af_snapshot *copy = kvmalloc(snapshot_bytes(), GFP_KERNEL);
	int tries;

	lockdep_assert_held(&af_control_lock);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	for (tries = 0; tries < TRIES; tries++)
		if (snapshot_copy_latest(copy))
			return copy;
	kvfree(copy);
	return ERR_PTR(-EAGAIN);
}

/**
 * af_snapshot_memory() - memory that the snapshots hold
 *
 * Context: Process.
 * Return: Bytes, as vmalloc rounds them.
 */
size_t af_snapshot_memory(void)
{
	return 2 * PAGE_ALIGN(snapshot_bytes());
}
