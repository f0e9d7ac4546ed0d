// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of advice. Rows are tried from the top, the first that matches is
 * said; those marked also are said beside it. Pure. What explain says of a log
 * besides is worded in commands/explain_advice_*.c.
 */
#include "advice/advice.h"
#include "advice/values.h"
#include "advice/when.h"

const struct af_advice af_advices[] = {
	{
		.id = "injected",
		.symptom = "Failures with cause injected.",
		.cause = "Somebody tests with fault injection.",
		.evidence =
			"The call came back without having looked at a zone.",
		.effect = "Meant.",
		.remedy =
			"Nothing; or switch off allocfail_inject or fail_page_alloc in debugfs.",
		.brief = "meant, by fault injection. Nothing is to be done.",
		.source = "Documentation/fault-injection/fault-injection.rst",
		.matches = af_when_injected,
	},
	{
		.id = "oversize",
		.symptom =
			"Failures with cause oversize: an order above the allocator's maximum.",
		.cause = "The caller asks for more at once than there ever is.",
		.evidence = "The order alone.",
		.effect = "The caller fails always, on any machine.",
		.remedy =
			"Report it to the authors of the driver: it should use kvmalloc(), or less. What feeds it the size (a module parameter, a ring size, an ioctl) may be set lower until then.",
		.brief = "report it: more than there ever is at once.",
		.source = "Documentation/core-api/memory-allocation.rst",
		.matches = af_when_oversize,
	},
	{
		.id = "optional-large",
		.symptom =
			"Many failures of a high order, often 9 or 10, class opportunistic, from vmalloc or huge pages.",
		.cause =
			"The caller tries a large piece first, and takes single pages if there is none.",
		.evidence =
			"__GFP_NORETRY, or __GFP_NOWARN from a caller that does not wait.",
		.effect =
			"Harmless: the caller goes on with smaller pages. A little slower, nothing fails.",
		.remedy =
			"Nothing. If the rate itself costs time, find the site and ask why it retries: allocfail top --class opportunistic.",
		.brief =
			"it takes single pages instead. Nothing is to be done.",
		.source =
			"Documentation/core-api/memory-allocation.rst, Documentation/admin-guide/mm/transhuge.rst",
		.matches = af_when_optional_large,
	},
	{
		.id = "cgroup-limit",
		.symptom =
			"Failures with cause cgroup, while the machine has free memory.",
		.cause =
			"A service or container is at the limit of its memory cgroup, and what the kernel allocates for it is charged to it.",
		.evidence =
			"The request is accounted, and the group or one above it has no room.",
		.effect =
			"A system call of that group fails, often with ENOMEM. Others do not notice.",
		.remedy =
			"Raise memory.max of the group, or find what grows in it. Many removed groups that still hold memory (nr_dying_descendants in cgroup.stat) are a leak: look for who pins their pages.",
		.brief =
			"raise the memory cgroup's limit, or find what fills it.",
		.source = "Documentation/admin-guide/cgroup-v2.rst",
		.matches = af_when_cgroup,
		.values = af_values_cgroup,
	},
	{
		.id = "optional",
		.symptom = "Failures of a low order, class opportunistic.",
		.cause =
			"The caller tries what would be best, and has a fallback.",
		.evidence =
			"__GFP_NORETRY, or __GFP_NOWARN from a caller that does not wait.",
		.effect = "Harmless: the caller goes on with its fallback.",
		.remedy = "Nothing.",
		.brief = "it has a fallback. Nothing is to be done.",
		.source = "Documentation/core-api/memory-allocation.rst",
		.matches = af_when_optional,
	},
	{
		.id = "reserve-io",
		.symptom =
			"Failures with cause reserve, of a task in PF_MEMALLOC, a block device or a network socket.",
		.cause =
			"What writes pages out to free memory needs memory itself, and has used up all that is set aside for it: swap over the network, stacked block devices, a slow disk.",
		.evidence =
			"No zone had a usable page, though the request may ignore the watermarks.",
		.effect =
			"Serious: memory may come to a standstill, waiting for itself.",
		.remedy =
			"Raise vm.min_free_kbytes. Take layers out of the way of swap (network, loop, encryption), or swap to a local disk or zram; write back earlier (vm.dirty_background_bytes).",
		.brief = "keep more free; fewer layers below swap.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_reserve_io,
		.values = af_values_reclaim,
	},
	{
		.id = "memalloc-pieces",
		.symptom =
			"Failures of order 1 or more by a task in PF_MEMALLOC.",
		.cause =
			"A driver needs a block in one piece to write pages out, when memory is at its shortest: such blocks hardly exist then.",
		.evidence = "PF_MEMALLOC and the order.",
		.effect =
			"Serious: writing out, and so the freeing of memory, stops until a block comes free.",
		.remedy =
			"Raise vm.min_free_kbytes. Report it: what is needed to write pages out should be single pages, or come from a mempool that is filled beforehand.",
		.brief = "keep more free; report it.",
		.source =
			"Documentation/core-api/gfp_mask-from-fs-io.rst, Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_memalloc_pieces,
		.values = af_values_reclaim,
	},
	{
		.id = "reserve",
		.symptom = "Failures with cause reserve.",
		.cause =
			"Even the memory that is set aside for those who free memory is used up.",
		.evidence =
			"No zone had a usable page, though the request may use the reserves.",
		.effect =
			"Serious: writeback, swap and the OOM killer live on it.",
		.remedy =
			"Less load or more memory, soon. Raise vm.min_free_kbytes.",
		.brief = "less load or more memory; keep more free.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_reserve,
		.values = af_values_min_free,
	},
	{
		.id = "placement",
		.symptom = "Failures with cause placement.",
		.cause =
			"The request is bound to nodes that are short, by __GFP_THISNODE, a memory policy or a cpuset. Others have memory.",
		.evidence = "A zone of a node outside could have served it.",
		.effect =
			"The bound task is refused, or goes on with remote memory.",
		.remedy =
			"Bind to more nodes, prefer instead of bind (numactl --preferred), or move other load away from that node.",
		.brief = "bind it to more nodes.",
		.source =
			"Documentation/admin-guide/mm/numa_memory_policy.rst, Documentation/admin-guide/cgroup-v1/cpusets.rst",
		.matches = af_when_placement,
		.values = af_values_nodes,
	},
	{
		.id = "dma-zone",
		.symptom =
			"Failures with cause lowmem, or of requests for zone DMA or DMA32.",
		.cause =
			"A device or driver can only use low memory, and that is short. More memory does not help.",
		.evidence =
			"GFP_DMA or GFP_DMA32 in the mask; a zone above could have served it.",
		.effect =
			"That device does not start, or does without a buffer.",
		.remedy =
			"A driver or device with a 64-bit DMA mask, or an IOMMU, so that any memory will do. Else load the driver early, while low memory is free. Keep more of it: vm.lowmem_reserve_ratio.",
		.brief = "a 64-bit DMA mask; load its driver early.",
		.source =
			"Documentation/core-api/dma-api-howto.rst, Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_low,
		.values = af_values_low,
	},
	{
		.id = "cma-only",
		.symptom =
			"Large enough blocks are free, and all of them are CMA's.",
		.cause =
			"Memory reserved for contiguous DMA buffers is lent only to what can be moved away again. The request cannot.",
		.evidence =
			"The free blocks' types: (C) in the kernel's report, cma in the file fragmentation.",
		.effect = "As if these pages were not there.",
		.remedy =
			"A smaller cma= at boot, if the devices need less. On small machines the reserve is easily half of what is free.",
		.brief = "a smaller cma= at boot.",
		.source =
			"Documentation/admin-guide/kernel-parameters.txt (cma=)",
		.matches = af_when_cma,
		.values = af_values_reserved,
	},
	{
		.id = "highatomic-only",
		.symptom =
			"Large enough blocks are free, and all of them are kept for high-order atomic requests.",
		.cause =
			"The allocator sets aside up to 1 % of a zone for atomic requests of order 1 and more. This one has no right to it.",
		.evidence =
			"The free blocks' types: (H) in the kernel's report, highatomic in the file fragmentation.",
		.effect = "As if these pages were not there.",
		.remedy =
			"As for fragmentation. The reserve is given back under pressure, by those who may wait.",
		.brief = "as for fragmentation: compact.",
		.source = "docs/causes.md",
		.matches = af_when_highatomic,
		.values = af_values_reserved,
	},
	{
		.id = "network-receive",
		.symptom =
			"Single pages, class atomic, in a softirq or hard interrupt of the network, with plenty of page cache.",
		.cause =
			"Packets come faster than kswapd frees pages. An interrupt can't wait for it, page cache or not.",
		.evidence =
			"Order 0, atomic, a network driver or protocol in the stack; cause watermark.",
		.effect =
			"Packets are dropped and sent again by the protocol: slower, nothing else is lost. A few in a burst are no reason to act.",
		.remedy =
			"Raise vm.min_free_kbytes and vm.watermark_scale_factor, so that more is free when a burst comes. Not far above 3 % of memory: what is kept free is there for nobody else, and too much of it makes the OOM killer come. Smaller receive rings help too.",
		.brief = "keep more free for bursts.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_receive,
		.values = af_values_min_free,
	},
	{
		.id = "atomic-page",
		.symptom = "Single pages, class atomic.",
		.cause =
			"Memory is short for a moment, and the caller can't wait until it is freed.",
		.evidence = "Order 0, atomic; cause watermark.",
		.effect =
			"What the caller does without depends on it: mostly a packet, a request that is tried again.",
		.remedy =
			"Raise vm.min_free_kbytes, not far above 3 % of memory, and vm.watermark_scale_factor.",
		.brief = "keep more free for bursts.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_atomic_page,
		.values = af_values_min_free,
	},
	{
		.id = "jumbo-frames",
		.symptom =
			"Orders 1 to 3, class atomic, in a driver: often one with jumbo frames or large receive buffers.",
		.cause =
			"The driver wants 8 to 32 KiB in one piece, at once. Memory is free, in smaller pieces.",
		.evidence =
			"The order, atomic, and the free blocks; cause fragmentation or watermark.",
		.effect = "Packets or commands are dropped and tried again.",
		.remedy =
			"A smaller MTU or receive buffer, or a driver that puts frames together from single pages. Raise vm.min_free_kbytes: more free memory has more large blocks in it.",
		.brief = "smaller frames or buffers; keep more free.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_jumbo,
		.values = af_values_blocks,
	},
	{
		.id = "load-early",
		.symptom =
			"Order 4 or more when a module is loaded, a device is found, or a DMA buffer is set up.",
		.cause =
			"The driver wants its buffers in one piece. Right after boot there are such pieces, later there are not.",
		.evidence =
			"Module loading, a probe, or the DMA functions in the stack.",
		.effect =
			"The device does not start, or with fewer queues and smaller rings.",
		.remedy =
			"Load the driver early (/etc/modules-load.d, the initramfs), ask for smaller rings or fewer queues, or reserve memory for it: cma= at boot, if the driver uses the DMA functions. To get it going now: compact memory, then load it again.",
		.brief = "load it early, or compact and load it again.",
		.source =
			"Documentation/admin-guide/sysctl/vm.rst (compact_memory), Documentation/admin-guide/kernel-parameters.txt (cma=)",
		.matches = af_when_load,
		.values = af_values_blocks,
	},
	{
		.id = "kvmalloc",
		.symptom =
			"Order 4 to 7, GFP_KERNEL, and an innocent name of a task.",
		.cause =
			"The task called something that wants 64 KiB or more in one piece, and there are only smaller ones. The task is not at fault, nor is memory short.",
		.evidence =
			"The order, blocking; cause fragmentation. Who asked is in the stack, not in the name of the task.",
		.effect =
			"A system call fails, mostly with ENOMEM; tried again it may work.",
		.remedy =
			"Report it: the caller should use kvmalloc(), which takes single pages if it must. Until then compact memory when it happens, or by a timer. More proactive compaction is a trial: in our tests it made no difference.",
		.brief = "report it, it should use kvmalloc(); compact.",
		.source =
			"Documentation/core-api/memory-allocation.rst, Documentation/admin-guide/sysctl/vm.rst (compaction_proactiveness)",
		.matches = af_when_kvmalloc,
		.values = af_values_blocks,
	},
	{
		.id = "pieces",
		.symptom = "Failures with cause fragmentation.",
		.cause = "Memory is free, but not in one piece of this size.",
		.evidence =
			"A zone was above its watermark, without a block of the order.",
		.effect =
			"Who could not wait drops something; who could is refused.",
		.remedy =
			"Smaller requests, if the driver has a setting. Compact memory when it happens, or by a timer. More proactive compaction is a trial: in our tests it made no difference.",
		.brief = "smaller requests; compact more.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_pieces,
		.values = af_values_blocks,
	},
	{
		.id = "memory-short",
		.symptom =
			"Failures with cause watermark, of callers that may wait.",
		.cause =
			"Memory is short: the zones are at or below what the request must leave, and reclaim found nothing.",
		.evidence = "No zone was above the watermark.",
		.effect = "Work is refused. The OOM killer is near.",
		.remedy =
			"Less load or more memory. Some swap, so that what is idle can go.",
		.brief = "less load, more memory, or swap.",
		.source = "Documentation/admin-guide/sysctl/vm.rst",
		.matches = af_when_full,
		.values = af_values_memory,
	},
	{
		.id = "transient",
		.symptom = "Failures with cause transient.",
		.cause = "A page could be had a moment later.",
		.evidence =
			"A zone could have served it when it was looked at.",
		.effect = "The caller was refused all the same.",
		.remedy =
			"Usually nothing. Many of them, with one stack, deserve a look at that caller.",
		.brief = "nothing, if it is rare.",
		.source = "docs/causes.md",
		.matches = af_when_transient,
	},
	{
		.id = "unknown",
		.symptom = "Failures of which too little is known.",
		.cause = "Not known.",
		.evidence = "None.",
		.effect =
			"By the class: opportunistic callers have a fallback, others have not.",
		.remedy = "Load the module: it sees what a log leaves out.",
		.brief = "load the module to know more.",
		.source = "docs/causes.md",
		.matches = af_when_any,
	},
	{
		.id = "retry-storm",
		.symptom =
			"A long streak: one task was refused again and again, with less than 10 ms in between.",
		.cause =
			"The caller asks again at once for what it cannot get.",
		.evidence = "streak= of the signature.",
		.effect =
			"It burns CPU time, and makes many failures out of one.",
		.remedy =
			"Count it as one failure. Report it to the caller's authors: it should wait, or take less.",
		.brief = "count it as one failure; report it.",
		.source = "docs/interface.md (streak)",
		.also = true,
		.matches = af_when_storm,
	},
};

const size_t af_nr_advices = ARRAY_SIZE(af_advices);
