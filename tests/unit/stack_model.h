/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stacks, ways down to the bottom of them, and an unwinder that works as the
 * kernel's does: by a description of each function, it goes from (ip, sp, bp)
 * to the caller's.
 */
#ifndef AF_STACK_MODEL_H
#define AF_STACK_MODEL_H

#include "choices.h"
#include "stack/x86/known.h"

#define WORDS 512
#define DEPTH 40
#define FUNCTIONS 13
#define TEXT 0xffffffff81000000ULL
#define ENTRY (TEXT + 0xff000) /* where the walk is at its end */
#define USER_REGS 21	       /* words above the outermost return address */

enum frame_kind {
	BY_STACK, /* found from the stack pointer */
	BY_BP,	  /* a frame pointer, and room of any size */
	/*
	 * A frame pointer on a stack that is aligned anew, by any number of words:
	 * the caller's is where it points to, and right below that the address of
	 * the caller's frame.
	 */
	REALIGNED,
};

/* How one function keeps its frame, return address not counted, in words. */
struct function {
	u32 size;
	u32 saves_bp; /* so many words below the return address, 0: does not */
	enum frame_kind kind;
};

/* The first is the one that the entry code calls. */
static const struct function functions[FUNCTIONS] = {
	{ 6, 1, BY_BP },     { 0, 0, BY_STACK }, { 3, 2, BY_STACK },
	{ 7, 5, BY_STACK },  { 1, 1, BY_STACK }, { 4, 0, BY_STACK },
	{ 5, 3, BY_STACK },  { 9, 6, BY_STACK }, { 2, 0, BY_STACK },
	{ 6, 1, BY_BP },     { 8, 3, BY_STACK }, { 1, 0, BY_STACK },
	{ 3, 0, REALIGNED },
};

struct registers {
	u64 ip, sp, bp;
};

/*
 * A stack in memory; the top of it is where user mode's registers begin. The
 * words are last: what reads past the stack reads past the struct.
 */
struct stack {
	struct registers begin;
	u64 words[WORDS];
};

struct frames {
	u32 nr;
	u64 frames[DEPTH];
	bool whole;
};

static inline u64 address_of(const u64 *word)
{
	return (uintptr_t)word;
}

static inline u64 end_of(const struct stack *stack)
{
	return address_of(stack->words + WORDS);
}

static inline u64 top_of(const struct stack *stack)
{
	return end_of(stack) - USER_REGS * sizeof(u64);
}

static inline bool on_stack(const struct stack *stack, u64 address)
{
	return address % sizeof(u64) == 0 &&
	       address >= address_of(stack->words) && address < end_of(stack);
}

static inline u64 load(u64 address)
{
	return *(const u64 *)(uintptr_t)address;
}

/* --- the unwinder */

/* Return: where the caller's frame begins, 0 if that is not to be found */
static inline u64 frame_of_caller(const struct stack *stack,
				  const struct function *function,
				  const struct registers *at)
{
	if (function->kind == BY_BP)
		return at->bp + 2 * sizeof(u64);
	if (function->kind == BY_STACK)
		return at->sp + (function->size + 1) * sizeof(u64);
	if (!on_stack(stack, at->bp - sizeof(u64)))
		return 0;
	return load(at->bp - sizeof(u64));
}

/* Return: whether there was a step to take */
static inline bool step(const struct stack *stack, struct registers *at,
			u64 *slot)
{
	const struct function *function;
	u64 cfa, saved;

	if (at->ip < TEXT || at->ip >= TEXT + FUNCTIONS * 0x100)
		return false;
	function = &functions[(at->ip - TEXT) / 0x100];
	cfa = frame_of_caller(stack, function, at);
	*slot = cfa - sizeof(u64);
	saved = function->kind == REALIGNED ?
			at->bp :
			*slot - function->saves_bp * sizeof(u64);
	if (cfa <= at->sp || !on_stack(stack, *slot) || !on_stack(stack, saved))
		return false;
	at->ip = load(*slot);
	if (function->saves_bp || function->kind == REALIGNED)
		at->bp = load(saved);
	at->sp = cfa;
	return true;
}

static inline struct frames unwind(const struct stack *stack, u32 max,
				   const struct af_stack_place *place,
				   struct af_known_stack *known)
{
	struct registers at = stack->begin;
	struct frames frames = { .nr = 0 };
	u64 slot;

	if (known)
		af_known_begin(known, place, address_of(stack->words),
			       end_of(stack), DEPTH);
	while (frames.nr < max && step(stack, &at, &slot)) {
		if (known)
			af_known_step(known, place, slot, at.ip, at.bp);
		frames.frames[frames.nr++] = at.ip;
	}
	frames.whole = at.ip == ENTRY;
	if (known)
		af_known_end(known, place, 0, frames.nr, false, frames.nr < max,
			     !frames.whole && frames.nr < max);
	return frames;
}

