// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognising stacks, against an unwinder of our own that works as the kernel's
 * does: by a description of each function, it goes from (ip, sp, bp) to the
 * caller's. Whatever stands on the stack: what is recognised, this unwinder
 * finds the same in; and a stack that came the same way is recognised.
 */
#include "unit.h"
#include "stackcache.h"

#define WORDS 512
#define DEPTH 40
#define FUNCTIONS 12
#define TEXT 0xffffffff81000000ULL
#define ENTRY (TEXT + 0xff000) /* where the walk is at its end */
#define USER_REGS 21	       /* words above the outermost return address */

/* How one function keeps its frame, return address not counted, in words. */
struct function {
	u32 size;
	u32 saves_bp; /* so many words below the return address, 0: does not */
	bool has_bp;  /* a frame pointer, and room of any size */
};

/* The first is the one that the entry code calls. */
static const struct function functions[FUNCTIONS] = {
	{ 6, 1, true },	 { 0, 0, false }, { 3, 2, false }, { 7, 5, false },
	{ 1, 1, false }, { 4, 0, false }, { 5, 3, false }, { 9, 6, false },
	{ 2, 0, false }, { 6, 1, true },  { 8, 3, false }, { 1, 0, false },
};

struct registers {
	u64 ip, sp, bp;
};

/* A stack in memory; the top of it is where user mode's registers begin. */
struct stack {
	u64 words[WORDS];
	struct registers begin;
};

struct frames {
	u32 nr;
	u64 frames[DEPTH];
	bool whole;
};

static u64 address_of(const u64 *word)
{
	return (uintptr_t)word;
}

static u64 end_of(const struct stack *stack)
{
	return address_of(stack->words + WORDS);
}

static u64 top_of(const struct stack *stack)
{
	return end_of(stack) - USER_REGS * sizeof(u64);
}

static bool on_stack(const struct stack *stack, u64 address)
{
	return address % sizeof(u64) == 0 &&
	       address >= address_of(stack->words) && address < end_of(stack);
}

static u64 load(u64 address)
{
	return *(const u64 *)(uintptr_t)address;
}

/* --- the unwinder */

/* Return: whether there was a step to take */
static bool step(const struct stack *stack, struct registers *at, u64 *slot)
{
	const struct function *function;
	u64 cfa, saved;

	if (at->ip < TEXT || at->ip >= TEXT + FUNCTIONS * 0x100)
		return false;
	function = &functions[(at->ip - TEXT) / 0x100];
	cfa = function->has_bp ? at->bp + 2 * sizeof(u64) :
				 at->sp + (function->size + 1) * sizeof(u64);
	*slot = cfa - sizeof(u64);
	saved = *slot - function->saves_bp * sizeof(u64);
	if (cfa <= at->sp || !on_stack(stack, *slot) || !on_stack(stack, saved))
		return false;
	at->ip = load(*slot);
	if (function->saves_bp)
		at->bp = load(saved);
	at->sp = cfa;
	return true;
}

