// SPDX-License-Identifier: GPL-2.0-only
/* Must compile: what the others need beside what they test. */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/memcontrol.h>
#include <linux/mempolicy.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/stacktrace.h>
#include <linux/vmstat.h>

static inline unsigned long test(struct kretprobe_instance *ri,
				 struct zone *zone)
{
	return (unsigned long)ri->data + zone->zone_start_pfn;
}
