// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognised stacks: any way down, over any leftovers, noted by any walk, then
 * any words spoilt. What is recognised must unwind to the same frames; and
 * whatever the notes are made of, nothing off the stack may be read.
 */
#include "fuzz.h"
#include "stack_model.h"

#define MAX_GARBAGE 60

/* How a walk goes, see struct walk in walk.c. */
struct manner {
	u32 max;     /* steps at most */
	u32 skipped; /* first steps that are no frames */
	bool starts; /* where it begins is a frame */
	bool task;   /* on a task's stack */
	bool syscall;
};

static struct manner any_manner(struct choices *choices)
{
	u32 bits = choose_below(choices, 256);
	struct manner manner = {
		.max = bits & 1 ? DEPTH : 1 + choose_below(choices, 12),
		.task = bits & 6,
		.syscall = bits & 8,
		.starts = bits & 16,
	};

	if (!manner.starts && bits & 32)
		manner.skipped = choose_below(choices, AF_KNOWN_SKIPPED + 1);
	return manner;
}

static struct af_stack_place place_for(const struct stack *stack,
				       const struct manner *manner)
{
	struct af_stack_place place = place_of(stack);

	place.syscall = manner->syscall;
	if (!manner->task) {
		place.end = 0;
		place.top = 0;
	}
	return place;
}

/* Where the walk ends, for good or because it is cut. */
static struct frames walk(const struct stack *stack,
			  const struct manner *manner,
			  const struct af_stack_place *place,
			  struct af_known_stack *known)
{
	struct registers at = stack->begin;
	struct frames frames = { .nr = 0 };
	u64 slot;

	while (frames.nr < manner->max && step(stack, &at, &slot)) {
		if (known)
			af_known_step(known, place, slot, at.ip, at.bp);
		frames.frames[frames.nr++] = at.ip;
	}
	frames.whole = at.ip == ENTRY && frames.nr < manner->max;
	return frames;
}

static void note(const struct stack *stack, const struct manner *manner,
		 struct frames *frames, struct af_known_stack *known)
{
	struct af_stack_place place = place_for(stack, manner);
	u32 skipped = manner->skipped;

	af_known_begin(known, &place, address_of(stack->words), end_of(stack),
		       DEPTH);
	*frames = walk(stack, manner, &place, known);
	if (skipped > frames->nr)
		skipped = frames->nr;
	af_known_end(known, &place, skipped,
		     frames->nr - skipped + manner->starts, manner->starts,
		     frames->whole, !frames->whole && frames->nr < manner->max);
}

/* What it gives is what was found. */
static void check_frames(const struct af_known_stack *known,
			 const struct manner *manner,
			 const struct frames *found)
{
	u32 nr = af_known_nr_frames(known);
	u64 *frames = fuzz_zalloc(nr * sizeof(u64));
	u32 skipped = known->nr_skipped;

	fuzz_check(nr == found->nr - skipped + manner->starts);
	fuzz_check(af_known_frames(known, frames) == nr);
	fuzz_check(!manner->starts || frames[0] == known->ip);
	fuzz_check(!memcmp(frames + manner->starts, found->frames + skipped,
			   (found->nr - skipped) * sizeof(u64)));
	fuzz_check(af_known_equals(known, frames, nr));
	if (nr) {
		frames[nr - 1] ^= 1;
		fuzz_check(!af_known_equals(known, frames, nr));
	}
	free(frames);
}

/* As the stack is now: recognised only if the walk would find the same. */
static void check_match(const struct stack *stack, const struct manner *manner,
			const struct frames *found,
			const struct af_known_stack *known)
{
	struct af_stack_place place = place_for(stack, manner);
	struct frames now = walk(stack, manner, NULL, NULL);

	if (af_known_matches(known, &place))
		fuzz_check(same_frames(&now, found));
	place.epoch++;
	fuzz_check(!af_known_matches(known, &place));
}

/* Over other leftovers, and from another distance. */
static void go_down_again(struct stack *stack, struct way *way,
			  struct choices *choices)
{
	struct choices leftovers = { .seed = choose_below(choices, 256) };

