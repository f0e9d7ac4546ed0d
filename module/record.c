// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of one failure, in order. All of it runs with preemption off in any
 * context, NMI included: no lock, no sleep, no allocation, no printk, and on a
 * repeat no write outside this CPU's own memory.
 */
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "params.h"
#include "record.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "why/zones.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static void add_one(unsigned int counter)
{
	this_cpu_inc(af_cpu.counters[counter]);
}

static u32 saturate(u64 pages)
{
	return min_t(u64, pages, U32_MAX);
}

static void fill_zone(struct af_event *event, const struct af_closest *closest,
		      u32 order)
{
	struct zone *zone = closest->zone;
	u64 blocks = closest->blocks;

	if (unlikely(!zone)) {
		WRITE_ONCE(event->free, 0);
		WRITE_ONCE(event->min, 0);
		WRITE_ONCE(event->blocks, 0);
		WRITE_ONCE(event->node, NUMA_NO_NODE);
		WRITE_ONCE(event->zone, 0);
		return;
	}
	WRITE_ONCE(event->free, saturate(closest->free));
	WRITE_ONCE(event->min, saturate(closest->min));
	if (blocks == AF_UNCOUNTED)
		blocks = af_zone_blocks(zone, order);
	WRITE_ONCE(event->blocks, saturate(blocks));
	WRITE_ONCE(event->node, zone_to_nid(zone));
	WRITE_ONCE(event->zone, zone_idx(zone));
}

/* The ring's own place: written once, and readers may be about. */
static void fill_event(struct af_event *event, const struct af_failure *failure,
		       const struct af_closest *closest, u64 now)
{
	WRITE_ONCE(event->time_ns, now);
	af_event_set_comm(event, current->comm);
	WRITE_ONCE(event->pid, current->pid);
	WRITE_ONCE(event->order, failure->order);
	WRITE_ONCE(event->gfp, failure->gfp);
	WRITE_ONCE(event->context, failure->context);
	WRITE_ONCE(event->class, failure->class);
	WRITE_ONCE(event->cause, failure->cause);
	WRITE_ONCE(event->memalloc, failure->memalloc);
	fill_zone(event, closest, failure->order);
}

/*
 * A place in this CPU's ring. At each one that is taken, a context is at work
 * that this one interrupts: they are fewer than places.
 */
static struct af_event *next_place(void)
{
	struct af_event *place;
	u64 ticket;

	do {
		ticket = this_cpu_inc_return(af_cpu.tickets) - 1;
		place = af_event_begin(this_cpu_read(af_cpu.events),
				       af_store.events, ticket);
	} while (unlikely(!place));
	return place;
}

static struct af_signature *private_record(const struct af_own *own)
{
	return af_sigtable_slot(&af_store.table, own->record);
}

/*
 * The stack, if it is known. With stack_verify it is unwound all the same; it
 * is not known then if that finds another, which is counted.
 */
static struct af_known_stack *
recognise(struct af_own *own, const struct af_origin *origin, bool in_irq)
{
	struct af_known_stack *known = af_stack_recognise(&own->stacks, origin);

	if (!known)
		return NULL;
	if (READ_ONCE(af_params.stack_verify) &&
	    !af_stack_verify(known, origin, in_irq,
			     private_record(own)->key + AF_KEY_HEAD,
			     af_store.table.depth)) {
		this_cpu_inc(af_cpu.counters[AF_RECOGNISED_WRONG]);
		return NULL;
	}
	this_cpu_inc(af_cpu.counters[AF_RECOGNISED_STACKS]);
	return known;
}

/* One that is not known, into the private record; known from now on. */
static u32 unwind(struct af_own *own, const struct af_origin *origin,
		  bool in_irq, struct af_known_stack *known)
{
	return af_stack_save(origin, in_irq,
			     private_record(own)->key + AF_KEY_HEAD,
			     af_store.table.depth, known);
}

/* By the private record, its frames already there. */
static noinline u32 insert(struct af_own *own, const struct af_failure *failure,
			   u32 nr_frames, u64 now, struct af_latest *latest)
{
	struct af_signature *sig = private_record(own);
	u32 slot;

	af_signature_set(sig, failure, nr_frames);
	memcpy(latest->head, sig->key, sizeof(latest->head));
	sig->first_ns = now;
	sig->cpu = smp_processor_id();
	sig->pid = current->pid;
	memcpy(sig->comm, current->comm, sizeof(sig->comm));
	slot = af_sigtable_insert(&af_store.table, &own->record);
	latest->link = slot + 1;
	return slot;
}

