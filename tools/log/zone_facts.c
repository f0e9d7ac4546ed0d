// SPDX-License-Identifier: GPL-2.0-only
/*
 * The zones of a report as the module's rules want them: which there are, how
 * they are numbered, and what each has for a request. Pure.
 */
#include "log/judge_zones.h"

static unsigned int reserves(const struct af_log_memory *memory)
{
	unsigned int most = 0;
	size_t i;

	for (i = 0; i < memory->nr; i++)
		most = max_u64(most, memory->zones[i].nr_reserves);
	return most;
}

static unsigned int number_zones(struct af_log_machine *machine,
				 const bool *configured)
{
	unsigned int i, nr = 0;

	for (i = 0; i < AF_NR_LOG_ZONES; i++) {
		machine->index[i] = nr;
		nr += configured[i];
	}
	return nr;
}

/*
 * lowmem_reserve has a number for each zone that the kernel was built with, also
 * for those without memory, which the report leaves out: the likeliest are added
 * until the numbers are as many.
 */
static void find_indices(struct af_log_machine *machine)
{
	static const u8 likely[] = { AF_LOG_MOVABLE, AF_LOG_DEVICE,
				     AF_LOG_DMA32, AF_LOG_DMA, AF_LOG_HIGHMEM };
	bool configured[AF_NR_LOG_ZONES];
	unsigned int want = reserves(machine->memory);
	size_t i;

	memcpy(configured, machine->has, sizeof(configured));
	configured[AF_LOG_NORMAL] = true;
	for (i = 0; i < ARRAY_SIZE(likely); i++) {
		if (number_zones(machine, configured) >= want)
			return;
		/* 32 bits have neither. */
		if (configured[AF_LOG_HIGHMEM] &&
		    (likely[i] == AF_LOG_DEVICE || likely[i] == AF_LOG_DMA32))
			continue;
		configured[likely[i]] = true;
	}
	number_zones(machine, configured);
}

/* gfp_zone(): a zone that the kernel was built without is the next normal one. */
static enum af_log_zone_name highest_zone(const struct af_log_machine *machine,
					  u64 flags)
{
	if (flags & AF_GFP(DMA) && machine->has[AF_LOG_DMA])
		return AF_LOG_DMA;
	if (flags & AF_GFP(DMA32) && machine->has[AF_LOG_DMA32])
		return AF_LOG_DMA32;
	if (flags & AF_GFP(DMA) || flags & AF_GFP(DMA32) ||
	    !(flags & AF_GFP(HIGHMEM)))
		return AF_LOG_NORMAL;
	if (flags & AF_GFP(MOVABLE))
		return AF_LOG_MOVABLE;
	return machine->has[AF_LOG_HIGHMEM] ? AF_LOG_HIGHMEM : AF_LOG_NORMAL;
}

/* cpuset and nodemask, where they hold for the request. */
static u64 allowed_nodes(const struct af_verdict_of_log *verdict,
			 const struct af_log_report *report,
			 const struct af_allowance *allowance)
{
	u64 nodes = UINT64_MAX;

	if (allowance->no_policy)
		return nodes;
	if (report->nodemask.known)
		nodes &= report->nodemask.bits;
	if (report->mems.known && verdict->flags & AF_GFP(HARDWALL) &&
	    verdict->context == AF_CONTEXT_TASK)
		nodes &= report->mems.bits;
	return nodes;
}

/**
 * af_log_look - gather what the report tells of the machine
 * @machine: where to put it
 * @verdict: with the release, the flags and the context known
 * @report: whose zones they are
 * @allowance: of the request
 */
void af_log_look(struct af_log_machine *machine,
		 const struct af_verdict_of_log *verdict,
		 const struct af_log_report *report,
		 const struct af_allowance *allowance)
{
	size_t i;

	*machine = (struct af_log_machine){
		.memory = &report->memory,
		.page_kb = verdict->page_kb,
		.release = verdict->release,
		.allowance = allowance,
		.order = report->order,
		.nodes = allowed_nodes(verdict, report, allowance),
	};
	for (i = 0; i < report->memory.nr; i++) {
		const struct af_log_zone *zone = &report->memory.zones[i];

		machine->has[zone->name] = true;
		machine->marks |= zone->marks;
		machine->marks_missing |= zone->lists && !zone->marks;
	}
	find_indices(machine);
	machine->highest = highest_zone(machine, verdict->flags);
}

