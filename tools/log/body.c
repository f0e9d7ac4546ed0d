// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the kernel's text begins in a line: by words that stand at its beginning,
 * or as in other lines. Pure.
 */
#include <ctype.h>

#include "log/reader.h"
#include "log/who.h"

#define has af_line_has

/* "Node 0 ", and not another node */
static bool is_node(const struct af_logline *line)
{
	struct af_slice rest;

	if (!has(line, AF_AT_NODE))
		return false;
	rest = af_line_from(line, AF_AT_NODE);
	af_slice_take(&rest, "Node ");
	return isdigit((unsigned char)af_slice_first(rest));
}

/* "DMA32 free:...", "DMA32: 12*4kB": the name of the zone before it */
static size_t zone_begins(const struct af_logline *line)
{
	struct af_slice text = line->text;
	size_t end, begin;

	if (has(line, AF_AT_FREE))
		end = line->anchors.at[AF_AT_FREE];
	else if (has(line, AF_AT_KB))
		end = af_slice_find(text, ": ");
	else
		return AF_NOT_FOUND;
	if (end == AF_NOT_FOUND)
		return AF_NOT_FOUND;
	for (begin = end;
	     begin && isalnum((unsigned char)text.text[begin - 1]);)
		begin--;
	text = af_slice_of(text.text + begin, end - begin);
	for (end = 0; end < AF_NR_LOG_ZONES; end++)
		if (af_slice_is(text, af_log_zone_names[end]))
			return begin;
	return AF_NOT_FOUND;
}

/* What only a report's zones have, with or without "Mem-Info:" before it. */
bool af_body_is_zone(const struct af_logline *line)
{
	if (has(line, AF_AT_FREE) && has(line, AF_AT_MIN))
		return true;
	return has(line, AF_AT_KB) &&
	       (is_node(line) || zone_begins(line) != AF_NOT_FOUND) &&
	       af_slice_has(line->body, "= ");
}

/* A terminal has made one line of a zone's two. */
bool af_body_has_both(const struct af_logline *line)
{
	return has(line, AF_AT_FREE) && has(line, AF_AT_MIN) &&
	       has(line, AF_AT_RESERVE) &&
	       line->anchors.at[AF_AT_MIN] < line->anchors.at[AF_AT_RESERVE] &&
	       zone_begins(line) != AF_NOT_FOUND;
}

/* The kernel's text begins with these words. */
static const u8 beginnings[] = {
	AF_AT_CALL_TRACE, AF_AT_CALL_TRACE_ARM, AF_AT_BACKTRACE,
	AF_AT_TASK_MARK,  AF_AT_HARDWARE,	AF_AT_WORKQUEUE,
	AF_AT_MODULES,	  AF_AT_MEM_INFO,	AF_AT_MEM_INFO_OLD,
	AF_AT_RESERVE,	  AF_AT_PROTECTIONS,
};

/* Return: where the kernel's text begins for sure, or AF_NOT_FOUND */
size_t af_body_begins(const struct af_logline *line)
{
	size_t i, zone;

	if (af_who_is_task(line))
		return af_who_task_begins(line);
	if (af_body_has_both(line))
		return is_node(line) ? line->anchors.at[AF_AT_NODE] :
				       zone_begins(line);
	for (i = 0; i < ARRAY_SIZE(beginnings); i++)
		if (has(line, beginnings[i]))
			return line->anchors.at[beginnings[i]];
	zone = is_node(line) ? line->anchors.at[AF_AT_NODE] : zone_begins(line);
	if (zone != AF_NOT_FOUND)
		return zone;
	return has(line, AF_AT_ACTIVE) ? line->anchors.at[AF_AT_ACTIVE] :
					 AF_NOT_FOUND;
}

/* Sets the line's body: as the kernel printed it. */
void af_body_find(struct af_reader *reader, struct af_logline *line)
{
	size_t begin = af_body_begins(line);
	struct af_slice body = line->text;

	if (begin == AF_NOT_FOUND)
		begin = af_prefix_match(&reader->prefix, body);
	else
		af_prefix_learn(&reader->prefix, af_slice_front(body, begin));
	af_slice_skip(&body, begin);
	af_slice_trim(&body);
	line->body = body;
}
