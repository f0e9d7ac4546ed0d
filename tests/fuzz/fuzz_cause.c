// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a request failed: any request, release and zones, against a model of the
 * allocator's last attempt; and what must be so whatever the zones hold.
 */
#include "fuzz.h"
#include "cause_model.h"

#define ZONES 3

/* Pages that no zone comes near to: sums of some of them fit in 63 bits. */
#define MAX_BITS 40

struct judged {
	s64 margin;
	enum af_verdict verdict;
};

static struct judged judge(const struct af_allowance *allowance, u32 order,
			   const struct af_zone *zone)
{
	struct judged judged;

	judged.margin = af_zone_margin(allowance, zone);
	judged.verdict = af_zone_judge(allowance, order, zone, judged.margin);
	return judged;
}

/* --- the kernels that the model has */

static void fuzz_model(struct choices *choices)
{
	struct model model =
		random_model(choose_below(choices, MODELS), choices);
	struct af_zone zone = zone_of(&model);
	struct af_allowance allowance;
	struct judged judged;

	af_allow(&allowance, rules_of(model.kernel), &model.request);
	judged = judge(&allowance, model.request.order, &zone);
	fuzz_check(judged.verdict == model_verdict(&model));
	fuzz_check(judged.margin == model_margin(&model));
}

/* --- any release */

static struct af_request any_request(struct choices *choices)
{
	u32 bits = choose_below(choices, 65536);
	u32 context = choose_below(choices, 4);

	return (struct af_request){
		.order = bits & 1 ? choose_below(choices, ORDERS) :
			 bits & 2 ? choose_u64(choices) :
				    0,
		.high = bits & 4,
		.atomic = bits & 8,
		.may_wait = bits & 16,
		.memalloc = bits & 32,
		.nomemalloc = bits & 64,
		.movable = bits & 128,
		.task_memalloc = bits & 256,
		.task_oom_victim = bits & 512,
		.task_realtime = bits & 1024,
		.in_interrupt = context,
		.in_task = context < 2,
		.serving_softirq = context == 3,
	};
}

/* Those with changes in them as often as all others. */
static u32 any_release(struct choices *choices)
{
	static const u32 minors[] = {
		KERNEL_VERSION(5, 10, 0), KERNEL_VERSION(5, 15, 0),
		KERNEL_VERSION(6, 1, 0),  KERNEL_VERSION(6, 6, 0),
		KERNEL_VERSION(6, 11, 0), KERNEL_VERSION(6, 12, 0),
		KERNEL_VERSION(6, 17, 0)
	};
	u32 i = choose_below(choices, 2 * ARRAY_SIZE(minors));

	return i < ARRAY_SIZE(minors) ? minors[i] + choose_below(choices, 256) :
					(u32)choose_magnitude(choices, 32);
}

static struct af_zone any_zone(struct choices *choices)
{
	struct af_zone zone = {
		.boost = choose_magnitude(choices, MAX_BITS),
		.free = choose_magnitude(choices, MAX_BITS),
		.lowmem_reserve = choose_magnitude(choices, MAX_BITS),
		.highatomic = choose_magnitude(choices, MAX_BITS),
		.cma = choose_magnitude(choices, MAX_BITS),
		.blocks = choose_below(choices, 8),
	};

	zone.min = zone.boost + choose_magnitude(choices, MAX_BITS);
	return zone;
}

/* A zone that has more of something never has less for a request. */
static void check_more(const struct af_allowance *allowance, u32 order,
		       const struct af_zone *zone, u64 pages)
{
	struct judged before = judge(allowance, order, zone), after;
	struct af_zone more = *zone;

	more.free += pages;
	after = judge(allowance, order, &more);
	fuzz_check(after.margin == before.margin + (s64)pages);
	fuzz_check(after.verdict >= before.verdict);

	more = *zone;
	more.blocks = AF_BLOCKS_PLAIN | zone->blocks;
	after = judge(allowance, order, &more);
	fuzz_check(after.margin == before.margin);
	fuzz_check(after.verdict >= before.verdict);

	more = *zone;
	more.min += pages;
	fuzz_check(judge(allowance, order, &more).verdict <= before.verdict);
	more = *zone;
	more.lowmem_reserve += pages;
	fuzz_check(judge(allowance, order, &more).verdict <= before.verdict);
	more = *zone;
	more.highatomic += pages;
	fuzz_check(judge(allowance, order, &more).verdict <= before.verdict);
	more = *zone;
	more.cma += pages;
	fuzz_check(judge(allowance, order, &more).verdict <= before.verdict);
}

/* What the verdicts mean. */
static void check_verdict(const struct af_allowance *allowance, u32 order,
			  const struct af_zone *zone)
{
	struct judged judged = judge(allowance, order, zone);
	bool above = judged.margin > 0 || allowance->no_watermarks;

	fuzz_check(judged.verdict != AF_ZONE_NONE);
	fuzz_check(judged.verdict != AF_ZONE_OK || (above && zone->blocks));
	fuzz_check(judged.verdict != AF_ZONE_FRAGMENTED ||
		   (order && judged.margin > 0));
	fuzz_check(judged.verdict != AF_ZONE_SHORT || !above || !order ||
		   judged.margin <= 0);
	fuzz_check(above == af_blocks_matter(allowance, judged.margin));
	/* A request cannot be above the watermark with what is not there. */
	fuzz_check(judged.margin <= (s64)zone->free);
}

