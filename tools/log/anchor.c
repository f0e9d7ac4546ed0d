// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds all of them in one pass: the first two bytes of each are looked up in a
 * table that most bytes of a log miss, and then the first three. Pure.
 */
#include "log/anchor.h"

static const char *const texts[AF_NR_ANCHORS] = {
	[AF_AT_FAILURE] = "page allocation failure",
	[AF_AT_FAILED] = "order allocation failed",
	[AF_AT_GFP] = "(gfp=0x",
	[AF_AT_FREE_PAGE] = "ouldn't get a free page",
	[AF_AT_STALLS] = "page allocation stall",
	[AF_AT_VMALLOC_FAILURE] = "vmalloc: allocation failure",
	[AF_AT_VMALLOC_ERROR] = "vmalloc error: size",
	[AF_AT_VMAP] = "vmap allocation for size",
	[AF_AT_CUT_HERE] = "[ cut here ]",
	[AF_AT_WARNING] = "WARNING:",
	[AF_AT_BUG] = "BUG:",
	[AF_AT_OOPS] = "Oops",
	[AF_AT_INFO] = "INFO: ",
	[AF_AT_PANIC] = "Kernel panic",
	[AF_AT_SYSRQ] = "sysrq: ",
	[AF_AT_SYSRQ_OLD] = "SysRq : ",
	[AF_AT_PAGE_ALLOC_C] = "mm/page_alloc.c:",
	[AF_AT_UTIL_C] = "mm/util.c:",
	[AF_AT_ORDER] = "order:",
	[AF_AT_MODE] = "mode:0x",
	[AF_AT_NODEMASK] = "nodemask=",
	[AF_AT_MEMS] = "mems_allowed=",
	[AF_AT_CPU] = "CPU: ",
	[AF_AT_PID] = "Pid: ",
	[AF_AT_COMM] = "omm: ",
	[AF_AT_CALL_TRACE] = "Call Trace:",
	[AF_AT_CALL_TRACE_ARM] = "Call trace:",
	[AF_AT_BACKTRACE] = "Backtrace:",
	[AF_AT_OFFSET] = "+0x",
	[AF_AT_FROM] = ") from [<",
	[AF_AT_TASK_MARK] = "<TASK>",
	[AF_AT_HARDWARE] = "Hardware name:",
	[AF_AT_WORKQUEUE] = "Workqueue: ",
	[AF_AT_MODULES] = "Modules linked in:",
	[AF_AT_MEM_INFO] = "Mem-Info:",
	[AF_AT_MEM_INFO_OLD] = "Mem-info:",
	[AF_AT_ACTIVE] = "active_anon:",
	[AF_AT_FREE] = " free:",
	[AF_AT_MIN] = "kB min:",
	[AF_AT_KB] = "kB ",
	[AF_AT_NODE] = "Node ",
	[AF_AT_RESERVE] = "lowmem_reserve[]:",
	[AF_AT_PROTECTIONS] = "protections[]:",
	[AF_AT_VERSION] = "Linux version ",
	[AF_AT_MATCH_VERSION] = "match kernel version ",
	[AF_AT_SUPPRESSED] = " suppressed",
	[AF_AT_REPEATED] = "message repeated ",
	[AF_AT_OOM] = "invoked oom-killer",
	[AF_AT_OOM_KILL] = "Out of memory: Kill",
	[AF_AT_OOM_KILL_OLD] = "Out of Memory: Kill",
	[AF_AT_CGROUP_OOM] = "Memory cgroup out of memory",
	[AF_AT_CGROUP_STATS] = "Memory cgroup stats",
	[AF_AT_SLAB] = ": Unable to allocate memory on",
	[AF_AT_SLAB_CACHE] = "cache: ",
	[AF_AT_CMA] = "alloc failed, req-size:",
	[AF_AT_PERCPU] = "allocation failed, size=",
	[AF_AT_SWIOTLB] = "swiotlb",
	[AF_AT_SW_IOMMU] = "Out of SW-IOMMU space",
	[AF_AT_VM_KILL] = "VM: killing process",
	[AF_AT_PM] = "PM: ",
	[AF_AT_WAKING] = "Waking up from system sleep",
	[AF_AT_FREEZING] = "Freezing user space processes",
	[AF_AT_IO_ERROR] = "I/O error",
	[AF_AT_LOST_WRITE] = "ost page write",
	[AF_AT_LOST_ASYNC_WRITE] = "ost async page write",
	[AF_AT_PROBE] = "probe of ",
	[AF_AT_SKB] = "skbuff alloc of size",
	[AF_AT_BAD_PAGE] = "Bad page",
	[AF_AT_NABLE_TO_ALLOC] = "nable to alloc",
	[AF_AT_AILED_TO_ALLOC] = "ailed to alloc",
	[AF_AT_NOT_ALLOC] = "not alloc",
	[AF_AT_ENOMEM] = "ENOMEM",
	[AF_AT_ERROR_12] = "-12",
	[AF_AT_NO_MEMORY] = "ut of memory",
	[AF_AT_SLAB_DEBUG] = "debugging increased min order",
	[AF_AT_DEADLOCK] = "ossible memory allocation deadlock",
};

#define BUCKETS 4096
#define NONE 0xff

/* The anchors whose first three bytes have the same hash are a chain. */
static u8 heads[BUCKETS];
static u8 next[AF_NR_ANCHORS];
static bool pairs[65536]; /* the first two bytes of any */
static u16 lengths[AF_NR_ANCHORS];
static bool built;

static unsigned int hash(const char *text)
{
	u32 bytes = (u8)text[0] | (u8)text[1] << 8 | (u32)(u8)text[2] << 16;

	return bytes * 2654435761U >> 20;
}

static unsigned int pair(const char *text)
{
	return (u8)text[0] | (u8)text[1] << 8;
}

static void build(void)
{
	unsigned int i;

	memset(heads, NONE, sizeof(heads));
	for (i = 0; i < AF_NR_ANCHORS; i++) {
		u8 *head = &heads[hash(texts[i])];

		lengths[i] = strlen(texts[i]);
		next[i] = *head;
		*head = i;
		pairs[pair(texts[i])] = true;
	}
	built = true;
}

static void match(struct af_anchors *anchors, struct af_slice text, size_t at,
		  u8 i)
{
	for (; i != NONE; i = next[i]) {
		if (text.length - at < lengths[i] || af_anchored(anchors, i) ||
		    memcmp(text.text + at, texts[i], lengths[i]))
			continue;
		anchors->found[i / 64] |= 1ULL << i % 64;
		anchors->at[i] = at;
	}
}

/**
 * af_anchors_find - find the anchors of a line
 * @anchors: where to put them
 * @text: of the line, at most AF_LONGEST_LINE bytes
 */
void af_anchors_find(struct af_anchors *anchors, struct af_slice text)
{
	size_t at;

	if (!built)
		build();
	anchors->found[0] = 0;
	anchors->found[1] = 0;
	for (at = 0; at + 3 <= text.length; at++) {
		if (pairs[pair(text.text + at)])
			match(anchors, text, at, heads[hash(text.text + at)]);
	}
}
