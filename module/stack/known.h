/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stacks that were unwound lately, to be recognised when they come again. An
 * unwind takes hundreds of instructions a frame, failures repeat, and the
 * words that it read say whether it would end the same.
 *
 * What a step of the unwinder finds depends on the function that it is in, on
 * the stack pointer there and, in a function that has a frame pointer, on that;
 * and these on the return address and the saved frame pointer that the step
 * before read. So a walk from the same instruction in which all words that the
 * first one read hold the same, pointers into the stack as distances from where
 * the walk begins, takes the same steps. docs/design.md has the proof and its
 * limits.
 */
#ifndef AF_STACKCACHE_H
#define AF_STACKCACHE_H

#include "store/signatures.h"

#define AF_KNOWN_STACKS 4   /* a CPU and context */
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

/* Where a walk begins, and the stack that it begins on. */
struct af_stack_place {
	u64 ip, sp, bp; /* registers */
	u64 end;	/* of a task's stack, 0 if it is another */
	u64 top;	/* of a task's stack: the registers of its user mode */
	bool syscall;	/* which is in a system call */
	u32 epoch;	/* of the code, see stack.c */
};

struct af_known_stack {
	struct af_latest latest; /* signature that it had last */
	u64 ip;
	u64 begin, end; /* of a stack that is no task's */
	s64 bp;		/* register, as a distance */
	u32 epoch;
	u32 nr_addresses; /* 0: nothing is known here */
	u32 nr_skipped;	  /* of them, before the first frame */
	u32 nr_pointers;
	u32 nr_inner; /* of them, all but the outermost frame's */
	bool task;
	bool at_top;   /* ends where the task's kernel stack does */
	bool syscall;  /* in a system call */
	bool starts;   /* ip is the first frame itself */
	bool bp_inner; /* the register matters, to an inner frame */
	bool bp_outer; /* to the outermost */
	u32 room;      /* for addresses */
	/* While it is being made: */
	bool failed;	  /* cannot be known */
	bool bp_loaded;	  /* the frame pointer is no longer the register's */
	u32 bp_step;	  /* but what this step found */
	u64 bp_realigned; /* here, if not among the saved registers */
	u64 walk_sp, walk_bp; /* where the walk is */
	struct af_stack_word pointers[AF_KNOWN_POINTERS];
	struct af_stack_word addresses[];
};

/* Bytes of one that has room for @depth frames. */
static inline size_t af_known_bytes(u32 depth)
{
	size_t room = depth + AF_KNOWN_SKIPPED;

	return sizeof(struct af_known_stack) +
	       room * sizeof(struct af_stack_word);
}

/* Frames that it has. */
static inline u32 af_known_nr_frames(const struct af_known_stack *known)
{
	return known->nr_addresses - known->nr_skipped + known->starts;
}

/*
 * A word of one's own stack, whatever it holds: no sanitizer is to look. Nobody
 * else writes there meanwhile.
 */
static __no_kasan_or_inline u64 af_stack_word_at(u64 address)
{
	return *(const u64 *)(uintptr_t)address;
}

static __no_kasan_or_inline bool
af_same_addresses(const struct af_known_stack *known,
		  const struct af_stack_place *place, u32 nr)
{
	const struct af_stack_word *word = known->addresses;
	const struct af_stack_word *end = word + nr;
	const char *stack = (const char *)(uintptr_t)place->sp;

	for (; word < end; word++)
		if (*(const u64 *)(stack + word->offset) !=
		    (u64)(s64)word->value)
			return false;
	return true;
}

static inline bool af_same_pointers(const struct af_known_stack *known,
				    const struct af_stack_place *place, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		if (af_stack_word_at(place->sp + known->pointers[i].offset) !=
		    place->sp + known->pointers[i].value)
			return false;
	return true;
}

static inline bool af_same_register(const struct af_known_stack *known,
				    const struct af_stack_place *place)
{
	return place->bp - place->sp == (u64)known->bp;
}

/* Where the outermost of the first @nr return addresses ends. */
static inline u64 af_known_end_of(const struct af_known_stack *known,
				  const struct af_stack_place *place, u32 nr)
{
	return nr ? place->sp + known->addresses[nr - 1].offset + sizeof(u64) :
		    place->sp;
}

static inline bool af_same_words(const struct af_known_stack *known,
				 const struct af_stack_place *place)
{
	return af_same_addresses(known, place, known->nr_addresses) &&
	       af_same_pointers(known, place, known->nr_pointers) &&
	       (!(known->bp_inner || known->bp_outer) ||
		af_same_register(known, place));
}

/*
 * A system call begins at a random distance from the top of the stack
 * (randomize_kstack_offset, 5.13): all but the outermost address have moved.
 * That is the entry code's, in a place of its own, right below the user's
 * registers; and the function that it calls is called by nobody else.
 */
static inline bool af_same_but_moved(const struct af_known_stack *known,
				     const struct af_stack_place *place)
{
	u32 inner = known->nr_addresses - 1;
	u64 slot = place->top - sizeof(u64);

	return known->syscall && place->syscall &&
	       af_known_end_of(known, place, inner) <= slot &&
	       af_same_addresses(known, place, inner) &&
	       af_stack_word_at(slot) ==
		       (u64)(s64)known->addresses[inner].value &&
	       af_same_pointers(known, place, known->nr_inner) &&
	       (!known->bp_inner || af_same_register(known, place));
}

static inline u64 af_end_of_stack(const struct af_known_stack *known,
				  const struct af_stack_place *place)
{
	if (known->task)
		return place->end;
	return place->sp >= known->begin && place->sp < known->end ?
		       known->end :
		       0;
}

/*
 * af_known_matches - is this stack the known one
 * @known: a stack that was unwound, or nothing
 * @place: where the walk would begin
 *
 * Return: whether an unwind would find the same frames
 */
static inline bool af_known_matches(const struct af_known_stack *known,
				    const struct af_stack_place *place)
{
	u64 last;

	if (!known->nr_addresses || known->ip != place->ip ||
	    known->epoch != place->epoch || known->task != !!place->end)
		return false;
	last = af_known_end_of(known, place, known->nr_addresses);
	if (known->at_top && last != place->top)
		return af_same_but_moved(known, place);
	return last <= af_end_of_stack(known, place) &&
	       af_same_words(known, place);
}

u32 af_known_frames(const struct af_known_stack *known, u64 *frames);
bool af_known_equals(const struct af_known_stack *known, const u64 *frames,
		     u32 nr);
void af_known_begin(struct af_known_stack *known,
		    const struct af_stack_place *place, u64 begin, u64 end,
		    u32 depth);
void af_known_step(struct af_known_stack *known,
		   const struct af_stack_place *place, u64 slot, u64 address,
		   u64 bp);
void af_known_end(struct af_known_stack *known,
		  const struct af_stack_place *place, u32 nr_skipped,
		  u32 nr_frames, bool starts, bool whole, bool lost);

#endif /* AF_STACKCACHE_H */
