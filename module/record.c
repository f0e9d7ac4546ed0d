// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of one failure, in order. All of it runs with preemption off in any
 * context, NMI included: no lock, no sleep, no allocation, no printk, and on a
 * repeat no write outside this CPU's own memory.
 */
#include <linux/hardirq.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "record.h"
#include "store.h"

/*
 * The context of the request, which is that of the hook less what the way to
 * the hook itself looks like.
 */
static enum af_context request_context(const struct af_origin *origin)
{
	unsigned int count = preempt_count() - origin->preempt_count;

	if (count & NMI_MASK)
		return AF_CONTEXT_NMI;
	if (count & HARDIRQ_MASK)
		return AF_CONTEXT_HARDIRQ;
	if (in_serving_softirq())
		return AF_CONTEXT_SOFTIRQ;
	return AF_CONTEXT_TASK;
}

/* In a hard interrupt the flags of current are another's. */
static bool current_memalloc(enum af_context context)
{
	return context <= AF_CONTEXT_SOFTIRQ && (current->flags & PF_MEMALLOC);
}

static void describe(struct af_failure *failure, unsigned int order, gfp_t gfp,
		     enum af_context context)
{
	failure->order = order;
	failure->gfp = (__force u32)gfp;
	failure->zone = gfp_zone(gfp);
	failure->context = context;
	failure->nowarn = !!(gfp & __GFP_NOWARN);
	failure->memalloc = current_memalloc(context);
	failure->class = af_classify(failure->nowarn, gfp & __GFP_NORETRY,
				     gfp & __GFP_DIRECT_RECLAIM);
}

static void count(const struct af_failure *failure)
{
	u8 moved[AF_COUNTERS_MOVED];
	unsigned int n = af_counters_moved(failure, moved);

	while (n--)
		this_cpu_inc(af_cpu.counters[moved[n]]);
}

/* Fill in the private record of this CPU and context. */
static void fill_signature(struct af_signature *sig,
			   const struct af_failure *failure,
			   const struct af_origin *origin, u64 now)
{
	u32 nr = af_stack_save(origin, failure->context != AF_CONTEXT_TASK,
			       sig->key + AF_KEY_HEAD, af_store.table.depth);

	af_signature_set(sig, failure, nr);
	sig->first_ns = now;
	sig->cpu = smp_processor_id();
	sig->pid = current->pid;
	memcpy(sig->comm, current->comm, sizeof(sig->comm));
}

/* A slot belongs to one context, and a context is here once: no one nests. */
static void hit(u32 slot, u64 now)
{
	struct af_hit *hit = this_cpu_read(af_cpu.hits) + slot;

	WRITE_ONCE(hit->count, hit->count + 1);
	WRITE_ONCE(hit->last_ns, now);
}

static void record_signature(const struct af_failure *failure,
			     const struct af_origin *origin)
{
	u32 *own = this_cpu_ptr(&af_cpu.own[failure->context]);
	u64 now = ktime_get_boot_fast_ns();
	u32 slot;

	fill_signature(af_sigtable_slot(&af_store.table, *own), failure, origin,
		       now);
	slot = af_sigtable_insert(&af_store.table, own);
	if (slot == AF_NO_SLOT)
		this_cpu_inc(af_cpu.counters[AF_SIGNATURES_DROPPED]);
	else
		hit(slot, now);
}

static void record(unsigned int order, gfp_t gfp, enum af_context context,
		   const struct af_origin *origin)
{
	struct af_failure failure;

	describe(&failure, order, gfp, context);
	count(&failure);
	record_signature(&failure, origin);
}

/**
 * af_record - record one failed request
 * @order: of the request
 * @gfp: mask as the allocator saw it
 * @origin: where the stack begins
 *
 * Any context, NMI included.
 */
void af_record(unsigned int order, gfp_t gfp, const struct af_origin *origin)
{
	enum af_context context;

	/* Also what a reset waits for, see af_store_reset(). */
	preempt_disable_notrace();
	/* Pairs with the release in af_store_reset(). */
	if (smp_load_acquire(&af_store.paused))
		goto out;

	this_cpu_inc(af_cpu.counters[AF_FAILURES]);
	context = request_context(origin);
	if (this_cpu_read(af_cpu.recording[context])) {
		this_cpu_inc(af_cpu.counters[AF_RECURSIONS]);
		goto out;
	}
	this_cpu_write(af_cpu.recording[context], true);
	/* For a recursion on this CPU: the flag stands before, and until, all. */
	barrier();
	record(order, gfp, context, origin);
	barrier();
	this_cpu_write(af_cpu.recording[context], false);
out:
	preempt_enable_notrace();
}
