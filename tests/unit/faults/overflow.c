// SPDX-License-Identifier: GPL-2.0-only
/* A signed overflow: UBSan must end the run. */
#include <limits.h>

#include "unit.h"

/* Not static, so that no compiler can know it. */
extern int zero;
int zero;

static void fault(void **state)
{
	assert_int_not_equal(INT_MAX - zero + 1, 0);
}

static void no_fault(void **state)
{
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_fault),
		cmocka_unit_test(fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
