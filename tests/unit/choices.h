/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a test leaves to chance. A unit test's choices are random numbers, a
 * fuzz target's are its input first: so both can work on the same models.
 */
#ifndef AF_CHOICES_H
#define AF_CHOICES_H

#include "kernel/pure.h"

/* splitmix64: any state will do, states that differ by one are unrelated. */
static inline u64 unit_random(u64 *state)
{
	u64 x = *state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

static inline u32 unit_below(u64 *state, u32 limit)
{
	return unit_random(state) % limit;
}

struct choices {
	const u8 *bytes; /* these first */
	size_t left;	 /* how many they are */
	u64 seed;	 /* then random numbers */
};

/* @size bytes as a number, the lowest first. */
static inline u64 choose_bytes(struct choices *choices, size_t size)
{
	u64 value = 0;

	if (choices->left < size) {
		choices->left = 0;
		return unit_random(&choices->seed);
	}
	memcpy(&value, choices->bytes, size);
	choices->bytes += size;
	choices->left -= size;
	return value;
}

static inline u64 choose_u64(struct choices *choices)
{
	return choose_bytes(choices, sizeof(u64));
}

/* Takes as few bytes as @limit needs: each one chooses as much as it can. */
static inline u32 choose_below(struct choices *choices, u32 limit)
{
	size_t size = limit <= 1 << 8 ? 1 : limit <= 1 << 16 ? 2 : 4;

	return choose_bytes(choices, size) % limit;
}

/* A number of any magnitude, up to @bits bits. */
static inline u64 choose_magnitude(struct choices *choices, u32 bits)
{
	u32 shift = choose_below(choices, bits + 1);

	return shift ? choose_u64(choices) >> (64 - shift) : 0;
}

#endif /* AF_CHOICES_H */
