// SPDX-License-Identifier: GPL-2.0-only
/*
 * In kernel/stacktrace.c, and exported, since 5.16 (f39f21b3ddc7). Before, it was
 * part of lib/stackdepot.c, not exported, and declared in that one's header: only
 * the header below says yes.
 */
#include <linux/stacktrace.h>

static inline unsigned int test(unsigned long *entries, unsigned int nr)
{
	return filter_irq_stacks(entries, nr);
}
