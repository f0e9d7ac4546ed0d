// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lines of a kernel log. Pure.
 *
 * What may stand before the kernel's text, in this order, each part or none:
 *
 *   > > >                          quoted in a mail
 *   Jul 15 03:01:26 host kernel:   syslog, journalctl; or an ISO time
 *   kern  :warn  :                 dmesg -x
 *   <4>                            dmesg -r, a console
 *   [399719.313562] [Mon Apr 20 15:08:07 2020]   the kernel's time; dmesg -T
 *   [  T123] [    C0]              CONFIG_PRINTK_CALLER
 */
#include "log/line.h"

/* A host's name and a date are shorter. */
#define LONGEST_PREFIX 160

void af_loglines_begin(struct af_loglines *lines, const char *text,
		       size_t length)
{
	*lines = (struct af_loglines){ .rest = af_slice_of(text, length) };
}

/* rsyslog writes a record of several lines as one, with #012 between them. */
static struct af_slice cut(struct af_loglines *lines)
{
	struct af_slice *rest = &lines->rest;
	size_t end = af_scan_find(*rest, "\n");
	struct af_slice line =
		af_scan_front(*rest, end == AF_NOT_FOUND ? rest->length : end);
	size_t piece = af_scan_find(line, "#012");

	if (!lines->piece)
		lines->number++;
	lines->piece = piece != AF_NOT_FOUND;
	if (lines->piece)
		line.length = piece;
	af_scan_skip(rest, line.length);
	if (lines->piece)
		af_scan_skip(rest, strlen("#012"));
	else if (rest->length)
		af_scan_skip(rest, 1);
	return line;
}

static void strip_quotes(struct af_slice *text)
{
	af_scan_trim(text);
	while (af_scan_take(text, ">"))
		af_scan_trim(text);
}

/* Up to "kernel:", if a word of a syslog line's beginning, not the message's. */
static void strip_syslog(struct af_slice *text)
{
	struct af_slice front =
		af_scan_front(*text, text->length < LONGEST_PREFIX ?
					     text->length :
					     LONGEST_PREFIX);
	size_t at = af_scan_find(front, "kernel:");

	if (at == AF_NOT_FOUND || (at && !af_scan_blank(text->text[at - 1])))
		return;
	af_scan_skip(text, at + strlen("kernel:"));
	af_scan_trim(text);
}

/* "kern  :warn  : " */
static void strip_facility(struct af_slice *text)
{
	struct af_slice rest = *text;

	if (!af_scan_take(&rest, "kern "))
		return;
	if (af_scan_after(&rest, ":") && af_scan_after(&rest, ":"))
		*text = rest;
	af_scan_trim(text);
}

static void strip_level(struct af_slice *text)
{
	struct af_slice rest = *text;
	u64 level;

	if (af_scan_take(&rest, "<") && af_scan_number(&rest, 10, &level) &&
	    af_scan_take(&rest, ">"))
		*text = rest;
	af_scan_trim(text);
}

/* "123.456789": Return: whether it is one */
static bool stamp(struct af_slice inside, struct af_logline *line)
{
	u64 seconds, fraction;

	if (!af_scan_number(&inside, 10, &seconds) ||
	    !af_scan_take(&inside, ".") || inside.length != 6 ||
	    !af_scan_number(&inside, 10, &fraction) || inside.length ||
	    seconds > UINT32_MAX)
		return false;
	line->timed = true;
	line->time_us = seconds * 1000000 + fraction;
	return true;
}

/* "T123", "C0" */
static bool caller(struct af_slice inside, struct af_logline *line)
{
	char kind = af_scan_first(inside);
	u64 id;

	if (kind != 'T' && kind != 'C')
		return false;
	af_scan_skip(&inside, 1);
	if (!af_scan_number(&inside, 10, &id) || inside.length ||
	    id > UINT32_MAX)
		return false;
	line->caller = kind;
	line->caller_id = id;
	return true;
}

/* "Mon Apr 20 15:08:07 2020" */
static bool date(struct af_slice inside)
{
	return inside.length >= 19 && inside.length <= 32 &&
	       af_scan_has(inside, ":") && af_scan_has(inside, " ");
}

/* Return: whether there was one */
static bool strip_bracket(struct af_slice *text, struct af_logline *line)
{
	struct af_slice inside;
	size_t end;

	if (af_scan_first(*text) != '[')
		return false;
	end = af_scan_find(*text, "]");
	if (end == AF_NOT_FOUND)
		return false;
	inside = af_slice_of(text->text + 1, end - 1);
	af_scan_trim(&inside);
	if (!stamp(inside, line) && !caller(inside, line) && !date(inside))
		return false;
	af_scan_skip(text, end + 1);
	af_scan_trim(text);
	return true;
}

/* "message repeated 3 times: [ text]" is the text, as often. */
static void strip_repeated(struct af_logline *line)
{
	struct af_slice rest = line->text;
	u64 times;

	if (!af_scan_after(&rest, "message repeated ") ||
	    !af_scan_number(&rest, 10, &times) ||
	    !af_scan_take(&rest, " times"))
		return;
	line->repeated = times;
	line->only_count = !af_scan_take(&rest, ": [");
	if (rest.length && rest.text[rest.length - 1] == ']')
		rest.length--;
	if (line->only_count)
		return;
	line->text = rest;
	af_scan_trim(&line->text);
}

static void strip(struct af_logline *line)
{
	struct af_slice *text = &line->text;
	int brackets = 0;

	strip_quotes(text);
	strip_repeated(line);
	strip_syslog(text);
	strip_facility(text);
	strip_level(text);
	while (brackets < 3 && strip_bracket(text, line))
		brackets++;
	/* Some write the date before it. */
	if (brackets)
		strip_syslog(text);
}

/**
 * af_loglines_next - the next line of a log
 * @lines: where it begins
 * @line: where to put it
 *
 * A piece of a line that was several has time and caller of its first one.
 *
 * Return: false at the end
 */
bool af_loglines_next(struct af_loglines *lines, struct af_logline *line)
{
	bool piece = lines->piece;

	if (!lines->rest.length)
		return false;
	*line = piece ? lines->last : (struct af_logline){};
	line->repeated = 0;
	line->only_count = false;
	line->text = cut(lines);
	line->number = lines->number;
	strip(line);
	lines->last = *line;
	return true;
}
