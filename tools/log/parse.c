// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports of failed page allocations in a kernel log. Pure, but for the memory
 * of the result.
 *
 *   bytes -> line.c    the kernel's lines, decoded and without prefix
 *         -> unwrap.c  as long as they were before a mail broke them
 *         -> header.c who.c trace.c memory.c event.c   what each says
 *         -> live.c    which report it is of
 *         -> the sink  one report after the other, with what stands around it
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "log/clean.h"
#include "log/header.h"
#include "log/live.h"
#include "log/report.h"
#include "log/unwrap.h"
#include "log/who.h"

#define has af_line_has

/* How far ahead the line of task and kernel is looked for. */
#define AHEAD 12

/* How far before the rest of its line a task's name may stand alone. */
#define PENDING_LINES 8

/* Of the line in which somebody says what failed. */
#define LONGEST_SAID 160

struct reader {
	struct af_log *log;
	const struct af_log_sink *sink;
	struct af_loglines lines;
	struct af_lives lives;
	struct af_prefix prefix;
	struct af_slice pending; /* "swapper/3:" alone, the rest comes later */
	u32 pending_line;
	char *list; /* room for a list of blocks that is mended */
	size_t list_size;
};

/* --- the reports */

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

static bool has_frame(const struct af_log_trace *trace, const char *begin)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (af_slice_begins(trace->frames[i].symbol, begin))
			return true;
	return false;
}

/* One whose first line is lost: order and mask are not known. */
static void find_kind(struct reader *reader, const struct af_live *live)
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
static int hand_over(struct reader *reader, struct af_live *live)
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

static int hand_over_oldest(struct reader *reader)
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
	memcpy(report->stamp, line->stamp, sizeof(report->stamp));
	return report;
}

