// SPDX-License-Identifier: GPL-2.0-only
/* A read past the end of a text that has none: ASan must tell. */
#include "fuzz.h"

static void fuzz(struct choices *choices)
{
	size_t len = 4;
	char *text = fuzz_bytes(choices, &len);

	if (len == 4 && text[0] == '\\' && text[3] == 'x')
		fuzz_check(strlen(text) < 1000);
	free(text);
}
