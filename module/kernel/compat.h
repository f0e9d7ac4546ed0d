/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels we support, 5.10 to 7.3. Kbuild has asked the
 * headers what they have, by the files in features/, each with the release and
 * commit that it is for: AF_HAS_... is 1 or 0.
 */
#ifndef AF_COMPAT_H
#define AF_COMPAT_H

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/log2.h>
#include <linux/mempolicy.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/version.h>
#include <linux/vmstat.h>

#if defined(CONFIG_UNWINDER_ORC) || defined(CONFIG_UNWINDER_FRAME_POINTER)
#include <asm/unwind.h>
#endif

#include "kernel/features.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#error "allocfail needs Linux 5.10 or later"
#endif

/*
 * Orders of the buddy allocator. MAX_ORDER was their number, then the highest of
 * them, and then gone; the zone has had this array all the time.
 */
#define AF_NR_ORDERS \
	(sizeof_field(struct zone, free_area) / sizeof(struct free_area))

#define AF_NR_ZONES MAX_NR_ZONES

/* __GFP_ATOMIC went away in 6.3 (2973d8229b78). */
#ifdef __GFP_ATOMIC
#define AF_HAS_gfp_atomic 1
#define AF_GFP_ATOMIC __GFP_ATOMIC
#else
#define AF_HAS_gfp_atomic 0
#define AF_GFP_ATOMIC ((__force gfp_t)0)
#endif

/* Headers that came with 6.1 and 6.10. */
#if __has_include("linux/maple_tree.h")
#define AF_HAS_maple_tree 1
#else
#define AF_HAS_maple_tree 0
#endif
#if __has_include("linux/alloc_tag.h")
#define AF_HAS_alloc_tag 1
#else
#define AF_HAS_alloc_tag 0
#endif

/* The release that these headers say they are of. */
#define AF_RELEASE LINUX_VERSION_CODE

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
 * Nodes that the task's own memory policy binds it to, NULL if none. For
 * current only: nobody else takes its policy away.
 */
static inline const nodemask_t *af_bound_nodes(const struct task_struct *task)
{
#ifdef CONFIG_NUMA
	const struct mempolicy *policy = READ_ONCE(task->mempolicy);

	if (!policy || policy->mode != MPOL_BIND)
		return NULL;
#if AF_HAS_mempolicy_nodes
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
 * allocator knows the free ones, or takes the whole reserve for free;
 * af_rules_free_highatomic() agrees.
 */
static inline unsigned long af_highatomic_pages(const struct zone *zone)
{
#if AF_HAS_zone_free_highatomic
	return READ_ONCE(zone->nr_free_highatomic);
#else
	return READ_ONCE(zone->nr_reserved_highatomic);
#endif
}

/* Bounce buffers in pages. */
static inline unsigned long af_bounce_pages(void)
{
#if AF_HAS_bounce_pages
	return global_zone_page_state(NR_BOUNCE);
#else
	return 0;
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
 * Cuts an interrupt's stack where it began. Without filter_irq_stacks() a
 * softirq's stack keeps the frame that started the softirq.
 */
static inline unsigned int af_filter_irq_stacks(unsigned long *entries,
						unsigned int nr_entries)
{
#if AF_HAS_filter_irq_stacks
	return filter_irq_stacks(entries, nr_entries);
#else
	return nr_entries;
#endif
}

/*
 * Frames are addresses in the highest 2^48 bytes, where the kernel's code is, so that
 * they are no tokens of store/names.h. User-Mode Linux has it in the lowest: there
 * the bits above are set in a frame.
 */
#ifdef CONFIG_UML
#define AF_FRAME_BITS (~0ULL << 48)
#else
#define AF_FRAME_BITS 0ULL
#endif

static inline u64 af_frame_of_code(unsigned long address)
{
	return address | AF_FRAME_BITS;
}

static inline unsigned long af_code_of_frame(u64 frame)
{
	return frame & ~AF_FRAME_BITS;
}

/*
 * The kernel's own walk, from its caller outwards; without one there is no stack.
 * Some architectures leave out nothing, not even the walk's own functions.
 */
static inline unsigned int af_stack_trace_save(unsigned long *entries,
					       unsigned int max)
{
#ifdef CONFIG_STACKTRACE
	return stack_trace_save(entries, max, 0);
#else
	return 0;
#endif
}

/*
 * Where the unwinder is: its return address before it is known to be code, the stack
 * pointer of the function that it belongs to, the frame pointer, and whether the last
 * step went through saved registers. The one that goes by frame pointers has just left
 * a record. Any other is not asked, see af_stack_trace_save().
 */
#ifdef CONFIG_UNWINDER_ORC
static inline unsigned long af_unwound_ip(const struct unwind_state *state)
{
	return state->ip;
}

static inline unsigned long af_unwound_sp(const struct unwind_state *state)
{
	return state->sp;
}

static inline unsigned long af_unwound_bp(const struct unwind_state *state)
{
	return state->bp;
}

static inline bool af_unwound_regs(const struct unwind_state *state)
{
	return state->regs;
}
#elif defined(CONFIG_UNWINDER_FRAME_POINTER)
static inline unsigned long af_unwound_ip(const struct unwind_state *state)
{
	return state->ip;
}

static inline unsigned long af_unwound_sp(const struct unwind_state *state)
{
	return (unsigned long)(state->bp + 2);
}

static inline unsigned long af_unwound_bp(const struct unwind_state *state)
{
	return (unsigned long)state->bp;
}

static inline bool af_unwound_regs(const struct unwind_state *state)
{
	return state->regs;
}
#endif

/* What a function tracer's callback gets. */
#if AF_HAS_ftrace_regs
#define af_ftrace_regs ftrace_regs
#else
#define af_ftrace_regs pt_regs
#endif

#ifdef CONFIG_KPROBES
/*
 * Who called the function that a return probe sees the return of. If several
 * return probes are on the function, an instance's own address may be the
 * trampoline. Kernels that tell by the registers had that mended with it.
 */
static inline unsigned long af_kretprobe_caller(struct kretprobe_instance *ri,
						struct pt_regs *regs)
{
#if AF_HAS_kretprobe_find_ret_addr
	return instruction_pointer(regs);
#else
	return (unsigned long)ri->ret_addr;
#endif
}

/*
 * What the kernel takes for @calls calls of a return probe that can be under way
 * at once, each of @size bytes. With an objpool each possible CPU has its share
 * of them and a list with room for all, in pages of its own.
 *
 * Context: Any. Return: Bytes.
 */
static inline size_t af_kretprobe_bytes(size_t calls, size_t size)
{
#if AF_HAS_objpool
	size_t cpus = num_possible_cpus();
	size_t list = sizeof(struct objpool_slot) +
		      roundup_pow_of_two(calls) * sizeof(void *);

	size_t share, more = calls % cpus;

	size = ALIGN(size, sizeof(long));
	share = list + calls / cpus * size;
	return (cpus - more) * PAGE_ALIGN(share) +
	       more * PAGE_ALIGN(share + size);
#else
	return calls * size;
#endif
}
#endif /* CONFIG_KPROBES */

#endif /* AF_COMPAT_H */
