// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges a failure: by where it happened first, by its cause then.
 * The first rule that matches counts.
 */
#include "commands/explain_counsel.h"
#include "lib/units.h"

static const struct af_log_report *report_of(const struct af_explained *one)
{
	return one->report;
}

static bool near(const struct af_explained *one, u32 events)
{
	return report_of(one)->near & events;
}

static bool is_class(const struct af_explained *one, enum af_class class)
{
	return one->verdict.class == class;
}

static bool is_cause(const struct af_explained *one, enum af_cause cause)
{
	return one->verdict.cause == cause;
}

static u64 flags_of(const struct af_explained *one)
{
	return one->verdict.flags;
}

static bool in_pieces(const struct af_explained *one)
{
	return is_cause(one, AF_CAUSE_FRAGMENTATION) ||
	       (report_of(one)->order >= 3 && is_cause(one, AF_NR_CAUSES));
}

/*
 * kvmalloc() gives single pages, which no device reads in one piece, and needs
 * GFP_KERNEL. From 4.12 on.
 */
bool af_counsel_may_kvmalloc(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	u64 kernel = AF_GFP(IO) | AF_GFP(FS);

	return counsel->place.kmalloc && !counsel->place.dma &&
	       (flags_of(one) & kernel) == kernel &&
	       af_gfp_may_wait(flags_of(one)) && report_of(one)->order >= 1 &&
	       counsel->place.what != AF_WHAT_USB &&
	       counsel->place.what != AF_WHAT_CAMERA &&
	       counsel->place.what != AF_WHAT_RECEIVE;
}

static void say_kvmalloc(const struct af_explained *one,
			 struct af_counsel *counsel)
{
	if (af_counsel_may_kvmalloc(one, counsel))
		af_counsel_say(&counsel->remedies,
			       "Report it to the authors of the caller: it should use kvmalloc(), which takes single pages if it must. A newer release may do so already.");
	else if (report_of(one)->order >= 1)
		af_counsel_say(&counsel->remedies,
			       "Ask for less in one piece, if the driver or program has a setting for it: a smaller buffer, ring or queue.");
}

/* --- vmalloc, and more than there ever is */

static bool matches_vmalloc_space(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	(void)counsel;
	return report_of(one)->kind == AF_LOG_VMALLOC &&
	       report_of(one)->no_space;
}

static bool matches_vmalloc_absurd(const struct af_explained *one,
				   const struct af_counsel *counsel)
{
	const struct af_log_report *report = report_of(one);
	u64 memory = counsel->fills.total * 1024;

	return report->kind == AF_LOG_VMALLOC && report->size_known &&
	       (report->size >= 1ULL << 34 ||
		(memory && report->size > memory));
}

static bool matches_vmalloc_zero(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	const struct af_log_report *report = report_of(one);

	(void)counsel;
	return report->kind == AF_LOG_VMALLOC && report->size_known &&
	       !report->size;
}

static bool matches_vmalloc(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)counsel;
	return report_of(one)->kind == AF_LOG_VMALLOC;
}

static void vmalloc_space(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Find out why so much is asked for: the size comes from the caller, often from a wrong or hostile number.");
	af_counsel_say(&counsel->remedies,
		       "On 32 bits the room for vmalloc() is small: load fewer drivers, or raise it at boot where the architecture has vmalloc=.");
}

static void vmalloc_absurd(const struct af_explained *one,
			   struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "No setting helps. Find out where the size comes from: a parameter at boot, a module's, a file or a program's.");
}

static void vmalloc_zero(const struct af_explained *one,
			 struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Nothing, if it comes once. Up to 4.9 the line says how much had been got, so the first page failed, or the size was 0 or absurd.");
}

static void vmalloc_short(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Less load or more memory, or a smaller request, if the caller has a setting for it.");
}

static bool matches_oversize(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_OVERSIZE);
}

static void oversize(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Report it to the authors of the caller: it should ask for less, or use kvmalloc(). Memory settings do not help.");
	af_counsel_say(&counsel->remedies,
		       "What feeds it the size (a module parameter, a ring size, a queue depth, an ioctl) may be set lower until then.");
}

/* --- what matters little, or is a consequence */

static bool matches_pool(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.phase == AF_PHASE_POOL;
}

static void pool(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Nothing. If an old device complains later that this pool is too small, set coherent_pool= at boot.");
}

