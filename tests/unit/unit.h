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

#include "choices.h"
#include "kernel/pure.h"

/* The same numbers in every run, unless UNIT_SEED in the environment differs. */
static inline u64 unit_seed(void)
{
	const char *seed = getenv("UNIT_SEED");

	return seed ? strtoull(seed, NULL, 0) : 1;
}

static inline struct choices unit_choices(void)
{
	return (struct choices){ .seed = unit_seed() };
}

#endif /* AF_UNIT_H */
