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
#include "snapshot.h"
#include "store.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* In a hard interrupt the flags of current are another's. */
static bool current_memalloc(enum af_context context)
{
	return context <= AF_CONTEXT_SOFTIRQ && (current->flags & PF_MEMALLOC);
}

/* All but why it failed. */
static void describe(struct af_failure *failure, const struct af_call *call,
		     enum af_context context, u64 now)
{
	gfp_t gfp = call->gfp;

	failure->order = call->order;
	failure->gfp = (__force u32)gfp;
	failure->zone = gfp_zone(gfp);
	failure->context = context;
	failure->nowarn = !!(gfp & __GFP_NOWARN);
	failure->memalloc = current_memalloc(context);
	failure->class = af_classify(failure->nowarn, gfp & __GFP_NORETRY,
				     gfp & __GFP_DIRECT_RECLAIM);
	failure->stack = af_budget_take(this_cpu_ptr(&af_cpu.stacks), now,
					READ_ONCE(af_params.stack_budget));
}

static void count(const struct af_failure *failure)
{
	u8 moved[AF_COUNTERS_MOVED];
	unsigned int n = af_counters_moved(failure, moved);

	while (n--)
		this_cpu_inc(af_cpu.counters[moved[n]]);
}

static u32 saturate(u64 pages)
{
	return min_t(u64, pages, U32_MAX);
}

static void fill_event(struct af_event *event, const struct af_failure *failure,
		       const struct af_closest *closest, u64 now)
{
	*event = (struct af_event){
		.time_ns = now,
		.pid = current->pid,
		.order = failure->order,
		.gfp = failure->gfp,
		.free = saturate(closest->free),
		.min = saturate(closest->min),
		.blocks = saturate(closest->blocks),
		.node = closest->node,
		.zone = closest->zone,
		.context = failure->context,
		.class = failure->class,
		.cause = failure->cause,
		.memalloc = failure->memalloc,
	};
	memcpy(event->comm, current->comm, sizeof(event->comm));
}

static void record_event(const struct af_event *event)
{
	u64 ticket = this_cpu_inc_return(af_cpu.tickets) - 1;

	af_event_write(this_cpu_read(af_cpu.events), af_store.events, ticket,
		       event);
}

/* Fill in the private record of this CPU and context. */
static void fill_signature(struct af_signature *sig,
			   const struct af_failure *failure,
			   const struct af_origin *origin, u64 now)
{
	u32 nr = 0;

	if (failure->stack)
		nr = af_stack_save(origin, failure->context != AF_CONTEXT_TASK,
				   sig->key + AF_KEY_HEAD,
				   af_store.table.depth);
	af_signature_set(sig, failure, nr);
	sig->first_ns = now;
	sig->cpu = smp_processor_id();
	sig->pid = current->pid;
	memcpy(sig->comm, current->comm, sizeof(sig->comm));
}

/*
 * A slot belongs to one context, and a context is here once: no one nests. In
 * an interrupt the current task has nothing to do with it: the CPU asks.
 */
static void hit(u32 slot, enum af_context context, u64 now)
{
	struct af_hit *hit = this_cpu_read(af_cpu.hits) + slot;
	struct af_streak *streaks = this_cpu_ptr(af_cpu.streaks[context]);
	s32 pid = context == AF_CONTEXT_TASK ? current->pid : 0;
	u32 streak = af_streak_extend(streaks, slot, pid, now);

	WRITE_ONCE(hit->count, hit->count + 1);
	WRITE_ONCE(hit->last_ns, now);
	if (streak > hit->streak)
		WRITE_ONCE(hit->streak, streak);
}

static void record_signature(const struct af_failure *failure,
			     const struct af_origin *origin, u64 now)
{
	u32 *own = this_cpu_ptr(&af_cpu.own[failure->context]);
	u32 slot;

	fill_signature(af_sigtable_slot(&af_store.table, *own), failure, origin,
		       now);
	slot = af_sigtable_insert(&af_store.table, own);
	if (slot == AF_NO_SLOT)
		this_cpu_inc(af_cpu.counters[AF_SIGNATURES_DROPPED]);
	else
		hit(slot, failure->context, now);
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
		   const struct af_origin *origin)
{
	u64 now = ktime_get_boot_fast_ns();
	struct af_failure failure;
	struct af_closest closest;
	struct af_event event;

	describe(&failure, call, context, now);
	failure.cause = af_judge(call, context, &closest);
	count(&failure);
	fill_event(&event, &failure, &closest, now);
	record_event(&event);
	record_signature(&failure, origin, now);
	record_snapshot(&event);
	trace_page_alloc_failure(&event, af_migratetype(call->gfp));
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

	/* Also what a reset waits for, see af_store_reset(). */
	preempt_disable_notrace();
	/* Pairs with the release in af_store_reset(). */
	if (smp_load_acquire(&af_store.paused))
		goto out;

	this_cpu_inc(af_cpu.counters[AF_FAILURES]);
	/* That of the request: less what the way to the hook added. */
	context = af_context_of(preempt_count() - origin->preempt_count);
	if (this_cpu_read(af_cpu.recording[context])) {
		this_cpu_inc(af_cpu.counters[AF_RECURSIONS]);
		goto out;
	}
	this_cpu_write(af_cpu.recording[context], true);
	/* For a recursion on this CPU: the flag stands before, and until, all. */
	barrier();
	record(call, context, origin);
	barrier();
	this_cpu_write(af_cpu.recording[context], false);
out:
	preempt_enable_notrace();
}
