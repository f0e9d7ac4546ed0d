/* SPDX-License-Identifier: GPL-2.0-only */
/* A probe of a function's entry that is a breakpoint, and stays one. */
#ifndef AF_BREAKPOINT_H
#define AF_BREAKPOINT_H

#include <linux/ftrace.h>
#include <linux/kprobes.h>

/**
 * af_breakpoint_find() - where to put a breakpoint at a function's entry
 * @symbol: the function
 * @place: the first instruction behind the call of the function tracer, where
 *	   there is one; the registers are still those of the call
 *
 * On that call the kernel would make of the probe a call of the tracer, whose
 * handler runs with interrupts on.
 *
 * Context: Process; sleeps.
 * Return: 0 or -errno.
 */
static inline int af_breakpoint_find(const char *symbol,
				     kprobe_opcode_t **place)
{
	struct kprobe disabled = {
		.symbol_name = symbol,
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err = register_kprobe(&disabled);

	if (err)
		return err;
	*place = disabled.addr;
	if (kprobe_ftrace(&disabled))
		*place += MCOUNT_INSN_SIZE;
	unregister_kprobe(&disabled);
	return 0;
}

/*
 * Any context. The kernel never turns a probe that has a post handler into a
 * jump, whose handler would run with interrupts on.
 */
static inline void af_breakpoint_no_jump(struct kprobe *kp,
					 struct pt_regs *regs,
					 unsigned long flags)
{
}

#endif /* AF_BREAKPOINT_H */
