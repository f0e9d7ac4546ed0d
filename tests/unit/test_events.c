// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring of events under a writer and readers, and what goes by the clock:
 * budgets and streaks. Built with TSan too.
 */
#include <pthread.h>

#include "unit.h"
#include "store/budget.h"
#include "store/events.h"
#include "store/hit.h"

#define SECOND 1000000000ULL
#define RING 16

/* Every field follows from the ticket, so a torn copy shows. */
static struct af_event event_of(u64 ticket)
{
	struct af_event event = {
		.time_ns = ticket * 3,
		.pid = ticket,
		.order = ticket % 11,
		.gfp = ~(u32)ticket,
		.free = ticket * 5,
		.min = ticket * 7,
		.blocks = ticket * 11,
		.node = ticket % 8,
		.zone = ticket % 5,
		.cause = ticket % AF_NR_CAUSES,
	};

	snprintf(event.comm, sizeof(event.comm), "%llu",
		 (unsigned long long)ticket);
	return event;
}

/* As record.c does it: field by field, in the ring's own place. */
static void fill_event(struct af_event *place, u64 ticket)
{
	struct af_event event = event_of(ticket);

	WRITE_ONCE(place->time_ns, event.time_ns);
	af_event_set_comm(place, event.comm);
	WRITE_ONCE(place->pid, event.pid);
	WRITE_ONCE(place->order, event.order);
	WRITE_ONCE(place->gfp, event.gfp);
	WRITE_ONCE(place->free, event.free);
	WRITE_ONCE(place->min, event.min);
	WRITE_ONCE(place->blocks, event.blocks);
	WRITE_ONCE(place->node, event.node);
	WRITE_ONCE(place->zone, event.zone);
	WRITE_ONCE(place->cause, event.cause);
}

/* NULL if somebody is writing it. */
static struct af_event *begin(struct af_event *ring, u32 size, u64 ticket)
{
	struct af_event *cell = af_event_cell(ring, size, ticket);

	return af_event_begin(cell, ticket) ? cell : NULL;
}

static void write_event(struct af_event *ring, u32 size, u64 ticket)
{
	struct af_event *place = begin(ring, size, ticket);

	assert_non_null(place);
	fill_event(place, ticket);
	af_event_end(place);
}

static bool whole(const struct af_event *event)
{
	struct af_event expected = event_of(event->sequence - 1);

	expected.sequence = event->sequence;
	return !memcmp(event, &expected, sizeof(expected));
}

static void test_ring(void **state)
{
	struct af_event ring[RING] = { 0 }, event;
	u64 ticket;
	u32 i, found = 0;

	for (i = 0; i < RING; i++)
		assert_false(af_event_read(&ring[i], &event));
	for (ticket = 0; ticket < 3 * RING + 5; ticket++)
		write_event(ring, RING, ticket);
	for (i = 0; i < RING; i++) {
		assert_true(af_event_read(&ring[i], &event));
		assert_true(whole(&event));
		/* The last RING of them, each once. */
		assert_true(event.sequence > 2 * RING + 5);
		found |= 1 << event.sequence % RING;
	}
	assert_int_equal(found, (1 << RING) - 1);
}

/* A size that is no power of two has no place twice. */
static void test_ring_odd_size(void **state)
{
	struct af_event ring[RING] = { 0 }, event;
	u64 ticket;
	u32 i;

	for (ticket = 0; ticket < 13; ticket++)
		write_event(ring, 13, ticket);
	for (i = 0; i < RING; i++)
		assert_int_equal(af_event_read(&ring[i], &event), i < 13);
}

/* An event that is just being written is none. */
static void test_half_written(void **state)
{
	struct af_event ring[RING] = { 0 }, event;

	write_event(ring, RING, 1);
	assert_true(af_event_read(&ring[1], &event));
	assert_ptr_equal(begin(ring, RING, 1 + RING), &ring[1]);
	assert_false(af_event_read(&ring[1], &event));
}

/* An interrupt fails so often that the ring comes round to who it interrupts. */
static void test_lapped(void **state)
{
	struct af_event ring[RING] = { 0 }, *outer, event;
	u64 ticket;

	outer = begin(ring, RING, 3);
	outer->pid = event_of(3).pid;
	for (ticket = 4; ticket < 3 + RING; ticket++)
		write_event(ring, RING, ticket);
	assert_null(begin(ring, RING, 3 + RING));
	write_event(ring, RING, 4 + RING);
	assert_false(af_event_read(outer, &event));
	fill_event(outer, 3);
	af_event_end(outer);
	assert_true(af_event_read(outer, &event));
	assert_true(whole(&event));
	assert_int_equal(event.sequence, 4);
	write_event(ring, RING, 3 + 2 * RING);
	assert_true(af_event_read(outer, &event));
	assert_true(whole(&event));
}

