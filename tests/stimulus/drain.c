// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes the free memory away that a request could be served from, and gives it
 * back. The blocks hang together by their own page->lru: nothing is allocated
 * meanwhile but what is taken.
 */

#include "stimulus.h"
#include <linux/cpuset.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

/*
 * Pages that are freed again in fragments, too small for the request: enough
 * for all others to live on while the run lasts.
 */
#define SPARE_PAGES	(64UL << (20 - PAGE_SHIFT))

/*
 * A task that runs out of memory meanwhile waits for the end of the run, so
 * that the OOM killer finds nothing to do. If that takes too long, it gets some
 * of the memory.
 */
#define OOM_WAIT	(10 * HZ)
#define OOM_PAGES	256

/* The lock is for the OOM notifier, which takes blocks while a run has them. */
static DEFINE_SPINLOCK(held_lock);
static struct list_head held[AF_MAX_ORDER + 1];

static DECLARE_WAIT_QUEUE_HEAD(released_wait);
static bool holding;
static unsigned long released;	/* pages, when the last run ended */
static unsigned long oom_freed;

static void hold(struct page *page, unsigned int order)
{
	spin_lock(&held_lock);
	list_add_tail(&page->lru, &held[order]);
	spin_unlock(&held_lock);
}

static struct page *unhold(unsigned int order)
{
	struct page *page;

	spin_lock(&held_lock);
	page = list_first_entry_or_null(&held[order], struct page, lru);
	if (page)
		list_del(&page->lru);
	spin_unlock(&held_lock);
	return page;
}

static unsigned long release(unsigned long max)
{
	unsigned long freed = 0;
	unsigned int order;
	struct page *page;

	for (order = 0; order <= AF_MAX_ORDER; order++) {
		while (freed < max && (page = unhold(order))) {
			__free_pages(page, order);
			freed += 1UL << order;
			cond_resched();
		}
	}
	return freed;
}

/* Sleeps, as OOM notifiers may. No request of a run ever comes here. */
static int drain_oom(struct notifier_block *nb, unsigned long unused, void *arg)
{
	unsigned long *freed = arg;
	unsigned long pages;

	if (!READ_ONCE(holding))
		return NOTIFY_DONE;
	if (wait_event_timeout(released_wait, !READ_ONCE(holding), OOM_WAIT)) {
		*freed += READ_ONCE(released);
		return NOTIFY_OK;
	}
	pages = release(OOM_PAGES);
	WRITE_ONCE(oom_freed, READ_ONCE(oom_freed) + pages);
	*freed += pages;
	return NOTIFY_OK;
}

static struct notifier_block oom_notifier = {
	.notifier_call = drain_oom,
};

/*
 * Only HARDWALL confines a request to the writer's cpuset, and not even that
 * interrupts, the reserves' users and atomic requests.
 */
static bool ignores_cpuset(const struct af_request *request)
{
	return !(request->gfp & __GFP_HARDWALL) ||
	       request->contexts != BIT(AF_TASK) ||
	       af_ignores_watermarks(request) ||
	       ((request->gfp & __GFP_HIGH) &&
		!(request->gfp & __GFP_DIRECT_RECLAIM));
}

static void eligible_nodes(const struct af_request *request, nodemask_t *nodes)
{
	if (request->gfp & __GFP_THISNODE || request->bind)
		*nodes = nodemask_of_node(request->node);
	else if (ignores_cpuset(request))
		*nodes = node_states[N_MEMORY];
	else
		nodes_and(*nodes, node_states[N_MEMORY],
			  cpuset_current_mems_allowed);
}

/*
 * Without zone->lock, as the allocator's own watermark check looks at them.
 * Highatomic and CMA blocks stay: who may use them gets them as granted blocks.
 */
static bool zone_has_block(struct zone *zone, unsigned int order)
{
	unsigned int o, mt;

	for (o = order; o <= AF_MAX_ORDER; o++) {
		for (mt = 0; mt < MIGRATE_PCPTYPES; mt++) {
			if (!list_empty(&zone->free_area[o].free_list[mt]))
				return true;
		}
	}
	return false;
}

/*
 * A request for a single page that respects watermarks fails at the watermark,
 * to which the pages that it may not take can add; below it, memory is left to
 * others.
 */
static unsigned long zone_floor(struct zone *zone,
				const struct af_request *request)
{
	if (request->order || af_ignores_watermarks(request))
		return 0;
	return min_wmark_pages(zone) +
	       zone->lowmem_reserve[gfp_zone(request->gfp)] +
	       zone->nr_reserved_highatomic +
	       zone_page_state(zone, NR_FREE_CMA_PAGES);
}

static bool node_has_block(int nid, unsigned int order,
			   const struct af_request *request)
{
	unsigned long floor;
	unsigned int i;

	for (i = 0; i <= gfp_zone(request->gfp); i++) {
		struct zone *zone = &NODE_DATA(nid)->node_zones[i];

		if (!populated_zone(zone) || !zone_has_block(zone, order))
			continue;
		floor = zone_floor(zone, request) + BIT(order);
		if (zone_page_state(zone, NR_FREE_PAGES) > floor)
			return true;
	}
	return false;
}