/* Who asks with one more claim never gets less of the watermark. */
static void check_claims(const struct af_rules *rules,
			 const struct af_request *request,
			 const struct af_zone *zone)
{
	struct af_request claims[] = { *request, *request, *request };
	struct af_allowance allowance;
	s64 before, mark;
	size_t i;

	claims[0].high = true;
	claims[1].movable = true;
	claims[2].memalloc = true;
	af_allow(&allowance, rules, request);
	before = af_watermark(&allowance, zone);
	for (i = 0; i < ARRAY_SIZE(claims); i++) {
		af_allow(&allowance, rules, &claims[i]);
		mark = af_watermark(&allowance, zone);
		fuzz_check(mark <= before && mark >= 0);
	}
}

/* What is not for the request at all, of what it is allowed. */
static void check_allowance(const struct af_request *request,
			    const struct af_allowance *allowance)
{
	bool reserves = allowance->no_watermarks || allowance->oom;

	fuzz_check(!request->nomemalloc || !reserves);
	fuzz_check(!(allowance->no_watermarks && allowance->oom));
	fuzz_check(!reserves || allowance->no_policy);
	fuzz_check(allowance->cma == request->movable);
	fuzz_check(!allowance->no_boost || !request->order);
	fuzz_check(allowance->plain ==
		   !(reserves || allowance->half || allowance->quarter ||
		     allowance->no_boost));
}

struct machine {
	struct af_allowance allowance;
	u32 order;
	struct af_zone zones[ZONES];
	struct af_evidence evidence; /* but for the best verdict */
};

static enum af_cause decide(struct machine *machine)
{
	enum af_verdict verdict;
	u32 i;

	machine->evidence.best = AF_ZONE_NONE;
	for (i = 0; i < ZONES; i++) {
		verdict = judge(&machine->allowance, machine->order,
				&machine->zones[i])
				  .verdict;
		if (verdict > machine->evidence.best)
			machine->evidence.best = verdict;
	}
	return af_cause_decide(&machine->allowance, &machine->evidence);
}

static bool memory_was_there(enum af_cause cause)
{
	return cause == AF_CAUSE_TRANSIENT || cause == AF_CAUSE_CGROUP ||
	       cause == AF_CAUSE_PLACEMENT;
}

static bool memory_was_short(enum af_cause cause)
{
	return cause == AF_CAUSE_WATERMARK || cause == AF_CAUSE_RESERVE;
}

/* One cause, the one that holds. */
static enum af_cause check_cause(struct machine *machine)
{
	enum af_cause decided = decide(machine), cause;

	for (cause = 0; cause < AF_NR_CAUSES; cause++)
		fuzz_check(holds(cause, &machine->allowance,
				 &machine->evidence) == (cause == decided));
	fuzz_check(af_cause_names[decided]);
	return decided;
}

/* More memory in a zone never makes it look more short of memory. */
static void check_causes(struct machine *machine, struct choices *choices)
{
	struct af_zone *zone = &machine->zones[choose_below(choices, ZONES)];
	enum af_cause before = check_cause(machine), after;

	zone->free += choose_magnitude(choices, MAX_BITS);
	zone->blocks |= choose_below(choices, 8);
	after = check_cause(machine);
	if (memory_was_there(before))
		fuzz_check(memory_was_there(after));
	if (before == AF_CAUSE_FRAGMENTATION || memory_was_there(before))
		fuzz_check(!memory_was_short(after));
}

static struct af_evidence any_evidence(struct choices *choices)
{
	u32 bits = choose_below(choices, 256);

	return (struct af_evidence){
		.oversize = !(bits & 0x70),
		.early = !(bits & 0xe0),
		.shut_out = bits & 1,
		.above = bits & 2,
		.cgroup_full = bits & 4,
		.node_unknown = bits & 8,
	};
}

static void fuzz_release(struct choices *choices)
{
	const struct af_rules *rules = af_rules_of(any_release(choices));
	struct af_request request = any_request(choices);
	struct machine machine = { .order = request.order };
	u32 i;

	af_allow(&machine.allowance, rules, &request);
	check_allowance(&request, &machine.allowance);
	machine.evidence = any_evidence(choices);
	for (i = 0; i < ZONES; i++) {
		machine.zones[i] = any_zone(choices);
		check_verdict(&machine.allowance, request.order,
			      &machine.zones[i]);
		check_more(&machine.allowance, request.order, &machine.zones[i],
			   choose_magnitude(choices, MAX_BITS));
		check_claims(rules, &request, &machine.zones[i]);
	}
	check_causes(&machine, choices);
}

static void fuzz(struct choices *choices)
{
	if (choose_below(choices, 2))
		fuzz_model(choices);
	else
		fuzz_release(choices);
}
