/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests in NMIs and in breakpoints, where the kernel allows alloc_pages_nolock()
 * only. lockdep says so of the allocator's own zonelist_update_seq, once, and is then
 * silent for good, of whatever is hooked too. Between these two it takes no notice.
 */
#ifndef AF_STIMULUS_LOCKDEP_H
#define AF_STIMULUS_LOCKDEP_H

#include <linux/lockdep.h>
#include <linux/percpu.h>

/* NMI, breakpoint: preemption is off */
static inline void af_lockdep_pause(void)
{
#ifdef CONFIG_PROVE_LOCKING
	__this_cpu_inc(lockdep_recursion);
#endif
}

/* On the same CPU */
static inline void af_lockdep_resume(void)
{
#ifdef CONFIG_PROVE_LOCKING
	__this_cpu_dec(lockdep_recursion);
#endif
}

#endif
