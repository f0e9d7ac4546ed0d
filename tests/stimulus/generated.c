// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_generated: requests that are called by code which the kernel has made at run
 * time, and of which the unwinder knows nothing: the slot of an optimised kprobe, in
 * whose handler they are made. It then takes the frame pointer for one, which leads
 * to a word that is no address. In the middle of a run of af_stimulus they are refused.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "lockdep.h"
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <asm/asm.h>

static uint order = 10;
module_param(order, uint, 0444);
MODULE_PARM_DESC(order, "of a request, 2^order pages (default 10)");

static uint refused;
module_param(refused, uint, 0444);
MODULE_PARM_DESC(refused, "requests refused so far");

/*
 * The jump that the optimisation writes takes five bytes. Without notrace these
 * would be a tracer's, and the kprobe too, by way of code that the unwinder knows.
 */
static noinline notrace void stimulus_probed(void)
{
	asm volatile(".byte 0x0f, 0x1f, 0x44, 0x00, 0x00" : : : "memory");
}

/* With the register of frame pointers on this word, below a return address. */
static noinline void call_probed(const unsigned long *frame)
{
	register const unsigned long *bp asm("rbp") = frame;

	asm volatile("call %P[probed]"
		     : ASM_CALL_CONSTRAINT
		     : [probed] "i"(stimulus_probed), "r"(bp)
		     : "memory", "cc", "rax", "rcx", "rdx", "rsi", "rdi", "r8",
		       "r9", "r10", "r11");
}

static int request_block(struct kprobe *probe, struct pt_regs *regs)
{
	struct page *page;

	af_lockdep_pause();
	page = alloc_pages(__GFP_NOWARN, order);
	af_lockdep_resume();
	if (page)
		__free_pages(page, order);
	else
		refused++;
	return 0;
}

static struct kprobe probe = {
	.addr = (kprobe_opcode_t *)stimulus_probed,
	.pre_handler = request_block,
};

/* One writer at a time: the kernel's lock on this module's parameters. */
static int request(const char *text, const struct kernel_param *param)
{
	unsigned long frame[2] = {};
	unsigned int i, count;
	int err = kstrtouint(text, 0, &count);

	if (err)
		return err;
	for (i = 0; i < count; i++) {
		frame[1] = ~(unsigned long)i;
		call_probed(frame);
	}
	return 0;
}

static const struct kernel_param_ops request_ops = {
	.set = request,
};
module_param_cb(request, &request_ops, NULL, 0200);
MODULE_PARM_DESC(request, "written N: makes N of them");

static int __init af_generated_init(void)
{
	int err = register_kprobe(&probe);

	if (err)
		pr_err("can't probe: %d\n", err);
	return err;
}

static void __exit af_generated_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(af_generated_init);
module_exit(af_generated_exit);

MODULE_DESCRIPTION("Requests memory from code made at run time");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
