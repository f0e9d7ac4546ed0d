// SPDX-License-Identifier: GPL-2.0-only
/* Which requests are failed: the settings as a line, and the decision. */
#include <pthread.h>

#include "inject/choose.h"
#include "inject_gfp.h"
#include "unit.h"

static bool parse(const char *line, struct af_inject_settings *settings,
		  struct af_inject_reason *reason)
{
	return af_inject_parse(settings, line, strlen(line), inject_gfp_names,
			       ARRAY_SIZE(inject_gfp_names), reason);
}

static struct af_inject_settings parsed(const char *line)
{
	struct af_inject_settings settings;
	struct af_inject_reason reason;

	if (!parse(line, &settings, &reason))
		fail_msg("refused: %s: %s", line, reason.text);
	return settings;
}

static void test_defaults(void **unused)
{
	struct af_inject_settings settings = parsed("everything");

	assert_true(settings.everything);
	assert_int_equal(settings.mode, AF_INJECT_EARLY);
	assert_int_equal(settings.min_order, 0);
	assert_int_equal(settings.max_order, 10);
	assert_int_equal(settings.contexts, 15);
	assert_int_equal(settings.probability, 100);
	assert_int_equal(settings.interval, 1);
	assert_int_equal(settings.times, 1);
	assert_int_equal(settings.nth, 0);
	assert_int_equal(settings.gfp, 0);
	assert_false(settings.unseen);
	assert_false(settings.dry);
}

static void test_all_keys(void **unused)
{
	const char *line = "\tmode=slowpath  pid=12 task=13 tree=14\n";
	const char *where = "module=nf_tables function=my_probe.cold ";
	const char *ranges =
		"require-start=0x1000 require-end=0xffffffffffffffff";
	const char *more = " reject-start=1 reject-end=2 cgroup=0xfffffffff";
	const char *what = " order=2-4 gfp=GFP_KERNEL|__GFP_ZERO|0x1 ";
	const char *bits = "gfp-not=NORETRY context=softirq+nmi new times=-1 ";
	const char *when = "probability=7 interval=8 space=1073741824 ";
	const char *end = "seed=4294967295 dry ";
	struct af_inject_settings settings;
	char all[AF_INJECT_LINE];

	snprintf(all, sizeof(all), "%s%s%s%s%s%s%s%s", line, where, ranges,
		 more, what, bits, when, end);
	settings = parsed(all);

	assert_int_equal(settings.mode, AF_INJECT_SLOWPATH);
	assert_int_equal(settings.pid, 12);
	assert_int_equal(settings.task, 13);
	assert_int_equal(settings.tree, 14);
	assert_true(settings.cgroup == 0xfffffffffULL);
	assert_string_equal(settings.module, "nf_tables");
	assert_string_equal(settings.function, "my_probe.cold");
	assert_true(settings.require.start == 0x1000);
	assert_true(settings.require.end == U64_MAX);
	assert_true(settings.reject.start == 1 && settings.reject.end == 2);
	assert_int_equal(settings.min_order, 2);
	assert_int_equal(settings.max_order, 4);
	assert_int_equal(settings.gfp, GFP_TEST_KERNEL | GFP_TEST_ZERO | 1);
	assert_int_equal(settings.gfp_not, GFP_TEST_NORETRY);
	assert_int_equal(settings.contexts,
			 1 << AF_CONTEXT_SOFTIRQ | 1 << AF_CONTEXT_NMI);
	assert_true(settings.unseen);
	assert_true(settings.dry);
	assert_int_equal(settings.probability, 7);
	assert_int_equal(settings.interval, 8);
	assert_int_equal(settings.times, AF_INJECT_NO_LIMIT);
	assert_int_equal(settings.space, 1 << 30);
	assert_true(settings.seed == U32_MAX);
	assert_string_equal(parsed("function=loop:loop_add").function,
			    "loop:loop_add");
	assert_int_equal(parsed("pid=1 order=3").max_order, 3);
	assert_int_equal(parsed("pid=1 nth=2147483647").nth, S32_MAX);
}