static bool matches_oom(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)counsel;
	return near(one, AF_NEAR(OOM)) && one->report->order <= 3 &&
	       one->verdict.context == AF_CONTEXT_TASK &&
	       is_class(one, AF_CLASS_BLOCKING);
}

static void memory(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	if (counsel->fills.leak)
		af_counsel_say(&counsel->remedies,
			       "Find the leak first: slabtop shows which cache grows, and /proc/slabinfo what it holds.");
	af_counsel_say(&counsel->remedies, "Less load, or more memory.");
	if (counsel->fills.little_swap)
		af_counsel_say(&counsel->remedies,
			       "Add swap: most of memory is used by processes, and there is hardly any swap for what is idle.");
}

/* What the caller itself calls optional, and nobody says that it failed. */
static bool matches_optional(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	bool dma_layer = counsel->place.dma &&
			 flags_of(one) & AF_GFP(NORETRY) &&
			 !(flags_of(one) & AF_GFP(NOWARN));

	return is_class(one, AF_CLASS_OPPORTUNISTIC) && !dma_layer &&
	       !one->report->said.length &&
	       !near(one, AF_NEAR(PROBE) | AF_NEAR(GAVE_UP));
}

static void nothing(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies, "Nothing.");
}

static bool matches_victim(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_TRANSIENT) &&
	       is_class(one, AF_CLASS_BLOCKING) && !one->report->order &&
	       !one->verdict.doubt;
}

static void victim(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. A single page is refused like this when the task was being killed, when its memory cgroup or its nodes were full, or when memory came free in the same moment.");
}

static bool matches_known(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	return counsel->nr_known && counsel->known[0]->harmless &&
	       !near(one, AF_NEAR(IO_ERROR) | AF_NEAR(PROBE));
}

static bool matches_leak(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->fills.leak;
}

static void leak(const struct af_explained *one, struct af_counsel *counsel)
{
	char slab[AF_UNIT_LEN], fixed[AF_UNIT_LEN], all[AF_UNIT_LEN];
	u64 unreclaimable = counsel->fills.kb[AF_FILL_SLAB_UN];

	af_counsel_say(&counsel->notes,
		       "Slab takes %s of %s; %s of it cannot be reclaimed.",
		       af_bytes(slab, (unreclaimable +
				       counsel->fills.kb[AF_FILL_SLAB]) *
					      1024),
		       af_bytes(all, counsel->fills.total * 1024),
		       af_bytes(fixed, unreclaimable * 1024));
	af_counsel_say(&counsel->remedies,
		       "Find the leak before anything else: slabtop -o shows which cache is large; a cache that only grows belongs to what leaks.");
	if (counsel->nr_known)
		af_counsel_say(&counsel->remedies,
			       "Update the kernel; until then restart the machine before memory is full.");
	else
		af_counsel_say(&counsel->remedies,
			       "Until it is found, a restart helps for a while.");
	(void)one;
}

/* --- who frees memory */

static bool matches_reserve(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_RESERVE);
}

static bool matches_memalloc(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	(void)counsel;
	return one->verdict.memalloc && one->verdict.no_watermarks;
}

static void reserve(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_min_free(counsel, one);
	af_counsel_say(&counsel->remedies,
		       "Take layers out of the way of swap (network, loop, encryption), or swap to a local disk%s.",
		       af_counsel_has(one, AF_RELEASE_OF(3, 14, 0)) ?
			       " or zram" :
			       "");
	if (counsel->place.what == AF_WHAT_SWAP &&
	    af_counsel_has(one, AF_RELEASE_OF(6, 8, 0)))
		af_counsel_say(&counsel->remedies,
			       "If zswap is in use, switch its shrinker off: echo N > /sys/module/zswap/parameters/shrinker_enabled");
}

static void memalloc_pieces(const struct af_explained *one,
			    struct af_counsel *counsel)
{
	af_counsel_min_free(counsel, one);
	af_counsel_say(&counsel->remedies,
		       "Report it: what is needed to write pages out should be single pages, or come from a stock that is filled beforehand.");
}

/* --- by what the machine was doing */

static bool matches_resume(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.phase == AF_PHASE_RESUME;
}