static u64 pages(const struct af_log_machine *machine, u64 kb)
{
	return kb / machine->page_kb;
}

/* Up to 5.7 the report has no amount: blocks that are nothing else, at least. */
static u64 highatomic(const struct af_log_machine *machine,
		      const struct af_log_zone *zone)
{
	const struct af_rules *rules = af_rules_of(machine->release);
	u64 sum = 0;
	unsigned int i;

	if (zone->highatomic_known)
		return pages(machine, af_rules_free_highatomic(rules) ?
					      zone->free_highatomic :
					      zone->highatomic);
	for (i = 0; i < zone->nr_orders; i++)
		if (zone->kinds[i] == (AF_LOG_LETTERS | AF_LOG_HIGH))
			sum += zone->blocks[i] << i;
	return sum;
}

static u8 kinds_of(u8 letters)
{
	/* Kernels up to 3.7 write none. */
	if (!(letters & AF_LOG_LETTERS))
		return AF_BLOCKS_PLAIN;
	return (letters & AF_LOG_PLAIN ? AF_BLOCKS_PLAIN : 0) |
	       (letters & AF_LOG_CMA ? AF_BLOCKS_CMA : 0) |
	       (letters & AF_LOG_HIGH ? AF_BLOCKS_HIGHATOMIC : 0);
}

/* Kinds of the free blocks of an order or above: AF_BLOCKS_. */
u8 af_log_blocks(const struct af_log_zone *zone, u32 order)
{
	u8 kinds = 0;
	u32 i;

	for (i = order; i < zone->nr_orders; i++)
		if (zone->blocks[i])
			kinds |= kinds_of(zone->kinds[i]);
	return kinds;
}

/* Pages in blocks that are CMA's and nothing else. */
static u64 surely_cma(const struct af_log_zone *zone)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < zone->nr_orders; i++)
		if (zone->kinds[i] == (AF_LOG_LETTERS | AF_LOG_CMA))
			sum += zone->blocks[i] << i;
	return sum;
}

static bool may_be_cma(const struct af_log_zone *zone)
{
	unsigned int i;

	for (i = 0; i < zone->nr_orders; i++)
		if (zone->blocks[i] && zone->kinds[i] & AF_LOG_CMA)
			return true;
	return false;
}

/*
 * Where a zone's line does not say it, or was cut, the summary does, of all
 * zones: it is this one's if no other has such blocks.
 */
static u64 cma(const struct af_log_machine *machine,
	       const struct af_log_zone *zone)
{
	const struct af_log_memory *memory = machine->memory;
	u64 free;
	size_t i;

	if (zone->cma_known)
		return pages(machine, zone->cma);
	for (i = 0; i < memory->nr; i++)
		if (&memory->zones[i] != zone &&
		    (memory->zones[i].cma_known ||
		     may_be_cma(&memory->zones[i])))
			return surely_cma(zone);
	if (!af_log_counted(memory, AF_LOG_FREE_CMA))
		return surely_cma(zone);
	free = pages(machine, zone->free);
	return free < memory->counts[AF_LOG_FREE_CMA] ?
		       free :
		       memory->counts[AF_LOG_FREE_CMA];
}

/*
 * 2.6.38 to 3.8 counted two pages more as gone than the request is large:
 * __zone_watermark_ok() took off (1 << order) + 1.
 */
static u64 free_pages(const struct af_log_machine *machine,
		      const struct af_log_zone *zone)
{
	u64 free = pages(machine, zone->free);
	bool two = machine->release >= KERNEL_VERSION(2, 6, 38) &&
		   machine->release < KERNEL_VERSION(3, 9, 0);

	return two && free >= 2 ? free - 2 : free;
}

/* What a zone has for the request, in pages. */
struct af_zone af_log_zone_facts(const struct af_log_machine *machine,
				 const struct af_log_zone *zone)
{
	unsigned int index = machine->index[machine->highest];

	return (struct af_zone){
		.free = free_pages(machine, zone),
		.min = pages(machine, zone->min),
		.boost = pages(machine, zone->boost),
		.lowmem_reserve =
			index < zone->nr_reserves ? zone->reserve[index] : 0,
		.highatomic = highatomic(machine, zone),
		.cma = cma(machine, zone),
		.blocks = af_log_blocks(zone, machine->order),
	};
}
