// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognising stacks, against an unwinder of our own. Whatever stands on the
 * stack: what is recognised, this unwinder finds the same in; and a stack that
 * came the same way is recognised.
 */
#include "unit.h"
#include "stack_model.h"

struct fixture {
	struct stack stack;
	struct way way;
	struct af_stack_place place;
	struct frames frames;
	struct af_known_stack *known;
};

static struct fixture *make(struct choices *choices, u32 max)
{
	struct fixture *made = calloc(1, sizeof(*made));

	assert_non_null(made);
	made->known = calloc(1, af_known_bytes(DEPTH));
	assert_non_null(made->known);
	made->way = random_way(choices);
	go_down(&made->stack, &made->way, choices);
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
	struct choices choices = unit_choices();
	u64 frames[DEPTH];
	struct fixture *made;
	u32 round, known = 0;

	for (round = 0; round < 20000; round++) {
		made = make(&choices, DEPTH);
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
	struct choices choices = unit_choices();
	u32 round, tried = 0, found = 0, moved = 0;
	struct fixture *made;
	struct stack other;
	struct frames frames;

	for (round = 0; round < 20000; round++) {
		made = make(&choices, DEPTH);
		made->way.room[0] = choose_below(&choices, 8);
		go_down(&other, &made->way, &choices);
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
	struct choices choices = unit_choices();
	u32 round, at, found = 0;
	struct fixture *made;
	struct stack other;
	struct way way;
	struct frames frames;

	for (round = 0; round < 100000; round++) {
		made = make(&choices, DEPTH);
		way = made->way;
		way.room[0] = choose_below(&choices, 8);
		at = choose_below(&choices, way.nr);
		if (choose_below(&choices, 2))
			way.sites[at] = choose_below(&choices, 0x100);
		else if (at)
			way.functions[at] =
				1 + choose_below(&choices, FUNCTIONS - 1);
		go_down(&other, &way, &choices);
		frames = unwind(&other, DEPTH, NULL, NULL);
		if (matches(made, &other)) {
			found++;
			assert_true(same_frames(&frames, &made->frames));
		}
		drop(made);
	}
	assert_true(found);
}

/*
 * Any word is another one, on a stack of the same height: what is recognised
 * all the same is what the unwinder finds. Cut walks too.
 */
static void test_spoilt(void **state)
{
	struct choices choices = unit_choices();
	u32 round, max, found = 0, differed = 0;
	struct fixture *made;
	struct stack kept;
	struct frames frames;

	for (round = 0; round < 200000; round++) {
		max = choose_below(&choices, 2) ?
			      DEPTH :
			      1 + choose_below(&choices, 12);
		made = make(&choices, max);
		kept = made->stack;
		spoil(&made->stack, &choices);
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

/* A system call that began elsewhere, and a word that is another one. */
static void test_moved_and_spoilt(void **state)
{
	struct choices choices = unit_choices();
	u32 round, found = 0, differed = 0;
	struct fixture *made;
	struct stack other;
	struct frames frames;

	for (round = 0; round < 200000; round++) {
		made = make(&choices, DEPTH);
		made->way.room[0] = (made->way.room[0] + 1) % 8;
		go_down(&other, &made->way, &choices);
		spoil_inner(&other, &choices);
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

/* Frame pointers of two functions in a row whose stacks are aligned anew. */
static void test_realigned(void **state)
{
	struct choices choices = unit_choices();
	struct fixture *made;
	u32 room;

	for (room = 0; room < 8; room++) {
		made = make(&choices, DEPTH);
		made->way = (struct way){
			.nr = 4,
			.functions = { 0, FUNCTIONS - 1, FUNCTIONS - 1, 1 },
			.room = { 0, room, 7 - room },
		};
		go_down(&made->stack, &made->way, &choices);
		made->place = place_of(&made->stack);
		unwind(&made->stack, DEPTH, &made->place, made->known);
		assert_int_equal(made->known->nr_addresses, 4);
		assert_true(matches(made, &made->stack));
		drop(made);
	}
}

/* It is only for system calls that the outermost frame may have moved. */
static void test_moved(void **state)
{
	struct choices choices = unit_choices();
	struct af_stack_place place;
	struct fixture *made;
	struct stack other;

	do {
		made = make(&choices, DEPTH);
		made->way.room[0] = (made->way.room[0] + 1) % 8;
		go_down(&other, &made->way, &choices);
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
	struct choices choices = unit_choices();
	struct af_stack_place place;
	struct fixture *made;

	while (!(made = make(&choices, DEPTH))->known->nr_addresses)
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
	place.top = 0;
	place.syscall = false;
	assert_false(af_known_matches(made->known, &place));
	drop(made);

	/* It would go past the end of the stack. */
	while ((made = make(&choices, 2))->known->nr_addresses != 2)
		drop(made);
	place = made->place;
	place.end = place.sp + made->known->outermost.offset;
	assert_false(af_known_matches(made->known, &place));
	place.end += sizeof(u64);
	assert_true(af_known_matches(made->known, &place));
	drop(made);
}

/* An end that is not the stack's, and a walk that lost its way. */
static void test_not_known(void **state)
{
	struct choices choices = unit_choices();
	struct af_stack_place elsewhere;
	struct fixture *made;

	while (!(made = make(&choices, DEPTH))->known->nr_addresses)
		drop(made);
	elsewhere = made->place;
	elsewhere.top -= sizeof(u64);
	unwind(&made->stack, DEPTH, &elsewhere, made->known);
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
		cmocka_unit_test(test_realigned),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
