/* SPDX-License-Identifier: GPL-2.0-only */
/* What kernels differ in, of memory cgroups; see compat.h. */
#ifndef AF_MEMCG_H
#define AF_MEMCG_H

#include <linux/memcontrol.h>

#include "kernel/features.h"

/* Is kernel memory charged at all: cgroup.memory=nokmem, or no group yet. */
static inline bool af_kmem_charged(void)
{
#if AF_HAS_memcg_kmem_online
	return memcg_kmem_online();
#else
	return memcg_kmem_enabled();
#endif
}

#ifdef CONFIG_MEMCG
/* The counter of kernel memory, NULL without one. */
static inline const struct page_counter *
af_kmem_counter(const struct mem_cgroup *memcg)
{
#if AF_HAS_memcg_kmem
	return &memcg->kmem;
#else
	return NULL;
#endif
}
#endif

#endif /* AF_MEMCG_H */
