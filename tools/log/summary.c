// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a report says of all memory, line by line. Pure. What is read, of
 * show_mem() and show_free_areas() from 2.5 to 7.x:
 *
 *   Active:188370 inactive:55262 dirty:28 ... free:1706 slab:11037 ...
 *   active_anon:4889 inactive_anon:13 isolated_anon:0
 *    free:3286 slab_reclaimable:1090 slab_unreclaimable:915
 *   Node 0 hugepages_total=0 hugepages_free=0 ... hugepages_size=2048kB
 *   60360 total pagecache pages
 *   Free swap  = 13589108kB
 *   4194173 pages RAM
 *   Memory allocations:
 *       172 MiB     2132 mm/slub.c:1826 func:alloc_slab_page
 */
#include <stdio.h>

#include "log/summary.h"

struct counter {
	const char *text;
	enum af_log_count count;
};

/* "name:NUMBER", in pages. */
static const struct counter counters[] = {
	{ "active_anon:", AF_LOG_ACTIVE_ANON },
	{ "Active_anon:", AF_LOG_ACTIVE_ANON },
	{ "inactive_anon:", AF_LOG_INACTIVE_ANON },
	{ "active_file:", AF_LOG_ACTIVE_FILE },
	{ "inactive_file:", AF_LOG_INACTIVE_FILE },
	{ "unevictable:", AF_LOG_UNEVICTABLE },
	{ "dirty:", AF_LOG_DIRTY },
	{ "writeback:", AF_LOG_WRITEBACK },
	{ "slab:", AF_LOG_SLAB },
	{ "slab_reclaimable:", AF_LOG_SLAB_RECLAIMABLE },
	{ "slab_unreclaimable:", AF_LOG_SLAB_UNRECLAIMABLE },
	{ "mapped:", AF_LOG_MAPPED },
	{ "shmem:", AF_LOG_SHMEM },
	{ "pagetables:", AF_LOG_PAGETABLES },
	{ "free:", AF_LOG_FREE },
	{ "free_cma:", AF_LOG_FREE_CMA },
};

/* Words that stand in these lines and are not kept. */
static const char *const others[] = {
	"Active:",	  "inactive:",	     "isolated_anon:",
	"isolated_file:", "unstable:",	     "bounce:",
	"free_pcp:",	  "sec_pagetables:", "kernel_misc_reclaimable:",
};

/* "NUMBER name" */
static const struct counter tails[] = {
	{ "total pagecache pages", AF_LOG_PAGECACHE },
	{ "pages RAM", AF_LOG_RAM },
	{ "pages of RAM", AF_LOG_RAM },
	{ "pages HighMem", AF_LOG_HIGHMEM_PAGES },
	{ "pages of HIGHMEM", AF_LOG_HIGHMEM_PAGES },
	{ "pages reserved", AF_LOG_RESERVED },
	{ "reserved pages", AF_LOG_RESERVED },
};

static const char *const other_tails[] = {
	"pages in swap cache", "pages cma reserved", "pages hwpoisoned",
	"pages shared",	       "pages non-shared",   "pages swap cached",
	"free pages",
};

/* The first that is said counts: what comes later is another report's. */
static void keep(struct af_log_memory *memory, enum af_log_count count,
		 u64 value)
{
	if (af_log_counted(memory, count))
		return;
	memory->counts_known |= 1U << count;
	memory->counts[count] = value;
}

/* Return: whether the word is one of the summary's */
static bool take_word(struct af_log_memory *memory, struct af_slice word)
{
	struct af_slice rest;
	u64 value;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		rest = word;
		if (!af_slice_take(&rest, counters[i].text) ||
		    !af_slice_number(&rest, 10, &value) || rest.length)
			continue;
		keep(memory, counters[i].count, value);
		return true;
	}
	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (af_slice_begins(word, others[i]))
			return true;
	return false;
}

/* A line of such words alone; a zone's has kB behind its numbers. */
static bool take_words(struct af_log_memory *memory, struct af_slice text)
{
	bool any = false;

	while (text.length) {
		struct af_slice word = af_slice_next_word(&text);

		if (word.length && !take_word(memory, word))
			return any;
		any |= word.length;
	}
	return any;
}

