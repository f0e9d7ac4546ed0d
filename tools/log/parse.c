// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports of failed page allocations in a kernel log. Pure, but for the memory
 * of the result.
 *
 *   bytes -> line.c          the kernel's lines, decoded and without prefix
 *         -> unwrap.c        as long as they were before a mail broke them
 *         -> body.c          where the kernel's own text begins in each
 *         -> report_begin.c  the first line of a report: header.c
 *            report_lines.c  those after it: who.c trace.c memory.c
 *            around.c        those around it: event.c
 *         -> live.c          which report a line is of
 *         -> report.c        to the sink, one report after the other
 */
#include <errno.h>
#include <stdlib.h>

#include "log/reader.h"
#include "log/unwrap.h"
#include "log/who.h"

#define has af_line_has

static bool anything_open(struct af_reader *reader)
{
	unsigned int i = reader->lives.nr;

	while (i--)
		if (!af_live_get(&reader->lives, i)->closed)
			return true;
	return false;
}

static int take_line(struct af_reader *reader, struct af_logline *line)
{
	struct af_slice release;
	enum af_header header;
	int ret;

	if (line->only_count) {
		af_around_repeat(reader, line->repeated);
		return 0;
	}
	if (!af_any_anchor(&line->anchors) && !anything_open(reader))
		return af_around_pending(reader, line);
	af_body_find(reader, line);
	ret = af_around_event(reader, line);
	if (ret)
		return ret;
	header = af_header_of(line);
	if (header == AF_HEADER_BARE && !af_report_is_followed(reader))
		header = AF_HEADER_NONE;
	if (header != AF_HEADER_NONE)
		return af_report_begin(reader, line, header);
	if (has(line, AF_AT_SUPPRESSED)) {
		af_around_suppressed(reader->log, line->text);
		return 0;
	}
	if (af_who_version(line, &release))
		return af_reader_note_release(reader, release);
	ret = af_around_pending(reader, line);
	return ret ? ret : af_report_feed(reader, line);
}

/* The line in which a release may stand first; the end, if there is none. */
static struct af_slice from_release(struct af_slice text)
{
	static const char *const words[] = { "omm: ", "Linux version ",
					     "match kernel version " };
	size_t first = text.length, i, at;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		at = af_slice_find(af_slice_front(text, first), words[i]);
		if (at < first)
			first = at;
	}
	while (first && first < text.length && text.text[first - 1] != '\n')
		first--;
	return af_slice_from(text, first);
}

/* The first release that the log names, for what stands before it. */
static int find_first_release(struct af_reader *reader, struct af_slice text)
{
	struct af_log_report unused = { 0 };
	struct af_loglines lines;
	struct af_logline *line;
	struct af_slice release;
	int ret = 0;

	text = from_release(text);
	af_loglines_begin(&lines, text.text, text.length);
	while (!reader->log->release && !ret &&
	       (line = af_loglines_next(&lines))) {
		if (af_who_version(line, &release)) {
			ret = af_reader_note_release(reader, release);
		} else if (af_who_is_task(line)) {
			af_who_read(&unused, line);
			if (unused.release)
				ret = af_reader_note_release(reader,
							     unused.release_text);
		}
	}
	if (lines.error)
		ret = lines.error;
	af_loglines_end(&lines);
	return ret;
}

static int read_lines(struct af_reader *reader, const char *text, size_t length)
{
	struct af_logline *line;
	int ret = 0;

	af_loglines_begin(&reader->lines, text, length);
	while (!ret && (line = af_loglines_next(&reader->lines))) {
		af_unwrap(&reader->lines, &line);
		ret = take_line(reader, line);
	}
	if (!ret)
		ret = reader->lines.error;
	reader->log->lines = reader->lines.number;
	af_loglines_end(&reader->lines);
	return ret;
}

/**
 * af_log_read - find the reports in a kernel log
 * @log: what is known of it; af_log_free() frees it, after an error too
 * @text: the log, any bytes
 * @length: of it
 * @sink: who gets the reports, in the order of their first lines
 *
 * Return: 0, -ENOMEM, or what the sink returned
 */
int af_log_read(struct af_log *log, const char *text, size_t length,
		const struct af_log_sink *sink)
{
	struct af_reader *reader = calloc(1, sizeof(*reader));
	int ret;

	*log = (struct af_log){ .release_text = af_slice_string("") };
	if (!reader)
		return -ENOMEM;
	reader->log = log;
	reader->sink = sink;
	reader->pending = af_slice_string("");
	ret = find_first_release(reader, af_slice_of(text, length));
	if (!ret)
		ret = read_lines(reader, text, length);
	while (!ret && reader->lives.nr)
		ret = af_reader_hand_over_oldest(reader);
	while (reader->lives.nr) {
		af_log_report_free(af_live_get(&reader->lives, 0)->report);
		reader->lives.first = (reader->lives.first + 1) % AF_LIVE;
		reader->lives.nr--;
	}
	free(reader->list);
	free(reader);
	return ret;
}

void af_log_free(struct af_log *log)
{
	af_strings_free(&log->strings);
	*log = (struct af_log){ 0 };
}
