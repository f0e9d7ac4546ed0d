// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the zones of a report had for its request: the module's rules on the
 * figures of the report. Pure.
 */
#include "log/judge_zones.h"

/*
 * 97a16fc82a7c, d883c6cf3b39 (4.4): before, a watermark was asked of each order
 * too.
 */
#define RELEASE_4_4 AF_RELEASE_OF(4, 4, 0)

/* Pages: free ones are counted in batches on each CPU, so far off. */
#define CLOSE 125

static u64 pages(const struct af_log_machine *machine, u64 kb)
{
	return kb / machine->page_kb;
}

/*
 * Up to 4.3 the pages in smaller blocks did not count, and half of the watermark
 * was asked for again at each order.
 */
static bool refused_by_order(const struct af_log_machine *machine,
			     const struct af_log_zone *zone,
			     const struct af_zone *facts)
{
	s64 usable = af_usable_pages(machine->allowance, machine->order, facts);
	s64 mark = af_watermark(machine->allowance, facts) -
		   (s64)facts->lowmem_reserve;
	u32 i;

	if (machine->release >= RELEASE_4_4 ||
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

/* What the zones come to. */
struct finding {
	struct af_evidence evidence;
	const struct af_log_zone *zone; /* that came closest */
	s64 margin;
	bool lists_missing; /* and they would have decided */
	u64 held_back;	    /* blocks, by the marks of each order */
};

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

	*margin = af_zone_margin(machine->allowance, machine->order, &facts);
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
		     const struct af_log_zone *zone, struct finding *finding)
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
			   struct finding *finding)
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

static void walk(const struct af_log_machine *machine, struct finding *finding)
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
static s64 hidden_pages(const struct af_log_machine *machine)
{
	const struct af_log_memory *memory = machine->memory;
	s64 hidden = memory->counts[AF_LOG_FREE];
	size_t i;

	if (!af_log_counted(memory, AF_LOG_FREE))
		return 0;
	for (i = 0; i < memory->nr; i++)
		hidden -= pages(machine, memory->zones[i].free);
	return hidden > 0 ? hidden : 0;
}

/* A zone keeps 1/256 of what is above it: vm.lowmem_reserve_ratio. */
#define RESERVE_RATIO 256

/* So much that a zone's watermark is less: a twentieth of it. */
#define PLENTY 20

static bool hidden_above(const struct af_log_machine *machine,
			 const struct finding *finding)
{
	const struct af_log_zone *zone = finding->zone;
	u64 above;
	size_t i;

	if (machine->highest >= AF_LOG_NORMAL || !zone->nr_reserves)
		return false;
	for (i = 0; i < machine->memory->nr; i++)
		if (machine->memory->zones[i].name > machine->highest)
			return false;
	above = zone->reserve[zone->nr_reserves - 1] * RESERVE_RATIO;
	return above && hidden_pages(machine) > (s64)(above / PLENTY);
}

/* What a zone that is not shown would have had nobody knows for sure. */
static void look_behind(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine,
			const struct finding *finding)
{
	if (finding->evidence.best == AF_ZONE_OK || verdict->doubt ||
	    finding->evidence.above || finding->evidence.shut_out ||
	    !hidden_above(machine, finding))
		return;
	verdict->cause = AF_CAUSE_LOWMEM;
	af_verdict_doubts(verdict,
			  "the kernel does not print the higher zones here; by the sum of all zones they had plenty");
}

static bool several_nodes(const struct af_log_memory *memory)
{
	size_t i;

	for (i = 1; i < memory->nr; i++)
		if (memory->zones[i].node != memory->zones[0].node)
			return true;
	return false;
}

