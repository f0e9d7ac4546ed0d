// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook=kretprobe: the return of the page allocator's entry function.
 *
 * The kernel runs no probe within the handler of another on the same CPU, and
 * interrupts can come within a return probe's (on 5.10 at the call only): calls
 * by such an interrupt are left out, and counted as nmissed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/kconfig.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched/mm.h>

#include "hook/armed.h"
#include "kernel/compat.h"
#include "hook/ftrace_hold.h"
#include "hook/hooks.h"
#include "hook/mm_page_alloc.h"
#include "record.h"

/*
 * Calls that can be under way at once. A call may sleep for long in reclaim,
 * so this is for tasks rather than CPUs; past it the kernel counts nmissed.
 */
#define CALLS_AT_ONCE_PER_CPU 64
#define CALLS_AT_ONCE_MIN 1024

/* Of the first that exists; each with the release that it came with. */
static const char *const entry_functions[] = {
	"__alloc_frozen_pages_noprof", /* 6.14 */
	"__alloc_pages_noprof",	       /* 6.10 */
	"__alloc_pages",	       /* 5.13 */
	"__alloc_pages_nodemask",      /* before */
};

/*
 * A kernel that can inject failures does so before the allocator looks at the
 * zones, and before its tracepoint: a return with NULL whose call has not been
 * at the tracepoint was injected. There, each call that fails at the tracepoint
 * leaves its task here, and finds it here on return, unless it was moved to
 * another CPU or switched out in the few instructions between the two: then
 * one cause is taken for the other, in either direction.
 */
static DEFINE_PER_CPU(struct task_struct *, looked[AF_NR_CONTEXTS]);

/* The request, kept from the call to its return. */
struct request {
	gfp_t gfp;
	unsigned int order;
	int node;
	const nodemask_t *nodemask;
};

static struct kretprobe kretprobe;
static const char *entry_function = "-";

/* Any context that may allocate; preemption is off. */
static int call(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct request *request = (struct request *)ri->data;

	request->gfp = (__force gfp_t)regs_get_kernel_argument(regs, 0);
	request->order = regs_get_kernel_argument(regs, 1);
	request->node = regs_get_kernel_argument(regs, 2);
	request->nodemask =
		(const nodemask_t *)regs_get_kernel_argument(regs, 3);
	if (IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		this_cpu_write(looked[af_context_of(preempt_count())], NULL);
	return 0;
}

/* Any context, NMI included. */
static void tracepoint_probe(void *data, struct page *page, unsigned int order,
			     gfp_t gfp, int migratetype)
{
	if (!page)
		this_cpu_write(looked[af_context_of(preempt_count())], current);
}

/* An order above the maximum returns as early, and is told by itself. */
static bool injected(void)
{
	return IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC) &&
	       this_cpu_read(looked[af_context_of(preempt_count())]) != current;
}

/*
 * A return with NULL. The registers are those on return to the caller, but for
 * the address, which is the trampoline's.
 */
static noinline void failed(struct kretprobe_instance *ri,
			    const struct pt_regs *return_regs)
{
	const struct request *request = (struct request *)ri->data;
	struct af_origin origin = {
		.ip = get_kretprobe_retaddr(ri),
		.sp = return_regs->sp,
		.bp = return_regs->bp,
		.include_ip = true,
	};
	struct af_call call = {
		/* As the other hooks see it: with the scopes of NOIO, NOFS. */
		.gfp = current_gfp_context(request->gfp),
		.order = request->order,
		.node = request->node,
		.nodemask_known = true,
		.nodemask = request->nodemask,
		.early = injected(),
	};

	af_record(&call, &origin);
}

/* Any context that may allocate; preemption is off. */
static int ret(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	if (!regs_return_value(regs))
		failed(ri, regs);
	return 0;
}

static int attach_to(const char *symbol)
{
	/* What an earlier registration left in it would be refused. */
	kretprobe = (struct kretprobe){
		.kp.symbol_name = symbol,
		.entry_handler = call,
		.handler = ret,
		.data_size = sizeof(struct request),
		.maxactive = max_t(int, CALLS_AT_ONCE_MIN,
				   num_possible_cpus() * CALLS_AT_ONCE_PER_CPU),
	};
	return register_kretprobe(&kretprobe);
}

static int attach_to_first(void)
{
	int err = -ENOENT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entry_functions) && err == -ENOENT; i++) {
		err = attach_to(entry_functions[i]);
		if (!err)
			entry_function = entry_functions[i];
		else if (err != -ENOENT)
			pr_err("hook=kretprobe: cannot probe %s: error %d\n",
			       entry_functions[i], err);
	}
	if (err == -ENOENT)
		pr_err("hook=kretprobe: none of the known entry functions exists\n");
	return err;
}

/* The tracepoint first, and away last: its absence has a meaning. */
static int attach(void)
{
	int err;

	if (!IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		return attach_to_first();

	err = af_mm_page_alloc_register(tracepoint_probe);
	if (err) {
		pr_err("hook=kretprobe: cannot probe %s: error %d\n",
		       AF_MM_PAGE_ALLOC, err);
		return err;
	}
	err = attach_to_first();
	if (err)
		af_mm_page_alloc_unregister(tracepoint_probe);
	return err;
}

static void detach(void)
{
	af_ftrace_hold(&kretprobe.kp);
	unregister_kretprobe(&kretprobe);
	af_ftrace_release();
	if (IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		af_mm_page_alloc_unregister(tracepoint_probe);
}

static const char *target(void)
{
	return entry_function;
}

static unsigned long nmissed(void)
{
	return READ_ONCE(kretprobe.nmissed) + READ_ONCE(kretprobe.kp.nmissed);
}

static size_t memory(void)
{
	return kretprobe.maxactive *
	       (sizeof(struct kretprobe_instance) + kretprobe.data_size);
}

static bool armed(void)
{
	return af_probe_armed(&kretprobe.kp);
}

const struct af_hook af_hook_kretprobe = {
	.name = "kretprobe",
	.blind_spots = "alloc_pages_nolock; calls counted in nmissed",
	.attach = attach,
	.detach = detach,
	.target = target,
	.nmissed = nmissed,
	.memory = memory,
	.armed = armed,
};
