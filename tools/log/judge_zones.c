// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the zones of a report had for its request: the module's rules on the
 * figures of the report. Pure.
 */
#include "log/judge_finding.h"

/*
 * Up to 4.3 the pages in smaller blocks did not count, and half of the watermark
 * was asked for again at each order.
 */
static bool refused_by_order(const struct af_log_machine *machine,
			     const struct af_log_zone *zone,
			     const struct af_zone *facts)
{
	s64 usable = af_usable_pages(machine->allowance, facts);
	s64 mark = af_watermark(machine->allowance, facts) -
		   (s64)facts->lowmem_reserve;
	u32 i;

	if (machine->release >= AF_RELEASE_4_4 ||
	    machine->allowance->no_watermarks)
		return false;
	for (i = 0; i < machine->order && i < zone->nr_orders; i++) {
		usable -= (s64)(zone->blocks[i] << i);
		mark >>= 1;
		if (usable <= mark)
			return true;
	}
	return false;
}

static u64 blocks_from(const struct af_log_zone *zone, u32 order)
{
	u64 sum = 0;
	u32 i;

	for (i = order; i < zone->nr_orders; i++)
		sum += zone->blocks[i];
	return sum;
}

static enum af_verdict judge_zone(const struct af_log_machine *machine,
				  const struct af_log_zone *zone, s64 *margin,
				  bool *lists_missing, u64 *held_back)
{
	struct af_zone facts = af_log_zone_facts(machine, zone);

	*margin = af_zone_margin(machine->allowance, &facts);
	if (!zone->lists && af_blocks_matter(machine->allowance, *margin)) {
		*lists_missing |= machine->order;
		facts.blocks = machine->order ? 0 : AF_BLOCKS_PLAIN;
	}
	if (*margin > 0 && refused_by_order(machine, zone, &facts)) {
		*held_back += blocks_from(zone, machine->order);
		facts.blocks = 0;
	}
	return af_zone_judge(machine->allowance, machine->order, &facts,
			     *margin);
}

static bool node_allowed(const struct af_log_machine *machine,
			 const struct af_log_zone *zone)
{
	return zone->node > 63 || machine->nodes >> zone->node & 1;
}

static void consider(const struct af_log_machine *machine,
		     const struct af_log_zone *zone, struct af_finding *finding)
{
	s64 margin;
	enum af_verdict verdict = judge_zone(machine, zone, &margin,
					     &finding->lists_missing,
					     &finding->held_back);

	if (!finding->zone || verdict > finding->evidence.best ||
	    (verdict == finding->evidence.best && margin > finding->margin)) {
		finding->evidence.best = verdict;
		finding->zone = zone;
		finding->margin = margin;
	}
}

/* Zones that the request may not use: would they have served it. */
static void consider_other(const struct af_log_machine *machine,
			   const struct af_log_zone *zone,
			   struct af_finding *finding)
{
	bool unknown = false;
	u64 held_back = 0;
	s64 margin;

	/* No request of the kernel's own may go to HighMem or Movable. */
	if (zone->name >= AF_LOG_HIGHMEM && zone->name > machine->highest)
		return;
	if (judge_zone(machine, zone, &margin, &unknown, &held_back) !=
		    AF_ZONE_OK ||
	    unknown)
		return;
	if (!node_allowed(machine, zone))
		finding->evidence.shut_out |= zone->name <= machine->highest;
	else
		finding->evidence.above = true;
}

static void walk(const struct af_log_machine *machine,
		 struct af_finding *finding)
{
	size_t i;

	for (i = 0; i < machine->memory->nr; i++) {
		const struct af_log_zone *zone = &machine->memory->zones[i];

		if (!zone->marks)
			continue;
		if (zone->name <= machine->highest &&
		    node_allowed(machine, zone))
			consider(machine, zone, finding);
		else
			consider_other(machine, zone, finding);
	}
}

