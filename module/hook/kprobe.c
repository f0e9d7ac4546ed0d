// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook=kprobe: entry of warn_alloc(gfp_mask, nodemask, fmt, ...), which the
 * slow path calls on every failure; __GFP_NOWARN and the rate limit are tested
 * inside it (mm/page_alloc.c, 5.10 to 7.3).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kprobes.h>
#include <linux/numa.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "hook/arch.h"
#include "hook/armed.h"
#include "hook/breakpoint.h"
#include "hook/hooks.h"
#include "kernel/compat.h"
#include "record.h"

/* The text of the page allocator; vmalloc and vmemmap pass others. */
static const char af_kprobe_failure_text[] = "page allocation failure";

/* Where the kernel has that text, once it is known. */
static const char *af_kprobe_kernel_text;

static const char af_kprobe_symbol[] = "warn_alloc";

static struct kprobe warn_alloc_probe;

static const struct af_way af_kprobe_way = {
	.preempt_count = AF_BREAKPOINT_PREEMPT_COUNT,
	.at_entry = true,
};

/*
 * The stack begins at the breakpoint itself. The registers point behind it, to
 * the next instruction, which may see another stack.
 */
static noinline void af_kprobe_failed(const struct kprobe *kp,
				      struct pt_regs *regs)
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
		.registers =
			af_registers_at_entry((unsigned long)kp->addr, regs),
		.way = &af_kprobe_way,
	};

	af_record(&call, &origin);
}

/*
 * Is it the allocator's own text? If the kernel has it, it stays as long as the kernel
 * runs, and the same address is the same text: to compare the letters takes 190
 * instructions. A module's, that of a live patch for instance, goes with it, and is
 * compared each time. Any context.
 */
static noinline bool af_kprobe_compare(const char *text)
{
	if (strncmp(text, af_kprobe_failure_text,
		    sizeof(af_kprobe_failure_text) - 1))
		return false;
	if ((unsigned long)text < AF_MODULES_START)
		WRITE_ONCE(af_kprobe_kernel_text, text);
	return true;
}

/* Any context that may allocate; interrupts are off, see af_kprobe_attach_at(). */
static int af_kprobe_entry(struct kprobe *kp, struct pt_regs *regs)
{
	const char *text = (const char *)regs_get_kernel_argument(regs, 2);

	if (likely(text == READ_ONCE(af_kprobe_kernel_text)) ||
	    af_kprobe_compare(text))
		af_kprobe_failed(kp, regs);
	return 0;
}

/*
 * A breakpoint, and so a handler with interrupts off. As a call of the function
 * tracer or as a jump the probe would run with them on, and the kernel leaves
 * out, as nmissed, a probe that is hit by an interrupt of another probe's
 * handler: failures of interrupts during a storm in tasks would be lost.
 */
static int af_kprobe_attach_at(kprobe_opcode_t *entry)
{
	/* What an earlier registration left in it would be refused. */
	warn_alloc_probe = (struct kprobe){
		.addr = entry,
		.pre_handler = af_kprobe_entry,
		.post_handler = af_breakpoint_no_jump,
	};
	return register_kprobe(&warn_alloc_probe);
}

static int af_kprobe_attach(void)
{
	kprobe_opcode_t *entry;
	int err = af_breakpoint_find(af_kprobe_symbol, &entry);

	if (!err)
		err = af_kprobe_attach_at(entry);
	if (err)
		pr_err("hook=kprobe: cannot probe %s: error %d\n",
		       af_kprobe_symbol, err);
	return err;
}

static void af_kprobe_detach(void)
{
	unregister_kprobe(&warn_alloc_probe);
}

static const char *af_kprobe_target(void)
{
	return af_kprobe_symbol;
}

static unsigned long af_kprobe_nmissed(void)
{
	return READ_ONCE(warn_alloc_probe.nmissed);
}

static bool af_kprobe_armed(void)
{
	return af_probe_armed(&warn_alloc_probe);
}

const struct af_hook af_hook_kprobe = {
	.name = "kprobe",
	.blind_spots = "memory cgroup refusals; alloc_pages_nolock; "
		       "orders above the maximum; fail_page_alloc injection; "
		       "all, while warn_alloc is live-patched",
	.attach = af_kprobe_attach,
	.detach = af_kprobe_detach,
	.target = af_kprobe_target,
	.nmissed = af_kprobe_nmissed,
	.armed = af_kprobe_armed,
};
