// SPDX-License-Identifier: GPL-2.0-only
/* A sum that does not fit: UBSan must tell. */
#include "fuzz.h"

static void fuzz(struct choices *choices)
{
	int number = choose_bytes(choices, sizeof(int));

	fuzz_check(number + 1000 != number);
}
