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
/* RHEL's, that lie between two releases: as the headers of each have them. */
#define SIGNS_EL9_3 SIGNS_6_1
#define SIGNS_EL9_5 SIGNS_6_3
#define SIGNS_EL10 SIGNS_6_12
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

static void test_build(void **state)
{
	static const struct {
		const char *release;
		u32 build;
	} cases[] = {
		{ "5.14.0-503.40.1.el9_5.x86_64", AF_BUILD(503, 40) },
		{ "5.14.0-427.13.1.el9_4.x86_64+rt", AF_BUILD(427, 13) },
		{ "5.14.0-625.el9.x86_64", AF_BUILD(625, 0) },
		{ "6.12.0-55.9.1.el10_0.x86_64", AF_BUILD(55, 9) },
		{ "6.12.0-99999.99999.el10", AF_BUILD(0xffff, 0xffff) },
		/* Fedora's and Amazon's numbers, and none. */
		{ "6.12.4-200.fc41.x86_64", 0 },
		{ "6.1.119-129.201.amzn2023.x86_64", 0 },
		{ "5.14.0.el9", 0 },
		{ "5.14.0-.el9", 0 },
		{ "5.14.0-x.el9", 0 },
		{ ".el9", 0 },
		{ "", 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(af_era_build(cases[i].release),
				 cases[i].build);
}

static void test_marks(void **state)
{
	static const struct {
		const char *release;
		enum af_distribution distribution;
	} cases[] = {
		{ "6.1.119-129.201.amzn2023.x86_64", AF_DISTRIBUTION_AMAZON },
		{ "5.10.245-245.983.amzn2.x86_64", AF_DISTRIBUTION_AMAZON },
		{ "6.12.62+rpt-rpi-v8", AF_DISTRIBUTION_RASPBERRY_PI },
		{ "6.12.62+rpt-rpi-2712", AF_DISTRIBUTION_RASPBERRY_PI },
		{ "6.12.118+deb13-amd64", AF_DISTRIBUTION_NONE },
		{ "6.1.119-amzn", AF_DISTRIBUTION_NONE },
		{ "", AF_DISTRIBUTION_NONE },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(af_era_distribution(cases[i].release),
				 cases[i].distribution);
}

#define FOUND(running, build, signs, distribution)                       \
	{                                                                \
		running, build, 0, signs, AF_DISTRIBUTION_##distribution \
	}
#define EL9 KERNEL_VERSION(5, 14, 0)
#define EL10 KERNEL_VERSION(6, 12, 0)

static void test_distributions(void **state)
{
	static const struct found cases[] = {
		{ FOUND(KERNEL_VERSION(6, 8, 12), 0, SIGNS_6_8, UBUNTU),
		  KERNEL_VERSION(6, 6, 113), AF_ERA_DISTRIBUTION },
		/* The others of Ubuntu follow their numbers. */
		{ FOUND(KERNEL_VERSION(5, 15, 178), 0, SIGNS_5_15, UBUNTU),
		  KERNEL_VERSION(5, 15, 178), AF_ERA_RELEASE },
		{ FOUND(KERNEL_VERSION(6, 4, 0), 0, SIGNS_6_3, SUSE),
		  KERNEL_VERSION(6, 4, 0), AF_ERA_BACKPORTS },
		{ FOUND(KERNEL_VERSION(6, 1, 119), 0, SIGNS_6_1, AMAZON),
		  KERNEL_VERSION(6, 1, 119), AF_ERA_BACKPORTS },
		{ FOUND(KERNEL_VERSION(6, 12, 62), 0, SIGNS_6_12, RASPBERRY_PI),
		  KERNEL_VERSION(6, 12, 62), AF_ERA_BACKPORTS },
		/* Fedora: RHEL's macros, no build of RHEL's. */
		{ FOUND(KERNEL_VERSION(6, 12, 4), 0, SIGNS_6_12, RHEL),
		  KERNEL_VERSION(6, 12, 4), AF_ERA_BACKPORTS },
		/* A build of RHEL's says nothing of another's kernel. */
		{ FOUND(KERNEL_VERSION(6, 12, 0), AF_BUILD(55, 9), SIGNS_6_12,
			NONE),
		  KERNEL_VERSION(6, 12, 0), AF_ERA_RELEASE },
	};

	check_found(cases, ARRAY_SIZE(cases));
}

/* RHEL 9 and 10: each row at both its ends, and what lies between and after. */
static void test_rhel(void **state)
{
	static const struct {
		u32 build, signs, release;
		enum af_era_by by;
	} cases[] = {
		{ AF_BUILD(70, 13), SIGNS_5_10, KERNEL_VERSION(5, 15, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(162, 23), SIGNS_5_15, KERNEL_VERSION(5, 15, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(284, 10), SIGNS_5_15, KERNEL_VERSION(5, 15, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(284, 11), SIGNS_5_15, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(284, 30), SIGNS_5_15, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(284, 31), SIGNS_5_15, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(362, 8), SIGNS_EL9_3, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(362, 24), SIGNS_EL9_3, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(363, 0), SIGNS_EL9_3, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(427, 13), SIGNS_EL9_3, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(427, 42), SIGNS_EL9_3, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(503, 10), SIGNS_EL9_5, KERNEL_VERSION(6, 2, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(503, 11), SIGNS_EL9_5, KERNEL_VERSION(6, 3, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(503, 40), SIGNS_EL9_5, KERNEL_VERSION(6, 3, 0),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(503, 41), SIGNS_EL9_5, KERNEL_VERSION(6, 3, 0),
		  AF_ERA_BACKPORTS },
		{ AF_BUILD(570, 12), SIGNS_EL9_5, KERNEL_VERSION(6, 11, 7),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(570, 32), SIGNS_EL9_5, KERNEL_VERSION(6, 11, 7),
		  AF_ERA_DISTRIBUTION },
		{ AF_BUILD(625, 0), SIGNS_EL9_5, KERNEL_VERSION(6, 11, 7),
		  AF_ERA_BACKPORTS },
		/* A kernel that was built by hand has no build. */
		{ 0, SIGNS_5_10, EL9, AF_ERA_BACKPORTS },
		{ 0, SIGNS_EL9_5, KERNEL_VERSION(6, 3, 255), AF_ERA_HEADERS },
	}, el10[] = {
		{ AF_BUILD(55, 8), SIGNS_EL10, EL10, AF_ERA_BACKPORTS },
		{ AF_BUILD(55, 9), SIGNS_EL10, EL10, AF_ERA_DISTRIBUTION },
		{ AF_BUILD(55, 24), SIGNS_EL10, EL10, AF_ERA_DISTRIBUTION },
		{ AF_BUILD(237, 0), SIGNS_EL10, EL10, AF_ERA_BACKPORTS },
	};
	struct found found;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		found = (struct found){ FOUND(EL9, cases[i].build,
					      cases[i].signs, RHEL),
					cases[i].release, cases[i].by };
		check_found(&found, 1);
	}
	for (i = 0; i < ARRAY_SIZE(el10); i++) {
		found = (struct found){ FOUND(EL10, el10[i].build,
					      el10[i].signs, RHEL),
					el10[i].release, el10[i].by };
		check_found(&found, 1);
	}
}

/* A release that says another than the headers. */
static void test_liars(void **state)
{
	static const struct found cases[] = {
		{ { KERNEL_VERSION(5, 14, 0), 0, 0, SIGNS_6_12,
		    AF_DISTRIBUTION_RHEL },
		  KERNEL_VERSION(6, 12, 255),
		  AF_ERA_HEADERS },
		{ { KERNEL_VERSION(5, 15, 0), 0, 0, SIGNS_6_1,
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 1, 255),
		  AF_ERA_HEADERS },
		{ { KERNEL_VERSION(6, 12, 5), 0, 0, SIGNS_6_1,
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 2, 255),
		  AF_ERA_HEADERS },
		/* Some of a later release, and not what came between. */
		{ { KERNEL_VERSION(5, 14, 0), 0, 0, SIGN(AF_SIGN_NO_ATOMIC),
		    AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 3, 255),
		  AF_ERA_HEADERS },
	};

	check_found(cases, ARRAY_SIZE(cases));
}

static void test_another(void **state)
{
	static const struct found cases[] = {
		{ { KERNEL_VERSION(6, 6, 113), 0, KERNEL_VERSION(6, 1, 192),
		    SIGNS_6_1, AF_DISTRIBUTION_NONE },
		  KERNEL_VERSION(6, 6, 113),
		  AF_ERA_ANOTHER },
		{ { KERNEL_VERSION(6, 1, 192), 0, KERNEL_VERSION(6, 1, 110),
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
		cmocka_unit_test(test_build),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_distributions),
		cmocka_unit_test(test_rhel),
		cmocka_unit_test(test_liars),
		cmocka_unit_test(test_another),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
