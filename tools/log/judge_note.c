// SPDX-License-Identifier: GPL-2.0-only
/* What a verdict tells of the zones, besides the cause. Pure. */
#include "log/judge_finding.h"

/* What its largest blocks are, if none of them is for everybody. */
void af_log_note_blocks(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine)
{
	u8 kinds = 0, all = 0;
	size_t i;

	for (i = 0; i < machine->memory->nr; i++) {
		const struct af_log_zone *zone = &machine->memory->zones[i];

		if (zone->name > machine->highest)
			continue;
		kinds |= af_log_blocks(zone, machine->order);
		all |= af_log_blocks(zone, 0);
		verdict->highatomic_any |= !zone->lists && zone->highatomic;
	}
	verdict->highatomic_any |= all & AF_BLOCKS_HIGHATOMIC;
	verdict->cma_only = kinds & AF_BLOCKS_CMA && !(kinds & AF_BLOCKS_PLAIN);
	verdict->highatomic_only = kinds == AF_BLOCKS_HIGHATOMIC;
}

/* Is min of a zone out of proportion to what its low mark is made of. */
static bool looks_boosted(const struct af_log_machine *machine,
			  const struct af_log_zone *zone)
{
	u64 step = zone->low > zone->min ? zone->low - zone->min : 0;
	size_t i;

	/* low is min and a quarter of it, or more: __setup_per_zone_wmarks() */
	if (zone->min > 4 * step + step / 4 + 4 * machine->page_kb)
		return true;
	/* min of each zone is its share, by its size. */
	for (i = 0; i < machine->memory->nr; i++) {
		const struct af_log_zone *other = &machine->memory->zones[i];

		if (other->marks && other->managed && other->min &&
		    other->name < AF_LOG_HIGHMEM &&
		    zone->min * (other->managed / 1000 + 1) * 2 >
			    other->min * (zone->managed / 1000 + 1) * 3)
			return true;
	}
	return false;
}

void af_log_note_zone(struct af_verdict_of_log *verdict,
		      const struct af_log_machine *machine,
		      const struct af_finding *finding)
{
	struct af_zone facts;

	verdict->zone = finding->zone;
	verdict->held_back = finding->held_back;
	if (!finding->zone)
		return;
	facts = af_log_zone_facts(machine, finding->zone);
	verdict->free = af_usable_pages(machine->allowance, &facts);
	verdict->mark = af_watermark(machine->allowance, &facts);
	verdict->boost_hidden = !finding->zone->boost_known &&
				verdict->release >= KERNEL_VERSION(5, 0, 0) &&
				looks_boosted(machine, finding->zone);
	verdict->pages_free = af_log_pages(machine, finding->zone->free);
	verdict->pages_cma = machine->allowance->cma ? 0 : facts.cma;
	verdict->pages_highatomic =
		machine->allowance->highatomic_pages ? 0 : facts.highatomic;
}

/* Memory that is free and not for the request. */
void af_log_note_elsewhere(struct af_verdict_of_log *verdict,
			   const struct af_log_machine *machine)
{
	const struct af_log_memory *memory = machine->memory;
	size_t i;

	for (i = 0; i < memory->nr; i++) {
		const struct af_log_zone *zone = &memory->zones[i];

		if (zone->name <= machine->highest)
			continue;
		if (zone->name == AF_LOG_HIGHMEM)
			verdict->highmem += af_log_pages(machine, zone->free);
		else
			verdict->elsewhere += af_log_pages(machine, zone->free);
	}
	if (machine->highest < AF_LOG_NORMAL && !verdict->elsewhere)
		verdict->elsewhere = af_log_hidden_pages(machine);
}
