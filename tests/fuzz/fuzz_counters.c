// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any failures on any CPUs: what the counters say, read by their names as a
 * user reads the file, against a plain list of the failures.
 */
#include "fuzz.h"
#include "store/counters.h"

#define CPUS 4
#define MAX_FAILURES 64

static const char *const zone_names[AF_NR_ZONES] = {
	"DMA", "DMA32", "Normal", "Movable", "Device",
};

struct entry {
	struct af_failure failure;
	bool recursion;
};

struct log {
	u32 nr;
	struct entry entries[MAX_FAILURES];
};

/* What add_one() adds to. */
static u64 *current;

static void add_one(unsigned int counter)
{
	fuzz_check(counter < AF_NR_COUNTERS);
	current[counter]++;
}

static struct af_failure any_failure(struct choices *choices)
{
	u32 bits = choose_below(choices, 256);

	return (struct af_failure){
		.order = bits & 8 ? choose_u64(choices) :
				    choose_below(choices, AF_NR_ORDERS + 2),
		.zone = choose_below(choices, AF_NR_ZONES),
		.context = choose_below(choices, AF_NR_CONTEXTS),
		.class = af_classify(bits & 1, bits & 16, bits & 32),
		.cause = choose_below(choices, AF_NR_CAUSES),
		.nowarn = bits & 1,
		.memalloc = bits & 2,
		.stack = bits & 4,
	};
}

/* As the module counts one. */
static void count(u64 *counters, const struct entry *entry)
{
	current = counters;
	add_one(AF_FAILURES);
	if (entry->recursion)
		add_one(AF_RECURSIONS);
	else
		af_counters_move(&entry->failure, add_one);
}

static void sum_up(u64 *total, u64 counters[CPUS][AF_NR_COUNTERS])
{
	u32 cpu;

	for (cpu = 0; cpu < CPUS; cpu++)
		af_counters_add(total, counters[cpu]);
}

/* Return: whether the failure belongs to the counter, by its name */
static bool belongs(const struct af_failure *failure, const char *name)
{
	char own[6][AF_COUNTER_NAME_LEN];
	u32 i;

	snprintf(own[0], sizeof(own[0]), "class_%s",
		 af_class_names[failure->class]);
	snprintf(own[1], sizeof(own[1]), "context_%s",
		 af_context_names[failure->context]);
	if (failure->order < AF_NR_ORDERS)
		snprintf(own[2], sizeof(own[2]), "order_%u", failure->order);
	else
		snprintf(own[2], sizeof(own[2]), "order_over");
	snprintf(own[3], sizeof(own[3]), "cause_%s",
		 af_cause_names[failure->cause]);
	snprintf(own[4], sizeof(own[4]), "zone_%s", zone_names[failure->zone]);
	snprintf(own[5], sizeof(own[5]), "stacks_%s",
		 failure->stack ? "captured" : "skipped");
	for (i = 0; i < ARRAY_SIZE(own); i++)
		if (!strcmp(name, own[i]))
			return true;
	return (failure->nowarn && !strcmp(name, "failures_nowarn")) ||
	       (failure->memalloc && !strcmp(name, "failures_memalloc"));
}

static u64 expected(const struct log *log, const char *name)
{
	u64 n = 0;
	u32 i;

	if (!strcmp(name, "failures"))
		return log->nr;
	for (i = 0; i < log->nr; i++)
		n += log->entries[i].recursion ?
			     !strcmp(name, "recursions") :
			     belongs(&log->entries[i].failure, name);
	return n;
}

/* In docs/interface.md: a group adds up to what was recorded. */
static void check_sums(const u64 *total)
{
	static const u32 groups[][2] = {
		{ AF_CLASS_0, AF_CONTEXT_0 },
		{ AF_CONTEXT_0, AF_ORDER_0 },
		{ AF_ORDER_0, AF_CAUSE_0 },
		{ AF_CAUSE_0, AF_ZONE_0 },
		{ AF_ZONE_0, AF_STACKS_CAPTURED },
		{ AF_STACKS_CAPTURED, AF_SIGNATURES_DROPPED },
	};
	u64 sum;
	u32 i, counter;

	for (i = 0; i < ARRAY_SIZE(groups); i++) {
		sum = 0;
		for (counter = groups[i][0]; counter < groups[i][1]; counter++)
			sum += total[counter];
		fuzz_check(sum == total[AF_FAILURES] - total[AF_RECURSIONS]);
	}
}

static void check_log(const struct log *log, const u64 *total)
{
	char *name = fuzz_zalloc(AF_COUNTER_NAME_LEN);
	u32 counter;

	for (counter = 0; counter < AF_NR_COUNTERS; counter++) {
		af_counter_name(name, counter, zone_names);
		fuzz_check(total[counter] == expected(log, name));
	}
	free(name);
	check_sums(total);
}

static void fuzz(struct choices *choices)
{
	u64 counters[CPUS][AF_NR_COUNTERS] = { 0 };
	u64 total[AF_NR_COUNTERS] = { 0 };
	struct log log = { .nr = 0 };
	struct entry *entry;

	while (choices->left && log.nr < MAX_FAILURES) {
		entry = &log.entries[log.nr++];
		entry->recursion = !choose_below(choices, 8);
		entry->failure = any_failure(choices);
		count(counters[choose_below(choices, CPUS)], entry);
	}
	sum_up(total, counters);
	check_log(&log, total);
}
