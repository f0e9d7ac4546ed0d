// SPDX-License-Identifier: GPL-2.0-only
/* It was memcg_kmem_enabled() before 6.3 (f7a449f77960). */
#include <linux/memcontrol.h>

static inline bool test(void)
{
	return memcg_kmem_online();
}