static void drop_caches(const struct af_explained *one,
			struct af_counsel *counsel, const char *when)
{
	if (in_pieces(one) && af_counsel_has(one, AF_RELEASE_OF(2, 6, 35)))
		af_counsel_say(&counsel->remedies,
			       "%s: sync; echo 3 > /proc/sys/vm/drop_caches; echo 1 > /proc/sys/vm/compact_memory  # a script in /usr/lib/systemd/system-sleep can do it",
			       when);
	else
		af_counsel_say(&counsel->remedies,
			       "%s: sync; echo 3 > /proc/sys/vm/drop_caches  # a script in /usr/lib/systemd/system-sleep can do it",
			       when);
}

static void resume(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "To get the device back now: unload its driver and load it again, or restart.");
	drop_caches(one, counsel, "Before the machine goes to sleep");
	af_counsel_say(&counsel->remedies,
		       "Report it: the driver should keep its buffers over sleep, or take smaller ones.");
}

static bool matches_suspend(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.phase == AF_PHASE_SUSPEND;
}

static void suspend(const struct af_explained *one, struct af_counsel *counsel)
{
	drop_caches(one, counsel,
		    "Free memory before the machine goes to sleep");
	af_counsel_say(&counsel->remedies,
		       "End what uses much memory first. Swap is no help at this point: nothing can be swapped out any more.");
}

static bool matches_device(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	return (counsel->place.phase == AF_PHASE_PROBE ||
		counsel->place.phase == AF_PHASE_LOADING) &&
	       !one->verdict.interrupt;
}

static bool matches_boot(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	return counsel->place.phase == AF_PHASE_BOOT && !one->verdict.interrupt;
}

static void boot(const struct af_explained *one, struct af_counsel *counsel)
{
	say_kvmalloc(one, counsel);
	af_counsel_say(&counsel->remedies,
		       "Look at what the kernel prints after it: which device or part is missing. An older or newer kernel, or less at boot (hugepages=, crashkernel=, cma=), leaves it more.");
}

/* A driver's buffer, while it sets a device up. */
static bool matches_buffer(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	return counsel->place.dma && one->report->order >= 3 &&
	       !one->verdict.interrupt &&
	       (counsel->place.what == AF_WHAT_NETWORK ||
		counsel->place.what == AF_WHAT_STORAGE ||
		counsel->place.what == AF_WHAT_DMA);
}

static bool device_failed(const struct af_explained *one)
{
	return near(one, AF_NEAR(PROBE)) || one->report->said.length;
}

static bool matches_device_failed(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	return matches_device(one, counsel) && device_failed(one);
}

static void low_memory(const struct af_explained *one,
		       struct af_counsel *counsel);

static void device(const struct af_explained *one, struct af_counsel *counsel)
{
	if (is_cause(one, AF_CAUSE_LOWMEM)) {
		low_memory(one, counsel);
		return;
	}
	af_counsel_say(&counsel->remedies,
		       "Load the driver early, right after boot, when there are still large pieces%s.",
		       af_counsel_has(one, AF_RELEASE_OF(3, 2, 0)) ?
			       " (/etc/modules-load.d, the initramfs)" :
			       "");
	say_kvmalloc(one, counsel);
	if (counsel->place.dma && af_counsel_has(one, AF_RELEASE_OF(3, 5, 0)))
		af_counsel_say(&counsel->remedies,
			       "Or reserve memory for such buffers at boot: cma=, if the kernel has CMA and the driver uses the DMA functions.");
	if (in_pieces(one))
		af_counsel_compact(counsel, one);
}

/* --- by what it was for */

static bool matches_storage_lost(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	return (counsel->place.what == AF_WHAT_STORAGE ||
		counsel->place.what == AF_WHAT_FILES ||
		counsel->place.what == AF_WHAT_SWAP) &&
	       near(one, AF_NEAR(IO_ERROR) | AF_NEAR(LOST_WRITE));
}

static bool matches_storage(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_STORAGE;
}

static void storage(const struct af_explained *one, struct af_counsel *counsel)
{
	if (near(one, AF_NEAR(LOST_WRITE)))
		af_counsel_say(&counsel->remedies,
			       "Check the file system, and the files that were written then.");
	if (one->report->order)
		af_counsel_say(&counsel->remedies,
			       "Smaller requests to the disk: echo 128 > /sys/block/DEVICE/queue/max_sectors_kb (DEVICE as in the errors).");
	if (is_class(one, AF_CLASS_ATOMIC) || one->verdict.memalloc)
		af_counsel_min_free(counsel, one);
	af_counsel_say(&counsel->remedies,
		       "Report it: a driver of a disk should have what it needs for a request in stock.");
}

