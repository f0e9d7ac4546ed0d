// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges a failure by its cause alone, where its place says nothing. Work
 * of the graphics driver is told apart here: its cause weighs more.
 */
#include "commands/explain_advice.h"

static bool matches_low(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_cause(one, AF_CAUSE_LOWMEM);
}

static bool matches_placement(const struct af_explained *one,
			      const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_cause(one, AF_CAUSE_PLACEMENT);
}

static void placement(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Bind the task to more nodes, prefer one instead of binding to it (numactl --preferred), or move other load away from that node.");
}

static bool matches_victim(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_cause(one, AF_CAUSE_TRANSIENT) &&
	       af_rule_is_class(one, AF_CLASS_BLOCKING) &&
	       !one->report->order && !one->verdict.doubt;
}

static void victim(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. A single page is refused like this when the task was being killed, when its memory cgroup or its nodes were full, or when memory came free in the same moment.");
}

static bool matches_transient(const struct af_explained *one,
			      const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_cause(one, AF_CAUSE_TRANSIENT);
}

static void transient(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. If it comes often, look at the caller.");
}

static bool matches_gpu(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	(void)one;
	return counsel->place.what == AF_WHAT_GPU;
}

static void gpu(const struct af_explained *one, struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	if (af_rule_in_pieces(one))
		af_counsel_compact(counsel, one);
	else
		af_rule_say_memory(one, counsel);
}

static bool matches_pieces(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_in_pieces(one) &&
	       af_rule_is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_pieces_thread(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	return matches_pieces(one, counsel) && counsel->place.kthread;
}

static void pieces(const struct af_explained *one, struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_counsel_compact(counsel, one);
}

static bool matches_short(const struct af_explained *one,
			  const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_cause(one, AF_CAUSE_WATERMARK) &&
	       af_rule_is_class(one, AF_CLASS_BLOCKING);
}

static bool matches_short_large(const struct af_explained *one,
				const struct af_counsel *counsel)
{
	return matches_short(one, counsel) && one->report->order > 3;
}

static void short_large(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_rule_say_memory(one, counsel);
}

static bool matches_atomic_pieces(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_class(one, AF_CLASS_ATOMIC) && one->report->order;
}

static void atomic_pieces(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_counsel_min_free(counsel, one);
}

static bool matches_atomic(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_class(one, AF_CLASS_ATOMIC);
}

static void atomic_page(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "A few in a burst are no reason to act.");
	af_counsel_min_free(counsel, one);
	if (counsel->remedies.nr == 1)
		af_counsel_say(&counsel->remedies,
			       "If they go on: less load, or more memory.");
}

static bool matches_blocking(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_is_class(one, AF_CLASS_BLOCKING);
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
	{ matches_placement, AF_MATTERS, "placement",
	  "The task was refused, or goes on with memory of another node.",
	  placement },
	{ matches_low, AF_SERIOUS, "dma-zone",
	  "A device that can only use low memory did not get a buffer: it does not work, or works with less.",
	  af_rule_say_low_memory },
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
	  af_rule_say_memory },
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

const struct af_counsel_rules af_rules_cause = {
	rules,
	ARRAY_SIZE(rules),
};
