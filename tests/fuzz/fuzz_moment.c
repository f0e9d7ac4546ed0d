// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moments and time spans as options name them: any text. What is taken is in range, and a
 * time of the day that is shown is understood as the same, whatever the zone.
 */
#include <time.h>

#include "fuzz.h"
#include "lib/moment.h"

#define SECOND 1000000LL
#define LATEST (32503680000LL * SECOND) /* the year 3000 */

static void check_shown(const struct af_moment *moment)
{
	char text[AF_MOMENT_LEN];
	struct af_moment again;

	af_moment_iso(text, moment->us);
	fuzz_check(af_moment_parse(text, &again));
	fuzz_check(again.of == AF_MOMENT_WALL);
	fuzz_check(again.us == moment->us / 1000 * 1000);
}

static void fuzz_boot(const struct af_moment *moment)
{
	char text[AF_MOMENT_LEN];
	struct af_moment again;

	af_moment_boot(text, moment->us);
	fuzz_check(af_moment_parse(text, &again));
	fuzz_check(again.of == AF_MOMENT_BOOT && again.us == moment->us);
}

static void fuzz_moment(const char *text)
{
	struct af_moment moment;

	if (!af_moment_parse(text, &moment))
		return;
	fuzz_check(moment.us >= 0);
	fuzz_check(moment.of == AF_MOMENT_AGO || moment.us < LATEST + SECOND);
	if (moment.of == AF_MOMENT_BOOT)
		fuzz_boot(&moment);
	else if (moment.of == AF_MOMENT_WALL && moment.us < LATEST)
		check_shown(&moment);
}

static void fuzz_span(struct af_slice text)
{
	u64 us;

	if (af_duration_parse(text, &us))
		fuzz_check(us && us <= INT64_MAX && us % SECOND == 0);
}

/* A zone, then the text. */
static void fuzz(struct choices *choices)
{
	static const char *const zones[] = { "UTC",
					     "CET-1CEST,M3.5.0,M10.5.0/3",
					     "NST3:30", "X-14" };
	size_t length;
	char *text;

	if (!choices->left)
		return;
	setenv("TZ", zones[choose_below(choices, ARRAY_SIZE(zones))], 1);
	tzset();
	length = choices->left;
	text = fuzz_zalloc(length + 1);
	memcpy(text, choices->bytes, length);
	fuzz_span(af_slice_of(text, length));
	fuzz_moment(text);
	free(text);
}