/* Each is refused, and the reason has these words. */
static const struct {
	const char *line, *words;
} refused[] = {
	{ "", "nobody is chosen" },
	{ "order=3", "nobody is chosen" },
	{ "pid", "pid: must be the number of a process" },
	{ "pid=", "must be the number of a process" },
	{ "pid=0", "must be" },
	{ "pid=-1", "must be" },
	{ "pid=2147483648", "must be" },
	{ "pid=1x", "must be" },
	{ "pid=1 pid=1", "given twice" },
	{ "pid=1 nonsense=1", "nonsense=1: there is no such setting" },
	{ "pid=1 Order=1", "there is no such setting" },
	{ "everything=1", "takes no value" },
	{ "everything pid=1", "a choice of somebody" },
	{ "everything module=x", "a choice of somebody" },
	{ "pid=1 new=1", "takes no value" },
	{ "pid=1 track=1", "takes no value" },
	{ "pid=1 dry=1", "takes no value" },
	{ "dry", "nobody is chosen" },
	{ "pid=1 site=0", "must be a number" },
	{ "site=1", "nobody is chosen" },
	{ "pid=1 order=11", "an order from 0 to 10" },
	{ "pid=1 order=4-2", "an order from 0 to 10" },
	{ "pid=1 order=2-", "an order from 0 to 10" },
	{ "pid=1 order=-2", "an order from 0 to 10" },
	{ "pid=1 order=1-2-3", "an order from 0 to 10" },
	{ "pid=1 gfp=", "names or bits" },
	{ "pid=1 gfp=0", "names or bits" },
	{ "pid=1 gfp=KERNEL|WHAT", "names or bits" },
	{ "pid=1 gfp=0x100000000", "names or bits" },
	{ "pid=1 gfp=ZERO gfp-not=ZERO|KERNEL", "a bit in common" },
	{ "pid=1 context=", "task, softirq" },
	{ "pid=1 context=task+user", "task, softirq" },
	{ "pid=1 nth=0", "from 1 to" },
	{ "pid=1 nth=1 times=1", "goes without" },
	{ "pid=1 nth=1 new", "goes without" },
	{ "pid=1 probability=0", "from 1 to 100" },
	{ "pid=1 probability=101", "from 1 to 100" },
	{ "pid=1 interval=0", "from 1 to" },
	{ "pid=1 times=0", "or -1" },
	{ "pid=1 times=-2", "or -1" },
	{ "pid=1 space=1073741825", "pages" },
	{ "pid=1 mode=late", "early or slowpath" },
	{ "cgroup=0", "id of a cgroup" },
	{ "cgroup=18446744073709551616", "id of a cgroup" },
	{ "module=", "name of a module" },
	{ "module=a/b", "name of a module" },
	{ "function=a;b", "name of a function" },
	{ "require-start=1", "its start and its end" },
	{ "pid=1 reject-end=1", "its start and its end" },
	{ "require-start=2 require-end=2", "not above its start" },
	{ "pid=1 reject-start=3 reject-end=2", "not above its start" },
	{ "pid=1 \x1b[31m", "?[31m: there is no such setting" },
};

static void test_refused(void **unused)
{
	struct af_inject_settings settings;
	struct af_inject_reason reason;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		if (parse(refused[i].line, &settings, &reason))
			fail_msg("taken: %s", refused[i].line);
		if (!strstr(reason.text, refused[i].words))
			fail_msg("%s: %s", refused[i].line, reason.text);
	}
}

