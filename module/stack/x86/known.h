/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known stacks: those that were unwound lately, to be recognised when they come
 * again. An unwind takes hundreds of instructions a frame, failures repeat, and
 * the words that it read say whether it would end the same.
 *
 * What a step of the unwinder finds depends on the function that it is in, on
 * the stack pointer there and, in a function that has a frame pointer, on that.
 * These in turn depend on the return address and the saved frame pointer that
 * the step before has read. A later walk from the same instruction therefore
 * takes the same steps if all words that the first one read hold the same, with
 * pointers into the stack taken as distances from where the walk begins.
 * docs/design.md has the proof and its limits.
 */
#ifndef AF_KNOWN_H
#define AF_KNOWN_H

#include "kernel/pure.h"

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

/* A place: where a walk begins, and the stack that it begins on. */
struct af_stack_place {
	u64 ip, sp, bp; /* registers */
	u64 end;	/* of a task's stack, 0 if it is another */
	u64 top;	/* of a task's stack: the registers of its user mode */
	bool syscall;	/* which is in a system call */
	u32 epoch;	/* of the code, see stack.c */
};

struct af_known_stack {
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

/**
 * af_known_bytes() - size of a known stack
 * @depth: frames that it is to have room for
 *
 * Context: Any.
 * Return: Bytes, a multiple of 8.
 */
static inline size_t af_known_bytes(u32 depth)
{
	size_t room = depth + AF_KNOWN_SKIPPED;

	return sizeof(struct af_known_stack) +
	       room * sizeof(struct af_stack_word);
}

/**
 * af_known_nr_frames() - how many frames a known stack has
 * @known: a stack that is known
 *
 * Context: Any.
 * Return: Frames, the one where the walk began included.
 */
static inline u32 af_known_nr_frames(const struct af_known_stack *known)
{
	return known->nr_addresses - known->nr_skipped + known->starts;
}

bool af_known_matches(const struct af_known_stack *known,
		      const struct af_stack_place *place);
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

#endif /* AF_KNOWN_H */
