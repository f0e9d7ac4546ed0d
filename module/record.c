// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of one failure. record_failure() has the steps in order; what each of
 * them takes is above it, in the same order.
 *
 * All of it runs with preemption off in any context, NMI included: no lock, no
 * sleep, no allocation, no printk. On a repeat nothing is written but this CPU's
 * own memory. record.h has the beginning.
 */
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include "injected.h"
#include "params.h"
#include "record.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "why/cgroup.h"
#include "why/judge.h"
#include "why/zones.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

static void record_count(unsigned int counter)
{
	this_cpu_inc(af_cpu.counters[counter]);
}

static struct af_signature *record_private(const struct af_own *own)
{
	return af_sigtable_slot(&af_store.table, own->record);
}

/*
 * The known stack that this one is, or NULL. With stack_verify it is unwound all
 * the same. If that finds another stack, it is counted, and not a known one.
 */
static __always_inline struct af_known_stack *
record_recognise(struct af_own *own, const struct af_origin *origin,
		 bool in_irq)
{
	struct af_known_stack *known = af_stack_recognise(&own->stacks, origin);

	if (!known)
		return NULL;
	if (READ_ONCE(af_params.stack_verify) &&
	    !af_stack_verify(known, origin, in_irq,
			     record_private(own)->key + AF_KEY_HEAD,
			     af_store.table.depth)) {
		record_count(AF_RECOGNISED_WRONG);
		return NULL;
	}
	record_count(AF_RECOGNISED_STACKS);
	return known;
}

/* A stack that is not known, into the private record. It is known from now on. */
static noinline u32 record_unwind(struct af_own *own,
				  const struct af_origin *origin, bool in_irq,
				  struct af_known_stack *known)
{
	bool hidden;
	u32 nr = af_stack_save(origin, in_irq,
			       record_private(own)->key + AF_KEY_HEAD,
			       af_store.table.depth, known, &hidden);

	if (unlikely(hidden))
		record_count(AF_CALLERS_HIDDEN);
	return nr;
}

/* Amounts are rarely more than an event has room for. */
static noinline u32 record_saturate(u64 pages)
{
	return min_t(u64, pages, U32_MAX);
}

static void record_zone(struct af_event *event,
			const struct af_closest *closest, u32 order)
{
	u64 free = closest->free, min = closest->min, blocks = closest->blocks;
	struct zone *zone = closest->zone;

	if (unlikely(!zone)) {
		WRITE_ONCE(event->free, 0);
		WRITE_ONCE(event->min, 0);
		WRITE_ONCE(event->blocks, 0);
		WRITE_ONCE(event->node, NUMA_NO_NODE);
		WRITE_ONCE(event->zone, 0);
		return;
	}
	if (unlikely(blocks == AF_UNCOUNTED))
		blocks = af_zone_blocks(zone, order);
	if (unlikely((free | min | blocks) > U32_MAX)) {
		free = record_saturate(free);
		min = record_saturate(min);
		blocks = record_saturate(blocks);
	}
	WRITE_ONCE(event->free, free);
	WRITE_ONCE(event->min, min);
	WRITE_ONCE(event->blocks, blocks);
	WRITE_ONCE(event->node, zone_to_nid(zone));
	WRITE_ONCE(event->zone, zone_idx(zone));
}

/* In the ring itself, where readers may be at work: each field is written once. */
static void record_event(struct af_event *event,
			 const struct af_failure *failure,
			 const struct af_closest *closest, u64 now)
{
	WRITE_ONCE(event->time_ns, now);
	af_event_set_comm(event, current->comm);
	WRITE_ONCE(event->pid, current->pid);
	af_event_set_failure(event, failure);
	record_zone(event, closest, failure->order);
}

/*
 * The next event in this CPU's ring. One that is taken is still being written by
 * a context that this one interrupts. There are fewer contexts than events.
 */
static struct af_event *record_next_event(void)
{
	struct af_event *event;
	u64 ticket;

	do {
		ticket = this_cpu_inc_return(af_cpu.tickets) - 1;
		event = af_event_cell(this_cpu_read(af_cpu.events),
				      af_store.events, ticket);
	} while (unlikely(!af_event_begin(event, ticket)));
	return event;
}