static bool matches_receive_page(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	return counsel->place.what == AF_WHAT_RECEIVE &&
	       one->report->order_known && !one->report->order;
}

static bool matches_receive(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_RECEIVE;
}

static void receive(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	af_counsel_min_free(counsel, one);
	if (af_counsel_has(one, AF_RELEASE_OF(4, 6, 0)))
		af_counsel_say(&counsel->remedies,
			       "Have kswapd begin earlier: sysctl -w vm.watermark_scale_factor=50");
}

static void receive_pieces(const struct af_explained *one,
			   struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	if (one->verdict.caller.known)
		af_counsel_say(&counsel->remedies,
			       "Smaller receive buffers, if the driver has them: a smaller MTU, no jumbo frames, fewer aggregated packets.");
	af_counsel_min_free(counsel, one);
}

static bool matches_network(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	return counsel->place.what == AF_WHAT_NETWORK &&
	       !is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_camera(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_CAMERA;
}

static void camera(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Start the stream again; a smaller picture, a lower rate or a compressed format (MJPEG) needs smaller buffers.");
	if (in_pieces(one))
		af_counsel_compact(counsel, one);
	if (af_counsel_has(one, AF_RELEASE_OF(3, 5, 0)))
		af_counsel_say(&counsel->remedies,
			       "On a machine that is there for this, reserve memory for it at boot: cma=, if the kernel has CMA.");
}

static bool matches_usb(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_USB;
}

static void usb(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Smaller transfers, if the program or gadget has a setting for them.");
	if (in_pieces(one) && is_class(one, AF_CLASS_BLOCKING))
		af_counsel_compact(counsel, one);
	else
		af_counsel_min_free(counsel, one);
}

static bool matches_sound(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_SOUND;
}

static bool matches_fork(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_FORK;
}

static void fork_pieces(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_counsel_compact(counsel, one);
	if (one->report->order)
		af_counsel_say(&counsel->remedies,
			       "A kernel with CONFIG_VMAP_STACK needs no piece for a stack: 4.9 and later on x86-64, 4.14 and later on arm64.");
}

static bool matches_gpu(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_GPU;
}

static void gpu(const struct af_explained *one, struct af_counsel *counsel)
{
	say_kvmalloc(one, counsel);
	if (in_pieces(one))
		af_counsel_compact(counsel, one);
	else
		memory(one, counsel);
}

static bool matches_huge(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_HUGE;
}

static void huge(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Nothing, unless a program insists on huge pages: then reserve them at boot (hugepages=).");
	(void)one;
}

/* --- by the cause alone */

static bool matches_low(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_LOWMEM);
}

static void low_memory(const struct af_explained *one,
		       struct af_counsel *counsel)
{
	if (one->verdict.nothing_there) {
		af_counsel_say(&counsel->remedies,
			       "The device or its driver asks for memory below 4 GiB (or 16 MiB), and this machine has none there: it needs an IOMMU, or a driver that sets a wider DMA mask.");
		return;
	}
	if (one->verdict.elsewhere)
		af_counsel_say(&counsel->remedies,
			       "A driver or device with a 64-bit DMA mask, or an IOMMU, so that any memory will do: report it.");
	af_counsel_say(&counsel->remedies,
		       "Load the driver early, while low memory is free.");
	if (af_counsel_has(one, AF_RELEASE_OF(2, 6, 11)))
		af_counsel_say(&counsel->remedies,
			       "Keep more low memory for such requests: halve the figures of vm.lowmem_reserve_ratio.");
}

static bool matches_placement(const struct af_explained *one,
			      const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_PLACEMENT);
}

static void placement(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Bind the task to more nodes, prefer one instead of binding to it (numactl --preferred), or move other load away from that node.");
}

static bool matches_transient(const struct af_explained *one,
			      const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_TRANSIENT);
}

static void transient(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. If it comes often, look at the caller.");
}

