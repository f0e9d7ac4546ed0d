// SPDX-License-Identifier: GPL-2.0-only
/* Moments and time spans: as an option names them, and as they are shown. */
#include <stdio.h>
#include <time.h>

#include "unit.h"
#include "lib/moment.h"

#define SECOND 1000000LL

static void set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

static void test_durations(void **state)
{
	static const struct {
		const char *text;
		u64 us;
	} cases[] = {
		{ "90", 90 * SECOND },
		{ "90s", 90 * SECOND },
		{ "15m", 900 * SECOND },
		{ "2h", 7200 * SECOND },
		{ "1d", 86400 * SECOND },
		{ "0x10s", 16 * SECOND },
		{ "9223372036854s", 9223372036854 * SECOND },
	};
	static const char *const none[] = {
		"",    "s",	     "0",
		"0s",  "-1",	     "1.5",
		"1w",  "1ms",	     "1S",
		"m15", " 15m",	     "9223372036855s",
		"1 ",  "106751992d", "18446744073709551615d",
	};
	u64 us;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_true(af_duration_parse(af_slice_string(cases[i].text),
					      &us));
		assert_int_equal(us, cases[i].us);
	}
	for (i = 0; i < ARRAY_SIZE(none); i++)
		if (af_duration_parse(af_slice_string(none[i]), &us))
			fail_msg("%s: taken", none[i]);
}

struct expected {
	const char *text;
	enum af_moment_of of;
	s64 us;
};

static void expect_moments(const struct expected *cases, size_t nr)
{
	struct af_moment moment;
	size_t i;

	for (i = 0; i < nr; i++) {
		if (!af_moment_parse(cases[i].text, &moment))
			fail_msg("%s: refused", cases[i].text);
		if (moment.of != cases[i].of || moment.us != cases[i].us)
			fail_msg("%s: %d, %lld", cases[i].text, moment.of,
				 (long long)moment.us);
	}
}

static void test_moments(void **state)
{
	static const struct expected cases[] = {
		{ "0", AF_MOMENT_BOOT, 0 },
		{ "1234.5", AF_MOMENT_BOOT, 1234500000 },
		{ "33.005001", AF_MOMENT_BOOT, 33005001 },
		{ "-15m", AF_MOMENT_AGO, 900 * SECOND },
		{ "@1767322800", AF_MOMENT_WALL, 1767322800 * SECOND },
		{ "@1767322800.25", AF_MOMENT_WALL, 1767322800250000 },
		{ "2026-01-02", AF_MOMENT_WALL, 1767312000 * SECOND },
		{ "2026-01-02 03:00", AF_MOMENT_WALL, 1767322800 * SECOND },
		{ "2026-01-02T03:00:00", AF_MOMENT_WALL, 1767322800 * SECOND },
		{ "2026-01-02T03:00:00Z", AF_MOMENT_WALL, 1767322800 * SECOND },
		{ "2026-01-02T03:00:00.000001Z", AF_MOMENT_WALL,
		  1767322800000001 },
		{ "2026-01-02T03:00:00,5+01:00", AF_MOMENT_WALL,
		  1767319200500000 },
		{ "2026-01-02T03:00-0530", AF_MOMENT_WALL,
		  1767342600 * SECOND },
		{ "2026-01-02T03:00:00+14", AF_MOMENT_WALL,
		  1767272400 * SECOND },
		{ "2024-02-29", AF_MOMENT_WALL, 1709164800 * SECOND },
	};

	set_zone("UTC");
	expect_moments(cases, ARRAY_SIZE(cases));
}

static void test_no_moments(void **state)
{
	static const char *const none[] = {
		"",
		"soon",
		"-",
		"-0s",
		"-soon",
		"@",
		"@-1",
		"@1.",
		"1.",
		".5",
		"1.1234567",
		"@32503680001",
		"1 ",
		"+5",
		"2026-13-01",
		"2026-01-32",
		"2026-01-02X",
		"2026-01-02T",
		"25:00",
		"03:60",
		"2026-01-02T03:00+15:00",
		"2026-01-02T03:00+01:60",
		"2026-01-02T03:00+1",
		"2026-01-02T03:00:00.1234567",
		"1969-12-31",
		"9999-01-01",
		"18446744073709551616",
	};
	struct af_moment moment;
	size_t i;

	set_zone("UTC");
	for (i = 0; i < ARRAY_SIZE(none); i++)
		if (af_moment_parse(none[i], &moment))
			fail_msg("%s: taken, as %d %lld", none[i], moment.of,
				 (long long)moment.us);
}

/* What has no offset is local time, in summer and in winter. */
static void test_local(void **state)
{
	static const struct expected cases[] = {
		{ "2026-01-02T03:00:00", AF_MOMENT_WALL, 1767319200 * SECOND },
		{ "2026-07-02T03:00:00", AF_MOMENT_WALL, 1782954000 * SECOND },
		{ "2026-07-02T03:00:00Z", AF_MOMENT_WALL, 1782961200 * SECOND },
	};
	char text[AF_MOMENT_LEN];

	set_zone("CET-1CEST,M3.5.0,M10.5.0/3");
	expect_moments(cases, ARRAY_SIZE(cases));
	assert_string_equal(af_moment_iso(text, 1767319200 * SECOND),
			    "2026-01-02T03:00:00.000+01:00");
	assert_string_equal(af_moment_iso(text, 1782954000 * SECOND + 4999),
			    "2026-07-02T03:00:00.004+02:00");
}

/* A time alone is of the day that it is now. */
static void test_today(void **state)
{
	struct af_moment moment;
	time_t before, after;

	set_zone("UTC");
	do {
		before = time(NULL) / 86400;
		assert_true(af_moment_parse("03:04:05.5", &moment));
		after = time(NULL) / 86400;
	} while (before != after);
	assert_int_equal(moment.us, before * 86400 * SECOND +
					    (3 * 3600 + 4 * 60 + 5) * SECOND +
					    SECOND / 2);
	assert_true(af_moment_parse("03:04", &moment));
	assert_int_equal(moment.us % (60 * SECOND), 0);
}

static void test_shown(void **state)
{
	char text[AF_MOMENT_LEN];

	assert_string_equal(af_moment_boot(text, 0), "0.000000");
	assert_string_equal(af_moment_boot(text, 33005001), "33.005001");
	assert_string_equal(af_moment_boot(text, UINT64_MAX),
			    "18446744073709.551615");
	set_zone("NST3:30");
	assert_string_equal(af_moment_iso(text, 0),
			    "1969-12-31T20:30:00.000-03:30");
}

/* What is shown is understood again, to the millisecond, whatever the zone. */
static void test_again(void **state)
{
	static const char *const zones[] = {
		"UTC",
		"CET-1CEST,M3.5.0,M10.5.0/3",
		"NST3:30",
		"X-14",
	};
	struct choices choices = unit_choices();
	char text[AF_MOMENT_LEN];
	struct af_moment moment;
	int round;

	for (round = 0; round < 20000; round++) {
		const s64 us = choose_u64(&choices) % (32503680000 * SECOND);

		set_zone(zones[round % ARRAY_SIZE(zones)]);
		af_moment_iso(text, us);
		assert_int_equal(strlen(text), 29);
		assert_true(af_moment_parse(text, &moment));
		assert_int_equal(moment.us, us / 1000 * 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_no_moments),
		cmocka_unit_test(test_local),
		cmocka_unit_test(test_today),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
