// SPDX-License-Identifier: GPL-2.0-only
/* Whose rules a kernel has: why/era.c. */
#include "unit.h"
#include "why/era.h"

/* The signs up to the one that came with a release, as its headers have them. */
#define SIGN(sign) (1U << (sign))
#define SIGNS_5_10 0
#define SIGNS_5_15 SIGN(AF_SIGN_FIND_RET_ADDR)
#define SIGNS_6_1 (SIGNS_5_15 | SIGN(AF_SIGN_MAPLE_TREE))
#define SIGNS_6_3 (SIGNS_6_1 | SIGN(AF_SIGN_NO_ATOMIC))
#define SIGNS_6_8 (SIGNS_6_3 | SIGN(AF_SIGN_OBJPOOL))
#define SIGNS_6_12 \
	(SIGNS_6_8 | SIGN(AF_SIGN_ALLOC_TAG) | SIGN(AF_SIGN_FREE_RESERVE))
#define SIGNS_7_2 (SIGNS_6_12 | SIGN(AF_SIGN_NO_BOUNCE))

static void test_running(void **state)
{
	static const struct {
		const char *release, *version;
		u32 headers, running;
	} cases[] = {
		{ "5.10.0-46-amd64", "#1 SMP Debian 5.10.262-1 (2026-11-02)",
		  KERNEL_VERSION(5, 10, 255), KERNEL_VERSION(5, 10, 255) },
		/* An update under the same name. */
		{ "6.1.0-57-amd64",
		  "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 (2026-11-02)",
		  KERNEL_VERSION(6, 1, 110), KERNEL_VERSION(6, 1, 192) },
		{ "6.12.118+deb13-amd64",
		  "#1 SMP PREEMPT_DYNAMIC Debian 6.12.118-1 (2026-11-10)",
		  KERNEL_VERSION(6, 12, 100), KERNEL_VERSION(6, 12, 118) },
		{ "7.3-rc4-amd64",
		  "#1 SMP PREEMPT_DYNAMIC Debian 7.3~rc4-1~exp1 (2026-11-10)",
		  KERNEL_VERSION(7, 3, 0), KERNEL_VERSION(7, 3, 0) },
		/* Debian's version of something else is not looked at. */
		{ "6.1.0-mine", "#1 SMP Debian 5.10.262-1",
		  KERNEL_VERSION(6, 1, 5), KERNEL_VERSION(6, 1, 5) },
		{ "6.8.0-51-generic", "#52-Ubuntu SMP PREEMPT_DYNAMIC Thu",
		  KERNEL_VERSION(6, 8, 12), KERNEL_VERSION(6, 8, 12) },
		{ "6.6.62+rpt-rpi-v8", "#1 SMP PREEMPT Debian 1:6.6.62-1+rpt1",
		  KERNEL_VERSION(6, 6, 60), KERNEL_VERSION(6, 6, 62) },
		{ "6.6.0", "#1 SMP", KERNEL_VERSION(6, 7, 3),
		  KERNEL_VERSION(6, 6, 0) },
		{ "6.6", "", KERNEL_VERSION(6, 6, 3), KERNEL_VERSION(6, 6, 3) },
		{ "6.6.999999999999", "", KERNEL_VERSION(6, 6, 3),
		  KERNEL_VERSION(6, 6, 255) },
		{ "", "", KERNEL_VERSION(6, 6, 3), KERNEL_VERSION(6, 6, 3) },
		{ "linux", "", KERNEL_VERSION(6, 6, 3),
		  KERNEL_VERSION(6, 6, 3) },
		{ "6.", " Debian ", KERNEL_VERSION(6, 6, 3),
		  KERNEL_VERSION(6, 6, 3) },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(af_era_running(cases[i].release,
						cases[i].version,
						cases[i].headers),
				 cases[i].running);
}

/* A kernel, and what is to be found of it. */
struct found {
	struct af_kernel kernel; /* headers 0: those of the same release */
	u32 release;
	enum af_era_by by;
};

static void check_found(const struct found *cases, size_t nr)
{
	struct af_kernel kernel;
	struct af_era era;
	size_t i;

	for (i = 0; i < nr; i++) {
		kernel = cases[i].kernel;
		if (!kernel.headers)
			kernel.headers = kernel.running;
		era = af_era_find(&kernel, 0);
		assert_int_equal(era.release, cases[i].release);
		assert_int_equal(era.by, cases[i].by);
	}
}

/* A release that agrees with its headers. */
static void test_release(void **state)
{
	static const struct {
		u32 release, signs;
	} cases[] = {
		{ KERNEL_VERSION(5, 10, 255), SIGNS_5_10 },
		{ KERNEL_VERSION(5, 14, 255), SIGNS_5_10 },
		{ KERNEL_VERSION(5, 15, 0), SIGNS_5_15 },
		{ KERNEL_VERSION(6, 0, 255), SIGNS_5_15 },
		{ KERNEL_VERSION(6, 1, 192), SIGNS_6_1 },
		{ KERNEL_VERSION(6, 6, 60), SIGNS_6_3 },
		{ KERNEL_VERSION(6, 8, 12), SIGNS_6_8 },
		{ KERNEL_VERSION(6, 12, 118), SIGNS_6_12 },
		{ KERNEL_VERSION(6, 15, 255), SIGNS_6_12 },
		{ KERNEL_VERSION(7, 2, 12), SIGNS_7_2 },
	};
	struct found found = { .by = AF_ERA_RELEASE };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		found.kernel.running = cases[i].release;
		found.kernel.signs = cases[i].signs;
		found.release = cases[i].release;
		check_found(&found, 1);
	}
}

