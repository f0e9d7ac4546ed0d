// SPDX-License-Identifier: GPL-2.0-only
/* No end for one length: the time limit must tell. */
#include <unistd.h>

#include "fuzz.h"

static void fuzz(struct choices *choices)
{
	while (choices->left == 3)
		pause();
}
