// SPDX-License-Identifier: GPL-2.0-only
/* hook=tracepoint: kmem:mm_page_alloc, which fires with page == NULL. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/numa.h>
#include <linux/printk.h>

#include "hook/hooks.h"
#include "hook/mm_page_alloc.h"
#include "record.h"

/*
 * Out of line, so that a success pays for one test and branch. The registers
 * are this function's own, taken at one instruction: the unwinder starts there.
 */
static noinline void failed(unsigned int order, gfp_t gfp)
{
	struct af_origin origin;
	struct af_call call = {
		.gfp = gfp,
		.order = order,
		.node = NUMA_NO_NODE,
	};

	origin.iterator = af_mm_page_alloc_iterator();
	origin.preempt_count = 0;
	origin.include_ip = false;
	asm volatile("lea 0(%%rip), %0\n\t"
		     "mov %%rsp, %1\n\t"
		     "mov %%rbp, %2\n\t"
		     : "=r"(origin.ip), "=r"(origin.sp), "=r"(origin.bp));
	af_record(&call, &origin);
}

/* Any context, NMI included; preemptible on 7.x, not before. */
static void probe(void *data, struct page *page, unsigned int order, gfp_t gfp,
		  int migratetype)
{
	if (likely(page))
		return;
	failed(order, gfp);
}

static int attach(void)
{
	int err = af_mm_page_alloc_register(probe);

	if (err)
		pr_err("hook=tracepoint: cannot probe %s: error %d\n",
		       AF_MM_PAGE_ALLOC, err);
	return err;
}

static void detach(void)
{
	af_mm_page_alloc_unregister(probe);
}

static const char *target(void)
{
	return AF_MM_PAGE_ALLOC;
}

const struct af_hook af_hook_tracepoint = {
	.name = "tracepoint",
	.blind_spots = "orders above the maximum; fail_page_alloc injection",
	.attach = attach,
	.detach = detach,
	.target = target,
};
