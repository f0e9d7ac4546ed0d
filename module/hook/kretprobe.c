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
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched/mm.h>

#include "hook/arch.h"
#include "hook/armed.h"
#include "hook/entries.h"
#include "hook/ftrace_hold.h"
#include "hook/hooks.h"
#include "hook/mm_page_alloc.h"
#include "kernel/compat.h"
#include "record.h"

/*
 * Calls that can be under way at once. A call may sleep for long in reclaim,
 * so this is for tasks rather than CPUs; past it the kernel counts nmissed. From
 * 6.7 on each possible CPU has room for pointers to all of them, so that their
 * memory would grow with the square of the CPUs: hence the maximum.
 */
#define CALLS_AT_ONCE_PER_CPU 64
#define CALLS_AT_ONCE_MIN 1024
#define CALLS_AT_ONCE_MAX 4096

/*
 * A kernel that can inject failures does so before the allocator looks at the
 * zones, and before its tracepoint. A return with NULL whose call has not been at
 * the tracepoint was therefore injected. On such kernels a call that fails at the
 * tracepoint leaves its task here, and its return finds the task here. If the
 * task is moved to another CPU or switched out in the few instructions between
 * the two, one cause is taken for the other, in either direction.
 */
static DEFINE_PER_CPU(struct task_struct *,
		      af_kretprobe_looked[AF_NR_CONTEXTS]);

/* The request, kept from the call to its return. */
struct kretprobe_request {
	gfp_t gfp;
	unsigned int order;
	int node;
	const nodemask_t *nodemask;
};

static const struct af_way af_kretprobe_way = {
	.include_ip = true,
};

static struct kretprobe allocator_probe;
static const char *af_kretprobe_entry_name = "-";

/* Any context that may allocate; preemption is off. */
static int af_kretprobe_call(struct kretprobe_instance *ri,
			     struct pt_regs *regs)
{
	struct kretprobe_request *request =
		(struct kretprobe_request *)ri->data;

	request->gfp = (__force gfp_t)regs_get_kernel_argument(regs, 0);
	request->order = regs_get_kernel_argument(regs, 1);
	request->node = regs_get_kernel_argument(regs, 2);
	request->nodemask =
		(const nodemask_t *)regs_get_kernel_argument(regs, 3);
	if (IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		this_cpu_write(af_kretprobe_looked
				       [af_context_of(preempt_count())],
			       NULL);
	return 0;
}

/* Any context, NMI included. */
static void af_kretprobe_tracepoint(void *data, struct page *page,
				    unsigned int order, gfp_t gfp,
				    int migratetype)
{
	if (!page)
		this_cpu_write(af_kretprobe_looked
				       [af_context_of(preempt_count())],
			       current);
}

/*
 * Was the failure injected? An order above the maximum returns as early, and is
 * recognised by the order.
 */
static bool af_kretprobe_injected(void)
{
	return IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC) &&
	       this_cpu_read(af_kretprobe_looked[af_context_of(preempt_count())]) !=
		       current;
}

/*
 * A return with NULL. The registers are those on return to the caller. If the
 * function graph tracer has been at the call first, the address is its own: it
 * alone knows the caller.
 */
static noinline void af_kretprobe_failed(struct kretprobe_instance *ri,
					 struct pt_regs *return_regs)
{
	const struct kretprobe_request *request =
		(struct kretprobe_request *)ri->data;
	unsigned long caller = af_kretprobe_caller(ri, return_regs);
	struct af_origin origin = {
		.registers = af_registers_at_return(caller, return_regs),
		.way = &af_kretprobe_way,
	};
	struct af_call call = {
		/* As the other hooks see it: with the scopes of NOIO, NOFS. */
		.gfp = current_gfp_context(request->gfp),
		.order = request->order,
		.node = request->node,
		.nodemask_known = true,
		.nodemask = request->nodemask,
		.early = af_is_returned_null(return_regs) ||
			 af_kretprobe_injected(),
		.hidden = !af_follows_call(caller),
	};

	af_record(&call, &origin);
}

/* Any context that may allocate; preemption is off. */
static int af_kretprobe_return(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	if (!regs_return_value(regs))
		af_kretprobe_failed(ri, regs);
	return 0;
}

static int af_kretprobe_attach_to(const char *symbol)
{
	/* What an earlier registration left in it would be refused. */
	allocator_probe = (struct kretprobe){
		.kp.symbol_name = symbol,
		.entry_handler = af_kretprobe_call,
		.handler = af_kretprobe_return,
		.data_size = sizeof(struct kretprobe_request),
		.maxactive =
			clamp_t(int,
				num_possible_cpus() * CALLS_AT_ONCE_PER_CPU,
				CALLS_AT_ONCE_MIN, CALLS_AT_ONCE_MAX),
	};
	return register_kretprobe(&allocator_probe);
}

static int af_kretprobe_attach_to_first(void)
{
	int err = -ENOENT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(af_allocator_entries) && err == -ENOENT;
	     i++) {
		err = af_kretprobe_attach_to(af_allocator_entries[i]);
		if (!err)
			af_kretprobe_entry_name = af_allocator_entries[i];
		else if (err != -ENOENT)
			pr_err("hook=kretprobe: cannot probe %s: error %d\n",
			       af_allocator_entries[i], err);
	}
	if (err == -ENOENT)
		pr_err("hook=kretprobe: none of the known entry functions exists\n");
	return err;
}

/*
 * The probe on the tracepoint comes first and goes last: a call that was not at
 * it is taken for injected.
 */
static int af_kretprobe_attach(void)
{
	int err;

	if (!IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		return af_kretprobe_attach_to_first();

	err = af_mm_page_alloc_register(af_kretprobe_tracepoint, NULL);
	if (err) {
		pr_err("hook=kretprobe: cannot probe %s: error %d\n",
		       AF_MM_PAGE_ALLOC, err);
		return err;
	}
	err = af_kretprobe_attach_to_first();
	if (err)
		af_mm_page_alloc_unregister(af_kretprobe_tracepoint);
	return err;
}

static void af_kretprobe_detach(void)
{
	af_ftrace_hold(&allocator_probe.kp);
	unregister_kretprobe(&allocator_probe);
	af_ftrace_release();
	if (IS_ENABLED(CONFIG_FAIL_PAGE_ALLOC))
		af_mm_page_alloc_unregister(af_kretprobe_tracepoint);
}

static const char *af_kretprobe_target(void)
{
	return af_kretprobe_entry_name;
}

static unsigned long af_kretprobe_nmissed(void)
{
	return READ_ONCE(allocator_probe.nmissed) +
	       READ_ONCE(allocator_probe.kp.nmissed);
}

static size_t af_kretprobe_memory(void)
{
	return af_kretprobe_bytes(allocator_probe.maxactive,
				  sizeof(struct kretprobe_instance) +
					  allocator_probe.data_size);
}

static bool af_kretprobe_armed(void)
{
	return af_probe_armed(&allocator_probe.kp);
}

const struct af_hook af_hook_kretprobe = {
	.name = "kretprobe",
	.blind_spots = "alloc_pages_nolock up to 7.2; "
		       "masks of lockless requests from 7.3 on; "
		       "calls counted in nmissed",
	.attach = af_kretprobe_attach,
	.detach = af_kretprobe_detach,
	.target = af_kretprobe_target,
	.nmissed = af_kretprobe_nmissed,
	.memory = af_kretprobe_memory,
	.armed = af_kretprobe_armed,
	.sees_early = true,
};
