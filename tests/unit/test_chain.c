// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognising stacks along frame pointers, against an unwinder of our own. Whatever
 * stands on the stack: what is recognised, this unwinder finds the same in; and a stack
 * that came the same way is recognised.
 */
#include "unit.h"
#include "chain_model.h"

struct fixture {
	struct chain chain;
	struct way way;
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
	go_down(&made->chain, &made->way, choices);
	made->frames = unwind(&made->chain, max, made->known);
	assert_true(made->frames.nr);
	return made;
}

static void drop(struct fixture *made)
{
	free(made->known);
	free(made);
}

static bool matches(const struct fixture *made)
{
	return af_known_matches(made->known, &made->chain.place);
}

/* What the known stack gives is what was found, and it knows itself. */
static void test_itself(void **state)
{
	struct choices choices = unit_choices();
	u32 round, kind, of_kind[CHAIN_KINDS] = {};
	struct fixture *made;
	u64 frames[DEPTH];

	for (round = 0; round < 20000; round++) {
		made = make(&choices, DEPTH);
		assert_false(made->frames.lost);
		assert_true(made->frames.whole != made->chain.in_irq);
		of_kind[made->way.kind] += made->known->nr_addresses > 0;
		assert_true(made->known->nr_addresses);
		assert_true(matches(made));
		assert_int_equal(af_known_frames(made->known, frames),
				 made->frames.nr);
		assert_memory_equal(frames, made->frames.frames,
				    made->frames.nr * sizeof(u64));
		assert_true(af_known_equals(made->known, frames,
					    made->frames.nr));
		frames[0]++;
		assert_false(af_known_equals(made->known, frames,
					     made->frames.nr));
		drop(made);
	}
	for (kind = 0; kind < CHAIN_KINDS; kind++)
		assert_true(of_kind[kind] > 4000);
}

/* The same way down, over other leftovers, with other distances. */
static void test_same_way(void **state)
{
	struct choices choices = unit_choices();
	struct fixture *made;
	struct frames frames;
	u32 round, i;

	for (round = 0; round < 20000; round++) {
		made = make(&choices, DEPTH);
		for (i = 0; i < made->way.nr; i++)
			made->way.room[i] = choose_below(&choices, 8);
		go_down(&made->chain, &made->way, &choices);
		frames = unwind(&made->chain, DEPTH, NULL);
		assert_true(same_frames(&frames, &made->frames));
		assert_true(matches(made));
		drop(made);
	}
}

/* Another way down, that may share its beginning or its end. */
static void test_other_way(void **state)
{
	struct choices choices = unit_choices();
	u32 round, found = 0, differed = 0;
	struct fixture *made;
	struct frames frames;

	for (round = 0; round < 100000; round++) {
		made = make(&choices, choose_below(&choices, 2) ? DEPTH : 4);
		if (choose_below(&choices, 2))
			made->way.kind = choose_below(&choices, CHAIN_KINDS);
		else
			made->way.addresses[choose_below(&choices,
							 made->way.nr)]++;
		go_down(&made->chain, &made->way, &choices);
		frames = unwind(&made->chain,
				made->frames.nr < 4 ? DEPTH : made->frames.nr,
				NULL);
		if (matches(made)) {
			found++;
			assert_memory_equal(frames.frames, made->frames.frames,
					    made->frames.nr * sizeof(u64));
		} else {
			differed++;
		}
		drop(made);
	}
	assert_true(found > 1000 && differed > 10000);
}

/*
 * Any word is another one: what is recognised all the same is what the unwinder finds.
 * Cut walks too.
 */
static void test_spoilt(void **state)
{
	struct choices choices = unit_choices();
	u32 round, max, found = 0, differed = 0;
	struct fixture *made;
	struct frames frames;

	for (round = 0; round < 200000; round++) {
		max = choose_below(&choices, 2) ?
			      DEPTH :
			      1 + choose_below(&choices, 12);
		made = make(&choices, max);
		if (choose_below(&choices, 2))
			spoil(&made->chain, &choices);
		else if (made->frames.nr > 1)
			spoil_record(&made->chain, made->frames.nr - 1,
				     &choices);
		frames = unwind(&made->chain, max, NULL);
		if (matches(made)) {
			found++;
			assert_true(same_frames(&frames, &made->frames));
		} else {
			differed++;
		}
		drop(made);
	}
	assert_true(found > 10000 && differed > 10000);
}