/* Without a stack, with a known one, or with one that is to be unwound. */
static u32 find_slot(struct af_own *own, const struct af_failure *failure,
		     const struct af_origin *origin,
		     struct af_known_stack *known, u64 now)
{
	struct af_latest *latest = known ? &known->latest : &own->bare;
	u32 slot, nr = 0;

	if (failure->stack && !known) {
		known = af_stack_oldest(&own->stacks);
		nr = unwind(own, origin, failure->context != AF_CONTEXT_TASK,
			    known);
		return insert(own, failure, nr, now, &known->latest);
	}
	slot = af_latest_slot(latest, failure);
	if (slot != AF_NO_SLOT)
		return slot;
	if (known)
		nr = af_known_frames(known,
				     private_record(own)->key + AF_KEY_HEAD);
	return insert(own, failure, nr, now, latest);
}

/*
 * A slot belongs to one context, and a context is here once: no one nests. In
 * an interrupt the current task has nothing to do with it: the CPU asks.
 */
static void hit(struct af_own *own, u32 slot, enum af_context context, u64 now)
{
	s32 pid = context == AF_CONTEXT_TASK ? current->pid : 0;
	u32 streak = af_streak_extend(own->streaks, slot, pid, now);

	af_hit_add(this_cpu_read(af_cpu.hits) + slot, now, streak);
}

static void record_snapshot(const struct af_event *event)
{
	bool taken = af_budget_take(this_cpu_ptr(&af_cpu.snapshots),
				    event->time_ns,
				    READ_ONCE(af_params.snapshot_budget)) &&
		     af_snapshot_take(event);

	this_cpu_inc(af_cpu.counters[taken ? AF_SNAPSHOTS_TAKEN :
					     AF_SNAPSHOTS_SKIPPED]);
}

static void record(const struct af_call *call, enum af_context context,
		   const struct af_origin *origin, struct af_own *own)
{
	u32 stack_budget = READ_ONCE(af_params.stack_budget);
	struct af_known_stack *known = NULL;
	u64 now = ktime_get_boot_fast_ns();
	struct af_failure failure;
	struct af_event *event;
	enum af_cause cause;
	u32 slot;

	if (stack_budget)
		known = recognise(own, origin, context != AF_CONTEXT_TASK);
	cause = af_judge(call, context, &own->judged, &own->closest);
	failure = own->judged.failure;
	failure.cause = cause;
	failure.stack = known || af_budget_take(this_cpu_ptr(&af_cpu.unwinds),
						now, stack_budget);
	af_counters_move(&failure, add_one);
	event = next_place();
	fill_event(event, &failure, &own->closest, now);
	slot = find_slot(own, &failure, origin, known, now);
	if (slot == AF_NO_SLOT)
		this_cpu_inc(af_cpu.counters[AF_SIGNATURES_DROPPED]);
	else
		hit(own, slot, context, now);
	record_snapshot(event);
	trace_page_alloc_failure(event, af_migratetype(call->gfp));
	/* Until here no failure of an interrupt takes its place. */
	af_event_end(event);
}

/**
 * af_record - record one failed request
 * @call: the request
 * @origin: where the stack begins
 *
 * Any context, NMI included.
 */
void af_record(const struct af_call *call, const struct af_origin *origin)
{
	enum af_context context;
	struct af_own *own;

	/* Also what a reset waits for, see af_store_reset(). */
	preempt_disable_notrace();
	/* Pairs with the release in af_store_reset(). */
	if (smp_load_acquire(&af_store.paused))
		goto out;

	this_cpu_inc(af_cpu.counters[AF_FAILURES]);
	/* That of the request: less what the way to the hook added. */
	context = af_context_of(preempt_count() - origin->preempt_count);
	own = this_cpu_ptr(&af_cpu.own[context]);
	if (own->recording) {
		this_cpu_inc(af_cpu.counters[AF_RECURSIONS]);
		goto out;
	}
	WRITE_ONCE(own->recording, true);
	/* For a recursion on this CPU: the flag stands before, and until, all. */
	barrier();
	record(call, context, origin, own);
	barrier();
	WRITE_ONCE(own->recording, false);
out:
	preempt_enable_notrace();
}