/* Return: 0, with the report as the latest; or an error */
static int add(struct reader *reader, enum af_log_kind kind,
	       const struct af_logline *line, struct af_live **live)
{
	struct af_lives *lives = &reader->lives;
	int ret = lives->nr == AF_LIVE ? hand_over_oldest(reader) : 0;

	if (ret)
		return ret;
	*live = af_live_get(lives, lives->nr);
	**live = (struct af_live){
		.report = new_report(line, kind),
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

static void touch(struct af_live *live, const struct af_logline *line)
{
	if (line->timed)
		live->last_us = line->time_us;
	live->last_line = line->number;
}

static int keep(struct reader *reader, struct af_slice *text)
{
	return af_strings_keep(&reader->log->strings, text) ? 0 : -ENOMEM;
}

static int keep_texts(struct reader *reader, struct af_log_report *report)
{
	return keep(reader, &report->comm) || keep(reader, &report->names) ||
			       keep(reader, &report->release_text) ?
		       -ENOMEM :
		       0;
}

/* --- where a line of the kernel begins, and what stands before it */

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

/* The kernel's text begins with these words. */
static const u8 beginnings[] = {
	AF_AT_CALL_TRACE, AF_AT_CALL_TRACE_ARM, AF_AT_BACKTRACE,
	AF_AT_TASK_MARK,  AF_AT_HARDWARE,	AF_AT_WORKQUEUE,
	AF_AT_MODULES,	  AF_AT_MEM_INFO,	AF_AT_MEM_INFO_OLD,
	AF_AT_RESERVE,	  AF_AT_PROTECTIONS,
};

/* Return: where the kernel's text begins for sure, or AF_NOT_FOUND */
static size_t begins_at(const struct af_logline *line)
{
	size_t i, zone;

	if (af_who_is_task(line))
		return af_who_task_begins(line);
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
static void find_body(struct reader *reader, struct af_logline *line)
{
	size_t begin = begins_at(line);
	struct af_slice body = line->text;

	if (begin == AF_NOT_FOUND)
		begin = af_prefix_match(&reader->prefix, body);
	else
		af_prefix_learn(&reader->prefix, af_slice_front(body, begin));
	af_slice_skip(&body, begin);
	af_slice_trim(&body);
	line->body = body;
}

/* The task's name before a message: the line of the task says how long it is. */
static struct af_slice find_comm(struct reader *reader,
				 const struct af_logline *line,
				 struct af_slice before)
{
	const struct af_logline *ahead;
	struct af_slice comm;
	unsigned int i;
	size_t begin;

	for (i = 0; i < AHEAD; i++) {
		ahead = af_loglines_ahead(&reader->lines, i);
		if (!ahead || af_header_of(ahead) != AF_HEADER_NONE)
			break;
		if (ahead->caller != line->caller ||
		    ahead->caller_id != line->caller_id)
			continue;
		begin = begins_at(ahead);
		if (begin == AF_NOT_FOUND)
			continue;
		comm = af_who_is_task(ahead) ? af_who_comm(ahead) :
					       af_slice_of(before.text, 0);
		if (af_who_ends_with(before, comm))
			return comm;
		af_prefix_learn(&reader->prefix,
				af_slice_front(ahead->text, begin));
		if (comm.length)
			break;
	}
	return af_who_before(before, &reader->prefix);
}

/* --- the first line of a report */

/*
 * Reports that are complete, and those of one line, get nothing more; nor does
 * what began without its first line, and was not followed by a trace.
 */
static void close_complete(struct reader *reader, const struct af_logline *line)
{
	struct af_owners owners;
	unsigned int i;

	af_owners_find(&owners, &reader->lives, line);
	for (i = 0; i < owners.nr; i++)
		if (owners.all[i]->report->mem_info ||
		    (owners.all[i]->bare && !owners.all[i]->report->traced) ||
		    (owners.all[i]->report->kind == AF_LOG_FAILURE &&
		     owners.all[i]->report->form <= AF_LOG_2_4))
			owners.all[i]->closed = true;
}

/* Reports of one line come by the thousand: the same again is one of them. */
static bool merge(struct reader *reader)
{
	struct af_lives *lives = &reader->lives;
	struct af_log_report *last, *before;

	if (lives->nr < 2)
		return false;
	last = af_live_get(lives, lives->nr - 1)->report;
	before = af_live_get(lives, lives->nr - 2)->report;
	if (last->form > AF_LOG_2_4 || before->kind != AF_LOG_FAILURE ||
	    before->form != last->form || before->traced ||
	    before->order_known != last->order_known ||
	    before->order != last->order ||
	    before->mask_known != last->mask_known ||
	    before->mask != last->mask || before->memalloc != last->memalloc ||
	    !af_slice_same(before->comm, last->comm))
		return false;
	before->repeated += last->repeated;
	af_live_get(lives, lives->nr - 2)->closed = false;
	af_log_report_free(last);
	lives->nr--;
	return true;
}

/* Up to 4.9 vmalloc() said what it wanted, then the allocator's words followed. */
static struct af_live *vmalloc_before(struct reader *reader,
				      const struct af_logline *line)
{
	struct af_lives *lives = &reader->lives;
	struct af_live *live;

	if (!lives->nr)
		return NULL;
	live = af_live_get(lives, lives->nr - 1);
	if (!live->half || live->caller != line->caller ||
	    live->caller_id != line->caller_id ||
	    line->number - live->last_line > 2)
		return NULL;
	return live;
}

static const enum af_log_kind kinds[] = {
	[AF_HEADER_1990S] = AF_LOG_FAILURE,
	[AF_HEADER_2_4] = AF_LOG_FAILURE,
	[AF_HEADER_FAILURE] = AF_LOG_FAILURE,
	[AF_HEADER_BARE] = AF_LOG_FAILURE,
	[AF_HEADER_VMALLOC] = AF_LOG_VMALLOC,
	[AF_HEADER_OVERSIZE] = AF_LOG_OVERSIZE,
	[AF_HEADER_OTHER] = AF_LOG_OTHER,
};

/* Without order and mask, it is one only if the rest of a report follows. */
static bool is_followed(struct reader *reader)
{
	const struct af_logline *ahead;
	unsigned int i;

	for (i = 0; i < AHEAD; i++) {
		ahead = af_loglines_ahead(&reader->lines, i);
		if (!ahead || af_header_of(ahead) != AF_HEADER_NONE)
			return false;
		if (af_who_is_task(ahead) || has(ahead, AF_AT_MODE) ||
		    has(ahead, AF_AT_CALL_TRACE) ||
		    af_log_trace_begins(ahead->text))
			return true;
	}
	return false;
}

static int begin_report(struct reader *reader, const struct af_logline *line,
			enum af_header header)
{
	struct af_slice comm = af_header_before(line, header);
	struct af_live *live = header == AF_HEADER_FAILURE ?
				       vmalloc_before(reader, line) :
				       NULL;
	int ret;

	if (header == AF_HEADER_2_4)
		comm = af_who_before(comm, &reader->prefix);
	else if (comm.length)
		comm = find_comm(reader, line, comm);
	if (!live) {
		close_complete(reader, line);
		ret = add(reader, kinds[header], line, &live);
		if (ret)
			return ret;
	}
	touch(live, line);
	live->half = has(line, AF_AT_VMALLOC_FAILURE) && !has(line, AF_AT_MODE);
	if (!comm.length && header == AF_HEADER_FAILURE &&
	    line->number - reader->pending_line <= PENDING_LINES)
		comm = reader->pending;
	live->report->comm = comm;
	af_header_read(live->report, line, header);
	ret = keep_texts(reader, live->report);
	if (!ret && live->report->kind == AF_LOG_FAILURE)
		merge(reader);
	return ret;
}

/* --- the lines of a report */

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

/* The release is the log's, too, for reports that have none. */
static int note_release(struct reader *reader, struct af_slice text)
{
	if (keep(reader, &text))
		return -ENOMEM;
	reader->log->release = af_log_release(text);
	reader->log->release_text = text;
	return 0;
}

/* Who is named is another's, whose beginning is lost, if nobody waits for it. */
static int take_task(struct reader *reader, const struct af_owners *owners,
		     const struct af_logline *line)
{
	struct af_live *live =
		af_owner_of_task(owners, af_who_comm(line), line->number);
	int ret;

	if (!live) {
		ret = add(reader, AF_LOG_OTHER, line, &live);
		if (ret)
			return ret;
		live->bare = true;
	}
	af_who_read(live->report, line);
	ret = keep_texts(reader, live->report);
	if (ret)
		return ret;
	live->task = true;
	touch(live, line);
	end_traces(owners, live->report);
	return live->report->release ?
		       note_release(reader, live->report->release_text) :
		       0;
}

/* Room for the frames, and copies of their names. Return: 0, 1, or an error */
static int read_frames(struct reader *reader, struct af_live *live,
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
		if (keep(reader, &trace->frames[i].symbol) ||
		    keep(reader, &trace->frames[i].module))
			return -ENOMEM;
	return any;
}

/* A new trace is nobody's frames that came before: those were another's. */
static int begin_trace(struct reader *reader, const struct af_owners *owners,
		       const struct af_logline *line)
{
	struct af_live *live = af_owner_of_trace(owners);
	struct af_log_frame *frames;
	int ret;

	if (!live) {
		ret = add(reader, AF_LOG_OTHER, line, &live);
		if (ret)
			return ret;
		live->bare = true;
	}
	frames = live->report->trace.frames;
	live->report->trace = (struct af_log_trace){ .frames = frames };
	live->report->traced = true;
	live->headed = true;
	live->trace_open = true;
	touch(live, line);
	/* What stands on its line: "Call Trace:<IRQ> <ffffffff...>{...}" */
	ret = read_frames(reader, live, line->body,
			  af_owners_with_trace(owners) > 1);
	return ret < 0 ? ret : 0;
}

static int take_frame(struct reader *reader, const struct af_owners *owners,
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
		return 0;
	}
	live->report->traced = true;
	live->trace_open = !af_log_trace_ended(&live->report->trace);
	touch(live, line);
	if (mixed)
		af_owners_mix(owners);
	return 0;
}

static struct af_live *begin_mem_info(const struct af_owners *owners,
				      const struct af_logline *line)
{
	struct af_live *live = af_owner_of_mem_info(owners);

	if (!live)
		return NULL;
	live->report->mem_info = true;
	live->trace_open = false;
	touch(live, line);
	return live;
}

/* What only a report's zones have, with or without "Mem-Info:" before it. */
static bool looks_like_zone(const struct af_logline *line)
{
	if (has(line, AF_AT_FREE) && has(line, AF_AT_MIN))
		return true;
	return has(line, AF_AT_KB) &&
	       (is_node(line) || zone_begins(line) != AF_NOT_FOUND) &&
	       af_slice_has(line->body, "= ");
}

/* Return: 1 if the line was understood, 0 if not, or an error */
static int take_zone(struct reader *reader, const struct af_owners *owners,
		     const struct af_logline *line)
{
	bool zone = looks_like_zone(line);
	struct af_live *live = af_owner_of_zone(owners, line->body);
	int ret;

	if (!live && (zone || has(line, AF_AT_ACTIVE)))
		live = begin_mem_info(owners, line);
	if (!live && zone)
		reader->log->zones_alone++;
	if (!live)
		return 0;
	ret = af_log_memory_line(&live->report->memory, line->body);
	if (ret > 0)
		touch(live, line);
	else if (!ret && zone)
		live->report->zones_torn++;
	return ret;
}

/* "DMA: 1_4kB", "DMA: 14kB": the "*" were lost on the way. */
static int mend_list(struct reader *reader, struct af_logline *line)
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

static int feed(struct reader *reader, struct af_logline *line)
{
	struct af_owners owners;
	int ret;

	af_owners_find(&owners, &reader->lives, line);
	if (af_who_is_task(line))
		return take_task(reader, &owners, line);
	if (!owners.nr) {
		if (looks_like_zone(line))
			reader->log->zones_alone++;
		return 0;
	}
	if (take_rest_of_header(owners.all[0], line))
		return keep_texts(reader, owners.all[0]->report);
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
	return ret < 0 ? ret : 0;
}

/* --- the lines around it */

/* "warn_alloc: 59 callbacks suppressed", "printk: 41 messages suppressed." */
static void take_suppressed(struct af_log *log, struct af_slice text)
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
static void repeat(struct reader *reader, u64 times)
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

static int tell_reports(struct reader *reader, const struct af_said *said,
			const struct af_logline *line)
{
	struct af_slice text = line->body, slab = said->name;
	unsigned int i = reader->lives.nr;
	bool first = true;

	if (text.length > LONGEST_SAID)
		text.length = LONGEST_SAID;
	while (i-- && !about_itself(said->kind)) {
		struct af_live *live = af_live_get(&reader->lives, i);

		if (live->report->kind == AF_LOG_OTHER || !follows(live, line))
			continue;
		live->report->near |= 1U << said->kind;
		if (!first)
			continue;
		first = false;
		if (said->kind == AF_EVENT_SLAB && !live->report->slab.length) {
			live->report->slab = slab;
			if (keep(reader, &live->report->slab))
				return -ENOMEM;
		}
		if ((said->kind == AF_EVENT_GAVE_UP ||
		     said->kind == AF_EVENT_SKB ||
		     said->kind == AF_EVENT_PROBE) &&
		    !live->report->said.length) {
			live->report->said = text;
			if (keep(reader, &live->report->said))
				return -ENOMEM;
		}
	}
	return 0;
}

static int take_event(struct reader *reader, const struct af_logline *line)
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
static int take_pending(struct reader *reader, const struct af_logline *line)
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
	return keep(reader, &reader->pending);
}

static bool anything_open(struct reader *reader)
{
	unsigned int i = reader->lives.nr;

	while (i--)
		if (!af_live_get(&reader->lives, i)->closed)
			return true;
	return false;
}

static int take_line(struct reader *reader, struct af_logline *line)
{
	struct af_slice release;
	enum af_header header;
	int ret;

	if (line->only_count) {
		repeat(reader, line->repeated);
		return 0;
	}
	if (!af_any_anchor(&line->anchors) && !anything_open(reader))
		return take_pending(reader, line);
	find_body(reader, line);
	ret = take_event(reader, line);
	if (ret)
		return ret;
	header = af_header_of(line);
	if (header == AF_HEADER_BARE && !is_followed(reader))
		header = AF_HEADER_NONE;
	if (header != AF_HEADER_NONE)
		return begin_report(reader, line, header);
	if (has(line, AF_AT_SUPPRESSED)) {
		take_suppressed(reader->log, line->text);
		return 0;
	}
	if (af_who_version(line, &release))
		return note_release(reader, release);
	ret = take_pending(reader, line);
	return ret ? ret : feed(reader, line);
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
static int find_first_release(struct reader *reader, struct af_slice text)
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
			ret = note_release(reader, release);
		} else if (af_who_is_task(line)) {
			af_who_read(&unused, line);
			if (unused.release)
				ret = note_release(reader, unused.release_text);
		}
	}
	if (lines.error)
		ret = lines.error;
	af_loglines_end(&lines);
	return ret;
}

static int read_lines(struct reader *reader, const char *text, size_t length)
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
	struct reader *reader = calloc(1, sizeof(*reader));
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
		ret = hand_over_oldest(reader);
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
