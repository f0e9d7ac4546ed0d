// SPDX-License-Identifier: GPL-2.0-only
/*
 * What explain says of one kind of failure: what is known about it, and settings
 * that its release has, with values that are worth a try.
 */
#include <stdarg.h>

#include "commands/explain_counsel.h"
#include "lib/units.h"

/* Above this share of memory min_free_kbytes itself makes memory short. */
#define MIN_FREE_MOST 30 /* thousandths */

void af_counsel_say(struct af_counsel_lines *lines, const char *format, ...)
{
	va_list arguments;

	if (lines->nr == AF_COUNSEL_LINES)
		return;
	va_start(arguments, format);
	vsnprintf(lines->text[lines->nr++], AF_COUNSEL_TEXT, format, arguments);
	va_end(arguments);
}

/*
 * Does every release that the report can be of have what came with this one. 2.5 is
 * named 2.6.0 where nothing but the form tells: it was 2.6 in the making.
 */
bool af_counsel_has(const struct af_explained *one, u32 release)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	u32 oldest = verdict->range.from;

	if (verdict->release_from != AF_RELEASE_MASK)
		return verdict->release >= release;
	if (oldest >= KERNEL_VERSION(2, 5, 0) &&
	    oldest < KERNEL_VERSION(2, 6, 0))
		oldest = KERNEL_VERSION(2, 6, 0);
	return oldest >= release;
}

/* --- what is known of such failures */

static u32 conditions_of(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	const struct af_log_report *report = one->report;
	u64 flags = verdict->flags;
	bool atomic_page = report->kind == AF_LOG_FAILURE &&
			   report->order_known && !report->order &&
			   verdict->flags_known && flags & AF_GFP(HIGH) &&
			   !af_gfp_may_wait(flags) && !verdict->memalloc &&
			   verdict->release_from != AF_RELEASE_MASK;
	bool highatomic = !verdict->zone || verdict->highatomic_any;

	return (atomic_page && highatomic ? AF_KNOWN_ATOMIC_PAGE : 0) |
	       (counsel->fills.leak &&
				af_slice_has(report->release_text, ".el7") ?
			AF_KNOWN_SLAB_LEAK :
			0) |
	       (report->kind == AF_LOG_VMALLOC ? AF_KNOWN_VMALLOC : 0);
}

static void find_known(struct af_counsel *counsel,
		       const struct af_explained *one)
{
	const struct af_log_trace *trace = &one->report->trace;
	struct af_slice symbols[7];
	struct af_known_query query = {
		.symbols = symbols,
		.conditions = conditions_of(one, counsel),
		.order = one->report->order,
		.release = one->verdict.release,
	};
	unsigned int i = one->verdict.caller.index;

	/* The plumbing just before may be what is known, as the DMA pool's is. */
	for (i = i > 2 ? i - 2 : 0; i < trace->nr && query.nr < 7; i++)
		if (!trace->frames[i].outside)
			symbols[query.nr++] =
				af_log_base(trace->frames[i].symbol);
	counsel->nr_known =
		af_known_find(&query, counsel->known, AF_COUNSEL_KNOWN);
}

/* --- settings */

static const struct af_log_zone *largest_zone(const struct af_explained *one)
{
	const struct af_log_memory *memory = &one->report->memory;
	const struct af_log_zone *largest = NULL;
	size_t i;

	for (i = 0; i < memory->nr; i++) {
		const struct af_log_zone *zone = &memory->zones[i];

		if (zone->name >= AF_LOG_HIGHMEM || !zone->marks)
			continue;
		if (!largest || zone->managed + zone->present >
					largest->managed + largest->present)
			largest = zone;
	}
	return largest;
}

static u64 size_of(const struct af_log_zone *zone)
{
	return zone->managed ? zone->managed : zone->present;
}

/* Of the zones from which min_free_kbytes is taken, in kB. */
static u64 low_memory_kb(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	const struct af_log_memory *memory = &one->report->memory;
	bool highmem = false;
	u64 sum = 0;
	size_t i;

	for (i = 0; i < memory->nr; i++) {
		highmem |= memory->zones[i].name == AF_LOG_HIGHMEM;
		if (memory->zones[i].name < AF_LOG_HIGHMEM)
			sum += size_of(&memory->zones[i]);
	}
	/* From 6.1 on the higher zones are not printed for each request. */
	return highmem || counsel->fills.total < sum ? sum :
						       counsel->fills.total;
}

