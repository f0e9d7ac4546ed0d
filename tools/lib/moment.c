// SPDX-License-Identifier: GPL-2.0-only
/* Moments: as an option names one, and as they are shown. */
#include <stdio.h>
#include <time.h>

#include "lib/moment.h"

#define SECOND_US 1000000LL
/* The year 3000, in seconds since 1970. */
#define LATEST 32503680000LL

/**
 * af_duration_parse - a time span
 * @text: for instance 90, 90s, 15m, 2h or 1d
 * @us: microseconds, not 0
 *
 * Return: whether it is one that fits
 */
bool af_duration_parse(struct af_slice text, u64 *us)
{
	static const struct {
		char unit;
		u64 seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	u64 scale = SECOND_US;
	size_t i;

	for (i = 0; text.length && i < ARRAY_SIZE(units); i++) {
		if (text.text[text.length - 1] != units[i].unit)
			continue;
		scale *= units[i].seconds;
		text.length--;
		break;
	}
	return af_slice_u64(text, us) && *us &&
	       !__builtin_mul_overflow(*us, scale, us) && *us <= INT64_MAX;
}

/* Up to six decimals, after a point, as microseconds. */
static bool take_decimals(struct af_slice *rest, s64 *us)
{
	s64 scale = SECOND_US;

	*us = 0;
	if (!af_slice_take(rest, ".") && !af_slice_take(rest, ","))
		return true;
	while (rest->length && rest->text[0] >= '0' && rest->text[0] <= '9') {
		if (scale == 1)
			return false;
		scale /= 10;
		*us += (rest->text[0] - '0') * scale;
		af_slice_skip(rest, 1);
	}
	return scale < SECOND_US;
}

/* "1234", "1234.56" */
static bool parse_seconds(struct af_slice text, s64 *us)
{
	u64 seconds;
	s64 decimals;

	if (!af_slice_number(&text, 10, &seconds) ||
	    !take_decimals(&text, &decimals) || text.length || seconds > LATEST)
		return false;
	*us = (s64)seconds * SECOND_US + decimals;
	return true;
}

/* "Z", "+01:00", "-0530": seconds east; nothing is local time. */
static bool parse_zone(struct af_slice text, bool *local, long *east)
{
	bool minus = af_slice_begins(text, "-");
	u64 hours, minutes = 0;
	struct af_slice two;

	*local = !text.length;
	*east = 0;
	if (*local || af_slice_is(text, "Z"))
		return true;
	if ((!minus && !af_slice_begins(text, "+")) || text.length < 3)
		return false;
	two = af_slice_of(text.text + 1, 2);
	text = af_slice_from(text, 3);
	af_slice_take(&text, ":");
	if (!af_slice_u64(two, &hours) ||
	    (text.length && !af_slice_u64(text, &minutes)) || hours > 14 ||
	    minutes > 59)
		return false;
	*east = (long)(hours * 3600 + minutes * 60) * (minus ? -1 : 1);
	return true;
}

/* What is left of a text is its decimals, and its offset from UTC. */
static bool finish(struct tm *broken, const char *rest, s64 *us)
{
	struct af_slice text = af_slice_string(rest);
	s64 decimals;
	bool local;
	long east;
	time_t at;

	if (!take_decimals(&text, &decimals) ||
	    !parse_zone(text, &local, &east))
		return false;
	broken->tm_isdst = -1;
	at = local ? mktime(broken) : timegm(broken) - east;
	if (at < 0 || at > LATEST)
		return false;
	*us = at * SECOND_US + decimals;
	return true;
}

/* A day, with or without a time, or a time of today. */
static bool parse_calendar(const char *text, s64 *us)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%d %H:%M:%S",
		"%Y-%m-%dT%H:%M",
		"%Y-%m-%d %H:%M",
		"%Y-%m-%d",
		"%H:%M:%S",
		"%H:%M",
	};
	const time_t now = time(NULL);
	struct tm broken;
	const char *rest;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		localtime_r(&now, &broken);
		broken.tm_sec = 0;
		if (forms[i][1] == 'Y')
			broken = (struct tm){ .tm_mday = 1 };
		rest = strptime(text, forms[i], &broken);
		if (rest && finish(&broken, rest, us))
			return true;
	}
	return false;
}

/**
 * af_moment_parse - a moment, as an option names it
 * @text: 2026-01-02T03:04:05+01:00 and parts of it, 03:04, @ and seconds since 1970,
 * seconds of the boot clock, or - and a time span
 * @moment: where to put it
 *
 * Return: whether it is one
 */
bool af_moment_parse(const char *text, struct af_moment *moment)
{
	u64 span;

	if (*text == '-') {
		moment->of = AF_MOMENT_AGO;
		if (!af_duration_parse(af_slice_string(text + 1), &span))
			return false;
		moment->us = span;
		return true;
	}
	if (*text == '@') {
		moment->of = AF_MOMENT_WALL;
		return parse_seconds(af_slice_string(text + 1), &moment->us);
	}
	moment->of = AF_MOMENT_BOOT;
	if (parse_seconds(af_slice_string(text), &moment->us))
		return true;
	moment->of = AF_MOMENT_WALL;
	return parse_calendar(text, &moment->us);
}

/* Seconds of the boot clock, as the module has them. */
const char *af_moment_boot(char text[AF_MOMENT_LEN], u64 boot_us)
{
	snprintf(text, AF_MOMENT_LEN, "%llu.%06llu",
		 (unsigned long long)boot_us / 1000000,
		 (unsigned long long)boot_us % 1000000);
	return text;
}

/* ISO 8601 with milliseconds, in local time: 29 characters. */
const char *af_moment_iso(char text[AF_MOMENT_LEN], s64 wall_us)
{
	const time_t seconds = wall_us / SECOND_US;
	char day[24], zone[8];
	struct tm broken;

	localtime_r(&seconds, &broken);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &broken);
	strftime(zone, sizeof(zone), "%z", &broken);
	snprintf(text, AF_MOMENT_LEN, "%s.%03d%.3s:%.2s", day,
		 (int)(wall_us % SECOND_US / 1000), zone, zone + 3);
	return text;
}
