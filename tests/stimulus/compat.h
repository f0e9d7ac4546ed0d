/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between kernel releases, each with the release it is for. */
#ifndef AF_STIMULUS_COMPAT_H
#define AF_STIMULUS_COMPAT_H

#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>
#include <linux/version.h>

#ifdef CONFIG_X86_LOCAL_APIC
#include <asm/apic.h>
#include <asm/irq_vectors.h>
#endif
#ifndef CONFIG_UML
#include <asm/msr.h>
#endif

/* 6.8 named the highest order; MAX_ORDER was one above it until 6.4. */
#ifdef MAX_PAGE_ORDER
#define AF_MAX_ORDER	MAX_PAGE_ORDER
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define AF_MAX_ORDER	MAX_ORDER
#else
#define AF_MAX_ORDER	(MAX_ORDER - 1)
#endif

/*
 * 5.13 renamed the entry that takes a nodemask. From 7.3 on modules have only
 * the one for folios, which adds __GFP_COMP.
 */
static __always_inline struct page *
af_alloc_pages_bound(gfp_t gfp, unsigned int order, int node, nodemask_t *nodes)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0)
	struct folio *folio = __folio_alloc(gfp, order, node, nodes);

	return folio ? &folio->page : NULL;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 13, 0)
	return __alloc_pages(gfp, order, node, nodes);
#else
	return __alloc_pages_nodemask(gfp, order, node, nodes);
#endif
}

/* 6.13 has hrtimer_setup(), 6.15 no longer has hrtimer_init(). */
static inline void
af_hrtimer_setup(struct hrtimer *timer,
		 enum hrtimer_restart (*function)(struct hrtimer *timer),
		 enum hrtimer_mode mode)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, mode);
#else
	hrtimer_init(timer, CLOCK_MONOTONIC, mode);
	timer->function = function;
#endif
}

/* Of the time stamp counter; User-Mode Linux has its host's nanoseconds. */
static inline u64 af_ticks(void)
{
#ifdef CONFIG_UML
	return ktime_get_ns();
#else
	return rdtsc_ordered();
#endif
}

#ifdef CONFIG_X86_LOCAL_APIC
/* 6.5 made the operations of the interrupt controller static calls. */
static inline void af_send_nmi(const struct cpumask *cpus)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
	__apic_send_IPI_mask(cpus, NMI_VECTOR);
#else
	apic->send_IPI_mask(cpus, NMI_VECTOR);
#endif
}
#endif

/*
 * 7.2 exports alloc_pages_nolock() to modules. The mask is the one that it
 * adds by itself, as its trace event shows it.
 */
#define AF_HAVE_NOLOCK	(LINUX_VERSION_CODE >= KERNEL_VERSION(7, 2, 0))
#define AF_NOLOCK_GFP	\
	(__GFP_NOWARN | __GFP_ZERO | __GFP_NOMEMALLOC | __GFP_COMP)

static __always_inline struct page *af_alloc_pages_nolock(int node,
							  unsigned int order)
{
#if AF_HAVE_NOLOCK
	return alloc_pages_nolock(0, node, order);
#else
	return NULL;
#endif
}

#endif
