// SPDX-License-Identifier: GPL-2.0-only
/*
 * A charge to a memory cgroup, by the rules of a release. Pure: no kernel state. To
 * be read beside mm/memcontrol.c.
 */
#include "why/charge.h"

/* memcg_kmem_bypass(), current_obj_cgroup(): is anybody charged. */
static bool charge_is_made(u32 release, const struct af_charge *charge)
{
	/* 55a68c823951: then in_task() */
	if (release < KERNEL_VERSION(5, 15, 0) && charge->in_interrupt)
		return false;
	if (charge->remote)
		return true;
	/* 1aacbd354313: the task's own pointer, which outlives its memory */
	if (release < KERNEL_VERSION(6, 7, 0) && charge->no_mm)
		return false;
	return !charge->kthread;
}

/*
 * The end of try_charge_memcg(), try_charge() before: what may go past the limit is
 * charged all the same.
 */
static bool charge_is_forced(u32 release, const struct af_charge *charge)
{
	if (charge->memalloc || charge->nofail)
		return true;
	/* 1461e8c2b6af: __GFP_HIGH in place of __GFP_ATOMIC */
	return release < KERNEL_VERSION(5, 18, 0) ? charge->atomic :
						    charge->high;
}

/**
 * af_charge_rules() - which counters may refuse a charge
 * @release: of the kernel, as it counts them
 * @charge: what is charged
 *
 * The counter of kernel memory knows no reserve: __memcg_kmem_charge() of 5.10. Since
 * 5.16 it has no limit.
 *
 * Context: Any.
 * Return: The counters; none if the charge cannot be refused.
 */
struct af_charge_rules af_charge_rules(u32 release,
				       const struct af_charge *charge)
{
	bool made = charge_is_made(release, charge);

	return (struct af_charge_rules){
		.memory = made && !charge_is_forced(release, charge),
		.kmem = made && !charge->nofail &&
			release < KERNEL_VERSION(5, 16, 0),
	};
}
