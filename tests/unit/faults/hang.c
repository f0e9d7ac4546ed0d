// SPDX-License-Identifier: GPL-2.0-only
/* A test without end: the time limit must end the run. */
#include <unistd.h>

#include "fault.h"

static void fault(void **state)
{
	for (;;)
		pause();
}
