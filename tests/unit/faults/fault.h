/* SPDX-License-Identifier: GPL-2.0-only */
/* A program with one test that passes and one, fault(), that must not. */
#ifndef AF_FAULT_H
#define AF_FAULT_H

#include "unit.h"

static void fault(void **state);

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

#endif /* AF_FAULT_H */
