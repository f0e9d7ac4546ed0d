/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory cgroups: which one a task is in, and would one refuse a charge. */
#ifndef AF_CGROUP_H
#define AF_CGROUP_H

#include <linux/cgroup.h>
#include <linux/gfp.h>
#include <linux/memcontrol.h>
#include <linux/sched.h>
#include <linux/types.h>

/**
 * af_cgroup_current() - the memory cgroup of the current task
 *
 * A task keeps its css_set while it is in a section with preemption off, which is one
 * of RCU; a css keeps its cgroup, and a cgroup its kernfs node. Nothing is locked.
 *
 * Context: Any, NMI included; preemption off.
 * Return: Its id, which is the inode number of its directory; 0 without memory
 * cgroups.
 */
static inline u64 af_cgroup_current(void)
{
#ifdef CONFIG_MEMCG
	if (!mem_cgroup_disabled())
		return cgroup_id(task_css(current, memory_cgrp_id)->cgroup);
#endif
	return 0;
}

u64 af_cgroup_refuser(gfp_t gfp, u32 order);

#endif /* AF_CGROUP_H */
