/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Differences between the kernels we support, 5.10 to 7.3. The only file that
 * names a release; each gate says which release and commit it is for.
 */
#ifndef AF_COMPAT_H
#define AF_COMPAT_H

#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/stacktrace.h>
#include <linux/version.h>

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

/* get_kretprobe_retaddr() came with rethook in 5.18 (73f9b911faa7). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 18, 0)
static inline unsigned long get_kretprobe_retaddr(struct kretprobe_instance *ri)
{
	return (unsigned long)ri->ret_addr;
}
#endif

#endif /* AF_COMPAT_H */
