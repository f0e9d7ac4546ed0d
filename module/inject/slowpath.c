// SPDX-License-Identifier: GPL-2.0-only
/*
 * mode=slowpath: get_page_from_freelist() finds nothing for a request that was
 * chosen, as often as the allocator asks, so that it goes all the way of a request
 * that fails: reclaim, compaction, warning, tracepoint.
 *
 * Which request is under way is remembered by who makes it: a task, or a context
 * of a CPU. A request within a request is one of reclaim, in PF_MEMALLOC: it is
 * neither chosen nor taken for the end of the other.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/tracepoint.h>
#include <trace/events/kmem.h>

#include "hook/arch.h"
#include "hook/breakpoint.h"
#include "hook/find_tracepoint.h"
#include "inject/armed.h"
#include "kernel/compat.h"

#define SLOWPATH_BITS 7 /* of the table */

/*
 * One request at a place. Taken by cmpxchg() of the key from 0, or from the key of
 * one that has ended; given back by its owner alone.
 */
struct slowpath_request {
	unsigned long key; /* 0: free; the lowest bit: it has failed */
};

static struct slowpath_request slowpath_requests[1 << SLOWPATH_BITS];

static struct kprobe slowpath_probe;
static struct tracepoint *slowpath_tracepoint;

/* A task's address, or the number of a CPU's context; never 0, bit 0 is clear. */
static unsigned long slowpath_key(enum af_context context)
{
	if (context == AF_CONTEXT_TASK)
		return (unsigned long)current;
	return ((unsigned long)raw_smp_processor_id() * AF_NR_CONTEXTS + context)
	       << 1;
}

static struct slowpath_request *slowpath_place(unsigned long key)
{
	return &slowpath_requests[hash_long(key, SLOWPATH_BITS)];
}

/**
 * af_inject_slowpath_next() - a request begins, so the one before is over
 * @context: of the request, which is not one within another
 *
 * Context: Any, in the breakpoint at the allocator's entry.
 */
void af_inject_slowpath_next(enum af_context context)
{
	unsigned long key = slowpath_key(context);
	struct slowpath_request *request = slowpath_place(key);
	unsigned long found = READ_ONCE(request->key);

	if (found == key)
		/* It never came to the tracepoint. */
		af_inject_count(AF_INJECT_ESCAPED);
	if ((found & ~1UL) == key)
		cmpxchg(&request->key, found, 0);
}

/**
 * af_inject_slowpath_begin() - remember a request that is to be failed
 * @context: of the request
 *
 * Context: Any, in the breakpoint at the allocator's entry.
 * Return: Whether there was room: none is taken from a request under way.
 */
bool af_inject_slowpath_begin(enum af_context context)
{
	unsigned long key = slowpath_key(context);
	struct slowpath_request *request = slowpath_place(key);
	unsigned long found = READ_ONCE(request->key);

	if (found && !(found & 1))
		return false;
	return cmpxchg(&request->key, found, key) == found;
}

/* Is it one of reclaim, within a request? */
static bool slowpath_within(enum af_context context)
{
	return context <= AF_CONTEXT_SOFTIRQ && current->flags & PF_MEMALLOC;
}

/**
 * af_inject_slowpath_failing() - is the failure of this context a chosen one
 * @context: of the request, which is failing
 *
 * Context: Any, NMI included; preemption off.
 * Return: Whether it is.
 */
bool af_inject_slowpath_failing(enum af_context context)
{
	unsigned long key = slowpath_key(context);

	return !slowpath_within(context) &&
	       (READ_ONCE(slowpath_place(key)->key) & ~1UL) == key;
}

/* Any context that may allocate; in a breakpoint, so interrupts are off. */
static int af_inject_freelist(struct kprobe *kp, struct pt_regs *regs)
{
	enum af_context context =
		af_context_of(preempt_count() - AF_BREAKPOINT_PREEMPT_COUNT);
	unsigned long key = slowpath_key(context);

	if (slowpath_within(context) ||
	    READ_ONCE(slowpath_place(key)->key) != key)
		return 0;
	af_return_null(regs);
	return 1;
}

/* Any context; preemptible on 7.x, not before. The end of each request. */
static void af_inject_end(void *data, struct page *page, unsigned int order,
			  gfp_t gfp, int migratetype)
{
	enum af_context context = af_context_of(preempt_count());
	unsigned long key = slowpath_key(context);
	struct slowpath_request *request = slowpath_place(key);

	if (READ_ONCE(request->key) != key || slowpath_within(context))
		return;
	/* Compaction may have handed a page over. */
	af_inject_count(page ? AF_INJECT_ESCAPED : AF_INJECT_FAILED);
	WRITE_ONCE(request->key, page ? 0 : key | 1);
}

static int slowpath_attach_end(void)
{
	/* A changed prototype ends the build here. */
	check_trace_callback_type_mm_page_alloc(af_inject_end);

	slowpath_tracepoint = af_tracepoint_find("mm_page_alloc");
	if (!slowpath_tracepoint)
		return -ENOENT;
	return tracepoint_probe_register(slowpath_tracepoint, af_inject_end,
					 NULL);
}

static void slowpath_detach_end(void)
{
	tracepoint_probe_unregister(slowpath_tracepoint, af_inject_end, NULL);
	/* synchronize_rcu() would not do: 7.x probes run under SRCU. */
	tracepoint_synchronize_unregister();
}

static int slowpath_attach_probe(void)
{
	kprobe_opcode_t *entry;
	int err = af_breakpoint_find("get_page_from_freelist", &entry);

	if (err)
		return err;
	slowpath_probe = (struct kprobe){
		.addr = entry,
		.pre_handler = af_inject_freelist,
		.post_handler = af_breakpoint_no_jump,
	};
	return register_kprobe(&slowpath_probe);
}

/**
 * af_inject_slowpath_attach() - make ready to fail requests in the slow path
 *
 * Context: Process, under af_inject_lock; sleeps.
 * Return: 0 or -errno, logged.
 */
int af_inject_slowpath_attach(void)
{
	int err;

	memset(slowpath_requests, 0, sizeof(slowpath_requests));
	err = slowpath_attach_end();
	if (!err) {
		err = slowpath_attach_probe();
		if (err)
			slowpath_detach_end();
	}
	if (err)
		pr_err("mode=slowpath: cannot probe the page allocator: error %d\n",
		       err);
	return err;
}

/**
 * af_inject_slowpath_detach() - let every request have what there is
 *
 * One that is under way goes on, and may be served.
 *
 * Context: Process, under af_inject_lock; sleeps.
 */
void af_inject_slowpath_detach(void)
{
	unregister_kprobe(&slowpath_probe);
	slowpath_detach_end();
}

/**
 * af_inject_slowpath_nmissed() - tries that the kernel did not show
 *
 * Context: Process, under af_inject_lock.
 * Return: How many since it was attached.
 */
unsigned long af_inject_slowpath_nmissed(void)
{
	return READ_ONCE(slowpath_probe.nmissed);
}
