/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands for an amount that is not known. */
#ifndef AF_UNKNOWN_H
#define AF_UNKNOWN_H

#include <limits.h>

#include "lib/slice.h"

#define AF_UNKNOWN LLONG_MIN

static inline bool af_known(long long value)
{
	return value != AF_UNKNOWN;
}

#endif /* AF_UNKNOWN_H */
