// SPDX-License-Identifier: GPL-2.0-only
/*
 * A memory cgroup counts kernel memory apart; only with CONFIG_MEMCG_V1
 * since 6.11 (94b7e5bf09b0).
 */
#include <linux/memcontrol.h>

static inline unsigned long test(const struct mem_cgroup *memcg)
{
	return memcg->kmem.max;
}
