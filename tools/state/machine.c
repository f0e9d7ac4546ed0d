// SPDX-License-Identifier: GPL-2.0-only
/* The machine's settings and sizes, as far as they can be read. */
#include <stdio.h>
#include <stdlib.h>

#include "state/cgroups.h"
#include "state/machine.h"
#include "state/parse.h"
#include "state/read.h"

#define SETTING(member, path)                             \
	{                                                 \
		offsetof(struct af_machine, member), path \
	}

/* Files with one number. */
static const struct {
	size_t offset;
	const char *path;
} settings[] = {
	SETTING(min_free_kbytes, "proc/sys/vm/min_free_kbytes"),
	SETTING(watermark_scale_factor, "proc/sys/vm/watermark_scale_factor"),
	SETTING(watermark_boost_factor, "proc/sys/vm/watermark_boost_factor"),
	SETTING(compaction_proactiveness,
		"proc/sys/vm/compaction_proactiveness"),
	SETTING(extfrag_threshold, "proc/sys/vm/extfrag_threshold"),
};

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

/* What a bundle takes along: nothing that names programs, users or addresses. */
const char *const af_machine_files[] = {
	"proc/uptime",
	"proc/meminfo",
	"proc/sys/kernel/osrelease",
	"proc/sys/vm/min_free_kbytes",
	"proc/sys/vm/watermark_scale_factor",
	"proc/sys/vm/watermark_boost_factor",
	"proc/sys/vm/compaction_proactiveness",
	"proc/sys/vm/extfrag_threshold",
	"proc/sys/vm/lowmem_reserve_ratio",
	"sys/devices/system/cpu/online",
	"sys/kernel/mm/transparent_hugepage/enabled",
	"sys/kernel/mm/transparent_hugepage/defrag",
	NULL,
};

static long long *member(struct af_machine *machine, size_t offset)
{
	return (long long *)((char *)machine + offset);
}

/* A file of this machine, or of the copy; empty if there is none. */
static struct af_text file_of(const char *root, const char *path)
{
	struct af_text text = { 0 };
	char full[4096];

	snprintf(full, sizeof(full), "%s%s/%s", root ? root : "",
		 root ? "/machine" : "", path);
	af_read_text(full, &text);
	return text;
}

static long long number_of(const char *root, const char *path)
{
	struct af_text text = file_of(root, path);
	struct af_slice rest = { text.text, text.length }, line;
	long long value = AF_UNKNOWN;
	int64_t number;

	if (af_slice_cut(&rest, '\n', &line) && af_slice_s64(line, &number))
		value = number;
	free(text.text);
	return value;
}

/* "MemTotal:      246304 kB" */
static void take_amount(struct af_machine *machine, struct af_slice line)
{
	struct af_slice name, number;
	int64_t value;
	size_t i;

	if (!af_slice_cut(&line, ':', &name) ||
	    !af_slice_word(&line, &number) || !af_slice_s64(number, &value))
		return;
	for (i = 0; i < ARRAY_SIZE(amounts); i++)
		if (af_slice_is(name, amounts[i].name))
			*member(machine, amounts[i].offset) = value;
}

static void read_meminfo(struct af_machine *machine, const char *root)
{
	struct af_text text = file_of(root, "proc/meminfo");
	struct af_slice rest = { text.text, text.length }, line;

	while (af_slice_cut(&rest, '\n', &line))
		take_amount(machine, line);
	free(text.text);
}

/* Seconds with two decimals, and another such number. */
static void read_uptime(struct af_machine *machine, const char *root)
{
	struct af_text text = file_of(root, "proc/uptime");
	struct af_slice rest = { text.text, text.length }, word;
	int64_t hundredths;

	if (af_slice_word(&rest, &word) &&
	    af_slice_fixed(word, 2, &hundredths) && hundredths > 0)
		machine->uptime_us = hundredths * 10000;
	free(text.text);
}

/* CPUs in a list such as "0-3,8". */
static long long count_cpus(struct af_slice list)
{
	struct af_slice range, first;
	int64_t from, to;
	long long cpus = 0;

	while (af_slice_cut(&list, ',', &range)) {
		af_slice_cut(&range, '-', &first);
		if (!af_slice_s64(first, &from))
			return AF_UNKNOWN;
		if (!af_slice_s64(range, &to))
			to = from;
		cpus += to - from + 1;
	}
	return cpus ? cpus : AF_UNKNOWN;
}

static void read_cpus(struct af_machine *machine, const char *root)
{
	struct af_text text = file_of(root, "sys/devices/system/cpu/online");
	struct af_slice rest = { text.text, text.length }, line;

	if (af_slice_cut(&rest, '\n', &line))
		machine->cpus = count_cpus(line);
	free(text.text);
}

static void read_cgroups(struct af_machine *machine, const char *root)
{
	struct af_text text;

	if (!root) {
		af_cgroups_walk(machine);
		return;
	}
	text = file_of(root, "cgroups");
	if (text.text)
		af_cgroups_parse(machine, text.text, text.length);
	free(text.text);
}

/* Nothing is known: where there is only a kernel log, for instance. */
void af_machine_unknown(struct af_machine *machine)
{
	size_t i;

	*machine = (struct af_machine){
		.cpus = AF_UNKNOWN,
		.dying_cgroups = AF_UNKNOWN,
	};
	for (i = 0; i < ARRAY_SIZE(settings); i++)
		*member(machine, settings[i].offset) = AF_UNKNOWN;
	for (i = 0; i < ARRAY_SIZE(amounts); i++)
		*member(machine, amounts[i].offset) = AF_UNKNOWN;
}

/**
 * af_machine_read - of this machine, or of the one that a copy was made on
 * @machine: where to put it
 * @root: the copy's directory, NULL for this machine
 */
void af_machine_read(struct af_machine *machine, const char *root)
{
	size_t i;

	af_machine_unknown(machine);
	for (i = 0; i < ARRAY_SIZE(settings); i++)
		*member(machine, settings[i].offset) =
			number_of(root, settings[i].path);
	read_meminfo(machine, root);
	read_uptime(machine, root);
	read_cpus(machine, root);
	read_cgroups(machine, root);
}