static void test_long_names(void **unused)
{
	char line[400] = "module=";
	struct af_inject_settings settings;
	struct af_inject_reason reason;

	memset(line + 7, 'm', AF_INJECT_MODULE_LEN - 1);
	assert_true(parse(line, &settings, &reason));
	assert_int_equal(strlen(settings.module), AF_INJECT_MODULE_LEN - 1);
	memset(line + 7, 'm', AF_INJECT_MODULE_LEN);
	assert_false(parse(line, &settings, &reason));
	memset(line, 'x', sizeof(line) - 1);
	assert_false(parse(line, &settings, &reason));
	assert_string_equal(reason.text,
			    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: there is no such setting");
}

static void test_off(void **unused)
{
	assert_true(af_inject_parse_off("off", 3));
	assert_true(af_inject_parse_off(" off\n", 5));
	assert_false(af_inject_parse_off("off pid=1", 9));
	assert_false(af_inject_parse_off("offf", 4));
	assert_false(af_inject_parse_off("", 0));
}

static void test_spared(void **unused)
{
	struct af_inject_settings early = parsed("everything");
	struct af_inject_settings slow = parsed("everything mode=slowpath");
	struct af_inject_facts facts = { .order = 3, .may_sleep = true };

	assert_int_equal(af_inject_spared(&early, &facts, 3),
			 AF_INJECT_NOT_SPARED);
	assert_int_equal(af_inject_spared(&slow, &facts, 3),
			 AF_INJECT_SPARED_LOOP);
	facts.noretry = true;
	assert_int_equal(af_inject_spared(&slow, &facts, 3),
			 AF_INJECT_NOT_SPARED);
	facts = (struct af_inject_facts){ .order = 4, .may_sleep = true };
	assert_int_equal(af_inject_spared(&slow, &facts, 3),
			 AF_INJECT_NOT_SPARED);
	facts = (struct af_inject_facts){ .order = 0 };
	assert_int_equal(af_inject_spared(&slow, &facts, 3),
			 AF_INJECT_NOT_SPARED);
	facts.order = 11;
	assert_int_equal(af_inject_spared(&early, &facts, 3),
			 AF_INJECT_SPARED_OVERSIZE);
	facts.memalloc = true;
	assert_int_equal(af_inject_spared(&early, &facts, 3),
			 AF_INJECT_SPARED_RECURSION);
	facts.nofail = true;
	assert_int_equal(af_inject_spared(&early, &facts, 3),
			 AF_INJECT_SPARED_NOFAIL);
}

/* What is noted: only a dry run that looks for places has what is never failed. */
static void test_outcome(void **unused)
{
	struct af_inject_settings real = parsed("everything new");
	struct af_inject_settings dry = parsed("everything dry nth=3");
	struct af_inject_settings places = parsed("everything dry new");
	struct af_inject_facts facts = { .spared = AF_INJECT_NOT_SPARED };
	struct af_inject_facts nofail = { .spared = AF_INJECT_SPARED_NOFAIL };
	struct af_inject_facts loop = { .spared = AF_INJECT_SPARED_LOOP };

	assert_false(af_inject_notes_spared(&real));
	assert_false(af_inject_notes_spared(&dry));
	assert_true(af_inject_notes_spared(&places));
	assert_int_equal(af_inject_outcome(&real, &facts),
			 AF_INJECT_OUTCOME_FAILED);
	assert_int_equal(af_inject_outcome(&dry, &facts),
			 AF_INJECT_OUTCOME_PASSED);
	assert_int_equal(af_inject_outcome(&places, &nofail),
			 AF_INJECT_OUTCOME_SPARED_0);
	assert_int_equal(af_inject_outcome(&places, &loop),
			 AF_INJECT_NR_OUTCOMES - 1);
}

static void test_wants(void **unused)
{
	static const struct {
		const char *line;
		bool wanted;
	} cases[] = {
		{ "everything", true },
		{ "pid=7", true },
		{ "pid=8", false },
		{ "task=8", true },
		{ "task=7", false },
		{ "tree=5", true },
		{ "cgroup=5", false },
		{ "pid=7 order=2-3", true },
		{ "pid=7 order=3-4", false },
		{ "pid=7 order=0-1", false },
		{ "pid=7 gfp=KERNEL", true },
		{ "pid=7 gfp=KERNEL|ZERO", false },
		{ "pid=7 gfp-not=NORETRY", true },
		{ "pid=7 gfp-not=0x40", false },
		{ "pid=7 context=task", true },
		{ "pid=7 context=softirq+hardirq+nmi", false },
	};
	struct af_inject_facts facts = {
		.gfp = GFP_TEST_KERNEL,
		.order = 2,
		.task = 8,
		.pid = 7,
		.in_tree = true,
	};
	struct af_inject_settings settings;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		settings = parsed(cases[i].line);
		if (af_inject_wants(&settings, &facts) != cases[i].wanted)
			fail_msg("%s", cases[i].line);
	}
	/* Outside of tasks the numbers are nobody's. */
	facts.task = 0;
	facts.pid = 0;
	settings = parsed("pid=7");
	assert_false(af_inject_wants(&settings, &facts));
}