static bool take_tail(struct af_log_memory *memory, struct af_slice text)
{
	u64 value;
	size_t i;

	if (!af_slice_number(&text, 10, &value))
		return false;
	af_slice_trim(&text);
	for (i = 0; i < ARRAY_SIZE(tails); i++) {
		if (!af_slice_begins(text, tails[i].text))
			continue;
		keep(memory, tails[i].count, value);
		return true;
	}
	for (i = 0; i < ARRAY_SIZE(other_tails); i++)
		if (af_slice_begins(text, other_tails[i]))
			return true;
	return false;
}

static bool take_swap(struct af_slice text, const char *name, bool *known,
		      u64 *kb)
{
	if (!af_slice_take(&text, name))
		return false;
	while (af_slice_first(text) == ' ' || af_slice_first(text) == '=' ||
	       af_slice_first(text) == ':')
		af_slice_skip(&text, 1);
	if (!*known)
		*known = af_slice_number(&text, 10, kb) &&
			 af_slice_begins(text, "kB");
	return true;
}

/*
 * The size of a huge page tells that of a page where the tables of a processor
 * have a fixed shape: 512 entries of 8 bytes a page of 4 KiB, and so on.
 */
static bool take_huge(struct af_log_memory *memory, struct af_slice text)
{
	static const struct {
		u64 huge, page;
	} sizes[] = { { 2048, 4 },   { 4096, 4 },   { 8192, 8 },
		      { 16384, 64 }, { 32768, 16 }, { 262144, 16 },
		      { 524288, 64 } };
	u64 kb;
	size_t i;

	if (!af_slice_after(&text, "hugepages_size=") ||
	    !af_slice_number(&text, 10, &kb))
		return false;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		if (sizes[i].huge != kb || memory->page_from >= AF_PAGE_HUGE)
			continue;
		memory->page_kb = sizes[i].page;
		memory->page_from = AF_PAGE_HUGE;
	}
	return true;
}

static u64 unit_of(struct af_slice unit)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (af_slice_is(unit, units[i]))
			return 1ULL << 10 * i;
	return 0;
}

/* "1.41 GiB 2132 mm/slub.c:1826 [module] func:alloc_slab_page" */
static bool take_alloc(struct af_log_memory *memory, struct af_slice text)
{
	struct af_log_alloc *alloc;
	struct af_slice file, function, number = af_slice_next_word(&text);
	u64 whole, hundredths = 0, calls;
	u64 unit = unit_of(af_slice_next_word(&text));

	if (!unit || !af_slice_number(&number, 10, &whole))
		return false;
	if (af_slice_take(&number, ".") && number.length <= 2 &&
	    af_slice_number(&number, 10, &hundredths) && number.length == 1)
		hundredths *= 10;
	af_slice_trim(&text);
	if (whole > UINT32_MAX || !af_slice_number(&text, 10, &calls))
		return false;
	file = af_slice_next_word(&text);
	function = text;
	if (!af_slice_after(&function, "func:"))
		return false;
	if (memory->nr_allocs == AF_LOG_ALLOCS)
		return true;
	alloc = &memory->allocs[memory->nr_allocs++];
	alloc->bytes = whole * unit + unit / 100 * hundredths;
	snprintf(alloc->what, sizeof(alloc->what), "%.*s (%.*s)",
		 (int)(function.length < 28 ? function.length : 28),
		 function.text, (int)(file.length < 22 ? file.length : 22),
		 file.text);
	return true;
}

/**
 * af_log_summary_line - take what a line says of all memory
 * @memory: what is known of it
 * @text: the line
 *
 * Return: whether it says something
 */
bool af_log_summary_line(struct af_log_memory *memory, struct af_slice text)
{
	if (memory->allocs_open && take_alloc(memory, text))
		return true;
	memory->allocs_open = af_slice_begins(text, "Memory allocations");
	if (memory->allocs_open)
		return true;
	if (take_words(memory, text))
		return true;
	if (!take_tail(memory, text) && !take_huge(memory, text) &&
	    !take_swap(text, "Free swap", &memory->swap_free_known,
		       &memory->swap_free_kb) &&
	    !take_swap(text, "Total swap", &memory->swap_total_known,
		       &memory->swap_total_kb))
		return false;
	memory->tail = true;
	return true;
}
