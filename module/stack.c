// SPDX-License-Identifier: GPL-2.0-only
/* Taking the stack of a failure, from the allocator outwards. */
#include <linux/build_bug.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <asm/unwind.h>

#include "compat.h"
#include "stack.h"

/*
 * stack_trace_save() always starts at its caller: what a kprobe, its trampoline
 * and other tracers put between the allocator and us would become part of the
 * signature, and on 5.10 it cannot pass a kretprobe's trampoline at all. The
 * unwinder below it is exported on x86 and starts at the registers given.
 */
#ifndef CONFIG_X86_64
#error "allocfail knows how to start a stack trace on x86-64 only"
#endif

/* Upper bound of the code of a tracepoint's iterator, bytes. */
#define ITERATOR_MAX 512

/* What may stand between the hook's registers and the allocator. */
static bool on_the_way(unsigned long address, const struct af_origin *origin)
{
	return within_module_core(address, THIS_MODULE) ||
	       (origin->iterator && address - origin->iterator < ITERATOR_MAX);
}

/*
 * Has the unwinder reached what an interrupt interrupted: the registers saved
 * at its entry, or, as a softirq has none, the end of the interrupt stack.
 */
static bool interrupted(struct unwind_state *state, enum stack_type began_on)
{
	return unwind_get_entry_regs(state, NULL) ||
	       (began_on != STACK_TYPE_TASK &&
		state->stack_info.type == STACK_TYPE_TASK);
}

/**
 * af_stack_save - return addresses from the failing request outwards
 * @origin: where to begin
 * @in_irq: end at the interrupt's entry; what was interrupted is noise
 * @frames: where to put them
 * @max: how many fit
 *
 * Any context, NMI included; preemption off.
 *
 * Return: how many there are
 */
u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max)
{
	struct unwind_state state;
	enum stack_type began_on;
	unsigned long address;
	u32 n = 0;

	static_assert(sizeof(u64) == sizeof(unsigned long));

	if (origin->include_ip)
		frames[n++] = origin->regs->ip;
	unwind_start(&state, current, origin->regs, NULL);
	began_on = state.stack_info.type;
	for (; n < max && !unwind_done(&state); unwind_next_frame(&state)) {
		if (in_irq && interrupted(&state, began_on))
			break;
		address = unwind_get_return_address(&state);
		if (!address)
			break;
		if (n == 0 && on_the_way(address, origin))
			continue;
		frames[n++] = address;
	}
	return in_irq ? af_filter_irq_stacks((unsigned long *)frames, n) : n;
}
