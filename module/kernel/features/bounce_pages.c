// SPDX-License-Identifier: GPL-2.0-only
/* Their count went away in 6.16 (194df9f66db8). */
#include <linux/mm.h>
#include <linux/vmstat.h>

static inline unsigned long test(void)
{
	return global_zone_page_state(NR_BOUNCE);
}