static struct frames unwind(const struct stack *stack, u32 max,
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

static bool same_frames(const struct frames *a, const struct frames *b)
{
	return a->nr == b->nr &&
	       !memcmp(a->frames, b->frames, a->nr * sizeof(u64));
}

/* --- stacks */

/* Leftovers: anything, best of all what looks as if it belonged there. */
static u64 leftover(const struct stack *stack, u64 *seed)
{
	switch (unit_below(seed, 8)) {
	case 0:
		/* Sometimes into the middle of one. */
		return address_of(stack->words + unit_below(seed, WORDS)) +
		       !unit_below(seed, 4) * unit_below(seed, 8);
	case 1:
		return TEXT + unit_below(seed, FUNCTIONS * 0x100);
	case 2:
		return top_of(stack);
	case 3:
		/* Small numbers below 0: what is added to them may wrap. */
		return -(u64)unit_below(seed, 100);
	default:
		return unit_random(seed);
	}
}

/* A way down: functions, and where in them the next one is called. */
struct way {
	u32 nr;
	u32 functions[DEPTH];
	u32 sites[DEPTH];
	u32 room[DEPTH]; /* of those with a frame pointer, in words */
};

static struct way random_way(u64 *seed)
{
	struct way way = { .nr = 1 + unit_below(seed, 14) };
	u32 i;

	for (i = 0; i < way.nr; i++) {
		way.functions[i] = i ? 1 + unit_below(seed, FUNCTIONS - 1) : 0;
		way.sites[i] = unit_below(seed, 0x100);
		way.room[i] = unit_below(seed, 8);
	}
	return way;
}

/* The registers and the stack when the last function is at its site. */
static void go_down(struct stack *stack, const struct way *way, u64 *seed)
{
	u64 sp = top_of(stack), bp = leftover(stack, seed), ip = ENTRY;
	const struct function *function;
	u32 i;

	for (i = 0; i < WORDS; i++)
		stack->words[i] = leftover(stack, seed);
	for (i = 0; i < way->nr; i++) {
		function = &functions[way->functions[i]];
		sp -= sizeof(u64);
		*(u64 *)(uintptr_t)sp = ip;
		if (function->saves_bp)
			*(u64 *)(uintptr_t)(sp - function->saves_bp *
							 sizeof(u64)) = bp;
		/* Who saves it and has no frame pointer keeps something in it. */
		if (function->saves_bp && !function->has_bp)
			bp = leftover(stack, seed);
		if (function->has_bp) {
			bp = sp - sizeof(u64);
			sp -= way->room[i] * sizeof(u64);
		}
		sp -= function->size * sizeof(u64);
		ip = TEXT + way->functions[i] * 0x100 + way->sites[i];
	}
	stack->begin = (struct registers){ ip, sp, bp };
}

static struct af_stack_place place_of(const struct stack *stack)
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

struct fixture {
	struct stack stack;
	struct way way;
	struct af_stack_place place;
	struct frames frames;
	struct af_known_stack *known;
};

static struct fixture *make(u64 *seed, u32 max)
{
	struct fixture *made = calloc(1, sizeof(*made));

	assert_non_null(made);
	made->known = calloc(1, af_known_bytes(DEPTH));
	assert_non_null(made->known);
	made->way = random_way(seed);
	go_down(&made->stack, &made->way, seed);
	made->place = place_of(&made->stack);
	made->frames = unwind(&made->stack, max, &made->place, made->known);
	assert_true(made->frames.nr);
	return made;
}

static void drop(struct fixture *made)
{
	free(made->known);
	free(made);
}

static bool matches(const struct fixture *made, const struct stack *stack)
{
	struct af_stack_place place = place_of(stack);

	return af_known_matches(made->known, &place);
}

/* What the known stack gives is what was found, and it knows itself. */
static void test_itself(void **state)
{
	u64 seed = unit_seed(), frames[DEPTH];
	struct fixture *made;
	u32 round, known = 0;

	for (round = 0; round < 20000; round++) {
		made = make(&seed, DEPTH);
		assert_true(made->frames.whole);
		if (made->known->nr_addresses) {
			known++;
			assert_true(matches(made, &made->stack));
			assert_int_equal(af_known_frames(made->known, frames),
					 made->frames.nr);
			assert_memory_equal(frames, made->frames.frames,
					    made->frames.nr * sizeof(u64));
			assert_true(af_known_equals(made->known, frames,
						    made->frames.nr));
			frames[0]++;
			assert_false(af_known_equals(made->known, frames,
						     made->frames.nr));
		}
		drop(made);
	}
	/* The rest had more frame pointers than there is room for. */
	assert_true(known > 12000);
}

/* The same way down, over other leftovers, at another place for its call. */
static void test_same_way(void **state)
{
	u64 seed = unit_seed();
	u32 round, tried = 0, found = 0, moved = 0;
	struct fixture *made;
	struct stack other;
	struct frames frames;

	for (round = 0; round < 20000; round++) {
		made = make(&seed, DEPTH);
		made->way.room[0] = unit_below(&seed, 8);
		go_down(&other, &made->way, &seed);
		if (made->known->nr_addresses) {
			tried++;
			found += matches(made, &other);
			moved += matches(made, &other) &&
				 top_of(&other) - other.begin.sp !=
					 made->place.top - made->place.sp;
		}
		frames = unwind(&other, DEPTH, NULL, NULL);
		assert_true(same_frames(&frames, &made->frames));
		drop(made);
	}
	/* Others had leftovers that looked like a saved register. */
	assert_true(found > tried * 8 / 10);
	assert_true(moved > tried / 2);
}

/* Another way down, that may share its beginning or its end. */
static void test_other_way(void **state)
{
	u64 seed = unit_seed();
	u32 round, at, found = 0;
	struct fixture *made;
	struct stack other;
	struct way way;
	struct frames frames;

	for (round = 0; round < 100000; round++) {
		made = make(&seed, DEPTH);
		way = made->way;
		way.room[0] = unit_below(&seed, 8);
		at = unit_below(&seed, way.nr);
		if (unit_below(&seed, 2))
			way.sites[at] = unit_below(&seed, 0x100);
		else if (at)
			way.functions[at] =
				1 + unit_below(&seed, FUNCTIONS - 1);
		go_down(&other, &way, &seed);
		frames = unwind(&other, DEPTH, NULL, NULL);
		if (matches(made, &other)) {
			found++;
			assert_true(same_frames(&frames, &made->frames));
		}
		drop(made);
	}
	assert_true(found);
}

static void spoil(struct stack *stack, u64 *seed)
{
	u32 low = (stack->begin.sp - address_of(stack->words)) / sizeof(u64);
	u32 n = 1 + unit_below(seed, 3);

	while (n--)
		stack->words[low + unit_below(seed, WORDS - low)] =
			leftover(stack, seed);
	if (!unit_below(seed, 8))
		stack->begin.bp = leftover(stack, seed);
}

/*
 * Any word is another one, on a stack of the same height: what is recognised
 * all the same is what the unwinder finds. Cut walks too.
 */
static void test_spoilt(void **state)
{
	u64 seed = unit_seed();
	u32 round, max, found = 0, differed = 0;
	struct fixture *made;
	struct stack kept;
	struct frames frames;

	for (round = 0; round < 200000; round++) {
		max = unit_below(&seed, 2) ? DEPTH : 1 + unit_below(&seed, 12);
		made = make(&seed, max);
		kept = made->stack;
		spoil(&made->stack, &seed);
		frames = unwind(&made->stack, max, NULL, NULL);
		if (matches(made, &made->stack)) {
			found++;
			assert_true(same_frames(&frames, &made->frames));
		} else {
			differed++;
		}
		made->stack = kept;
		drop(made);
	}
	assert_true(found > 10000 && differed > 10000);
}

/* Words of the inner functions, but for the outermost one's frame pointer. */
static void spoil_inner(struct stack *stack, u64 *seed)
{
	u64 outer_bp = top_of(stack) - 2 * sizeof(u64);
	u32 low = (stack->begin.sp - address_of(stack->words)) / sizeof(u64);
	u32 high = low, at;

	while (high < WORDS - USER_REGS && stack->words[high] != outer_bp)
		high++;
	if (high == low)
		return;
	at = low + unit_below(seed, high - low);
	stack->words[at] = leftover(stack, seed);
	if (!unit_below(seed, 8) && stack->begin.bp != outer_bp)
		stack->begin.bp = leftover(stack, seed);
}

/* A system call that began elsewhere, and a word that is another one. */
static void test_moved_and_spoilt(void **state)
{
	u64 seed = unit_seed();
	u32 round, found = 0, differed = 0;
	struct fixture *made;
	struct stack other;
	struct frames frames;

	for (round = 0; round < 200000; round++) {
		made = make(&seed, DEPTH);
		made->way.room[0] = (made->way.room[0] + 1) % 8;
		go_down(&other, &made->way, &seed);
		spoil_inner(&other, &seed);
		frames = unwind(&other, DEPTH, NULL, NULL);
		if (matches(made, &other)) {
			found++;
			assert_true(same_frames(&frames, &made->frames));
		} else {
			differed++;
		}
		drop(made);
	}
	assert_true(found > 10000 && differed > 10000);
}

/* It is only for system calls that the outermost frame may have moved. */
static void test_moved(void **state)
{
	u64 seed = unit_seed();
	struct af_stack_place place;
	struct fixture *made;
	struct stack other;

	do {
		made = make(&seed, DEPTH);
		made->way.room[0] = (made->way.room[0] + 1) % 8;
		go_down(&other, &made->way, &seed);
		place = place_of(&other);
		if (af_known_matches(made->known, &place))
			break;
		drop(made);
	} while (true);
	place.syscall = false;
	assert_false(af_known_matches(made->known, &place));
	place.syscall = true;
	made->known->syscall = false;
	assert_false(af_known_matches(made->known, &place));
	drop(made);
}

/* What the recognition must look at besides the words. */
static void test_place(void **state)
{
	u64 seed = unit_seed();
	struct af_stack_place place;
	struct fixture *made;

	while (!(made = make(&seed, DEPTH))->known->nr_addresses)
		drop(made);
	place = made->place;
	assert_true(af_known_matches(made->known, &place));
	place.epoch++;
	assert_false(af_known_matches(made->known, &place));
	place = made->place;
	place.ip++;
	assert_false(af_known_matches(made->known, &place));
	/* Not a task's stack, and none that it knows. */
	place = made->place;
	place.end = 0;
	assert_false(af_known_matches(made->known, &place));
	drop(made);

	/* It would go past the end of the stack. */
	while ((made = make(&seed, 2))->known->nr_addresses != 2)
		drop(made);
	place = made->place;
	place.end = place.sp + made->known->addresses[1].offset;
	assert_false(af_known_matches(made->known, &place));
	place.end += sizeof(u64);
	assert_true(af_known_matches(made->known, &place));
	drop(made);
}

/* An end that is not the stack's, and a walk that lost its way. */
static void test_not_known(void **state)
{
	u64 seed = unit_seed();
	struct fixture *made = make(&seed, DEPTH);

	af_known_begin(made->known, &made->place, 0, made->place.end, DEPTH);
	af_known_step(made->known, &made->place, made->place.sp, 0x12345, 0);
	af_known_end(made->known, &made->place, 0, 1, false, true, false);
	assert_int_equal(made->known->nr_addresses, 0);

	made->frames = unwind(&made->stack, 1, &made->place, made->known);
	assert_int_equal(made->known->nr_addresses, 1);
	af_known_end(made->known, &made->place, 0, 1, false, false, true);
	assert_int_equal(made->known->nr_addresses, 0);
	drop(made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_itself),
		cmocka_unit_test(test_same_way),
		cmocka_unit_test(test_other_way),
		cmocka_unit_test(test_spoilt),
		cmocka_unit_test(test_moved_and_spoilt),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
