/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking the stack of a failure, from the allocator outwards. */
#ifndef AF_STACK_H
#define AF_STACK_H

#include <linux/types.h>

struct pt_regs;

/* Where a hook was called, which is where the stack begins. */
struct af_origin {
	struct pt_regs *regs;	/* of a kernel function on this CPU's stack */
	bool include_ip;	/* regs->ip is the innermost frame itself */
	/*
	 * Start of a function that may stand innermost and is to be left out,
	 * or 0: with several probes on a tracepoint the kernel calls them
	 * through an iterator, with one directly, and a signature must not
	 * depend on who else is tracing.
	 */
	unsigned long iterator;
	/* What the way to the hook added to preempt_count; not the request's. */
	unsigned int preempt_count;
};

u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max);

#endif /* AF_STACK_H */
