// SPDX-License-Identifier: GPL-2.0-only
/* The zone counts its free highatomic pages since 6.12 (c928807f6f6b). */
#include <linux/mmzone.h>

static inline unsigned long test(const struct zone *zone)
{
	return zone->nr_free_highatomic;
}
