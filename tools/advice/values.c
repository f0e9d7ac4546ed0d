// SPDX-License-Identifier: GPL-2.0-only
/* Values for one machine: what is set, and what to try instead. Pure. */
#include "advice/values.h"
#include "lib/units.h"

/* Above this share of memory, the reserve itself makes memory short. */
#define MIN_FREE_SHARE_MOST 30 /* thousandths */

/* Rounded up to whole MiB: nobody wants to type the rest. */
static long long round_kb(long long kb)
{
	return (kb + 1023) / 1024 * 1024;
}

/**
 * af_better_min_free - vm.min_free_kbytes to try next
 * @machine: what is set now, and the size of memory
 *
 * Twice as much, but no more than 3 % of memory: what is kept there is there for
 * nobody else.
 *
 * Return: kB, or AF_UNKNOWN if it is not known or already as high as that
 */
long long af_better_min_free(const struct af_machine *machine)
{
	long long most, twice;

	if (!af_known(machine->min_free_kbytes) ||
	    !af_known(machine->mem_total_kb))
		return AF_UNKNOWN;
	most = machine->mem_total_kb * MIN_FREE_SHARE_MOST / 1000;
	twice = round_kb(2 * machine->min_free_kbytes);
	if (twice > most)
		twice = most / 1024 * 1024;
	return twice > machine->min_free_kbytes ? twice : AF_UNKNOWN;
}

static void say_min_free(const struct af_machine *machine, FILE *out)
{
	long long better = af_better_min_free(machine);
	double share;

	if (!af_known(machine->min_free_kbytes) ||
	    !af_known(machine->mem_total_kb))
		return;
	share = 100.0 * machine->min_free_kbytes / machine->mem_total_kb;
	if (af_known(better))
		fprintf(out,
			"sysctl -w vm.min_free_kbytes=%lld  # now %lld, %.1f %% of memory\n",
			better, machine->min_free_kbytes, share);
	else
		fprintf(out,
			"vm.min_free_kbytes is %lld already, %.1f %% of memory: do not raise it\n",
			machine->min_free_kbytes, share);
}

/* kswapd begins earlier, by a part of memory in ten thousandths. */
static void say_scale(const struct af_machine *machine, FILE *out)
{
	long long now = machine->watermark_scale_factor;
	long long better = now < 50 ? 50 : 2 * now;

	if (af_known(now) && now <= 150)
		fprintf(out,
			"sysctl -w vm.watermark_scale_factor=%lld  # now %lld: kswapd begins earlier\n",
			better, now);
}

/* What each is worth has been measured: docs/testing.md, Advice. */
static void say_compact(FILE *out)
{
	fputs("sysctl -w vm.compact_memory=1  # at once; by a timer, if they come back\n",
	      out);
}

static void say_proactiveness(const struct af_machine *machine, FILE *out)
{
	long long now = machine->compaction_proactiveness;

	if (af_known(now) && now < 60)
		fprintf(out,
			"sysctl -w vm.compaction_proactiveness=%lld  # now %lld: a trial; costs CPU\n",
			now < 40 ? 40LL : 60LL, now);
}

static u64 blocks_from(const struct af_zone_shape *zone, s64 order)
{
	u64 blocks = 0;
	unsigned int i;

	for (i = order; i < zone->nr_orders; i++)
		blocks += zone->blocks[i];
	return blocks;
}

/* What a request of this order finds now, a line a zone with much memory. */
static void say_blocks(s64 order, const struct af_zones *now, FILE *out)
{
	char free[AF_UNIT_LEN], size[AF_UNIT_LEN];
	size_t i;

	for (i = 0; now && order > 0 && i < now->nr; i++) {
		const struct af_zone_shape *zone = &now->all[i];

		if (zone->managed < AF_PAGE_BYTES)
			continue;
		fprintf(out,
			"now node %lld %.*s has %s free, and %llu blocks of %s or more\n",
			(long long)zone->node, AF_SLICE(zone->name),
			af_pages(free, zone->free),
			(unsigned long long)blocks_from(zone, order),
			af_bytes(size, af_order_bytes(order)));
	}
}

