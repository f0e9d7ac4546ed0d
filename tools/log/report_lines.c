// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lines of a report after its first: task, call trace and zones, each put to
 * the report that it is of. Pure, but for the memory of what is kept.
 */
#include <errno.h>
#include <stdlib.h>

#include "log/clean.h"
#include "log/reader.h"
#include "log/who.h"

#define has af_line_has

/* One processor, and one task, does one thing after the other. */
static bool same_line_of_work(const struct af_log_report *a,
			      const struct af_log_report *b)
{
	return (a->cpu_known && b->cpu_known && a->cpu == b->cpu) ||
	       (a->pid_known && b->pid_known && a->pid && a->pid == b->pid);
}

static void end_traces(const struct af_owners *owners,
		       const struct af_log_report *latest)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		if (owners->all[i]->report != latest &&
		    same_line_of_work(owners->all[i]->report, latest))
			owners->all[i]->trace_open = false;
}

/* A report whose first line is lost. Return: 0 or an error */
static int begin_bare(struct af_reader *reader, const struct af_logline *line,
		      struct af_live **live)
{
	int ret = af_reader_add(reader, AF_LOG_OTHER, line, live);

	if (!ret)
		(*live)->bare = true;
	return ret;
}

/* Who is named is another's, whose beginning is lost, if nobody waits for it. */
static int take_task(struct af_reader *reader, const struct af_owners *owners,
		     const struct af_logline *line)
{
	struct af_live *live =
		af_owner_of_task(owners, af_who_comm(line), line->number);
	int ret = live ? 0 : begin_bare(reader, line, &live);

	if (ret)
		return ret;
	af_who_read(live->report, line);
	ret = af_reader_keep_texts(reader, live->report);
	if (ret)
		return ret;
	live->task = true;
	af_reader_touch(live, line);
	end_traces(owners, live->report);
	return live->report->release ?
		       af_reader_note_release(reader,
					      live->report->release_text) :
		       0;
}

/* Room for the frames, and copies of their names. Return: 0, 1, or an error */
static int read_frames(struct af_reader *reader, struct af_live *live,
		       struct af_slice text, bool mixed)
{
	struct af_log_trace *trace = &live->report->trace;
	unsigned int i = trace->nr;
	bool any;

	if (!trace->frames) {
		trace->frames = malloc(AF_LOG_FRAMES * sizeof(*trace->frames));
		if (!trace->frames)
			return -ENOMEM;
	}
	any = af_log_trace_line(trace, text, mixed);
	for (; i < trace->nr; i++)
		if (af_reader_keep(reader, &trace->frames[i].symbol) ||
		    af_reader_keep(reader, &trace->frames[i].module))
			return -ENOMEM;
	return any;
}

/* A new trace is nobody's frames that came before: those were another's. */
static int begin_trace(struct af_reader *reader, const struct af_owners *owners,
		       const struct af_logline *line)
{
	struct af_live *live = af_owner_of_trace(owners);
	struct af_log_frame *frames;
	int ret = live ? 0 : begin_bare(reader, line, &live);

	if (ret)
		return ret;
	frames = live->report->trace.frames;
	live->report->trace = (struct af_log_trace){ .frames = frames };
	live->report->traced = true;
	live->headed = true;
	live->trace_open = true;
	af_reader_touch(live, line);
	/* What stands on its line: "Call Trace:<IRQ> <ffffffff...>{...}" */
	ret = read_frames(reader, live, line->body,
			  af_owners_with_trace(owners) > 1);
	return ret < 0 ? ret : 0;
}

/* Return: 1 if the line has a frame, 0 if not, or an error */
static int take_frame(struct af_reader *reader, const struct af_owners *owners,
		      const struct af_logline *line)
{
	struct af_live *live = af_owner_of_frame(owners, line->body);
	bool mixed = af_owners_with_trace(owners) > 1;
	int ret;

	if (!live)
		return 0;
	ret = read_frames(reader, live, line->body, mixed);
	if (ret <= 0)
		return ret;
	/* The last frame of another's trace begins none. */
	if (!live->report->traced && af_log_trace_ended(&live->report->trace)) {
		live->report->trace.nr = 0;
		return 1;
	}
	live->report->traced = true;
	live->trace_open = !af_log_trace_ended(&live->report->trace);
	live->paused = false;
	af_reader_touch(live, line);
	if (mixed)
		af_owners_mix(owners);
	return 1;
}