static bool matches_pieces(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return in_pieces(one) && is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_pieces_thread(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	return matches_pieces(one, counsel) && counsel->place.kthread;
}

static void pieces(const struct af_explained *one, struct af_counsel *counsel)
{
	say_kvmalloc(one, counsel);
	af_counsel_compact(counsel, one);
}

static bool matches_short(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	(void)counsel;
	return is_cause(one, AF_CAUSE_WATERMARK) &&
	       is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_short_large(const struct af_explained *one,
				const struct af_counsel *counsel)
{
	return matches_short(one, counsel) && one->report->order > 3;
}

static void short_large(const struct af_explained *one,
			struct af_counsel *counsel)
{
	say_kvmalloc(one, counsel);
	memory(one, counsel);
}

static bool matches_atomic_pieces(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	(void)counsel;
	return is_class(one, AF_CLASS_ATOMIC) && one->report->order;
}

static void atomic_pieces(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	say_kvmalloc(one, counsel);
	af_counsel_min_free(counsel, one);
}

static bool matches_atomic(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return is_class(one, AF_CLASS_ATOMIC);
}

static void atomic_page(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_counsel_min_free(counsel, one);
}

static bool matches_blocking(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	(void)counsel;
	return is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_any(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)counsel;
	return one;
}

static void unknown(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Keep the whole report the next time, from its first line to the lists of free blocks: dmesg has it, or journalctl -k.");
}

static const struct af_counsel_rule rules[] = {
	{ matches_vmalloc_zero, AF_HARMLESS, "optional-large",
	  "vmalloc() was refused at its first page, or was asked for nothing. Its caller goes on without, or fails with ENOMEM.",
	  vmalloc_zero },
	{ matches_vmalloc_absurd, AF_MATTERS, "oversize",
	  "vmalloc() was asked for an absurd size. The caller fails, on any machine like this.",
	  vmalloc_absurd },
	{ matches_vmalloc_space, AF_MATTERS, "oversize",
	  "vmalloc() had no room for it in its range of addresses. Memory was not short.",
	  vmalloc_space },
	{ matches_vmalloc, AF_MATTERS, "memory-short",
	  "vmalloc() could not get all the pages that it wanted. Its caller fails, mostly with ENOMEM.",
	  vmalloc_short },
	{ matches_oversize, AF_MATTERS, "oversize",
	  "The caller fails every time: it asks for more at once than the allocator ever gives.",
	  oversize },
	{ matches_pool, AF_HARMLESS, "dma-zone",
	  "The kernel wants a pool of low memory for old devices, and goes on with less of it, or none.",
	  pool },
	{ matches_known, AF_HARMLESS, "optional",
	  "Known, and harmless: who asked goes on without it, or with less.",
	  nothing },
	{ matches_leak, AF_SERIOUS, "memory-short",
	  "Slab of the kernel's own fills memory and cannot be reclaimed: something in the kernel leaks, and this failure is a consequence of it.",
	  leak },
	{ matches_storage_lost, AF_SERIOUS, "memalloc-pieces",
	  "A request to a disk failed for lack of memory. I/O errors follow in the log: data may not have been written.",
	  storage },
	{ matches_oom, AF_MATTERS, "memory-short",
	  "The OOM killer was at work already: this failure is a consequence of memory that ran out, and its task may be the one that was killed.",
	  memory },
	{ matches_optional, AF_HARMLESS, "optional",
	  "The caller has a fallback, and goes on with it.", nothing },
	{ matches_reserve, AF_SERIOUS, "reserve-io",
	  "Who frees memory had used up what is set aside for that. Memory may come to a standstill until pages are written out.",
	  reserve },
	{ matches_memalloc, AF_SERIOUS, "memalloc-pieces",
	  "A task that writes pages out to free memory was refused a piece that it needs for that. Until it gets one, no memory comes free this way.",
	  memalloc_pieces },
	{ matches_resume, AF_SERIOUS, "load-early",
	  "A device may not work after the machine wakes up: its driver did not get the memory that it takes anew.",
	  resume },
	{ matches_suspend, AF_MATTERS, "memory-short",
	  "The machine was going to sleep, and a driver did not get the memory that it needs for that. It may stay awake, or lose what the device held.",
	  suspend },
	{ matches_device_failed, AF_SERIOUS, "load-early",
	  "The device is missing: its driver did not get the memory that it needs, and gave up.",
	  device },
	{ matches_device, AF_SERIOUS, "load-early",
	  "The driver did not get the memory that it needs: its device is missing, or works with less.",
	  device },
	{ matches_boot, AF_SERIOUS, "unknown",
	  "Something that the kernel sets up at boot did not get its memory: a part of it is missing, or the machine does not start.",
	  boot },
	{ matches_buffer, AF_MATTERS, "load-early",
	  "A driver did not get a buffer that its device is to use: the device does not work, or works with less.",
	  device },
	{ matches_storage, AF_MATTERS, "memalloc-pieces",
	  "A request to a disk could not be made at once. Mostly it is tried again; if not, I/O errors follow in the log.",
	  storage },
	{ matches_receive_page, AF_MATTERS, "network-receive",
	  "A packet that came in was dropped. The sender sends it again if the protocol does that, as TCP: slower for a moment, nothing else is lost.",
	  receive },
	{ matches_receive, AF_MATTERS, "jumbo-frames",
	  "The network driver got no buffer for what comes in: packets were dropped, and are sent again if the protocol does that.",
	  receive_pieces },
	{ matches_network, AF_MATTERS, "network-receive",
	  "A packet or message of the network was not sent, or not taken in. Most are sent again.",
	  receive },
	{ matches_camera, AF_MATTERS, "load-early",
	  "The stream of pictures did not start: its buffers could not be had.",
	  camera },
	{ matches_usb, AF_MATTERS, "load-early",
	  "A transfer over USB was refused: the program that wanted it sees an error, mostly ENOMEM.",
	  usb },
	{ matches_sound, AF_MATTERS, "load-early",
	  "A buffer for sound could not be had: the program that wanted it sees an error.",
	  usb },
	{ matches_fork, AF_MATTERS, "kvmalloc",
	  "A process or thread could not be started: fork() or clone() failed, mostly with ENOMEM.",
	  fork_pieces },
	{ matches_huge, AF_HARMLESS, "optional-large",
	  "A huge page could not be had. Small pages are used instead.", huge },
	{ matches_placement, AF_MATTERS, "placement",
	  "The task was refused, or goes on with memory of another node.",
	  placement },
	{ matches_low, AF_SERIOUS, "dma-zone",
	  "A device that can only use low memory did not get a buffer: it does not work, or works with less.",
	  low_memory },
	{ matches_victim, AF_MATTERS, "transient",
	  "By the figures memory was not short at all. The caller was refused all the same, and mostly fails with ENOMEM.",
	  victim },
	{ matches_transient, AF_MATTERS, "transient",
	  "The caller was refused, though a moment later it could have been served.",
	  transient },
	{ matches_gpu, AF_MATTERS, "kvmalloc",
	  "A program's request to the graphics driver failed: what it draws may be wrong or missing, or it ends.",
	  gpu },
	{ matches_pieces_thread, AF_MATTERS, "pieces",
	  "Work of the kernel's own failed or is done again later. No program asked for it directly.",
	  pieces },
	{ matches_pieces, AF_MATTERS, "kvmalloc",
	  "A system call fails, mostly with ENOMEM. Tried again it may work.",
	  pieces },
	{ matches_short_large, AF_MATTERS, "memory-short",
	  "Memory was short, and this much of it in one piece could not be had. The caller fails, mostly with ENOMEM.",
	  short_large },
	{ matches_short, AF_SERIOUS, "memory-short",
	  "Memory was so short that even a task that could wait was refused. If it goes on, the OOM killer ends processes.",
	  memory },
	{ matches_atomic_pieces, AF_MATTERS, "jumbo-frames",
	  "The caller could not wait. It does without this piece: mostly something is dropped, or tried again.",
	  atomic_pieces },
	{ matches_atomic, AF_MATTERS, "atomic-page",
	  "The caller could not wait. It does without this page: mostly something is dropped, or tried again.",
	  atomic_page },
	{ matches_blocking, AF_MATTERS, "unknown",
	  "The caller could wait and was refused all the same. Why, the log does not say.",
	  unknown },
	{ matches_any, AF_MATTERS, "unknown",
	  "What it means for the caller the log does not say.", unknown },
};

const struct af_counsel_rule *
af_counsel_rule_of(const struct af_explained *one,
		   const struct af_counsel *counsel)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules) - 1; i++)
		if (rules[i].matches(one, counsel))
			break;
	return &rules[i];
}
