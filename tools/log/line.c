// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the bytes of a log to its lines. Pure, but for the memory of lines that are
 * not as they stand in the log.
 *
 * A line of the log is one record or several (log/record.h); a record is decoded
 * (log/clean.h), and then it may be several of the kernel's lines; what stands
 * before the kernel's text is taken off (log/prefix.h).
 */
#include <errno.h>
#include <stdlib.h>

#include "log/clean.h"
#include "log/line.h"
#include "log/prefix.h"
#include "log/record.h"

void af_loglines_begin(struct af_loglines *lines, const char *text,
		       size_t length)
{
	*lines = (struct af_loglines){ .rest = af_slice_of(text, length) };
}

void af_loglines_end(struct af_loglines *lines)
{
	unsigned int i;

	for (i = 0; i < AF_LOG_AHEAD; i++)
		free(lines->slots[i].room);
	free(lines->room);
}

static bool reserve(struct af_loglines *lines, char **room, size_t *size,
		    size_t want)
{
	char *larger;

	if (want <= *size)
		return true;
	larger = realloc(*room, want);
	if (!larger) {
		lines->error = -ENOMEM;
		return false;
	}
	*room = larger;
	*size = want;
	return true;
}

/* Up to the end of the line. Return: it, without that */
static struct af_slice cut(struct af_slice *rest)
{
	const char *end = memchr(rest->text, '\n', rest->length);
	size_t length = end ? (size_t)(end - rest->text) : rest->length;
	struct af_slice line = af_slice_front(*rest, length);

	af_slice_skip(rest, length + (end ? 1 : 0));
	return line;
}

/* A line that a mail has cut goes on in the next. */
static void cut_line(struct af_loglines *lines)
{
	struct af_slice line = cut(&lines->rest);

	lines->number++;
	lines->record = line;
	while (af_clean_is_soft_break(line) && lines->rest.length &&
	       lines->record.length < AF_LONGEST_LINE) {
		line = cut(&lines->rest);
		lines->number++;
		lines->record.length =
			line.text + line.length - lines->record.text;
	}
}

/* Return: false if there is no memory */
static bool decode(struct af_loglines *lines, const struct af_record *record)
{
	struct af_slice text = record->text;
	bool plain = record->form == AF_RECORD_PLAIN, clean;

	lines->pieces = text;
	lines->decoded = !plain ||
			 af_clean_needed(text, lines->quoted_printable);
	if (!lines->decoded)
		return true;
	if (!reserve(lines, &lines->room, &lines->size, text.length + 1))
		return false;
	text = af_slice_of(lines->room, af_record_decode(record, lines->room));
	clean = !plain && !af_clean_needed(text, lines->quoted_printable);
	if (!clean)
		text.length =
			af_clean(text, lines->room, &lines->quoted_printable);
	lines->pieces = text;
	return true;
}

static void begin_line(struct af_logline *line, const struct af_record *record,
		       u32 number)
{
	line->number = number;
	line->own = record->timed;
	line->piece = false;
	line->timed = record->timed;
	line->time_us = record->time_us;
	line->caller = 0;
	line->caller_id = 0;
	af_prefix_stamp(line, record->stamp);
}

/* A piece has time and caller of the record's first. */
static void next_piece(struct af_logline *line, const struct af_logline *last)
{
	line->number = last->number;
	line->own = last->own;
	line->piece = true;
	line->timed = last->timed;
	line->time_us = last->time_us;
	line->caller = last->caller;
	line->caller_id = last->caller_id;
	memcpy(line->stamp, last->stamp, sizeof(line->stamp));
}

/* Return: false at the end, or without memory */
static bool next_record(struct af_loglines *lines, struct af_logline *line)
{
	struct af_record record;

	if (!lines->record.length) {
		if (!lines->rest.length)
			return false;
		cut_line(lines);
	}
	begin_line(line, &(struct af_record){ 0 }, lines->number);
	lines->pieces = lines->record;
	if (!af_record_next(&lines->record, &record))
		return true;
	begin_line(line, &record, lines->number);
	return decode(lines, &record);
}

