// SPDX-License-Identifier: GPL-2.0-only
/* The stack of a failure: is it one that was unwound lately. */
#include <linux/atomic.h>

#include "stack/stack.h"

/*
 * The epoch of the kernel's code. An address means what it meant before as long
 * as no module has come or gone; store/frames.c is told of them.
 */
atomic_t af_stack_epoch = ATOMIC_INIT(1);

static struct af_known_stack *stack_nth(const struct af_known_stacks *stacks,
					unsigned int n)
{
	return stacks->memory + n * stacks->bytes;
}

/**
 * af_stack_search() - is the stack one of those that were unwound lately
 * @stacks: of this CPU and context
 * @origin: where the walk would begin
 *
 * Context: Any, NMI included; preemption off.
 * Return: The known stack, which is the latest from now on; NULL if it is none.
 */
struct af_known_stack *af_stack_search(struct af_known_stacks *stacks,
				       const struct af_origin *origin)
{
	struct af_stack_place place = af_place_of(&origin->registers,
						  origin->way->at_entry,
						  atomic_read(&af_stack_epoch));
	struct af_known_stack *known;
	unsigned int n;

	for (n = 0; n < AF_KNOWN_STACKS; n++) {
		known = stack_nth(stacks, n);
		if (af_known_matches(known, &place)) {
			stacks->latest = known;
			return known;
		}
	}
	return NULL;
}

/**
 * af_stack_oldest() - room to remember one more stack
 * @stacks: of this CPU and context
 *
 * Context: Any, NMI included; preemption off.
 * Return: The known stack that was unwound longest ago, to be written over.
 */
struct af_known_stack *af_stack_oldest(struct af_known_stacks *stacks)
{
	struct af_known_stack *known = stack_nth(stacks, stacks->oldest);

	stacks->oldest = (stacks->oldest + 1) % AF_KNOWN_STACKS;
	stacks->latest = known;
	return known;
}

/**
 * af_stack_verify() - was a stack rightly recognised
 * @known: the known stack that it was taken for
 * @origin: where it begins
 * @in_irq: as for af_stack_save()
 * @frames: room to unwind it
 * @max: how many fit
 *
 * Context: Any, NMI included; preemption off.
 * Return: Whether the unwinder finds the same frames.
 */
bool af_stack_verify(const struct af_known_stack *known,
		     const struct af_origin *origin, bool in_irq, u64 *frames,
		     u32 max)
{
	bool hidden;
	u32 nr = af_stack_save(origin, in_irq, frames, max, NULL, &hidden);

	return af_known_equals(known, frames, nr);
}
