// SPDX-License-Identifier: GPL-2.0-only
/* A failed assertion: the run must be red. */
#include "fault.h"

/* Not static, so that no compiler can know it. */
extern int zero;
int zero;

static void fault(void **state)
{
	assert_int_equal(zero, 1);
}