/* The line's text must not change when the next record is decoded. */
static bool keep(struct af_loglines *lines, struct af_logslot *slot,
		 struct af_slice text)
{
	slot->in_room = lines->decoded;
	if (lines->decoded) {
		if (!reserve(lines, &slot->room, &slot->size, text.length + 1))
			return false;
		if (text.length)
			memcpy(slot->room, text.text, text.length);
		text.text = slot->room;
	}
	slot->line.whole = text;
	return true;
}

/* Return: false at the end, or without memory */
static bool fill(struct af_loglines *lines, struct af_logslot *slot)
{
	struct af_logline *line = &slot->line;
	struct af_slice text;

	if (lines->more_pieces)
		next_piece(line, &lines->last);
	else if (!next_record(lines, line))
		return false;
	text = cut(&lines->pieces);
	if (text.length > AF_LONGEST_LINE) {
		lines->pieces =
			af_slice_of(text.text + AF_LONGEST_LINE,
				    lines->pieces.text + lines->pieces.length -
					    (text.text + AF_LONGEST_LINE));
		text.length = AF_LONGEST_LINE;
	}
	lines->more_pieces = lines->pieces.length;
	if (!keep(lines, slot, text))
		return false;
	line->repeated = 0;
	line->only_count = false;
	af_prefix_strip(line);
	af_anchors_find(&line->anchors, line->text);
	if (lines->more_pieces)
		lines->last = *line;
	return true;
}

static struct af_logslot *slot_of(struct af_loglines *lines, unsigned int nr)
{
	return &lines->slots[(lines->first + nr) % AF_LOG_AHEAD];
}

static void drop(struct af_loglines *lines)
{
	lines->first = (lines->first + 1) % AF_LOG_AHEAD;
	lines->nr--;
}

/* Return: whether there are so many */
static bool fill_up(struct af_loglines *lines, unsigned int nr)
{
	while (lines->nr < nr) {
		if (!fill(lines, slot_of(lines, lines->nr)))
			return false;
		lines->nr++;
	}
	return true;
}

/**
 * af_loglines_next - the next line of a log
 * @lines: where it begins
 *
 * The line is the caller's until the next call.
 *
 * Return: the line, NULL at the end or, with lines->error, without memory
 */
struct af_logline *af_loglines_next(struct af_loglines *lines)
{
	if (lines->taken)
		drop(lines);
	lines->taken = fill_up(lines, 1);
	return lines->taken ? &slot_of(lines, 0)->line : NULL;
}

/* The line that was taken last: joining moves it. */
struct af_logline *af_loglines_taken(struct af_loglines *lines)
{
	return &slot_of(lines, 0)->line;
}

/**
 * af_loglines_ahead - a line after the one that was taken
 * @lines: of the log
 * @nr: which, from 0; less than AF_LOG_AHEAD - 1
 *
 * Return: the line, or NULL if there are not so many
 */
const struct af_logline *af_loglines_ahead(struct af_loglines *lines,
					   unsigned int nr)
{
	if (!lines->taken || nr + 2 > AF_LOG_AHEAD || !fill_up(lines, nr + 2))
		return NULL;
	return &slot_of(lines, nr + 1)->line;
}

/**
 * af_loglines_join - make the line that was taken and the next one a single one
 * @lines: of the log; there is a next line
 * @blank: put a blank between them
 *
 * Return: false if there is no memory, or it would be too long
 */
bool af_loglines_join(struct af_loglines *lines, bool blank)
{
	struct af_logslot *slot = slot_of(lines, 0), *next = slot_of(lines, 1);
	struct af_slice a = slot->line.text, b = next->line.text;
	size_t length = a.length + blank + b.length;
	struct af_logslot kept;

	if (length > AF_LONGEST_LINE)
		return false;
	/* Where it is in its room already, it may not be at the beginning. */
	if (slot->in_room)
		memmove(slot->room, a.text, a.length);
	if (!reserve(lines, &slot->room, &slot->size, length))
		return false;
	if (!slot->in_room)
		memcpy(slot->room, a.text, a.length);
	slot->in_room = true;
	if (blank)
		slot->room[a.length] = ' ';
	memcpy(slot->room + a.length + blank, b.text, b.length);
	slot->line.text = af_slice_of(slot->room, length);
	slot->line.whole = slot->line.text;
	af_anchors_find(&slot->line.anchors, slot->line.text);
	kept = *slot;
	*slot = *next;
	*next = kept;
	drop(lines);
	return true;
}
