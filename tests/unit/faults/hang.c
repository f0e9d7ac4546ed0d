// SPDX-License-Identifier: GPL-2.0-only
/* A test without end: the time limit must end the run. */
#include <unistd.h>

#include "unit.h"

static void fault(void **state)
{
	for (;;)
		pause();
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