static void test_stack(void **unused)
{
	static const u64 frames[] = { 10, 20, 30 };
	static const struct {
		const char *line;
		bool needed, wanted;
	} cases[] = {
		{ "pid=1", false, true },
		{ "pid=1 new", true, true },
		{ "pid=1 track", false, true },
		{ "pid=1 site=7", true, true },
		{ "module=x", true, false },
		{ "function=f", true, true },
		{ "require-start=30 require-end=31", true, true },
		{ "require-start=31 require-end=40", true, false },
		{ "require-start=29 require-end=30", true, false },
		{ "pid=1 reject-start=10 reject-end=11", true, false },
		{ "pid=1 reject-start=11 reject-end=20", true, true },
		{ "function=f reject-start=1 reject-end=99", true, false },
	};
	struct af_inject_stack stack = {
		.frames = frames,
		.nr = ARRAY_SIZE(frames),
		.function = { 15, 21 },
	};
	struct af_inject_settings settings;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		settings = parsed(cases[i].line);
		if (af_inject_needs_stack(&settings) != cases[i].needed ||
		    af_inject_wants_stack(&settings, &stack) != cases[i].wanted)
			fail_msg("%s", cases[i].line);
	}
	settings = parsed("module=x");
	stack.in_module = true;
	assert_true(af_inject_wants_stack(&settings, &stack));
	/* A function that is gone is on no stack. */
	settings = parsed("function=f");
	stack.function.end = 0;
	assert_false(af_inject_wants_stack(&settings, &stack));
}

static void test_hash(void **unused)
{
	static const u64 here[] = { 0xffff1000123, 5 };
	static const u64 there[] = { 0xffff1007123, 5 };
	static const u64 other[] = { 0xffff1000124, 5 };
	static const u64 kernel[] = { 0x1123, 5 };
	const u64 start = 0xffff1000000, end = 0xffff2000000;
	u64 hash = af_inject_hash(here, 2, start, end);

	assert_true(hash);
	assert_true(hash == af_inject_hash(there, 2, start, end));
	assert_false(hash == af_inject_hash(other, 2, start, end));
	assert_false(hash == af_inject_hash(here, 1, start, end));
	/* Outside of modules each bit counts. */
	assert_false(af_inject_hash(here, 2, 0, 0) ==
		     af_inject_hash(there, 2, 0, 0));
	assert_false(hash == af_inject_hash(kernel, 2, start, end));
	assert_true(af_inject_hash(here, 0, start, end));
}

/* Which of @nr requests of an order are failed, as bits. */
static u64 failed_of(const char *line, u32 nr, u32 order)
{
	struct af_inject_settings settings = parsed(line);
	static struct af_inject_sites sites;
	struct af_inject_state state;
	u64 failed = 0;
	u32 i;

	af_inject_sites_clear(&sites);
	af_inject_state_init(&state, &settings);
	for (i = 0; i < nr; i++)
		failed |= (u64)af_inject_choose(&settings, &state, &sites,
						order, i % 3 + 1)
			  << i;
	return failed;
}

static void test_choose(void **unused)
{
	assert_true(failed_of("pid=1", 8, 0) == 0x01);
	assert_true(failed_of("pid=1 times=3", 8, 0) == 0x07);
	assert_true(failed_of("pid=1 times=-1", 8, 0) == 0xff);
	assert_true(failed_of("pid=1 nth=1", 8, 0) == 0x01);
	assert_true(failed_of("pid=1 nth=5", 8, 0) == 0x10);
	assert_true(failed_of("pid=1 nth=9", 8, 0) == 0);
	assert_true(failed_of("pid=1 interval=3 times=-1", 8, 0) == 0x24);
	assert_true(failed_of("pid=1 interval=3 times=1", 8, 0) == 0x04);
	assert_true(failed_of("pid=1 space=3 times=-1", 8, 0) == 0xf8);
	assert_true(failed_of("pid=1 space=3 times=-1", 8, 1) == 0xfe);
	assert_true(failed_of("pid=1 space=3 times=-1", 8, 2) == 0xff);
	assert_true(failed_of("pid=1 new times=-1", 8, 0) == 0x07);
	assert_true(failed_of("pid=1 new times=2", 8, 0) == 0x03);
}