/*
 * Each zone has its share of it, by its size. Return: what vm.min_free_kbytes is
 * about now, 0 if that is not known
 */
static u64 min_free_now(const struct af_explained *one,
			const struct af_counsel *counsel)
{
	const struct af_log_zone *zone = largest_zone(one);
	u64 min;

	if (!zone || !size_of(zone) || one->verdict.boost_hidden)
		return 0;
	min = zone->min - (zone->boost < zone->min ? zone->boost : 0);
	return low_memory_kb(one, counsel) * min / size_of(zone);
}

static void say_min_free_values(struct af_counsel *counsel, u64 memory, u64 now)
{
	u64 most = memory / 1000 * MIN_FREE_MOST / 1024 * 1024;
	u64 better = (2 * now + 1023) / 1024 * 1024;
	u64 share = now * 1000 / memory;
	const char *under = share ? "" : "under ";

	if (better > most)
		better = most;
	if (better <= now || better < 1024)
		return;
	af_counsel_say(&counsel->remedies,
		       "Keep more free for bursts: sysctl -w vm.min_free_kbytes=%llu  # about %llu now, %s%llu.%llu %% of memory; never above 3 %%",
		       (unsigned long long)better, (unsigned long long)now,
		       under, (unsigned long long)share / 10,
		       (unsigned long long)(share ? share % 10 : 1));
}

void af_counsel_min_free(struct af_counsel *counsel,
			 const struct af_explained *one)
{
	u64 memory = low_memory_kb(one, counsel);
	u64 now = min_free_now(one, counsel);

	if (!af_counsel_has(one, KERNEL_VERSION(2, 6, 0)) ||
	    (one->verdict.cause == AF_CAUSE_TRANSIENT && !one->verdict.doubt))
		return;
	if (!now)
		af_counsel_say(&counsel->remedies,
			       "Keep more free for bursts: double vm.min_free_kbytes, if that is not above 3 %% of memory.");
	else if (now >= memory / 1000 * MIN_FREE_MOST)
		af_counsel_say(&counsel->notes,
			       "vm.min_free_kbytes is about %llu.%llu %% of memory already: do not raise it.",
			       (unsigned long long)(now * 100 / memory),
			       (unsigned long long)(now * 1000 / memory % 10));
	else
		say_min_free_values(counsel, memory, now);
}

/* Compaction moves pages of the page cache and of processes, not the kernel's. */
void af_counsel_compact(struct af_counsel *counsel,
			const struct af_explained *one)
{
	if (!af_counsel_has(one, KERNEL_VERSION(2, 6, 35)) ||
	    one->report->order < 1)
		return;
	if (counsel->fills.clean)
		af_counsel_say(&counsel->remedies,
			       "To get through now: echo 3 > /proc/sys/vm/drop_caches; echo 1 > /proc/sys/vm/compact_memory; then try again.");
	else
		af_counsel_say(&counsel->remedies,
			       "To get through now: echo 1 > /proc/sys/vm/compact_memory; then try again.");
}

static bool zone_is_clean(const struct af_log_zone *zone)
{
	return zone && size_of(zone) && zone->file >= size_of(zone) / 2;
}

/**
 * af_counsel_facts - what the rules look at
 * @counsel: where to put it; cleared
 * @one: with the verdict
 */
void af_counsel_facts(struct af_counsel *counsel,
		      const struct af_explained *one)
{
	/* The lines are counted, not cleared: they are large. */
	counsel->remedies.nr = 0;
	counsel->notes.nr = 0;
	counsel->effect[0] = '\0';
	af_log_find_place(&counsel->place, one->report, &one->verdict);
	af_log_find_fills(&counsel->fills, &one->report->memory,
			  one->verdict.page_kb);
	counsel->fills.clean |= zone_is_clean(one->verdict.zone);
	find_known(counsel, one);
}

/**
 * af_counsel_make - all that is said of one kind of failure
 * @counsel: where to put it
 * @one: with the verdict
 */
void af_counsel_make(struct af_counsel *counsel, const struct af_explained *one)
{
	const struct af_counsel_rule *rule;

	af_counsel_facts(counsel, one);
	rule = af_counsel_rule_of(one, counsel);
	snprintf(counsel->effect, sizeof(counsel->effect), "%s", rule->effect);
	af_counsel_notes(counsel, one);
	rule->remedies(one, counsel);
}
