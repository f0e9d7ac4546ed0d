/* SPDX-License-Identifier: GPL-2.0-only */
/* The words by which the kernel's lines are known, wherever in a line they are. */
#ifndef AF_LOG_ANCHOR_H
#define AF_LOG_ANCHOR_H

#include "lib/slice.h"

enum af_anchor {
	/* The first line of a report. */
	AF_AT_FAILURE,
	AF_AT_FAILED,
	AF_AT_GFP,
	AF_AT_FREE_PAGE,
	AF_AT_STALLS,
	AF_AT_VMALLOC_FAILURE,
	AF_AT_VMALLOC_ERROR,
	AF_AT_VMAP,
	AF_AT_CUT_HERE,
	AF_AT_WARNING,
	AF_AT_BUG,
	AF_AT_OOPS,
	AF_AT_INFO,
	AF_AT_PANIC,
	AF_AT_SYSRQ,
	AF_AT_SYSRQ_OLD,
	AF_AT_PAGE_ALLOC_C,
	AF_AT_UTIL_C,
	/* In a report. */
	AF_AT_ORDER,
	AF_AT_MODE,
	AF_AT_NODEMASK,
	AF_AT_MEMS,
	AF_AT_CPU,
	AF_AT_PID,
	AF_AT_COMM,
	AF_AT_CALL_TRACE,
	AF_AT_CALL_TRACE_ARM,
	AF_AT_BACKTRACE,
	AF_AT_OFFSET,
	AF_AT_FROM,
	AF_AT_TASK_MARK,
	AF_AT_HARDWARE,
	AF_AT_WORKQUEUE,
	AF_AT_MODULES,
	AF_AT_MEM_INFO,
	AF_AT_MEM_INFO_OLD,
	AF_AT_ACTIVE,
	AF_AT_FREE,
	AF_AT_MIN,
	AF_AT_KB,
	AF_AT_NODE,
	AF_AT_RESERVE,
	AF_AT_PROTECTIONS,
	/* Elsewhere. */
	AF_AT_VERSION,
	AF_AT_MATCH_VERSION,
	AF_AT_SUPPRESSED,
	AF_AT_REPEATED,
	AF_AT_OOM,
	AF_AT_OOM_KILL,
	AF_AT_OOM_KILL_OLD,
	AF_AT_CGROUP_OOM,
	AF_AT_CGROUP_STATS,
	AF_AT_SLAB,
	AF_AT_SLAB_CACHE,
	AF_AT_CMA,
	AF_AT_PERCPU,
	AF_AT_SWIOTLB,
	AF_AT_SW_IOMMU,
	AF_AT_VM_KILL,
	AF_AT_PM,
	AF_AT_WAKING,
	AF_AT_FREEZING,
	AF_AT_IO_ERROR,
	AF_AT_LOST_WRITE,
	AF_AT_LOST_ASYNC_WRITE,
	AF_AT_PROBE,
	AF_AT_SKB,
	AF_AT_BAD_PAGE,
	AF_AT_NABLE_TO_ALLOC,
	AF_AT_AILED_TO_ALLOC,
	AF_AT_NOT_ALLOC,
	AF_AT_ENOMEM,
	AF_AT_ERROR_12,
	AF_AT_NO_MEMORY,
	AF_AT_SLAB_DEBUG,
	AF_AT_DEADLOCK,
	AF_NR_ANCHORS
};

/* Those that a line has, and where the first of each is. */
struct af_anchors {
	u64 found[2];
	u16 at[AF_NR_ANCHORS];
};

/* Longer lines are cut: the places are of 16 bits. */
#define AF_LONGEST_LINE 32768

void af_anchors_find(struct af_anchors *anchors, struct af_slice text);

static inline bool af_anchored(const struct af_anchors *anchors,
			       enum af_anchor anchor)
{
	return anchors->found[anchor / 64] >> anchor % 64 & 1;
}

static inline bool af_any_anchor(const struct af_anchors *anchors)
{
	return anchors->found[0] || anchors->found[1];
}

#endif /* AF_LOG_ANCHOR_H */
