// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges what needs no look at place and cause: vmalloc(), sizes that
 * are never had, consequences of something else, and who frees memory himself.
 */
#include "commands/explain_advice.h"
#include "lib/units.h"

/* No module and no table that vmalloc() is used for is as large as this. */
#define MANY_BYTES (64ULL << 20)

static bool matches_vmalloc_space(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	(void)counsel;
	return one->report->kind == AF_LOG_VMALLOC && one->report->no_space;
}

static bool matches_vmalloc_absurd(const struct af_explained *one,
				   const struct af_counsel *counsel)
{
	const struct af_log_report *report = one->report;
	u64 memory = counsel->fills.total * 1024;

	return report->kind == AF_LOG_VMALLOC && report->size_known &&
	       (report->size >= 1ULL << 34 ||
		(memory && report->size > memory));
}

static bool matches_vmalloc_zero(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	const struct af_log_report *report = one->report;

	(void)counsel;
	return report->kind == AF_LOG_VMALLOC && report->size_known &&
	       !report->size;
}

static bool matches_vmalloc(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	(void)counsel;
	return one->report->kind == AF_LOG_VMALLOC;
}

/* Code has a range of its own on most machines: it must be near the kernel. */
static bool is_for_code(const struct af_explained *one)
{
	static const char *const names[] = {
		"load_module", "move_module", "layout_and_allocate",
		"module_",     "bpf_",	      "arch_bpf_"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (af_slice_begins(one->verdict.caller.symbol, names[i]))
			return true;
	return false;
}

static void vmalloc_space(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	if (one->report->size >= MANY_BYTES)
		af_counsel_say(&counsel->remedies,
			       "Find out why so much is asked for: the size comes from the caller, often from a wrong or hostile number.");
	if (is_for_code(one))
		af_counsel_say(&counsel->remedies,
			       "Load fewer modules and BPF programs, or build what is always needed into the kernel: they share a range of addresses that is small on many machines.");
	else
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
		       "Look at what failed, and try it again. Up to 4.9 the line says how much had been got: the first page failed, for a moment or because memory was short, or the size was 0 or absurd.");
}

static void vmalloc_short(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Less load or more memory, or a smaller request, if the caller has a setting for it.");
}

static void oversize(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Report it to the authors of the caller: it should ask for less, or use kvmalloc(). Memory settings do not help.");
	af_counsel_say(&counsel->remedies,
		       "What feeds it the size (a module parameter, a ring size, a queue depth, an ioctl) may be set lower until then.");
}

static void pool(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Nothing. If an old device complains later that this pool is too small, set coherent_pool= at boot.");
}

static bool matches_known(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	return counsel->nr_known && counsel->known[0]->harmless &&
	       !af_rule_near(one, AF_NEAR(IO_ERROR) | AF_NEAR(PROBE));
}

static void nothing(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies, "Nothing.");
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

static bool matches_storage_lost(const struct af_explained *one,
				 const struct af_counsel *counsel)
{
	return (counsel->place.what == AF_WHAT_STORAGE ||
		counsel->place.what == AF_WHAT_FILES ||
		counsel->place.what == AF_WHAT_SWAP) &&
	       af_rule_near(one, AF_NEAR(IO_ERROR) | AF_NEAR(LOST_WRITE));
}

static bool matches_oom(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_near(one, AF_NEAR(OOM)) && one->report->order <= 3 &&
	       one->verdict.context == AF_CONTEXT_TASK &&
	       af_rule_is_class(one, AF_CLASS_BLOCKING);
}

/* Up to 2.6 a page fault that got no memory ended its process. */
static bool matches_killed(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_near(one, AF_NEAR(VM_KILL)) && one->report->order <= 3 &&
	       af_rule_is_class(one, AF_CLASS_BLOCKING);
}

/* What the caller itself calls optional, and nobody says that it failed. */
static bool matches_optional(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	bool dma_layer = counsel->place.dma &&
			 one->verdict.flags & AF_GFP(NORETRY) &&
			 !(one->verdict.flags & AF_GFP(NOWARN));

	/* kexec() wants to fail soon, and then it fails. */
	if (af_slice_begins(one->verdict.caller.symbol, "kimage_"))
		return false;
	return af_rule_is_class(one, AF_CLASS_OPPORTUNISTIC) && !dma_layer &&
	       !one->report->said.length &&
	       !af_rule_near(one, AF_NEAR(PROBE) | AF_NEAR(GAVE_UP));
}

static bool matches_memalloc(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	(void)counsel;
	return one->verdict.memalloc && one->verdict.no_watermarks;
}

/* Without access to the reserves, and what it wanted was for freeing memory. */
static bool matches_swap_out(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	return one->verdict.memalloc && !one->verdict.no_watermarks &&
	       counsel->place.what == AF_WHAT_SWAP;
}

/* zswap keeps its pages with zs_malloc() too. */
static bool is_zram(const struct af_explained *one)
{
	const struct af_log_trace *trace = &one->report->trace;
	bool zs_malloc = false;
	unsigned int i;

	for (i = 0; i < trace->nr; i++) {
		struct af_slice base = af_log_base(trace->frames[i].symbol);

		if (af_slice_begins(base, "zram_"))
			return true;
		if (af_slice_begins(base, "zswap_"))
			return false;
		zs_malloc |= af_slice_is(base, "zs_malloc");
	}
	return zs_malloc;
}

