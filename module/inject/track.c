// SPDX-License-Identifier: GPL-2.0-only
/*
 * track: which pages of requests that match have been served and not been given
 * back. Two tracepoints of the allocator see each page come and go.
 *
 * A page of slab is slab's own, and one of a mapping or a process is on a list of
 * pages to reclaim: both may stay, so they are left out when pages are counted.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/kmem.h>

#include "hook/find_tracepoint.h"
#include "inject/armed.h"
#include "kernel/compat.h"

#define TRACK_BITS 11 /* of the buckets */
#define TRACK_WAYS 8  /* pages a bucket */

/* Page frames plus one, 0 if free; whoever takes or frees a place does by cmpxchg(). */
static unsigned long track_pages[1 << TRACK_BITS][TRACK_WAYS];
static atomic_t track_lost;

static struct tracepoint *track_alloc, *track_free;

/* Any context. Puts @to where @from is, in the bucket of @page. */
static bool track_replace(unsigned long page, unsigned long from,
			  unsigned long to)
{
	unsigned long *bucket = track_pages[hash_long(page, TRACK_BITS)];
	unsigned int way;

	for (way = 0; way < TRACK_WAYS; way++)
		if (READ_ONCE(bucket[way]) == from &&
		    cmpxchg(&bucket[way], from, to) == from)
			return true;
	return false;
}

/* Any context; preemption off. Does a request that was served match? */
static bool track_wants(const struct af_inject_armed *armed, gfp_t gfp,
			unsigned int order)
{
	const struct af_inject_settings *settings = &armed->settings;
	u64 frames[AF_INJECT_FRAMES + 8];
	struct af_inject_facts facts;
	struct af_inject_stack stack = { .function = armed->function };

	af_inject_facts(&facts, settings, af_context_of(preempt_count()), gfp,
			order);
	if (!af_inject_wants(settings, &facts))
		return false;
	if (!af_inject_needs_stack(settings))
		return true;
	stack.nr = af_stack_trace_save((unsigned long *)frames,
				       ARRAY_SIZE(frames));
	stack.frames = frames;
	stack.in_module = af_inject_in_module(&stack, READ_ONCE(armed->module));
	return af_inject_wants_stack(settings, &stack);
}

/* Any context; preemptible on 7.x, not before. */
static void af_inject_served(void *data, struct page *page, unsigned int order,
			     gfp_t gfp, int migratetype)
{
	const struct af_inject_armed *armed;
	unsigned long i;

	if (!page)
		return;
	preempt_disable_notrace();
	/* Pairs with the release in arm_publish(). */
	armed = smp_load_acquire(&af_inject_armed);
	if (armed && armed->settings.track && track_wants(armed, gfp, order))
		for (i = 0; i < 1UL << order; i++)
			if (!track_replace(page_to_pfn(page) + i + 1, 0,
					   page_to_pfn(page) + i + 1))
				atomic_inc(&track_lost);
	preempt_enable_notrace();
}

/* As above. */
static void af_inject_freed(void *data, struct page *page, unsigned int order)
{
	unsigned long i;

	for (i = 0; i < 1UL << order; i++)
		track_replace(page_to_pfn(page) + i + 1,
			      page_to_pfn(page) + i + 1, 0);
}

/**
 * af_inject_track_attach() - see pages come and go
 *
 * Context: Process, under af_inject_lock; sleeps.
 * Return: 0 or -errno, logged.
 */
int af_inject_track_attach(void)
{
	int err = -ENOENT;

	/* A changed prototype ends the build here. */
	check_trace_callback_type_mm_page_alloc(af_inject_served);
	check_trace_callback_type_mm_page_free(af_inject_freed);

	track_alloc = af_tracepoint_find("mm_page_alloc");
	track_free = af_tracepoint_find("mm_page_free");
	if (track_alloc && track_free)
		err = tracepoint_probe_register(track_free, af_inject_freed,
						NULL);
	if (!err) {
		err = tracepoint_probe_register(track_alloc, af_inject_served,
						NULL);
		if (err)
			tracepoint_probe_unregister(track_free, af_inject_freed,
						    NULL);
	}
	if (err)
		pr_err("track: cannot probe the page allocator: error %d\n",
		       err);
	return err;
}

/**
 * af_inject_track_detach() - see none any more
 *
 * Context: Process, under af_inject_lock; sleeps.
 */
void af_inject_track_detach(void)
{
	tracepoint_probe_unregister(track_alloc, af_inject_served, NULL);
	tracepoint_probe_unregister(track_free, af_inject_freed, NULL);
	/* synchronize_rcu() would not do: 7.x probes run under SRCU. */
	tracepoint_synchronize_unregister();
}

/**
 * af_inject_track_clear() - begin anew
 *
 * Context: Process, under af_inject_lock, with nothing armed.
 */
void af_inject_track_clear(void)
{
	memset(track_pages, 0, sizeof(track_pages));
	atomic_set(&track_lost, 0);
}

/* Somebody else's to keep. A page may go meanwhile: what it says is then nothing. */
static bool track_may_stay(unsigned long pfn)
{
	struct page *page = compound_head(pfn_to_page(pfn));

	return PageSlab(page) || PageLRU(page) || READ_ONCE(page->mapping);
}

/**
 * af_inject_track_live() - pages that are out, and that none may keep
 * @lost: set to pages that found no room to be followed
 *
 * Context: Process.
 * Return: How many.
 */
unsigned long af_inject_track_live(unsigned int *lost)
{
	unsigned long bucket, way, page, live = 0;

	for (bucket = 0; bucket < ARRAY_SIZE(track_pages); bucket++) {
		for (way = 0; way < TRACK_WAYS; way++) {
			page = READ_ONCE(track_pages[bucket][way]);
			live += page && !track_may_stay(page - 1);
		}
	}
	*lost = atomic_read(&track_lost);
	return live;
}