	way->room[0] = choose_below(choices, 8);
	go_down(stack, way, &leftovers);
}

/* The same stack, with other words in it. */
static void fuzz_spoilt(struct choices *choices, struct stack *stack,
			const struct manner *manner, const struct frames *found,
			const struct af_known_stack *known)
{
	while (choices->left) {
		spoil(stack, choices);
		check_match(stack, manner, found, known);
	}
}

/*
 * Another call, the same way or nearly so. The outermost function's own words
 * are as it left them: nothing else calls it.
 */
static void fuzz_moved(struct choices *choices, struct stack *stack,
		       struct way *way, const struct manner *manner,
		       const struct frames *found,
		       const struct af_known_stack *known)
{
	while (choices->left) {
		if (choose_below(choices, 2))
			way->sites[choose_below(choices, way->nr)] =
				choose_below(choices, 0x100);
		go_down_again(stack, way, choices);
		check_match(stack, manner, found, known);
		spoil_inner(stack, choices);
		check_match(stack, manner, found, known);
	}
}

static void fuzz_walk(struct choices *choices, struct stack *stack,
		      struct af_known_stack *known)
{
	u32 how = choose_below(choices, 3);
	struct manner manner = any_manner(choices);
	struct way way = random_way(choices);
	struct frames found;

	go_down_again(stack, &way, choices);
	/* A walk that goes astray, too. */
	if (how == 0)
		spoil(stack, choices);
	note(stack, &manner, &found, known);
	if (known->nr_addresses) {
		check_frames(known, &manner, &found);
		check_match(stack, &manner, &found, known);
	}
	if (how == 2)
		fuzz_moved(choices, stack, &way, &manner, &found, known);
	else
		fuzz_spoilt(choices, stack, &manner, &found, known);
}

/* A step that no unwinder makes. */
static void garbage_step(const struct stack *stack, struct choices *choices,
			 const struct af_stack_place *place,
			 struct af_known_stack *known)
{
	u64 slot = leftover(stack, choices);
	u64 address = leftover(stack, choices);

	/* Half of them look as they should. */
	if (choose_below(choices, 2))
		slot = address_of(stack->words + choose_below(choices, WORDS));
	if (on_stack(stack, slot) && choose_below(choices, 8)) {
		*(u64 *)(uintptr_t)slot = TEXT + choose_below(choices, 4096);
		address = load(slot);
	}
	af_known_step(known, place, slot, address, leftover(stack, choices));
}

/* Somewhere else on the stack, with anything in the registers. */
static void garbage_place(struct stack *stack, struct choices *choices)
{
	stack->begin = (struct registers){
		.ip = TEXT + choose_below(choices, 4),
		.sp = address_of(stack->words + choose_below(choices, WORDS)),
		.bp = leftover(stack, choices),
	};
}

static void fuzz_garbage(struct choices *choices, struct stack *stack,
			 struct af_known_stack *known)
{
	struct manner manner = any_manner(choices);
	struct way way = random_way(choices);
	struct af_stack_place place;
	u32 n = choose_below(choices, MAX_GARBAGE);

	go_down_again(stack, &way, choices);
	garbage_place(stack, choices);
	place = place_for(stack, &manner);
	af_known_begin(known, &place, address_of(stack->words), end_of(stack),
		       DEPTH);
	while (n--)
		garbage_step(stack, choices, &place, known);
	af_known_end(known, &place, manner.skipped,
		     choose_below(choices, DEPTH) + manner.starts,
		     manner.starts, choose_below(choices, 2), false);
	while (choices->left) {
		garbage_place(stack, choices);
		place = place_for(stack, &manner);
		af_known_matches(known, &place);
	}
}

static void fuzz(struct choices *choices)
{
	struct af_known_stack *known = fuzz_zalloc(af_known_bytes(DEPTH));
	struct stack *stack = fuzz_zalloc(sizeof(*stack));

	if (choose_below(choices, 4))
		fuzz_walk(choices, stack, known);
	else
		fuzz_garbage(choices, stack, known);
	free(stack);
	free(known);
}