static void reserve(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_min_free(counsel, one);
	if (counsel->place.what == AF_WHAT_FILES &&
	    af_counsel_has(one, KERNEL_VERSION(2, 6, 0))) {
		af_counsel_say(&counsel->remedies,
			       "Have less written at once: sysctl -w vm.dirty_background_ratio=5 vm.dirty_ratio=10; or less load, or more memory.");
		return;
	}
	if (is_zram(one)) {
		af_counsel_say(&counsel->remedies,
			       "zram needs memory itself to take pages in: swap on a disk beside it does not, and less load or more memory helps too.");
		return;
	}
	af_counsel_say(&counsel->remedies,
		       "Take layers out of the way of swap (network, loop, encryption), or swap to a local disk%s.",
		       af_counsel_has(one, KERNEL_VERSION(3, 14, 0)) ?
			       " or zram" :
			       "");
	if (counsel->place.what == AF_WHAT_SWAP &&
	    af_counsel_has(one, KERNEL_VERSION(6, 8, 0)))
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

static const struct af_counsel_rule rules[] = {
	{ .also = matches_vmalloc_zero,
	  .weight = AF_MATTERS,
	  .row = "memory-short",
	  .effect =
		  "vmalloc() was refused at its first page, or was asked for nothing. Its caller fails, mostly with ENOMEM: a module is not loaded, a program sees an error.",
	  .remedies = vmalloc_zero },
	{ .also = matches_vmalloc_absurd,
	  .weight = AF_MATTERS,
	  .row = "oversize",
	  .effect =
		  "vmalloc() was asked for an absurd size. The caller fails, on any machine like this.",
	  .remedies = vmalloc_absurd },
	{ .also = matches_vmalloc_space,
	  .weight = AF_MATTERS,
	  .row = "oversize",
	  .effect =
		  "vmalloc() had no room for it in its range of addresses. Memory was not short.",
	  .remedies = vmalloc_space },
	{ .also = matches_vmalloc,
	  .weight = AF_MATTERS,
	  .row = "memory-short",
	  .effect =
		  "vmalloc() could not get all the pages that it wanted. Its caller fails, mostly with ENOMEM.",
	  .remedies = vmalloc_short },
	{ .causes = AF_ONLY(AF_CAUSE_OVERSIZE),
	  .weight = AF_MATTERS,
	  .row = "oversize",
	  .effect =
		  "The caller fails every time: it asks for more at once than the allocator ever gives.",
	  .remedies = oversize },
	{ .phases = AF_ONLY(AF_PHASE_POOL),
	  .weight = AF_HARMLESS,
	  .row = "dma-zone",
	  .effect =
		  "The kernel wants a pool of low memory for old devices, and goes on with less of it, or none.",
	  .remedies = pool },
	{ .also = matches_known,
	  .weight = AF_HARMLESS,
	  .row = "optional",
	  .effect =
		  "Known, and harmless: who asked goes on without it, or with less.",
	  .remedies = nothing },
	{ .also = matches_leak,
	  .weight = AF_SERIOUS,
	  .row = "memory-short",
	  .effect =
		  "Slab of the kernel's own fills memory and cannot be reclaimed: something in the kernel leaks, and this failure is a consequence of it.",
	  .remedies = leak },
	{ .also = matches_storage_lost,
	  .weight = AF_SERIOUS,
	  .row = "memalloc-pieces",
	  .effect =
		  "A request to a disk failed for lack of memory. I/O errors follow in the log: data may not have been written.",
	  .remedies = af_rule_say_storage },
	{ .also = matches_oom,
	  .weight = AF_MATTERS,
	  .row = "memory-short",
	  .effect =
		  "The OOM killer was at work already: this failure is a consequence of memory that ran out, and its task may be the one that was killed.",
	  .remedies = af_rule_say_memory },
	{ .also = matches_killed,
	  .weight = AF_SERIOUS,
	  .row = "memory-short",
	  .effect =
		  "Memory had run out: the kernel killed a process that needed a page and got none.",
	  .remedies = af_rule_say_memory },
	{ .also = matches_optional,
	  .weight = AF_HARMLESS,
	  .row = "optional",
	  .effect = "The caller has a fallback, and goes on with it.",
	  .remedies = nothing },
	{ .causes = AF_ONLY(AF_CAUSE_RESERVE),
	  .weight = AF_SERIOUS,
	  .row = "reserve-io",
	  .effect =
		  "The tasks that free memory had used up what is set aside for them. Memory may come to a standstill until pages are written out.",
	  .remedies = reserve },
	{ .also = matches_memalloc,
	  .weight = AF_SERIOUS,
	  .row = "memalloc-pieces",
	  .effect =
		  "A task that writes pages out to free memory was refused a piece that it needs for that. Until it gets one, no memory comes free this way.",
	  .remedies = memalloc_pieces },
	{ .also = matches_swap_out,
	  .weight = AF_SERIOUS,
	  .row = "memory-short",
	  .effect =
		  "A task that was freeing memory got no page for its books of swap: until it does, it cannot swap out.",
	  .remedies = af_rule_say_memory },
};

const struct af_counsel_rules af_rules_first = {
	rules,
	ARRAY_SIZE(rules),
};
