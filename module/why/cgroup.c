// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups: would one refuse a charge. */
#include <linux/memcontrol.h>
#include <linux/page_counter.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "why/cgroup.h"

#ifdef CONFIG_MEMCG

/* Levels looked at, from the task's own upwards: far more than anybody nests. */
#define LEVELS_MAX 64

static bool charge_exceeds(const struct page_counter *counter,
			   unsigned long pages)
{
	unsigned long usage = atomic_long_read(&counter->usage);

	return usage + pages > READ_ONCE(counter->max);
}

/*
 * The second counter is memory and swap together under cgroup v1, which a
 * charge counts in too; under v2 it is swap alone.
 */
static bool charge_is_refused_by(const struct mem_cgroup *memcg,
				 unsigned long pages)
{
	return charge_exceeds(&memcg->memory, pages) ||
	       (!cgroup_subsys_on_dfl(memory_cgrp_subsys) &&
		charge_exceeds(&memcg->memsw, pages));
}

/* Under rcu_read_lock(). As the kernel chooses it for a charge (5.10 to 7.3). */
static struct mem_cgroup *charge_memcg(void)
{
	struct mem_cgroup *active = READ_ONCE(current->active_memcg);

	return active ?: mem_cgroup_from_task(current);
}

static bool charge_is_refused(unsigned long pages)
{
	struct mem_cgroup *memcg = charge_memcg();
	unsigned int level;

	for (level = 0; memcg && level < LEVELS_MAX; level++) {
		if (charge_is_refused_by(memcg, pages))
			return true;
		memcg = parent_mem_cgroup(memcg);
	}
	return false;
}

/**
 * af_cgroup_full() - has a memory cgroup of the current task no room
 * @gfp: mask of the request
 * @order: of the request
 *
 * The task's own, and those above it, by usage and limit at this moment. What
 * an interrupt allocates is charged to nobody, so: task context, any state.
 *
 * Return: Whether the request is accounted and a charge would be refused.
 */
bool af_cgroup_full(gfp_t gfp, u32 order)
{
	bool found;

	if (!(gfp & __GFP_ACCOUNT) || mem_cgroup_disabled())
		return false;
	rcu_read_lock();
	found = charge_is_refused(1UL << order);
	rcu_read_unlock();
	return found;
}

#else

/* Without memory cgroups. */
bool af_cgroup_full(gfp_t gfp, u32 order)
{
	return false;
}

#endif