static struct af_live *begin_mem_info(const struct af_owners *owners,
				      const struct af_logline *line)
{
	struct af_live *live = af_owner_of_mem_info(owners);

	if (!live)
		return NULL;
	live->report->mem_info = true;
	live->trace_open = false;
	af_reader_touch(live, line);
	return live;
}

/* Return: 1 if the line was understood, 0 if not, or an error */
static int take_zone(struct af_reader *reader, const struct af_owners *owners,
		     const struct af_logline *line)
{
	bool zone = af_body_is_zone(line);
	struct af_live *live = af_owner_of_zone(owners, line->body);
	int ret;

	if (!live && (zone || has(line, AF_AT_ACTIVE)))
		live = begin_mem_info(owners, line);
	if (!live && zone)
		reader->log->zones_alone++;
	if (!live)
		return 0;
	ret = af_log_memory_line(&live->report->memory, line->body);
	if (ret > 0 && af_body_has_both(line))
		ret = af_log_memory_line(&live->report->memory,
					 af_line_from(line, AF_AT_RESERVE));
	if (ret > 0)
		af_reader_touch(live, line);
	else if (!ret && zone)
		live->report->zones_torn++;
	return ret;
}

/* "DMA: 1_4kB", "DMA: 14kB": the "*" were lost on the way. */
static int mend_list(struct af_reader *reader, struct af_logline *line)
{
	struct af_slice body = line->body;
	size_t want = 2 * body.length + 64;
	char *larger;

	if (!has(line, AF_AT_KB) || af_slice_has(body, "*") ||
	    has(line, AF_AT_FREE) || !af_slice_has(body, "= ") ||
	    !af_slice_has(body, ": "))
		return 0;
	if (want > reader->list_size) {
		larger = realloc(reader->list, want);
		if (!larger)
			return -ENOMEM;
		reader->list = larger;
		reader->list_size = want;
	}
	line->body =
		af_slice_of(reader->list, af_clean_list(body, reader->list));
	return 0;
}

/* A header that came in pieces goes on: ", mode:0x1080020(GFP_ATOMIC), ..." */
static bool take_rest_of_header(struct af_live *live,
				const struct af_logline *line)
{
	struct af_log_report *report = live->report;
	struct af_slice rest = line->body;

	if (report->kind == AF_LOG_OTHER || report->mem_info)
		return false;
	if (af_slice_take(&rest, ", mode:") || af_slice_take(&rest, "mode:")) {
		af_header_mask(report, rest);
		af_header_limits(report, rest);
		return true;
	}
	if (!has(line, AF_AT_MEMS))
		return false;
	af_header_limits(report, rest);
	return true;
}

static bool is_trace(const struct af_logline *line)
{
	return has(line, AF_AT_CALL_TRACE) || has(line, AF_AT_CALL_TRACE_ARM) ||
	       has(line, AF_AT_BACKTRACE);
}

/* "...", "[...]", "<..snip..>": who pasted the log has left lines out. */
static bool is_left_out(struct af_slice text)
{
	size_t dots = 0, i;

	if (text.length > 16)
		return false;
	for (i = 0; i < text.length; i++) {
		if (text.text[i] == ' ')
			return false;
		dots += text.text[i] == '.';
	}
	return dots >= 2;
}

/* A trace that was cut goes no further; if it does, its next frame says so. */
static void pause_traces(const struct af_owners *owners)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		owners->all[i]->paused = owners->all[i]->report->trace.nr;
}

int af_report_feed(struct af_reader *reader, struct af_logline *line)
{
	struct af_owners owners;
	int ret;

	af_owners_find(&owners, &reader->lives, line);
	if (af_who_is_task(line))
		return take_task(reader, &owners, line);
	/* All before it may be lost. */
	if (is_trace(line) && !owners.nr)
		return begin_trace(reader, &owners, line);
	if (!owners.nr) {
		if (af_body_is_zone(line))
			reader->log->zones_alone++;
		return 0;
	}
	if (take_rest_of_header(owners.all[0], line))
		return af_reader_keep_texts(reader, owners.all[0]->report);
	if (is_trace(line))
		return begin_trace(reader, &owners, line);
	if (has(line, AF_AT_MEM_INFO) || has(line, AF_AT_MEM_INFO_OLD)) {
		begin_mem_info(&owners, line);
		return 0;
	}
	ret = mend_list(reader, line);
	if (!ret)
		ret = take_zone(reader, &owners, line);
	if (!ret)
		ret = take_frame(reader, &owners, line);
	if (!ret && is_left_out(line->body))
		pause_traces(&owners);
	return ret < 0 ? ret : 0;
}
