// SPDX-License-Identifier: GPL-2.0-only
/* Return probes keep their instances in it since 6.7 (4bbd93455659). */
#include <linux/kprobes.h>
#include <linux/objpool.h>

static inline size_t test(const struct objpool_head *pool)
{
	return pool->capacity;
}
