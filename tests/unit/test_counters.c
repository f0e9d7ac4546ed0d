// SPDX-License-Identifier: GPL-2.0-only
/* The counters: names, what one failure moves, and the sums that must hold. */
#include "unit.h"
#include "store/counters.h"

#define CPUS 4
#define MAX_NAMES 10

static const char *const zone_names[AF_NR_ZONES] = {
	"DMA", "DMA32", "Normal", "Movable", "Device",
};

/* clang-format off */

/* Every counter, in the order of docs/interface.md. */
static const char *const interface[] = {
	"failures", "failures_nowarn", "failures_memalloc",
	"class_opportunistic", "class_atomic", "class_blocking",
	"context_task", "context_softirq", "context_hardirq", "context_nmi",
	"order_0", "order_1", "order_2", "order_3", "order_4", "order_5",
	"order_6", "order_7", "order_8", "order_9", "order_10", "order_over",
	"cause_fragmentation", "cause_watermark", "cause_reserve",
	"cause_lowmem", "cause_cgroup", "cause_placement", "cause_oversize",
	"cause_injected", "cause_transient",
	"zone_DMA", "zone_DMA32", "zone_Normal", "zone_Movable", "zone_Device",
	"stacks_captured", "stacks_skipped", "signatures_dropped", "recursions",
	"snapshots_taken", "snapshots_skipped",
	"recognised_stacks", "recognised_wrong", "names_dropped",
	"cgroups_dropped",
	"callers_hidden",
};

/* clang-format on */

static const char *counter_name(unsigned int counter)
{
	static char name[AF_COUNTER_NAME_LEN];

	memset(name, 'x', sizeof(name));
	af_counter_name(name, counter, zone_names);
	assert_int_not_equal(name[0], '\0');
	assert_true(strnlen(name, sizeof(name)) < sizeof(name));
	return name;
}

static void test_names(void **state)
{
	unsigned int i;

	assert_int_equal(AF_NR_COUNTERS, ARRAY_SIZE(interface));
	for (i = 0; i < AF_NR_COUNTERS; i++)
		assert_string_equal(counter_name(i), interface[i]);
}

static void test_names_unique(void **state)
{
	char name[AF_COUNTER_NAME_LEN];
	unsigned int i, j;

	for (i = 0; i < AF_NR_COUNTERS; i++) {
		strcpy(name, counter_name(i));
		for (j = 0; j < i; j++)
			assert_string_not_equal(name, counter_name(j));
	}
}

/* Longer than any that a kernel has: cut off, and nothing overrun. */
static void test_long_zone_name(void **state)
{
	static const char zone[] =
		"a_zone_that_has_a_name_beyond_all_reason_and_measure";
	const char *const zones[AF_NR_ZONES] = { zone, zone, zone, zone, zone };
	char *name = malloc(AF_COUNTER_NAME_LEN);

	assert_non_null(name);
	af_counter_name(name, AF_ZONE_0, zones);
	assert_int_equal(strlen(name), AF_COUNTER_NAME_LEN - 1);
	free(name);
}

