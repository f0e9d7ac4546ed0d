// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a request failed: a model of the allocator that random requests are tried
 * on, and the choice between the causes.
 */
#include "unit.h"
#include "cause_model.h"

static void test_names(void **state)
{
	static const char *const names[] = {
		"fragmentation", "watermark", "reserve",  "lowmem",    "cgroup",
		"placement",	 "oversize",  "injected", "transient",
	};
	size_t i;

	assert_int_equal(ARRAY_SIZE(names), AF_NR_CAUSES);
	for (i = 0; i < AF_NR_CAUSES; i++)
		assert_string_equal(af_cause_names[i], names[i]);
}

struct seen {
	unsigned int verdicts[AF_ZONE_OK + 1];
	unsigned int margin_0, margin_1;
};

static void check_model(const struct model *model, struct seen *seen)
{
	const struct af_zone zone = zone_of(model);
	struct af_allowance allowance;
	enum af_verdict verdict;
	unsigned int flags = model_flags(model);
	s64 margin;

	af_allow(&allowance, rules_of(model->kernel), &model->request);
	margin = af_zone_margin(&allowance, &zone);
	verdict =
		af_zone_judge(&allowance, model->request.order, &zone, margin);
	assert_int_equal(verdict, model_verdict(model));
	assert_true(margin == model_margin(model));
	assert_int_equal(allowance.no_policy,
			 !(flags & F_CPUSET) ||
				 model_reserves(&model->request));
	assert_int_equal(allowance.oom, !!(flags & F_OOM));

	seen->verdicts[verdict]++;
	seen->margin_0 += margin == 0;
	seen->margin_1 += margin == 1;
}

/* The better verdict comes first, and of the same the greater margin. */
static void test_rank(void **state)
{
	static const s64 margins[] = { -(1LL << 54), -1, 0, 1, 1LL << 54 };
	s64 rank, before = AF_RANK_NONE;
	enum af_verdict verdict;
	size_t i;

	assert_int_equal(af_rank_verdict(AF_RANK_NONE), AF_ZONE_NONE);
	for (verdict = AF_ZONE_SHORT; verdict <= AF_ZONE_OK; verdict++)
		for (i = 0; i < ARRAY_SIZE(margins); i++) {
			rank = af_rank(verdict, margins[i]);
			assert_int_equal(af_rank_verdict(rank), verdict);
			assert_true(rank > before);
			before = rank;
		}
}

/* A property that is never put to the test would hold too. */
static void check_seen(const struct seen *seen, unsigned int rounds)
{
	assert_int_equal(seen->verdicts[AF_ZONE_NONE], 0);
	assert_true(seen->verdicts[AF_ZONE_SHORT] > rounds / 10);
	assert_true(seen->verdicts[AF_ZONE_FRAGMENTED] > rounds / 100);
	assert_true(seen->verdicts[AF_ZONE_OK] > rounds / 10);
	assert_true(seen->margin_0 > rounds / 100);
	assert_true(seen->margin_1 > rounds / 100);
}

static void test_model(void **state)
{
	const unsigned int rounds = 150000;
	struct choices choices = unit_choices();
	enum kernel kernel;
	struct model model;
	unsigned int i;

	for (kernel = 0; kernel < MODELS; kernel++) {
		struct seen seen = { .margin_0 = 0 };

		for (i = 0; i < rounds; i++) {
			model = random_model(kernel, &choices);
			check_model(&model, &seen);
		}
		check_seen(&seen, rounds);
	}
}

static unsigned int check_decision(const struct af_allowance *allowance,
				   const struct af_evidence *evidence)
{
	enum af_cause decided = af_cause_decide(allowance, evidence), cause;

	for (cause = 0; cause < AF_NR_CAUSES; cause++)
		assert_int_equal(holds(cause, allowance, evidence),
				 cause == decided);
	return 1U << decided;
}

/* All evidence that there can be: eight yes or no, and one verdict of four. */
static void test_decide(void **state)
{
	struct af_allowance allowance = { .no_watermarks = false };
	unsigned int bits, seen = 0;

	for (bits = 0; bits < 1 << 10; bits++) {
		struct af_evidence evidence = {
			.oversize = bits & 1,
			.early = bits & 2,
			.cgroup_full = bits & 4,
			.node_unknown = bits & 8,
			.best = bits >> 6 & 3,
			.shut_out = bits & 0x100,
			.above = bits & 0x200,
		};

		allowance.no_watermarks = bits & 0x10;
		allowance.oom = bits & 0x20;
		seen |= check_decision(&allowance, &evidence);
	}
	assert_int_equal(seen, (1 << AF_NR_CAUSES) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_rank),
		cmocka_unit_test(test_model),
		cmocka_unit_test(test_decide),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
