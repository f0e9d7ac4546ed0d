/* SPDX-License-Identifier: GPL-2.0-only */
/* What every test begins with: cmocka, and random numbers. */
#ifndef AF_UNIT_H
#define AF_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "pure.h"

/* The same numbers in every run, unless UNIT_SEED in the environment differs. */
static inline u64 unit_seed(void)
{
	const char *seed = getenv("UNIT_SEED");

	return seed ? strtoull(seed, NULL, 0) : 1;
}

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

#endif /* AF_UNIT_H */
