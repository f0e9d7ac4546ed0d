/* SPDX-License-Identifier: GPL-2.0-only */
/* So many a second: what costs too much to be done for every failure. */
#ifndef AF_BUDGET_H
#define AF_BUDGET_H

#include "kernel/pure.h"

struct af_budget {
	u64 end_ns; /* of this second of the boot clock */
	u32 used;   /* in it */
};

/**
 * af_budget_take() - is there room for one more in this second
 * @budget: one CPU's
 * @now_ns: boot clock
 * @limit: a second, 0 for none at all
 *
 * What a context takes may be forgotten if it interrupts another one's call: the
 * limit can be passed by one a context.
 *
 * Context: Any, preemption off.
 * Return: Whether there is; then it is taken.
 */
static inline bool af_budget_take(struct af_budget *budget, u64 now_ns,
				  u32 limit)
{
	if (unlikely(now_ns >= budget->end_ns)) {
		budget->end_ns = (now_ns / 1000000000 + 1) * 1000000000;
		budget->used = 0;
	}
	if (budget->used >= limit)
		return false;
	budget->used++;
	return true;
}

#endif /* AF_BUDGET_H */
