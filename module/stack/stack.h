/* SPDX-License-Identifier: GPL-2.0-only */
/* Taking the stack of a failure, from the allocator outwards. */
#ifndef AF_STACK_H
#define AF_STACK_H

#include <linux/atomic.h>
#include <linux/types.h>

#include "stack/arch.h"

#define AF_KNOWN_STACKS 4 /* a CPU and context */

/* Way: what is the same for all calls of a hook. */
struct af_way {
	/*
	 * Start of a function that may stand innermost and is to be left out,
	 * or 0: with several probes on a tracepoint the kernel calls them
	 * through an iterator, with one directly, and a signature must not
	 * depend on who else is tracing.
	 */
	unsigned long iterator;
	/* What the way to the hook added to preempt_count; not the request's. */
	u32 preempt_count;
	bool include_ip; /* ip is the innermost frame itself */
	bool at_entry; /* the function has not put anything on the stack yet */
};

/* Origin: where a hook was called, which is where the stack begins. */
struct af_origin {
	struct af_registers registers;
	const struct af_way *way;
};

/* The stacks that one CPU knows in one context. */
struct af_known_stacks {
	struct af_known_stack *latest; /* the one that was seen last */
	void *memory;		       /* AF_KNOWN_STACKS of them */
	u32 bytes;		       /* from one to the next */
	u32 oldest;		       /* the next to be forgotten */
};

extern atomic_t af_stack_epoch;

struct af_known_stack *af_stack_search(struct af_known_stacks *stacks,
				       const struct af_origin *origin);
struct af_known_stack *af_stack_oldest(struct af_known_stacks *stacks);
bool af_stack_verify(const struct af_known_stack *known,
		     const struct af_origin *origin, bool in_irq, u64 *frames,
		     u32 max);
u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max, struct af_known_stack *known, bool *hidden);

/**
 * af_stack_recognise() - is the stack one that was unwound lately
 * @stacks: of this CPU and context
 * @origin: where the walk would begin
 *
 * Context: Any, NMI included; preemption off.
 * Return: The known stack, NULL if it is none of them.
 */
static __always_inline struct af_known_stack *
af_stack_recognise(struct af_known_stacks *stacks,
		   const struct af_origin *origin)
{
	struct af_stack_place place;

	if (!AF_CAN_RECOGNISE)
		return NULL;
	place = af_place_of(&origin->registers, origin->way->at_entry,
			    atomic_read(&af_stack_epoch));
	if (likely(af_known_matches(stacks->latest, &place)))
		return stacks->latest;
	return af_stack_search(stacks, origin);
}

#endif /* AF_STACK_H */
