// SPDX-License-Identifier: GPL-2.0-only
/* The machine's settings and sizes, by the files that have them. Pure. */
#include "state/machine.h"

#define MAX_CPUS 65536 /* more than any kernel has */
/* The year 3000, in microseconds since 1970. */
#define LATEST_US (32503680000LL * 1000000)

static long long *member(struct af_machine *machine, size_t offset)
{
	return (long long *)((char *)machine + offset);
}

/* The number that the file begins with, alone on its line. */
static void take_number(struct af_machine *machine, size_t offset,
			struct af_slice text)
{
	long long *number = member(machine, offset);
	struct af_slice line;
	s64 value;

	*number = AF_UNKNOWN;
	if (af_slice_cut(&text, '\n', &line) && af_slice_s64(line, &value))
		*number = af_amount(value);
}

/* Lines of meminfo, in kB. */
static const struct {
	const char *name;
	size_t offset;
} amounts[] = {
	{ "MemTotal", offsetof(struct af_machine, mem_total_kb) },
	{ "MemAvailable", offsetof(struct af_machine, mem_available_kb) },
	{ "Cached", offsetof(struct af_machine, cached_kb) },
	{ "SwapTotal", offsetof(struct af_machine, swap_total_kb) },
	{ "SwapFree", offsetof(struct af_machine, swap_free_kb) },
};

/* "MemTotal:      246304 kB" */
static void take_amount(struct af_machine *machine, struct af_slice line)
{
	struct af_slice name, number;
	s64 value;
	size_t i;

	if (!af_slice_cut(&line, ':', &name) ||
	    !af_slice_word(&line, &number) || !af_slice_s64(number, &value))
		return;
	for (i = 0; i < ARRAY_SIZE(amounts); i++)
		if (af_slice_is(name, amounts[i].name))
			*member(machine, amounts[i].offset) = af_amount(value);
}

static void take_meminfo(struct af_machine *machine, size_t offset,
			 struct af_slice text)
{
	struct af_slice line;

	(void)offset;
	while (af_slice_cut(&text, '\n', &line))
		take_amount(machine, line);
}

/* Seconds with two decimals, and another such number. */
static void take_uptime(struct af_machine *machine, size_t offset,
			struct af_slice text)
{
	struct af_slice word;
	s64 hundredths;

	(void)offset;
	if (af_slice_word(&text, &word) &&
	    af_slice_fixed(word, 2, &hundredths) && hundredths > 0 &&
	    af_known(af_amount(hundredths)))
		machine->uptime_us = hundredths * 10000;
}

/* CPUs in a list such as "0-3,8". */
static long long count_cpus(struct af_slice list)
{
	struct af_slice range, first;
	long long cpus = 0;
	s64 from, to;

	while (af_slice_cut(&list, ',', &range)) {
		af_slice_cut(&range, '-', &first);
		if (!af_slice_s64(first, &from))
			return AF_UNKNOWN;
		if (!af_slice_s64(range, &to))
			to = from;
		if (from < 0 || to < from || to >= MAX_CPUS || cpus > MAX_CPUS)
			return AF_UNKNOWN;
		cpus += to - from + 1;
	}
	return cpus ? cpus : AF_UNKNOWN;
}

static void take_cpus(struct af_machine *machine, size_t offset,
		      struct af_slice text)
{
	struct af_slice line;

	(void)offset;
	if (af_slice_cut(&text, '\n', &line))
		machine->cpus = count_cpus(line);
}

/* The file clock of a copy: not before 1970, and no further on than the uptime may be. */
void af_machine_take_clock(struct af_machine *machine, struct af_slice text)
{
	struct af_slice line;
	s64 offset;

	if (!af_slice_cut(&text, '\n', &line) ||
	    !af_slice_take(&line, "offset ") ||
	    !af_slice_fixed(line, 6, &offset) || offset < 0 ||
	    offset > LATEST_US)
		return;
	machine->wall_offset_us = offset;
}

/*
 * What a bundle takes along: nothing that names programs, users or addresses. Some
 * of it is for who looks at the bundle only.
 */
const struct af_machine_source af_machine_sources[] = {
	{ "proc/uptime", take_uptime, 0 },
	{ "proc/meminfo", take_meminfo, 0 },
	{ "proc/vmstat", NULL, 0 },
	{ "proc/zoneinfo", NULL, 0 },
	{ "proc/sys/kernel/osrelease", NULL, 0 },
	{ "proc/sys/vm/min_free_kbytes", take_number,
	  offsetof(struct af_machine, min_free_kbytes) },
	{ "proc/sys/vm/watermark_scale_factor", take_number,
	  offsetof(struct af_machine, watermark_scale_factor) },
	{ "proc/sys/vm/watermark_boost_factor", take_number,
	  offsetof(struct af_machine, watermark_boost_factor) },
	{ "proc/sys/vm/compaction_proactiveness", take_number,
	  offsetof(struct af_machine, compaction_proactiveness) },
	{ "proc/sys/vm/extfrag_threshold", take_number,
	  offsetof(struct af_machine, extfrag_threshold) },
	{ "proc/sys/vm/lowmem_reserve_ratio", NULL, 0 },
	{ "sys/devices/system/cpu/online", take_cpus, 0 },
	{ "sys/kernel/mm/transparent_hugepage/enabled", NULL, 0 },
	{ "sys/kernel/mm/transparent_hugepage/defrag", NULL, 0 },
	{ "sys/module/allocfail/parameters/cgroups", NULL, 0 },
	{ "sys/module/allocfail/parameters/enabled", NULL, 0 },
	{ "sys/module/allocfail/parameters/events", NULL, 0 },
	{ "sys/module/allocfail/parameters/names", NULL, 0 },
	{ "sys/module/allocfail/parameters/hook", NULL, 0 },
	{ "sys/module/allocfail/parameters/rules", NULL, 0 },
	{ "sys/module/allocfail/parameters/signatures", NULL, 0 },
	{ "sys/module/allocfail/parameters/snapshot_budget", NULL, 0 },
	{ "sys/module/allocfail/parameters/stack_budget", NULL, 0 },
	{ "sys/module/allocfail/parameters/stack_depth", NULL, 0 },
	{ "sys/module/allocfail/parameters/stack_verify", NULL, 0 },
};

const size_t af_nr_machine_sources = ARRAY_SIZE(af_machine_sources);

/* Nothing is known: where there is only a kernel log, for instance. */
void af_machine_unknown(struct af_machine *machine)
{
	*machine = (struct af_machine){
		.min_free_kbytes = AF_UNKNOWN,
		.watermark_scale_factor = AF_UNKNOWN,
		.watermark_boost_factor = AF_UNKNOWN,
		.compaction_proactiveness = AF_UNKNOWN,
		.extfrag_threshold = AF_UNKNOWN,
		.mem_total_kb = AF_UNKNOWN,
		.mem_available_kb = AF_UNKNOWN,
		.cached_kb = AF_UNKNOWN,
		.swap_total_kb = AF_UNKNOWN,
		.swap_free_kb = AF_UNKNOWN,
		.cpus = AF_UNKNOWN,
		.wall_offset_us = AF_UNKNOWN,
		.cgroups = { .dying = AF_UNKNOWN },
	};
}
