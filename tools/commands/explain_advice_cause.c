// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges a failure by its cause alone, where its place says nothing. Work
 * of the graphics driver is told apart here: its cause weighs more.
 */
#include "commands/explain_advice.h"

/* A single page of which the log has said everything. */
static bool is_sure_page(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	(void)counsel;
	return !one->report->order && !one->verdict.doubt;
}

static bool is_piece(const struct af_explained *one,
		     const struct af_counsel *counsel)
{
	(void)counsel;
	return one->report->order;
}

static bool is_large(const struct af_explained *one,
		     const struct af_counsel *counsel)
{
	(void)counsel;
	return one->report->order > 3;
}

static bool in_pieces(const struct af_explained *one,
		      const struct af_counsel *counsel)
{
	(void)counsel;
	return af_rule_in_pieces(one);
}

static bool in_pieces_of_thread(const struct af_explained *one,
				const struct af_counsel *counsel)
{
	return af_rule_in_pieces(one) && counsel->place.kthread;
}

static void placement(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Bind the task to more nodes, prefer one instead of binding to it (numactl --preferred), or move other load away from that node.");
}

static void victim(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. A single page is refused like this when the task was being killed, when its memory cgroup or its nodes were full, or when memory came free in the same moment.");
}

static void transient(const struct af_explained *one,
		      struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Usually nothing. If it comes often, look at the caller.");
}

static void gpu(const struct af_explained *one, struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	if (af_rule_in_pieces(one))
		af_counsel_compact(counsel, one);
	else
		af_rule_say_memory(one, counsel);
}

static void pieces(const struct af_explained *one, struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_counsel_compact(counsel, one);
}

static void short_large(const struct af_explained *one,
			struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_rule_say_memory(one, counsel);
}

static void atomic_pieces(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	af_rule_say_kvmalloc(one, counsel);
	af_counsel_min_free(counsel, one);
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

static void unknown(const struct af_explained *one, struct af_counsel *counsel)
{
	(void)one;
	af_counsel_say(&counsel->remedies,
		       "Keep the whole report the next time, from its first line to the lists of free blocks: dmesg has it, or journalctl -k.");
}

static const struct af_counsel_rule rules[] = {
	{ .causes = AF_ONLY(AF_CAUSE_PLACEMENT),
	  .weight = AF_MATTERS,
	  .row = "placement",
	  .effect =
		  "The task was refused, or goes on with memory of another node.",
	  .remedies = placement },
	{ .causes = AF_ONLY(AF_CAUSE_LOWMEM),
	  .weight = AF_SERIOUS,
	  .row = "dma-zone",
	  .effect =
		  "A device that can only use low memory did not get a buffer: it does not work, or works with less.",
	  .remedies = af_rule_say_low_memory },
	{ .causes = AF_ONLY(AF_CAUSE_TRANSIENT),
	  .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .also = is_sure_page,
	  .weight = AF_MATTERS,
	  .row = "transient",
	  .effect =
		  "By the figures memory was not short at all. The caller was refused all the same, and mostly fails with ENOMEM.",
	  .remedies = victim },
	{ .causes = AF_ONLY(AF_CAUSE_TRANSIENT),
	  .weight = AF_MATTERS,
	  .row = "transient",
	  .effect =
		  "The caller was refused, though a moment later it could have been served.",
	  .remedies = transient },
	{ .what = AF_ONLY(AF_WHAT_GPU),
	  .weight = AF_MATTERS,
	  .row = "kvmalloc",
	  .effect =
		  "A program's request to the graphics driver failed: what it draws may be wrong or missing, or it ends.",
	  .remedies = gpu },
	{ .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .also = in_pieces_of_thread,
	  .weight = AF_MATTERS,
	  .row = "pieces",
	  .effect =
		  "Work of the kernel's own failed or is done again later. No program asked for it directly.",
	  .remedies = pieces },
	{ .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .also = in_pieces,
	  .weight = AF_MATTERS,
	  .row = "kvmalloc",
	  .effect =
		  "A system call fails, mostly with ENOMEM. Tried again it may work.",
	  .remedies = pieces },
	{ .causes = AF_ONLY(AF_CAUSE_WATERMARK),
	  .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .also = is_large,
	  .weight = AF_MATTERS,
	  .row = "memory-short",
	  .effect =
		  "Memory was short, and this much of it in one piece could not be had. The caller fails, mostly with ENOMEM.",
	  .remedies = short_large },
	{ .causes = AF_ONLY(AF_CAUSE_WATERMARK),
	  .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .weight = AF_SERIOUS,
	  .row = "memory-short",
	  .effect =
		  "Memory was so short that even a task that could wait was refused. If it goes on, the OOM killer ends processes.",
	  .remedies = af_rule_say_memory },
	{ .classes = AF_ONLY(AF_CLASS_ATOMIC),
	  .also = is_piece,
	  .weight = AF_MATTERS,
	  .row = "jumbo-frames",
	  .effect =
		  "The caller could not wait. It does without this piece: mostly something is dropped, or tried again.",
	  .remedies = atomic_pieces },
	{ .classes = AF_ONLY(AF_CLASS_ATOMIC),
	  .weight = AF_MATTERS,
	  .row = "atomic-page",
	  .effect =
		  "The caller could not wait. It does without this page: mostly something is dropped, or tried again.",
	  .remedies = atomic_page },
	{ .classes = AF_ONLY(AF_CLASS_BLOCKING),
	  .weight = AF_MATTERS,
	  .row = "unknown",
	  .effect =
		  "The caller could wait and was refused all the same. Why, the log does not say.",
	  .remedies = unknown },
	{ .weight = AF_MATTERS,
	  .row = "unknown",
	  .effect = "What it means for the caller the log does not say.",
	  .remedies = unknown },
};

const struct af_counsel_rules af_rules_cause = {
	rules,
	ARRAY_SIZE(rules),
};