static void test_classify(void **state)
{
	static const struct {
		bool nowarn, noretry, may_wait;
		enum af_class class;
	} cases[] = {
		{ false, false, false, AF_CLASS_ATOMIC },
		{ false, false, true, AF_CLASS_BLOCKING },
		{ false, true, false, AF_CLASS_OPPORTUNISTIC },
		{ false, true, true, AF_CLASS_OPPORTUNISTIC },
		{ true, false, false, AF_CLASS_OPPORTUNISTIC },
		{ true, false, true, AF_CLASS_BLOCKING },
		{ true, true, false, AF_CLASS_OPPORTUNISTIC },
		{ true, true, true, AF_CLASS_OPPORTUNISTIC },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(af_classify(cases[i].nowarn, cases[i].noretry,
					     cases[i].may_wait),
				 cases[i].class);
}

static u32 random_order(u64 *seed)
{
	return unit_below(seed, 8) ? unit_below(seed, AF_NR_ORDERS + 3) :
				     unit_random(seed);
}

static struct af_failure random_failure(u64 *seed)
{
	return (struct af_failure){
		.order = random_order(seed),
		.gfp = unit_random(seed),
		.zone = unit_below(seed, AF_NR_ZONES),
		.context = unit_below(seed, AF_NR_CONTEXTS),
		.class = unit_below(seed, AF_NR_CLASSES),
		.cause = unit_below(seed, AF_NR_CAUSES),
		.nowarn = unit_below(seed, 2),
		.memalloc = unit_below(seed, 2),
		.stack = unit_below(seed, 4),
	};
}

/* What interface.md says of one failure, in its words. */
struct name_list {
	unsigned int n;
	char names[MAX_NAMES][AF_COUNTER_NAME_LEN];
};

static void expect(struct name_list *list, const char *group, const char *name)
{
	assert_true(list->n < MAX_NAMES);
	snprintf(list->names[list->n++], AF_COUNTER_NAME_LEN, "%s%s", group,
		 name);
}

static void expect_order(struct name_list *list, u32 order)
{
	char number[16];

	snprintf(number, sizeof(number), "%u", order);
	expect(list, "order_", order < AF_NR_ORDERS ? number : "over");
}

static struct name_list expected_names(const struct af_failure *failure)
{
	static const char *const contexts[] = { "task", "softirq", "hardirq",
						"nmi" };
	static const char *const classes[] = { "opportunistic", "atomic",
					       "blocking" };
	static const char *const causes[] = {
		"fragmentation", "watermark", "reserve",  "lowmem",   "cgroup",
		"placement",	 "oversize",  "injected", "transient"
	};
	struct name_list list = { .n = 0 };

	expect(&list, "class_", classes[failure->class]);
	expect(&list, "context_", contexts[failure->context]);
	expect_order(&list, failure->order);
	expect(&list, "cause_", causes[failure->cause]);
	expect(&list, "zone_", zone_names[failure->zone]);
	expect(&list, "stacks_", failure->stack ? "captured" : "skipped");
	if (failure->nowarn)
		expect(&list, "failures_nowarn", "");
	if (failure->memalloc)
		expect(&list, "failures_memalloc", "");
	return list;
}

static bool is_expected(const struct name_list *list, const char *name)
{
	unsigned int i;

	for (i = 0; i < list->n; i++)
		if (!strcmp(list->names[i], name))
			return true;
	return false;
}

/* What add_one() adds to. */
static u64 moved[AF_NR_COUNTERS];

static void add_one(unsigned int counter)
{
	assert_true(counter < AF_NR_COUNTERS);
	moved[counter]++;
}

/* Exactly the expected ones, each once. */
static void check_moved(const struct af_failure *failure)
{
	struct name_list list = expected_names(failure);
	unsigned int i, n = 0;

	memset(moved, 0, sizeof(moved));
	af_counters_move(failure, add_one);
	for (i = 0; i < AF_NR_COUNTERS; i++) {
		if (!moved[i])
			continue;
		assert_true(moved[i] == 1);
		n++;
		if (!is_expected(&list, counter_name(i)))
			fail_msg("%s moved", counter_name(i));
	}
	assert_int_equal(n, list.n);
}

static void test_moved(void **state)
{
	u64 seed = unit_seed();
	struct af_failure failure;
	int round;

	for (round = 0; round < 20000; round++) {
		failure = random_failure(&seed);
		check_moved(&failure);
	}
}

static void test_order_over(void **state)
{
	static const u32 orders[] = { 0,  1,  9,   10,	11,	  12,
				      63, 64, 255, 256, 1U << 31, UINT32_MAX };
	struct af_failure failure = { .order = 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		failure.order = orders[i];
		check_moved(&failure);
	}
}

struct cpus {
	u64 counters[CPUS][AF_NR_COUNTERS];
};

/* As the module does it, one failure in fifty during another's recording. */
static void record(u64 *counters, const struct af_failure *failure, bool recurs)
{
	unsigned int i;

	counters[AF_FAILURES]++;
	if (recurs) {
		counters[AF_RECURSIONS]++;
		return;
	}
	memset(moved, 0, sizeof(moved));
	af_counters_move(failure, add_one);
	for (i = 0; i < AF_NR_COUNTERS; i++)
		counters[i] += moved[i];
}

static void sum_cpus(const struct cpus *cpus, u64 total[AF_NR_COUNTERS])
{
	int cpu;

	memset(total, 0, AF_NR_COUNTERS * sizeof(total[0]));
	for (cpu = 0; cpu < CPUS; cpu++)
		af_counters_add(total, cpus->counters[cpu]);
}

/* By name, as a reader of the file would add them up. */
static u64 group_sum(const u64 *total, const char *group)
{
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < AF_NR_COUNTERS; i++)
		if (!strncmp(counter_name(i), group, strlen(group)))
			sum += total[i];
	return sum;
}

static u64 value(const u64 *total, const char *name)
{
	unsigned int i;

	for (i = 0; i < AF_NR_COUNTERS; i++)
		if (!strcmp(counter_name(i), name))
			return total[i];
	fail_msg("there is no counter %s", name);
	return 0;
}

static void check_sums(const u64 *total)
{
	static const char *const groups[] = { "class_", "context_", "order_",
					      "cause_", "zone_",    "stacks_" };
	u64 recorded = value(total, "failures") - value(total, "recursions");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		assert_int_equal(group_sum(total, groups[i]), recorded);
}

static void test_sums(void **state)
{
	static struct cpus cpus;
	u64 total[AF_NR_COUNTERS], seed = unit_seed();
	u64 recursions = 0, nowarn = 0, memalloc = 0, stacks = 0;
	const int rounds = 200000;
	struct af_failure failure;
	bool recurs;
	int i;

	for (i = 0; i < rounds; i++) {
		failure = random_failure(&seed);
		recurs = !unit_below(&seed, 50);
		record(cpus.counters[unit_below(&seed, CPUS)], &failure,
		       recurs);
		recursions += recurs;
		nowarn += !recurs && failure.nowarn;
		memalloc += !recurs && failure.memalloc;
		stacks += !recurs && failure.stack;
	}

	sum_cpus(&cpus, total);
	check_sums(total);
	assert_int_equal(value(total, "failures"), rounds);
	assert_int_equal(value(total, "recursions"), recursions);
	assert_int_equal(value(total, "failures_nowarn"), nowarn);
	assert_int_equal(value(total, "failures_memalloc"), memalloc);
	assert_int_equal(value(total, "stacks_captured"), stacks);
	assert_int_equal(value(total, "signatures_dropped"), 0);
}

/* Counts past 32 bits, a CPU that saw nothing, and the last counter too. */
static void test_add(void **state)
{
	static struct cpus cpus;
	u64 total[AF_NR_COUNTERS];
	unsigned int i, cpu;

	for (i = 0; i < AF_NR_COUNTERS; i++)
		for (cpu = 1; cpu < CPUS; cpu++)
			cpus.counters[cpu][i] = ((u64)cpu << 40) + i;
	sum_cpus(&cpus, total);
	for (i = 0; i < AF_NR_COUNTERS; i++)
		assert_int_equal(total[i], (6ULL << 40) + 3 * i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_names_unique),
		cmocka_unit_test(test_long_zone_name),
		cmocka_unit_test(test_classify),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_order_over),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_add),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