static void test_probability(void **unused)
{
	struct af_inject_settings settings =
		parsed("pid=1 times=-1 probability=25 seed=3");
	struct af_inject_settings other =
		parsed("pid=1 times=-1 probability=25 seed=4");
	struct af_inject_state state[3];
	u32 i, failed = 0, differ = 0;

	for (i = 0; i < 3; i++)
		af_inject_state_init(&state[i], &settings);
	for (i = 0; i < 100000; i++) {
		bool one = af_inject_choose(&settings, &state[0], NULL, 0, 0);

		failed += one;
		assert_int_equal(one, af_inject_choose(&settings, &state[1],
						       NULL, 0, 0));
		differ += one !=
			  af_inject_choose(&other, &state[2], NULL, 0, 0);
	}
	assert_in_range(failed, 24000, 26000);
	assert_in_range(differ, 30000, 45000);
}

static void test_sites_full(void **unused)
{
	struct af_inject_settings settings = parsed("pid=1 new times=-1");
	static struct af_inject_sites sites;
	struct af_inject_state state;
	u32 i, failed = 0;

	af_inject_sites_clear(&sites);
	af_inject_state_init(&state, &settings);
	for (i = 1; i <= AF_INJECT_SITES + 100; i++)
		failed += af_inject_choose(&settings, &state, &sites, 0,
					   i * 7ULL << 20 | i);
	assert_int_equal(failed, AF_INJECT_SITES);
	assert_int_equal(atomic_read(&sites.used), AF_INJECT_SITES);
	af_inject_sites_clear(&sites);
	assert_true(af_inject_choose(&settings, &state, &sites, 0, 7));
}

#define THREADS 4
#define REQUESTS 20000

/* What several CPUs share. */
struct shared {
	struct af_inject_settings settings;
	struct af_inject_state state;
	struct af_inject_sites sites;
	atomic_t failed;
};

static void *requests(void *argument)
{
	struct shared *shared = argument;
	u32 i;

	for (i = 0; i < REQUESTS; i++)
		if (af_inject_choose(&shared->settings, &shared->state,
				     &shared->sites, 0, i / 100 + 1))
			atomic_inc_return(&shared->failed);
	return NULL;
}

static int failed_by_threads(const char *line)
{
	struct shared *shared = calloc(1, sizeof(*shared));
	pthread_t threads[THREADS];
	int failed, i;

	shared->settings = parsed(line);
	af_inject_state_init(&shared->state, &shared->settings);
	for (i = 0; i < THREADS; i++)
		assert_false(pthread_create(&threads[i], NULL, requests,
					    shared));
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	failed = atomic_read(&shared->failed);
	free(shared);
	return failed;
}

static void test_at_the_same_time(void **unused)
{
	assert_int_equal(failed_by_threads("pid=1 nth=5000"), 1);
	assert_int_equal(failed_by_threads("pid=1 times=77"), 77);
	assert_int_equal(failed_by_threads("pid=1 times=-1"),
			 THREADS * REQUESTS);
	assert_int_equal(failed_by_threads("pid=1 interval=8 times=-1"),
			 THREADS * REQUESTS / 8);
	assert_int_equal(failed_by_threads("pid=1 new times=-1"),
			 REQUESTS / 100);
	assert_int_equal(failed_by_threads("pid=1 space=1000 times=-1"),
			 THREADS * REQUESTS - 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_spared),
		cmocka_unit_test(test_outcome),
		cmocka_unit_test(test_wants),
		cmocka_unit_test(test_stack),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_choose),
		cmocka_unit_test(test_probability),
		cmocka_unit_test(test_sites_full),
		cmocka_unit_test(test_at_the_same_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