/*
 * 974f4367dd31 (6.1): zones above the request's are not shown, and where it may
 * wait, nodes that are not open to it. Return: free pages of those
 */
s64 af_log_hidden_pages(const struct af_log_machine *machine)
{
	const struct af_log_memory *memory = machine->memory;
	s64 hidden = memory->counts[AF_LOG_FREE];
	size_t i;

	if (!af_log_counted(memory, AF_LOG_FREE))
		return 0;
	for (i = 0; i < memory->nr; i++)
		hidden -= af_log_pages(machine, memory->zones[i].free);
	return hidden > 0 ? hidden : 0;
}

static bool several_nodes(const struct af_log_memory *memory)
{
	size_t i;

	for (i = 1; i < memory->nr; i++)
		if (memory->zones[i].node != memory->zones[0].node)
			return true;
	return false;
}

/*
 * Where most of memory is in the zones that it may use, as on some of arm64, being
 * low is not what memory lacks.
 */
static bool mostly_low(const struct af_log_machine *machine)
{
	u64 low = 0, all = 0;
	size_t i;

	for (i = 0; i < machine->memory->nr; i++) {
		const struct af_log_zone *zone = &machine->memory->zones[i];

		all += zone->present;
		if (zone->name <= machine->highest)
			low += zone->present;
	}
	return low > all / 2;
}

/**
 * af_log_judge_zones - why a request failed, by the zones
 * @verdict: with release, flags and context; where to put the cause
 * @report: whose zones they are
 * @machine: what they tell
 */
void af_log_judge_zones(struct af_verdict_of_log *verdict,
			const struct af_log_report *report,
			const struct af_log_machine *machine)
{
	struct af_finding finding = { .evidence.best = AF_ZONE_NONE };

	walk(machine, &finding);
	finding.evidence.oversize = finding.zone && finding.zone->lists &&
				    machine->order >= finding.zone->nr_orders;
	finding.evidence.node_unknown = verdict->flags & AF_GFP(THISNODE) &&
					several_nodes(machine->memory);
	af_log_note_zone(verdict, machine, &finding);
	af_log_note_blocks(verdict, machine);
	af_log_note_elsewhere(verdict, machine);
	if (finding.evidence.best == AF_ZONE_FRAGMENTED && mostly_low(machine))
		finding.evidence.above = false;
	verdict->cause = af_cause_decide(machine->allowance, &finding.evidence);
	if (!finding.zone) {
		verdict->cause = AF_NR_CAUSES;
		verdict->doubt =
			"the log has none of the zones that it could use";
		return;
	}
	if (finding.lists_missing) {
		/* Enough was free, and it failed: then not in one piece. */
		verdict->cause = finding.margin > 0 ? AF_CAUSE_FRAGMENTATION :
						      AF_NR_CAUSES;
		verdict->doubt =
			"the log does not have the free blocks of the zones";
		return;
	}
	af_log_doubt(verdict, report, machine, &finding);
	af_log_look_behind(verdict, machine, &finding);
}

/* Every zone that it could use has a list, and all that fits is CMA's. */
static bool all_cma(const struct af_verdict_of_log *verdict,
		    const struct af_log_machine *machine)
{
	size_t i;

	if (!verdict->cma_only || machine->allowance->cma)
		return false;
	for (i = 0; i < machine->memory->nr; i++)
		if (!machine->memory->zones[i].lists)
			return false;
	return true;
}

/**
 * af_log_judge_lists - why a request failed, by the lists of free blocks alone
 * @verdict: as for af_log_judge_zones()
 * @machine: without a watermark
 *
 * Return: whether they tell
 */
bool af_log_judge_lists(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine)
{
	af_log_note_blocks(verdict, machine);
	if (!all_cma(verdict, machine))
		return false;
	verdict->cause = machine->order ? AF_CAUSE_FRAGMENTATION :
					  AF_CAUSE_WATERMARK;
	verdict->doubt = "the log does not have the marks of the zones";
	return true;
}