/* What the recognition must look at besides the words. */
static void test_place(void **state)
{
	struct choices choices = unit_choices();
	struct af_stack_place place;
	struct fixture *made;

	do
		made = make(&choices, DEPTH);
	while (made->way.kind != CHAIN_SYSCALL && (drop(made), true));
	place = made->chain.place;
	assert_true(af_known_matches(made->known, &place));
	place.epoch++;
	assert_false(af_known_matches(made->known, &place));
	place = made->chain.place;
	place.ip++;
	assert_false(af_known_matches(made->known, &place));
	place = made->chain.place;
	place.at_entry = !place.at_entry;
	assert_false(af_known_matches(made->known, &place));
	/* Not a task's stack, and none that it knows. */
	place = made->chain.place;
	place.end = 0;
	place.top = 0;
	assert_false(af_known_matches(made->known, &place));
	/* It would go past the end of the stack. */
	place = made->chain.place;
	place.top = place.bp + sizeof(u64);
	assert_false(af_known_matches(made->known, &place));
	/* The task's kernel stack ends elsewhere. */
	place = made->chain.place;
	place.top -= 2 * sizeof(u64);
	assert_false(af_known_matches(made->known, &place));
	drop(made);
}

/* What a tracer stands in for, what is not on the stack, and a walk that got lost. */
static void test_not_known(void **state)
{
	struct choices choices = unit_choices();
	struct af_stack_place *place;
	struct fixture *made;
	u64 slot;

	do
		made = make(&choices, DEPTH);
	while ((made->way.at_entry || made->way.kind != CHAIN_SYSCALL) &&
	       (drop(made), true));
	place = &made->chain.place;
	slot = place->bp + sizeof(u64);

	af_known_begin(made->known, place, 0, 0, DEPTH);
	af_known_step(made->known, place, slot, load(slot) + 1, 0);
	af_known_end(made->known, place, 0, 1, false, false, false);
	assert_int_equal(made->known->nr_addresses, 0);

	af_known_begin(made->known, place, 0, 0, DEPTH);
	af_known_step(made->known, place, 0, load(slot), 0);
	af_known_end(made->known, place, 0, 1, false, false, false);
	assert_int_equal(made->known->nr_addresses, 0);

	af_known_begin(made->known, place, 0, 0, DEPTH);
	af_known_step(made->known, place, slot, load(slot), 0);
	af_known_end(made->known, place, 0, 1, false, false, true);
	assert_int_equal(made->known->nr_addresses, 0);

	/* An end of the whole walk where the stack goes on. */
	af_known_begin(made->known, place, 0, 0, DEPTH);
	af_known_step(made->known, place, slot, load(slot), 0);
	af_known_end(made->known, place, 0, 1, false, made->way.nr > 1, false);
	assert_int_equal(made->known->nr_addresses, 0);
	drop(made);
}

/* A tracer of the function that the entry code calls. */
static void test_tracer(void **state)
{
	struct choices choices = unit_choices();
	struct fixture *made;
	struct frames frames;

	do
		made = make(&choices, DEPTH);
	while ((made->way.kind != CHAIN_SYSCALL || made->way.nr < 3) &&
	       (drop(made), true));
	made->way.addresses[1] = made->way.addresses[0];
	go_down(&made->chain, &made->way, &choices);
	frames = unwind(&made->chain, DEPTH, made->known);
	assert_true(frames.whole);
	assert_int_equal(made->known->nr_addresses, 0);
	drop(made);
}

/* No more than there is room for. */
static void test_room(void **state)
{
	struct choices choices = unit_choices();
	struct fixture *made = make(&choices, DEPTH);

	af_known_begin(made->known, &made->chain.place, 0, 0, 0);
	made->known->room = 0;
	af_known_step(made->known, &made->chain.place, made->chain.place.sp,
		      load(made->chain.place.sp), 0);
	assert_true(made->known->failed);
	drop(made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_itself),
		cmocka_unit_test(test_same_way),
		cmocka_unit_test(test_other_way),
		cmocka_unit_test(test_spoilt),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_not_known),
		cmocka_unit_test(test_tracer),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