/* What its largest blocks are, if none of them is for everybody. */
static void note_blocks(struct af_verdict_of_log *verdict,
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

static void note_zone(struct af_verdict_of_log *verdict,
		      const struct af_log_machine *machine,
		      const struct finding *finding)
{
	struct af_zone facts;

	verdict->zone = finding->zone;
	verdict->held_back = finding->held_back;
	if (!finding->zone)
		return;
	facts = af_log_zone_facts(machine, finding->zone);
	verdict->free =
		af_usable_pages(machine->allowance, machine->order, &facts);
	verdict->mark = af_watermark(machine->allowance, &facts);
	verdict->boost_hidden = !finding->zone->boost_known &&
				verdict->release >= AF_RELEASE_OF(5, 0, 0) &&
				looks_boosted(machine, finding->zone);
	verdict->pages_free = pages(machine, finding->zone->free);
	verdict->pages_cma = machine->allowance->cma ? 0 : facts.cma;
	verdict->pages_highatomic =
		machine->allowance->highatomic_pages ? 0 : facts.highatomic;
}

/* Memory that is free and not for the request. */
static void note_elsewhere(struct af_verdict_of_log *verdict,
			   const struct af_log_machine *machine)
{
	const struct af_log_memory *memory = machine->memory;
	size_t i;

	for (i = 0; i < memory->nr; i++) {
		const struct af_log_zone *zone = &memory->zones[i];

		if (zone->name <= machine->highest)
			continue;
		if (zone->name == AF_LOG_HIGHMEM)
			verdict->highmem += pages(machine, zone->free);
		else
			verdict->elsewhere += pages(machine, zone->free);
	}
	if (machine->highest < AF_LOG_NORMAL && !verdict->elsewhere)
		verdict->elsewhere = hidden_pages(machine);
}

/*
 * f80b08fc4453 (5.9): single pages of GFP_ATOMIC may go below the boost, which up
 * to 5.13 is printed as a part of min.
 */
static bool boost_unknown(const struct af_verdict_of_log *verdict,
			  const struct af_log_machine *machine)
{
	return machine->allowance->no_boost && verdict->free > 0 &&
	       verdict->release >= AF_RELEASE_OF(5, 9, 0) &&
	       verdict->boost_hidden &&
	       (verdict->cause == AF_CAUSE_WATERMARK ||
		verdict->cause == AF_CAUSE_LOWMEM);
}

/* Up to 5.6 the reserve is not printed; it is 1 % of a zone at most. */
static bool highatomic_unknown(const struct af_verdict_of_log *verdict,
			       const struct af_log_machine *machine,
			       const struct finding *finding)
{
	const struct af_log_zone *zone = finding->zone;
	u64 most =
		pages(machine, zone->managed ? zone->managed : zone->present) /
		100;
	unsigned int i;
	bool any = false;

	for (i = 0; i < zone->nr_orders; i++)
		any |= zone->blocks[i] && zone->kinds[i] & AF_LOG_HIGH;
	return any && !zone->highatomic_known &&
	       verdict->release >= RELEASE_4_4 &&
	       !machine->allowance->highatomic_pages &&
	       finding->evidence.best == AF_ZONE_OK &&
	       finding->margin < (s64)most;
}

/*
 * The lists are printed after the counts. Where their sum is more, pages were
 * freed between, and the blocks may be of these.
 */
static bool freed_meanwhile(const struct af_log_machine *machine,
			    const struct finding *finding)
{
	const struct af_log_zone *zone = finding->zone;
	u64 sum = 0, fitting = 0;
	unsigned int i;

	if (!machine->order || !zone->lists ||
	    finding->evidence.best != AF_ZONE_OK)
		return false;
	for (i = 0; i < zone->nr_orders; i++) {
		sum += zone->blocks[i] << i;
		if (i >= machine->order)
			fitting += zone->blocks[i] << i;
	}
	return sum > pages(machine, zone->free) &&
	       fitting <= sum - pages(machine, zone->free);
}

/* What the figures leave open. */
static void doubt(struct af_verdict_of_log *verdict,
		  const struct af_log_report *report,
		  const struct af_log_machine *machine,
		  const struct finding *finding)
{
	bool close = verdict->cause == AF_CAUSE_TRANSIENT &&
		     finding->margin < CLOSE;

	if (machine->marks_missing) {
		verdict->doubt = "the log does not have all zones";
	} else if (freed_meanwhile(machine, finding)) {
		verdict->cause = AF_CAUSE_FRAGMENTATION;
		af_verdict_doubts(verdict,
				  "the blocks that are large enough came free while the report was printed");
	} else if (highatomic_unknown(verdict, machine, finding)) {
		af_verdict_doubts(verdict,
				  "this release does not print how much it keeps for atomic requests: with that, memory may have been short");
	} else if (close && !machine->order) {
		verdict->cause = AF_CAUSE_WATERMARK;
		af_verdict_doubts(verdict,
				  "by the figures it was a few pages above the mark; they are of a moment later");
	} else if (close) {
		verdict->doubt =
			"so little above the mark, memory was likely short";
	} else if (boost_unknown(verdict, machine)) {
		af_verdict_doubts(verdict,
				  "5.9 to 5.13 print min with a temporary boost in it, which does not hold for a single page of GFP_ATOMIC: without it there may have been enough");
	} else if (report->mixed) {
		verdict->doubt = "reports of several CPUs are mixed in the log";
	}
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
	struct finding finding = { .evidence.best = AF_ZONE_NONE };

	walk(machine, &finding);
	finding.evidence.oversize = finding.zone && finding.zone->lists &&
				    machine->order >= finding.zone->nr_orders;
	finding.evidence.node_unknown = verdict->flags & AF_GFP(THISNODE) &&
					several_nodes(machine->memory);
	note_zone(verdict, machine, &finding);
	note_blocks(verdict, machine);
	note_elsewhere(verdict, machine);
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
		verdict->cause = AF_NR_CAUSES;
		verdict->doubt =
			"the log does not have the free blocks of the zones";
		return;
	}
	doubt(verdict, report, machine, &finding);
	look_behind(verdict, machine, &finding);
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
	note_blocks(verdict, machine);
	if (!all_cma(verdict, machine))
		return false;
	verdict->cause = machine->order ? AF_CAUSE_FRAGMENTATION :
					  AF_CAUSE_WATERMARK;
	verdict->doubt = "the log does not have the marks of the zones";
	return true;
}
