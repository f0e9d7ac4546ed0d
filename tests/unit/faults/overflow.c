// SPDX-License-Identifier: GPL-2.0-only
/* A signed overflow: UBSan must end the run. */
#include <limits.h>

#include "fault.h"

/* Not static, so that no compiler can know it. */
extern int zero;
int zero;

static void fault(void **state)
{
	assert_int_not_equal(INT_MAX - zero + 1, 0);
}
