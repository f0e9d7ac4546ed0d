// SPDX-License-Identifier: GPL-2.0-only
/* Memory that is lost on one path: LeakSanitizer must tell. */
#include "fuzz.h"

static void fuzz(struct choices *choices)
{
	size_t len = 2;
	char *text = fuzz_bytes(choices, &len);

	if (len < 2 || text[0] != text[1])
		free(text);
}
