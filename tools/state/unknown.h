/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Amounts that may not be known, and how large one may be: a saved copy may say
 * anything, and must not make arithmetic overflow.
 */
#ifndef AF_UNKNOWN_H
#define AF_UNKNOWN_H

#include <limits.h>

#include "lib/slice.h"

#define AF_UNKNOWN LLONG_MIN

/* Of bytes, kB, pages or hundredths of a second: more than any machine has. */
#define AF_MOST 0x1000000000000LL

static inline bool af_known(long long value)
{
	return value != AF_UNKNOWN;
}

/* An amount as it was read: AF_UNKNOWN if no machine can have so much. */
static inline long long af_amount(long long value)
{
	return value >= 0 && value <= AF_MOST ? value : AF_UNKNOWN;
}

/* A number of pages or blocks as it was read, bounded. */
static inline u64 af_bounded(u64 value)
{
	return value < AF_MOST ? value : AF_MOST;
}

#endif /* AF_UNKNOWN_H */
