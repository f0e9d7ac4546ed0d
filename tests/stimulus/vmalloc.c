// SPDX-License-Identifier: GPL-2.0-only
/* special=vmalloc */

#include "stimulus.h"
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/vmalloc.h>

/*
 * More than all memory: refused before a single page is allocated, by a call
 * of warn_alloc() that reports no page allocation failure.
 */
int af_run_vmalloc(struct af_result *result)
{
	unsigned long size = (totalram_pages() + 1) << PAGE_SHIFT;
	u64 start = ktime_get_ns();
	void *memory;

	while (result->vmalloc_refused < result->request.count) {
		memory = __vmalloc(size, GFP_KERNEL | __GFP_NOWARN);
		if (memory) {
			vfree(memory);
			pr_err("vmalloc() of all memory was granted\n");
			return -EOVERFLOW;
		}
		result->vmalloc_refused++;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	result->elapsed_ns = ktime_get_ns() - start;
	return 0;
}
