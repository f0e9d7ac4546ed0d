// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why the request of a report failed: the module's rules on the figures of the
 * report. Pure.
 *
 * What the log does not have: the task's policy, its realtime priority, whether
 * the OOM killer has chosen it, memory cgroups (their refusals are never
 * reported), and the moment: the figures are of after the failure.
 */
#include "log/judge.h"

/*
 * 97a16fc82a7c, d883c6cf3b39 (4.4): before, a watermark was asked of each order
 * too, and not waiting was being atomic.
 */
#define RELEASE_4_4 AF_RELEASE_OF(4, 4, 0)

/* Pages: free ones are counted in batches on each CPU, so far off. */
#define CLOSE 125

/* c93bdd0e03e8: PF_MEMALLOC holds in a softirq too. */
#define RELEASE_3_6 AF_RELEASE_OF(3, 6, 0)

static bool newest_bits(const struct af_log_report *report)
{
	/* __GFP_KSWAPD_RECLAIM, __GFP_DIRECT_RECLAIM of 4.4 */
	return report->mask & 0x2400000;
}

/* By the form alone: where it is the same in several releases, one of them. */
static u32 release_of_form(const struct af_log_report *report)
{
	switch (report->form) {
	case AF_LOG_1990S:
		return AF_RELEASE_OF(2, 0, 0);
	case AF_LOG_2_4:
		return AF_RELEASE_OF(2, 4, 10);
	case AF_LOG_DOT:
		return AF_RELEASE_OF(2, 6, 32);
	case AF_LOG_COLON:
		return newest_bits(report) ? RELEASE_4_4 :
					     AF_RELEASE_OF(3, 10, 0);
	default:
		return AF_RELEASE_OF(6, 12, 0);
	}
}

static void find_release(struct af_verdict_of_log *verdict,
			 const struct af_log *log,
			 const struct af_log_report *report, u32 kernel)
{
	if (report->release) {
		verdict->release = report->release;
		verdict->release_from = AF_RELEASE_REPORT;
	} else if (log->release) {
		verdict->release = log->release;
		verdict->release_from = AF_RELEASE_LOG;
	} else if (kernel) {
		verdict->release = kernel;
		verdict->release_from = AF_RELEASE_OPTION;
	} else {
		verdict->release = release_of_form(report);
		verdict->release_from = AF_RELEASE_FORM;
	}
}

static void find_flags(struct af_verdict_of_log *verdict,
		       const struct af_log_report *report)
{
	if (report->names_whole &&
	    af_gfp_of_names(report->names, verdict->release, &verdict->flags)) {
		verdict->flags_known = true;
		return;
	}
	if (report->mask_known)
		verdict->flags_known =
			af_gfp_of_mask(report->mask, verdict->release,
				       &verdict->flags, &verdict->unknown_bits);
}

static bool begins(struct af_slice comm, const char *text)
{
	return af_slice_begins(comm, text);
}

/* Who may wait is a task; else the trace must tell. */
static void find_context(struct af_verdict_of_log *verdict,
			 const struct af_log_report *report)
{
	verdict->context = AF_NR_CONTEXTS;
	if (verdict->flags_known && af_gfp_may_wait(verdict->flags))
		verdict->context = AF_CONTEXT_TASK;
	else if (report->traced)
		af_log_trace_context(&report->trace, &verdict->context);
}

static bool task_memalloc(const struct af_verdict_of_log *verdict,
			  const struct af_log_report *report)
{
	if (report->memalloc_known)
		return report->memalloc;
	if (begins(report->comm, "kswapd"))
		return true;
	return verdict->context == AF_CONTEXT_TASK &&
	       af_log_trace_reclaims(&report->trace);
}

static bool flag(const struct af_verdict_of_log *verdict, u64 flags)
{
	return verdict->flags & flags;
}

