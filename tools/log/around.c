// SPDX-License-Identifier: GPL-2.0-only
/* The lines around the reports. Pure, but for the memory of what is kept. */
#include <errno.h>

#include "log/reader.h"

#define has af_line_has

/* Of the line in which somebody says what failed. */
#define LONGEST_SAID 160

/* "warn_alloc: 59 callbacks suppressed", "printk: 41 messages suppressed." */
void af_around_suppressed(struct af_log *log, struct af_slice text)
{
	static const char *const who[] = {
		"warn_alloc: ", "warn_alloc_failed: ",
		"__alloc_pages_slowpath: ", "__alloc_pages_nodemask: ",
		"printk: "
	};
	struct af_slice rest;
	size_t i;
	u64 number;

	for (i = 0; i < ARRAY_SIZE(who); i++) {
		rest = text;
		if (af_slice_after(&rest, who[i]) &&
		    af_slice_number(&rest, 10, &number))
			log->suppressed += number;
	}
}

/* "last message repeated 77 times": of a report that is one line. */
void af_around_repeat(struct af_reader *reader, u64 times)
{
	struct af_live *last;

	if (!reader->lives.nr)
		return;
	last = af_live_get(&reader->lives, reader->lives.nr - 1);
	if (last->report->kind != AF_LOG_FAILURE ||
	    last->report->form > AF_LOG_2_4 || last->closed)
		return;
	last->report->repeated += times;
	reader->log->count[AF_LOG_FAILURE] += times;
}

/* Return: whether a line is near enough to a report before it to be about it */
static bool follows(const struct af_live *live, const struct af_logline *line)
{
	if (line->number > live->last_line + AF_NEAR_LINES)
		return false;
	return !live->report->timed || !line->timed ||
	       line->time_us < live->last_us + AF_NEAR_US;
}

static bool about_itself(enum af_event_kind kind)
{
	return kind == AF_EVENT_SUSPEND || kind == AF_EVENT_RESUME;
}

static int tell_reports(struct af_reader *reader, const struct af_said *said,
			const struct af_logline *line)
{
	struct af_slice text = line->body, slab = said->name;
	unsigned int i = reader->lives.nr;
	bool first = true;

	if (text.length > LONGEST_SAID)
		text.length = LONGEST_SAID;
	while (i-- && !about_itself(said->kind)) {
		struct af_live *live = af_live_get(&reader->lives, i);

		/* A line without what its lines have is nobody's log. */
		if (live->report->kind == AF_LOG_OTHER ||
		    (live->own && !line->own) || !follows(live, line))
			continue;
		live->report->near |= 1U << said->kind;
		if (!first)
			continue;
		first = false;
		if (said->kind == AF_EVENT_SLAB && !live->report->slab.length) {
			live->report->slab = slab;
			if (af_reader_keep(reader, &live->report->slab))
				return -ENOMEM;
		}
		if ((said->kind == AF_EVENT_GAVE_UP ||
		     said->kind == AF_EVENT_SKB ||
		     said->kind == AF_EVENT_PROBE) &&
		    !live->report->said.length) {
			live->report->said = text;
			if (af_reader_keep(reader, &live->report->said))
				return -ENOMEM;
		}
	}
	return 0;
}

int af_around_event(struct af_reader *reader, const struct af_logline *line)
{
	struct af_said said;

	if (!af_event_of(&said, line,
			 has(line, AF_AT_SLAB) ?
				 af_loglines_ahead(&reader->lines, 0) :
				 NULL))
		return 0;
	/* Far from a report, it must be a line of a log, and name memory. */
	if ((said.kind != AF_EVENT_GAVE_UP ||
	     (line->own && af_event_is_memory(line->body))) &&
	    !af_events_add(&reader->log->events, &reader->log->strings, &said,
			   line))
		return -ENOMEM;
	return tell_reports(reader, &said, line);
}

/* "swapper/3:" alone: the rest of the line comes after others. */
int af_around_pending(struct af_reader *reader, const struct af_logline *line)
{
	struct af_slice rest = line->text, word;

	if (rest.length < 2 || rest.length > 32 ||
	    rest.text[rest.length - 1] != ':')
		return 0;
	word = af_slice_next_word(&rest);
	if (rest.length)
		return 0;
	word.length--;
	reader->pending = word;
	reader->pending_line = line->number;
	return af_reader_keep(reader, &reader->pending);
}