struct rain {
	struct af_event ring[RING];
	bool over;
	u64 torn;
	u64 read;
};

static void *writer(void *argument)
{
	struct rain *rain = argument;
	u64 ticket;

	for (ticket = 0; ticket < 300000; ticket++)
		write_event(rain->ring, RING, ticket);
	__atomic_store_n(&rain->over, true, __ATOMIC_RELEASE);
	return NULL;
}

static void read_ring(struct rain *rain)
{
	struct af_event event;
	u32 i;

	for (i = 0; i < RING; i++) {
		if (!af_event_read(&rain->ring[i], &event))
			continue;
		rain->read++;
		rain->torn += !whole(&event);
	}
}

static void test_never_torn(void **state)
{
	struct rain *rain = calloc(1, sizeof(*rain));
	pthread_t thread;

	assert_non_null(rain);
	assert_int_equal(pthread_create(&thread, NULL, writer, rain), 0);
	while (!__atomic_load_n(&rain->over, __ATOMIC_ACQUIRE))
		read_ring(rain);
	pthread_join(thread, NULL);
	assert_int_equal(rain->torn, 0);
	assert_true(rain->read > RING);
	free(rain);
}

static u32 taken(struct af_budget *budget, u64 now, u32 limit, u32 tries)
{
	u32 n = 0;

	while (tries--)
		n += af_budget_take(budget, now, limit);
	return n;
}

static void test_budget(void **state)
{
	struct af_budget budget = { 0 };

	assert_int_equal(taken(&budget, 5 * SECOND, 3, 10), 3);
	assert_int_equal(taken(&budget, 6 * SECOND - 1, 3, 10), 0);
	assert_int_equal(taken(&budget, 6 * SECOND, 3, 10), 3);
	/* What was not used is not saved up. */
	assert_int_equal(taken(&budget, 60 * SECOND, 3, 2), 2);
	assert_int_equal(taken(&budget, 61 * SECOND, 3, 10), 3);
	/* A limit that changes counts at once. */
	assert_int_equal(taken(&budget, 61 * SECOND, 5, 10), 2);
	assert_int_equal(taken(&budget, 61 * SECOND, 0, 10), 0);
	assert_int_equal(taken(&budget, 62 * SECOND, 0, 10), 0);
	assert_int_equal(taken(&budget, 63 * SECOND, U32_MAX, 1000), 1000);
}

static void test_streak(void **state)
{
	struct af_streak streaks[AF_STREAKS] = { 0 };
	u64 now = 5 * SECOND;

	assert_int_equal(af_streak_extend(streaks, 7, 100, now), 1);
	now += AF_STREAK_PAUSE_NS - 1;
	assert_int_equal(af_streak_extend(streaks, 7, 100, now), 2);
	/* Another task, or another signature, has its own run. */
	assert_int_equal(af_streak_extend(streaks, 7, 101, now), 1);
	assert_int_equal(af_streak_extend(streaks, 8, 100, now), 1);
	assert_int_equal(af_streak_extend(streaks, 7, 100, now), 3);
	/* The pause that ends one. */
	now += AF_STREAK_PAUSE_NS;
	assert_int_equal(af_streak_extend(streaks, 7, 100, now), 1);
	assert_int_equal(af_streak_extend(streaks, 7, 100, now), 2);
}

/* Two runs in one place: neither is ever told too long. */
static void test_streak_collision(void **state)
{
	struct af_streak streaks[AF_STREAKS] = { 0 };
	u64 now = 5 * SECOND;
	int i;

	for (i = 0; i < 5; i++) {
		assert_int_equal(af_streak_extend(streaks, 1, 0, now), 1);
		assert_int_equal(af_streak_extend(streaks, 1 + AF_STREAKS, 0,
						  now),
				 1);
	}
	/* A pid is signed, and an interrupt's is 0. */
	assert_int_equal(af_streak_extend(streaks, 3, -1, now), 1);
	assert_int_equal(af_streak_extend(streaks, 3, -1, now), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ring),
		cmocka_unit_test(test_ring_odd_size),
		cmocka_unit_test(test_half_written),
		cmocka_unit_test(test_lapped),
		cmocka_unit_test(test_never_torn),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_streak),
		cmocka_unit_test(test_streak_collision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
