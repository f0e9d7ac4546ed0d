// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the figures of a report leave open: they are of a moment later, and not all
 * of them are printed. Pure.
 */
#include "log/judge_finding.h"

/* Pages: free ones are counted in batches on each CPU, so far off. */
#define CLOSE 125

/*
 * f80b08fc4453 (5.9): single pages of GFP_ATOMIC may go below the boost, which up
 * to 5.13 is printed as a part of min.
 */
static bool boost_unknown(const struct af_verdict_of_log *verdict,
			  const struct af_log_machine *machine)
{
	return machine->allowance->no_boost && verdict->free > 0 &&
	       verdict->release >= KERNEL_VERSION(5, 9, 0) &&
	       verdict->boost_hidden &&
	       (verdict->cause == AF_CAUSE_WATERMARK ||
		verdict->cause == AF_CAUSE_LOWMEM);
}

/* Up to 5.6 the reserve is not printed; it is 1 % of a zone at most. */
static bool highatomic_unknown(const struct af_verdict_of_log *verdict,
			       const struct af_log_machine *machine,
			       const struct af_finding *finding)
{
	const struct af_log_zone *zone = finding->zone;
	u64 most = af_log_pages(machine,
				zone->managed ? zone->managed : zone->present) /
		   100;
	unsigned int i;
	bool any = false;

	for (i = 0; i < zone->nr_orders; i++)
		any |= zone->blocks[i] && zone->kinds[i] & AF_LOG_HIGH;
	return any && !zone->highatomic_known &&
	       verdict->release >= AF_RELEASE_4_4 &&
	       !machine->allowance->highatomic_pages &&
	       finding->evidence.best == AF_ZONE_OK &&
	       finding->margin < (s64)most;
}

/*
 * The lists are printed after the counts. Where their sum is more, pages were
 * freed between, and the blocks may be of these.
 */
static bool freed_meanwhile(const struct af_log_machine *machine,
			    const struct af_finding *finding)
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
	return sum > af_log_pages(machine, zone->free) &&
	       fitting <= sum - af_log_pages(machine, zone->free);
}

/* What the figures leave open. */
void af_log_doubt(struct af_verdict_of_log *verdict,
		  const struct af_log_report *report,
		  const struct af_log_machine *machine,
		  const struct af_finding *finding)
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
				  "5.9 to 5.15 print min with a temporary boost in it, which does not hold for a single page of GFP_ATOMIC: without it there may have been enough");
	} else if (report->mixed) {
		verdict->doubt = "reports of several CPUs are mixed in the log";
	}
}

/* A zone keeps 1/256 of what is above it: vm.lowmem_reserve_ratio. */
#define RESERVE_RATIO 256

/* So much that a zone's watermark is less: a twentieth of it. */
#define PLENTY 20

static bool hidden_above(const struct af_log_machine *machine,
			 const struct af_finding *finding)
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
	return above && af_log_hidden_pages(machine) > (s64)(above / PLENTY);
}

/* What a zone that is not shown would have had nobody knows for sure. */
void af_log_look_behind(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine,
			const struct af_finding *finding)
{
	if (finding->evidence.best == AF_ZONE_OK || verdict->doubt ||
	    finding->evidence.above || finding->evidence.shut_out ||
	    !hidden_above(machine, finding))
		return;
	verdict->cause = AF_CAUSE_LOWMEM;
	af_verdict_doubts(verdict,
			  "the kernel does not print the higher zones here; by the sum of all zones they had plenty");
}
