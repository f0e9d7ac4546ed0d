/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known stacks, with the ORC unwinder: those that were unwound lately, to be
 * recognised when they come again. An unwind takes hundreds of instructions a
 * frame, failures repeat, and the words that it read say whether it would end the
 * same.
 *
 * What a step of the unwinder finds depends on the function that it is in, on
 * the stack pointer there and, in a function that has a frame pointer, on that.
 * These in turn depend on the return address and the saved frame pointer that
 * the step before has read. A later walk from the same instruction therefore
 * takes the same steps if all words that the first one read hold the same, with
 * pointers into the stack taken as distances from where the walk begins.
 * docs/design.md has the proof and its limits.
 *
 * The matching is inline, because each failure goes through it: out of line, with
 * the place in memory, it takes a twentieth of what a failure costs. The outermost
 * address is kept apart, because a system call's moves; the others are compared
 * four a turn.
 */
#ifndef AF_KNOWN_H
#define AF_KNOWN_H

#include "kernel/pure.h"
#include "stack/begin.h"

#define AF_KNOWN_POINTERS 8 /* saved frame pointers that matter, at most */
#define AF_KNOWN_SKIPPED 8  /* frames before the allocator's, at most */

/*
 * One word of a stack. Return addresses are in the last 2 GiB of the address
 * space, with all that a kernel runs; a pointer is a distance, in bytes, from
 * where the walk begins.
 */
struct af_stack_word {
	s32 value;
	u32 offset; /* bytes above where the walk begins */
};

struct af_known_stack {
	u64 ip;		/* 0: nothing is known here, as nr_addresses */
	u64 begin, end; /* of a stack that is no task's */
	s64 bp;		/* register, as a distance */
	u32 epoch;
	u32 nr_addresses;		/* the outermost too */
	struct af_stack_word outermost; /* once it is made */
	u32 nr_skipped;			/* of them, before the first frame */
	u32 nr_pointers;
	u32 nr_inner; /* of them, all but the outermost frame's */
	bool task;
	bool at_top;	 /* ends where the task's kernel stack does */
	bool syscall;	 /* in a system call */
	bool starts;	 /* ip is the first frame itself */
	bool bp_matters; /* the register does */
	bool bp_inner;	 /* to an inner frame */
	u32 room;	 /* for addresses */
	/* While it is being made: */
	bool failed;	  /* cannot be known */
	bool bp_outer;	  /* the register matters to the outermost frame */
	bool bp_loaded;	  /* the frame pointer is no longer the register's */
	u32 bp_step;	  /* but what this step found */
	u64 bp_realigned; /* here, if not among the saved registers */
	u64 walk_sp, walk_bp; /* where the walk is */
	struct af_stack_word pointers[AF_KNOWN_POINTERS];
	/* Once it is made: the inner ones, and copies of the last up to a four. */
	struct af_stack_word addresses[];
};

/**
 * af_known_bytes() - size of a known stack
 * @depth: frames that it is to have room for
 *
 * Context: Any.
 * Return: Bytes, a multiple of 8.
 */
static inline size_t af_known_bytes(u32 depth)
{
	size_t room = ALIGN(depth + AF_KNOWN_SKIPPED, 4);

	return sizeof(struct af_known_stack) +
	       room * sizeof(struct af_stack_word);
}

/**
 * af_known_address() - one return address of a known stack
 * @known: a stack that is known
 * @i: which, below its nr_addresses
 *
 * Context: Any.
 * Return: The address.
 */
static inline u64 af_known_address(const struct af_known_stack *known, u32 i)
{
	return i + 1 < known->nr_addresses ? (s64)known->addresses[i].value :
					     (s64)known->outermost.value;
}

static inline bool af_known_same_address(const struct af_stack_word *word,
					 u64 sp)
{
	return af_known_word_at(sp + word->offset) == (u64)(s64)word->value;
}

/* All but the outermost. */
static inline bool af_known_same_inner(const struct af_known_stack *known,
				       u64 sp)
{
	const struct af_stack_word *word = known->addresses;
	const struct af_stack_word *end = word + known->nr_addresses - 1;

	for (; word < end; word += 4)
		if (!af_known_same_address(word, sp) ||
		    !af_known_same_address(word + 1, sp) ||
		    !af_known_same_address(word + 2, sp) ||
		    !af_known_same_address(word + 3, sp))
			return false;
	return true;
}

/* The first @nr words that have to do with frame pointers. */
static inline bool af_known_same_pointers(const struct af_known_stack *known,
					  u64 sp, u32 nr)
{
	const struct af_stack_word *word = known->pointers;
	const struct af_stack_word *end = word + nr;

	for (; word < end; word++)
		if (af_known_word_at(sp + word->offset) != sp + word->value)
			return false;
	return true;
}

/*
 * A system call begins at a random distance from the top of the stack
 * (randomize_kstack_offset, 5.13). All return addresses have then moved but the
 * outermost. That one belongs to the entry code and stands right below the user's
 * registers. The function that the entry code calls is called by nobody else.
 */
static inline bool af_known_can_move(const struct af_known_stack *known,
				     const struct af_stack_place *place)
{
	u32 inner = known->nr_addresses - 1;
	u64 end = inner ? known->addresses[inner - 1].offset + sizeof(u64) : 0;

	return known->syscall && place->syscall &&
	       place->sp + end <= place->top - sizeof(u64);
}

/* Of one that is no known end of the task's: 0 if it is another stack. */
static inline u64 af_known_end_of_stack(const struct af_known_stack *known,
					const struct af_stack_place *place)
{
	if (known->task)
		return place->end;
	return place->sp >= known->begin && place->sp < known->end ?
		       known->end :
		       0;
}

/**
 * af_known_matches() - is this stack the known one
 * @known: a stack that was unwound, or nothing
 * @place: where the walk would begin
 *
 * What moved has no frame pointer to compare that belongs to the outermost frame.
 *
 * Context: Any.
 * Return: Whether an unwind would find the same frames.
 */
static inline bool af_known_matches(const struct af_known_stack *known,
				    const struct af_stack_place *place)
{
	u64 slot = place->sp + known->outermost.offset;
	u32 nr_pointers = known->nr_pointers;
	bool bp = known->bp_matters;

	if (known->ip != place->ip || known->epoch != place->epoch)
		return false;
	if (!known->at_top) {
		if (slot + sizeof(u64) > af_known_end_of_stack(known, place))
			return false;
	} else if (slot != place->top - sizeof(u64)) {
		if (!af_known_can_move(known, place))
			return false;
		slot = place->top - sizeof(u64);
		nr_pointers = known->nr_inner;
		bp = known->bp_inner;
	}
	return af_known_word_at(slot) == (u64)(s64)known->outermost.value &&
	       af_known_same_inner(known, place->sp) &&
	       af_known_same_pointers(known, place->sp, nr_pointers) &&
	       (!bp || place->bp - place->sp == (u64)known->bp);
}

#include "stack/known_alike.h"

#endif /* AF_KNOWN_H */
