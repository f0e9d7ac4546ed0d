// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring of events, written by contexts that interrupt each other anywhere,
 * and read at any moment; and what goes by the clock: budgets, streaks, hits.
 */
#include "fuzz.h"
#include "store/budget.h"
#include "store/events.h"
#include "store/hit.h"

#define CONTEXTS 4
#define MAX_RING 32
#define MAX_ASKED 128

/* --- the ring */

/* A writer in the middle of its event. */
struct writer {
	u64 ticket;
	struct af_event *place;
	u32 words; /* of it that are written */
};

struct ring {
	u32 size;
	u64 tickets;
	u32 depth; /* writers, each interrupted by the next */
	struct writer writers[CONTEXTS];
	struct af_event *events;
};

/* Each word follows from the ticket, so a torn event shows. */
static u64 word_of(u64 ticket, u32 word)
{
	u64 seed = ticket * AF_EVENT_WORDS + word;

	return unit_random(&seed);
}

/* As record.c does: the next ticket where somebody is at work. */
static void begin_event(struct ring *ring)
{
	struct writer *writer = &ring->writers[ring->depth];
	u32 taken = 0;

	for (;; taken++) {
		writer->ticket = ring->tickets++;
		writer->place =
			af_event_cell(ring->events, ring->size, writer->ticket);
		if (af_event_begin(writer->place, writer->ticket))
			break;
	}
	fuzz_check(taken <= ring->depth);
	writer->words = 1;
	ring->depth++;
}

static void write_word(struct writer *writer)
{
	u64 *words = (u64 *)writer->place;

	if (writer->words < AF_EVENT_WORDS) {
		WRITE_ONCE(words[writer->words],
			   word_of(writer->ticket, writer->words));
		writer->words++;
	}
}

static void end_event(struct ring *ring)
{
	struct writer *writer = &ring->writers[--ring->depth];

	while (writer->words < AF_EVENT_WORDS)
		write_word(writer);
	af_event_end(writer->place);
}

/* Whole, and one that had its turn at this place. */
static void check_event(const struct ring *ring, const struct af_event *event,
			u32 place)
{
	const u64 *words = (const u64 *)event;
	u64 ticket = event->sequence - 1;
	u32 word;

	fuzz_check(ticket < ring->tickets && ticket % ring->size == place);
	for (word = 1; word < AF_EVENT_WORDS; word++)
		fuzz_check(words[word] == word_of(ticket, word));
}

/* Each place has an event, but where one is being written. */
static void check_ring(const struct ring *ring)
{
	u32 place, found = 0, expected;
	struct af_event event;

	for (place = 0; place < ring->size; place++) {
		if (!af_event_read(&ring->events[place], &event))
			continue;
		check_event(ring, &event, place);
		found++;
	}
	expected = ring->tickets < ring->size ? ring->tickets : ring->size;
	fuzz_check(found + ring->depth == expected);
}

/* So many failures in a row, of one context, on top of the others. */
static void burst(struct ring *ring, u32 n)
{
	if (ring->depth == CONTEXTS)
		return;
	while (n--) {
		begin_event(ring);
		end_event(ring);
	}
}

static void fuzz_ring(struct choices *choices)
{
	struct ring ring = { .size = 5 + choose_below(choices, MAX_RING - 4) };

	ring.events = fuzz_zalloc(ring.size * sizeof(*ring.events));
	while (choices->left) {
		switch (choose_below(choices, 8)) {
		case 0:
		case 1:
			if (ring.depth < CONTEXTS)
				begin_event(&ring);
			break;
		case 2:
		case 3:
			if (ring.depth)
				write_word(&ring.writers[ring.depth - 1]);
			break;
		case 4:
		case 5:
			if (ring.depth)
				end_event(&ring);
			break;
		case 6:
			burst(&ring, choose_below(choices, 3 * MAX_RING));
			break;
		default:
			check_ring(&ring);
		}
	}
	while (ring.depth)
		end_event(&ring);
	check_ring(&ring);
	free(ring.events);
}

/* --- budgets */

/* At most the limit in a second, and all of it for who asks. */
static void fuzz_budget(struct choices *choices)
{
	u64 now = choose_magnitude(choices, 62), second = UINT64_MAX;
	u32 limit = choose_below(choices, 8), used = 0;
	struct af_budget budget = { .used = 0 };
	bool room;

	while (choices->left) {
		now += choose_magnitude(choices, 32);
		if (now / 1000000000 != second)
			used = 0;
		second = now / 1000000000;
		if (!choose_below(choices, 16))
			limit = choose_below(choices, 8);
		room = used < limit;
		fuzz_check(af_budget_take(&budget, now, limit) == room);
		used += room;
	}
}

/* --- streaks */

struct asked {
	u64 now;
	u32 slot;
	s32 pid;
};

/* Length of the run that the last one ends, from the list of all. */
static u32 run_length(const struct asked *all, u32 nr)
{
	const struct asked *last = &all[nr - 1], *one;
	u64 now = last->now;
	u32 length = 1;

	for (one = last - 1; one >= all; one--) {
		if (one->slot != last->slot || one->pid != last->pid)
			continue;
		if (now - one->now >= AF_STREAK_PAUSE_NS)
			break;
		now = one->now;
		length++;
	}
	return length;
}

/* Did anybody else ask at its place, since its run began. */
static bool met(const struct asked *all, u32 nr, u32 length)
{
	const struct asked *last = &all[nr - 1], *one;

	for (one = last; length; one--) {
		if (one->slot == last->slot && one->pid == last->pid)
			length--;
		else if (!(((one->slot ^ one->pid) ^ (last->slot ^ last->pid)) %
			   AF_STREAKS))
			return true;
	}
	return false;
}

static void fuzz_streaks(struct choices *choices)
{
	struct af_streak streaks[AF_STREAKS] = { 0 };
	struct asked all[MAX_ASKED], *one;
	u64 now = 1000000000;
	u32 nr = 0, length, true_length;

	while (choices->left && nr < MAX_ASKED) {
		now += choose_magnitude(choices, 25);
		one = &all[nr++];
		one->now = now;
		one->slot = choose_below(choices, 64);
		one->pid = (s32)choose_below(choices, 64) - 8;
		length = af_streak_extend(streaks, one->slot, one->pid, now);
		true_length = run_length(all, nr);
		fuzz_check(length && length <= true_length);
		fuzz_check(length == true_length || met(all, nr, true_length));
	}
}

/* --- hits */

static void fuzz_hits(struct choices *choices)
{
	u64 now = choose_magnitude(choices, 57), count = 0, last = 0;
	struct af_hit hits[3] = { 0 };
	struct af_hits sum = { .count = 0 };
	u32 streak, longest = 0, cpu;

	while (choices->left) {
		now += choose_magnitude(choices, 48);
		streak = choose_magnitude(choices, 20);
		af_hit_add(&hits[choose_below(choices, 3)], now, streak);
		count++;
		last = now;
		longest = max_u64(longest, streak);
	}
	for (cpu = 0; cpu < 3; cpu++)
		af_hits_add(&sum, &hits[cpu]);
	fuzz_check(sum.count == count);
	fuzz_check(sum.last_ns <= last && last - sum.last_ns < 1024);
	fuzz_check(sum.streak == min_u32(longest, AF_HIT_STREAK_MAX));
}

static void fuzz(struct choices *choices)
{
	switch (choose_below(choices, 4)) {
	case 0:
		fuzz_budget(choices);
		break;
	case 1:
		fuzz_streaks(choices);
		break;
	case 2:
		fuzz_hits(choices);
		break;
	default:
		fuzz_ring(choices);
	}
}
