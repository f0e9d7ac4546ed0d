// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook=kprobe: entry of warn_alloc(gfp_mask, nodemask, fmt, ...), which the
 * slow path calls on every failure; __GFP_NOWARN and the rate limit are tested
 * inside it (mm/page_alloc.c, 5.10 to 7.3).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/numa.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "hook/armed.h"
#include "kernel/compat.h"
#include "hook/hooks.h"
#include "record.h"

/* The text of the page allocator; vmalloc and vmemmap pass others. */
static const char failure_text[] = "page allocation failure";

static const char symbol[] = "warn_alloc";

static struct kprobe kprobe;

/*
 * The registers at the breakpoint: behind it they belong to the next
 * instruction, which may see another stack.
 */
static noinline void failed(const struct kprobe *kp, struct pt_regs *regs)
{
	struct af_call call = {
		.gfp = (__force gfp_t)regs_get_kernel_argument(regs, 0),
		.order = regs_get_kernel_argument(regs, 3),
		.node = NUMA_NO_NODE,
		.nodemask_known = true,
		.nodemask =
			(const nodemask_t *)regs_get_kernel_argument(regs, 1),
	};
	struct af_origin origin = {
		.ip = (unsigned long)kp->addr,
		.sp = regs->sp,
		.bp = regs->bp,
		/* A breakpoint is entered as an NMI is. */
		.preempt_count = NMI_OFFSET + HARDIRQ_OFFSET,
	};

	af_record(&call, &origin);
}

/* Any context that may allocate; interrupts are off, see attach_at(). */
static int warn_alloc_entry(struct kprobe *kp, struct pt_regs *regs)
{
	const char *fmt = (const char *)regs_get_kernel_argument(regs, 2);

	if (!strncmp(fmt, failure_text, sizeof(failure_text) - 1))
		failed(kp, regs);
	return 0;
}

/* That there is one keeps the kernel from turning the probe into a jump. */
static void no_jump(struct kprobe *kp, struct pt_regs *regs,
		    unsigned long flags)
{
}

/*
 * The first instruction behind the call of the function tracer, where there is
 * one. The registers are still those of the call. Return: 0 or -errno
 */
static int find_entry(kprobe_opcode_t **entry)
{
	struct kprobe disabled = {
		.symbol_name = symbol,
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err = register_kprobe(&disabled);

	if (err)
		return err;
	*entry = disabled.addr;
	if (kprobe_ftrace(&disabled))
		*entry += MCOUNT_INSN_SIZE;
	unregister_kprobe(&disabled);
	return 0;
}

/*
 * A breakpoint, and so a handler with interrupts off. As a call of the function
 * tracer or as a jump the probe would run with them on, and the kernel leaves
 * out, as nmissed, a probe that is hit by an interrupt of another probe's
 * handler: failures of interrupts during a storm in tasks would be lost.
 */
static int attach_at(kprobe_opcode_t *entry)
{
	/* What an earlier registration left in it would be refused. */
	kprobe = (struct kprobe){
		.addr = entry,
		.pre_handler = warn_alloc_entry,
		.post_handler = no_jump,
	};
	return register_kprobe(&kprobe);
}

static int attach(void)
{
	kprobe_opcode_t *entry;
	int err = find_entry(&entry);

	if (!err)
		err = attach_at(entry);
	if (err)
		pr_err("hook=kprobe: cannot probe %s: error %d\n", symbol, err);
	return err;
}

static void detach(void)
{
	unregister_kprobe(&kprobe);
}

static const char *target(void)
{
	return symbol;
}

static unsigned long nmissed(void)
{
	return READ_ONCE(kprobe.nmissed);
}

static bool armed(void)
{
	return af_probe_armed(&kprobe);
}

const struct af_hook af_hook_kprobe = {
	.name = "kprobe",
	.blind_spots = "memory cgroup refusals; alloc_pages_nolock; "
		       "orders above the maximum; fail_page_alloc injection",
	.attach = attach,
	.detach = detach,
	.target = target,
	.nmissed = nmissed,
	.armed = armed,
};
