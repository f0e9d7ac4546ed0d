// SPDX-License-Identifier: GPL-2.0-only
/* hook=tracepoint: kmem:mm_page_alloc, which fires with page == NULL. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/numa.h>
#include <linux/printk.h>

#include "hook/hooks.h"
#include "hook/mm_page_alloc.h"
#include "record.h"

/* Written before the probe is called. */
static struct af_way af_tracepoint_way;

/*
 * Out of line, so that a success pays for one test and branch. The unwinder
 * starts at this function's own registers.
 */
static noinline void af_tracepoint_failed(unsigned int order, gfp_t gfp)
{
	struct af_origin origin = {
		.way = &af_tracepoint_way,
	};
	struct af_call call = {
		.gfp = gfp,
		.order = order,
		.node = NUMA_NO_NODE,
	};

	af_registers_here(&origin.registers);
	af_record(&call, &origin);
}

/* Any context, NMI included; preemptible on 7.x, not before. */
static void af_tracepoint_probe(void *data, struct page *page,
				unsigned int order, gfp_t gfp, int migratetype)
{
	if (likely(page))
		return;
	af_tracepoint_failed(order, gfp);
}

static int af_tracepoint_attach(void)
{
	int err = af_mm_page_alloc_register(af_tracepoint_probe,
					    &af_tracepoint_way.iterator);

	if (err)
		pr_err("hook=tracepoint: cannot probe %s: error %d\n",
		       AF_MM_PAGE_ALLOC, err);
	return err;
}

static void af_tracepoint_detach(void)
{
	af_mm_page_alloc_unregister(af_tracepoint_probe);
}

static const char *af_tracepoint_target(void)
{
	return AF_MM_PAGE_ALLOC;
}

const struct af_hook af_hook_tracepoint = {
	.name = "tracepoint",
	.blind_spots = "orders above the maximum; fail_page_alloc injection; "
		       "early refusals of nolock requests",
	.attach = af_tracepoint_attach,
	.detach = af_tracepoint_detach,
	.target = af_tracepoint_target,
};
