// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any kernel whose unwinder cannot be started at given registers: its own
 * stack_trace_save(), which starts at its caller. What stands between that and the
 * allocator is left out afterwards.
 */
#include <linux/kernel.h>
#include <linux/minmax.h>

#include "kernel/compat.h"
#include "stack/inner.h"
#include "stack/stack.h"

/* Frames that may stand between the walk and the allocator. */
#define WALK_INNER 16

/* The most that stack_depth allows, and these. */
#define WALK_ROOM (64 + WALK_INNER)

/*
 * How many of the first frames are not the allocator's. A breakpoint, and a return
 * probe's trampoline, have left on the stack the address that the hook was called
 * for, and nothing further in is of interest. A breakpoint's is behind itself. Else
 * they are the kernel's walk, where it does not leave itself out, the module, and the
 * tracepoint's iterator.
 */
static u32 walk_nr_inner(const struct af_origin *origin,
			 const unsigned long *frames, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		if (frames[i] - origin->registers.ip <= 1)
			return i + 1;
	for (i = 0; i < nr && !af_frame_is_inner(origin->way, frames[i]); i++)
		;
	if (i == nr)
		return 0;
	while (i < nr && af_frame_is_inner(origin->way, frames[i]))
		i++;
	return i;
}

/* The frames outside of where the hook was called. Return: how many */
static noinline u32 walk_outwards(const struct af_origin *origin, bool in_irq,
				  u64 *frames, u32 max)
{
	unsigned long all[WALK_ROOM];
	u32 nr = af_stack_trace_save(all, ARRAY_SIZE(all));
	u32 inner, i;

	if (in_irq)
		nr = af_filter_irq_stacks(all, nr);
	inner = walk_nr_inner(origin, all, nr);
	nr = min(nr - inner, max);
	for (i = 0; i < nr; i++)
		frames[i] = af_frame_of_code(all[inner + i]);
	return nr;
}

/**
 * af_stack_save() - return addresses from the failing request outwards
 * @origin: where to begin
 * @in_irq: end at the interrupt's entry: what was interrupted is noise
 * @frames: where to put them
 * @max: how many fit
 * @known: not used here: nothing is recognised
 * @hidden: never set here
 *
 * Context: Any, NMI included; preemption off.
 * Return: How many there are.
 */
u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max, struct af_known_stack *known, bool *hidden)
{
	u32 nr = 0;

	*hidden = false;
	if (origin->way->include_ip)
		frames[nr++] = af_frame_of_code(origin->registers.ip);
	return nr + walk_outwards(origin, in_irq, frames + nr, max - nr);
}
