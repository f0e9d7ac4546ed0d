// SPDX-License-Identifier: GPL-2.0-only
/* A read out of bounds: ASan must end the run. */
#include "fault.h"

/* Not static: UBSan would be first to tell, if the size were known. */
extern char *bytes;
char *bytes;

static void allocate(void)
{
	bytes = calloc(1, 16);
	assert_non_null(bytes);
}

static void fault(void **state)
{
	allocate();
	assert_int_equal(strnlen(bytes, 1), 0);
	assert_int_equal(bytes[16], 0);
	free(bytes);
}