static void test_distributions(void **state)
{
	static const struct found cases[] = {
		{ { KERNEL_VERSION(6, 8, 12), 0, SIGNS_6_8,
		    AF_DISTRIBUTION_UBUNTU },
		  KERNEL_VERSION(6, 6, 113),
		  AF_ERA_DISTRIBUTION },
		{ { KERNEL_VERSION(5, 15, 178), 0, SIGNS_5_15,
		    AF_DISTRIBUTION_UBUNTU },
		  KERNEL_VERSION(5, 15, 178),
		  AF_ERA_RELEASE },
		{ { KERNEL_VERSION(5, 14, 0), 0, SIGNS_5_10,
		    AF_DISTRIBUTION_RHEL },
		  KERNEL_VERSION(5, 14, 0),
		  AF_ERA_BACKPORTS },
		{ { KERNEL_VERSION(6, 4, 0), 0, SIGNS_6_3,
		    AF_DISTRIBUTION_SUSE },
		  KERNEL_VERSION(6, 4, 0),
		  AF_ERA_BACKPORTS },
	};

	check_found(cases, ARRAY_SIZE(cases));
}

/* A release that says another than the headers. */
static void test_liars(void **state)
{
	static const struct found cases[] = {
		{ { KERNEL_VERSION(5, 14, 0), 0, SIGNS_6_12,
		    AF_DISTRIBUTION_RHEL },
		  KERNEL_VERSION(6, 12, 255),
		  AF_ERA_HEADERS },
		{ { KERNEL_VERSION(5, 15, 0), 0, SIGNS_6_1,
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 1, 255),
		  AF_ERA_HEADERS },
		{ { KERNEL_VERSION(6, 12, 5), 0, SIGNS_6_1,
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 2, 255),
		  AF_ERA_HEADERS },
		/* Some of a later release, and not what came between. */
		{ { KERNEL_VERSION(5, 14, 0), 0, SIGN(AF_SIGN_NO_ATOMIC),
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 3, 255),
		  AF_ERA_HEADERS },
	};

	check_found(cases, ARRAY_SIZE(cases));
}

static void test_another(void **state)
{
	static const struct found cases[] = {
		{ { KERNEL_VERSION(6, 6, 113), KERNEL_VERSION(6, 1, 192),
		    SIGNS_6_1, AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 6, 113),
		  AF_ERA_ANOTHER },
		{ { KERNEL_VERSION(6, 1, 192), KERNEL_VERSION(6, 1, 110),
		    SIGNS_6_1, AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 1, 192),
		  AF_ERA_RELEASE },
	};

	check_found(cases, ARRAY_SIZE(cases));
}

static void test_set(void **state)
{
	static const char *const bad[] = { "",	   "6",	    "6.",    "6.x",
					   "5.9",  "5.9.1", "-6.1",  "6.1 ",
					   "6.1.", "6.1.x", "6.1-1", "auto" };
	struct af_kernel kernel = { .running = KERNEL_VERSION(6, 12, 5) };
	u32 release;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (af_era_parse(bad[i], &release))
			fail_msg("\"%s\" is taken for a release", bad[i]);
	assert_true(af_era_parse("6.6.60\n", &release));
	assert_int_equal(release, KERNEL_VERSION(6, 6, 60));
	assert_true(af_era_parse("5.10", &release));
	assert_int_equal(release, KERNEL_VERSION(5, 10, 0));
	assert_int_equal(af_era_find(&kernel, release).release, release);
	assert_int_equal(af_era_find(&kernel, release).by, AF_ERA_SET);
}

/* Each way has words, and those that are assumed say so first. */
static void test_evidence(void **state)
{
	unsigned int by;

	for (by = AF_ERA_RELEASE; by <= AF_ERA_ANOTHER; by++)
		assert_int_equal(!strncmp(af_era_evidence(by), "assumed: ", 9),
				 by >= AF_ERA_BACKPORTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_running),
		cmocka_unit_test(test_release),
		cmocka_unit_test(test_distributions),
		cmocka_unit_test(test_liars),
		cmocka_unit_test(test_another),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
