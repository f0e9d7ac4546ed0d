// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups: would one refuse a charge, and which. */
#include <linux/page_counter.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>

#include "kernel/compat.h"
#include "kernel/memcg.h"
#include "why/cgroup.h"
#include "why/charge.h"
#include "why/request.h"

#ifdef CONFIG_MEMCG

/* Levels looked at, from the task's own upwards: far more than anybody nests. */
#define LEVELS_MAX 64

/* In the order in which the kernel charges them. */
enum charge_counter {
	CHARGE_MEMSW, /* memory and swap together; under cgroup v2 swap alone */
	CHARGE_MEMORY,
	CHARGE_KMEM, /* kernel memory, of cgroup v1 */
};

static const struct page_counter *charge_counter(const struct mem_cgroup *memcg,
						 enum charge_counter counter)
{
	switch (counter) {
	case CHARGE_MEMSW:
		return &memcg->memsw;
	case CHARGE_KMEM:
		return af_kmem_counter(memcg);
	default:
		return &memcg->memory;
	}
}

static bool charge_exceeds(const struct page_counter *counter,
			   unsigned long pages)
{
	unsigned long usage = atomic_long_read(&counter->usage);

	return usage + pages > READ_ONCE(counter->max);
}

/* The first that has no room, from the one that is charged upwards. */
static struct mem_cgroup *charge_first_full(struct mem_cgroup *memcg,
					    enum charge_counter counter,
					    unsigned long pages)
{
	unsigned int level;

	for (level = 0; memcg && level < LEVELS_MAX; level++) {
		if (charge_exceeds(charge_counter(memcg, counter), pages))
			return memcg;
		memcg = parent_mem_cgroup(memcg);
	}
	return NULL;
}

static struct mem_cgroup *charge_refuser(struct mem_cgroup *memcg,
					 const struct af_charge_rules *rules,
					 unsigned long pages)
{
	bool version1 = !cgroup_subsys_on_dfl(memory_cgrp_subsys);
	struct mem_cgroup *refuser = NULL;

	if (rules->memory && version1)
		refuser = charge_first_full(memcg, CHARGE_MEMSW, pages);
	if (rules->memory && !refuser)
		refuser = charge_first_full(memcg, CHARGE_MEMORY, pages);
	if (rules->kmem && version1 && AF_HAS_memcg_kmem && !refuser)
		refuser = charge_first_full(memcg, CHARGE_KMEM, pages);
	return refuser;
}

static struct af_charge_rules charge_rules(gfp_t gfp)
{
	const struct af_charge charge = {
		.high = gfp & __GFP_HIGH,
		.atomic = gfp & AF_GFP_ATOMIC,
		.nofail = gfp & __GFP_NOFAIL,
		.memalloc = current->flags & PF_MEMALLOC,
		.kthread = current->flags & PF_KTHREAD,
		.no_mm = !current->mm,
		.in_interrupt = softirq_count(),
		.remote = READ_ONCE(current->active_memcg),
	};

	return af_charge_rules(af_request_era()->release, &charge);
}

/**
 * af_cgroup_refuser() - which memory cgroup has no room for a request
 * @gfp: mask of the request
 * @order: of the request
 *
 * The group that the request is charged to (5.10 to 7.3), and those above it, by usage
 * and limit at this moment. What an interrupt allocates is charged to nobody, so:
 *
 * Context: Task context, in any state; preemption off.
 * Return: The id of the group that refuses the charge; 0 if none does, or the request
 * is not charged, or cannot be refused.
 */
u64 af_cgroup_refuser(gfp_t gfp, u32 order)
{
	struct af_charge_rules rules;
	struct mem_cgroup *memcg;
	u64 id = 0;

	if (!(gfp & __GFP_ACCOUNT) || mem_cgroup_disabled() ||
	    !af_kmem_charged())
		return 0;
	rules = charge_rules(gfp);
	rcu_read_lock();
	memcg = READ_ONCE(current->active_memcg);
	if (!memcg)
		memcg = mem_cgroup_from_task(current);
	memcg = charge_refuser(memcg, &rules, 1UL << order);
	if (memcg)
		id = cgroup_id(memcg->css.cgroup);
	rcu_read_unlock();
	return id;
}

#else

/* Without memory cgroups. */
u64 af_cgroup_refuser(gfp_t gfp, u32 order)
{
	return 0;
}

#endif
