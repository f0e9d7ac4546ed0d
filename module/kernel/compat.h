/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels we support, 5.10 to 7.3. The only file that
 * names a release; each gate says which release and commit it is for.
 */
#ifndef AF_COMPAT_H
#define AF_COMPAT_H

#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mempolicy.h>
#include <linux/mmzone.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/version.h>
#include <linux/vmstat.h>
#include <asm/unwind.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#error "allocfail needs Linux 5.10 or later"
#endif

/*
 * Orders of the buddy allocator. NR_PAGE_ORDERS came in 6.8 (fd37721803c6);
 * before 6.4 (23baf831a32c) MAX_ORDER was their number.
 */
#ifdef NR_PAGE_ORDERS
#define AF_NR_ORDERS NR_PAGE_ORDERS
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define AF_NR_ORDERS (MAX_ORDER + 1)
#else
#define AF_NR_ORDERS MAX_ORDER
#endif

#define AF_NR_ZONES MAX_NR_ZONES

/* The release that the rules of rules.c are chosen by. */
#define AF_RELEASE LINUX_VERSION_CODE

/* __GFP_ATOMIC went away in 6.3 (2973d8229b78). */
#ifdef __GFP_ATOMIC
#define AF_GFP_ATOMIC __GFP_ATOMIC
#else
#define AF_GFP_ATOMIC ((__force gfp_t)0)
#endif

/*
 * Flag of a task in a scope without CMA pages. From 5.13 on (8e3560d963d2) such a
 * scope shows in the gfp mask.
 */
#ifdef PF_MEMALLOC_NOCMA
#define AF_PF_NOCMA PF_MEMALLOC_NOCMA
#else
#define AF_PF_NOCMA 0
#endif

/*
 * Nodes that the task's own memory policy binds it to, NULL if none. The mask
 * was a member of a union before 5.14 (269fbe72cded). For current only: nobody
 * else takes its policy away.
 */
static inline const nodemask_t *af_bound_nodes(const struct task_struct *task)
{
#ifdef CONFIG_NUMA
	const struct mempolicy *policy = READ_ONCE(task->mempolicy);

	if (!policy || policy->mode != MPOL_BIND)
		return NULL;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
	return &policy->nodes;
#else
	return &policy->v.nodes;
#endif
#else
	return NULL;
#endif
}

/*
 * Pages that requests without a right to the highatomic reserve do without. The
 * allocator knows the free ones since 6.12 (c928807f6f6b), before it took the
 * whole reserve for free; af_rules_free_highatomic() agrees.
 */
static inline unsigned long af_highatomic_pages(const struct zone *zone)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
	return READ_ONCE(zone->nr_free_highatomic);
#else
	return READ_ONCE(zone->nr_reserved_highatomic);
#endif
}

/* Bounce buffers in pages; their count went away in 6.16 (194df9f66db8). */
static inline unsigned long af_bounce_pages(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
	return 0;
#else
	return global_zone_page_state(NR_BOUNCE);
#endif
}

/* Nodes of the task's cpuset, NULL without cpusets. */
static inline const nodemask_t *af_cpuset_nodes(const struct task_struct *task)
{
#ifdef CONFIG_CPUSETS
	return &task->mems_allowed;
#else
	return NULL;
#endif
}

/*
 * filter_irq_stacks() came to kernel/stacktrace.c in 5.16 (f39f21b3ddc7); before
 * it was part of lib/stackdepot.c, which few kernels are built with. Without it
 * a softirq's stack keeps the frame that started the softirq.
 */
static inline unsigned int af_filter_irq_stacks(unsigned long *entries,
						unsigned int nr_entries)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0)
	return filter_irq_stacks(entries, nr_entries);
#else
	return nr_entries;
#endif
}

/*
 * Where the unwinder is: its return address before it is known to be code. 0 for
 * unwinders that don't keep it.
 */
static inline unsigned long af_unwound_ip(const struct unwind_state *state)
{
#ifdef CONFIG_UNWINDER_ORC
	return state->ip;
#else
	return 0;
#endif
}

/* What a function tracer's callback gets, another since 5.11 (d19ad0775dcd). */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
#define af_ftrace_regs ftrace_regs
#else
#define af_ftrace_regs pt_regs
#endif

/* get_kretprobe_retaddr() came with rethook in 5.18 (73f9b911faa7). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 18, 0)
static inline unsigned long get_kretprobe_retaddr(struct kretprobe_instance *ri)
{
	return (unsigned long)ri->ret_addr;
}
#endif

#endif /* AF_COMPAT_H */
