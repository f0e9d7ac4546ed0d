// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reports that are being read: where one is made, kept, and handed over with
 * what stands around it. Pure, but for their memory.
 */
#include <errno.h>
#include <stdlib.h>

#include "lib/release.h"
#include "log/reader.h"

struct af_log_report *af_log_report_keep(struct af_log_report *report)
{
	struct af_log_report *kept = malloc(sizeof(*kept));
	struct af_log_frame *frames;
	size_t size = report->trace.nr * sizeof(*frames);

	if (!kept)
		return NULL;
	*kept = *report;
	if (size) {
		frames = realloc(report->trace.frames, size);
		if (frames)
			kept->trace.frames = frames;
	} else {
		free(report->trace.frames);
		kept->trace.frames = NULL;
	}
	report->trace = (struct af_log_trace){ 0 };
	report->memory = (struct af_log_memory){ 0 };
	return kept;
}

void af_log_report_free(struct af_log_report *report)
{
	if (!report)
		return;
	free(report->trace.frames);
	free(report->memory.zones);
	free(report);
}

int af_reader_keep(struct af_reader *reader, struct af_slice *text)
{
	return af_strings_keep(&reader->log->strings, text) ? 0 : -ENOMEM;
}

int af_reader_keep_texts(struct af_reader *reader, struct af_log_report *report)
{
	return af_reader_keep(reader, &report->comm) ||
			       af_reader_keep(reader, &report->names) ||
			       af_reader_keep(reader, &report->release_text) ?
		       -ENOMEM :
		       0;
}

/* The release is the log's, too, for reports that have none. */
int af_reader_note_release(struct af_reader *reader, struct af_slice text)
{
	if (af_reader_keep(reader, &text))
		return -ENOMEM;
	reader->log->release = af_release_of(text);
	reader->log->release_text = text;
	return 0;
}

static bool has_frame(const struct af_log_trace *trace, const char *begin)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (af_slice_begins(trace->frames[i].symbol, begin))
			return true;
	return false;
}

/* One whose first line is lost: order and mask are not known. */
static void find_kind(struct af_reader *reader, const struct af_live *live)
{
	struct af_log_report *report = live->report;

	/* Nobody but the function that reports them has it in its trace. */
	if (!live->bare || !has_frame(&report->trace, "warn_alloc"))
		return;
	report->kind = has_frame(&report->trace, "__vmalloc") ? AF_LOG_VMALLOC :
								AF_LOG_FAILURE;
	report->form = AF_LOG_COLON;
	reader->log->count[AF_LOG_OTHER] -= report->repeated;
	/* It may be the rest of one that was counted by its first line. */
	reader->log->headless++;
}

/* The kernel's release is the neighbours', where the report has none. */
static int hand_over(struct af_reader *reader, struct af_live *live)
{
	struct af_log *log = reader->log;
	struct af_slice text = log->release_text;
	u32 release = log->release;
	int ret = 0;

	if (live->release) {
		log->release = live->release;
		log->release_text = live->release_text;
	}
	find_kind(reader, live);
	if (live->report->kind != AF_LOG_OTHER)
		ret = reader->sink->take(reader->sink->context, log,
					 live->report);
	log->release = release;
	log->release_text = text;
	af_log_report_free(live->report);
	live->report = NULL;
	return ret;
}

int af_reader_hand_over_oldest(struct af_reader *reader)
{
	struct af_lives *lives = &reader->lives;
	int ret = hand_over(reader, af_live_get(lives, 0));

	lives->first = (lives->first + 1) % AF_LIVE;
	lives->nr--;
	return ret;
}

static struct af_log_report *new_report(const struct af_logline *line,
					enum af_log_kind kind)
{
	struct af_log_report *report = calloc(1, sizeof(*report));
	const struct af_slice none = af_slice_string("");

	if (!report)
		return NULL;
	*report = (struct af_log_report){
		.kind = kind,
		.comm = none,
		.names = none,
		.release_text = none,
		.said = none,
		.slab = none,
		.line = line->number,
		.repeated = line->repeated ? line->repeated : 1,
		.timed = line->timed,
		.time_us = line->time_us,
		.memory.page_kb = 4,
	};
	report->caller = line->caller;
	memcpy(report->stamp, line->stamp, sizeof(report->stamp));
	return report;
}

/* Return: 0, with the report as the latest; or an error */
int af_reader_add(struct af_reader *reader, enum af_log_kind kind,
		  const struct af_logline *line, struct af_live **live)
{
	struct af_lives *lives = &reader->lives;
	int ret = lives->nr == AF_LIVE ? af_reader_hand_over_oldest(reader) : 0;

	if (ret)
		return ret;
	*live = af_live_get(lives, lives->nr);
	**live = (struct af_live){
		.report = new_report(line, kind),
		.own = line->own,
		.last_us = line->time_us,
		.last_line = line->number,
		.caller = line->caller,
		.caller_id = line->caller_id,
		.release_text = reader->log->release_text,
		.release = reader->log->release,
	};
	if (!(*live)->report)
		return -ENOMEM;
	lives->nr++;
	(*live)->report->near = af_events_near(&reader->log->events, line);
	reader->log->count[kind] += (*live)->report->repeated;
	return 0;
}

void af_reader_touch(struct af_live *live, const struct af_logline *line)
{
	if (line->timed)
		live->last_us = line->time_us;
	live->last_line = line->number;
}