void af_values_min_free(const struct af_case *facts,
			const struct af_machine *machine,
			const struct af_zones *now, FILE *out)
{
	(void)facts;
	(void)now;
	say_min_free(machine, out);
	say_scale(machine, out);
}

void af_values_blocks(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out)
{
	say_blocks(facts->order, now, out);
	if (facts->class == AF_CLASS_ATOMIC) {
		say_min_free(machine, out);
		return;
	}
	say_compact(out);
	say_proactiveness(machine, out);
}

/* A line a zone that keeps something for others. */
void af_values_reserved(const struct af_case *facts,
			const struct af_machine *machine,
			const struct af_zones *now, FILE *out)
{
	char free[AF_UNIT_LEN], cma[AF_UNIT_LEN], highatomic[AF_UNIT_LEN];
	size_t i;

	(void)facts;
	(void)machine;
	for (i = 0; now && i < now->nr; i++) {
		const struct af_zone_shape *zone = &now->all[i];

		if (!zone->cma && !zone->highatomic)
			continue;
		fprintf(out,
			"now node %lld %.*s has %s free, of it %s of CMA; %s are reserved for atomic requests\n",
			(long long)zone->node, AF_SLICE(zone->name),
			af_pages(free, zone->free), af_pages(cma, zone->cma),
			af_pages(highatomic, zone->highatomic));
	}
}

void af_values_reclaim(const struct af_case *facts,
		       const struct af_machine *machine,
		       const struct af_zones *now, FILE *out)
{
	char writeback[AF_UNIT_LEN], swap[AF_UNIT_LEN];

	(void)facts;
	if (now)
		fprintf(out,
			"now %s is being written back, %s of swap is free\n",
			af_pages(writeback, now->memory.writeback),
			af_pages(swap, now->memory.swap_free));
	say_min_free(machine, out);
}

/* Of the zones whose names begin so: what is free of what. */
static void say_zones(const struct af_zones *now, const char *prefix, FILE *out)
{
	char free[AF_UNIT_LEN], managed[AF_UNIT_LEN];
	size_t i;

	for (i = 0; now && i < now->nr; i++) {
		const struct af_zone_shape *zone = &now->all[i];

		if (af_slice_begins(zone->name, prefix))
			fprintf(out, "now node %lld %.*s has %s free of %s\n",
				(long long)zone->node, AF_SLICE(zone->name),
				af_pages(free, zone->free),
				af_pages(managed, zone->managed));
	}
}

void af_values_low(const struct af_case *facts,
		   const struct af_machine *machine, const struct af_zones *now,
		   FILE *out)
{
	(void)facts;
	(void)machine;
	say_zones(now, "DMA", out);
}

void af_values_memory(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out)
{
	char total[AF_UNIT_LEN], available[AF_UNIT_LEN], swap[AF_UNIT_LEN];

	(void)facts;
	(void)now;
	if (af_known(machine->mem_total_kb) &&
	    af_known(machine->mem_available_kb))
		fprintf(out, "now %s of %s is available, %s of swap is free\n",
			af_bytes(available, machine->mem_available_kb * 1024),
			af_bytes(total, machine->mem_total_kb * 1024),
			af_bytes(swap, af_known(machine->swap_free_kb) ?
					       machine->swap_free_kb * 1024 :
					       0));
	if (af_known(machine->swap_total_kb) && !machine->swap_total_kb)
		fputs("there is no swap: a few GiB would let idle memory go\n",
		      out);
	say_scale(machine, out);
}

void af_values_nodes(const struct af_case *facts,
		     const struct af_machine *machine,
		     const struct af_zones *now, FILE *out)
{
	(void)facts;
	(void)machine;
	say_zones(now, "", out);
}
