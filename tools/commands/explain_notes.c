// SPDX-License-Identifier: GPL-2.0-only
/*
 * What else is to be known of one kind of failure: who it was not, what it could
 * not do, what was there and not for it, what in the log is a guess.
 */
#include "commands/explain_counsel.h"
#include "lib/units.h"

static unsigned long long number(u64 value)
{
	return value;
}

/* From when on compaction is open to requests that may not call file systems. */
#define RELEASE_4_10 KERNEL_VERSION(4, 10, 0)

static void note_waiting(struct af_counsel *counsel,
			 const struct af_explained *one)
{
	u64 flags = one->verdict.flags;
	bool pieces = one->report->order > 0;

	if (!one->verdict.flags_known || !af_gfp_may_wait(flags))
		return;
	if (!(flags & AF_GFP(IO)))
		af_counsel_say(&counsel->notes,
			       "NOIO: while it waited, no page could be written or swapped out for it%s.",
			       pieces ?
				       ", nor memory compacted: only clean cache could be freed" :
				       "; only clean page cache could be freed");
	else if (!(flags & AF_GFP(FS)))
		af_counsel_say(&counsel->notes,
			       "NOFS: while it waited, no file system could be called to write pages out for it%s.",
			       pieces && one->verdict.release < RELEASE_4_10 ?
				       ", and memory could not be compacted" :
				       "");
}

static void note_memalloc(struct af_counsel *counsel,
			  const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	bool kswapd = af_slice_begins(one->report->comm, "kswapd");

	if (verdict->memalloc && verdict->flags & AF_GFP(NOMEMALLOC))
		af_counsel_say(&counsel->notes,
			       "Its task was freeing memory itself (PF_MEMALLOC), but __GFP_NOMEMALLOC gave up the right to the reserves.");
	else if (verdict->memalloc)
		af_counsel_say(&counsel->notes,
			       "Its task was freeing memory itself (PF_MEMALLOC), and may use the reserves to the last page.");
	else if (verdict->interrupt && kswapd)
		af_counsel_say(&counsel->notes,
			       "An interrupt that came while %.*s was running asked for it, not %.*s: it has no access to the reserves.",
			       AF_SLICE(one->report->comm),
			       AF_SLICE(one->report->comm));
}

/* What was there, and not for this request. */
static void note_kept(struct af_counsel *counsel,
		      const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	u64 kb = verdict->page_kb << one->report->order;

	if (verdict->held_back)
		af_counsel_say(&counsel->notes,
			       "%llu block%s of %llu kB or more %s free and held back: up to 4.3 each order has a mark of its own.",
			       number(verdict->held_back),
			       verdict->held_back == 1 ? "" : "s", number(kb),
			       verdict->held_back == 1 ? "was" : "were");
	if (verdict->pages_cma)
		af_counsel_say(&counsel->notes,
			       "Of the %llu free pages %llu are CMA's: only what can be moved away again may use them.",
			       number(verdict->pages_free),
			       number(verdict->pages_cma));
	if (verdict->pages_highatomic && verdict->highatomic_any)
		af_counsel_say(&counsel->notes,
			       "%llu pages are kept for atomic requests of order 1 and more (highatomic), and are not for this one.",
			       number(verdict->pages_highatomic));
	if (verdict->highmem && one->verdict.highest < AF_LOG_HIGHMEM)
		af_counsel_say(&counsel->notes,
			       "HighMem had %llu kB free, which the kernel cannot use for itself: it is for processes and page cache.",
			       number(verdict->highmem * verdict->page_kb));
	if (verdict->elsewhere && verdict->cause == AF_CAUSE_LOWMEM)
		af_counsel_say(&counsel->notes,
			       "%llu kB were free in zones that this request may not use.",
			       number(verdict->elsewhere * verdict->page_kb));
}

/* The zone is full of what could have been freed. */
static void note_clean(struct af_counsel *counsel,
		       const struct af_explained *one)
{
	const struct af_log_zone *zone = one->verdict.zone;
	u64 size;

	if (!zone || one->verdict.cause == AF_CAUSE_TRANSIENT)
		return;
	size = zone->managed ? zone->managed : zone->present;
	if (!size || zone->file < size / 2)
		return;
	af_counsel_say(&counsel->notes,
		       "Zone %s is full of page cache, %llu of %llu kB: memory is in use, not lost, and most of that can be freed.",
		       af_log_zone_names[zone->name], number(zone->file),
		       number(size));
}

static void note_around(struct af_counsel *counsel,
			const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (report->said.length)
		af_counsel_say(&counsel->notes, "The log goes on: \"%.*s\"",
			       AF_SLICE(report->said));
	if (report->near & AF_NEAR(OOM))
		af_counsel_say(&counsel->notes,
			       "The OOM killer had come, or came right after: the log says whom it ended.");
	if (report->near & AF_NEAR(SLAB_DEBUG))
		af_counsel_say(&counsel->notes,
			       "Slab debugging makes the cache's objects larger, so that it needs pieces of several pages: slub_debug=O at boot leaves such caches alone.");
	if (report->slab.length)
		af_counsel_say(&counsel->notes,
			       "It was for the slab cache %.*s.",
			       AF_SLICE(report->slab));
}

static void note_guesses(struct af_counsel *counsel,
			 const struct af_explained *one)
{
	const struct af_log_caller *caller = &one->verdict.caller;

	if (caller->known && caller->guess)
		af_counsel_say(&counsel->notes,
			       "Who asked is a guess: the call trace has no frame that is sure, or some that are left over from before.");
	if (counsel->place.guess)
		af_counsel_say(&counsel->notes,
			       "What it was for is a guess, by the lines after it.");
	if (one->verdict.page_from == AF_PAGE_ASSUMED &&
	    one->report->order_known && one->report->kind == AF_LOG_FAILURE)
		af_counsel_say(&counsel->notes,
			       "Pages of 4 KiB are assumed: the log does not say their size.");
}

void af_counsel_notes(struct af_counsel *counsel,
		      const struct af_explained *one)
{
	note_around(counsel, one);
	note_waiting(counsel, one);
	note_memalloc(counsel, one);
	note_kept(counsel, one);
	note_clean(counsel, one);
	note_guesses(counsel, one);
}