static void describe(struct af_request *request,
		     const struct af_verdict_of_log *verdict,
		     const struct af_log_report *report)
{
	bool may_wait = af_gfp_may_wait(verdict->flags);
	bool interrupt = verdict->context != AF_CONTEXT_TASK &&
			 verdict->context != AF_NR_CONTEXTS;

	*request = (struct af_request){
		.order = report->order,
		.high = flag(verdict, AF_GFP(HIGH)),
		.atomic = verdict->release < RELEASE_4_4 ?
				  !may_wait :
				  flag(verdict, AF_GFP(ATOMIC)),
		.may_wait = may_wait,
		.memalloc = flag(verdict, AF_GFP(MEMALLOC)),
		.nomemalloc = flag(verdict, AF_GFP(NOMEMALLOC)),
		.movable = flag(verdict, AF_GFP(MOVABLE)),
		.task_memalloc = task_memalloc(verdict, report),
		.in_interrupt = interrupt,
		.in_task = !interrupt,
		.serving_softirq = verdict->context == AF_CONTEXT_SOFTIRQ &&
				   verdict->release >= RELEASE_3_6,
	};
}

/* What the report tells of the machine. */
struct machine {
	const struct af_log_memory *memory;
	bool has[AF_NR_LOG_ZONES]; /* zones with memory, on any node */
	unsigned int index[AF_NR_LOG_ZONES]; /* in lowmem_reserve */
	bool marks;			     /* of any zone */
	bool marks_missing;		     /* of some that have a list */
	u32 release;
	const struct af_allowance *allowance;
	u32 order;
	enum af_log_zone_name highest;
	u64 nodes; /* that it may use, as bits */
};

static unsigned int reserves(const struct af_log_memory *memory)
{
	unsigned int most = 0;
	size_t i;

	for (i = 0; i < memory->nr; i++)
		most = max_u64(most, memory->zones[i].nr_reserves);
	return most;
}