static inline bool same_frames(const struct frames *a, const struct frames *b)
{
	return a->nr == b->nr &&
	       !memcmp(a->frames, b->frames, a->nr * sizeof(u64));
}

/* --- stacks */

/* Leftovers: anything, best of all what looks as if it belonged there. */
static inline u64 leftover(const struct stack *stack, struct choices *choices)
{
	switch (choose_below(choices, 8)) {
	case 0:
		/* Sometimes into the middle of one. */
		return address_of(stack->words + choose_below(choices, WORDS)) +
		       !choose_below(choices, 4) * choose_below(choices, 8);
	case 1:
		return TEXT + choose_below(choices, FUNCTIONS * 0x100);
	case 2:
		return top_of(stack);
	case 3:
		/* Small numbers below 0: what is added to them may wrap. */
		return -(u64)choose_below(choices, 100);
	default:
		return choose_u64(choices);
	}
}

/* A way down: functions, and where in them the next one is called. */
struct way {
	u32 nr;
	u32 functions[DEPTH];
	u32 sites[DEPTH];
	u32 room[DEPTH]; /* of those with a frame pointer, in words */
};

static inline struct way random_way(struct choices *choices)
{
	struct way way = { .nr = 1 + choose_below(choices, 14) };
	u32 i;

	for (i = 0; i < way.nr; i++) {
		way.functions[i] =
			i ? 1 + choose_below(choices, FUNCTIONS - 1) : 0;
		way.sites[i] = choose_below(choices, 0x100);
		way.room[i] = choose_below(choices, 8);
	}
	return way;
}

static inline u64 push(u64 sp, u64 value)
{
	sp -= sizeof(u64);
	*(u64 *)(uintptr_t)sp = value;
	return sp;
}

/* As a compiler does it. Return: the function's frame pointer */
static inline u64 realign(u64 sp, u32 room, u64 bp)
{
	u64 cfa = sp + sizeof(u64), own_bp;

	sp -= 2 * room * sizeof(u64);
	sp = push(sp, load(cfa - sizeof(u64)));
	own_bp = push(sp, bp);
	push(own_bp, cfa);
	return own_bp;
}

/* The registers and the stack when the last function is at its site. */
static inline void go_down(struct stack *stack, const struct way *way,
			   struct choices *choices)
{
	u64 sp = top_of(stack), bp = leftover(stack, choices), ip = ENTRY;
	const struct function *function;
	u32 i;

	for (i = 0; i < WORDS; i++)
		stack->words[i] = leftover(stack, choices);
	for (i = 0; i < way->nr; i++) {
		function = &functions[way->functions[i]];
		sp = push(sp, ip);
		if (function->saves_bp)
			*(u64 *)(uintptr_t)(sp - function->saves_bp *
							 sizeof(u64)) = bp;
		/* Who saves it and has no frame pointer keeps something in it. */
		if (function->saves_bp && function->kind != BY_BP)
			bp = leftover(stack, choices);
		if (function->kind == BY_BP) {
			bp = sp - sizeof(u64);
			sp -= way->room[i] * sizeof(u64);
		}
		if (function->kind == REALIGNED) {
			bp = realign(sp, way->room[i], bp);
			sp = bp;
		}
		sp -= function->size * sizeof(u64);
		ip = TEXT + way->functions[i] * 0x100 + way->sites[i];
	}
	stack->begin = (struct registers){ ip, sp, bp };
}

static inline struct af_stack_place place_of(const struct stack *stack)
{
	return (struct af_stack_place){
		.ip = stack->begin.ip,
		.sp = stack->begin.sp,
		.bp = stack->begin.bp,
		.end = end_of(stack),
		.top = top_of(stack),
		.syscall = true,
		.epoch = 1,
	};
}

static inline void spoil(struct stack *stack, struct choices *choices)
{
	u32 low = (stack->begin.sp - address_of(stack->words)) / sizeof(u64);
	u32 n = 1 + choose_below(choices, 3);

	while (n--)
		stack->words[low + choose_below(choices, WORDS - low)] =
			leftover(stack, choices);
	if (!choose_below(choices, 8))
		stack->begin.bp = leftover(stack, choices);
}

/* Words of the inner functions, but for the outermost one's frame pointer. */
static inline void spoil_inner(struct stack *stack, struct choices *choices)
{
	u64 outer_bp = top_of(stack) - 2 * sizeof(u64);
	u32 low = (stack->begin.sp - address_of(stack->words)) / sizeof(u64);
	u32 high = low, at;

	while (high < WORDS - USER_REGS && stack->words[high] != outer_bp)
		high++;
	if (high == low)
		return;
	at = low + choose_below(choices, high - low);
	stack->words[at] = leftover(stack, choices);
	if (!choose_below(choices, 8) && stack->begin.bp != outer_bp)
		stack->begin.bp = leftover(stack, choices);
}

#endif /* AF_STACK_MODEL_H */
