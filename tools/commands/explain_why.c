// SPDX-License-Identifier: GPL-2.0-only
/* Why it failed, and what memory was full of, for people. */
#include "commands/explain_say.h"
#include "lib/units.h"

static const char *cause_text(const struct af_verdict_of_log *verdict)
{
	static const char *const texts[AF_NR_CAUSES] = {
		[AF_CAUSE_FRAGMENTATION] =
			"memory was free, but not in one piece of this size that it may have",
		[AF_CAUSE_WATERMARK] =
			"memory was short: down to what such a request must leave",
		[AF_CAUSE_RESERVE] =
			"even the reserves for those who free memory were used up",
		[AF_CAUSE_LOWMEM] =
			"it had to be low memory, and that was short; other zones had plenty",
		[AF_CAUSE_CGROUP] = "a memory cgroup was at its limit",
		[AF_CAUSE_PLACEMENT] =
			"the nodes that it was bound to were short, others were not",
		[AF_CAUSE_OVERSIZE] =
			"more at once than the allocator ever gives",
		[AF_CAUSE_INJECTED] = "fault injection",
		[AF_CAUSE_TRANSIENT] =
			"by the figures it could have been served: they are of a moment later",
	};

	if (verdict->nothing_there)
		return "it had to be low memory, and this machine has none there";
	return verdict->cause < AF_NR_CAUSES ? texts[verdict->cause] : "";
}

/* What the blocks are that the request could not have. */
static const char *kinds_text(const struct af_verdict_of_log *verdict)
{
	if (verdict->cause == AF_CAUSE_TRANSIENT)
		return "";
	if (verdict->cma_only)
		return ". What is free and large enough is CMA's, which only movable pages may use";
	if (verdict->highatomic_only)
		return ". What is free and large enough is kept for atomic requests (highatomic)";
	return "";
}

static void print_zone(const struct af_screen *screen,
		       const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	const struct af_log_zone *zone = verdict->zone;
	long long usable = verdict->free < 0 ? 0 : verdict->free;
	bool none = verdict->cause == AF_CAUSE_WATERMARK &&
		    verdict->free > verdict->mark && !verdict->doubt;

	if (!zone)
		return;
	af_explain_say(screen, "zone", AF_PLAIN,
		       "%s of node %lld came closest: %llu kB free. That is %lld %s for such a request%s, and more than %lld are needed",
		       af_log_zone_names[zone->name], (long long)zone->node,
		       (unsigned long long)zone->free, usable,
		       usable == 1 ? "page" : "pages",
		       none ? " by the count, but none in its lists" : "",
		       (long long)verdict->mark);
}

void af_explain_print_cause(const struct af_screen *screen,
			    const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;

	if (one->report->kind == AF_LOG_VMALLOC)
		return;
	if (verdict->cause == AF_NR_CAUSES)
		af_explain_say(screen, "cause", AF_BOLD, "not known: %s",
			       verdict->doubt ? verdict->doubt : "");
	else
		af_explain_say(screen, "cause", AF_BOLD, "%s: %s%s",
			       af_cause_name(verdict->cause),
			       cause_text(verdict), kinds_text(verdict));
	if (verdict->doubt && verdict->cause != AF_NR_CAUSES)
		af_explain_say(screen, "", AF_DIM, "Not for sure: %s",
			       verdict->doubt);
	print_zone(screen, one);
}

struct part {
	enum af_log_fill fill;
	const char *name;
};

/* What memory is full of, the parts of 5 % and more. */
static void print_fills(const struct af_screen *screen,
			const struct af_log_fills *fills)
{
	static const struct part parts[] = {
		{ AF_FILL_SLAB_UN, "unreclaimable slab" },
		{ AF_FILL_ANON, "anonymous" },
		{ AF_FILL_SHARED, "shared" },
		{ AF_FILL_FILE, "page cache" },
		{ AF_FILL_SLAB, "reclaimable slab" },
		{ AF_FILL_TABLES, "page tables" },
		{ AF_FILL_FREE, "free" },
	};
	char text[AF_EXPLAIN_TEXT] = "", amount[AF_UNIT_LEN], all[AF_UNIT_LEN];
	u64 whole = fills->total;
	size_t i, length = 0;

	if (!fills->known)
		return;
	for (i = 0; !fills->total && i < AF_NR_FILLS; i++)
		whole += fills->kb[i];
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		u64 kb = fills->kb[parts[i].fill];

		if (!kb || kb < whole / 20)
			continue;
		length += snprintf(text + length, sizeof(text) - length,
				   "%s%s %s", length ? ", " : "", parts[i].name,
				   af_bytes(amount, kb * 1024));
	}
	if (fills->swap_known && fills->swap_total)
		snprintf(text + length, sizeof(text) - length,
			 "%sswap: %s of %s free",
			 length || fills->total ? "; " : "",
			 af_bytes(amount, fills->swap_free * 1024),
			 af_bytes(all, fills->swap_total * 1024));
	else if (fills->swap_known)
		snprintf(text + length, sizeof(text) - length, "%sno swap",
			 length || fills->total ? "; " : "");
	af_explain_say(screen, "memory", AF_PLAIN, "%s%s%s",
		       fills->total ? af_bytes(all, fills->total * 1024) : "",
		       fills->total && length ? ": " : "", text);
}

static void print_allocs(const struct af_screen *screen,
			 const struct af_log_memory *memory)
{
	char text[AF_EXPLAIN_TEXT] = "", amount[AF_UNIT_LEN];
	size_t length = 0;
	unsigned int i;

	for (i = 0; i < memory->nr_allocs; i++)
		length += snprintf(text + length, sizeof(text) - length,
				   "%s%s %s", i ? ", " : "",
				   memory->allocs[i].what,
				   af_bytes(amount, memory->allocs[i].bytes));
	if (length)
		af_explain_say(screen, "", AF_PLAIN,
			       "By the kernel's own list: %s", text);
}

void af_explain_print_memory(const struct af_screen *screen,
			     const struct af_explained *one,
			     const struct af_log_fills *fills)
{
	print_fills(screen, fills);
	print_allocs(screen, &one->report->memory);
}
