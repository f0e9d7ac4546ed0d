// SPDX-License-Identifier: GPL-2.0-only
/* What must hold does not, for one text in many millions. */
#include "fuzz.h"

static void fuzz(struct choices *choices)
{
	size_t len = 4;
	char *text = fuzz_bytes(choices, &len);

	if (len == 4 && text[0] == 'a' && text[2] == 'c' && text[3] == 'd')
		fuzz_check(text[1] != 'b');
	free(text);
}
