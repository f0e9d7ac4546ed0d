// SPDX-License-Identifier: GPL-2.0-only
/* hook=tracepoint: kmem:mm_page_alloc, which fires with page == NULL. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/kmem.h>

#include "hooks.h"
#include "record.h"

static const char tracepoint_name[] = "mm_page_alloc";

/* While attached; the probe runs only then. */
static struct tracepoint *tracepoint;

/*
 * Out of line, so that a success pays for one test and branch. The registers
 * are this function's own, taken at one instruction: the unwinder starts there.
 */
static noinline void failed(unsigned int order, gfp_t gfp)
{
	struct pt_regs regs = { .cs = __KERNEL_CS };
	struct af_origin origin = {
		.regs = &regs,
		.iterator = (unsigned long)tracepoint->iterator,
	};

	asm volatile("lea 0(%%rip), %0\n\t"
		     "mov %%rsp, %1\n\t"
		     "mov %%rbp, %2\n\t"
		     : "=r"(regs.ip), "=r"(regs.sp), "=r"(regs.bp));
	af_record(order, gfp, &origin);
}

/* Any context, NMI included; preemptible on 7.x, not before. */
static void probe(void *data, struct page *page, unsigned int order, gfp_t gfp,
		  int migratetype)
{
	if (likely(page))
		return;
	failed(order, gfp);
}

static void match_name(struct tracepoint *tp, void *found)
{
	if (!strcmp(tp->name, tracepoint_name))
		*(struct tracepoint **)found = tp;
}

static int attach(void)
{
	int err;

	/* A changed prototype ends the build here. */
	check_trace_callback_type_mm_page_alloc(probe);

	tracepoint = NULL;
	for_each_kernel_tracepoint(match_name, &tracepoint);
	if (!tracepoint) {
		pr_err("hook=tracepoint: this kernel has no tracepoint kmem:%s\n",
		       tracepoint_name);
		return -ENOENT;
	}
	err = tracepoint_probe_register(tracepoint, probe, NULL);
	if (err)
		pr_err("hook=tracepoint: cannot probe kmem:%s: error %d\n",
		       tracepoint_name, err);
	return err;
}

static void detach(void)
{
	tracepoint_probe_unregister(tracepoint, probe, NULL);
	/* synchronize_rcu() would not do: 7.x probes run under SRCU. */
	tracepoint_synchronize_unregister();
}

static const char *target(void)
{
	return "kmem:mm_page_alloc";
}

const struct af_hook af_hook_tracepoint = {
	.name = "tracepoint",
	.blind_spots = "orders above the maximum; fail_page_alloc injection",
	.attach = attach,
	.detach = detach,
	.target = target,
};
