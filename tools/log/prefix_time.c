// SPDX-License-Identifier: GPL-2.0-only
/*
 * Times in a line's prefix: the kernel's seconds since the boot, and the time of the
 * day as loggers write it. Pure.
 */
#include <ctype.h>

#include "log/prefix_part.h"

/**
 * af_prefix_stamp - keep the time of a line as text
 * @line: the line
 * @stamp: the time; what is too long is cut, what is not printable is "?"
 */
void af_prefix_stamp(struct af_logline *line, struct af_slice stamp)
{
	size_t i;

	af_slice_trim(&stamp);
	for (i = 0; i < stamp.length && i + 1 < AF_LOG_STAMP; i++)
		line->stamp[i] = stamp.text[i] >= ' ' && stamp.text[i] <= '~' ?
					 stamp.text[i] :
					 '?';
	line->stamp[i] = '\0';
}

/* "12:34:56" at this place */
static bool is_clock(struct af_slice text, size_t at)
{
	return af_prefix_digit(text, at) && af_prefix_digit(text, at + 1) &&
	       at + 8 <= text.length && text.text[at + 2] == ':' &&
	       af_prefix_digit(text, at + 3) && af_prefix_digit(text, at + 4) &&
	       text.text[at + 5] == ':' && af_prefix_digit(text, at + 6) &&
	       af_prefix_digit(text, at + 7);
}

static size_t find_clock(struct af_slice text)
{
	struct af_slice rest = text;
	size_t colon;

	while (af_slice_after(&rest, ":")) {
		colon = rest.text - text.text - 1;
		if (colon >= 2 && is_clock(text, colon - 2))
			return colon - 2;
	}
	return AF_NOT_FOUND;
}

/* The date before the time: "2026-01-05T", "Jan  5 ", "07-13 ", or none. */
static size_t date_before(struct af_slice text, size_t clock)
{
	if (clock >= 11 && af_prefix_digit(text, clock - 11) &&
	    text.text[clock - 7] == '-' && text.text[clock - 4] == '-')
		return clock - 11;
	if (clock >= 7 && isalpha((unsigned char)text.text[clock - 7]) &&
	    af_prefix_digit(text, clock - 2))
		return clock - 7;
	if (clock >= 6 && af_prefix_digit(text, clock - 6) &&
	    text.text[clock - 4] == '-' && af_prefix_digit(text, clock - 2))
		return clock - 6;
	return clock;
}

/* The time of day in a prefix says more than the seconds since the boot. */
void af_prefix_clock(struct af_logline *line, struct af_slice prefix)
{
	size_t clock = find_clock(prefix), begin;

	if (clock == AF_NOT_FOUND)
		return;
	begin = date_before(prefix, clock);
	af_prefix_stamp(line,
			af_slice_of(prefix.text + begin, clock + 8 - begin));
}

/*
 * "123.456789", "123.456789s", "123.456789 <    0.000003>"; "+0.000005" after a
 * line with the date. Return: whether it is one
 */
bool af_prefix_seconds(struct af_logline *line, struct af_slice inside)
{
	bool relative = af_slice_take(&inside, "+");
	struct af_slice all = inside;
	u64 seconds, fraction, scale = 1000000;
	size_t digits;

	if (!af_slice_number(&inside, 10, &seconds) ||
	    !af_slice_take(&inside, ".") || seconds > UINT32_MAX)
		return false;
	digits = inside.length;
	if (!af_slice_number(&inside, 10, &fraction))
		return false;
	digits -= inside.length;
	if (digits < 3 || digits > 9)
		return false;
	af_slice_take(&inside, "s");
	af_prefix_trim(&inside);
	if (inside.length && af_slice_first(inside) != '<')
		return false;
	if (relative)
		return true;
	for (; digits > 6; digits--)
		fraction /= 10;
	for (; digits; digits--)
		scale /= 10;
	line->timed = true;
	line->time_us = seconds * 1000000 + fraction * scale;
	af_prefix_stamp(line, af_slice_front(all, all.length - inside.length));
	return true;
}

/* "Mon Apr 20 15:08:07 2020", "Jun12 03:10": a time of day is in it. */
bool af_prefix_date(struct af_logline *line, struct af_slice inside)
{
	size_t at;

	for (at = 0; at + 3 < inside.length && inside.length <= 64; at++) {
		if (!af_prefix_digit(inside, at) ||
		    inside.text[at + 1] != ':' ||
		    !af_prefix_digit(inside, at + 2) ||
		    !af_prefix_digit(inside, at + 3) ||
		    (at + 4 < inside.length && af_prefix_digit(inside, at + 4)))
			continue;
		at = af_slice_find(inside, "<");
		af_prefix_stamp(line, at == AF_NOT_FOUND ?
					      inside :
					      af_slice_front(inside, at));
		return true;
	}
	return false;
}

/* "2026-01-05T03:10:00,000000+00:00 ", "Jan  5 03:10:00 ", "07-13 08:41:51.341 " */
bool af_prefix_clock_word(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin =
		af_slice_front(*text, text->length < AF_LOG_STAMP ?
					      text->length :
					      AF_LOG_STAMP);
	size_t clock = find_clock(begin), date;

	if (clock == AF_NOT_FOUND)
		return false;
	date = date_before(begin, clock);
	/* "Mon " may stand before the date, and nothing else. */
	if (date > 4)
		return false;
	af_prefix_clock(line, begin);
	af_slice_skip(text, clock);
	while (text->length && !af_is_blank(text->text[0]) &&
	       text->text[0] != '[' && text->text[0] != '|')
		af_slice_skip(text, 1);
	return true;
}
