// SPDX-License-Identifier: GPL-2.0-only
/* What memory is full of, by the summary of a report. Pure. */
#include "log/fills.h"

/* So much slab that cannot be reclaimed is a leak: thousandths of memory, kB. */
#define LEAK_SHARE 300
#define LEAK_LEAST (64 * 1024)

/* Less swap than this share of memory is little; more of processes is much. */
#define SWAP_LITTLE 100
#define ANON_MUCH 400
#define CLEAN_SHARE 400

static u64 count(const struct af_log_memory *memory, enum af_log_count count)
{
	return memory->counts[count];
}

/* Of the zones: all that a report shows, which need not be all there is. */
static u64 managed(const struct af_log_memory *memory)
{
	u64 sum = 0;
	size_t i;

	for (i = 0; i < memory->nr; i++)
		sum += memory->zones[i].managed ? memory->zones[i].managed :
						  memory->zones[i].present;
	return sum;
}

static u64 total(const struct af_log_memory *memory, u64 page_kb)
{
	static const u8 parts[] = {
		AF_LOG_ACTIVE_ANON,	 AF_LOG_INACTIVE_ANON,
		AF_LOG_ACTIVE_FILE,	 AF_LOG_INACTIVE_FILE,
		AF_LOG_SLAB_RECLAIMABLE, AF_LOG_SLAB_UNRECLAIMABLE,
		AF_LOG_PAGETABLES,	 AF_LOG_FREE,
	};
	u64 ram = count(memory, AF_LOG_RAM);
	u64 reserved = count(memory, AF_LOG_RESERVED);
	u64 sum = 0, shown = managed(memory);
	size_t i;

	if (ram)
		return (ram - (reserved < ram ? reserved : 0)) * page_kb;
	/* Of a log that was cut there are not all zones. */
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		sum += count(memory, parts[i]) * page_kb;
	return shown < sum / 10 * 9 ? 0 : shown;
}

static u64 less(u64 from, u64 what)
{
	return what < from ? from - what : 0;
}

static void find_kb(struct af_log_fills *fills,
		    const struct af_log_memory *memory, u64 page_kb)
{
	u64 shared = count(memory, AF_LOG_SHMEM);
	u64 anon = count(memory, AF_LOG_ACTIVE_ANON) +
		   count(memory, AF_LOG_INACTIVE_ANON);
	u64 file = count(memory, AF_LOG_ACTIVE_FILE) +
		   count(memory, AF_LOG_INACTIVE_FILE);

	/* tmpfs is on the lists of what processes use. */
	fills->kb[AF_FILL_ANON] = less(anon, shared) * page_kb;
	fills->kb[AF_FILL_SHARED] = shared * page_kb;
	fills->kb[AF_FILL_FILE] = file * page_kb;
	fills->kb[AF_FILL_SLAB] =
		count(memory, AF_LOG_SLAB_RECLAIMABLE) * page_kb;
	fills->kb[AF_FILL_SLAB_UN] =
		count(memory, AF_LOG_SLAB_UNRECLAIMABLE) * page_kb;
	fills->kb[AF_FILL_TABLES] = count(memory, AF_LOG_PAGETABLES) * page_kb;
	fills->kb[AF_FILL_FREE] = count(memory, AF_LOG_FREE) * page_kb;
}

static bool share(u64 part, u64 whole, unsigned int thousandths)
{
	return whole && part >= whole / 1000 * thousandths;
}

/**
 * af_log_find_fills - what memory is full of
 * @fills: where to put it
 * @memory: of a report
 * @page_kb: size of a page
 */
void af_log_find_fills(struct af_log_fills *fills,
		       const struct af_log_memory *memory, u64 page_kb)
{
	u64 dirty =
		count(memory, AF_LOG_DIRTY) + count(memory, AF_LOG_WRITEBACK);

	*fills = (struct af_log_fills){
		.known = af_log_counted(memory, AF_LOG_FREE) &&
			 af_log_counted(memory, AF_LOG_SLAB_UNRECLAIMABLE),
		.total = total(memory, page_kb),
		.swap_known = memory->swap_total_known,
		.swap_total = memory->swap_total_kb,
		.swap_free = memory->swap_free_kb,
	};
	find_kb(fills, memory, page_kb);
	fills->leak =
		fills->kb[AF_FILL_SLAB_UN] >= LEAK_LEAST &&
		share(fills->kb[AF_FILL_SLAB_UN], fills->total, LEAK_SHARE);
	fills->clean =
		share(fills->kb[AF_FILL_FILE], fills->total, CLEAN_SHARE) &&
		dirty * page_kb < fills->kb[AF_FILL_FILE] / 10;
	fills->little_swap =
		fills->swap_known &&
		!share(fills->swap_total, fills->total, SWAP_LITTLE) &&
		share(fills->kb[AF_FILL_ANON], fills->total, ANON_MUCH);
}