static unsigned int number_zones(struct machine *machine,
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
static void find_indices(struct machine *machine)
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
static enum af_log_zone_name highest_zone(const struct machine *machine,
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
	if (report->mems.known && flag(verdict, AF_GFP(HARDWALL)) &&
	    verdict->context == AF_CONTEXT_TASK)
		nodes &= report->mems.bits;
	return nodes;
}

static void look(struct machine *machine,
		 const struct af_verdict_of_log *verdict,
		 const struct af_log_report *report,
		 const struct af_allowance *allowance)
{
	size_t i;

	*machine = (struct machine){
		.memory = &report->memory,
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

static u64 pages(const struct machine *machine, u64 kb)
{
	return kb / machine->memory->page_kb;
}

/* Up to 5.7 the report has no amount: blocks that are nothing else, at least. */
static u64 highatomic(const struct machine *machine,
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

static u8 blocks(const struct af_log_zone *zone, u32 order)
{
	u8 kinds = 0;
	u32 i;

	for (i = order; i < zone->nr_orders; i++)
		if (zone->blocks[i])
			kinds |= kinds_of(zone->kinds[i]);
	return kinds;
}

static struct af_zone facts_of(const struct machine *machine,
			       const struct af_log_zone *zone)
{
	unsigned int index = machine->index[machine->highest];

	return (struct af_zone){
		.free = pages(machine, zone->free),
		.min = pages(machine, zone->min),
		.boost = pages(machine, zone->boost),
		.lowmem_reserve =
			index < zone->nr_reserves ? zone->reserve[index] : 0,
		.highatomic = highatomic(machine, zone),
		.cma = pages(machine, zone->cma),
		.blocks = blocks(zone, machine->order),
	};
}

/*
 * Up to 4.3 the pages in smaller blocks did not count, and half of the watermark
 * was asked for again at each order.
 */
static bool refused_by_order(const struct machine *machine,
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
	bool highmem;	    /* there it could have been served */
};

static enum af_verdict judge_zone(const struct machine *machine,
				  const struct af_log_zone *zone, s64 *margin,
				  bool *lists_missing)
{
	struct af_zone facts = facts_of(machine, zone);

	*margin = af_zone_margin(machine->allowance, machine->order, &facts);
	if (!zone->lists && af_blocks_matter(machine->allowance, *margin)) {
		*lists_missing |= machine->order;
		facts.blocks = machine->order ? 0 : AF_BLOCKS_PLAIN;
	}
	if (refused_by_order(machine, zone, &facts))
		facts.blocks = 0;
	return af_zone_judge(machine->allowance, machine->order, &facts,
			     *margin);
}

static bool node_allowed(const struct machine *machine,
			 const struct af_log_zone *zone)
{
	return zone->node > 63 || machine->nodes >> zone->node & 1;
}

static void consider(const struct machine *machine,
		     const struct af_log_zone *zone, struct finding *finding)
{
	s64 margin;
	enum af_verdict verdict =
		judge_zone(machine, zone, &margin, &finding->lists_missing);

	if (!finding->zone || verdict > finding->evidence.best ||
	    (verdict == finding->evidence.best && margin > finding->margin)) {
		finding->evidence.best = verdict;
		finding->zone = zone;
		finding->margin = margin;
	}
}

/* Zones that the request may not use: would they have served it. */
static void consider_other(const struct machine *machine,
			   const struct af_log_zone *zone,
			   struct finding *finding)
{
	bool unknown = false;
	s64 margin;

	if (zone->name == AF_LOG_DEVICE ||
	    judge_zone(machine, zone, &margin, &unknown) != AF_ZONE_OK ||
	    unknown)
		return;
	if (!node_allowed(machine, zone))
		finding->evidence.shut_out |= zone->name <= machine->highest;
	else if (zone->name == AF_LOG_HIGHMEM)
		finding->highmem = true;
	else
		finding->evidence.above = true;
}

static void walk(const struct machine *machine, struct finding *finding)
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
static s64 hidden_pages(const struct machine *machine)
{
	s64 hidden = machine->memory->total_free;
	size_t i;

	if (!machine->memory->total_known)
		return 0;
	for (i = 0; i < machine->memory->nr; i++)
		hidden -= pages(machine, machine->memory->zones[i].free);
	return hidden;
}

/* A zone keeps 1/256 of what is above it: vm.lowmem_reserve_ratio. */
#define RESERVE_RATIO 256

/* So much that a zone's watermark is less: a twentieth of it. */
#define PLENTY 20

static bool hidden_above(const struct machine *machine,
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
			const struct machine *machine,
			const struct finding *finding)
{
	if (finding->evidence.best == AF_ZONE_OK || verdict->doubt ||
	    finding->evidence.above || finding->evidence.shut_out ||
	    !hidden_above(machine, finding))
		return;
	verdict->cause = AF_CAUSE_LOWMEM;
	verdict->doubt =
		"the kernel left out the higher zones, but by their sum they had much free";
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
			const struct machine *machine)
{
	u8 kinds = 0;
	size_t i;

	for (i = 0; i < machine->memory->nr; i++)
		if (machine->memory->zones[i].name <= machine->highest)
			kinds |= blocks(&machine->memory->zones[i],
					machine->order);
	verdict->cma_only = kinds & AF_BLOCKS_CMA && !(kinds & AF_BLOCKS_PLAIN);
	verdict->highatomic_only = kinds == AF_BLOCKS_HIGHATOMIC;
}

static void note_zone(struct af_verdict_of_log *verdict,
		      const struct machine *machine,
		      const struct finding *finding)
{
	struct af_zone facts;

	verdict->zone = finding->zone;
	if (!finding->zone)
		return;
	facts = facts_of(machine, finding->zone);
	verdict->free =
		af_usable_pages(machine->allowance, machine->order, &facts);
	verdict->mark = af_watermark(machine->allowance, &facts);
}

/* No figures: a single page is refused at the watermark only. */
static void judge_bare(struct af_verdict_of_log *verdict,
		       const struct af_log_report *report,
		       const struct af_allowance *allowance)
{
	verdict->cause = AF_NR_CAUSES;
	verdict->doubt =
		"the log does not have the zones (Mem-Info) of that moment";
	if (!report->order_known || report->order || !verdict->flags_known ||
	    flag(verdict, AF_GFP(DMA) | AF_GFP(DMA32) | AF_GFP(THISNODE)))
		return;
	verdict->cause = allowance->no_watermarks ? AF_CAUSE_RESERVE :
						    AF_CAUSE_WATERMARK;
	verdict->doubt =
		"the log does not have the zones; a page is refused when they are short";
}

static void judge_zones(struct af_verdict_of_log *verdict,
			const struct af_log_report *report,
			const struct machine *machine)
{
	struct finding finding = { .evidence.best = AF_ZONE_NONE };

	walk(machine, &finding);
	/*
	 * Of 32 bits, where the module does not run: no request of the kernel's
	 * may go there, so it matters only if all of the rest is short.
	 */
	if (finding.evidence.best == AF_ZONE_SHORT)
		finding.evidence.above |= finding.highmem;
	finding.evidence.oversize = finding.zone && finding.zone->lists &&
				    machine->order >= finding.zone->nr_orders;
	finding.evidence.node_unknown = flag(verdict, AF_GFP(THISNODE)) &&
					several_nodes(machine->memory);
	note_zone(verdict, machine, &finding);
	note_blocks(verdict, machine);
	verdict->cause = af_cause_decide(machine->allowance, &finding.evidence);
	if (!finding.zone) {
		verdict->cause = AF_NR_CAUSES;
		verdict->doubt =
			"the log has none of the zones that it could use";
	} else if (finding.lists_missing) {
		verdict->cause = AF_NR_CAUSES;
		verdict->doubt =
			"the log does not have the free blocks of the zones";
	} else if (machine->marks_missing) {
		verdict->doubt = "the log does not have all zones";
	} else if (verdict->cause == AF_CAUSE_TRANSIENT &&
		   finding.margin < CLOSE) {
		verdict->doubt =
			"so little above the mark, memory was likely short";
	} else if (report->mixed) {
		verdict->doubt = "reports of several CPUs are mixed in the log";
	}
	if (finding.zone)
		look_behind(verdict, machine, &finding);
}

/**
 * af_log_judge - why the request of a report failed
 * @verdict: where to put it
 * @log: all of the log
 * @report: of a failure
 * @kernel: release that the user says the log is of, 0 for none
 */
void af_log_judge(struct af_verdict_of_log *verdict, const struct af_log *log,
		  const struct af_log_report *report, u32 kernel)
{
	struct af_allowance allowance;
	struct af_request request;
	struct machine machine;

	*verdict = (struct af_verdict_of_log){ .class = AF_NR_CLASSES,
					       .cause = AF_NR_CAUSES };
	find_release(verdict, log, report, kernel);
	find_flags(verdict, report);
	find_context(verdict, report);
	if (verdict->flags_known)
		verdict->class = af_classify(flag(verdict, AF_GFP(NOWARN)),
					     flag(verdict, AF_GFP(NORETRY)),
					     af_gfp_may_wait(verdict->flags));
	describe(&request, verdict, report);
	af_allow(&allowance, af_rules_of(verdict->release), &request);
	verdict->memalloc = allowance.no_watermarks;
	look(&machine, verdict, report, &allowance);
	verdict->highest = machine.highest;
	if (!machine.marks) {
		judge_bare(verdict, report, &allowance);
	} else if (!verdict->flags_known || !report->order_known) {
		verdict->doubt =
			report->order_known ?
				"the log does not have the whole mask" :
				"the log does not have the order";
	} else {
		judge_zones(verdict, report, &machine);
	}
}
