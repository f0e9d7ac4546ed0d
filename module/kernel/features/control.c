// SPDX-License-Identifier: GPL-2.0-only
/* Must compile: what the others need beside what they test. */
#include "headers.h"

static inline unsigned long test(struct kretprobe_instance *ri,
				 struct zone *zone)
{
	return (unsigned long)ri->data + zone->zone_start_pfn;
}
