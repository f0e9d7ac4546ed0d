/* SPDX-License-Identifier: GPL-2.0-only */
/* A charge to a memory cgroup: is it made, and may it be refused. Pure. */
#ifndef AF_CHARGE_H
#define AF_CHARGE_H

#include "kernel/pure.h"

/* What the kernel looks at in a request that is accounted, and its task. */
struct af_charge {
	bool high;	   /* __GFP_HIGH */
	bool atomic;	   /* __GFP_ATOMIC, where the release has it */
	bool nofail;	   /* __GFP_NOFAIL */
	bool memalloc;	   /* the task is in PF_MEMALLOC */
	bool kthread;	   /* the task is a kernel thread */
	bool no_mm;	   /* the task has no memory of its own any more */
	bool in_interrupt; /* in_interrupt(): bottom halves off counts too */
	bool remote;	   /* it is to be charged to another group */
};

/* Which of its counters may refuse it. */
struct af_charge_rules {
	bool memory; /* and memory with swap, under cgroup v1 */
	bool kmem;   /* kernel memory, under cgroup v1 */
};

struct af_charge_rules af_charge_rules(u32 release,
				       const struct af_charge *charge);

#endif /* AF_CHARGE_H */