/* The slot of the private record, which has its frames already. */
static noinline u32 record_insert(struct af_own *own,
				  const struct af_failure *failure,
				  u32 nr_frames, u64 now,
				  struct af_latest *latest)
{
	struct af_signature *sig = record_private(own);
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

/*
 * The slot of the failure's signature. The failure is without a stack, or its
 * stack is known, or it is to be unwound.
 */
static __always_inline u32 record_find_slot(struct af_own *own,
					    const struct af_failure *failure,
					    const struct af_origin *origin,
					    struct af_known_stack *known,
					    u64 now)
{
	struct af_latest *latest = known ? af_store_latest(known) : &own->bare;
	u32 slot, nr = 0;

	if (failure->stack && !known) {
		known = af_stack_oldest(&own->stacks);
		nr = record_unwind(own, origin,
				   failure->context != AF_CONTEXT_TASK, known);
		return record_insert(own, failure, nr, now,
				     af_store_latest(known));
	}
	slot = af_latest_slot(latest, failure);
	if (slot != AF_NO_SLOT)
		return slot;
	if (known)
		nr = af_known_frames(known,
				     record_private(own)->key + AF_KEY_HEAD);
	return record_insert(own, failure, nr, now, latest);
}

/*
 * A slot belongs to one context, and each context is here once at a time, so
 * nothing nests. In an interrupt the current task has nothing to do with the
 * request: there the CPU is taken for who failed.
 */
static void record_hit(struct af_own *own, u32 slot, enum af_context context,
		       u64 now)
{
	s32 pid = context == AF_CONTEXT_TASK ? current->pid : 0;
	u32 streak = af_streak_extend(own->streaks, slot, pid, now);

	af_hit_add(this_cpu_read(af_cpu.hits) + slot, now, streak);
}

/* Of a task, for the memory cgroup that refused, or its own. */
static __always_inline void
record_count_cgroup(const struct af_failure *failure, u64 id, u64 now)
{
	struct af_cgroup_hits *hits;

	hits = af_cgroup_hits(&af_store.cgroups, this_cpu_read(af_cpu.cgroups),
			      id);
	if (likely(hits))
		af_cgroup_hit(hits, failure, now);
	else
		record_count(AF_CGROUPS_DROPPED);
}

static noinline void record_refusal(struct af_event *event,
				    const struct af_failure *failure,
				    u64 refuser, u64 now)
{
	WRITE_ONCE(event->cgroup, refuser);
	record_count_cgroup(failure, refuser, now);
}

/* In an interrupt the current task has nothing to do with the request. */
static void record_cgroup(struct af_event *event,
			  const struct af_judged *judged, u64 now)
{
	const struct af_failure *failure = &judged->failure;
	u64 id = 0;

	if (failure->cause == AF_CAUSE_CGROUP) {
		record_refusal(event, failure, judged->refuser, now);
		return;
	}
	if (failure->context == AF_CONTEXT_TASK) {
		id = af_cgroup_current();
		record_count_cgroup(failure, id, now);
	}
	WRITE_ONCE(event->cgroup, id);
}

static void record_snapshot(const struct af_event *event, u64 now)
{
	bool taken = af_budget_take(this_cpu_ptr(&af_cpu.snapshots), now,
				    READ_ONCE(af_params.snapshot_budget)) &&
		     af_snapshot_take(event);

	record_count(taken ? AF_SNAPSHOTS_TAKEN : AF_SNAPSHOTS_SKIPPED);
}

static __always_inline void record_failure(const struct af_call *call,
					   enum af_context context,
					   const struct af_origin *origin,
					   struct af_own *own, u64 now)
{
	u32 stack_budget = READ_ONCE(af_params.stack_budget);
	struct af_known_stack *known = NULL;
	struct af_failure *failure = &own->judged.failure;
	struct af_event *event;
	u32 slot;

	failure->cause = af_judge(call, context, &own->judged, &own->closest);
	if (unlikely(call->hidden)) {
		record_count(AF_CALLERS_HIDDEN);
		stack_budget = 0;
	}
	if (stack_budget)
		known = record_recognise(own, origin,
					 context != AF_CONTEXT_TASK);
	failure->stack = known || af_budget_take(this_cpu_ptr(&af_cpu.unwinds),
						 now, stack_budget);
	af_counters_move(failure, record_count);
	event = record_next_event();
	record_event(event, failure, &own->closest, now);
	record_cgroup(event, &own->judged, now);
	slot = record_find_slot(own, failure, origin, known, now);
	if (slot == AF_NO_SLOT)
		record_count(AF_SIGNATURES_DROPPED);
	else
		record_hit(own, slot, context, now);
	record_snapshot(event, now);
	if (trace_page_alloc_failure_enabled())
		trace_page_alloc_failure(event, af_migratetype(call->gfp));
	/* Until here no failure of an interrupt takes this event of the ring. */
	af_event_end(event);
}

/* An injector is at work: was it this one? Apart, so that others do not pay. */
static noinline void record_ask(struct af_call *call, enum af_context context)
{
	if (af_injected_now(context))
		call->early = true;
}

/**
 * af_record_at() - record one failed request
 * @call: the request; an injector may say that it was early
 * @origin: where the stack begins
 * @now: boot clock
 *
 * Context: Any, NMI included; preemption off.
 */
void af_record_at(struct af_call *call, const struct af_origin *origin, u64 now)
{
	enum af_context context;
	struct af_own *own;

	/* Pairs with the release in af_store_reset(). */
	if (smp_load_acquire(&af_store.paused))
		return;

	record_count(AF_FAILURES);
	/* The request's own context, without what the way to the hook added. */
	context = af_context_of(preempt_count() - origin->way->preempt_count);
	own = this_cpu_read(af_cpu.own) + context;
	if (own->recording) {
		record_count(AF_RECURSIONS);
		return;
	}
	WRITE_ONCE(own->recording, true);
	/*
	 * For a recursion, which is on this CPU: the flag is set before and until
	 * everything else.
	 */
	barrier();
	if (static_branch_unlikely(&af_injected_key))
		record_ask(call, context);
	record_failure(call, context, origin, own, now);
	barrier();
	WRITE_ONCE(own->recording, false);
}