static bool zone_has_memory(struct zone *zone, const struct af_request *request)
{
	unsigned long mark = high_wmark_pages(zone) +
			     zone->lowmem_reserve[gfp_zone(request->gfp)];

	return zone_has_block(zone, request->order) &&
	       zone_page_state(zone, NR_FREE_PAGES) > mark;
}

/* Is there a zone with memory to spare that the request may use? */
bool af_zones_have_memory(const struct af_request *request)
{
	unsigned int i;
	int nid;

	for_each_node_state(nid, N_MEMORY) {
		for (i = 0; i <= gfp_zone(request->gfp); i++) {
			struct zone *zone = &NODE_DATA(nid)->node_zones[i];

			if (populated_zone(zone) &&
			    zone_has_memory(zone, request))
				return true;
		}
	}
	return false;
}

/* The request's zones and mobility, without anything that could wait. */
static gfp_t drain_gfp(const struct af_request *request)
{
	gfp_t gfp = request->gfp & (GFP_ZONEMASK | __GFP_RECLAIMABLE);

	gfp |= __GFP_THISNODE | __GFP_NOWARN;
	if (request->order || af_ignores_watermarks(request))
		gfp |= __GFP_MEMALLOC;
	return gfp;
}

static void drain_order(int nid, unsigned int order,
			const struct af_request *request,
			struct af_drain_counts *counts)
{
	struct page *page;

	while (node_has_block(nid, order, request)) {
		page = alloc_pages_node(nid, counts->gfp, order);
		if (!page) {
			counts->refused[order]++;
			return;
		}
		hold(page, order);
		counts->taken += 1UL << order;
		cond_resched();
	}
}

/*
 * Where spare= limits what there is, single pages go too, and with them those
 * of this CPU's lists, which would come back as blocks. A request in an NMI must
 * not be granted, since that takes a lock: of a block that lacks pages that are in
 * a CPU's lists, the rest goes, so that it does not become whole meanwhile.
 */
static unsigned int lowest_order(const struct af_request *request)
{
	if (!request->order || request->spare)
		return 0;
	return request->contexts & BIT(AF_NMI) ? 1 : request->pieces + 1;
}

/* Largest blocks first. */
static void drain_node(int nid, const struct af_request *request,
		       struct af_drain_counts *counts)
{
	unsigned int order = AF_MAX_ORDER + 1;

	while (order-- > lowest_order(request))
		drain_order(nid, order, request, counts);
}

/* May the zone get one more page: spare= can limit what it has. */
static bool may_spare(struct page *page, const struct af_request *request)
{
	struct zone *zone = page_zone(page);
	unsigned long most = min_wmark_pages(zone) * request->spare / 100 +
			     zone->lowmem_reserve[gfp_zone(request->gfp)];

	return !request->spare || zone_page_state(zone, NR_FREE_PAGES) < most;
}

/*
 * Frees every other piece: plenty of free memory, none of it in blocks that the
 * request could use.
 */
static unsigned long fragment_block(struct page *page, unsigned int order,
				    const struct af_request *request)
{
	unsigned long i, spared = 0;

	split_page(page, order);
	for (i = 0; i < 1UL << order; i++) {
		if (i & BIT(request->pieces) || !may_spare(page + i, request)) {
			hold(page + i, 0);
		} else {
			__free_page(page + i);
			spared++;
		}
	}
	return spared;
}

static void fragment(const struct af_request *request,
		     struct af_drain_counts *counts)
{
	unsigned long spare = min(counts->taken / 2, SPARE_PAGES);
	unsigned int order;
	struct page *page;

	for (order = AF_MAX_ORDER; order > request->pieces; order--) {
		while (counts->spared < spare && (page = unhold(order))) {
			counts->spared += fragment_block(page, order, request);
			cond_resched();
		}
	}
}

/*
 * What the per-CPU lists of other CPUs hold can't be taken from here: requests
 * that find it are granted, and keep it.
 */
void af_drain(const struct af_request *request, struct af_drain_counts *counts)
{
	nodemask_t nodes;
	int nid;

	WRITE_ONCE(oom_freed, 0);
	WRITE_ONCE(holding, true);
	counts->gfp = drain_gfp(request);
	eligible_nodes(request, &nodes);
	for_each_node_mask(nid, nodes)
		drain_node(nid, request, counts);
	if (request->fragment && request->order)
		fragment(request, counts);
}

void af_drain_release(struct af_result *result)
{
	WRITE_ONCE(released, release(ULONG_MAX));
	WRITE_ONCE(holding, false);
	wake_up_all(&released_wait);
	result->freed += released;
	result->oom_freed = READ_ONCE(oom_freed);
}

int af_drain_init(void)
{
	unsigned int order;

	for (order = 0; order <= AF_MAX_ORDER; order++)
		INIT_LIST_HEAD(&held[order]);
	return register_oom_notifier(&oom_notifier);
}

void af_drain_exit(void)
{
	unregister_oom_notifier(&oom_notifier);
}
